"""Numbers as they are printed, with whatever stands after them: units that nobody listed compare by their letters.

A claim is held against the figures of :mod:`answer.pair_figures`, which also reads shares in words and what hedges a
number; here the letters decide, since two sentences of one report print one unit alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answer.conflict_tools import printed_range
from records import Amount

__all__ = ["PrintedNumber", "a_rest_follows", "common_unit", "left_off", "printed_numbers"]

_FIGURE = re.compile(
    r"(?<![\d.:A-Za-z第〔\[（(])(?P<n>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<scale>[万亿千百]?)"
    r"(?!\d|月|年|日|号|时(?!间)|分(?!之)|:|：\d|-|/|,\d|\.\d)(?P<unit>%|％|个?百分点|[\u4e00-\u9fffA-Za-z]{0,6})"
)
_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_HEDGED = re.compile(r"(?:约|近|逾|超过?|不足|大约|将近|至少|多达|接近|不到|上下|左右|以上)\s?$")
_HEDGED_AFTER = re.compile(r"\s?[万亿]?[\u4e00-\u9fff]{0,3}?(?:多|余|左右|上下|以上|以内)")
_REST_AFTER = re.compile(r"[^，。；]{0,8}[，；。]?[^，。；]{0,12}?(?:其[余他它]|另有?|剩余|余下|剩下)")
_NO_UNIT = frozenset("和与及、，的之是为占比较后前中内外上下起至到")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with the text right after it, and whether it is rounded on purpose (近, 约)."""

    value: float
    text: str
    unit: str
    scale: str
    at: tuple[int, int]
    sure: bool

    @property
    def digits(self) -> str:
        """Its digits, whatever it is scaled by."""
        return re.sub(r"\D", "", self.text).rstrip("0")

    @property
    def range(self) -> tuple[float, float]:
        if re.fullmatch(r"[\d,]+", self.text) and self.unit[:1] not in "%％":
            return self.value, self.value
        return printed_range(self.value, self.text)


def printed_numbers(text: str, start: int, end: int) -> list[PrintedNumber]:
    """The numbers of a part of a text but those of dates, with what follows them."""
    found = []
    for match in _FIGURE.finditer(text, start, end):
        value = float(re.sub("[, ]", "", match["n"])) * _SCALES[match["scale"]]
        last = match.end("scale")
        sure = not _HEDGED.search(text[max(start, match.start() - 4) : match.start()])
        sure = sure and not _HEDGED_AFTER.match(text, last)
        found.append(
            PrintedNumber(
                value, match["n"] + match["scale"], match["unit"], match["scale"], (match.start(), last), sure
            )
        )
    return found


def common_unit(figures: Sequence[PrintedNumber]) -> str:
    """What follows all of some figures, but for particles; empty where nothing does."""
    units = [figure.unit for figure in figures]
    same = next((at for at, signs in enumerate(zip(*units, strict=False)) if len(set(signs)) > 1), min(map(len, units)))
    unit = units[0][:same]
    return "" if unit[:1] in _NO_UNIT else unit


def left_off(text: str, parts: Sequence[PrintedNumber | Amount]) -> bool:
    """Whether a list of parts ends before the last: 其中甲3件；驳回9件，撤回4件 has ； and then ，."""
    marks = [re.sub("[^，,、；;]", "", text[a.at[1] : b.at[0]]) for a, b in pairwise(parts)]
    ends = [mark in ("；", ";") for mark in marks]
    return any(ends) and not all(ends)


def a_rest_follows(text: str, end: int) -> bool:
    """Whether after the last part of a list what is left is told: 其余由六方分担, 另有3项未评定."""
    return _REST_AFTER.match(text, end) is not None
