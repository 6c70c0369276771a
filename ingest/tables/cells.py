"""What the number in a cell means: its unit, its value in base units, its year."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.tables.numbers import Kind, Printed, header_year, is_period, kind_of, names_range, read_number
from ingest.units import Unit, find_units, names_rate, read_unit

__all__ = ["Meaning", "Setting", "measure"]

_PERCENT = Unit("percent")
_NO_MEASURE = re.compile(r"排名|名次|位次|序号|行次|^附注|^注释|编号|代码|\brank(?:ing)?\b|^notes?$", re.IGNORECASE)
_COUNT = re.compile(r"(?:数量|个数|户数|人数|件数|次数|家数|项目数|企业数)$|^number of", re.IGNORECASE)
_INDEX = re.compile(r"指数(?![^(（]*[(（]\s*[%％])|\bindex\b|\d{4}\s*年?\s*[=＝]\s*100", re.IGNORECASE)
_DATE_COLUMN = re.compile(r"年份|年度|时间|日期|成立|启动|开工|竣工|投产|加入|生效|year|date|since", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"(?:上年|去年|上期|上一年|前一年|prior|previous|last year)(?!.*(?:增|减|[±%％]|为))", re.IGNORECASE
)
_SHORT_LABEL = 14  # characters; a year inside a longer row label is part of what the row is about


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a cell stands: row and column headers outermost first, the unit column's text, captions and unit lines.

    ``years`` says that the numbers of the cell's column are years (成立年份). ``year_before`` is the year of the
    nearest header before the cell's own that states one, for a header that leaves it out (2021年1月, 2月, 3月).
    """

    row: tuple[str, ...]
    column: tuple[str, ...]
    row_unit: str = ""
    context: tuple[str, ...] = ()
    years: bool = False
    year_before: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """Value in base units, unit and year of a cell; ``None`` where unknown."""

    value: float | None = None
    unit: str | None = None
    year: int | None = None


def measure(text: str, setting: Setting) -> Meaning:
    """Read the value of a cell with the unit and the year that its own text, its headers or the caption state.

    The most specific statement wins: the cell itself, a share or rate of change in either header, the unit column,
    the row header, the column header, the caption. A cell without a value has no unit.
    """
    printed = read_number(text)
    kind = kind_of(text)
    if kind is Kind.PERIOD and (
        setting.years or printed is None or any(_DATE_COLUMN.search(h) for h in setting.column[-1:])
    ):
        return Meaning(year=header_year(text) or _header_year(setting, numeric=False))
    if printed is None:
        return Meaning(year=_header_year(setting, numeric=kind is Kind.MISSING))
    unit = _unit(printed, setting)
    spans_years = names_range(text)  # 9.6% (2025-2030)
    year = printed.year or (None if spans_years else _header_year(setting, numeric=True))
    return Meaning(_scaled(printed, unit), unit.code if unit else None, year)


def _scaled(printed: Printed, unit: Unit | None) -> float | None:
    """The value in base units, free of binary rounding (175.3 万 is 1753000)."""
    scale = unit.scale if unit else 1.0
    value = float(Decimal(repr(printed.value)) * Decimal(repr(scale)))
    return value if math.isfinite(value) else None


def _unit(printed: Printed, setting: Setting) -> Unit | None:
    own = printed.unit
    if own and own.code and not printed.symbol:
        return own
    stated = None if printed.labelled else _stated_unit(setting)
    if own and own.code:  # $12,450 under "in thousands of US dollars"
        return stated if stated and stated.code == own.code else own
    if own:  # only a scale: 5 百万 under a header in USD
        return Unit(stated.code if stated else None, own.scale)
    return stated


def _stated_unit(setting: Setting) -> Unit | None:
    """The unit of a bare number, from around it."""
    inner = (*setting.row[-1:], *setting.column[-1:])
    if any(_NO_MEASURE.search(header) for header in inner):
        return None
    column, row = _axis_unit(setting.column), _axis_unit(setting.row)
    for unit in (column, row):
        if unit and unit.is_rate:
            return unit
    explicit = (read_unit(setting.row_unit) if setting.row_unit else None) or row or column
    if explicit or setting.row_unit or any(_COUNT.search(h.strip()) or _INDEX.search(h) for h in inner):
        return explicit
    return _context_unit(setting.context)


def _axis_unit(headers: Sequence[str]) -> Unit | None:
    """The unit that the headers of one direction state, the innermost first."""
    for header in reversed(headers):
        units = find_units(header)
        if units:
            return units[0]
        if _INDEX.search(header) and not names_rate(header):
            return None
        if names_rate(header):
            return _PERCENT
    return None


def _context_unit(context: Sequence[str]) -> Unit | None:
    """The unit of a caption or unit line; of 亿元、% the one that is no rate, since rates say so in their header."""
    units = [unit for text in reversed(context) for unit in find_units(text)]
    plain = [unit for unit in units if not unit.is_rate]
    if plain or units:
        return (plain or units)[0]
    return _PERCENT if any(names_rate(text) for text in context) else None


def _header_year(setting: Setting, *, numeric: bool) -> int | None:
    """The year of the column, else of the row, else (for numbers) of the caption; a period of years has none."""
    for header in reversed(setting.column):
        if (year := header_year(header)) is not None:
            return year
        if names_range(header):
            return None
    for label in reversed(setting.row):
        if is_period(label) or len(label) <= _SHORT_LABEL:
            if (year := header_year(label)) is not None:
                return year
            if names_range(label):
                return None
    if setting.year_before is not None:
        return setting.year_before
    if not numeric:
        return None
    years = {year for text in setting.context if (year := header_year(text)) is not None}
    if len(years) != 1:
        return None
    before = any(_YEAR_BEFORE.match(header) for header in (*setting.column[-1:], *setting.row[-1:]))
    return years.pop() - before  # 上年数 in a table of 2021 is the figure of 2020
