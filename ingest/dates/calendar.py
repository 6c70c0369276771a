"""Calendar arithmetic: what a partly printed date means once its year is known."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from records import Period

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Point", "interval", "months", "move", "plan_period", "years"]

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years outside are counts, codes or misprints."""

_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11)}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}


@dataclass(frozen=True, slots=True)
class Point:
    """A date, month, quarter or year as printed. ``None`` is what the print leaves out.

    ``reference`` is the word that stands for the year (去年, 同年). ``third`` is 上/中/下 of 旬. ``edge`` is 初, 中 or
    底 of the year, or of ``month`` where there is one. ``first_months`` counts the months of 前九个月.
    ``english`` dates take a missing year from the right (28 June to 3 July 2022), Chinese ones from the left.
    """

    year: int | None = None
    reference: str | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    third: str | None = None
    edge: str | None = None
    season: str | None = None
    first_months: int | None = None
    english: bool = False

    @property
    def dated(self) -> bool:
        """Whether the year is printed or named."""
        return self.year is not None or self.reference is not None

    @property
    def day_only(self) -> bool:
        return self.day is not None and self.month is None

    @property
    def whole_year(self) -> bool:
        """Whether nothing smaller than a year is named."""
        return not any(
            (self.month, self.day, self.quarter, self.half, self.third, self.edge, self.season, self.first_months)
        )


def years(first: int, last: int | None = None) -> Period:
    """The whole years from ``first`` to ``last``."""
    return Period(date(first, 1, 1), date(first if last is None else last, 12, 31))


def months(year: int, first: int, last: int | None = None) -> Period:
    """The whole months from ``first`` to ``last`` of one year."""
    last = first if last is None else last
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def plan_period(number: int) -> Period | None:
    """The years of the ``number``-th Chinese five-year plan, ``None`` if there is no such plan yet to come."""
    if not 1 <= number <= 30:
        return None
    # The first two plans ran 1953-1957 and 1958-1962; from the third (1966-1970) on one follows the other.
    first = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    return years(first, first + 4)


def move(day: date, count: int) -> date:
    """``day`` moved by ``count`` months, to the last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def interval(point: Point, year: int) -> tuple[Period, bool] | None:
    """The days that ``point`` means in ``year``, and whether its edges are only a convention.

    :return: ``None`` for a date that does not exist (30 February, month 13).
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if point.month is not None:
        return _in_month(point, year)
    if point.quarter is not None:
        return months(year, point.quarter * 3 - 2, point.quarter * 3), False
    if point.half is not None:
        return months(year, point.half * 6 - 5, point.half * 6), False
    if point.first_months is not None:
        return (months(year, 1, point.first_months), False) if 1 <= point.first_months <= 12 else None
    if point.season is not None:
        return months(year, *_SEASONS[point.season]), True
    if point.edge is not None:
        # DESIGN.md: 年底 is December, 年初 January. 年中 has no such rule: June and July, marked approximate.
        return {"初": (months(year, 1), False), "底": (months(year, 12), False)}.get(
            point.edge, (months(year, 6, 7), True)
        )
    return None if point.day is not None else (years(year), False)


def _in_month(point: Point, year: int) -> tuple[Period, bool] | None:
    month = point.month
    if month is None or not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if point.day is not None:
        if not 1 <= point.day <= last:
            return None
        day = date(year, month, point.day)
        return Period(day, day), False
    third = point.third or {"初": "上", "中": "中", "底": "下"}.get(point.edge or "")
    if third is None:
        return months(year, month), False
    first, end = _THIRDS[third]
    return Period(date(year, month, first), date(year, month, min(end, last))), point.edge is not None
