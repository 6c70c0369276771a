"""Tables of a web page: which hold data, and their cells with spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.web.page import Element, is_hidden, tag_of

__all__ = ["DraftCell", "draft_cells", "is_data_table"]

_MOST = 1000  # columns or rows that a cell can span (HTML standard, 4.9.11)
_LONG = 400  # characters: a cell with several paragraphs of this length lays out a page


@dataclass(frozen=True, slots=True)
class DraftCell:
    element: Element
    colspan: int
    rowspan: int
    header: bool


def is_data_table(table: Element) -> bool:
    """Whether a table shows data, rather than laying out a page or framing a text."""
    rows = list(_rows(table))
    cells = [cell for row in rows for cell in row if tag_of(cell) in ("td", "th")]
    if len(cells) <= 1:
        return False
    if any(tag_of(cell) == "th" for cell in cells):
        return True
    holding = [cell for cell in cells if next(cell.iter("table"), None) is not None]
    if holding and (len(rows) < 3 or 3 * len(holding) > len(cells) or any(map(_is_long, holding))):
        return False
    for cell in cells:
        inside = [e for e in cell.iter("p", "h1", "h2", "h3", "h4", "li")]
        if len(inside) > 3 and _is_long(cell):
            return False
    return max(sum(1 for c in row if tag_of(c) in ("td", "th")) for row in rows) > 1


def draft_cells(table: Element) -> Iterator[list[DraftCell]]:
    """The cells of each row; cells that a span covers are not repeated."""
    for row in _rows(table):
        if is_hidden(row):
            continue
        header_row = tag_of(row.getparent()) == "thead"
        yield [
            DraftCell(cell, _span(cell.get("colspan")), _span(cell.get("rowspan")), header_row or tag_of(cell) == "th")
            for cell in row
            if tag_of(cell) in ("td", "th")
        ]


def _rows(table: Element) -> Iterator[Element]:
    for item in table:
        tag = tag_of(item)
        if tag == "tr":
            yield item
        elif tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in item if tag_of(row) == "tr")


def _is_long(cell: Element) -> bool:
    return len("".join(cell.itertext())) > _LONG


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST) if value and value.strip().isdecimal() else 1
