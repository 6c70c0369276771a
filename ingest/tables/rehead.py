"""Rows in the middle of a table that name its columns anew."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from ingest.tables.align import Alignment
from ingest.tables.grid import Slot
from ingest.tables.head import ColumnHead, is_heading_word
from ingest.tables.numbers import Kind, header_year
from ingest.units import find_units, names_rate

__all__ = ["YEARS", "reheads"]

_SHORT_HEADER = 20  # characters; a header word in the middle of a table is not longer
_LARGEST_STEP = 5  # years between neighbouring columns; 1950, 2015, 2080 are amounts
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
YEARS = re.compile(r"(?:19|20)\d\d|(?<=[-/–—])\d\d(?!\d)")


def reheads(rows: Alignment, columns: Sequence[ColumnHead], row: int) -> bool:
    """Whether a body row is a header: it repeats header words, gives new periods, or has words amid numbers.

    :param columns: the headers that hold above the row.
    """
    slots = rows.grid.rows[row]
    filled = [c for c in rows.grid.filled(row) if slots[c].printed]
    values = [c for c in filled if c >= max(1, rows.stub.width)]
    if not values or rows.grid.lone(row) == 0:
        return False
    if any(slots[c].kind in (Kind.NUMBER, Kind.MISSING, Kind.LABELLED) for c in values):
        return False
    if len(filled) > 1 and all(slots[c].header for c in filled):
        return True
    same = sum(slots[c].text in columns[c].texts[-1:] for c in filled)
    if same >= 2 and 2 * same >= len(filled):
        return True
    if len(values) < 2:
        return False
    if all(slots[c].kind is Kind.PERIOD for c in values):
        return _are_new_periods(slots, columns, values)
    return _between_numbers(rows, row, values) and 2 * sum(_heads_like(slots[c].text) for c in values) >= len(values)


def _are_new_periods(slots: Sequence[Slot], columns: Sequence[ColumnHead], values: Sequence[int]) -> bool:
    """Whether periods in a row are headers and not data: in order, and in place of other periods or unlabelled."""
    years = [[int(year) for year in YEARS.findall(slots[c].text)] for c in values]
    if any(a and b and a >= b for a, b in pairwise(years)):
        return False
    bare = all(_BARE_YEAR.fullmatch(slots[c].text) for c in values)
    steps = {b[0] - a[0] for a, b in pairwise(years) if a and b}
    if bare and (len(steps) != 1 or min(steps) > _LARGEST_STEP):
        return False
    if not slots[0].filled:
        return True
    dated = sum(any(YEARS.search(text) for text in columns[c].texts) for c in values)
    return 2 * dated >= len(values)


def _between_numbers(rows: Alignment, row: int, values: Sequence[int]) -> bool:
    """Whether the rows above and below hold numbers where this one holds short words."""
    grid, place = rows.grid, bisect_right(rows.content, row)
    above = [r for r in rows.content[max(0, place - 4) : place - 1] if not rows.is_label(r)][-1:]
    below = [r for r in rows.content[place : place + 3] if not rows.is_label(r)][:1]
    if not above or not below or any(len(grid.rows[row][c].text) > _SHORT_HEADER for c in values):
        return False
    return all(grid.rows[r][c].kind in (Kind.NUMBER, Kind.MISSING, Kind.EMPTY) for r in above + below for c in values)


def _heads_like(text: str) -> bool:
    return is_heading_word(text) or bool(find_units(text)) or names_rate(text) or header_year(text) is not None
