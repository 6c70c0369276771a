"""Blocks become the logical units of a document: headings, whole paragraphs, bullets, footnotes, tables with notes.

What an author numbered is one unit, however often pages, footnotes and tables break into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.aligned import Aligned
from ingest.blocks import Block, NoteMark
from ingest.endings import continues_footnote, continues_paragraph, has_inner_stop, is_url
from ingest.endnotes import with_endnotes
from ingest.floats import Floats
from ingest.labels import ITEM_SCHEMES, PARAGRAPH_SCHEMES, Label, is_note, is_standing_heading, starts_with_bullet
from ingest.ledger import Ledger
from ingest.marking import with_given_label, without_label
from ingest.nodes import DocumentDraft, Node, cover_node
from ingest.outline import Outline
from ingest.places import Places
from ingest.recognise import (
    dash_of_item,
    is_attachment_heading,
    is_bold_heading,
    is_heading,
    is_item_heading,
    is_plain_heading,
    is_unit_line,
    names_heading,
    own_label,
    stands_as_caption,
)
from ingest.split import split_documents
from ingest.survey import survey

__all__ = ["parse_documents"]

_LONGEST_BULLET_HEADING = 60


def parse_documents(blocks: Sequence[Block], ledger: Ledger) -> list[DocumentDraft]:
    """Parse the blocks of a file into its documents; labels and tables of contents are claimed in ``ledger``."""
    parts = with_endnotes(split_documents(blocks), ledger)
    return [_DocumentParser(cover, body, ledger).parse() for cover, body in parts]


class _DocumentParser:
    """Walks over the body blocks once, keeping what the next block may attach to."""

    def __init__(self, cover: list[Block], body: list[Block], ledger: Ledger) -> None:
        self.draft = DocumentDraft(cover)
        self.ledger = ledger
        self.survey = survey(body)
        for i in sorted(self.survey.contents):
            self._claim(body[i], "contents")
        self.body = [block for i, block in enumerate(body) if i not in self.survey.contents]
        self.outline = Outline(self.survey.top, holds=self.survey.front_holds)
        self.places = Places(self.draft, self.outline)
        self.floats = Floats(self.draft, self.outline)
        self.open: Node | None = None  # the last paragraph or bullet: a page break may have cut it
        self.footnote: Node | None = None  # the last footnote, while nothing else came after it

    def parse(self) -> DocumentDraft:
        if self.draft.cover:
            self.draft.nodes.append(cover_node(self.draft.cover))
        for i, block in enumerate(self.body):
            self._block(block, self.body[i + 1 : i + 3])
        self.floats.flush()
        return self.draft

    def _claim(self, block: Block, kind: str) -> None:
        for text in (block.text, *(cell.text for cell in block.cells)):
            self.ledger.claim_all(text.sources(), kind)

    # -- dispatch -----------------------------------------------------------------------------------------------

    def _block(self, block: Block, ahead: Sequence[Block]) -> None:
        text = block.text.text
        following = ahead[0] if ahead else None
        if block.kind == "row":
            if not self.floats.takes_caption(block, following):
                self.floats.row(block, self.places.place)
            self.footnote = None
            return
        if not text:
            return
        if is_unit_line(text) and self.floats.takes_unit(following):
            self.floats.add_unit(block)
            return
        if block.kind in ("text", "caption", "heading") and stands_as_caption(block, ahead):
            self._caption(block, following)
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

    def _caption(self, block: Block, following: Block | None) -> None:
        self.floats.add_caption(block)
        if following is None or following.kind not in ("row", "text"):
            self.floats.flush()
        elif (
            following.kind == "text"
            and not is_unit_line(following.text.text)
            and (box := self.floats.flush_box()) is not None
        ):
            self.places.enter_box(box)
            self.open = None

    # -- text ---------------------------------------------------------------------------------------------------

    def _text_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        if (is_note(text) and (self.floats.is_open or self.open is None)) or self.floats.goes_on_with_notes(block):
            self.floats.note(block, self.places.place)
        elif self.footnote is not None and continues_footnote(block, self.footnote, self.open):
            self.footnote.extend(block)
        elif self._names_last_heading(block, following):
            self._extend_heading(block)
        elif (label := own_label(block) or self.survey.chapter(text)) is not None:
            self._labelled(block, self.places.follow_on(label), following)
        else:
            self._unlabelled(block, following)

    def _labelled(self, block: Block, label: Label, following: Block | None) -> None:
        kin = any(above == label.scheme for above in self.outline.schemes)
        if label.scheme in ITEM_SCHEMES:
            if is_item_heading(block, label, following, self.places.number, kin=kin):
                self._heading(block, label)
            else:
                self._bullet(without_label(block, label.length, self.ledger), label)
        elif self._is_list_item(block, label, following):
            self._bullet(without_label(block, label.length, self.ledger), label)
        elif is_heading(block, label, following, self.places.number):
            self._heading(block, label)
        elif label.scheme in PARAGRAPH_SCHEMES or not self._continues(block):
            self._numbered(block, label)
        else:
            self._go_on(block)

    def _is_list_item(self, block: Block, label: Label, following: Block | None) -> bool:
        if label.ordinal == 1 and is_heading(block, label, following, self.places.number):
            return False
        return self.places.is_list_item(block, label, self.open)

    def _unlabelled(self, block: Block, following: Block | None) -> None:
        headed = is_standing_heading(block.text.text) or is_bold_heading(block, following)
        if headed or is_attachment_heading(block, following):
            self._heading(block, None)
        elif dash := dash_of_item(block, self.open, following):
            self._bullet(without_label(block, dash, self.ledger), None)
        elif self._continues(block):
            self._go_on(block)
        elif is_plain_heading(block, following, self.open, spaced=self.survey.spaced):
            self._heading(block, None)
        else:
            self._opened(self.places.paragraph(block))

    def _continues(self, block: Block) -> bool:
        return continues_paragraph(block, self.open, spaced=self.survey.spaced)

    def _go_on(self, block: Block) -> None:
        if self.open is not None:
            self.open.extend(block)
        self.footnote = None

    # -- headings -----------------------------------------------------------------------------------------------

    def _heading_block(self, block: Block, following: Block | None) -> None:
        """What the format calls a heading: converters also mark whole paragraphs so."""
        text = block.text.text
        bullet = starts_with_bullet(text)
        if bullet:
            self._heading(without_label(block, bullet, self.ledger), None, bullet=True)
            return
        if is_url(text):  # "# https://…": a converter's slip
            self._text_block(replace(block, kind="text"), following)
            return
        if self._names_last_heading(block, following):
            self._extend_heading(block)
            return
        label = own_label(block)
        paragraph = len(text) > 100 and has_inner_stop(text)
        if paragraph:
            self._text_block(replace(block, kind="text", bold=()), following)
        else:
            self._heading(block, label)

    def _heading(self, block: Block, label: Label | None, *, bullet: bool = False) -> None:
        block = with_given_label(block)
        counted = self.places.counts_on(label)
        entered = self.outline.enter(block.text.text, block.level, label, bullet=bullet, counted=counted)
        node = self.draft.add("heading", block, entered.label, self.outline.section[:-1])
        self.places.enter_heading(node, label, entered)
        self.open, self.footnote = None, None
        self.floats.close()

    def _names_last_heading(self, block: Block, following: Block | None) -> bool:
        """Whether a line is the title of the heading before it, of which only the number was printed: 附件1."""
        last = self.draft.nodes[-1] if self.draft.nodes else None
        return last is not None and last is self.places.heading and names_heading(block, last.text.text, following)

    def _extend_heading(self, block: Block) -> None:
        node = self.draft.nodes[-1]
        node.text = Aligned.join((node.text, block.text), "" if node.text.text.endswith(("：", ":")) else " ")
        shift = len(node.text) - len(block.text)
        node.marks += [NoteMark(mark.label, mark.at + shift) for mark in block.marks]
        self.outline.rename(node.text.text)

    # -- paragraphs and lists

    def _numbered(self, block: Block, label: Label) -> None:
        self.outline.leave(label, goes_on=self.places.counts_on(label))
        self._opened(self.places.numbered(without_label(block, label.length, self.ledger), label))

    def _opened(self, node: Node) -> None:
        self.open, self.footnote = node, None
        self.floats.close()

    def _item_block(self, block: Block, following: Block | None) -> None:
        text = block.text.text
        heading_like = block.all_bold and not has_inner_stop(text) and len(text) <= _LONGEST_BULLET_HEADING
        if heading_like and following is not None and following.kind not in ("item", "footnote"):
            self._heading(block, None, bullet=True)
            return
        label = own_label(block)
        if label is not None and not block.label and label.scheme not in ITEM_SCHEMES and label.scheme != "number":
            label = None
        self._bullet(without_label(block, label.length, self.ledger) if label else block, label, block.level or 0)

    def _bullet(self, block: Block, label: Label | None, depth: int | None = None) -> None:
        if block.text.text:
            self._opened(self.places.item_of(block, label, depth))

    def _footnote(self, block: Block) -> None:
        if self.floats.is_table_note(block):
            self.floats.note(block, self.places.place)
        else:
            self.footnote = self.draft.add("footnote", block, f"fn{block.label}", self.outline.section)
