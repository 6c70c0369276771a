"""Cells and rows of Word tables, and the walk through wrappers that change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText, NoteMark
from ingest.glyphs import join_lines
from ingest.inlines import Inline, finish
from ingest.ledger import Ledger
from ingest.word.package import Element, child, local

__all__ = ["CellDraft", "contents_of", "joined_text", "own_paragraphs", "paragraphs_of", "row_maker"]

_TRANSPARENT = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent"})


@dataclass(slots=True)
class CellDraft:
    paragraphs: list[tuple[Inline, str | None]]
    colspan: int
    rowspan: int
    header: bool


def row_maker(draft: list[CellDraft], table: int, *, gap: bool) -> Callable[[Ledger], Block | None]:
    def make(ledger: Ledger) -> Block | None:
        cells = []
        for cell in draft:
            text, marks = joined_text(cell.paragraphs, ledger)
            cells.append(CellText(text, marks, cell.colspan, cell.rowspan, cell.header))
        if not any(cell.text.text for cell in cells):
            return None
        return Block(kind="row", text=Aligned(""), gap=gap, joined=True, cells=tuple(cells), table=table)

    return make


def joined_text(drafts: Iterable[tuple[Inline, str | None]], ledger: Ledger) -> tuple[Aligned, tuple[NoteMark, ...]]:
    """Paragraphs of a cell or note as one text; automatic numbers are put before theirs."""
    whole, apart = Aligned(""), False
    marks: list[NoteMark] = []
    for inline, label in drafts:
        text, found, _ = finish(inline, ledger)
        if not text.text and not found:
            continue
        if label:
            prefix = Aligned(f"{label} ")
            text = Aligned.join((prefix, text))
            found = tuple(NoteMark(m.label, m.at + len(prefix)) for m in found)
        joined = (
            Aligned.join((whole, text), " ")
            if (inline.apart or apart) and whole.text
            else join_lines(whole, text, ledger)
        )
        shift = len(joined) - len(text)
        marks += [NoteMark(m.label, m.at + shift) for m in found]
        whole, apart = joined, inline.apart
    return whole, tuple(marks)


def contents_of(element: Element) -> Iterable[Element]:
    """Children, looking through insertions and wrappers."""
    for item in element:
        name = local(item)
        if name in _TRANSPARENT:
            yield from contents_of(item)
        elif name == "sdt" and local(element) in ("tbl", "tr"):
            content = child(item, "sdtContent")
            if content is not None:
                yield from contents_of(content)
        elif name == "body":
            yield from contents_of(item)
        else:
            yield item


def own_paragraphs(cell: Element) -> Iterable[Element]:
    """The paragraphs of a cell outside tables in it."""
    for item in cell:
        if local(item) == "p":
            yield item
        elif local(item) == "sdt" or local(item) in _TRANSPARENT:
            yield from own_paragraphs(item)


def paragraphs_of(element: Element) -> Iterable[Element]:
    """All paragraphs of a cell, those of tables inside it too, but not those of text boxes."""
    for item in element:
        name = local(item)
        if name == "p":
            yield item
        elif name in ("tbl", "tr", "tc", "sdt") or name in _TRANSPARENT:
            yield from paragraphs_of(item)
