"""Sorts of differences between two statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from answer.records import ConflictKind

__all__ = ["KINDS", "Difference", "Sort"]

Sort = Literal[
    "number",
    "date",
    "duration",
    "ordinal",
    "count",
    "stage",
    "scale",
    "opposite",
    "polarity",
    "direction",
    "quantity",
    "place",
    "who",
]

#: What each sort of difference is called in Chinese, and as a kind of conflict.
KINDS: dict[Sort, tuple[str, ConflictKind]] = {
    "number": ("数字", "number"), "date": ("日期", "date"), "duration": ("时长", "date"),
    "ordinal": ("届次或名次", "number"), "count": ("数目与名单", "count"),
    "stage": ("进展状态", "status"), "scale": ("进展状态", "status"), "opposite": ("说法", "status"),
    "polarity": ("肯定与否定", "status"), "direction": ("升降方向", "number"), "quantity": ("范围", "count"),
    "place": ("地点", "event"), "who": ("主体", "name"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """``numbers`` are features of this sort: how near two values are, say. ``behind`` is the side that has got less far
    (1 the first, 2 the second, 0 neither): in an earlier document it would be in order.
    """

    sort: Sort
    a: str
    b: str
    numbers: dict[str, float] = field(default_factory=dict)
    behind: int = 0
