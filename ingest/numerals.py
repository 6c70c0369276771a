"""Numbers as Chinese reports print them: 1,234.5, １２, 二十, 廿三, 二〇二一, 两万五千, 1.2万亿, 30多万.

Everything works on text that went through :func:`fold`, which keeps every character at its offset.
"""

from __future__ import annotations

import re

__all__ = [
    "ARABIC",
    "CHINESE",
    "MULTIPLIER",
    "fold",
    "parse_chinese",
    "parse_digits",
    "parse_multiplier",
    "parse_number",
]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "O": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?![\d.,])|\d+(?:\.\d+)?"
"""Regex for a number in digits, with or without thousands separators (6,500, or 6 500 as the UN prints it); no sign."""

CHINESE = (
    r"[一二两三四五六七八九十廿卅](?:[一二两三四五六七八九十廿卅零〇百万亿]|千(?![瓦米克伏]))*"
    r"(?:点[零〇一二三四五六七八九]+)?"
)
"""Regex for a number in Chinese characters. It never starts with 百千万亿: 百万美元 heads a column, 数百万 is vague."""

MULTIPLIER = r"[十百千万]?万亿|[十百千]?亿|[十百千]?万|[百千](?![瓦米克伏分])"
"""Regex for what may stand between the digits and the unit: 72.5万, 4百万, 1.2万亿."""

_TRADITIONAL, _SIMPLIFIED = "億萬兩個來過點號週後數幾從約歲時間內", "亿万两个来过点号周后数几从约岁时间内"

# One character for one character, so that offsets in the folded text are offsets in the original. The full-width
# comma stays: it separates numbers where the ASCII one may group their digits.
_FOLD = (
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
    | dict.fromkeys("‐‑‒–—―−─━", "-")
    | dict.fromkeys("〜∼∽", "~")
    | dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\u200b\u202f", " ")
    | dict.fromkeys("○◯", "〇")
    | dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
)
_FOLDED = re.compile("[" + re.escape("".join(_FOLD)) + "]")


def fold(text: str) -> str:
    """Full width to ASCII, every dash to ``-``, every blank to a space, the traditional forms of number words.

    :return: a text of the same length: offsets carry over.
    """
    # Few characters fold: replacing those is several times faster than str.translate over all.
    return _FOLDED.sub(lambda match: _FOLD[match[0]], text)


def parse_digits(text: str) -> int | None:
    """Digits read one by one, as years are: 2021, 二〇二一. ``None`` if a character is no digit."""
    if text.isascii() and text.isdigit():
        return int(text)
    value = 0
    for char in text:
        if char not in _DIGITS or char == "两":
            return None
        value = value * 10 + _DIGITS[char]
    return value if text else None


def parse_chinese(text: str) -> float | None:
    """The value of 二十, 廿三, 一百零五, 两万五千, 三点五; ``None`` where the characters form no number.

    A digit string without place words (二五) is no number here: see :func:`parse_digits`.
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    places = parse_digits(fraction)
    return None if places is None else value + places / 10 ** len(fraction)


def _whole(text: str) -> float | None:
    total = section = 0  # the sum above the last 万 or 亿, and the one being built
    digit: int | None = None
    place = 1  # of the last place word, so that 两万五 reads as 25000
    for char in text:
        if char in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[char]
            place, digit = _SMALL[char], None
        elif char in _LARGE:
            section += digit or 0
            if not section and not total:
                return None
            if char == "亿" or not section:
                total, section = (total + section) * _LARGE[char], 0
            else:
                total, section = total + section * _LARGE[char], 0
            place, digit = _LARGE[char], None
        elif char in "零〇":
            if digit is not None:
                return None
            place = 1
        elif digit is not None or char not in _DIGITS:
            return None
        else:
            digit = _DIGITS[char]
    if digit is not None:
        section += digit * max(place // 10, 1)
    return float(total + section)


def parse_multiplier(text: str) -> float:
    """The factor that 万, 百万, 亿, 万亿 stand for; 1 for the empty string."""
    factor = 1.0
    for char in text:
        factor *= _SMALL.get(char) or _LARGE[char]
    return factor


_ARABIC_ONLY = re.compile(ARABIC)


def parse_number(text: str) -> float | None:
    """The value of a number in digits (1,234.5) or in Chinese characters (十六), blanks around it ignored."""
    text = text.strip()
    if _ARABIC_ONLY.fullmatch(text):
        return float("".join(text.replace(",", "").split()))
    return parse_chinese(text) if text else None
