"""Tables against the date and the period of their document: a plan for a time that was over, another period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from answer.conflict_tools import side
from answer.records import Conflict, ConflictSide
from records import DateMention, Document, Passage

__all__ = ["late_row_conflicts", "stated_period_conflicts"]

_TIME = re.compile(r"时间|日期|期限|\b(?:time|date|when|deadline)\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:\d{4}\s?年)?\s?(?:第?[一二三四1234]\s?季度|\d{1,2}\s?月(?:份|底|初)?|[上下]半年)")
_TO_COME = re.compile(r"(?<!不)(?:将(?=[制举召启完发出签提部成建开组编由])|拟(?=[定于举召])|计划(?=[于举召制编]))")
_STATED = re.compile(r"报告期[（(]([^）)]{6,40})[）)]")


def late_row_conflicts(
    passages: Sequence[Passage], issued: Mapping[str, date | None], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """第一季度 with 将制定… in a document of June: planned for a time that was over."""
    for row in passages:
        day = issued.get(row.document)
        if day is None or row.form != "row":
            continue
        for cell in row.cells:
            if not (_WHOLE.fullmatch(cell.text.strip()) and any(_TIME.search(part) for part in cell.column)):
                continue
            over = next((d for d in row.dates if d.text in cell.text and d.end is not None and d.end < day), None)
            plan = next((c.text for c in row.cells if c is not cell and _TO_COME.search(c.text)), None)
            if over is not None and plan is not None:
                there = ConflictSide(covers.get(row.document, row.id), f"文件日期 {day.isoformat()}", day.isoformat())
                told = f"文件日期是 {day.isoformat()}，却说“{cell.text.strip()}”的事将要发生"
                yield Conflict("tense", side(row, row.text, cell.text), there, told, 0.45)


def stated_period_conflicts(
    passages: Sequence[Passage], documents: Sequence[Document], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """报告期（2020年6月至2021年6月） in a report of another period."""
    periods = {d.id: d.period for d in documents if d.period}
    for passage in passages:
        period = periods.get(passage.document)
        for found in _STATED.finditer(passage.text) if period is not None else ():
            told = next((d for d in passage.dates if _inside(d, found.span(1))), None)
            if told is None or period is None or told.start is None or told.end is None:
                continue
            if _month(told.start) != _month(period.start) or _month(told.end) != _month(period.end):
                printed = f"{period.start.isoformat()} 至 {period.end.isoformat()}"
                there = ConflictSide(covers.get(passage.document, passage.id), f"报告期 {printed}", printed)
                text = f"文件的报告期是 {printed}，此处却说报告期是“{told.text}”"
                yield Conflict("date", side(passage, passage.text, told.text), there, text, 0.45)


def _inside(mention: DateMention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.at[0] and mention.at[1] <= span[1] and "月" in mention.text


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
