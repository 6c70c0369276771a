"""Reader of web pages: the main text with its tables and footnotes, without menus."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from ingest.blocks import Block, Source
from ingest.inlines import Composer, Inline, TypedMark
from ingest.ledger import Ledger
from ingest.web.blocks import Context, block_maker, is_item, notes_in_place, numbered, one_note, row_maker
from ingest.web.notes import find_notes
from ingest.web.page import (
    ENDED,
    SILENT,
    Element,
    begins_paragraph,
    breaks_paragraphs,
    find_main,
    is_furniture,
    is_hidden,
    is_link_list,
    meta,
    parse,
    tag_of,
    words,
)
from ingest.web.tables import DraftCell, draft_cells, is_data_table

__all__ = ["read_html"]

_INLINE = words(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr o:p"
)
_BOLD = frozenset({"b", "strong", "th"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BULLET = re.compile(r"\s*(?:[•●○▪■◆◇►▶➢➤✓✔◦∙⚫](?=\s*\S)|□(?=\s*\S)(?!.*[□√☑])|[·–—*\-](?=\s+\S))\s*")
_DEEPEST = 180  # elements inside each other; deeper ones are read as plain text
_WHITE = re.compile(r"[ \t\r\n\f]+")


def read_html(text: str) -> Source:
    """Read a decoded HTML page.

    ``text`` of the result is the visible text, a line for each paragraph and cells of a row apart by tabs; markup is
    not part of it. Menus, headers and footers are in it and in the ledger as ``navigation``.
    """
    root = parse(text)
    if root is None:
        return Source(text="", blocks=(), ledger=Ledger(0))
    reader = _PageReader(root)
    reader.read()
    source = reader.composer.text
    ledger = Ledger(len(source))
    made = [block for make in reader.made if (block := make(ledger)) is not None]
    blocks = tuple(notes_in_place(one_note(made)))
    for start, end, kind in reader.claims:
        ledger.claim(start, end, kind)
    return Source(text=source, blocks=blocks, ledger=ledger, title=reader.title)


class _PageReader:
    """Walks over the page once and composes its text."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.notes = find_notes(root)
        self.marks = {*self.notes.calls, *self.notes.notes}
        self.main, self.weights = find_main(root)
        self.whole = self.weights.get(self.main, 0)
        self.composer = Composer()
        self.made: list[Callable[[Ledger], Block | None]] = []
        self.claims: list[tuple[int, int, str]] = []
        self.inline: Inline | None = None
        self.context = Context()
        self.tables = self.lists = self.aside = self.bold = self.nested = 0
        self.broken: dict[Element | None, bool] = {}  # whether line breaks end paragraphs, by parent
        self.in_main = self.preformatted = False
        self.parting = False  # whether the last line break may have ended a paragraph
        self.cell: list[tuple[Inline, str | None]] | None = None
        self.title = meta(root, "articletitle", "og:title", "citation_title", "dc.title")
        self.head = " ".join("".join(next(root.iter("title"), root).itertext()).split()) if self._has_title() else ""

    def _has_title(self) -> bool:
        return next(self.root.iter("title"), None) is not None

    def read(self) -> None:
        body = next(self.root.iter("body"), self.root)
        self.in_main = self.main is body
        self._element(body, 0)
        self._flush()

    # -- walking

    def _element(self, element: Element, depth: int) -> None:
        tag = tag_of(element)
        if not tag or tag in SILENT or is_hidden(element):
            return
        if depth > _DEEPEST:
            self._write("".join(element.itertext()))
        elif tag == "br":
            self._break(element)
        elif tag in _INLINE and element not in self.notes.notes:
            self._inline(element, tag, depth)
        else:
            self._block(element, tag, depth)

    def _children(self, element: Element, depth: int) -> None:
        self._write(element.text or "")
        for item in element:
            self._element(item, depth + 1)
            self._write(item.tail or "")

    def _inline(self, element: Element, tag: str, depth: int) -> None:
        start = self.inline.end if self.inline else None
        bold = tag in _BOLD or "font-weight:bold" in (element.get("style") or "").replace(" ", "")
        self.bold += bold
        if tag not in ("rt", "rp", "img"):
            self._children(element, depth)
        self.bold -= bold
        inline = self.inline
        if inline is None:
            return
        begin = inline.start if start is None else start
        if element in self.notes.calls or element in self.notes.back:
            label = self.notes.calls.get(element, "")
            if not any(m.start >= begin for m in inline.typed) and begin < inline.end:
                inline.typed.append(TypedMark(begin, inline.end, label))
        elif (tag == "sup" or "vertical-align:super" in (element.get("style") or "").replace(" ", "")) and not any(
            m.start >= begin for m in inline.typed
        ):
            inline.take_mark(begin)

    def _block(self, element: Element, tag: str, depth: int) -> None:
        self._flush()
        outer, furniture = self.context, False
        if element is self.main:
            self.in_main = True
        else:
            weight = self.weights.get(element, 0)
            furniture = is_furniture(element, self.weights, self.whole)
            furniture = furniture or is_link_list(element, tag, weight, self.marks)
        self.aside += furniture
        self._enter(element, tag, depth)
        self._flush()
        self.aside -= furniture
        if element is self.main:
            self.in_main = False
        self.context = outer if tag != "li" else Context()

    def _enter(self, element: Element, tag: str, depth: int) -> None:
        """Read a block by its tag."""
        if element in self.notes.notes:
            self.context = Context("footnote", label=self.notes.notes[element])
            self._children(element, depth)
        elif tag in _HEADINGS:
            self.context = Context("heading", _HEADINGS[tag])
            self._children(element, depth)
        elif tag in ("ul", "ol", "menu", "dir"):
            self._list(element, tag, depth)
        elif tag == "table" and self.cell is None and is_data_table(element):
            self._table(element)
        elif tag == "table" and self.cell is not None:
            self.nested += 1
            self._children(element, depth)
            self._flush()
            self.nested -= 1
        elif tag in ("caption", "figcaption"):
            self.context = Context("caption")
            self._children(element, depth)
        elif tag == "pre":
            self.preformatted = True
            self._children(element, depth)
            self._flush()
            self.preformatted = False
        else:
            self._children(element, depth)

    def _list(self, element: Element, tag: str, depth: int) -> None:
        number = int(element.get("start") or 1) if (element.get("start") or "1").isdecimal() else 1
        for item in element:
            if tag_of(item) == "li" and item not in self.notes.notes:
                self._flush()
                label = numbered(number, element.get("type")) if tag == "ol" else None
                items = label is None or self.lists > 0 or is_item(label)
                self.context = Context("item" if items else "text", self.lists if items else None, label)
                number += 1
            self.lists += 1
            self._element(item, depth + 1)
            self.lists -= 1
            self._write(item.tail or "")

    # -- text

    def _write(self, text: str) -> None:
        if not self.preformatted:
            text = _WHITE.sub(" ", text)
        if self.parting and text.strip():
            self.parting = False
            if self.inline is not None and begins_paragraph(self.inline.text, text):
                self._flush()
        if self.inline is None:
            text = text.lstrip(" \n\t") if self.preformatted else text.lstrip(" ")
            if not text:
                return
            self.inline = Inline(self.composer.length)
        elif text.startswith(" ") and self.inline.text.endswith((" ", "\n")):
            text = text[1:]
        start = self.composer.write(text)
        self.inline.text += text
        if self.bold and text.strip():
            self.inline.bold.append((start, start + len(text)))

    def _break(self, element: Element) -> None:
        """``<br>``: within a sentence a line, after a sentence or a long line the end of a paragraph."""
        if self.inline is None:
            return
        text = self.inline.text
        last = text.rsplit("\n", 1)[-1]
        parent = element.getparent()
        if parent not in self.broken:
            self.broken[parent] = breaks_paragraphs(parent)
        if self.cell is None and (text.endswith("\n") or ENDED.search(last) or len(last) > 60):
            self._flush()
            return
        self.composer.write("\n")
        self.inline.text += "\n"
        self.parting = self.cell is None and self.broken[parent]

    def _flush(self) -> None:
        """End the paragraph."""
        inline, self.inline = self.inline, None
        if inline is None:
            return
        self.composer.write("\n")
        if not inline.text.strip():
            return
        if self.cell is not None:
            inline.apart = self.nested > 0
            self.cell.append((inline, None))
            return
        context = self.context
        if self.aside or not (self.in_main or context.kind == "footnote" or self._is_title(inline, context)):
            self.claims.append((inline.start, inline.end, "navigation"))
            return
        if not self.in_main and context.kind == "text":
            context = Context("heading", 1)
        if context.kind in ("item", "footnote") or context.label:
            self.context = Context()  # only the first paragraph of an item or a note has its label
        cut = 0
        if context.kind == "text" and (bullet := _BULLET.match(inline.text)):
            context, cut = replace(context, kind="item", level=0), bullet.end()
        self.made.append(block_maker(inline, context, cut))

    def _is_title(self, inline: Inline, context: Context) -> bool:
        """The title often stands outside the element that holds the text."""
        if context.kind == "heading" and context.level == 1:
            return True
        text = " ".join(inline.text.split())
        return len(text) >= 6 and (self.head.startswith(text) or text == self.title)

    # -- tables

    def _table(self, table: Element) -> None:
        caption = next((e for e in table if tag_of(e) == "caption"), None)
        if caption is not None:
            self._element(caption, 0)
        self._flush()
        self.tables += 1
        number, first = self.tables, True
        for row in draft_cells(table):
            cells = [(self._read_cell(cell), cell) for cell in row]
            self.composer.write("\n")
            if self.aside or not self.in_main:
                for drafts, _ in cells:
                    self.claims += [(i.start, i.end, "navigation") for i, _ in drafts]
                continue
            self.made.append(row_maker(cells, number, gap=first))
            first = False

    def _read_cell(self, cell: DraftCell) -> list[tuple[Inline, str | None]]:
        outer, self.cell = self.cell, []
        self._children(cell.element, 0)
        self._flush()
        found, self.cell = self.cell, outer
        self.composer.write("\t")
        return found
