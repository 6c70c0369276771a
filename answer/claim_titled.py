"""A claim without what only the title of a document tells: who issued it, what it is about, between whom it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from answer.pair_words import words_with_tags
from answer.sources import Sources
from records import Passage

__all__ = ["Titled", "without_title"]

_JOINS = frozenset(["的", "与", "和", "及", "以及", "之"])
_LEADS = re.compile(r"(?:根据|按照|依据|依照|按|据|在|对于?|关于|就|从|因|到)$")
_FRAME = re.compile(
    r"(?:中|里|上)?(?:还|也|均|并|都|明确|专门)?(?:规定|发现|查出|指出|显示|表明|认为|表示|称|议定|商定|约定|载明|提到|提出|要求|确认|强调|披露)"
    r"了?[，,：:的]?|(?:之?后|中|里|上|方面)?[，,]|(?:(?:之?中|里|上)?的)?"
)
_OFFICE_AT_END = re.compile(r"[厅局部委院会署所]$|政府$|公司$|银行$")
_OF = re.compile("的?")
_DAY = re.compile(r"(?:截至)?\d{4}年[\d月日至到—–\-年上下半前三季度底末初]*[，,]?")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\d{4}年(?:\d+月)?(?:\d+日)?")
_ISSUED = re.compile(r"日期|发布|印发|签[署订于]|主持|出席|地点|时间|^[—–\-在于]")
_BOUND = re.compile(r"以外|之外|境内|境外|[到至与和及、\-—–]")  # what a run stands beside is not told by the title
_SAYS = re.compile(r"[^，。；]{0,2}(?:认为|要求|表示|强调|提出|同意|反对|支持)")
_OFFICES = frozenset("厅局部委署")
_STOPS = "，,；;。：:、（）()"
_ABOUT = 300  # characters of a cover that are read
_WORDS, _LETTERS = 2, 5  # so many words, or characters of one, name a document
_NOUNS = frozenset("nqgkjz")  # first letters of the tags of a noun, or part of a word
_NAME = 4  # characters of a word that is a name, whatever the segmenter takes it for
_LEAST = 8  # characters that a claim must still have
_GOES_ON = 3  # characters behind a word that show that it belongs to what follows
_DOCUMENTS, _PASSAGES = 3, 3  # of the search, that are looked at


@dataclass(frozen=True, slots=True)
class Titled:
    """What is left of a claim, and the passages of the document that the rest names."""

    claim: str
    passages: tuple[Passage, ...]


def without_title(sources: Sources, claim: str, passages: Sequence[Passage]) -> Titled | None:
    """The claim without the words of the title or cover that the first of the documents has which it names by words
    that its passages lack; nothing, if it names none.

    :param passages: those of the search, the best first.
    """
    for document in [*dict.fromkeys(passage.document for passage in passages)][:_DOCUMENTS]:
        own = [passage for passage in passages if passage.document == document and passage.form != "cover"]
        rest = _without(claim, _about(sources, document), "\n".join(p.text for p in own[:_PASSAGES]))
        if own and rest != claim and len(rest) >= _LEAST:
            return Titled(rest, tuple(own))
    return None


def _about(sources: Sources, document: str) -> str:
    """Title and subtitles; not when and where the document was signed or came out, which a claim may be about."""
    cover = next((p.text for p in sources.kb.passages(document) if p.form == "cover"), "")
    lines = [_ASIDE.sub("", line) for line in (sources.title(document), *cover[:_ABOUT].splitlines())]
    return "\n".join(line for line in lines if not _ISSUED.search(line))


def _without(claim: str, about: str, body: str) -> str:
    words = [*words_with_tags(claim)]
    starts = [sum(len(word) for word, _ in words[:n]) for n in range(len(words) + 1)]
    known = [_is_known(word, about) for word, _ in words]
    for n in range(len(words) - 1):  # 援 of 援东帝汶
        known[n] = known[n] or (known[n + 1] and len(words[n][0]) == 1 and words[n][0] + words[n + 1][0] in about)
    out, at, place = "", 0, 0
    while place < len(words):
        end = _end_of_run(words, known, place)
        while end > place and (_goes_on(words, end) or claim[starts[end - 1] : starts[end] + _GOES_ON] in body):
            end -= 1  # 评价 of 评价组; 供水 of 供水保证率, which the passage has so
        if end > place and end < len(words) and words[end][0] in _OFFICES:
            end += 1  # 厅 of 审计厅, which is a word of its own for the segmenter
            known[end - 1] = True
        run, told = claim[starts[place] : starts[end]], sum(known[place:end])
        before = claim[: starts[place]]
        named = told and run not in body and _names_document(words[place:end], known[place:end], before, about)
        if named and _may_be_cut(run, claim[starts[end] :], body, alone=told < _WORDS):
            out, at = _cut(out + claim[at : starts[place]], claim, starts[end], run)
        place = max(end, place + 1)
    return out + claim[at:]


def _end_of_run(words: Sequence[tuple[str, str]], known: Sequence[bool], place: int) -> int:
    """Behind the last known word of those in a row, which words like 和 may join."""
    end = place
    while end < len(words) and (known[end] or (end > place and words[end][0] in _JOINS)):
        end += 1
    while end > place and not known[end - 1]:
        end -= 1
    return end


def _goes_on(words: Sequence[tuple[str, str]], end: int) -> bool:
    """Whether a noun of one character stands behind a run, which ends what its last word begins."""
    one = end < len(words) and len(words[end][0]) == 1 and words[end][1][:1] in _NOUNS
    return one and words[end][0] not in _OFFICES


def _is_known(word: str, about: str) -> bool:
    """Whether title or cover have a word, or the names that two countries' short forms begin (中哈, 中毛)."""
    if len(word) < 2 or any(char.isdigit() for char in word):
        return False
    if word in about:
        return True
    return len(word) == 2 and set(word) <= _initials(about)


