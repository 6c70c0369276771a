"""Records of a briefing note: quotations, tables and their numbered sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from records import Citation, Document, Passage

__all__ = [
    "CITATION_STYLES",
    "Brief",
    "BriefTable",
    "CitationStyle",
    "Quote",
    "Reference",
    "Section",
    "SectionKind",
    "Series",
    "TableCell",
]

CitationStyle = Literal["address", "gbt7714", "bibtex"]
CITATION_STYLES: tuple[CitationStyle, ...] = get_args(CitationStyle)
SectionKind = Literal["key", "achieved", "challenges", "promised", "background", "dates", "figures", "disagree"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a passage, verbatim: ``at`` are their offsets in its text.

    ``comment`` is what the office says about them; it is set apart and never between quotation marks.
    """

    text: str
    passage: Passage
    at: tuple[int, int]
    number: int = 0
    comment: str = ""

    @property
    def place(self) -> str:
        """Where the words stand, as one name: the passage and the offsets."""
        return f"{self.passage.id}@{self.at[0]}-{self.at[1]}"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table of the note, with the source that it cites, if any."""

    text: str
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: values by the heads of their columns; ``None`` where the source has no figure."""

    name: str
    points: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True, slots=True)
class BriefTable:
    """A table with a line above it; ``widths`` are shares of the width of the text, numbers stand right.

    ``quote`` is the source of the whole table, cited at its line; ``series`` is what a chart of it shows.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    widths: tuple[float, ...]
    numbers: bool = False
    quote: Quote | None = None
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with quotations and tables; ``empty`` is what it says where there is nothing to quote.

    ``left`` is how many entries there was no room for; ``more`` says so, with ``{n}`` for the number.
    """

    kind: SectionKind
    heading: str
    quotes: tuple[Quote, ...] = ()
    tables: tuple[BriefTable, ...] = ()
    empty: str = ""
    more: str = ""
    left: int = 0

    @property
    def more_text(self) -> str:
        """The line about what there was no room for, or nothing."""
        return self.more.format(n=self.left) if self.left > 0 else ""

    @property
    def table(self) -> BriefTable | None:
        """The first table, which is the only one in most notes."""
        return self.tables[0] if self.tables else None

    def all_quotes(self) -> Iterator[Quote]:
        """Every quotation in reading order."""
        yield from self.quotes
        for table in self.tables:
            if table.quote:
                yield table.quote
            yield from (cell.quote for row in table.rows for cell in row if cell.quote)


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
    tables = [_table(table) for table in section.tables]
    return {
        "kind": section.kind,
        "heading": section.heading,
        "quotes": [_quote(quote) for quote in section.quotes],
        "table": tables[0] if tables else None,
        "tables": tables,
        "left": section.left,
    }


def _table(table: BriefTable) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "heads": list(table.heads),
        "rows": [[cell.text for cell in row] for row in table.rows],
        "references": [[cell.quote.number if cell.quote else None for cell in row] for row in table.rows],
        "series": [{"name": s.name, "points": [list(point) for point in s.points]} for s in table.series],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "passage": quote.passage.id,
        "at": list(quote.at),
        "reference": quote.number,
        "comment": quote.comment or None,
    }
