"""Which year a date without one belongs to.

In this order: the date that it continues (2021年3月和11月), the last year named in the same sentence, the last one
named in the sentences before, the column header or section title, the reporting period, the document's date.
Years in brackets or titles that are closed again, years that are only compared with, and plans pass none on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.dates.calendar import Point, interval
from ingest.dates.context import DateContext
from records import Period

__all__ = ["Antecedent", "antecedent_year", "document_year", "named_year", "passed_over", "plans"]

_COMPARED_BEFORE = re.compile(r"(?:比|较|与|同|相比|高于|低于|超过|基于|compared\s(?:to|with))\s?$")
_COMPARED_AFTER = re.compile(r"\s?(?:年?同期|末?相比|相较|的?水平|基准|基线|基期|以来最)")
_OPENING, _CLOSING = "(（《〈[【“「『", ")）》〉]】”」』"
# The clause looks ahead: 将于9月举行, 定于, 拟, 年底前.
_FUTURE_BEFORE = re.compile(
    r"(?:将|拟|计划|预计|预期|争取|力争|定于|确保|务必|应|须|需|有望|安排|授权|责成|委托|要求|到|至|请于?|要在?|待|will|by)[^,，。;；]{0,14}$"
)
_FUTURE_AFTER = re.compile(r"\s?(?:之前|以前|前)?(?:[^,，。;；已了]{0,4})?(?:将|拟|计划|前|之前|以前)")
# A sentence of plans, however long: 今年拟安排专项债券，比上年增加.
_PLANS_BEFORE = re.compile(r"(?:拟|将|预计|预期|力争|争取)[^。；;!?！？\n]*$")
_PAST_BEFORE = re.compile(r"(?:已|曾|截至|截止)[^,，。;；]{0,8}$")
# News and minutes speak of the last months; further back a year would be printed.
_RECENT = timedelta(days=200)
_SOON = timedelta(days=60)
# Characters after which a year is no longer what a date without one goes back to.
_FAR = 2000
_OWN_YEAR = 6  # from this month on 上一年 is taken from the year of issue


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A date read before, which may lend its year."""

    start: int
    end: int
    period: Period
    carries_year: bool


def antecedent_year(
    point: Point, text: str, position: int, before: Sequence[Antecedent], context: DateContext
) -> int | None:
    """The year that the nearest date before ``position`` lends to ``point``."""
    for candidate in reversed(before):
        if position - candidate.end > _FAR:
            return None
        if not candidate.carries_year or _closed(text, candidate.end, position):
            continue
        if _COMPARED_BEFORE.search(text, max(0, candidate.start - 12), candidate.start):
            continue
        if _COMPARED_AFTER.match(text, candidate.end):
            continue
        if context.issued is not None and candidate.period.start.year > context.issued.year + 1:
            continue  # a target (到2030年), not the year that is told about
        return _year_within(point, candidate.period)
    return None


def _year_within(point: Point, period: Period) -> int | None:
    """The only year of ``period`` in which ``point`` falls into it; ``None`` if there are none or several."""
    if period.start.year == period.end.year:
        return period.start.year
    if point.reference is not None:
        return period.end.year
    fits = []
    for year in range(period.start.year, min(period.end.year, period.start.year + 3) + 1):
        known = interval(point, year)
        if known and period.start <= known[0].start and known[0].end <= period.end:
            fits.append(year)
    return fits[0] if len(fits) == 1 else None


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that was open at ``start`` is closed before ``end``."""
    depth = 0
    for char in text[start:end]:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth -= 1
            if depth < 0:
                return True
    return False


def named_year(word: str, antecedent: int | None, ahead: bool, context: DateContext) -> int | None:
    """The year that 今年, 去年, 同年, 次年, 上年, 本年度 stand for; ``None`` where nothing tells.

    :param antecedent: the year named before, if any.
    :param ahead: whether the sentence tells of plans, which are about the year of issue and not about the one reported.
    """
    issued = context.issued.year if context.issued else None
    period = context.period
    reported = period.start.year if period and period.start.year == period.end.year else None
    if word in ("同年", "当年"):
        return antecedent
    if word in ("次年", "翌年"):
        return antecedent + 1 if antecedent else None
    if word.startswith("上"):  # a statistical report calls 上年 the year before the one it is about
        base = antecedent or context.year or (issued if ahead else reported or _reported_on(context))
        return base - 1 if base else None
    if word.startswith("本年") and reported and word.endswith("度"):
        return reported
    if word == "本年" and reported and reported != issued:
        return None  # the year of issue or the one reported on
    if word.startswith("下"):
        base = reported or issued
        return base + 1 if base else None
    offset = {"今年": 0, "本年": 0, "本年度": 0, "去年": -1, "前年": -2, "大前年": -3, "明年": 1, "后年": 2}[word]
    return issued + offset if issued is not None else None


def _reported_on(context: DateContext) -> int | None:
    """The year that a document without a reporting period is about: early in a year it may still be the last one."""
    issued = context.issued
    return issued.year if issued is not None and context.period is None and issued.month >= _OWN_YEAR else None


def plans(text: str, start: int) -> bool:
    """Whether the sentence before ``start`` tells of plans."""
    return _PLANS_BEFORE.search(text, max(0, start - 80), start) is not None


def _looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether the clause around a date tells of something to come."""
    return bool(_FUTURE_BEFORE.search(text, max(0, start - 24), start) or _FUTURE_AFTER.match(text, end))


def passed_over(text: str, position: int, before: Sequence[Antecedent]) -> frozenset[int]:
    """The years in brackets or titles of the same sentence: another year than theirs may be meant, or may not."""
    sentence = max(text.rfind(mark, max(0, position - _FAR), position) for mark in "。；;！？\n")
    near = (candidate.period for candidate in before if candidate.start > sentence and candidate.carries_year)
    return frozenset(period.start.year for period in near)


def document_year(point: Point, text: str, start: int, end: int, context: DateContext) -> int | None:
    """The year from the reporting period or the document's date; ``None`` where it would be a guess.

    A clause that looks ahead takes the first such date that is not over on the day of issue, any other the year that
    falls into the reporting period, else the nearest one if no other is about as near.
    """
    issued = context.issued
    ahead = _looks_ahead(text, start, end)
    past = bool(_PAST_BEFORE.search(text, max(0, start - 16), start))
    if ahead and not past:
        if issued is None:
            return None
        for year in (issued.year, issued.year + 1):
            known = interval(point, year)
            if known and known[0].end >= issued:
                return year
        return None
    if context.period is not None:
        within = _year_within(point, context.period)
        known = interval(point, within) if within else None
        if known and context.period.start <= known[0].start <= context.period.end:
            return within
    return _nearest(point, issued, past) if issued is not None else None


def _nearest(point: Point, issued: date, past: bool) -> int | None:
    """The year whose date is by far the nearest to the day of issue, before it rather than after it."""
    spans = {year: known[0] for year in range(issued.year - 1, issued.year + 2) if (known := interval(point, year))}
    begun = max((year for year, span in spans.items() if span.start <= issued), default=None)
    coming = min((year for year, span in spans.items() if span.start > issued), default=None)
    ago = max(issued - spans[begun].end, timedelta()) if begun is not None else timedelta.max
    ahead = spans[coming].start - issued if coming is not None else timedelta.max
    if past or (ago <= _RECENT and ago <= ahead):
        return begun
    return coming if ahead <= _SOON and 3 * ahead < ago else None
