"""Numbers of a claim that are read neither as an amount nor as a date: they must stand in the source all the same."""

from __future__ import annotations

import re

from answer.reading import Reading
from answer.unit import Unit
from ingest.dates import date_spans
from ingest.numerals import parse_number

__all__ = ["unread_numbers"]

_LARGE = re.compile(
    r"(?<![\w.-])\d{1,3}(?:,\d{3})+(?![\d%])|\d[\d.]*[万亿]|(?<![一二三四五六七八九十百千第])[一二两三四五六七八九十百千]+[万亿千百]"
)


def unread_numbers(reading: Reading, unit: Unit) -> list[str]:
    """Large numbers of a claim that are no amount or date (用户超过一亿, 200,000 visitors), and not in the sentence."""
    amounts, dates, names = reading.amounts, reading.dates, reading.entities
    spans = [*(a.at for a in amounts), *(d.at for d in dates), *(e.at for e in names), *date_spans(reading.text)]
    numbers = [m.group() for m in _LARGE.finditer(reading.text) if not any(a <= m.start() < b for a, b in spans)]
    stated = {_worth(m.group()) for m in _LARGE.finditer(unit.sentence)} if numbers else set()
    return [number for number in numbers if _worth(number) not in stated]


def _worth(number: str) -> float | None:
    """The value of 3200万, 三千二百万, 32,000,000."""
    plain = number.replace(",", "")
    scale = {"万": 1e4, "亿": 1e8}.get(plain[-1], 1.0) if plain[0].isdigit() else 1.0
    value = parse_number(plain if scale == 1.0 else plain[:-1])
    return None if value is None else value * scale
