"""Reader of Word files (.docx): paragraphs, automatic numbers, real footnotes, tables; tracked changes as accepted.

The XML is walked here rather than through python-docx, which has no footnotes, numbers or content controls, and gives
up on files whose parts are missing or of the strict variant of the format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from errors import UnreadableSource
from ingest.blocks import Block, BlockKind, Source
from ingest.inlines import Composer, Inline, finish
from ingest.labels import ITEM_SCHEMES, read_label
from ingest.ledger import Ledger
from ingest.word.notes import Notes
from ingest.word.numbering import Number, Numbering
from ingest.word.package import Element, Package, attribute, child, integer, local, on
from ingest.word.rows import CellDraft, contents_of, joined_text, own_paragraphs, paragraphs_of, row_maker
from ingest.word.runs import Fields, RunReader
from ingest.word.styles import Styles

__all__ = ["read_word"]

_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading)", re.IGNORECASE)
_CAPTION = re.compile(r"(?:caption|题注|图表标题)$", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[•●○▪■◆◇►▶➢➤✓✔◦∙⚫\uf000-\uf0ff](?=\s*\S)|□(?=\s*\S)(?!.*[□√☑])|[·–—*\-](?=\s+\S))\s*")


def read_word(path: Path) -> Source:
    """Read a DOCX file.

    ``text`` of the result is a linear text: a line for each paragraph, cells of a row apart by tabs, a footnote after
    the paragraph that calls it. Automatic numbers are not characters of the file: they are labels of blocks.

    :raises UnreadableSource: damaged, or holding no text.
    :raises UnsupportedSource: not a Word document, encrypted, or of the old format.
    """
    with Package(path) as package:
        reader = _WordReader(package)
        reader.container(package.document())
        reader.furniture()
        warnings = tuple(f"{name} is damaged: read as far as possible" for name in package.damaged)
    source = reader.composer.text
    if not source.strip():
        raise UnreadableSource(str(path), "the Word file holds no text")
    ledger = Ledger(len(source))
    blocks = [block for make in reader.made if (block := make(ledger)) is not None]
    for start, end, kind in reader.claims:
        ledger.claim(start, end, kind)
    return Source(text=source, blocks=tuple(blocks), ledger=ledger, warnings=warnings)


class _WordReader:
    """Walks over the body once and composes the text; the blocks are made when the length of the text is known."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(next((root for _, root in package.related("styles")), None))
        self.numbering = Numbering(next((root for _, root in package.related("numbering")), None), self.styles)
        self.composer, self.fields = Composer(), Fields()
        self.notes = Notes(package)
        self.runs = RunReader(self.composer, self.styles, self.fields, self.notes.call)
        self.made: list[Callable[[Ledger], Block | None]] = []
        self.claims: list[tuple[int, int, str]] = []
        self.tables = 0
        self.in_contents = 0
        self.pending: list[tuple[str, Element]] = []  # notes called in a table, to come after it
        self.depth = 0

    def container(self, element: Element) -> None:
        """Read a body, a cell used as a frame, a content control or a text box."""
        self.depth += 1
        merge: Inline | None = None
        for item in contents_of(element) if self.depth < 30 else ():
            name = local(item)
            if name == "p":
                merge = self._paragraph(item, merge)
            elif name == "tbl":
                merge = None
                self._table(item)
            elif name == "sdt":
                contents = _is_contents(item)
                self.in_contents += contents
                content = child(item, "sdtContent")
                if content is not None:
                    self.container(content)
                self.in_contents -= contents
        self.depth -= 1

    # -- paragraphs

    def _paragraph(self, paragraph: Element, merge: Inline | None) -> Inline | None:
        """Read a paragraph; returns it where a tracked change has deleted its end, so that the next one joins it."""
        contents = self.in_contents > 0 or self.fields.within("TOC")
        number = self.numbering.number(paragraph) if _has_text(paragraph) else None
        inline = self.runs.read(paragraph)
        contents = contents or self.fields.within("TOC") or self._has_style(paragraph, _CONTENTS)
        if merge is not None:
            inline = _merged(merge, inline)
        if any(on(child(paragraph, "pPr", "rPr", change)) is not None for change in ("del", "moveFrom")):
            return inline
        self.composer.write("\n")
        if contents:
            self.claims.append((inline.start, inline.end, "contents"))
        elif inline.text.strip():
            self._add_paragraph(paragraph, inline, number)
        for label, note in inline.notes:
            self._note(label, note)
        for box in inline.boxes:
            self.container(box)
        return None

    def _add_paragraph(self, paragraph: Element, inline: Inline, number: Number | None) -> None:
        level = self.styles.heading_level(paragraph)
        kind: BlockKind = "text"
        label = number.label if number else None
        depth: int | None = None
        cut = 0
        if level is not None:
            kind, depth = "heading", level
        elif self._has_style(paragraph, _CAPTION):
            kind = "caption"
        elif number is not None and (number.label is None or _numbers_items(number.label)):
            kind, depth = "item", max(number.level, self.styles.list_depth(paragraph))
        elif inline.typed and inline.typed[0].start == inline.start + len(inline.text) - len(inline.text.lstrip()):
            first = inline.typed[0]
            kind, label, cut = "footnote", first.label, first.end - inline.start
        elif bullet := _BULLET.match(inline.text):
            kind, depth, cut = "item", 0, bullet.end()
        self._make(inline, kind, label, depth, cut)

    def _make(self, inline: Inline, kind: BlockKind, label: str | None, level: int | None, cut: int) -> None:
        def make(ledger: Ledger) -> Block | None:
            if cut:
                ledger.claim(inline.start, inline.start + cut, "label")
            text, marks, bold = finish(inline, ledger, cut)
            if not text.text:
                return None
            return Block(
                kind=kind,
                text=text,
                level=level,
                label=label,
                marks=marks,
                bold=bold,
                size=inline.size,
                gap=True,
                joined=True,
            )

        self.made.append(make)

    def _has_style(self, paragraph: Element, pattern: re.Pattern[str]) -> bool:
        return any(pattern.match(name.strip()) for name in self.styles.names(self.styles.style_of(paragraph)))

    # -- notes

    def _note(self, label: str, note: Element) -> None:
        drafts = [self._inner(paragraph) for paragraph in note.iter() if local(paragraph) == "p"]
        self.made.append(lambda ledger: self._note_block(label, drafts, ledger))

    def _note_block(self, label: str, drafts: list[tuple[Inline, str | None]], ledger: Ledger) -> Block | None:
        first = next((inline for inline, _ in drafts if inline.text.strip()), None)
        if first is not None and first.typed and not first.text[: first.typed[0].start - first.start].strip():
            mark = first.typed.pop(0)  # its own number, typed
            ledger.claim(mark.start, mark.end, "label")
            first.bold = [span for span in first.bold if span[0] >= mark.end]
            first.text, first.start = first.text[mark.end - first.start :], mark.end
        text, marks = joined_text(drafts, ledger)
        size = first.size if first else None
        return Block(kind="footnote", text=text, label=label, marks=marks, size=size, gap=True, joined=True)

    def _inner(self, paragraph: Element) -> tuple[Inline, str | None]:
        """A paragraph inside a note or cell, with its automatic number."""
        number = self.numbering.number(paragraph) if _has_text(paragraph) else None
        inline = self.runs.read(paragraph)
        self.composer.write("\n")
        return inline, number.label if number else None

    # -- tables

    def _table(self, table: Element) -> None:
        rows = [row for row in contents_of(table) if local(row) == "tr" and child(row, "trPr", "del") is None]
        cells = [[cell for cell in contents_of(row) if local(cell) == "tc"] for row in rows]
        if all(len(row) <= 1 for row in cells):
            for row in cells:
                for cell in row:  # a frame round text, as boxes are set
                    self.container(cell)
            return
        self.tables += 1
        number, kept = self.tables, self.pending
        self.pending = []
        drafts = self._rows(rows, cells)
        for index, draft in enumerate(drafts):
            self.made.append(row_maker(draft, number, gap=index == 0))
        notes, self.pending = self.pending, kept
        for label, note in notes:
            self._note(label, note)

    def _rows(self, rows: list[Element], cells: list[list[Element]]) -> list[list[CellDraft]]:
        open_cells: dict[int, CellDraft] = {}  # vertically merged cells by column
        out: list[list[CellDraft]] = []
        for row, items in zip(rows, cells, strict=True):
            header = bool(on(child(row, "trPr", "tblHeader")))
            before = integer(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
            drafts = [CellDraft([], before, 1, header)] if before else []
            column = before
            for cell in items:
                span = max(integer(attribute(child(cell, "tcPr", "gridSpan"), "val"), 1), 1)
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") != "restart" and column in open_cells:
                    open_cells[column].rowspan += 1
                else:
                    draft = CellDraft(self._cell(cell), span, 1, header)
                    drafts.append(draft)
                    open_cells.pop(column, None)
                    if merge is not None:
                        open_cells[column] = draft
                column += span
            self.composer.write("\n")
            out.append(drafts)
        return out

    def _cell(self, cell: Element) -> list[tuple[Inline, str | None]]:
        drafts = []
        own = {id(item) for item in own_paragraphs(cell)}
        for paragraph in paragraphs_of(cell):
            inline, label = self._inner(paragraph)
            inline.apart = id(paragraph) not in own
            self.pending += inline.notes
            drafts.append((inline, label))
            for box in inline.boxes:
                drafts += [self._inner(p) for p in paragraphs_of(box)]
        self.composer.write("\t")
        return drafts

    # -- furniture

    def furniture(self) -> None:
        """Headers and footers."""
        for kind in ("header", "footer"):
            for _, root in self.package.related(kind):
                for paragraph in paragraphs_of(root):
                    inline = self.runs.read(paragraph)
                    self.composer.write("\n")
                    number = re.fullmatch(r"[\s\-–—·第页共/]*(?:\d+[\s\-–—·第页共/]*)+", inline.text)
                    self.claims.append((inline.start, inline.end, "page_number" if number else "running_head"))


def _merged(first: Inline, second: Inline) -> Inline:
    return replace(
        second,
        start=first.start,
        text=first.text + second.text,
        bold=first.bold + second.bold,
        calls=first.calls + second.calls,
        typed=first.typed + second.typed,
        notes=first.notes + second.notes,
        boxes=first.boxes + second.boxes,
    )


def _has_text(paragraph: Element) -> bool:
    """Whether a paragraph shows anything: an empty one is not numbered."""
    return any(local(item) in ("t", "footnoteReference", "sym", "drawing", "pict") for item in paragraph.iter())


def _is_contents(control: Element) -> bool:
    gallery = attribute(child(control, "sdtPr", "docPartObj", "docPartGallery"), "val") or ""
    return "table of contents" in gallery.lower()


def _numbers_items(label: str) -> bool:
    found = read_label(f"{label} ")
    return found is not None and found.scheme in ITEM_SCHEMES
