"""A printed table as a rectangular grid: spans laid out, rows of equal length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.tables.numbers import Kind, kind_of, strip_marks

__all__ = ["EMPTY", "Grid", "RawCell", "Slot", "lay_out"]

_MAX_COLUMNS = 200  # a table is printed on paper; more is damage, and spans must not be able to fill the memory
_SPACE = re.compile(r"\s+")
_RULE = re.compile(r"[:|+]?[-=_─━—–]{2,}[:|+]?")
_NOTE_ROW = re.compile(
    r"(?:备注|注释?|说明|资料来源|数据来源|来源|notes?|sources?)\s*\d*\s*[:：]|(?:续|接)(?:上|下)?(?:表|页)|\(?continued\)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RawCell:
    """A printed cell: its text without markup and marks, and the labels of the table notes called in it."""

    text: str
    marks: tuple[str, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at one place of the grid; ``printed`` is false where a cell from a row above reaches down.

    ``lead`` is false at the places to the right of the first that a cell spans.
    """

    text: str = ""
    marks: tuple[str, ...] = ()
    kind: Kind = Kind.EMPTY
    header: bool = False
    indent: int = 0
    printed: bool = True
    lead: bool = True

    @property
    def filled(self) -> bool:
        return self.kind is not Kind.EMPTY


EMPTY = Slot()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of equal length. ``lengths`` are the places that each row took before it was filled up."""

    rows: tuple[tuple[Slot, ...], ...]
    lengths: tuple[int, ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def part(self, start: int, end: int) -> Grid:
        """The columns from ``start`` to before ``end`` as a grid of their own."""
        lengths = tuple(min(max(length - start, 0), end - start) for length in self.lengths)
        return Grid(tuple(row[start:end] for row in self.rows), lengths)

    def filled(self, row: int, start: int = 0) -> list[int]:
        """Columns from ``start`` on where the row has something."""
        return [c for c in range(start, self.width) if self.rows[row][c].filled]

    def texts(self, row: int) -> tuple[str, ...]:
        return tuple(slot.text for slot in self.rows[row])

    def is_blank(self, row: int) -> bool:
        """Nothing printed, or only a ruled line (---)."""
        own = [slot for slot in self.rows[row] if slot.filled and slot.printed]
        return not own or (all(_RULE.fullmatch(s.text) for s in own) and any(len(s.text) > 1 for s in own))

    def is_note(self, row: int) -> bool:
        """A note, a source or 续表 printed inside the table."""
        own = {slot.text for slot in self.rows[row] if slot.filled and slot.printed}
        return len(own) == 1 and bool(_NOTE_ROW.match(next(iter(own))))

    def lone(self, row: int) -> int | None:
        """The column of the only thing in the row, spanning or repeated over the row or alone; ``None`` if more."""
        filled = self.filled(row)
        if not filled or len({self.rows[row][c].text for c in filled}) != 1:
            return None
        alone = [c for c in filled if self.rows[row][c].lead]
        repeated = len(filled) == self.width > 2 and self.rows[row][filled[0]].kind is Kind.TEXT
        if len(alone) > 1 and not repeated:
            return None
        return filled[0]


def lay_out(rows: Sequence[Sequence[RawCell]], marks: frozenset[str] = frozenset()) -> Grid:
    """Lay the cells out on a grid, as HTML does: a cell takes the next free places of its row.

    :param marks: labels of known table notes; such marks printed as characters (8.1ᵃ) are taken off the text.
    """
    reaching: dict[int, tuple[int, Slot]] = {}  # column -> rows still to cover, what covers them
    laid: list[list[Slot]] = []
    for row in rows:
        places: dict[int, Slot] = {}
        below: dict[int, tuple[int, Slot]] = {}
        for column, (left, slot) in reaching.items():
            places[column] = slot
            if left > 1:
                below[column] = (left - 1, slot)
        column = 0
        for cell in row:
            while column in places:
                column += 1
            slot = _slot(cell, marks)
            for step in range(max(1, cell.colspan)):
                if column >= _MAX_COLUMNS or column in places:
                    break
                places[column] = slot if step == 0 else replace(slot, lead=False)
                if cell.rowspan > 1:
                    below[column] = (cell.rowspan - 1, replace(places[column], printed=False))
                column += 1
        reaching = below
        laid.append([places.get(c, EMPTY) for c in range(max(places, default=-1) + 1)])
    width = max((len(row) for row in laid), default=0)
    padded = tuple(tuple(row + [EMPTY] * (width - len(row))) for row in laid)
    return Grid(padded, tuple(len(row) for row in laid))


def _slot(cell: RawCell, known: frozenset[str]) -> Slot:
    bare = cell.text.rstrip()
    text, marks = bare.lstrip(), tuple(cell.marks)
    indent = len(bare) - len(text)
    shorter, printed_marks = strip_marks(text)
    if printed_marks and known.issuperset(printed_marks):
        text, marks = shorter, marks + printed_marks
    if marks and text.endswith("/"):
        text = text[:-1].rstrip()  # 90.5/³: the stroke only leads to the mark
    return Slot(text, marks, kind_of(text), cell.header, indent)
