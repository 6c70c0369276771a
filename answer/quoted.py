"""A claim that stands in a source word for word: no rule about its parts can say that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.in_turn import as_clauses
from answer.records import ClaimCheck, Evidence
from index.tokens import fold
from ingest.sentences import split_sentences
from records import Passage

__all__ = ["quoted", "told_in_its_words"]

_LEAST = 8  # characters: less is a name or a phrase, not a statement
_FORMS = frozenset({"paragraph", "bullet", "note", "footnote"})
_STOPS = "，,。；;：:！!？?—…、•）)"
_DROPPED = re.compile(r"[\s《》〈〉“”\"]")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_AT_THE_END = re.compile(r"[。．.；;！!]+$")
_CONDITION = r"如果|[若倘]|假[如设]|一旦|除非|只有|前提|取决于|\b(?:if|unless|provided|whether)\b"
# What comes before may make of a statement what is planned, wished, supposed or denied.
_NOT_SO_YET = re.compile(
    rf"{_CONDITION}|是否|能否|可能|原[定本拟]|本[应该来]|否认|并非|拟|计划|规划|打算|准备|将|预[计测期]|有望|力争|争取|目标"
    r"|建议|提议|呼吁|希望|期待|要求|应[当该]|认为|据[称说]|声称"
    r"|\b(?:den(?:y|ies|ied)|plan\w*|intend\w*|expect\w*|propos\w*|aims?|should|will|would|could|may|might|hopes?|claims?)\b"
)
_LIMITS = re.compile(rf"{_NOT_SO_YET.pattern}|除|不[含包]|以外|[未非无原仅只限]")
_ONLY_IF = re.compile(_CONDITION)


def quoted(claim: str, passages: Sequence[Passage]) -> Evidence | None:
    """The sentence that has all words of a claim in a row, from the beginning of a clause to the end of one."""
    words = _AT_THE_END.sub("", _bare(claim))
    if len(words) < _LEAST:
        return None
    for passage in passages:
        if passage.form not in _FORMS or not any(words in _bare(text) for text in _readings(passage.text)):
            continue
        for start, end in split_sentences(passage.text):
            sentence = passage.text[start:end]
            if any(_stands(words, text) for text in _readings(sentence)):
                return Evidence(passage.id, sentence, "supports")
    return None


def _readings(text: str) -> Iterator[str]:
    """As it is printed, with its lists as clauses (分别), and without what stands in brackets, but for what limits the
    statement.
    """
    yield text
    if (clauses := as_clauses(text)) != text:
        yield clauses
    if (without := _BRACKETS.sub(lambda found: found[0] if _LIMITS.search(found[0]) else "", text)) != text:
        yield without


def _bare(text: str) -> str:
    return _DROPPED.sub("", _plain_figures(fold(text)))


def _plain_figures(text: str) -> str:
    """1,200 as 1200, 3.0% as 3%."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))|(?<=\d)\.0+(?=\D)", "", text)


def _stands(words: str, sentence: str) -> bool:
    """:param words: as :func:`_bare` gives them."""
    folded, bare = _plain_figures(fold(sentence)), _bare(sentence)
    start = bare.find(words)
    if start < 0:
        return False
    end = start + len(words)
    kept = [place for place, char in enumerate(folded) if not _DROPPED.match(char)]
    before, after = folded[: kept[start]], folded[kept[end - 1] + 1 :]
    if _NOT_SO_YET.search(before) or _ONLY_IF.search(after):
        return False
    ends = bare[end:] in ("", ".") or bare[end] in _STOPS + "（("
    return ends and (not start or bare[start - 1] in _STOPS)


def told_in_its_words(found: ClaimCheck, claim: str, passages: Sequence[Passage]) -> ClaimCheck | None:
    """That a claim is supported, where a source has it word for word and no other one disagrees with it; or nothing."""
    evidence = quoted(claim, passages) if found.reason != "disagree" else None
    if evidence is None or found.verdict == "supported":
        return found if evidence else None
    return replace(
        found,
        verdict="supported",
        evidence=(evidence,),
        differences=(),
        explanation="来源原文如此",
        reason="agrees",
        lacking=(),
    )
