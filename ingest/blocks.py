"""What every reader gives to the structure parser, whatever the format of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ingest.aligned import Aligned
from ingest.ledger import Ledger

__all__ = ["Block", "BlockKind", "CellText", "NoteMark", "Source"]

BlockKind = Literal["text", "heading", "item", "footnote", "row", "caption"]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote mark called at ``at`` (offset in the text that carries it); the mark itself is not in the text."""

    label: str
    at: int


@dataclass(frozen=True, slots=True)
class CellText:
    """A table cell as printed. ``header`` where the format says so (``<th>``, a repeated header row)."""

    text: Aligned
    marks: tuple[NoteMark, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One visual unit of a report: a line or paragraph, a list item, a footnote, a table row.

    :ivar kind: what the format says; ``text`` where it says nothing (the structure parser decides).
    :ivar text: the visible text without markup and note marks; empty for rows.
    :ivar page: page in the file, from 1; ``None`` where the format has none.
    :ivar page_label: the page number as printed, where known.
    :ivar level: depth of a heading (1 is the top) or of a list item (0 is the outermost).
    :ivar label: number that the format gives without printing it in the text (automatic numbering of Word, the
        number of a footnote).
    :ivar marks: footnote marks called in the text.
    :ivar bold: bold spans of ``text``.
    :ivar size: font size in points, where known.
    :ivar gap: whether a blank line, or more than line spacing, stands before the block.
    :ivar joined: whether the reader has already joined the lines of a paragraph (the format has paragraphs).
    :ivar cells: the cells of a row.
    :ivar table: number of the table in the file that a row belongs to, where the format delimits tables.
    """

    kind: BlockKind
    text: Aligned
    page: int | None = None
    page_label: str | None = None
    level: int | None = None
    label: str | None = None
    marks: tuple[NoteMark, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    size: float | None = None
    gap: bool = False
    joined: bool = False
    cells: tuple[CellText, ...] = ()
    table: int | None = None

    @property
    def all_bold(self) -> bool:
        """Whether all visible characters are bold."""
        covered = sum(end - start for start, end in self.bold)
        return covered > 0 and covered >= len(self.text.text.strip())


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its text, the blocks in it, and the account of its characters.

    ``text`` is what offsets refer to: the decoded file for text formats, the extracted text layer otherwise (it is
    kept beside the knowledge base). The ledger already holds the remainders that the reader found.
    """

    text: str
    blocks: tuple[Block, ...]
    ledger: Ledger
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())
    title: str | None = None
