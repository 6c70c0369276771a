"""A total that stands right before or after its parts: 赠款1,500万、贷款2,100万、配套800万，合计4,200万美元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.conflict_printed import a_rest_follows, left_off
from answer.conflict_tools import PROSE, exact, printed_range, sentence_around, sentences, side
from answer.grid import coverage
from answer.records import Conflict
from records import Amount, Passage

__all__ = ["total_conflicts"]

_NAMED = re.compile(r"\s?(?:[、，,；;]|和|与|及|以及|，?以及)\s?[^，。；：、（）()\d]{1,16}")
_ADDED = re.compile(r"\s?[，,；;]?\s?(?:[一]?[共合总]计|总共|一共|合共|总额|总计)(?:为|达|达到|是|约)?\s?$")
_CONSISTS = re.compile(
    r"[^，。；：、（）()\d]{0,8}[，,：:]?\s?(?:其中)?(?:包括|分别为|分别是|分别来自|由)?[：:]?\s?[^，。；：、（）()\d]{1,16}$"
)
_CUE = re.compile(r"包括|分别|其中|[：:]")
_OPEN = re.compile(
    r"等(?=[，。；]|$)|除|以外|约|近|超过|不足|平均|每|各(?!国)|增|减|降|升|涨|比|同期|上年|去年|女|青年|首次|主要|另|其他|其余"
)
_NO_TOTAL = re.compile(r"年均|平均|每|增加|减少|增长|比|较|超|目标|计划[^，]{0,4}$")
_OF_WHICH = re.compile("其中|包括")
_LISTED = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,10}?)(?:额|款)?(?:分别为|如下|为)[：:]")
_NO_LIST = re.compile(r"等(?=[，。；]|$)|其中|主要|另有|以及其他")
_TOTALLED = re.compile(r"(?:合计|共计|总计|总额|共|总共)(?:为|达|约)?\s?$")
_LEAST_PARTS, _MOST_OFF = 3, 0.25
_SCORE = 0.62


def total_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences whose parts of one unit, told one after another, do not make the total that is told with them."""
    for passage in passages:
        for start, end in sentences(passage) if passage.form in PROSE else ():
            mine = [a for a in passage.amounts if start <= a.at[0] and a.at[1] <= end]
            for parts, before, after in _runs(passage.text, mine):
                found = _against(passage, (start, end), parts, before, after)
                if found is not None:
                    yield found
    yield from _in_notes(passages)


def _in_notes(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """认缴合计1.20亿美元 with a footnote that lists all that was subscribed (认缴额分别为：甲4,500万美元，…)."""
    notes = {p.id: p for p in passages if p.form == "footnote"}
    for passage in passages:
        for note in (notes[n] for n in passage.footnotes if n in notes):
            cue = _LISTED.search(note.text)
            parts = [a for a in note.amounts if cue is not None and a.at[0] >= cue.end()]
            if (
                cue is None
                or len(parts) < _LEAST_PARTS
                or len({a.unit for a in parts}) > 1
                or _NO_LIST.search(note.text)
            ):
                continue
            wholes = [
                a for a in passage.amounts if a.unit == parts[0].unit and _TOTALLED.search(passage.text[: a.at[0]])
            ]
            wholes = [a for a in wholes if coverage(cue["what"], passage.text[max(0, a.at[0] - 24) : a.at[0]]) > 0]
            if len(wholes) != 1 or isinstance(wholes[0].value, tuple) or not all(exact(note.text, a) for a in parts):
                continue
            ranges, (least, most) = [_range(a) for a in parts], _range(wholes[0])
            if sum(r[0] for r in ranges) <= most and least <= sum(r[1] for r in ranges):
                continue
            added = sum(float(a.value) for a in parts if not isinstance(a.value, tuple))
            if abs(added - wholes[0].value) <= _MOST_OFF * wholes[0].value:
                told = f"总数是“{wholes[0].text}”，脚注所列各部分相加却不是"
                a = side(passage, sentence_around(passage.text, wholes[0].at[0]), wholes[0].text)
                yield Conflict("number", a, side(note, note.text, "、".join(p.text for p in parts)), told, _SCORE)


def _runs(text: str, amounts: Sequence[Amount]) -> Iterator[tuple[Sequence[Amount], Amount | None, Amount | None]]:
    """Three figures or more of one unit with only a mark and a name between, with the figures before and after."""
    first = 0
    for index in range(1, len(amounts) + 1):
        last = amounts[index - 1]
        joined = (
            index < len(amounts)
            and _of_one(amounts[index], last)
            and _NAMED.fullmatch(text, last.at[1], amounts[index].at[0])
        )
        between = text[last.at[1] : amounts[index].at[0]] if joined else ""
        if joined and not _ADDED.search(between) and not _CUE.search(between):
            continue
        run = amounts[first:index]
        if len(run) >= _LEAST_PARTS:
            before = amounts[first - 1] if first else None
            yield run, before, amounts[index] if index < len(amounts) else None
        first = index


def _of_one(a: Amount, b: Amount) -> bool:
    counts = a.unit.startswith("count:") and b.unit.startswith("count:")
    return a.unit == b.unit or (counts and a.text[-1:] == b.text[-1:])


def _against(
    passage: Passage, span: tuple[int, int], parts: Sequence[Amount], before: Amount | None, after: Amount | None
) -> Conflict | None:
    text = passage.text
    if _OPEN.search(text, parts[0].at[0], parts[-1].at[1]) or not all(exact(text, a) for a in parts):
        return None
    if parts[0].unit in ("percent", "percentage_points", "years", "number"):
        return None
    whole = None
    if after is not None and _of_one(after, parts[-1]) and _ADDED.fullmatch(text, parts[-1].at[1], after.at[0]):
        whole = after
    elif before is not None and _of_one(before, parts[0]):
        lead = text[before.at[1] : parts[0].at[0]]
        named = _CONSISTS.fullmatch(lead) and _CUE.search(lead) and not _OPEN.search(lead)
        if named and _OF_WHICH.search(lead) and (left_off(text, parts) or a_rest_follows(text, parts[-1].at[1])):
            return None
        whole = before if named and not _NO_TOTAL.search(text[span[0] : before.at[0]][-12:]) else None
    if whole is None or not exact(text, whole) or isinstance(whole.value, tuple):
        return None
    ranges = [_range(a) for a in parts]
    low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    least, most = _range(whole)
    added = sum(float(a.value) for a in parts if not isinstance(a.value, tuple))
    if (low <= most and least <= high) or abs(added - whole.value) > _MOST_OFF * whole.value:
        return None
    shown = "、".join(a.text for a in parts)
    told = f"总数是“{whole.text}”，所列各部分“{shown}”相加却不是"
    sentence = text[slice(*span)]
    return Conflict("number", side(passage, sentence, whole.text), side(passage, sentence, shown), told, _SCORE)


def _range(amount: Amount) -> tuple[float, float]:
    value = float(amount.value) if not isinstance(amount.value, tuple) else float(amount.value[0])
    if amount.unit.startswith("count:") and not re.search(r"[万亿.]", amount.text):
        return value, value
    return printed_range(value, amount.text)
