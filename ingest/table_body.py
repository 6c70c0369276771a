"""The body of a table, read from top to bottom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.table_cells import Setting, measure
from ingest.table_grid import Grid, Slot
from ingest.table_head import ColumnHead, Head, continues_head, is_heading_word, is_unit_line, name_columns
from ingest.table_numbers import Kind, header_year
from ingest.table_stub import RowLabels, Stub
from ingest.units import find_units, names_rate
from records import Cell

__all__ = ["Body"]

_LABEL_SEPARATOR = " · "
_SHORT_HEADER = 20  # characters; a header word in the middle of a table is not longer
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d|(?<=[-/–—])\d\d(?!\d)")


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
        body = range(head.end, len(grid.rows))
        self._content = [r for r in body if not grid.is_blank(r) and not grid.is_note(r)]
        self._last_headed = max((c for c in range(stub.width, grid.width) if columns[c].texts), default=-1)
        self._shifting = any(self._overflow(r) for r in range(head.end, len(grid.rows)))
        self._named = 2 * sum(grid.rows[r][0].kind is Kind.TEXT for r in self._content) > len(self._content)
        self._last = max((r for r in self._content if not self._is_label_row(r)), default=-1)
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

    def _next_content(self, row: int) -> int | None:
        """The next body row with something to read."""
        place = bisect_right(self._content, row)
        return self._content[place] if place < len(self._content) else None

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
        if not self._reheads(row):
            return False
        block = [row]
        while block[-1] + 1 < len(grid.rows) and continues_head(grid, block[-1] + 1, block):
            if grid.is_blank(block[-1] + 1):
                break
            block.append(block[-1] + 1)
        self._rename(block)
        self.header_rows += block
        return True

    def _reheads(self, row: int) -> bool:
        """Whether a row in the middle names the columns anew."""
        grid = self._grid
        slots = grid.rows[row]
        filled = [c for c in grid.filled(row) if slots[c].printed]
        values = [c for c in filled if c >= max(1, self._stub.width)]
        if not values or any(slots[c].kind in (Kind.NUMBER, Kind.MISSING, Kind.LABELLED) for c in values):
            return False
        if len(filled) > 1 and all(slots[c].header for c in filled):
            return True
        same = sum(slots[c].text in self._columns[c].texts[-1:] for c in filled)
        if same >= 2 and 2 * same >= len(filled):
            return True
        if len(values) < 2:
            return False
        if all(slots[c].kind is Kind.PERIOD for c in values):
            return self._are_new_periods(row, values)
        return self._between_numbers(row, values) and 2 * sum(_heads_like(slots[c].text) for c in values) >= len(values)

    def _are_new_periods(self, row: int, values: Sequence[int]) -> bool:
        """Whether periods in a row are headers and not data: in order, and in place of other periods or unlabelled."""
        slots = self._grid.rows[row]
        years = [[int(y) for y in _YEARS.findall(slots[c].text)] for c in values]
        if any(a and b and a >= b for a, b in pairwise(years)):
            return False
        bare = all(_BARE_YEAR.fullmatch(slots[c].text) for c in values)
        steps = {b[0] - a[0] for a, b in pairwise(years) if a and b}
        if bare and (len(steps) > 1 or not steps or min(steps) > 5):
            return False  # 1950, 2015, 2080 are amounts
        if not slots[0].filled:
            return True
        dated = sum(any(_YEARS.search(t) for t in self._columns[c].texts) for c in values)
        return 2 * dated >= len(values)

    def _between_numbers(self, row: int, values: Sequence[int]) -> bool:
        """Whether the rows above and below hold numbers where this one holds words."""
        numbers = (Kind.NUMBER, Kind.MISSING, Kind.EMPTY)
        place = bisect_right(self._content, row)
        above = [r for r in self._content[max(0, place - 4) : place - 1] if not self._is_label_row(r)][-1:]
        below = [r for r in self._content[place : place + 3] if not self._is_label_row(r)][:1]
        if not above or not below or any(len(self._grid.rows[row][c].text) > _SHORT_HEADER for c in values):
            return False
        return all(self._grid.rows[r][c].kind in numbers for r in above + below for c in values)

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
            outer = old[:-1] if only_years and len(old) > 1 and _YEARS.search(old[-1]) else ()
            columns[column] = ColumnHead((*outer, *new.texts), new.marks)
        self._columns = tuple(columns)

    # Rows with values

    def _read_body_row(self, row: int) -> tuple[tuple[Cell, ...], str]:
        shift = self._shift(row)
        labels = self._label_slots(row, shift)
        values = [
            c for c in self._grid.filled(row, max(0, self._stub.width + shift)) if self._grid.rows[row][c].printed
        ]
        if not values:
            self._read_label_row(row, labels)
            return (), _LABEL_SEPARATOR.join(_clean(slot.text) for _, slot in labels if slot.filled)
        path = self._names.name(labels, last=row == self._last)
        texts = tuple(_clean(slot.text) for slot in path)
        cells = self._label_cells(row) if self._stub.words else []
        cells += [self._cell(self._grid.rows[row][c], row, path, c - shift) for c in values]
        return tuple(cells), _LABEL_SEPARATOR.join(texts)

    def _label_slots(self, row: int, shift: int) -> list[tuple[int, Slot]]:
        if shift < 0:
            return []
        extra = range(self._stub.width, self._stub.width + shift)
        slots = self._grid.rows[row]
        return [(c, slots[c]) for c in (*self._stub.labels, *extra) if slots[c].lead]

    def _read_label_row(self, row: int, labels: Sequence[tuple[int, Slot]]) -> None:
        """A row with a label only heads a group, unless the rows below leave that place to it."""
        filled = [c for c, slot in labels if slot.filled]
        below = self._next_content(row)
        if not filled or below is None:
            return
        place = self._grid.rows[below][filled[-1]]
        if not place.filled or not place.printed:
            self._names.hold(labels)
            return
        follows = 1
        while below is not None and self._is_label_row(below):
            follows += 1
            below = self._next_content(below)
        self._names.group(row, labels, follows)

    def _is_label_row(self, row: int) -> bool:
        return not self._grid.filled(row, max(1, self._stub.width + self._shift(row)))

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
        )
        meaning = measure(slot.text, setting)
        marks = [*slot.marks, *(mark for label in path for mark in label.marks), *head.marks]
        notes = tuple(dict.fromkeys(self._notes[mark] for mark in marks if mark in self._notes))
        return Cell(setting.row, setting.column, slot.text, meaning.value, meaning.unit, meaning.year, notes)

    def _header_of(self, column: int) -> ColumnHead:
        """The header of a column; a column of values without one belongs to the label to its left."""
        if column < self._stub.width:
            return self._columns[column]
        for candidate in range(min(column, self._grid.width - 1), self._stub.width - 1, -1):
            if self._columns[candidate].texts:
                return self._columns[candidate]
        return ColumnHead()

    # Values that stand beside their columns

    def _shift(self, row: int) -> int:
        """How many columns the values of a row stand to the right (or, negative, to the left) of their headers."""
        overflow = self._overflow(row)
        if overflow:
            return overflow
        slots, width = self._grid.rows[row], self._stub.width
        filled = self._grid.filled(row)
        if self._shifting and filled and filled[-1] == width and slots[width].kind is Kind.TEXT:
            below = self._next_content(row)
            colon = slots[width].text.endswith((":", "："))
            return int(colon or (below is not None and self._overflow(below) > 0))
        return -self._missing_labels(row)

    def _overflow(self, row: int) -> int:
        """Places by which values go beyond the last header because labels took the first of theirs."""
        filled = self._grid.filled(row)
        last, width = self._last_headed, self._stub.width
        if last < 0 or not filled or filled[-1] <= last:
            return 0
        shift = filled[-1] - last
        taken = self._grid.rows[row][width : width + shift]
        return shift if all(s.kind in (Kind.TEXT, Kind.EMPTY) for s in taken) and width + shift <= last else 0

    def _missing_labels(self, row: int) -> int:
        """Label places that the row lacks: it starts with its values and is short by as many places."""
        filled = self._grid.filled(row)
        missing = self._last_headed - filled[-1] if filled else 0
        starts = self._grid.rows[row][0].kind in (Kind.NUMBER, Kind.MISSING)
        if not starts or not 0 < missing <= self._stub.width:
            return 0
        return missing if self._named else 0

    def _holds_years(self, column: int) -> bool:
        """Whether the numbers of a column are years: all of them look like one."""
        kinds = [self._grid.rows[r][column].kind for r in self._content if self._grid.rows[r][column].filled]
        return len(kinds) > 1 and set(kinds) == {Kind.PERIOD}


def _heads_like(text: str) -> bool:
    return is_heading_word(text) or bool(find_units(text)) or names_rate(text) or header_year(text) is not None


def _clean(text: str) -> str:
    return " ".join(text.split())
