"""Tables: every cell with its resolved headers, value in base units, unit, year and notes.

A table is read in four steps, one module each: the cells are laid out on a grid, the header rows and the label
columns are found, and each body row is then read from its labels to its values. The rules follow the common ground
of table functional analysis (Hurst 2000; Wang 1996: boxhead, stub, body), read from text alone, since converters
keep neither lines nor fonts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.tables.body import Body
from ingest.tables.grid import Grid, RawCell, lay_out
from ingest.tables.head import Head, find_head, name_columns, realign_head
from ingest.tables.notes import is_acronym, is_glossary, split_notes
from ingest.tables.numbers import Kind, numeric_value
from ingest.tables.stub import find_parts, find_stub
from records import Cell

__all__ = ["RawCell", "ResolvedTable", "is_glossary", "numeric_value", "resolve_table", "split_notes"]


@dataclass(frozen=True, slots=True)
class ResolvedTable:
    """A table read.

    :ivar header_rows: indexes of the rows that are headers: leading, repeated and re-heading ones, unit lines.
    :ivar rows: for each input row its cells; none for headers, group headings and empty rows.
    :ivar labels: for each input row what it is called, inherited from above in grouped rows; empty for headers.
    :ivar unresolved_marks: note marks that no note answers.
    """

    header_rows: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    labels: tuple[str, ...]
    unresolved_marks: tuple[str, ...]


def resolve_table(
    rows: Sequence[Sequence[RawCell]], *, caption: str = "", notes: Mapping[str, str] | None = None
) -> ResolvedTable:
    """Give every cell of a table its headers, value, unit, year and notes.

    :param rows: the printed rows, top to bottom, of one table; a table that goes on over a page is one table.
    :param caption: title and unit line printed above it; they may state a unit (单位：亿元) and a year.
    :param notes: note texts by mark, see :func:`split_notes`.
    """
    known = dict(notes or {})
    grid = lay_out(rows, frozenset(known))
    called = [mark for row in grid.rows for slot in row if slot.printed and slot.lead for mark in slot.marks]
    unresolved = tuple(dict.fromkeys(mark for mark in called if mark not in known))
    if is_glossary(rows, caption):
        return _glossary(grid, unresolved)
    head = find_head(grid)
    grid = realign_head(grid, head)
    parts = find_parts(grid, head)
    read = [_read_part(grid.part(start, end), head, caption, known, whole=len(parts) == 1) for start, end in parts]
    cells = tuple(sum(found, ()) for found in zip(*(body.cells for body in read), strict=True))
    headers = sorted({row for body in read for row in body.header_rows if not cells[row]})
    labels = tuple(next(filter(None, names), "") for names in zip(*(body.labels for body in read), strict=True))
    return ResolvedTable(tuple(headers), cells, labels, unresolved)


def _read_part(grid: Grid, head: Head, caption: str, notes: Mapping[str, str], *, whole: bool) -> Body:
    """Read one of the tables that stand side by side; its topmost header then covers its label column as well."""
    stub = find_stub(grid, head)
    columns = name_columns(grid, head.levels, stub.width if whole else 0)
    corner = [text for column in columns[: stub.width] for text in column.texts]  # 指标（亿元） holds for all rows
    body = Body(grid, head, stub, columns, (caption, *head.context, *corner), notes)
    for row in range(len(grid.rows)):
        body.read(row)
    return body


def _glossary(grid: Grid, unresolved: tuple[str, ...]) -> ResolvedTable:
    """Terms and their expansions; two pairs side by side in four columns are read as two."""
    first = next((r for r in range(len(grid.rows)) if grid.filled(r)), 0)
    others = [grid.rows[r][c].text for r in range(first + 1, len(grid.rows)) for c in grid.filled(r)[:1]]
    acronyms = sum(is_acronym(text) for text in others)
    headed = bool(others) and 2 * acronyms > len(others) and not is_acronym(grid.rows[first][0].text)
    cells: list[tuple[Cell, ...]] = []
    labels: list[str] = []
    for row in range(len(grid.rows)):
        filled = grid.filled(row)
        if grid.is_blank(row) or (headed and row == first):
            cells.append(())
            labels.append("")
            continue
        starts = [c for c in filled if c == filled[0] or (len(filled) == 4 and c == filled[2])]
        found: list[Cell] = []
        for column in filled:
            slot = grid.rows[row][column]
            start = max(c for c in starts if c <= column)
            if column != start and slot.kind is not Kind.EMPTY:
                header = (grid.rows[first][column].text,) if headed and grid.rows[first][column].filled else ()
                found.append(Cell((grid.rows[row][start].text,), header, slot.text))
        cells.append(tuple(found))
        labels.append(grid.rows[row][filled[0]].text)
    return ResolvedTable((first,) if headed else (), tuple(cells), tuple(labels), unresolved)
