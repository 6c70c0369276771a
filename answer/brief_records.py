"""Records of a briefing note: quotations, tables and their numbered sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from records import Citation, Document, Passage

__all__ = ["CITATION_STYLES", "Brief", "BriefTable", "CitationStyle", "Quote", "Reference", "Section", "TableCell"]

CitationStyle = Literal["address", "gbt7714", "bibtex"]
CITATION_STYLES: tuple[CitationStyle, ...] = get_args(CitationStyle)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage, verbatim: ``at`` are their offsets in its text. ``lead`` is set before them in bold."""

    text: str
    passage: Passage
    at: tuple[int, int]
    number: int = 0
    lead: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table of the note, with the source that it cites, if any."""

    text: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class BriefTable:
    """A table with a line above it; ``widths`` are shares of the width of the text, numbers stand right.

    ``quote`` is the source of the whole table, cited at its line.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    numbers: bool = False
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with quotations and tables; ``empty`` is what it says where there is nothing to quote."""

    heading: str
    quotes: tuple[Quote, ...] = ()
    table: BriefTable | None = None
    empty: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source in reading order, with the notes that the source itself sets there.

    ``again`` is the number under which the same place was cited before.
    """

    number: int
    citation: Citation
    document: Document
    notes: tuple[str, ...] = ()
    again: int | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A briefing note: all words between quotation marks are the sources'."""

    topic: str
    title: str
    scope: str
    snapshot: str
    built: date
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    documents: tuple[Document, ...]
    searched: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "title": self.title,
            "scope": self.scope,
            "snapshot": self.snapshot,
            "built": self.built.isoformat(),
            "sections": [_section(section) for section in self.sections],
            "references": [
                {"number": r.number, "citation": r.citation.text, "notes": list(r.notes), "same_as": r.again}
                for r in self.references
            ],
            "searched": {"documents": self.searched[0], "passages": self.searched[1]},
        }


def _section(section: Section) -> dict[str, Any]:
    table = section.table
    return {
        "heading": section.heading,
        "quotes": [_quote(quote) for quote in section.quotes],
        "table": None
        if table is None
        else {
            "caption": table.caption,
            "heads": list(table.heads),
            "rows": [[c.text for c in row] for row in table.rows],
        },
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "passage": quote.passage.id, "at": list(quote.at), "reference": quote.number}
