"""What a person changes in a note before it goes out: a title, an order, what to leave out, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from answer.brief_records import BriefTable, Quote, Section, TableCell

__all__ = ["Edits", "apply_edits", "entry_key", "table_key"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Edits:
    """Changes to a note; entries go by :func:`entry_key`, whole tables by :func:`table_key`.

    ``order`` brings the entries that it names to the front of their section, in its order. ``comments`` are pairs of
    an entry and the remark under it. A name that the note does not have changes nothing.
    """

    title: str = ""
    dropped: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()


def entry_key(section: Section, quote: Quote) -> str:
    """The name of a quotation or a cited row in a note: it stays the same when others are dropped or moved."""
    return f"{section.kind}:{quote.place}"


def table_key(section: Section, table: BriefTable) -> str:
    """The name of a table whose rows have no sources of their own."""
    return f"{section.kind}:table:{table.quote.place if table.quote else table.caption}"


def apply_edits(sections: Sequence[Section], edits: Edits) -> tuple[Section, ...]:
    """The sections as edited. One from which everything was dropped goes out too."""
    done = [_edited(section, edits) for section in sections]
    before = {s.kind: bool(s.quotes or s.tables) for s in sections}
    return tuple(s for s in done if s.quotes or s.tables or not before[s.kind])


def _edited(section: Section, edits: Edits) -> Section:
    quotes = [(entry_key(section, q), q) for q in section.quotes]
    kept = tuple(_remarked(key, q, edits) for key, q in _arranged(quotes, edits))
    tables = (_table(section, t, edits) for t in section.tables if table_key(section, t) not in edits.dropped)
    return replace(section, quotes=kept, tables=tuple(t for t in tables if t.rows))


def _table(section: Section, table: BriefTable, edits: Edits) -> BriefTable:
    rows = [(_row_key(section, row), row) for row in table.rows]
    kept = tuple(_remarked_row(key, row, edits) for key, row in _arranged(rows, edits))
    changed = len(kept) != len(table.rows)
    return replace(table, rows=kept, series=() if changed else table.series)


def _row_key(section: Section, row: tuple[TableCell, ...]) -> str:
    quote = next((cell.quote for cell in row if cell.quote), None)
    return entry_key(section, quote) if quote else ""


def _arranged(entries: Sequence[tuple[str, _T]], edits: Edits) -> list[tuple[str, _T]]:
    place = {key: n for n, key in enumerate(edits.order)}
    kept = [entry for entry in entries if entry[0] not in edits.dropped]
    return sorted(kept, key=lambda entry: place.get(entry[0], len(place)))


def _remarked(key: str, quote: Quote, edits: Edits) -> Quote:
    remark = dict(edits.comments).get(key, "").strip()
    return replace(quote, comment=remark) if remark else quote


def _remarked_row(key: str, row: tuple[TableCell, ...], edits: Edits) -> tuple[TableCell, ...]:
    """A remark on a row stands under its first cited cell."""
    first = next((n for n, cell in enumerate(row) if cell.quote), None)
    return tuple(
        replace(cell, quote=_remarked(key, cell.quote, edits)) if n == first and cell.quote else cell
        for n, cell in enumerate(row)
    )
