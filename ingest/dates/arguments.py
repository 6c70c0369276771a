"""Dates that users type, and reporting periods in title lines."""

from __future__ import annotations

import re
from datetime import date

from ingest.dates.calendar import FIRST_YEAR, LAST_YEAR, months, years
from ingest.dates.resolve import find_dates
from ingest.numerals import fold
from records import Period

__all__ = ["find_period", "parse_date_argument"]

_REPORT = re.compile(r"报告|公报|年报|季报|月报|总结|年鉴|进展|综述|概况|[Rr]eport|[Rr]eview")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")


def find_period(text: str) -> Period | None:
    """The reporting period in a title line such as 2021年7月——2022年6月 or 2021年度工作报告.

    A range counts wherever it stands; a single year, half, quarter or month only in the name of a report, since it
    else is the date of issue or of a meeting.

    :return: ``None`` where no period is printed, or more than one.
    """
    found = [m for m in find_dates(text) if m.start and m.end and m.basis == "printed" and m.start != m.end]
    ranges = {(m.start, m.end) for m in found if re.search(r"[-~至到]|\bto\b", fold(m.text))}
    periods = ranges or ({(m.start, m.end) for m in found} if _REPORT.search(text) else set())
    if len(periods) != 1:
        return None
    ((start, end),) = periods
    return Period(start, end) if start and end else None


def parse_date_argument(text: str) -> Period:
    """What a user means by 2021, 2021-09, 2021-09-30, 2021/9/30, 2021年9月, 2021年第三季度, Q3 2021 or a range of them.

    :raises ValueError: if ``text`` is no date, or holds more than one date.
    """
    stripped = fold(text).strip()
    error = f"Not a date: {text!r}. Use 2021, 2021-09, 2021-09-30, 2021年9月 or 2021年第三季度."
    match = _ISO.fullmatch(stripped)
    if match:
        return _numbers(match, error)
    found = find_dates(stripped)
    if len(found) != 1 or found[0].text != stripped or found[0].start is None or found[0].end is None:
        raise ValueError(error)
    return Period(found[0].start, found[0].end)


def _numbers(match: re.Match[str], error: str) -> Period:
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(error)
    if month is None:
        return years(year)
    try:
        if day is None:
            return months(year, month)
        return Period(date(year, month, day), date(year, month, day))
    except ValueError as cause:
        raise ValueError(error) from cause
