"""What dates mean: intervals with how they came about, and how two of them make a range."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.dates.atoms import Atom, Rolling
from ingest.dates.calendar import Point, interval, months, move, years
from records import DateBasis, Period

__all__ = ["Meaning", "backwards", "own_year", "range_of", "rolling", "unit_start", "within_month"]


@dataclass(slots=True)
class Meaning:
    """An interval with how it came about."""

    period: Period | None
    basis: DateBasis = "printed"
    approximate: bool = False
    carries_year: bool = True


def within_month(part: Point | None, year: int, month: int) -> Meaning | None:
    """A month, or the day or third of it that is named."""
    known = interval(replace(part, month=month) if part else Point(month=month), year)
    return Meaning(known[0], "relative", known[1]) if known else None


def unit_start(period: Period | None, size: int) -> date | None:
    """The first day of a period of ``size`` months, ``None`` if it has another size."""
    whole = period is not None and period.start.day == 1 and period.end == move(period.start, size) - timedelta(days=1)
    return period.start if whole and period is not None else None


def own_year(atom: Atom) -> bool:
    return not isinstance(atom.value, Point) or atom.value.dated


def range_of(left: Meaning | None, right: Meaning | None) -> Meaning | None:
    """One interval from the start of the left to the end of the right unit."""
    if left is None or right is None:
        return None
    basis: DateBasis = "relative" if "relative" in (left.basis, right.basis) else left.basis
    if left.period is None or right.period is None:
        return Meaning(None, basis) if left.period is right.period else None
    if right.period.end < left.period.start or right.period.start < left.period.start:
        return None
    period = Period(left.period.start, right.period.end)
    return Meaning(period, basis, left.approximate or right.approximate, left.carries_year and right.carries_year)


def backwards(left: Meaning | None, right: Meaning | None) -> bool:
    known = left and right and left.period and right.period
    return bool(known and right.period.start < left.period.start)  # type: ignore[union-attr]


def rolling(value: Rolling, issued: date | None) -> Meaning | None:
    if issued is None:
        return None
    count = value.sign * value.count
    try:
        if value.ago:
            then = move(issued, count * (12 if value.unit == "年" else 1))
            period = years(then.year) if value.unit == "年" else months(then.year, then.month)
            return Meaning(period, "relative", approximate=True, carries_year=False)
        scale = {"年": 12, "季": 3, "月": 1}.get(value.unit)
        other = (
            move(issued, count * scale)
            if scale
            else issued + timedelta(days=count * (7 if value.unit in "周期" else 1))
        )
    except (ValueError, OverflowError):  # before year 1
        return None
    return Meaning(Period(min(issued, other), max(issued, other)), "relative", approximate=True, carries_year=False)
