"""Rows of a table as statements: all cells of a row of words together, and the course of a row of figures by years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from answer.keys import keys_of
from answer.unit import Unit
from ingest.amounts import find_amounts
from records import Cell, DateMention, Passage

__all__ = ["row_together", "row_trend", "told_as_course"]

_COURSE = re.compile(
    r"逐年|逐步|连年|历年|持续|不断|连续[^，。；]{0,3}年|每年都?(?:在|有所)"
    r"|\b(?:every year|year after year|steadily|continu\w+)\b"
)
_LEAST_WORDS, _LEAST_YEARS = 2, 3


def row_together(units: Sequence[Unit]) -> Unit | None:
    """A row of words (更换设备 | 技术部 | 2025年6月底) as one statement; ``None`` where its cells could be taken for
    one another: several dates or several figures.

    :param units: the cells of one row.
    """
    cells = {unit.cell: unit for unit in units if unit.cell is not None}
    figures = [cell for cell in cells if cell.value is not None]
    dated = [
        unit for unit in cells.values() if any(d.text in (unit.cell.text if unit.cell else "") for d in unit.dates)
    ]
    words = [cell for cell in cells if cell.value is None]
    if len(words) < _LEAST_WORDS or len(figures) > 1 or len(dated) > 1:
        return None
    passage = units[0].passage
    keys = keys_of(passage.text, passage.entities).union(*(unit.keys for unit in units))
    return replace(
        cells[words[0]],
        text=passage.text,
        sentence=passage.text,
        keys=keys,
        around=keys,
        dates=tuple(dict.fromkeys(d for unit in dated for d in unit.dates)),
        amounts=(*find_amounts(passage.text), *(a for unit in units if unit.cell in figures for a in unit.amounts)),
        entities=passage.entities,
        heads=(),
    )


def told_as_course(text: str) -> bool:
    """Whether a text tells what happens from year to year (逐年减少)."""
    return _COURSE.search(text) is not None


def row_trend(passage: Passage, units: Sequence[Unit], caption: str = "") -> Unit | None:
    """What the figures of a row do from its first to its last year where they only rise or only fall."""
    by_head: dict[tuple[str, ...], list[tuple[int, float, Unit]]] = {}
    for unit in units:
        cell = unit.cell
        if cell is not None and cell.year is not None and isinstance(cell.value, int | float):
            by_head.setdefault(_head(cell), []).append((cell.year, cell.value, unit))
    for found in by_head.values():
        found.sort(key=lambda one: one[0])
        years, values = [one[0] for one in found], [one[1] for one in found]
        steps = {(b > a) - (b < a) for a, b in pairwise(values)}
        if len(set(years)) < _LEAST_YEARS or len(set(years)) != len(years) or len(steps) > 1 or steps == {0}:
            continue
        first, way = found[0][2], "增加" if steps == {1} else "减少"
        text = f"{' '.join(first.cell.row if first.cell else ())} {years[0]}年至{years[-1]}年逐年{way}"
        span = DateMention(
            f"{years[0]}—{years[-1]}", date(years[0], 1, 1), date(years[-1], 12, 31), (0, 0), "inherited"
        )
        told = f"{caption} {text}"
        keys = keys_of(told, first.entities)
        return replace(
            first, text=text, said=told, sentence=passage.text, keys=keys, around=keys | first.around, dates=(span,),
            amounts=tuple(a for one in found for a in one[2].amounts), cell=None, heads=(), derived=True,
        )  # fmt: skip
    return None


def _head(cell: Cell) -> tuple[str, ...]:
    """The headers of a cell without those that only give its year."""
    return tuple(part for part in cell.column if str(cell.year) not in part)
