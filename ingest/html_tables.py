"""HTML tables inside Markdown, as several PDF converters write them: rows and cells with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText
from ingest.inline import Brackets, read_inline
from ingest.ledger import Ledger

__all__ = ["html_table_rows", "html_tables"]

_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"<(?P<kind>t[dh])\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_CELL_END = re.compile(r"</?t[dhr]\b|</?(?:thead|tbody|tfoot)\b|</table", re.IGNORECASE)
_CAPTION = re.compile(r"<caption\b[^<>]*>([^<]*)", re.IGNORECASE)
_SPAN = re.compile(r"\b(?P<name>colspan|rowspan)\s*=\s*[\"']?(?P<count>\d{1,3})", re.IGNORECASE)


def html_tables(text: str) -> list[tuple[int, int]]:
    """The spans of the tables of a text, from ``<table`` to behind ``</table>``; unclosed ones are left alone."""
    lower = text.lower()
    spans: list[tuple[int, int]] = []
    start = lower.find("<table")
    while start >= 0:
        end = lower.find("</table", start)
        close = lower.find(">", end) if end >= 0 else -1
        if close < 0:
            break
        if _CELL.search(text, start, close):
            spans.append((start, close + 1))
        start = lower.find("<table", close)
    return spans


def html_table_rows(
    text: str, start: int, end: int, ledger: Ledger, *, page: int | None, table: int, brackets: Brackets
) -> Iterator[Block]:
    """The caption and the rows of the table at ``text[start:end]``; its tags are claimed in ``ledger``."""
    first_cell = next(m.start() for m in _CELL.finditer(text, start, end))
    rows = [m.start() for m in _ROW.finditer(text, start, end)] or [first_cell]
    kept: list[tuple[int, int]] = []
    caption = _CAPTION.search(text, start, min(rows[0], first_cell))
    if caption:
        kept.append(caption.span(1))
        inline = read_inline(text, *caption.span(1), ledger, brackets)
        yield Block(kind="text", text=inline.text, page=page, marks=inline.marks, bold=inline.bold)
    for row_start, row_end in zip(rows, [*rows[1:], end], strict=True):
        cells = []
        for match in _CELL.finditer(text, row_start, row_end):
            close = _CELL_END.search(text, match.end(), row_end)
            cell_end = close.start() if close else row_end
            kept.append((match.end(), cell_end))
            inline = read_inline(text, match.end(), cell_end, ledger, brackets)
            spans = {m["name"].lower(): int(m["count"]) for m in _SPAN.finditer(match["attributes"])}
            cells.append(
                CellText(
                    inline.text,
                    inline.marks,
                    colspan=max(spans.get("colspan", 1), 1),
                    rowspan=max(spans.get("rowspan", 1), 1),
                    header=match["kind"].lower() == "th",
                )
            )
        yield Block(kind="row", text=Aligned(""), page=page, cells=tuple(cells), table=table)
    position = start
    for cell_start, cell_end in kept:
        ledger.claim(position, cell_start, "markup")
        position = cell_end
    ledger.claim(position, end, "markup")
