"""Automatic numbers of Word paragraphs, as they would be printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.word.package import Element, attribute, child, children, integer, on
from ingest.word.styles import Styles

__all__ = ["Number", "Numbering", "formatted"]

_LEVELS = 9
_HAN = "零一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paragraph; ``label`` is ``None`` for a bullet."""

    label: str | None
    level: int


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    arabic: bool = False  # numbers of higher levels in arabic whatever their own form
    style: str | None = None


class Numbering:
    """Counts the numbered paragraphs of a document, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, list[_Level]] = {}
        self._lists: dict[str, tuple[str, list[_Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[str] = set()
        self._overrides: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        for item in children(root, "abstractNum"):
            identifier = attribute(item, "abstractNumId") or ""
            self._abstract[identifier] = _levels(item)
        for item in children(root, "num"):
            identifier = attribute(item, "numId") or ""
            abstract = attribute(child(item, "abstractNumId"), "val") or ""
            levels = list(self._abstract.get(abstract, []))
            for override in children(item, "lvlOverride"):
                level = integer(attribute(override, "ilvl"), 0)
                start = attribute(child(override, "startOverride"), "val")
                own = child(override, "lvl")
                if own is not None and level < len(levels):
                    levels[level] = _level(own)
                if start is not None:
                    self._overrides.setdefault(identifier, {})[level] = integer(start, 1)
            self._lists[identifier] = (abstract, levels)

    def number(self, paragraph: Element) -> Number | None:
        """The number of the next paragraph, or ``None`` if it has none."""
        found = self._list_of(paragraph)
        if found is None:
            return None
        identifier, level = found
        if identifier not in self._lists:
            return None
        abstract, levels = self._lists[identifier]
        if level >= len(levels):
            return None
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if identifier not in self._started:
            self._started.add(identifier)
            for which, start in self._overrides.get(identifier, {}).items():
                if which < _LEVELS:
                    counts[which] = start - 1
        current = counts[level]
        counts[level] = levels[level].start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = None
        if levels[level].form in ("bullet", "none") and "%" not in levels[level].text:
            return Number(None, level) if levels[level].form == "bullet" else None
        return Number(_label(levels, counts, level) or None, level)

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        properties = self._styles.property(paragraph, "numPr")
        if properties is None:
            return None
        identifier = attribute(child(properties, "numId"), "val")
        level = attribute(child(properties, "ilvl"), "val")
        if identifier is None:  # a paragraph may set only its level and leave the list to its style
            style = next((s for s in self._styles.chain(self._styles.style_of(paragraph)) if _has_list(s)), None)
            identifier = attribute(child(style, "pPr", "numPr", "numId"), "val")
        if not identifier or identifier == "0":
            return None
        if level is None and identifier in self._lists:
            style_id = self._styles.numbered_style(paragraph)
            levels = self._lists[identifier][1]
            return identifier, next((i for i, lv in enumerate(levels) if lv.style and lv.style == style_id), 0)
        return identifier, min(integer(level, 0), _LEVELS - 1)


def _has_list(style: Element) -> bool:
    return child(style, "pPr", "numPr", "numId") is not None


def _levels(abstract: Element) -> list[_Level]:
    levels = [_Level() for _ in range(_LEVELS)]
    for item in children(abstract, "lvl"):
        index = integer(attribute(item, "ilvl"), 0)
        if index < _LEVELS:
            levels[index] = _level(item)
    return levels


def _level(item: Element) -> _Level:
    return _Level(
        start=integer(attribute(child(item, "start"), "val"), 1),
        form=attribute(child(item, "numFmt"), "val") or "decimal",
        text=attribute(child(item, "lvlText"), "val") or "",
        arabic=bool(on(child(item, "isLgl"))),
        style=attribute(child(item, "pStyle"), "val"),
    )


def _label(levels: list[_Level], counts: list[int | None], level: int) -> str:
    def value(match: re.Match[str]) -> str:
        which = int(match.group(1)) - 1
        if which >= len(levels):
            return ""
        count = counts[which]
        count = levels[which].start if count is None else count
        form = "decimal" if levels[level].arabic else levels[which].form
        return formatted(count, form)

    return re.sub(r"%(\d)", value, levels[level].text).strip()


def formatted(value: int, form: str) -> str:
    """A number in a number format of Word (ECMA-376, ST_NumberFormat); unknown ones in arabic."""
    if form == "none":
        return ""
    if form in _ENCLOSED and 1 <= value <= 20:
        return chr(ord(_ENCLOSED[form]) + value - 1)
    if form in _CYCLES and 1 <= value <= len(_CYCLES[form]):
        return _CYCLES[form][value - 1]
    written = next((write for name, write in _FORMS.items() if form.startswith(name)), str)
    return written(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for amount, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (value // amount)
        value %= amount
    return out


def _han(value: int, digits: str, units: str) -> str:
    if not 0 < value < 10_000:
        return str(value)
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            gap = bool(out)
            continue
        out += digits[0] if gap else ""
        # Ten is 十, not 一十, where it begins the number.
        out += "" if place == 1 and digit == 1 and not out and units == "十百千" else digits[digit]
        out += units[place - 1] if place else ""
        gap = False
    return out


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""


_ENCLOSED = {
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "decimalEnclosedParen": "⑴",
    "decimalEnclosedFullstop": "⒈",
}
_CYCLES = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
#: By the beginning of the format's name.
_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "decimalZero": lambda value: f"{value:02d}",
    "ideographDigital": lambda value: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(value))),
    "chineseLegalSimplified": lambda value: _han(value, _FINANCIAL, "拾佰仟"),
    **dict.fromkeys(
        ("chineseCounting", "japaneseCounting", "taiwaneseCounting"), lambda value: _han(value, _HAN, "十百千")
    ),
}
