"""What a table cell says: a number, a missing value, a period, or words."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ingest.units import Unit, read_unit

__all__ = [
    "Kind",
    "Printed",
    "header_year",
    "is_period",
    "kind_of",
    "names_range",
    "numeric_value",
    "read_number",
    "strip_marks",
]


class Kind(Enum):
    """What stands in a cell. ``LABELLED`` is a number led in by words (已开展活动: 7)."""

    EMPTY = "empty"
    MISSING = "missing"
    NUMBER = "number"
    PERIOD = "period"
    LABELLED = "labelled"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: ``value`` unscaled, with the unit and year that its own cell states.

    ``symbol`` says that the unit is only a currency sign before the number, which leaves the scale to the headers.
    """

    value: float
    unit: Unit | None = None
    year: int | None = None
    labelled: bool = False
    symbol: bool = False


_MAX_CELL = 400  # characters; longer cells are prose and hold no single value
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_MARKS = re.compile(rf"[{_SUPERSCRIPTS}{_CIRCLED}*†‡§#]+$")
_MISSING = re.compile(
    r"\.{1,6}|-{1,6}|[/\\:×]|n\.?\s?/?a\.?|n\.?d\.?|无数据|未公布|尚未公布|不适用|不详|缺|暂无|暂无数据|未提供|数据缺失",
    re.IGNORECASE,
)
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "―": "-", "─": "-", "‐": "-", "‑": "-"})
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?"  # 1,234.5
    r"|\d{1,3}(?:[ \u2009\u202f]\d{3})+(?:[.,]\d+)?"  # 1 234,5
    r"|\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,5
    r"|\d+,\d{1,2}"  # 12,5: a decimal comma, since thousands come in threes
    r"|\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?|\.\d+)"
)
_NUMBER = re.compile(
    rf"(?:约|大约|~|≈|approx\.?|about)?\s*(?P<money>us\$|hk\$|a\$|[$€£¥])?\s*(?P<sign>[+-])?\s*(?P<digits>{_DIGITS})(?![\d,])",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?P<words>[^:]{0,80}):\s*(?P<rest>[+-]?[\d.][^:]*)")
