"""Tables of pages become row blocks; a table that goes on over the page stays one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText, NoteMark
from ingest.glyphs import join_lines
from ingest.ledger import Ledger
from ingest.pdf.compose import Page, Text
from ingest.pdf.tables import GridCell, Table
from ingest.pdf.text import joined_text

__all__ = ["TableBlocks"]

_RUNNING = re.compile(r"[^\W\d]$|[，、]$")  # ends in a letter, a Han or a comma
_SAME = 5.0  # points: columns of a table are this much in line with those on the page before


@dataclass(slots=True)
class _Open:
    """The table that stood last on a page: its number, and its first and last row as printed."""

    number: int
    table: Table
    first: tuple[str, ...]
    last: list[GridCell]


class TableBlocks:
    """Numbers tables and makes their rows."""

    def __init__(self, text: Text, ledger: Ledger) -> None:
        self.source, self.words, self.ledger = text.source, text.words, ledger
        self.count = 0
        self.open: _Open | None = None

    def add(self, table: Table, page: Page, blocks: list[Block], *, follows: bool) -> list[Block]:
        """Append the rows of a table.

        :param follows: whether nothing but furniture and notes stands between this table and the one before.
        """
        before = self.open if follows else None
        if before is not None and not _same_columns(before.table, table):
            before = None
        if before is None:
            self.count += 1
        rows = [row for row in table.rows if any(cell.lines for cell in row)]
        first = _printed(rows[0]) if rows else ()
        if before is not None:
            if len(rows) > 1 and first == before.first:  # the head, repeated
                self._claim(rows.pop(0), "running_head")
            first = before.first
        made: list[Block] = []
        for number, row in enumerate(rows):
            if before is not None and number == 0 and _is_rest(before.last, row, before.table):
                place = max(i for i, block in enumerate(blocks) if block.kind == "row")
                blocks[place] = self._with_rest(blocks[place], before.last, row)
                continue
            cells = tuple(self._cell(cell) for cell in row)
            made.append(self._row(cells, page, gap=before is None and not made))
        if rows:
            self.open = _Open(self.count, table, first, rows[-1])
        return [*blocks, *made]

    def _row(self, cells: tuple[CellText, ...], page: Page, *, gap: bool) -> Block:
        return Block(
            kind="row",
            text=Aligned(""),
            page=page.index + 1,
            page_label=page.furniture.label,
            gap=gap,
            joined=True,
            cells=cells,
            table=self.count,
        )

    def _cell(self, cell: GridCell) -> CellText:
        text, marks = (
            joined_text(cell.lines, self.source, self.ledger, 0, self.words) if cell.lines else (Aligned(""), ())
        )
        return CellText(text, marks, cell.colspan, cell.rowspan)

    def _claim(self, row: Sequence[GridCell], kind: str) -> None:
        for cell in row:
            for line in cell.lines:
                self.ledger.claim(line.start, line.end, kind)

    def _with_rest(self, block: Block, last: Sequence[GridCell], row: Sequence[GridCell]) -> Block:
        rest = {cell.column: self._cell(cell) for cell in row}
        cells = []
        for grid, cell in zip(last, block.cells, strict=True):
            more = rest.get(grid.column)
            if more is not None and more.text.text:
                text = join_lines(cell.text, more.text, self.ledger, self.words)
                shift = len(text) - len(more.text)
                marks = tuple(NoteMark(m.label, m.at + shift) for m in more.marks)
                cell = replace(cell, text=text, marks=cell.marks + marks)
            cells.append(cell)
        return replace(block, cells=tuple(cells))


def _printed(row: Sequence[GridCell]) -> tuple[str, ...]:
    return tuple(line.text for cell in row for line in cell.lines)


def _same_columns(a: Table, b: Table) -> bool:
    return len(a.columns) == len(b.columns) and all(
        abs(x - y) <= _SAME for x, y in zip(a.columns, b.columns, strict=True)
    )


def _is_rest(last: Sequence[GridCell], row: Sequence[GridCell], table: Table) -> bool:
    """Whether a row is the lower part of the row that the end of the page cut in two.

    It fills only cells whose text above had reached the edge. Either it leaves some cell empty that is full above, or
    the text of every cell breaks off in the middle of running text. Or each cell has text on one page only: the number
    of the row fitted above the edge, the rest did not.
    """
    above = {cell.column: cell for cell in last}
    if set(above) != {cell.column for cell in row}:
        return False
    filled = [cell for cell in row if cell.lines]
    if len(row) > 2 and all(bool(cell.lines) != bool(above[cell.column].lines) for cell in row):
        return True
    if not all(_is_full(above[cell.column], table) for cell in filled):
        return False
    if any(above[cell.column].lines and not cell.lines for cell in row):
        return True
    return len(filled) > 1 and all(
        len(above[cell.column].lines) > 1 and _RUNNING.search(above[cell.column].lines[-1].text.strip())
        for cell in filled
    )


def _is_full(cell: GridCell, table: Table) -> bool:
    if not cell.lines:
        return False
    line = cell.lines[-1]
    left, right = table.columns[cell.column], table.columns[cell.column + cell.colspan]
    padding = max(line.x0 - left, 0.0)
    return right - line.x1 < min(padding, 12.0) + 1.3 * line.size
