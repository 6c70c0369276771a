"""Dates of a claim against all dates of one sentence, by year, month and day as far as both give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.numerals import parse_number

__all__ = ["Day", "days_in", "told_days"]

_N = r"[〇零一二三四五六七八九十\d]"
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|[〇零一二三四五六七八九]{4})\s?(?:年(?!间|来|内|均|前|后|期)|[/.-](?=\d{1,2}[/.-])))?"
    r"(?:(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s?(?:月(?:份|(?=[底初末上中下旬]|$|[^\u4e00-\u9fff]|(?!间|内|来)))|(?<=\d)[/.-](?=\d)))?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9]|三?十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号])?"
    r"(?P<part>(?:的)?(?:上旬|中旬|下旬|上半年|下半年|第?[一二三四1234]季度|年底|年末|年初|底|末|初))?"
)
_MONTHS = {
    "上半年": range(1, 7), "下半年": range(7, 13), "年底": range(11, 13), "年末": range(11, 13), "年初": range(1, 4)
}  # fmt: skip
_PARTS = {"上旬": range(1, 11), "中旬": range(11, 21), "下旬": range(21, 32), "初": range(1, 11)}
_LATE = range(20, 32)


@dataclass(frozen=True, slots=True)
class Day:
    """Years, months and days that a date may be; empty where it does not say."""

    text: str
    year: int | None
    months: frozenset[int]
    days: frozenset[int]
    at: tuple[int, int]

    @property
    def finest(self) -> int:
        return 3 if self.days else 2 if self.months else 1


@lru_cache(maxsize=20_000)
def days_in(text: str) -> tuple[Day, ...]:
    """The dates of a text in order; one without a year takes that of the date before it."""
    found: list[Day] = []
    for match in _DAY.finditer(text):
        if not (match["year"] or match["month"] or (match["day"] and found)):
            continue
        if match["month"] is not None and match["year"] is None and not _is_month(text, match):
            continue
        year = parse_number(match["year"]) if match["year"] else None
        year_number = int(year) if year and year > 1000 else found[-1].year if found and not match["year"] else None
        months = frozenset({int(parse_number(match["month"]) or 0)}) if match["month"] else frozenset[int]()
        days = frozenset({int(parse_number(match["day"]) or 0)}) if match["day"] else frozenset[int]()
        part = (match["part"] or "").removeprefix("的")
        if "季度" in part:
            quarter = "一二三四".find(part.removeprefix("第")[0]) + 1 or int(part.removeprefix("第")[0])
            months = frozenset(range(3 * quarter - 2, 3 * quarter + 1))
        elif part and not months:
            months = frozenset(_MONTHS.get(part, _MONTHS.get(f"年{part}", range(0))))
        elif part and not days:
            days = frozenset(_PARTS.get(part, _LATE))
        if not months and days and found:
            months = found[-1].months
        found.append(Day(match.group(), year_number, months, days, match.span()))
    return tuple(found)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether 3月 is a month, not 3个月 nor a part of another number: 7.3% has none."""
    before = text[: match.start()][-1:]
    if match["day"] is None and text[match.end("month")] in "/.-":
        return False
    return not before or not (before.isdigit() or before in ".个几数")


def told_days(claim: str, sentence: str) -> list[tuple[Day, str, tuple[Day, ...]]]:
    """Each date of a claim with how the sentence tells it: ``same``, ``other`` or ``unsaid``, and its dates."""
    stated = days_in(sentence)
    return [(day, *_told(day, stated)) for day in days_in(claim)]


def _told(day: Day, stated: Sequence[Day]) -> tuple[str, tuple[Day, ...]]:
    verdicts = [(agreeing(day, other), other) for other in stated]
    same = tuple(other for found, other in verdicts if found)
    if same:
        return "same", same
    rivals = tuple(other for found, other in verdicts if found is False)
    return ("other", rivals) if rivals else ("unsaid", ())


def agreeing(a: Day, b: Day) -> bool | None:
    """Whether two dates may be one; ``None`` where they have nothing in common to compare."""
    compared = False
    if a.year is not None and b.year is not None:
        if a.year != b.year:
            return False
        compared = True
    for mine, theirs in ((a.months, b.months), (a.days, b.days)):
        if mine and theirs:
            if not mine & theirs:
                return False
            compared = True
    return True if compared else None
