"""What the scanner finds: pieces of text that are dates by their form, before any context is known."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.dates.calendar import Point
from records import Period

__all__ = ["Atom", "Fixed", "Reference", "Rolling"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that the print gives in full: a bare range, a plan, a decade, a fiscal year."""

    period: Period
    approximate: bool = False
    carries_year: bool = True
    """Whether a later 第三季度 may take its year from here: not from a plan or a decade."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """A window that ends (``sign`` -1) or starts (+1) at the document's date, or the year ``ago`` before it."""

    sign: int
    count: int
    unit: str
    ago: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that points to the reporting period, the month of issue, the date named before.

    ``part`` is the day, third or edge of a month that it names (本月9日, 上月中旬).
    """

    word: str
    part: Point | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """``value`` is ``None`` for a form that was read but means no date that exists, so that no part of it is read."""

    start: int
    end: int
    value: Point | Fixed | Rolling | Reference | None
