"""How well a date is what a question asks for: a day, a month, a span, or only some time."""

from __future__ import annotations

import re

from answer.questions import Question
from answer.reading import Reading
from answer.units import Unit
from records import DateMention

__all__ = ["date_bonus"]

_DAY_ASKED = re.compile(r"几号|哪一?[天日](?!前)|几月几[日号]|\b(?:what|which) (?:day|date)\b", re.IGNORECASE)
_MONTH_ASKED = re.compile(r"几月|哪个?月|哪个季度|哪一季|\b(?:what|which) (?:month|quarter)\b", re.IGNORECASE)
# 自2021年8月15日起 is a long time, and begins on a day
_DAY = re.compile(r"\d\s?[日号]|\b\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2,8} \d{1,2}\b")
_WITHIN_YEAR = re.compile(r"[月季日]|[A-Za-z]{3}")
_SPAN_ASKED = re.compile(r"哪一?段|什么(?:期间|时段|时期)|起止|从何时[^，。]*到何时|\bwhat period\b", re.IGNORECASE)
_SPAN = re.compile(r"\d.*(?:[至到~～—–-]|\bto\b).*\d")
_UNTIL_ASKED = re.compile(r"[到至](?:什么时候|何时|哪一?[年天]|几月)|\buntil (?:when|what)\b", re.IGNORECASE)
_UNTIL = re.compile(r"[至到]\s?$")
_MONTH, _QUARTER, _UNKNOWN = 32, 100, 400  # days


def date_bonus(asked: Question, reading: Reading, mention: DateMention, unit: Unit) -> float | None:
    """How well a date of a unit is of the kind that is asked for; ``None`` where it is not."""
    given = any((d.start, d.end) == (mention.start, mention.end) for d in reading.dates)
    if (given and mention.start) or not _tells_when(mention):
        return None
    if _SPAN_ASKED.search(asked.text) and _SPAN.search(mention.text) is None:
        return None
    if unit.cell is not None and mention.text not in unit.cell.text:
        return None  # the year above a column is not when something happened
    length = (mention.end - mention.start).days if mention.end and mention.start else _UNKNOWN
    if length > _QUARTER and _is_coarse(asked, mention):
        return None
    # a day says more than a month, a month more than a year
    bonus = (0.03 if length < _MONTH else 0.0) - (0.03 if unit.inherited else 0.0)
    if _UNTIL_ASKED.search(asked.text) and unit.cell is None:
        bonus += 0.1 if _UNTIL.search(unit.passage.text[: mention.at[0]]) else 0.0
    if _DAY_ASKED.search(asked.text):
        bonus += 0.06 if length < _MONTH - 4 else -0.06
    return bonus


def _is_coarse(asked: Question, mention: DateMention) -> bool:
    """Whether a day is asked for and only months or years are told, or a month and a year."""
    if _DAY_ASKED.search(asked.text):
        return _DAY.search(mention.text) is None
    return _MONTH_ASKED.search(asked.text) is not None and _WITHIN_YEAR.search(mention.text) is None


def _tells_when(mention: DateMention) -> bool:
    """Whether a date says when by itself: one without a year does where it names a month or a season."""
    return mention.start is not None or re.search(r"[月季]|半年", mention.text) is not None
