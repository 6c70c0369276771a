"""Questions that ask for two things at once: two counts, or a time and a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from answer.placed import places
from answer.questions import Question
from answer.units import Unit

__all__ = ["both_told"]

_COUNTS = re.compile(r"(?:几|多少)\s?[\u4e00-\u9fff]")
_WHERE_TOO = re.compile(r"何地|哪(?:里|儿|[个座](?:城市|地方))|什么地方|\b(?:where|city|place)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:[、，,和及与]|以及|and)\s?")
_BRACKET_BEFORE = re.compile(r"[（(]([^（）()\d]{2,14}[，,]\s?)$")
_NEAR = 12  # characters between a time and a place
_BONUS = 0.12


def both_told(asked: Question, unit: Unit) -> Iterator[tuple[str, float]]:
    """What tells both in one piece, with how well it fits; nothing where one thing is asked for.

    2个批发市场和4个贸易物流中心 for 几个批发市场、几个物流中心; 纽约，2005年 for 哪一年、在哪座城市.
    """
    text = unit.passage.text
    if unit.cell is not None:
        return
    if asked.kind == "count" and len(_COUNTS.findall(asked.text)) > 1:
        counts = [amount.at for amount in unit.amounts if amount.unit.startswith("count:")]
        for one, other in pairwise(counts):
            if _JOINED.fullmatch(text, one[1], other[0]):
                yield text[one[0] : other[1]], _BONUS
    if asked.kind == "date" and _WHERE_TOO.search(asked.text):
        for mention in unit.dates:
            start, end = mention.at
            bracket = _BRACKET_BEFORE.search(text[:start])
            if bracket is not None and text[end : end + 1] in ("）", ")"):
                yield text[bracket.start(1) : end], _BONUS
            yield from ((found, _BONUS) for found in _with_place(unit, start, end))


def _with_place(unit: Unit, start: int, end: int) -> Iterator[str]:
    """A time with the place beside it."""
    text = unit.passage.text
    for name, _ in places(unit.text):
        at = text.find(name, *unit.at)
        first, last = min(start, at), max(end, at + len(name))
        if at >= 0 and last - first <= end - start + len(name) + _NEAR:
            yield text[first:last]
