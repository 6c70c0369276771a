"""The logical units of a document while they are being put together, before they become passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText, NoteMark
from ingest.lines import separator_between
from records import PassageForm

__all__ = ["DocumentDraft", "Node", "cover_node"]


@dataclass(slots=True, eq=False)
class Node:
    """One future passage. Mutable: page-broken parts are still being joined on.

    :ivar parent: the node that leads into this one (the paragraph above a bullet, the table of a row).
    :ivar rows: the row blocks of a table, in order; a row node has exactly one.
    :ivar borrowed_label: on a table without a number, whose label is that of the paragraph that introduces it.
    :ivar notes_of: on a note under a table, that table.
    """

    form: PassageForm
    text: Aligned
    label: str | None = None
    section: tuple[str, ...] = ()
    page: int | None = None
    page_label: str | None = None
    marks: list[NoteMark] = field(default_factory=list)
    parent: Node | None = None
    rows: list[Block] = field(default_factory=list)
    caption: str = ""
    borrowed_label: bool = False
    notes_of: Node | None = None

    def extend(self, block: Block) -> None:
        """Join the text of a block on (a paragraph broken by a page end)."""
        separator = separator_between(self.text.text, block.text.text)
        shift = len(self.text) + len(separator)
        self.text = Aligned.join((self.text, block.text), separator)
        self.marks += [NoteMark(mark.label, mark.at + shift) for mark in block.marks]

    @property
    def cells(self) -> tuple[CellText, ...]:
        """The cells of a row node."""
        return self.rows[0].cells if self.rows else ()


@dataclass(slots=True)
class DocumentDraft:
    """One document of a file: its cover blocks, the nodes of its body, and what the parser noticed."""

    cover: list[Block]
    nodes: list[Node] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, form: PassageForm, block: Block, label: str | None, section: tuple[str, ...]) -> Node:
        """A new node with the text and the place of a block, after those that are there."""
        node = Node(
            form,
            block.text,
            label=label,
            section=section,
            page=block.page,
            page_label=block.page_label,
            marks=list(block.marks),
        )
        self.nodes.append(node)
        return node


def cover_node(cover: Sequence[Block]) -> Node:
    """The lines of a cover as one node."""
    text = Aligned.join((b.text for b in cover), "\n")
    marks: list[NoteMark] = []
    shift = 0
    for block in cover:
        marks += [NoteMark(m.label, m.at + shift) for m in block.marks]
        shift += len(block.text) + 1
    return Node("cover", text, page=cover[0].page, page_label=cover[0].page_label, marks=marks)
