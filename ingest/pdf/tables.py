"""Tables found by their ruling: a grid of drawn lines, or the three long rules of a table without verticals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.pdf.lines import Line, lines_of, segments
from ingest.pdf.runs import Rule, Run

__all__ = ["GridCell", "Table", "column_edges", "find_tables"]

_NEAR = 3.0  # points: ends of lines that are meant to meet
_PAIRS = 250_000  # crossings to look at; a page with more lines than that is a chart
_SMALL = 6.0  # points: a cell not larger than this in either direction is a double line


@dataclass(slots=True, eq=False)
class GridCell:
    """A cell: its first row and column, its spans, and the lines of text in it from top to bottom."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Table:
    """A table on one page; ``columns`` are the x of its column edges."""

    x0: float
    y0: float
    x1: float
    y1: float
    columns: tuple[float, ...]
    rows: list[list[GridCell]]
    start: int = 0  # in the composed text

    @property
    def y(self) -> float:
        """Where the table stands among the lines of its page."""
        return self.y1


def find_tables(rules: Sequence[Rule], runs: Sequence[Run], page: int) -> tuple[list[Table], set[int]]:
    """Tables of a page, from top to bottom, and the indices of the runs in them."""
    tables: list[Table] = []
    used: set[int] = set()
    for group in _connected(_joined(rules)):
        table, taken = _grid(group, runs, used, page)
        if table is not None:
            tables.append(table)
            used |= taken
    for region in _three_line_regions(_joined(rules), tables):
        table, taken = _open_table(region, runs, used, page)
        if table is not None:
            tables.append(table)
            used |= taken
    tables.sort(key=lambda t: -t.y1)
    return tables, used


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Collinear lines that touch or overlap, as one: borders are often drawn cell by cell."""
    flat = sorted((r for r in rules if r.y0 == r.y1), key=lambda r: (round(r.y0 / 2), r.x0))
    tall = sorted((r for r in rules if r.x0 == r.x1), key=lambda r: (round(r.x0 / 2), r.y0))
    out: list[Rule] = []
    for line in flat:
        last = out[-1] if out else None
        if last and abs(last.y0 - line.y0) <= 2 and line.x0 <= last.x1 + _NEAR:
            out[-1] = Rule(min(last.x0, line.x0), last.y0, max(last.x1, line.x1), last.y0)
        else:
            out.append(line)
    count = len(out)
    for line in tall:
        last = out[-1] if len(out) > count else None
        if last and abs(last.x0 - line.x0) <= 2 and line.y0 <= last.y1 + _NEAR:
            out[-1] = Rule(last.x0, min(last.y0, line.y0), last.x0, max(last.y1, line.y1))
        else:
            out.append(line)
    return [r for r in out if r.x1 - r.x0 > _SMALL or r.y1 - r.y0 > _SMALL]


def _meet(a: Rule, b: Rule) -> bool:
    return a.x0 - _NEAR <= b.x1 and b.x0 - _NEAR <= a.x1 and a.y0 - _NEAR <= b.y1 and b.y0 - _NEAR <= a.y1


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of lines that touch each other; only groups with lines both ways can be grids."""
    flat = [r for r in rules if r.y0 == r.y1]
    tall = [r for r in rules if r.x0 == r.x1]
    if len(flat) * len(tall) > _PAIRS:
        return []
    everything = [*flat, *tall]
    parent = list(range(len(everything)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(flat):
        for j, b in enumerate(tall, len(flat)):
            if _meet(a, b):
                parent[root(j)] = root(i)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(everything):
        groups.setdefault(root(i), []).append(rule)
    both = [g for g in groups.values() if any(r.y0 == r.y1 for r in g) and any(r.x0 == r.x1 for r in g)]
    return [g for g in both if len(g) >= 3]


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct coordinates, double lines as one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SMALL:
            out.append(value)
    return out


def _grid(group: Sequence[Rule], runs: Sequence[Run], used: set[int], page: int) -> tuple[Table | None, set[int]]:
    flat = [r for r in group if r.y0 == r.y1]
    tall = [r for r in group if r.x0 == r.x1]
    # Tables open at the left and right: the long horizontal lines say how far the outer columns reach.
    xs = _edges([r.x0 for r in tall] + [x for r in flat if r.x1 - r.x0 > 30 for x in (r.x0, r.x1)])
    ys = _edges([r.y0 for r in flat] + [y for r in tall for y in (r.y0, r.y1)])[::-1]
    if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > 4000:
        return None, set()
    cells = _cells(xs, ys, flat, tall)
    taken = _fill(cells, xs, ys, runs, used, page)
    rows = [[cell for cell in cells if cell.row == r] for r in range(len(ys) - 1)]
    rows = [row for row in rows if row]
    filled = [cell for cell in cells if cell.lines]
    if len({c.column for c in filled}) < 2 or len(filled) < 3:
        return None, set()  # a frame round text, a box, an underlined title
    return Table(xs[0], ys[-1], xs[-1], ys[0], tuple(xs), rows), taken


def _cells(xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], tall: Sequence[Rule]) -> list[GridCell]:
    """Elementary fields joined where no line parts them."""

    def wall(column: int, row: int) -> bool:
        middle = (ys[row] + ys[row + 1]) / 2
        return any(abs(r.x0 - xs[column]) <= _SMALL and r.y0 - 1 <= middle <= r.y1 + 1 for r in tall)

    def floor(row: int, column: int) -> bool:
        middle = (xs[column] + xs[column + 1]) / 2
        return any(abs(r.y0 - ys[row]) <= _SMALL and r.x0 - 1 <= middle <= r.x1 + 1 for r in flat)

    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    height, width = len(ys) - 1, len(xs) - 1
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            right, below = column + 1, row + 1
            while right < width and (row, right) not in taken and not wall(right, row):
                right += 1
            while below < height and not any(floor(below, c) for c in range(column, right)):
                below += 1
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            cells.append(GridCell(row, column, below - row, right - column))
    return cells


def _fill(
    cells: Sequence[GridCell], xs: Sequence[float], ys: Sequence[float], runs: Sequence[Run], used: set[int], page: int
) -> set[int]:
    """Put the runs into the cells that hold their middle; returns the indices of those that found one."""
    owner = {
        (r, c): cell
        for cell in cells
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.column, cell.column + cell.colspan)
    }
    inside: dict[int, list[Run]] = {}
    taken: set[int] = set()
    for index, run in enumerate(runs):
        if index in used or not run.text.strip():
            continue
        # The beginning decides in the row: cells may overflow to the right.
        x, y = run.x0 + min(run.size, run.x1 - run.x0) / 2, run.y + 0.3 * run.size
        column = next((i for i in range(len(xs) - 1) if xs[i] - 1 <= x < xs[i + 1] - 1), None)
        row = next((i for i in range(len(ys) - 1) if ys[i + 1] <= y < ys[i]), None)
        if column is None or row is None:
            continue
        inside.setdefault(id(owner[row, column]), []).append(run)
        taken.add(index)
    for cell in cells:
        cell.lines = lines_of(inside.get(id(cell), []), page)
    return taken


