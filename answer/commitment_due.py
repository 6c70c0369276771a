"""The day by which a promise falls due: printed in it, or inherited from what leads into it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from answer.commitment_records import Due
from answer.commitment_spans import Span
from ingest.dates import find_dates
from records import DateMention

__all__ = ["inherited_due", "printed_due"]

_PLANNED = re.compile(
    r"(?:计划|拟|定|预计|将|应|须|即将|应当|要|最迟|至迟|不迟|不晚|by|before|in|on|until)\s*"
    r"(?:于|在|到|至|自|the end of)?\s*$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"^\s*(?:的?(?:年度)?(?:报告|年报|数据|版|战略|规划|目标)|年度报告|第?[^，。；举召开]{0,10}(?:会议|峰会|大会))"
)
_NO_YEAR = re.compile(r"\s*\d{1,2}\s*月")
_TO = re.compile(r"(?:到|至)\s*$")
_BEFORE = re.compile(r"\s*(?:之?前|以前|底前|内)")
_SINCE = re.compile(r"(?:自|从|截至|截止)\s*$")


def printed_due(text: str, span: Span, dates: Sequence[DateMention], issued: date | None, head: int) -> Due | None:
    """The date that a promise prints for itself.

    Of several, one after a word of planning (计划于) comes first, then a deadline (到…, …前), then the last one that is
    not over when the document is issued. A date at the head of the sentence serves all promises of that sentence.

    :param head: where the sentence of the promise begins.
    """
    dates = [_resolved(d, issued) for d in dates]
    inside = [d for d in dates if span[0] <= d.at[0] and d.at[1] <= span[1] and _usable(text, d, issued)]
    if inside:
        planned = [d for d in inside if _PLANNED.search(text[span[0] : d.at[0]])]
        deadlines = [d for d in inside if _TO.search(text[: d.at[0]]) or _BEFORE.match(text[d.at[1] :])]
        return _due((planned or deadlines or inside[-1:])[0])
    shared = [d for d in dates if head <= d.at[0] < min(head + 6, span[0]) and _usable(text, d, issued)]
    return _due(shared[0], inherited=True) if shared else None


def _resolved(mention: DateMention, issued: date | None) -> DateMention:
    """A month or day without a year (12月上旬) is the next one after the document's date."""
    if mention.end is not None or issued is None or not _NO_YEAR.match(mention.text):
        return mention
    for year in (issued.year, issued.year + 1):
        for found in find_dates(f"{year}年{mention.text}"):
            if found.end is not None and found.end >= issued:
                return replace(mention, start=found.start, end=found.end)
    return mention


def inherited_due(sources: Sequence[tuple[str, Sequence[DateMention]]], issued: date | None) -> Due | None:
    """The date of the nearest text that leads into a promise and covers a time after the document's date.

    :param sources: lead-ins and headings with their dates, the nearest first.
    """
    reckoned: DateMention | None = None
    for text, dates in sources:
        ahead = [d for d in dates if _usable(text, d, issued) and d.start and d.end and _lasts(d)]
        printed = [d for d in ahead if d.basis != "relative"]
        if printed and (reckoned is None or any(_overlap(d, reckoned) for d in printed)):
            return _due(max(printed, key=lambda d: (d.end or date.min, d.basis == "printed")), inherited=True)
        if reckoned is None and ahead:
            # 未来12个月 under a heading with （2023年7月至2024年6月）: these are the months that it means
            reckoned = max(ahead, key=lambda d: d.end or date.min)
    return _due(reckoned, inherited=True) if reckoned else None


def _overlap(one: DateMention, other: DateMention) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start <= other.end and other.start <= one.end


def _usable(text: str, mention: DateMention, issued: date | None) -> bool:
    """Whether a date can be a due date: not a title's, not a report's year, not over unless planned."""
    before, after = text[: mention.at[0]], text[mention.at[1] :]
    if mention.end is None or _SINCE.search(before) or before.count("《") > before.count("》"):
        return False
    planned = _PLANNED.search(before[-8:])
    if _NAMED_AFTER.match(after) and not planned:
        return False
    if issued is None or mention.end >= issued:
        return True
    return bool(planned)


def _lasts(mention: DateMention) -> bool:
    """Whether a heading's date is a time to do things in, not the day of a meeting."""
    return mention.start is not None and mention.end is not None and (mention.end - mention.start).days >= 27


def _due(mention: DateMention, *, inherited: bool = False) -> Due:
    return Due(mention.start, mention.end, mention.text, "inherited" if inherited else mention.basis)
