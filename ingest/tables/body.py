"""The body of a table, read from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.tables.align import Alignment
from ingest.tables.cells import Setting, measure
from ingest.tables.grid import Grid, Slot
from ingest.tables.head import ColumnHead, Head, continues_head, is_unit_line, name_columns
from ingest.tables.numbers import Kind, header_year, is_period, numeric_value
from ingest.tables.parts import PartRow, wholes_of_parts
from ingest.tables.rehead import YEARS, reheads
from ingest.tables.stub import RowLabels, Stub
from records import Cell

__all__ = ["Body"]

_LABEL_SEPARATOR = " · "


class Body:
    """Reads row after row; what a row means depends on the headers and labels above it.

    :ivar cells: the cells of each row read so far.
    :ivar labels: what each row is called.
    :ivar header_rows: the rows that turned out to be headers.
    """

    def __init__(
        self,
        grid: Grid,
        head: Head,
        stub: Stub,
        columns: tuple[ColumnHead, ...],
        context: tuple[str, ...],
        notes: Mapping[str, str],
    ) -> None:
        self._grid, self._head, self._stub, self._notes = grid, head, stub, notes
        self._columns = self._printed_columns = columns
        self._context = context
        self._names = RowLabels()
        self._numbered = bool(stub.labels) and stub.labels[0] > 0  # the first column only numbers the rows
        self._year_above: int | None = None
        self._rows = Alignment(grid, head, stub, columns)
        self._wholes = self._find_wholes()
        self._year_columns = {c for c in range(stub.width, grid.width) if self._holds_years(c)}
        self.cells: list[tuple[Cell, ...]] = []
        self.labels: list[str] = []
        self.header_rows: list[int] = []

    def read(self, row: int) -> None:
        """Take in the next row."""
        cells: tuple[Cell, ...] = ()
        label = ""
        if row in self._head.rows or row in self.header_rows or self._heads(row):
            if row not in self.header_rows:
                self.header_rows.append(row)
        elif self._grid.is_blank(row):
            pass
        elif self._grid.is_note(row):
            label = next(slot.text for slot in self._grid.rows[row] if slot.filled)
        else:
            cells, label = self._read_body_row(row)
        self.cells.append(cells)
        self.labels.append(label)

    # Headers inside the body

    def _heads(self, row: int) -> bool:
        """Whether a body row is a header; if so it takes effect from here on."""
        grid = self._grid
        if grid.is_blank(row) or grid.is_note(row):
            return False
        if is_unit_line(grid, row):
            self._context = (*self._context, *(s.text for s in grid.rows[row] if s.filled))
            return True
        if any(grid.texts(row) == grid.texts(above) for above in self._head.rows):
            self._columns = self._printed_columns
            return True
        if not reheads(self._rows, self._columns, row):
            return False
        block = [row]
        while block[-1] + 1 < len(grid.rows) and continues_head(grid, block[-1] + 1, block):
            if grid.is_blank(block[-1] + 1):
                break
            block.append(block[-1] + 1)
        self._rename(block)
        self.header_rows += block
        return True

    def _rename(self, block: Sequence[int]) -> None:
        """Give the columns the headers of re-heading rows; years alone replace only the years."""
        named = name_columns(self._grid, block, self._stub.width)
        only_years = len(block) == 1 and all(
            self._grid.rows[block[0]][c].kind is Kind.PERIOD for c in self._grid.filled(block[0], self._stub.width)
        )
        columns = list(self._columns)
        for column, new in enumerate(named):
            if not new.texts:
                continue
            old = columns[column].texts
            outer = old[:-1] if only_years and len(old) > 1 and YEARS.search(old[-1]) else ()
            columns[column] = ColumnHead((*outer, *new.texts), new.marks)
        self._columns = tuple(columns)

    # Rows with values

    def _read_body_row(self, row: int) -> tuple[tuple[Cell, ...], str]:
        shift = self._rows.shift(row)
        labels = self._label_slots(row, shift)
        values = [c for c in self._rows.values(row) if self._grid.rows[row][c].printed]
        if not values:
            self._read_label_row(row, labels)
            return (), _LABEL_SEPARATOR.join(_clean(slot.text) for _, slot in labels if slot.filled)
        if self._stub.codes:
            self._names.forget(0)
        path = self._names.name(labels, last=row == self._rows.last, whole=self._wholes.get(row))
        texts = tuple(_clean(slot.text) for slot in path)
        if texts and is_period(texts[-1]):
            self._year_above = header_year(texts[-1]) or self._year_above
        cells = self._label_cells(row) if self._stub.words else []
        cells += [self._cell(self._grid.rows[row][c], row, path, c - shift) for c in values]
        return tuple(cells), _LABEL_SEPARATOR.join(texts)

    def _find_wholes(self) -> dict[int, Slot]:
        """For rows that start with 其中 the label of the row that they are part of."""
        if not self._stub.labels:
            return {}
        rows, column = self._rows.content, self._stub.labels[-1]
        parts = []
        for row in rows:
            slots, values = self._grid.rows[row], self._rows.values(row)
            value = numeric_value(slots[values[0]].text) if values else None
            parts.append(PartRow(slots[column].text, value, heading=not values))
        wholes = wholes_of_parts(parts)
        return {r: self._grid.rows[rows[w]][column] for r, w in zip(rows, wholes, strict=True) if w is not None}

    def _label_slots(self, row: int, shift: int) -> list[tuple[int, Slot]]:
        if shift < 0:
            return []
        extra = range(self._stub.width, self._stub.width + shift)
        slots = self._grid.rows[row]
        labels = [(c, slots[c]) for c in (*self._stub.labels, *extra) if slots[c].lead]
        if self._numbered and slots[0].kind is Kind.TEXT and not any(slot.filled for _, slot in labels):
            return [(self._stub.labels[0], slots[0])]  # 合计 below the numbers, its name left empty
        return labels

    def _read_label_row(self, row: int, labels: Sequence[tuple[int, Slot]]) -> None:
        """A row with a label only heads a group, unless the rows below leave that place to it."""
        filled = [c for c, slot in labels if slot.filled]
        below = self._rows.after(row)
        if not filled or below is None:
            return
        place = self._grid.rows[below][filled[-1]]
        if not place.filled or not place.printed:
            self._names.hold(labels)
            return
        follows = 1
        while below is not None and self._rows.is_label(below):
            follows += 1
            below = self._rows.after(below)
        self._names.group(row, labels, follows)

    def _label_cells(self, row: int) -> list[Cell]:
        """In a table of words, the label columns after the first are statements as well."""
        cells = []
        for position, column in enumerate(self._stub.labels[1:], 1):
            slot = self._grid.rows[row][column]
            if slot.filled and slot.printed:
                outer = [self._grid.rows[row][c] for c in self._stub.labels[:position]]
                cells.append(self._cell(slot, row, [s for s in outer if s.filled], column))
        return cells

    def _cell(self, slot: Slot, row: int, path: Sequence[Slot], column: int) -> Cell:
        head = self._header_of(column)
        units = self._stub.units
        setting = Setting(
            row=tuple(_clean(label.text) for label in path),
            column=head.texts,
            row_unit=self._grid.rows[row][units].text if units is not None else "",
            context=self._context,
            years=column in self._year_columns,
            year_before=self._year_before(path, column),
        )
        meaning = measure(slot.text, setting)
        marks = [*slot.marks, *(mark for label in path for mark in label.marks), *head.marks]
        notes = tuple(dict.fromkeys(self._notes[mark] for mark in marks if mark in self._notes))
        return Cell(setting.row, setting.column, slot.text, meaning.value, meaning.unit, meaning.year, notes)

    def _year_before(self, path: Sequence[Slot], column: int) -> int | None:
        """The year that a month or quarter takes from the header to its left, or from the row label above it."""
        if _lacks_year(self._header_of(column).texts):
            for left in range(min(column, self._grid.width) - 1, self._stub.width - 1, -1):
                if (year := _year_of(self._columns[left].texts)) is not None:
                    return year
        return self._year_above if _lacks_year([slot.text for slot in path]) else None

    def _header_of(self, column: int) -> ColumnHead:
        """The header of a column; a column of values without one belongs to the label to its left."""
        if column < self._stub.width:
            return self._columns[column]
        for candidate in range(min(column, self._grid.width - 1), self._stub.width - 1, -1):
            if self._columns[candidate].texts:
                return self._columns[candidate]
        return ColumnHead()

    def _holds_years(self, column: int) -> bool:
        """Whether the numbers of a column are years: all of them look like one."""
        kinds = [self._grid.rows[r][column].kind for r in self._rows.content if self._grid.rows[r][column].filled]
        return len(kinds) > 1 and set(kinds) == {Kind.PERIOD}


def _lacks_year(headers: Sequence[str]) -> bool:
    """Whether the innermost header is a month or quarter and none of them states the year."""
    return bool(headers) and is_period(headers[-1]) and not any(YEARS.search(header) for header in headers)


def _year_of(headers: Sequence[str]) -> int | None:
    return next((year for header in reversed(headers) if (year := header_year(header)) is not None), None)


def _clean(text: str) -> str:
    return " ".join(text.split())
