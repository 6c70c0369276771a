"""Fiscal and school years, which start in another month in each country."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ingest.dates.calendar import years
from records import Period

__all__ = ["fiscal_period", "school_period"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """``month`` in which the fiscal year starts, and whether its name is the year in which it ends."""

    month: int
    named_by_end: bool = True


# The budget years of the central governments. Countries on the calendar year stand here too, so that theirs is exact.
_RULES: dict[str, _Rule] = {
    "巴基斯坦": _Rule(7), "Pakistan": _Rule(7), "孟加拉国": _Rule(7), "Bangladesh": _Rule(7), "印度": _Rule(4),
    "India": _Rule(4), "日本": _Rule(4, named_by_end=False), "Japan": _Rule(4, named_by_end=False), "美国": _Rule(10),
    "United States": _Rule(10), "泰国": _Rule(10), "Thailand": _Rule(10), "英国": _Rule(4), "United Kingdom": _Rule(4),
    "澳大利亚": _Rule(7), "Australia": _Rule(7), "新西兰": _Rule(7), "New Zealand": _Rule(7), "埃及": _Rule(7),
    "Egypt": _Rule(7), "新加坡": _Rule(4, named_by_end=False), "Singapore": _Rule(4, named_by_end=False),
    "哈萨克斯坦": _Rule(1), "Kazakhstan": _Rule(1), "吉尔吉斯斯坦": _Rule(1), "塔吉克斯坦": _Rule(1),
    "乌兹别克斯坦": _Rule(1), "Uzbekistan": _Rule(1), "阿塞拜疆": _Rule(1), "格鲁吉亚": _Rule(1), "蒙古": _Rule(1),
    "Mongolia": _Rule(1),
}  # fmt: skip
_COUNTRY = re.compile("|".join(sorted(_RULES, key=len, reverse=True)))
_NEAR = 16  # characters in the same clause before the year
_CLAUSE = re.compile(r"[^,，。;；:()、]*$")


def fiscal_period(text: str, start: int, first: int, second: int | None) -> tuple[Period, bool]:
    """The days of the fiscal year ``first`` or ``first``/``second`` printed at ``start``.

    :return: the days and whether they are a convention: the calendar years named, where no country stands before it
        in the clause or where the country does not name its years in this way.
    """
    clause = _CLAUSE.search(text, max(0, start - _NEAR), start)
    countries = {match[0] for match in _COUNTRY.finditer(clause[0])} if clause else set()
    rule = _RULES[countries.pop()] if len(countries) == 1 else None
    if rule is None or (rule.month == 1 and second is not None):
        return years(first, second), True
    if rule.month == 1:
        return years(first), False
    begins = first if second is not None or not rule.named_by_end else first - 1
    last_month = rule.month - 1
    last = date(begins + 1, last_month, monthrange(begins + 1, last_month)[1])
    return Period(date(begins, rule.month, 1), last), False


def school_period(first: int, second: int | None) -> Period:
    """September to August; the whole years named where only one is. Always a convention."""
    return years(first) if second is None else Period(date(first, 9, 1), date(second, 8, 31))
