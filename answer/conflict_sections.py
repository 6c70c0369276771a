"""Headings against what stands under them: another year, nothing of what is referred to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answer.compare import dates_agree
from answer.conflict_references import cited_labels, plain_label
from answer.conflict_tools import PROSE, sentence_around, sentences, side
from answer.records import Conflict
from ingest.labels import Label, read_label
from ingest.numerals import parse_number
from records import DateMention, Passage

__all__ = ["section_conflicts"]

# a sentence that leads in what stands below it: 可交付成果见下表
_LEADS_IN = re.compile(
    r"[”）)]?\s?(?:清单|明细|内容|一览|安排)?[，,]?\s?(?:具体|详细|主要|分别|详|均|可|请)?\s?"
    r"(?:如下|见下|列[于在]下|载于下|包括以下|(?:有|为|是)(?:以下|下列)|[见如]表)"
)
_AS_OF = re.compile(r"截[至止到]\s?$|[与比较从自按照]\s?$")
_DECIDED = re.compile(
    r"《|批准|通过|审议|核准|核定|商定|议定|确定|部署|提出|发布|印发|制定|修订|签署|达成|下达|结转|续|以来|上报"
)
_LEAST_END, _LEAST_WHOLE, _MOST_BETWEEN = 4, 2, 16  # characters of what both are of; between its time and it
# what may stand under a heading that has nothing of its own
_BESIDES = re.compile(
    r"\s?(?:[备附]?注|(?:数据|资料)?来源|缩(?:略语|写)|sources?|notes?|abbreviations?)\s?\d{0,2}\s?[:：=]"
    r"|[A-Za-z/ ]{2,12}\s?[=＝]",
    re.IGNORECASE,
)
_KEPT_ELSEWHERE = re.compile(
    r"图|照片|影像|另[附册行发]|[（(]略[）)]|从略|单独|空白|保密|链接|网址|扫描|光盘|电子版|[：:]\s?无"
)
_ADDRESS = re.compile(r"https?:\S+")
_ATTACHED = re.compile(r"附[录件表]")
_SECTION = re.compile(
    r"见\s?(?:本报告|本文|上文|下文|后文|前文)?\s?(?P<place>第?\s?(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2}(?:\.\d{1,2})*)\s?(?:节|章|部分))"
)


def section_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Each document by its headings and what stands under them."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    for own in by_document.values():
        own.sort(key=lambda passage: passage.position)
        yield from _other_times(own)
        yield from _empty(own)


# -- a title and the sentence that leads in ---------------------------------------------------------------------------


def _other_times(own: Sequence[Passage]) -> Iterator[Conflict]:
    """A heading with the sentence under it, a caption with the sentence above it, of two times."""
    for one, two in pairwise(own):
        caption = two.text.split("\n")[0]
        if one.form == "heading" and two.form in PROSE and two.section == (*one.section, one.text):
            start, end = next(sentences(two), (0, 0))
            yield from _two_times(one, one.text, two, (start, end))
        elif one.form in PROSE and two.form == "table" and "|" not in caption:
            for span in sentences(one):
                yield from _two_times(two, caption, one, span)


def _two_times(titled: Passage, title: str, told: Passage, span: tuple[int, int]) -> Iterator[Conflict]:
    """四、2022年…可交付成果 over 到2023年底要实现的可交付成果见下表."""
    named = [d for d in titled.dates if d.at[1] <= len(title) and _fixed(d)]
    said = [d for d in told.dates if span[0] <= d.at[0] and d.at[1] <= span[1] and _fixed(d)]
    if len(named) != 1 or len(said) != 1 or dates_agree(named[0], said[0]) is not False:
        return
    what = title[named[0].at[1] :].strip(" 。：:")
    sentence = told.text[slice(*span)]
    before, after = sentence[: said[0].at[0] - span[0]], sentence[said[0].at[1] - span[0] :]
    of = _of_both(what, after)
    if of is None or _AS_OF.search(before) or _DECIDED.search(what) or _DECIDED.search(after[: after.find(of)]):
        return
    text = f"标题说的是“{named[0].text}”的{of}，引出它的句子却说是“{said[0].text}”"
    yield Conflict("date", side(titled, title, named[0].text), side(told, sentence, said[0].text), text, 0.6)


def _fixed(date: DateMention) -> bool:
    return date.basis == "printed" and date.start is not None and date.end is not None


def _of_both(what: str, after: str) -> str | None:
    """The end of the title that the sentence has too, close after its time and right before what it leads in."""
    noun = re.sub(r"^(?:年度|年)?\s?", "", what.rsplit("的", 1)[-1])
    for cut in range(len(noun) - _LEAST_WHOLE + 1):
        end = noun[cut:]
        if cut and len(end) < _LEAST_END:
            return None
        at = after.find(end)
        if 0 <= at <= _MOST_BETWEEN and not re.search("[，,。；、]", after[:at]):
            return end if _LEADS_IN.match(after, at + len(end)) else None
    return None


# -- references to what is only a heading -----------------------------------------------------------------------------


def _empty(own: Sequence[Passage]) -> Iterator[Conflict]:
    """见附录3, and 附录3 is a heading over notes and sources alone while those beside it have content."""
    bare = _bare(own)
    for passage in own if bare else ():
        for key, printed, at in _cited(passage.text) if passage.form in (*PROSE, "footnote", "note") else ():
            heading = bare.get(key)
            if heading is not None and heading.text not in passage.section:
                told = f"说见{printed}，那里却只有标题，没有内容"
                here = side(passage, sentence_around(passage.text, at), printed)
                yield Conflict("reference", here, side(heading, heading.text, heading.text), told, 0.45)


def _cited(text: str) -> Iterator[tuple[str, str, int]]:
    """What a text refers to, as it is printed, and where."""
    for series, label, at in cited_labels(text):
        word = _ATTACHED.search(text, at)
        if series == "appendix" and word is not None:
            yield f"附{plain_label(label)}", f"{word[0]}{label}", at
    for match in _SECTION.finditer(text):
        number = parse_number(match["n"]) if "." not in match["n"] else match["n"]
        yield f"{number:g}" if isinstance(number, float) else f"{number}", match["place"], match.start()


def _bare(own: Sequence[Passage]) -> dict[str, Passage]:
    """The sections and appendices under whose heading nothing stands, where one beside them has something.

    Where several are empty they are a list of titles: the attachments of a letter, a table of contents.
    """
    found: dict[tuple[tuple[str, ...], str], list[tuple[str, Passage, bool]]] = defaultdict(list)
    for index, heading in enumerate(own):
        label = read_label(heading.text, named=True) if heading.form == "heading" else None
        if label is None:
            continue
        attached = any(_ATTACHED.match(part) for part in (*heading.section, heading.text))
        key = f"附{plain_label(label.text)}" if attached else str(label.ordinal or label.text)
        has = len(heading.text) - label.length < _LEAST_END or _has_content(heading, own[index + 1 :], label)
        found[heading.section, label.scheme].append((key, heading, has))
    keys = Counter(key for beside in found.values() for key, _, _ in beside)
    return {
        key: heading
        for beside in found.values()
        for key, heading, has in beside
        if not has and keys[key] == 1 and sum(not one[2] for one in beside) == 1 < len(beside)
    }


def _has_content(heading: Passage, later: Sequence[Passage], label: Label) -> bool:
    """Whether there is text, a list or a table under a heading, or it says that it is kept elsewhere."""
    whole = (*heading.section, heading.text)
    ours = f"appendix {plain_label(label.text)}"
    if _KEPT_ELSEWHERE.search(heading.text) or any(p.form == "table" and p.label == ours for p in later):
        return True
    for passage in later:
        if passage.section[: len(whole)] != whole:
            # a heading without a number, or text, on the same level may well be what belongs here
            return passage.form != "footnote" and read_label(passage.text, named=True) is None
        beside = passage.form in ("heading", "note", "footnote") or _BESIDES.match(passage.text)
        if not beside or _KEPT_ELSEWHERE.search(_ADDRESS.sub("", passage.text)):
            return True
    return False
