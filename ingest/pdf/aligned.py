"""Tables without ruling: consecutive lines whose pieces stand in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.labels import read_label
from ingest.pdf.lines import Line, segments
from ingest.pdf.paragraphs import BULLET
from ingest.pdf.tables import GridCell, Table, column_edges

__all__ = ["take_aligned_tables"]

_ROWS = 3  # fewer lines in columns are a signature or a heading with its date
_BETWEEN = 2  # lines of one piece (wrapped cells) between lines of several
_NARROW = 30  # characters: most cells are shorter
_TIGHT = 0.22  # em: between cells of numbers; words of a sentence are nowhere two numbers in a row
_LEADERS = re.compile(r"\.{4,}|…{2,}|·{4,}|(?:[.·]\s){4,}")
_NUMBER = re.compile(r"[-+−–(]?[\d.,%…\s/()]+[a-z]?$|\.\.\.|…|-|—|n\.?a\.?")


def take_aligned_tables(lines: list[Line], page: int) -> list[Table]:
    """Take the lines of aligned tables out of a column; returns the tables, from top to bottom."""
    cut = [_pieces(line) for line in lines]
    tables: list[Table] = []
    kept: list[Line] = []
    start = 0
    while start < len(lines):
        end = _extent(lines, cut, start)
        table = _table(cut[start:end], page) if end - start >= _ROWS else None
        if table is None:
            kept.append(lines[start])
            start += 1
        else:
            tables.append(table)
            start = end
    lines[:] = kept
    return tables


def _pieces(line: Line) -> list[Line]:
    """The pieces of a line; where numbers stand next to each other, small gaps part them, too."""
    wide = segments(line)
    tight = segments(line, gap=_TIGHT)
    if len(tight) > len(wide):
        numbers = [bool(_NUMBER.match(part.text.strip())) for part in tight]
        if len(tight) > 2 and any(a and b for a, b in pairwise(numbers)):
            return tight
    return wide


def _is_row(parts: Sequence[Line]) -> bool:
    """Whether a line may be a row: several pieces that are not a label with its text or an entry of a contents list."""
    if len(parts) < 2 or any(_LEADERS.search(part.text) for part in parts):
        return False
    first = parts[0].text.strip()
    label = read_label(f"{first} ")
    is_label = (label is not None and label.length >= len(first)) or (
        bool(BULLET.match(f"{first} x")) and len(first) == 1
    )
    return len(parts) > 2 or not is_label


def _extent(lines: Sequence[Line], cut: Sequence[Sequence[Line]], start: int) -> int:
    """The end of the longest stretch of lines in columns that begins at ``start``."""
    if not _is_row(cut[start]):
        return start
    gaps = _gaps(cut[start])
    end, single = start + 1, 0
    for index in range(start + 1, len(lines)):
        if lines[index - 1].y - lines[index].y > 3.2 * lines[index].size:
            break
        if _is_row(cut[index]):
            common = _common(gaps, _gaps(cut[index]))
            if not common:
                break
            gaps, end, single = common, index + 1, 0
        else:
            line = lines[index]
            single += 1
            if single > _BETWEEN or not _beside(line, gaps):
                break
    return end


def _gaps(parts: Sequence[Line]) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(parts)]


def _common(a: Sequence[tuple[float, float]], b: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """White strips that two rows share."""
    strips = ((max(p[0], q[0]), min(p[1], q[1])) for p in a for q in b)
    return [(low, high) for low, high in strips if high - low > 2]


def _beside(line: Line, gaps: Sequence[tuple[float, float]]) -> bool:
    """Whether a line of one piece leaves a strip free: it is the rest of a cell."""
    return all(line.x1 <= high or line.x0 >= low for low, high in gaps) and bool(gaps)


def _table(cut: Sequence[Sequence[Line]], page: int) -> Table | None:
    rows = [parts for parts in cut if len(parts) > 1]
    if len(rows) < _ROWS:
        return None
    left = min(part.x0 for parts in cut for part in parts) - 1
    right = max(part.x1 for parts in cut for part in parts) + 1
    xs = column_edges(cut, left, right)
    if len(xs) < 3 or not _looks_tabular(rows, len(xs) - 1) or _is_justified(rows):
        return None
    grid: list[list[GridCell]] = []
    for number, parts in enumerate(cut):
        if not grid or _begins_row(cut, number, xs):
            grid.append([GridCell(len(grid), c) for c in range(len(xs) - 1)])
        for part in parts:
            grid[-1][_column(part, xs)].lines.append(part)
    top, bottom = max(p.top for p in cut[0]), min(p.bottom for p in cut[-1])
    return Table(left, bottom, right, top, tuple(xs), grid)


def _begins_row(cut: Sequence[Sequence[Line]], number: int, xs: Sequence[float]) -> bool:
    """Whether a line is the first of its row, and not a wrapped cell of the row above."""

    def step(index: int) -> float:
        return cut[index - 1][0].y - cut[index][0].y if index < len(cut) else 1e9

    close = 0.9 * cut[number][0].size  # lines nearer than this belong to cells that are centred in one row
    if step(number) < close:
        return False
    if step(number + 1) < close:
        return True
    usual = min((s for i in range(1, len(cut)) if (s := step(i)) >= close), default=0.0)
    filled = {_column(part, xs) for part in cut[number]}
    return step(number) >= 1.25 * usual or len(filled) >= 0.6 * (len(xs) - 1)


def _looks_tabular(rows: Sequence[Sequence[Line]], columns: int) -> bool:
    """Numbers, or short pieces throughout: prose that happens to stand in columns has neither."""
    cells = [part.text.strip() for parts in rows for part in parts]
    later = [part.text.strip() for parts in rows for part in parts[1:]]
    numbers = sum(bool(_NUMBER.match(text)) for text in later)
    short = sum(len(text) <= _NARROW for text in cells)
    if numbers >= 0.5 * len(later):
        return True
    return short >= 0.8 * len(cells) and (columns > 2 or len(rows) > _ROWS)


def _is_justified(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the pieces are words of justified lines: their gaps are alike in each line, but nowhere in line."""
    wide = [row for row in rows if len(row) > 2]
    gaps = [[b.x0 - a.x1 for a, b in pairwise(row)] for row in wide]
    if not wide or any(max(row) - min(row) > 0.2 * parts[0].size for row, parts in zip(gaps, wide, strict=True)):
        return False
    seconds = [row[1].x0 for row in rows]
    return max(seconds) - min(seconds) > rows[0][0].size


def _column(part: Line, xs: Sequence[float]) -> int:
    middle = part.x0 + min(part.size, part.x1 - part.x0) / 2
    return next((c for c in range(len(xs) - 1) if middle < xs[c + 1]), len(xs) - 2)
