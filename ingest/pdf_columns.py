"""Reading order: columns of prose are read one after the other, everything else from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pdf_lines import Line, merged, segments

__all__ = ["Region", "regions"]

_GUTTER = 0.7  # em: punctuation may hang into the white strip
_ROWS = 5  # fewer rows side by side are a signature or a small table, not columns
_FILL = 0.55  # a column of prose fills its width with most of its lines; cells of a table do not
_LETTERS = 6  # in a line of prose, be the column ever so narrow
_DEPTH = 3


class Region(list[Line]):
    """Lines of one column, from top to bottom."""

    @property
    def left(self) -> float:
        return min(line.x0 for line in self)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self)


def regions(rows: Sequence[Line], depth: int = 0) -> list[Region]:
    """The regions of a page, or of a part of it, in reading order.

    :param rows: lines over the whole width, from top to bottom.
    """
    cut = [segments(row, gap=_GUTTER) for row in rows]
    gutter = _gutter(cut) if depth < _DEPTH else None
    if gutter is None:
        return [Region(rows)] if rows else []
    found: list[Region] = []
    for start, end, side_by_side in _bands(cut, gutter):
        if not side_by_side:
            found += regions(rows[start:end], depth + 1) if end - start < len(rows) else [Region(rows[start:end])]
            continue
        for left_side in (True, False):
            column = [
                merged(side)
                for row in cut[start:end]
                if (side := [s for s in row if ((s.x0 + s.x1) / 2 < gutter) == left_side])
            ]
            found += regions(column, depth + 1)
    return found


def _gutter(cut: Sequence[Sequence[Line]]) -> float | None:
    """The x of a vertical white strip between two columns of prose, or ``None``."""
    parts = [s for row in cut for s in row]
    if len(cut) < _ROWS:
        return None
    left, right = min(s.x0 for s in parts), max(s.x1 for s in parts)
    width = right - left
    best: tuple[int, float] | None = None
    # Candidates: the middle of gaps that rows really have.
    gaps = [(a.x1, b.x0) for row in cut for a, b in pairwise(row)]
    for low, high in gaps:
        x = (low + high) / 2
        if not left + 0.15 * width < x < right - 0.15 * width:
            continue
        rows = sum(1 for a, b in gaps if a < x < b)
        if best is None or rows > best[0]:
            best = (rows, x)
    if best is None or best[0] < _ROWS:
        return None
    return best[1] if any(side for _, _, side in _bands(cut, best[1])) else None


def _bands(cut: Sequence[Sequence[Line]], x: float) -> list[tuple[int, int, bool]]:
    """Stretches of rows, each with whether it is two columns of prose parted at ``x``."""
    crossing = [any(s.x0 < x - 1 and s.x1 > x + 1 for s in row) for row in cut]
    bands: list[tuple[int, int, bool]] = []
    start = 0
    for end in range(1, len(cut) + 1):
        if end == len(cut) or crossing[end] != crossing[start]:
            bands.append((start, end, not crossing[start] and _is_prose(cut[start:end], x)))
            start = end
    # Neighbouring stretches that are not columns belong together.
    out: list[tuple[int, int, bool]] = []
    for band in bands:
        if out and not out[-1][2] and not band[2]:
            out[-1] = (out[-1][0], band[1], False)
        else:
            out.append(band)
    return out


def _is_prose(rows: Sequence[Sequence[Line]], x: float) -> bool:
    both = sum(1 for row in rows if row[0].x1 < x < row[-1].x0)
    if len(rows) < _ROWS or both < max(3, 0.3 * len(rows)):
        return False
    for left_side in (True, False):
        sides = [[s for s in row if ((s.x0 + s.x1) / 2 < x) == left_side] for row in rows]
        filled = [side for side in sides if side]
        low = min(side[0].x0 for side in filled)
        high = max(side[-1].x1 for side in filled)
        widths = [sum(s.x1 - s.x0 for s in side) for side in filled]
        words = [sum(char.isalpha() for s in side for char in s.text) for side in filled]
        if median(words) < _LETTERS:
            return False  # numbers, or one-word cells
        if median(widths) < _FILL * (high - low) or high - low < 8 * median(s[0].size for s in filled):
            return False
    return True
