"""Reading order: columns of prose are read one after the other, everything else from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from ingest.pdf.lines import Line, merged, segments

__all__ = ["Region", "regions"]

_GUTTER = 0.7  # em: punctuation may hang into the white strip
_ROWS = 5  # fewer rows side by side are a signature or a small table, not columns
_FILL = 0.55  # a column of prose fills its width with most of its lines; cells of a table do not
_LETTERS = 6  # in a line of prose, be the column ever so narrow
_SHORTEST = 2  # lines in the shorter of two columns
_CANDIDATES = 6
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
                merged(side) for row in cut[start:end] if (side := [s for s in row if (s.x0 < gutter) == left_side])
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
    # The left edge of the right column is where many lines begin.
    starts = Counter(round(s.x0 / 2) for s in parts if left + 0.15 * width < s.x0 < right - 0.15 * width)
    best: tuple[int, float] | None = None
    for start, count in starts.most_common(_CANDIDATES):
        x = 2 * start - 3.0
        if count < 3:
            break
        rows = sum(end - begin for begin, end, side_by_side in _bands(cut, x) if side_by_side)
        if rows and (best is None or rows > best[0]):
            best = (rows, x)
    return None if best is None else best[1]


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
    """Whether the pieces at both sides of ``x`` are lines of prose, one column beside the other."""
    sides = [[s for row in rows for s in row if (s.x0 < x) == left_side] for left_side in (True, False)]
    if min(map(len, sides)) < _SHORTEST or max(map(len, sides)) < _ROWS:
        return False
    top = min(max(s.y for s in side) for side in sides)
    bottom = max(min(s.y for s in side) for side in sides)
    if top - bottom < 0.5 * min(max(s.y for s in side) - min(s.y for s in side) for side in sides):
        return False  # one below the other
    for side in sides:
        lines: dict[float, list[Line]] = {}
        for part in side:
            lines.setdefault(part.y, []).append(part)
        low, high = min(s.x0 for s in side), max(s.x1 for s in side)
        width = median(sum(s.x1 - s.x0 for s in line) for line in lines.values())
        letters = median(sum(char.isalpha() for s in line for char in s.text) for line in lines.values())
        if letters < _LETTERS or width < _FILL * (high - low) or high - low < 8 * median(s.size for s in side):
            return False  # numbers, or one-word cells
    return True
