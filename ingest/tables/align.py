"""Which cells of a body row are labels and which are values, also where values stand beside their columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.tables.grid import Grid
from ingest.tables.head import ColumnHead, Head
from ingest.tables.numbers import Kind
from ingest.tables.stub import Stub

__all__ = ["Alignment"]


class Alignment:
    """The body rows of a table against its columns.

    :ivar content: body rows with something to read.
    :ivar last: the last of them with values, -1 if none has.
    """

    def __init__(self, grid: Grid, head: Head, stub: Stub, columns: Sequence[ColumnHead]) -> None:
        self.grid, self.stub = grid, stub
        body = range(head.end, len(grid.rows))
        self.content = [r for r in body if not grid.is_blank(r) and not grid.is_note(r)]
        self._last_headed = max((c for c in range(stub.width, grid.width) if columns[c].texts), default=-1)
        self._shifting = any(self._overflow(r) for r in self.content)
        self._named = 2 * sum(grid.rows[r][0].kind is Kind.TEXT for r in self.content) > len(self.content)
        self.last = max((r for r in self.content if not self.is_label(r)), default=-1)

    def after(self, row: int) -> int | None:
        """The next body row with something to read."""
        place = bisect_right(self.content, row)
        return self.content[place] if place < len(self.content) else None

    def values(self, row: int) -> list[int]:
        """Columns of a row where values stand: none where one label spans the row."""
        spanned = self.stub.width > 0 and self.grid.lone(row) == 0
        return [] if spanned else self.grid.filled(row, max(0, self.stub.width + self.shift(row)))

    def is_label(self, row: int) -> bool:
        """Whether a row has labels only."""
        return not self.values(row)

    def shift(self, row: int) -> int:
        """How many columns the values of a row stand to the right (or, negative, to the left) of their headers."""
        overflow = self._overflow(row)
        if overflow:
            return overflow
        slots, width = self.grid.rows[row], self.stub.width
        filled = self.grid.filled(row)
        if self._shifting and filled and filled[-1] == width and slots[width].kind is Kind.TEXT:
            below = self.after(row)
            colon = slots[width].text.endswith((":", "："))
            return int(colon or (below is not None and self._overflow(below) > 0))
        return -self._missing_labels(row)

    def _overflow(self, row: int) -> int:
        """Places by which values go beyond the last header because labels took the first of theirs."""
        filled = self.grid.filled(row)
        last, width = self._last_headed, self.stub.width
        if last < 0 or not filled or filled[-1] <= last:
            return 0
        shift = filled[-1] - last
        taken = self.grid.rows[row][width : width + shift]
        return shift if all(s.kind in (Kind.TEXT, Kind.EMPTY) for s in taken) and width + shift <= last else 0

    def _missing_labels(self, row: int) -> int:
        """Label places that the row lacks: it starts with its values and is short by as many places."""
        filled = self.grid.filled(row)
        missing = self._last_headed - filled[-1] if filled else 0
        starts = self.grid.rows[row][0].kind in (Kind.NUMBER, Kind.MISSING)
        return missing if starts and self._named and 0 < missing <= self.stub.width else 0
