"""How long a note gets, and what is left out so that it stays within two pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from answer.brief_records import BriefTable, Quote, Section, SectionKind

__all__ = ["fitted", "height"]

# Points on the page of :mod:`answer.docx_styles`, and characters of Chinese that a line holds there.
_PAGES = 1250.0  # two pages without their margins, the title, the sources, and what rows that do not split leave free
_LINE, _CELL_LINE, _NOTE_LINE, _HEADING, _CHART = 15.5, 12.5, 10.5, 27.0, 135.0
_TEXT, _TABLE, _NOTE = 42, 46, 60
_LEAST: tuple[tuple[SectionKind, int], ...] = (("achieved", 3), ("dates", 3), ("promised", 4), ("challenges", 2))
_LAST: tuple[tuple[SectionKind, int], ...] = (("disagree", 1), ("dates", 2), ("promised", 3), ("achieved", 2))


def fitted(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections without the least important entries of the longest parts, as far as two pages need it."""
    kept = list(sections)
    for kind, least in (*_LEAST, *_LAST):
        place = next((n for n, s in enumerate(kept) if s.kind == kind), None)
        while place is not None and height(kept) > _PAGES and _entries(kept[place]) > least:
            kept[place] = _shorter(kept[place])
    return tuple(kept)


def height(sections: Sequence[Section]) -> float:
    """About how high the sections stand on paper, in points, with the notes that they call."""
    body = sum(_HEADING + sum(map(_quote, s.quotes)) + sum(map(_table, s.tables)) for s in sections)
    cited = {quote.passage.id: quote.passage.citation.text for s in sections for quote in s.all_quotes()}
    return body + sum(_lines(text, _NOTE) * _NOTE_LINE for text in cited.values())


def _quote(quote: Quote) -> float:
    return _lines(quote.text, _TEXT) * _LINE + 2.0


def _table(table: BriefTable) -> float:
    rows = sum(
        max(_lines(cell.text, _TABLE * share) for cell, share in zip(row, table.widths, strict=True)) * _CELL_LINE + 4.0
        for row in table.rows
    )
    return rows + _CELL_LINE + 4.0 + (_LINE if table.caption else 0.0) + (_CHART if table.series else 0.0)


def _lines(text: str, width: float) -> int:
    """Lines of a text; Latin letters and figures are half as wide as Chinese."""
    wide = sum(1.0 if ord(char) > 0x2E7F else 0.55 for char in text)
    return max(math.ceil(wide / width), 1)


def _entries(section: Section) -> int:
    return len(section.quotes) + sum(len(table.rows) for table in section.tables)


def _shorter(section: Section) -> Section:
    if section.tables:
        table = section.tables[-1]
        shorter = replace(table, rows=table.rows[:-1])
        return replace(section, tables=(*section.tables[:-1], shorter), left=section.left + 1)
    return replace(section, quotes=section.quotes[:-1], left=section.left + 1)
