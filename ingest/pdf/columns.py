"""Reading order: columns of prose are read one after the other, everything else from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.pdf.lines import Line, merged, segments

__all__ = ["Region", "regions"]

_GUTTER = 0.7  # em: punctuation may hang into the white strip
_ROWS = 5  # fewer rows side by side are a signature or a small table, not columns
_FILL = 0.55  # a column of prose fills its width with most of its lines; cells of a table do not
_LETTERS = 6  # in a line of prose, be the column ever so narrow
_SHORTEST = 2  # lines in the shorter of two columns
_FLUSH = (
    0.5  # of the lines of a right column begin at its left edge; gaps of justified lines are at the same x by chance
)
_CANDIDATES = 6
_DEPTH = 3
_HEADING = 1.08  # times the size of the text around it
_OPEN = 1.6  # times the usual distance of lines: white space across the other column

Barrier = tuple[float, float, float]
"""What stands across columns, as a table does: its left and right edge and the height of its top."""


class Region(list[Line]):
    """Lines of one column, from top to bottom."""

    @property
    def left(self) -> float:
        return min(line.x0 for line in self)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self)


def regions(rows: Sequence[Line], barriers: Sequence[Barrier] = (), depth: int = 0) -> list[Region]:
    """The regions of a page, or of a part of it, in reading order.

    :param rows: lines over the whole width, from top to bottom.
    :param barriers: what is not among the lines but parts columns above it from those below.
    """
    cut = [segments(row, gap=_GUTTER) for row in rows]
    gutter = _gutter(cut, barriers) if depth < _DEPTH else None
    if gutter is None:
        return [Region(rows)] if rows else []
    found: list[Region] = []
    for start, end, side_by_side in _bands(cut, gutter, barriers):
        if not side_by_side:
            whole = end - start == len(rows)
            found += [Region(rows)] if whole else regions(rows[start:end], barriers, depth + 1)
            continue
        for left_side in (True, False):
            column = [
                merged(side) for row in cut[start:end] if (side := [s for s in row if (s.x0 < gutter) == left_side])
            ]
            found += regions(column, barriers, depth + 1)
    return found


def _gutter(cut: Sequence[Sequence[Line]], barriers: Sequence[Barrier]) -> float | None:
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
        rows = sum(end - begin for begin, end, side_by_side in _bands(cut, x, barriers) if side_by_side)
        if rows and (best is None or rows > best[0]):
            best = (rows, x)
    return None if best is None else best[1]


def _bands(cut: Sequence[Sequence[Line]], x: float, barriers: Sequence[Barrier]) -> list[tuple[int, int, bool]]:
    """Stretches of rows, each with whether it is two columns of prose parted at ``x``."""
    crossing = [any(s.x0 < x - 1 and s.x1 > x + 1 for s in row) or _is_across(cut, i, x) for i, row in enumerate(cut)]
    across = [y for low, high, y in barriers if low < x - 1 and high > x + 1]
    edges = [0, *(i for i in range(1, len(cut)) if crossing[i] != crossing[i - 1] or _parted(cut, i, across)), len(cut)]
    stretches = list(pairwise(edges))
    prose = [not crossing[start] and _is_prose(cut[start:end], x) for start, end in stretches]
    if any(prose):  # where the page has these columns, few lines side by side belong to them, too
        prose = [
            found or (not crossing[start] and _is_prose(cut[start:end], x, least=1))
            for found, (start, end) in zip(prose, stretches, strict=True)
        ]
    # Neighbouring stretches that are not columns belong together.
    out: list[tuple[int, int, bool]] = []
    for (start, end), found in zip(stretches, prose, strict=True):
        if out and not out[-1][2] and not found:
            out[-1] = (out[-1][0], end, False)
        else:
            out.append((start, end, found))
    return out


def _parted(cut: Sequence[Sequence[Line]], index: int, across: Sequence[float]) -> bool:
    """Whether a barrier stands between a row and the one before."""
    return any(cut[index][0].y < y < cut[index - 1][0].y for y in across)


def _is_across(cut: Sequence[Sequence[Line]], index: int, x: float) -> bool:
    """Whether a row is a heading over both columns, though too short to reach the other one.

    It is larger than the text, and white space goes across the other column where it stands.
    """
    row = cut[index]
    if any(s.x0 > x for s in row) or not 0 < index < len(cut) - 1:
        return False
    size = row[0].size
    above = [s for r in cut[:index] for s in r if s.x0 > x]
    below = [s for r in cut[index + 1 :] for s in r if s.x0 > x]
    if not above or not below or size < _HEADING * median(s.size for s in (*above, *below)):
        return False
    steps = sorted(a.y - b.y for a, b in pairwise((*above, *below)) if a.y - b.y > 0.5 * b.size)
    usual = steps[len(steps) // 4] if steps else 1.5 * below[0].size
    return above[-1].y - below[0].y > max(_OPEN * usual, usual + 0.9 * size)


def _is_prose(rows: Sequence[Sequence[Line]], x: float, least: int = _ROWS) -> bool:
    """Whether the pieces at both sides of ``x`` are lines of prose, one column beside the other.

    :param least: lines that the longer column must have.
    """
    sides = [[s for row in rows for s in row if (s.x0 < x) == left_side] for left_side in (True, False)]
    counts = [len({s.y for s in side}) for side in sides]  # of lines, however many pieces they are in
    if min(counts) < min(_SHORTEST, least) or max(counts) < least:
        return False
    top = min(max(s.y for s in side) for side in sides)
    bottom = max(min(s.y for s in side) for side in sides)
    if top - bottom < 0.5 * min(max(s.y for s in side) - min(s.y for s in side) for side in sides):
        return False  # one below the other
    if not _is_flush([s for row in rows if (s := next((s for s in row if s.x0 >= x), None))]):
        return False
    for side in sides:
        lines: dict[float, list[Line]] = {}
        for part in side:
            lines.setdefault(part.y, []).append(part)
        low, high = min(s.x0 for s in side), max(s.x1 for s in side)
        width = median(sum(s.x1 - s.x0 for s in line) for line in lines.values())
        if width < _FILL * (high - low) or high - low < 8 * median(s.size for s in side):
            return False
        if median(sum(s.letters for s in line) for line in lines.values()) < _LETTERS:
            return False  # numbers, or one-word cells
    return True


def _is_flush(firsts: Sequence[Line]) -> bool:
    """Whether the lines of a right column begin at one edge, but for those that are set in."""
    starts = Counter(round(line.x0) for line in firsts)
    usual = max(starts[x - 1] + starts[x] + starts[x + 1] for x in starts)
    return usual >= _FLUSH * len(firsts)