@lru_cache(maxsize=64)
def _initials(about: str) -> frozenset[str]:
    """What names of countries in a title are shortened to."""
    return frozenset(name[0] for name, sort in words_with_tags(about) if sort[:2] == "ns" or len(name) >= _NAME)


def _names_document(words: Sequence[tuple[str, str]], known: Sequence[bool], before: str, about: str) -> bool:
    """Whether what begins a clause has two words of the title, or a name of it."""
    lead = _LEADS.search(before)
    start = before[: lead.start()] if lead else before
    if start and start[-1] not in _STOPS and not _DAY.fullmatch(start):
        return False
    told = [pair for pair, is_known in zip(words, known, strict=True) if is_known]
    if len(told) >= _WORDS or len(told[0][0]) >= _LETTERS:
        return True
    places = {word for word, tag in words_with_tags(about) if tag[:2] == "ns"}
    return told[0][1][:2] == "ns" and len(places) == 1  # of two countries one is not what the document is


def _may_be_cut(run: str, after: str, body: str, *, alone: bool) -> bool:
    """Not where the run is one of two, limits what follows, or is who does something."""
    if _BOUND.match(after) or (alone and _SAYS.match(after)):
        return False
    office = _OFFICE_AT_END.search(run)
    return office is None or f"我{office[0]}" in body


def _cut(out: str, claim: str, at: int, run: str) -> tuple[str, int]:
    """What comes before the run without the word that leads to it, and the place behind what leads on from it."""
    office = _OFFICE_AT_END.search(run)
    if office:
        return f"{out}我{office[0]}", at
    lead = _LEADS.search(out)
    if lead and (lead.start() == 0 or out[lead.start() - 1] in _STOPS):
        out = out[: lead.start()]
    begins = not out or out[-1] in _STOPS or _DAY.fullmatch(out) is not None
    follows = (_FRAME if begins else _OF).match(claim, at)
    return out, follows.end() if follows else at
