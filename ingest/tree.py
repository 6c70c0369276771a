"""Blocks become the logical units of a document: headings, whole paragraphs, bullets, footnotes, tables with notes.

What an author numbered is one unit, however often pages, footnotes and tables break into it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.aligned import Aligned
from ingest.blocks import Block, NoteMark
from ingest.labels import (
    ITEM_SCHEMES,
    PARAGRAPH_SCHEMES,
    Label,
    is_caption,
    is_note,
    is_standing_heading,
    read_label,
    starts_with_bullet,
)
from ingest.ledger import Ledger
from ingest.nodes import DocumentDraft, Node
from ingest.outline import Outline
from ingest.split import split_documents
from ingest.tables import RawCell, is_glossary

__all__ = ["parse_documents", "raw_cells"]

_TERMINAL = re.compile(
    r"[。！？!?；;：:…．](?:[”’\"』」）)》\]】]|\s)*$|(?<![A-Z\d])\.(?:[”’\"』」）)\]]|\s)*$|https?://\S+$"
)
_INNER_STOP = re.compile(r"[。；！？]")
_URL = re.compile(r"(?:<?https?://|www\.)\S")
_CONTENTS_LINE = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\.\s){4,}|\t)\s*[\divxlIVXL]{1,4}\s*$|\S\s+\d{1,4}\s*$")
_LEADERS = re.compile(r"(?:\.{5,}|…{3,}|·{5,}|(?:\.\s){5,})\s*[\divxlIVXL]{1,4}\s*$")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]|[（(](?:in\s|%|Unit)")
_LONGEST_HEADING = 60
_LONGEST_ITEM = 120


def parse_documents(blocks: Sequence[Block], ledger: Ledger) -> list[DocumentDraft]:
    """Parse the blocks of a file into its documents; labels and tables of contents are claimed in ``ledger``."""
    return [_DocumentParser(cover, body, ledger).parse() for cover, body in split_documents(blocks)]


def raw_cells(row: Block) -> tuple[RawCell, ...]:
    """The cells of a row block as the header resolution wants them."""
    return tuple(
        RawCell(c.text.text, tuple(m.label for m in c.marks), c.colspan, c.rowspan, c.header) for c in row.cells
    )


class _DocumentParser:
    """Walks over the body blocks once, keeping what the next block may attach to."""

    def __init__(self, cover: list[Block], body: list[Block], ledger: Ledger) -> None:
        self.draft = DocumentDraft(cover)
        self.body, self.ledger = body, ledger
        self.outline = Outline()
        self.item: Node | None = None  # the numbered unit that bullets and unnumbered paragraphs hang on
        self.item_label: str | None = None
        self.lead: Node | None = None  # the paragraph that leads into a list
        self.open: Node | None = None  # the last paragraph or bullet: a page break may have cut it
        self.footnote: Node | None = None  # the last footnote, while nothing else came after it
        self.table: Node | None = None  # the table whose rows or notes may still come
        self.caption: Block | None = None
        self.figure: Node | None = None  # the caption without rows whose notes may still come
        self.in_contents = False
        self.heading: Node | None = None
        self.counters: Counter[tuple[int, str]] = Counter()  # bullets and paragraphs after each item or heading
        self.bullets: list[Node] = []  # the current list, one node for each depth
        self.last_table_id: int | None = None
        self.list_number: int | None = None  # the number of the last item, in a list numbered like paragraphs

    def parse(self) -> DocumentDraft:
        if self.draft.cover:
            self.draft.nodes.append(self._cover())
        for i, block in enumerate(self.body):
            self._block(block, self.body[i + 1 : i + 3])
        self._flush_caption()
        return self.draft

    def _cover(self) -> Node:
        cover = self.draft.cover
        text = Aligned.join((b.text for b in cover), "\n")
        marks: list[NoteMark] = []
        shift = 0
        for block in cover:
            marks += [NoteMark(m.label, m.at + shift) for m in block.marks]
            shift += len(block.text) + 1
        return Node("cover", text, page=cover[0].page, page_label=cover[0].page_label, marks=marks)

    # -- dispatch -----------------------------------------------------------------------------------------------

    def _block(self, block: Block, ahead: Sequence[Block]) -> None:
        text = block.text.text
        following = ahead[0] if ahead else None
        if block.kind == "row":
            self._row(block)
            return
        if not text:
            return
        if self._contents(block):
            return
        if self.caption is not None and _UNIT_LINE.match(text):
            self.caption = _with_line(self.caption, block)
            return
        if block.kind in ("text", "caption", "heading") and self._is_caption(block, ahead):
            self._flush_caption()
            self.caption = block
            if following is None or following.kind not in ("row", "text"):
                self._flush_caption()
            return
        self._flush_caption()
        if block.kind == "footnote":
            self._footnote(block)
        elif block.kind == "heading":
            self._heading_block(block, following)
        elif block.kind == "item":
            self._item_block(block, following)
        else:
            self._text_block(block, following)

    def _is_caption(self, block: Block, ahead: Sequence[Block]) -> bool:
        """A caption of a figure, or of a table whose rows follow, perhaps after a line with the unit."""
        label = is_caption(block.text.text)
        if label is None:
            return False
        rows = bool(ahead) and ahead[0].kind == "row"
        unit = len(ahead) > 1 and ahead[1].kind == "row" and bool(_UNIT_LINE.match(ahead[0].text.text))
        return rows or unit or label.scheme == "figure" or block.kind == "caption"

    def _contents(self, block: Block) -> bool:
        """Whether the block belongs to a table of contents; it is then claimed and dropped."""
        text = block.text.text
        if re.fullmatch(r"目\s*[录次]|(?:Table of )?Contents|CONTENTS|TABLE OF CONTENTS", text.strip()):
            self.in_contents = True
        elif self.in_contents and not _CONTENTS_LINE.search(text):
            self.in_contents = False
        if self.in_contents or (_LEADERS.search(text) and block.kind != "footnote"):
            self.ledger.claim_all(block.text.sources(), "contents")
            return True
        return False

    # -- text ---------------------------------------------------------------------------------------------------

    def _text_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        if is_note(text) and (self.table is not None or self.open is None or self.figure):
            self._note(block)
            return
        if self.footnote is not None and self._continues_footnote(block):
            self.footnote.extend(block)
            return
        label = self._own_label(block)
        if label is not None and label.scheme in ITEM_SCHEMES:
            self._bullet(self._cut(block, label.length), depth=0)
        elif label is not None and self._is_list_number(block, label):
            self._bullet(self._cut(block, label.length), depth=0)
            self.list_number = label.number
        elif label is not None and self._is_heading(block, label, following):
            self._heading(block, label)
        elif label is not None and label.scheme in PARAGRAPH_SCHEMES:
            self._numbered(block, label)
        elif label is None and (is_standing_heading(text) or self._is_bold_heading(block, following)):
            self._heading(block, None)
        elif self._continues_open(block):
            assert self.open is not None
            self.open.extend(block)
            self.footnote = None
        elif label is not None:
            self._numbered(block, label)
        elif self._is_plain_heading(block, following):
            self._heading(block, None)
        else:
            self._paragraph(block)

    def _is_list_number(self, block: Block, label: Label) -> bool:
        """Whether "1." numbers an item of a list that a colon leads into, and not a paragraph of the report."""
        if label.scheme != "number" or len(block.text) > _LONGEST_ITEM or block.all_bold:
            return False
        if label.number == 1:
            lead = self.open
            return lead is not None and lead.form == "paragraph" and bool(re.search(r"[：:]\s*$", lead.text.text))
        return bool(self.bullets) and self.list_number is not None and label.number == self.list_number + 1

    def _own_label(self, block: Block) -> Label | None:
        """The label printed in the text, or given by the format."""
        if block.label:
            given = read_label(block.label.strip() + " ")
            return Label(given.scheme, given.text, 0) if given else Label("number", block.label.strip(" .、)）("), 0)
        return read_label(block.text.text)

    def _cut(self, block: Block, length: int) -> Block:
        """The block without the label at its start; the label is claimed."""
        if not length:
            return block
        self.ledger.claim_all(block.text.slice(0, length).sources(), "label")
        rest = block.text.slice(length)
        left = len(rest.text) - len(rest.text.lstrip())
        cut = length + left
        return replace(
            block,
            text=rest.strip(),
            marks=tuple(NoteMark(m.label, max(m.at - cut, 0)) for m in block.marks),
            bold=tuple((max(a - cut, 0), b - cut) for a, b in block.bold if b > cut),
        )

    def _continues_footnote(self, block: Block) -> bool:
        note = self.footnote
        assert note is not None
        text = block.text.text
        if not block.gap and not block.joined and block.size is None:
            return True
        if _URL.match(text):
            return True
        if self.open is not None and not _is_terminated(self.open.text.text):
            return False
        return bool(re.search(r"[，,、]\s*$", note.text.text)) and read_label(text) is None

    def _continues_open(self, block: Block) -> bool:
        """Whether an unlabelled block is the rest of a paragraph that a page end broke."""
        before = self.open
        if before is None or _is_terminated(before.text.text) or block.all_bold:
            return False
        inner = bool(_INNER_STOP.search(before.text.text))
        if before.form == "bullet":
            return inner or len(before.text) >= 60
        return inner or len(before.text) >= 20

    # -- headings -----------------------------------------------------------------------------------------------

    def _is_heading(self, block: Block, label: Label, following: Block | None) -> bool:
        """Whether a labelled line is a heading and not a numbered paragraph."""
        rest = block.text.text[label.length :].strip()
        if not rest or label.scheme in ITEM_SCHEMES:
            return label.scheme in ("chapter", "part")
        if block.all_bold:
            return len(rest) <= 80 and (label.scheme != "number" or not re.search(r"。.", rest))
        if len(rest) > _LONGEST_HEADING or _is_terminated(rest) or _INNER_STOP.search(rest):
            return False
        if label.scheme in ("number", "decimal", "han_paren"):
            return len(rest) <= 40 and self._opens_section(label, following)
        return True

    def _opens_section(self, label: Label, following: Block | None) -> bool:
        """A short numbered line is a heading where text follows it, an enumeration where its like follows."""
        if following is None or following.kind in ("heading", "footnote"):
            return False
        if following.kind in ("row", "item", "caption"):
            return True
        after = self._own_label(following)
        if after is not None and after.scheme == label.scheme:
            return False
        return len(following.text) > 30 or after is not None or _is_terminated(following.text.text)

    def _is_bold_heading(self, block: Block, following: Block | None) -> bool:
        text = block.text.text
        return (
            block.all_bold
            and len(text) <= _LONGEST_HEADING
            and not _INNER_STOP.search(text)
            and following is not None
            and following.kind != "footnote"
        )

    def _is_plain_heading(self, block: Block, following: Block | None) -> bool:
        """A short unmarked line before text, in formats that do not mark headings."""
        text = block.text.text
        if block.joined or block.size is not None or not block.gap or len(text) > 30 or following is None:
            return False
        if re.search(r"[，。；：！？,;:!?、]", text) or re.fullmatch(r"[\d\s.,%/-]+", text) or block.marks:
            return False
        if following.kind in ("item", "row"):
            return True
        return following.kind == "text" and following.gap and len(following.text) >= 40

    def _heading_block(self, block: Block, following: Block | None) -> None:
        """What the format calls a heading: converters also mark whole paragraphs so."""
        text = block.text.text
        bullet = starts_with_bullet(text)
        if bullet:
            self._heading(self._cut(block, bullet), None, bullet=True)
            return
        if _URL.match(text):  # "# https://…": a converter's slip
            self._text_block(replace(block, kind="text"), following)
            return
        label = self._own_label(block)
        paragraph = len(text) > 100 and bool(_INNER_STOP.search(text))
        if paragraph:
            self._text_block(replace(block, kind="text", bold=()), following)
        else:
            self._heading(block, label)

    def _heading(self, block: Block, label: Label | None, *, bullet: bool = False) -> None:
        if block.label and not label_is_printed(block):
            block = self._with_label(block)
        entered = self.outline.enter(block.text.text, block.level, bullet=bullet)
        node = self._add("heading", block, entered.label)
        node.section = node.section[:-1]
        self.heading = node
        numbered = label is not None and label.scheme in ("number", "decimal") and not block.text.text.startswith("附")
        self.item = node if numbered else None
        self.item_label = label.text if numbered and label else self.outline.label
        self._close_lists()
        self.open, self.footnote, self.table, self.figure = None, None, None, None

    def _with_label(self, block: Block) -> Block:
        """A heading with the automatic number of its format put before its text."""
        prefix = Aligned(f"{(block.label or '').strip()} ")
        return replace(
            block,
            text=Aligned.join((prefix, block.text)),
            marks=tuple(NoteMark(m.label, m.at + len(prefix)) for m in block.marks),
            label=None,
        )

    # -- paragraphs and lists -----------------------------------------------------------------------------------

    def _numbered(self, block: Block, label: Label) -> None:
        self.outline.leave(label.scheme)
        node = self._add("paragraph", self._cut(block, label.length), label.text)
        self.item, self.item_label = node, label.text
        self._close_lists()
        self._opened(node)

    def _paragraph(self, block: Block) -> None:
        self._close_lists()
        node = self._add("paragraph", block, self._after_label())
        self._opened(node)
        self.lead = node if re.search(r"[：:]\s*$", node.text.text) else None

    def _after_label(self) -> str | None:
        """``3~1``: the label of the next unnumbered paragraph after item 3."""
        return self._next(self.item or self.heading, self.item_label, "~")

    def _next(self, base: Node | None, label: str | None, mark: str) -> str | None:
        """The next label of its kind after a unit; numbering starts again with each unit, not with each label."""
        if base is None or label is None:
            return None
        self.counters[id(base), mark] += 1
        return f"{label}{mark}{self.counters[id(base), mark]}"

    def _opened(self, node: Node) -> None:
        self.open, self.footnote, self.table, self.figure = node, None, None, None
        self.lead = None

    def _close_lists(self) -> None:
        self.bullets.clear()
        self.lead, self.list_number = None, None

    def _item_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        heading_like = block.all_bold and not _INNER_STOP.search(text) and len(text) <= _LONGEST_HEADING
        if heading_like and following is not None and following.kind not in ("item", "footnote"):
            self._heading(block, None, bullet=True)
            return
        label = self._own_label(block)
        if label is not None and not block.label and label.scheme not in ITEM_SCHEMES and label.scheme != "number":
            label = None
        self._bullet(self._cut(block, label.length) if label else block, depth=block.level or 0)

    def _bullet(self, block: Block, depth: int) -> None:
        if not block.text.text:
            return
        depth = min(depth, len(self.bullets))
        del self.bullets[depth:]
        above = self.bullets[-1] if self.bullets else None
        parent = above or self.lead or self.item
        if above is not None:
            label = self._next(above, above.label, "#")
        elif self.lead is not None and self.lead.label is not None:
            label = self._next(self.lead, self.lead.label, "#")
        else:
            label = self._next(self.item or self.heading, self.item_label, "#")
        lead = self.lead
        node = self._add("bullet", block, label)
        node.parent = parent
        self.bullets.append(node)
        self._opened(node)
        self.lead = lead

    # -- footnotes, tables, notes -------------------------------------------------------------------------------

    def _footnote(self, block: Block) -> None:
        if self.table is not None and self._is_table_note(block):
            self._note(block)
            return
        node = self._add("footnote", block, f"fn{block.label}")
        self.footnote = node

    def _is_table_note(self, block: Block) -> bool:
        """A note right under a table whose cells call it, and whose number does not go on from the last footnote."""
        assert self.table is not None
        called = {m.label for row in self.table.rows for cell in row.cells for m in cell.marks}
        if block.label not in called:
            return False
        printed = [(n.label or "")[2:] for n in self.draft.nodes if n.form == "footnote"]
        numbers = [int(number) for number in printed if number.isdigit()]
        expected = max(numbers, default=0) + 1
        return not (block.label or "").isdigit() or int(block.label or 0) != expected

    def _row(self, block: Block) -> None:
        if not any(cell.text.text for cell in block.cells):
            return
        same = self.table is not None and self.caption is None and block.table == self.last_table_id
        if not same or self.table is None:
            self.table = self._new_table(block)
        self.last_table_id = block.table
        self.table.rows.append(block)
        self.footnote = None

    def _new_table(self, block: Block) -> Node:
        caption, self.caption = self.caption, None
        label, printed = self._table_label(caption)
        text = caption.text if caption else Aligned("")
        node = Node(
            "table",
            text,
            label=label,
            section=self.outline.section,
            page=block.page if caption is None else caption.page,
            page_label=block.page_label,
            marks=list(caption.marks) if caption else [],
            parent=self.item if self.item is not None and self.item.form == "paragraph" else None,
            caption=caption.text.text if caption else self._implied_caption(),
            borrowed_label=not printed,
        )
        self.draft.nodes.append(node)
        return node

    def _implied_caption(self) -> str:
        """A table without a caption goes by its heading, when nothing but the heading stands before it."""
        return self.outline.section[-1] if self.outline.section and self.item is None else ""

    def _table_label(self, caption: Block | None) -> tuple[str | None, bool]:
        """The label of a new table and whether it is printed; else the table goes by what introduces it."""
        if caption is not None:
            label = is_caption(caption.text.text)
            return (f"table {label.text}" if label else None), True
        base = self.outline.label if self.item is None else self.item_label
        if base is None:
            return None, False
        return (base, True) if base.startswith("appendix") else (f"table {base}", False)

    def _flush_caption(self) -> None:
        """A caption without rows (a figure, a lost table) is a note of its own."""
        if self.caption is None:
            return
        block, self.caption = self.caption, None
        label = is_caption(block.text.text)
        name = f"{label.scheme} {label.text}" if label else None
        self.figure, self.table = self._add("note", block, name), None

    def _note(self, block: Block) -> None:
        table = self.table
        base = table or self.figure or self.heading
        name = base.label if base in (table, self.figure) and base is not None else self.outline.label
        node = self._add("note", block, self._next(base, name, "~"))
        node.parent, node.notes_of = table, table

    def _add(self, form: str, block: Block, label: str | None) -> Node:
        node = Node(
            form,  # type: ignore[arg-type]
            block.text,
            label=label,
            section=self.outline.section,
            page=block.page,
            page_label=block.page_label,
            marks=list(block.marks),
        )
        self.draft.nodes.append(node)
        return node


def _with_line(before: Block, block: Block) -> Block:
    """A caption with the line under it."""
    return replace(before, text=Aligned.join((before.text, block.text), " "))


def label_is_printed(block: Block) -> bool:
    """Whether the text of a block already begins with the label that the format gives."""
    return block.text.text.startswith((block.label or "").strip())


def is_glossary_table(node: Node) -> bool:
    """Whether a table node is a list of abbreviations."""
    return is_glossary([raw_cells(row) for row in node.rows], node.caption)


def _is_terminated(text: str) -> bool:
    return bool(_TERMINAL.search(text.rstrip()))
