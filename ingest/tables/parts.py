"""Rows that say 其中: (of which), and the row above that they are part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["PartRow", "wholes_of_parts"]

_OF_WHICH = re.compile(r"(?:其\s*中|of which|including)\s*[:：]?", re.IGNORECASE)
_ROUNDING = 0.005  # share of the whole by which rounded parts may miss it


@dataclass(frozen=True, slots=True)
class PartRow:
    """A body row as its label and first number; ``heading`` where it is a group heading without numbers."""

    label: str
    value: float | None
    heading: bool = False


def wholes_of_parts(rows: Sequence[PartRow]) -> list[int | None]:
    """For each row that starts with 其中 the index of the row that it is part of; ``None`` for others and in doubt.

    Usually that is the row above. But after 全国人口, 其中：城镇, 乡村 a further 其中：0-15岁 is part of the first
    again, since the rows between make up the whole; where the numbers cannot tell, no row is named.
    """
    wholes: list[int | None] = []
    whole: int | None = None  # the row whose parts were listed last
    first = 0  # its first part
    for i, row in enumerate(rows):
        if row.heading:
            whole = None
        if row.heading or not _OF_WHICH.match(row.label):
            wholes.append(None)
            continue
        above = i - 1
        if above >= 0 and _OF_WHICH.match(rows[above].label):
            wholes.append(wholes[above])
            continue
        found: int | None = above if above >= 0 and not rows[above].heading else None
        if whole is not None and found is not None and found > first:
            found = _whole_again(rows, whole, first, i)
        wholes.append(found)
        if found is not None:
            whole, first = found, i
    return wholes


def _whole_again(rows: Sequence[PartRow], whole: int, first: int, part: int) -> int | None:
    """The whole of a further 其中 after rows that may or may not be parts of the whole before."""
    total = rows[whole].value
    values = [row.value for row in rows[first:part]]
    if total is None or any(value is None or value < 0 for value in values):
        return None
    known = [value for value in values if value is not None]
    margin = abs(total) * _ROUNDING
    if abs(sum(known) - total) <= margin:
        return whole
    if any(value > total - known[0] + margin for value in known[1:]):
        return part - 1  # too much to be a part beside the first: the rows have moved on
    return None
