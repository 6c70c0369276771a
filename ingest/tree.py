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
from ingest.endnotes import with_endnotes
from ingest.floats import Floats, Place
from ingest.labels import (
    ITEM_SCHEMES,
    PARAGRAPH_SCHEMES,
    Label,
    is_note,
    is_standing_heading,
    starts_with_bullet,
)
from ingest.ledger import Ledger
from ingest.nodes import DocumentDraft, Node
from ingest.outline import Outline
from ingest.recognise import (
    begins_contents,
    continues_footnote,
    continues_paragraph,
    has_inner_stop,
    has_leaders,
    is_attachment_heading,
    is_bold_heading,
    is_contents_line,
    is_heading,
    is_plain_heading,
    is_unit_line,
    is_url,
    own_label,
    stands_as_caption,
)
from ingest.split import split_documents
from records import PassageForm

__all__ = ["parse_documents"]

_LONGEST_ITEM = 120
_LONGEST_BULLET_HEADING = 60


def parse_documents(blocks: Sequence[Block], ledger: Ledger) -> list[DocumentDraft]:
    """Parse the blocks of a file into its documents; labels and tables of contents are claimed in ``ledger``."""
    parts = with_endnotes(split_documents(blocks), ledger)
    return [_DocumentParser(cover, body, ledger).parse() for cover, body in parts]


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
        self.floats = Floats(self.draft, self.outline)
        self.in_contents = False
        self.heading: Node | None = None
        self.counters: Counter[tuple[int, str]] = Counter()  # bullets and paragraphs after each item or heading
        self.bullets: list[Node] = []  # the current list, one node for each depth
        self.depths: list[int] = []  # how far each of them is set in
        self.list_number: int | None = None  # the number of the last item, in a list numbered like paragraphs

    def parse(self) -> DocumentDraft:
        if self.draft.cover:
            self.draft.nodes.append(self._cover())
        for i, block in enumerate(self.body):
            self._block(block, self.body[i + 1 : i + 3])
        self.floats.flush()
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
            self.floats.row(block, self._place)
            self.footnote = None
            return
        if not text or self._contents(block):
            return
        if self.floats.caption is not None and is_unit_line(text):
            self.floats.add_unit(block)
            return
        if block.kind in ("text", "caption", "heading") and stands_as_caption(block, ahead):
            self.floats.add_caption(block)
            if following is None or following.kind not in ("row", "text"):
                self.floats.flush()
            return
        self.floats.flush()
        if block.kind == "footnote":
            self._footnote(block)
        elif block.kind == "heading":
            self._heading_block(block, following)
        elif block.kind == "item":
            self._item_block(block, following)
        else:
            self._text_block(block, following)

    @property
    def _place(self) -> Place:
        return Place(self.item, self.item_label, self.heading)

    def _contents(self, block: Block) -> bool:
        """Whether the block belongs to a table of contents; it is then claimed and dropped."""
        text = block.text.text
        if begins_contents(text):
            self.in_contents = True
        elif self.in_contents and not is_contents_line(text):
            self.in_contents = False
        if self.in_contents or (has_leaders(text) and block.kind != "footnote"):
            self.ledger.claim_all(block.text.sources(), "contents")
            return True
        return False

    # -- text ---------------------------------------------------------------------------------------------------

    def _text_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        if is_note(text) and (self.floats.is_open or self.open is None):
            self.floats.note(block, self._place)
            return
        if self.footnote is not None and continues_footnote(block, self.footnote, self.open):
            self.footnote.extend(block)
            return
        label = own_label(block)
        if label is not None and label.scheme in ITEM_SCHEMES:
            self._bullet(self._cut(block, label.length), depth=0)
        elif label is not None and self._is_list_number(block, label):
            self._bullet(self._cut(block, label.length), depth=0)
            self.list_number = label.number
        elif label is not None and is_heading(block, label, following):
            self._heading(block, label)
        elif label is not None and label.scheme in PARAGRAPH_SCHEMES:
            self._numbered(block, label)
        elif label is None and (
            is_standing_heading(text) or is_bold_heading(block, following) or is_attachment_heading(block, following)
        ):
            self._heading(block, None)
        elif self.open is not None and continues_paragraph(block, self.open):
            self.open.extend(block)
            self.footnote = None
        elif label is not None:
            self._numbered(block, label)
        elif is_plain_heading(block, following):
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

    # -- headings -----------------------------------------------------------------------------------------------

    def _heading_block(self, block: Block, following: Block | None) -> None:
        """What the format calls a heading: converters also mark whole paragraphs so."""
        text = block.text.text
        bullet = starts_with_bullet(text)
        if bullet:
            self._heading(self._cut(block, bullet), None, bullet=True)
            return
        if is_url(text):  # "# https://…": a converter's slip
            self._text_block(replace(block, kind="text"), following)
            return
        label = own_label(block)
        paragraph = len(text) > 100 and has_inner_stop(text)
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
        self.open, self.footnote = None, None
        self.floats.close()

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
        self.open, self.footnote = node, None
        self.floats.close()
        self.lead = None

    def _close_lists(self) -> None:
        self.bullets.clear()
        self.depths.clear()
        self.lead, self.list_number = None, None

    def _item_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        heading_like = block.all_bold and not has_inner_stop(text) and len(text) <= _LONGEST_BULLET_HEADING
        if heading_like and following is not None and following.kind not in ("item", "footnote"):
            self._heading(block, None, bullet=True)
            return
        label = own_label(block)
        if label is not None and not block.label and label.scheme not in ITEM_SCHEMES and label.scheme != "number":
            label = None
        self._bullet(self._cut(block, label.length) if label else block, depth=block.level or 0)

    def _bullet(self, block: Block, depth: int) -> None:
        if not block.text.text:
            return
        # a list may begin deeper than another one: only what it is set in against its own items counts
        above_it = sum(known < depth for known in self.depths)
        del self.bullets[above_it:], self.depths[above_it:]
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
        self.depths.append(depth)
        self._opened(node)
        self.lead = lead

    def _footnote(self, block: Block) -> None:
        if self.floats.is_table_note(block):
            self.floats.note(block, self._place)
        else:
            self.footnote = self._add("footnote", block, f"fn{block.label}")

    def _add(self, form: PassageForm, block: Block, label: str | None) -> Node:
        return self.draft.add(form, block, label, self.outline.section)


def label_is_printed(block: Block) -> bool:
    """Whether the text of a block already begins with the label that the format gives."""
    return block.text.text.startswith((block.label or "").strip())