_QUALIFIER = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|[/*†‡§#^])\s*$")
_FLAG = re.compile(r"(?<=\d)\s?[a-fpr]$")  # 12.3p provisional, 12.3e estimate, 8.1a a note
_YEAR_NOTE = re.compile(r"[(\[]\s*(?:截至)?((?:19|20)\d\d)\s*年?\s*[)\]]")
_ACCOUNTING = re.compile(rf"\(\s*({_DIGITS})\s*(%?)\s*\)\s*(%?)")

_YEAR = r"(?:19|20)\d{2}"
_PART = (
    r"(?:(?:第?[一二三四1-4]季度|[上下]半年|前[一二三1-3]季度|q[1-4]|h[12]|[年末底初]+"
    r"|(?:1[0-2]|0?[1-9])(?:\s*[-至到~]\s*(?:1[0-2]|0?[1-9]))?\s*月(?:\s*\d{1,2}\s*日|[底末初])?))"
)
_PERIOD = re.compile(
    rf"(?:(?:fy|cy|截至|截止|至)?\s*{_YEAR}\s*(?:年度|财年|年)?\s*{_PART}?\s*(?:\(?[aefpr]\)?)?"
    rf"|{_YEAR}\s*年?\s*[-/至到~]\s*(?:{_YEAR}|\d{{2}})\s*年?度?|{_PART}|{_PART}\s*[-至到~]\s*{_PART}|q[1-4]\s*{_YEAR})"
    rf"\s*[/*†‡]?(?:\([^()]{{1,12}}\))?",
    re.IGNORECASE,
)
_YEAR_AT = re.compile(rf"(?<![\d.,]){_YEAR}(?![\d,])(?!\.\d)")
_YEAR_RANGE = re.compile(rf"{_YEAR}\s*年?\s*[-/至到~]\s*(?:{_YEAR}|\d{{2}}(?!\d|\s*月))")
_WORD_BEFORE = re.compile(r"([a-z]+)[\s-]?$")
_DATING_WORDS = frozenset(
    ["in", "of", "fy", "cy", "end", "year", "to", "by", "since", "from", "for", "and", "as", "at", "during", "until"]
)
_COMPARED = re.compile(r"(?:[比较]|相对于?|vs\.?|以)\s*$", re.IGNORECASE)
_BASE_YEAR = re.compile(r"\s*年?\s*(?:=|的?(?:不变)?价|为基期|constant)", re.IGNORECASE)


def strip_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without note marks printed as characters at its end (²³, *, ①), and those marks."""
    match = _MARKS.search(text)
    if not match or not match.start():
        return text, ()
    found = match[0]
    marks = (found,) if set(found) <= set("*†‡§#") else tuple(found)
    return text[: match.start()].rstrip(), tuple(unicodedata.normalize("NFKC", mark) for mark in marks)


def _fold(text: str) -> str:
    bare, _ = strip_marks(text.strip())
    return unicodedata.normalize("NFKC", bare).translate(_DASHES).strip().lower()


def numeric_value(text: str) -> float | None:
    """The number that a cell states, as printed and without its unit's scale; ``None`` where it states none.

    ``...``, a dash and n.a. are missing. A number in parentheses alone is negative, as accounts print it, unless it
    is a year. Words before a colon may lead in a number (已发表关键政策报告: 5); a year or a note after it is no
    part of it (93.0 (2018)). A range, a date and a bound (<0.1) are not one number.

    >>> numeric_value("24,465"), numeric_value("93.0 (2018)"), numeric_value("...")
    (24465.0, 93.0, None)
    """
    printed = read_number(text)
    return printed.value if printed else None


@lru_cache(maxsize=4096)
def read_number(text: str) -> Printed | None:
    """The number of a cell with the unit and the year printed beside it, or ``None``; see :func:`numeric_value`."""
    if len(text) > _MAX_CELL:
        return None
    folded = _fold(text)
    if _PERIOD.fullmatch(folded) and not folded.isdecimal():
        return None
    accounting = _ACCOUNTING.fullmatch(folded)
    if accounting:
        value = _to_float(accounting[1])
        if value is None or _YEAR_AT.fullmatch(accounting[1]):
            return None
        return Printed(-value, Unit("percent") if accounting[2] or accounting[3] else None)
    plain = _plain_number(folded)
    if plain:
        return plain
    labelled = _LABELLED.fullmatch(folded)
    if not labelled or labelled["words"].isdecimal() or labelled["words"].count("(") != labelled["words"].count(")"):
        return None  # 12:30, and 到2027年缩短至10小时(基线: 15.8小时), are not one number
    inner = _plain_number(labelled["rest"].strip())
    if not inner or is_period(labelled["rest"]):
        return None
    return Printed(inner.value, inner.unit, inner.year, labelled=True)


def _plain_number(folded: str) -> Printed | None:
    """A number with at most a currency sign before it, and a unit, notes and a year after it."""
    match = _NUMBER.match(folded)
    if not match:
        return None
    value = _to_float(match["digits"])
    rest, year = folded[match.end() :], None
    while rest and (qualifier := _QUALIFIER.search(rest)):
        noted = _YEAR_NOTE.search(qualifier[0])
        year = int(noted[1]) if noted else year
        rest = rest[: qualifier.start()]
    rest = _FLAG.sub("", match["digits"][-1] + rest)[1:].strip()
    unit = read_unit(f"{match['money'] or ''}{rest}") if rest or match["money"] else None
    if value is None or (rest and unit is None):
        return None
    return Printed(-value if match["sign"] == "-" else value, unit, year, symbol=not rest and unit is not None)


def _to_float(digits: str) -> float | None:
    """The value of printed digits in any of the accepted groupings."""
    plain = re.sub(r"[ \u2009\u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) and " " not in digits:
        plain = plain.replace(",", "")
    elif "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    value = float(plain)
    return value if math.isfinite(value) else None


@lru_cache(maxsize=4096)
def is_period(text: str) -> bool:
    """Whether the whole of ``text`` names a year or a period: 2019, 2020-2021, 2021年1-9月, 第三季度, FY2021."""
    return len(text) <= 40 and bool(_PERIOD.fullmatch(_fold(text)))


@lru_cache(maxsize=4096)
def kind_of(text: str) -> Kind:
    """What stands in a cell."""
    folded = _fold(text)
    if not folded:
        return Kind.MISSING if text.strip() else Kind.EMPTY
    if _MISSING.fullmatch(folded):
        return Kind.MISSING
    if is_period(text):
        return Kind.PERIOD
    printed = read_number(text)
    if printed:
        return Kind.LABELLED if printed.labelled else Kind.NUMBER
    return Kind.TEXT


@lru_cache(maxsize=4096)
def header_year(text: str) -> int | None:
    """The one year that a header or caption speaks of, or ``None``.

    Not a year of the data: a range (2020-2021), a name (CAREC 2030), what is compared with (比2019年), a base year
    (2015年价格, 1990=100).

    >>> header_year("2017 年基线数据"), header_year("2020-2021"), header_year("CAREC 2030 战略")
    (2017, None, None)
    """
    folded = _fold(text[:_MAX_CELL])
    if _YEAR_RANGE.search(folded):
        return None
    years = set()
    for match in _YEAR_AT.finditer(folded):
        before, after = folded[: match.start()], folded[match.end() :]
        word = _WORD_BEFORE.search(before)
        named = word and word[1] not in _DATING_WORDS and not after.lstrip().startswith("年")
        if not (named or _COMPARED.search(before) or _BASE_YEAR.match(after)):
            years.add(int(match[0]))
    return years.pop() if len(years) == 1 else None


def names_range(text: str) -> bool:
    """Whether a text names a range of years (2020-2021)."""
    return bool(_YEAR_RANGE.search(_fold(text[:_MAX_CELL])))
