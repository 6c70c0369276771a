"""How often something is done, compared: 每年一次 is not 每两年一次."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.reading import Reading
from answer.records import Difference
from answer.unit import Unit
from ingest.numerals import parse_number

__all__ = ["frequencies", "often_otherwise", "often_unsaid"]

_CHINESE = re.compile(
    r"每(?:隔)?\s?([一两二三四五六七八九十半\d]{1,3})?\s?个?(年|季度|月|周|星期|天|日)(?=[^，。；\d]{0,8}"
    r"(?:[一1]\s?[次届轮]|举[行办]|召开|开会|发布|更新|评估|检查|报送|报告))"
)
_ENGLISH = re.compile(
    r"\b(?:every (?:(two|three|four|five|other|\d{1,2}) )?(year|quarter|month|week|day)s?"
    r"|once (?:a|per) (year|quarter|month|week|day)|(annually|biennially|quarterly|monthly|weekly|daily))\b",
    re.IGNORECASE,
)
_DAYS = {"年": 360.0, "季度": 90.0, "月": 30.0, "周": 7.0, "星期": 7.0, "天": 1.0, "日": 1.0}
_PERIODS = {"year": 360.0, "quarter": 90.0, "month": 30.0, "week": 7.0, "day": 1.0}
_ADVERBS = dict(annually=360.0, biennially=720.0, quarterly=90.0, monthly=30.0, weekly=7.0, daily=1.0)
_NUMBERS = {"two": 2.0, "other": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}


def often_otherwise(reading: Reading, unit: Unit) -> Iterator[Difference]:
    """How often a claim says that something is done, where the sentence says it otherwise."""
    claimed = frequencies(reading.text)
    told = frequencies(unit.sentence) if claimed and unit.cell is None else {}
    if told:
        for text, days in claimed.items():
            if days not in told.values():
                yield Difference("number", text, "、".join(told))


def often_unsaid(reading: Reading, unit: Unit) -> list[str]:
    """How often a claim says that something is done, where the sentence does not say how often."""
    claimed = frequencies(reading.text)
    return [*claimed] if claimed and unit.cell is None and not frequencies(unit.sentence) else []


def frequencies(text: str) -> dict[str, float]:
    """Each frequency of a text as it is printed, with the days from one time to the next (a year has 360)."""
    found = {}
    for match in _CHINESE.finditer(text):
        number = 0.5 if match[1] == "半" else parse_number(match[1]) if match[1] else 1.0
        if number:
            found[match.group()] = float(number) * _DAYS[match[2]]
    for match in _ENGLISH.finditer(text):
        if match[4]:
            found[match.group()] = _ADVERBS[match[4].lower()]
        else:
            number = _NUMBERS.get(match[1].lower()) or float(match[1]) if match[1] else 1.0
            found[match.group()] = number * _PERIODS[(match[2] or match[3]).lower()]
    return found