def _three_line_regions(rules: Sequence[Rule], tables: Sequence[Table]) -> list[list[Rule]]:
    """Groups of at least three horizontal lines of the same width, one below the other, that are no grid."""
    flat = sorted((r for r in rules if r.y0 == r.y1 and r.x1 - r.x0 > 150), key=lambda r: -r.y0)
    groups: list[list[Rule]] = []
    for rule in flat:
        if any(
            t.x0 - _NEAR <= rule.x0 and rule.x1 <= t.x1 + _NEAR and t.y0 - _NEAR <= rule.y0 <= t.y1 + _NEAR
            for t in tables
        ):
            continue
        last = groups[-1] if groups else None
        if last and abs(last[0].x0 - rule.x0) < 6 and abs(last[0].x1 - rule.x1) < 6:
            last.append(rule)
        else:
            groups.append([rule])
    return [g for g in groups if len(g) >= 3]


def _open_table(
    region: Sequence[Rule], runs: Sequence[Run], used: set[int], page: int
) -> tuple[Table | None, set[int]]:
    """A table whose columns are told by their alignment, between its first and last rule."""
    top, bottom = region[0].y0, region[-1].y0
    left, right = region[0].x0 - _NEAR, region[0].x1 + _NEAR
    inside = {
        i
        for i, r in enumerate(runs)
        if i not in used and r.text.strip() and bottom < r.y + 0.3 * r.size < top and left <= r.x0 <= right
    }
    lines = lines_of([runs[i] for i in sorted(inside)], page)
    cut = [segments(line) for line in lines]
    xs = column_edges(cut, left, right)
    if len(xs) < 3 or sum(1 for row in cut if len(row) >= 2) < 2:
        return None, set()
    rows: list[list[GridCell]] = []
    for row in cut:
        cells = [GridCell(len(rows), c) for c in range(len(xs) - 1)]
        for part in row:
            column = next(c for c in range(len(xs) - 1) if part.x0 < xs[c + 1] or c == len(xs) - 2)
            cells[column].lines.append(part)
        rows.append(cells)
    return Table(left, bottom, right, top, tuple(xs), rows), inside


def column_edges(cut: Sequence[Sequence[Line]], left: float, right: float) -> list[float]:
    """Edges in the white strips that no cell of a full row crosses; spanning heads have fewer cells and may."""
    most = max((len(row) for row in cut), default=0)
    full = [row for row in cut if len(row) >= max(2, 0.7 * most)]
    spans = sorted((s.x0, s.x1) for row in full for s in row)
    merged: list[tuple[float, float]] = []
    for low, high in spans:
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(merged)]
    return [left, *middles, right]
