"""Shares told in words (一半, 过半, 三分之一) as percentages, which figures can be compared with."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.numerals import parse_number
from records import Amount

__all__ = ["shares_in"]

_HALF = re.compile(r"(?<![多大])(?:一半|半数|过半)(?!径|年|天|月)")
_TENTHS = re.compile(
    r"(?<![\d一二三四五六七八九十两百千万])([一二两三四五六七八九])成([一二三四五六七八九])?"
    r"(?![立员为果本交功效长熟就都套品分语型份])"
)
_PARTS = re.compile(r"([二三四五六七八九十]{1,3}|\d{1,2})分之([一二三四五六七八九十]{1,3}|\d{1,2})")


@lru_cache(maxsize=20_000)
def shares_in(text: str) -> tuple[Amount, ...]:
    """The shares of a text in percent, with their places."""
    found = [Amount(match.group(), 50.0, "percent", match.span()) for match in _HALF.finditer(text)]
    for match in _PARTS.finditer(text):
        whole, part = parse_number(match[1]), parse_number(match[2])
        if whole and part and part < whole:
            found.append(Amount(match.group(), round(100.0 * part / whole, 1), "percent", match.span()))
    for match in _TENTHS.finditer(text):  # 八成, 七成五
        tenths, rest = parse_number(match[1].replace("两", "二")), parse_number(match[2] or "零")
        found.append(Amount(match.group(), 10.0 * (tenths or 0) + (rest or 0), "percent", match.span()))
    return tuple(sorted(found, key=lambda amount: amount.at))
