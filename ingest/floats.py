"""Tables and figures with their captions and notes: what floats between the paragraphs of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ingest.aligned import Aligned
from ingest.blocks import Block
from ingest.labels import is_caption
from ingest.nodes import DocumentDraft, Node
from ingest.outline import Outline

__all__ = ["Floats", "Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parser stands: the numbered unit and its label, the last heading, whether text is open above."""

    item: Node | None
    item_label: str | None
    heading: Node | None


class Floats:
    """Collects rows under their table and notes under their table or figure; adds the nodes to the draft."""

    def __init__(self, draft: DocumentDraft, outline: Outline) -> None:
        self.draft, self.outline = draft, outline
        self.table: Node | None = None  # the table whose rows or notes may still come
        self.figure: Node | None = None  # the caption without rows whose notes may still come
        self.caption: Block | None = None  # a caption whose rows must come next
        self._table_id: int | None = None
        self._notes: Counter[int] = Counter()

    def close(self) -> None:
        """Text has come: no more rows or notes belong to what stands above."""
        self.table, self.figure = None, None

    @property
    def is_open(self) -> bool:
        return self.table is not None or self.figure is not None

    def row(self, block: Block, place: Place) -> None:
        """A row of the open table, or the first of a new one. Rows without any text are dropped."""
        if not any(cell.text.text for cell in block.cells):
            return
        if self.table is None or self.caption is not None or block.table != self._table_id:
            self.table = self._new_table(block, place)
        self._table_id = block.table
        self.table.rows.append(block)

    def _new_table(self, block: Block, place: Place) -> Node:
        caption, self.caption = self.caption, None
        label, printed = self._table_label(caption, place)
        heading = self.outline.section[-1] if self.outline.section and place.item is None else ""
        node = Node(
            "table",
            caption.text if caption else Aligned(""),
            label=label,
            section=self.outline.section,
            page=block.page if caption is None else caption.page,
            page_label=block.page_label,
            marks=list(caption.marks) if caption else [],
            parent=place.item if place.item is not None and place.item.form == "paragraph" else None,
            # a table without a caption goes by its heading, when nothing but the heading stands before it
            caption=caption.text.text if caption else heading,
            borrowed_label=not printed,
        )
        self.draft.nodes.append(node)
        return node

    def _table_label(self, caption: Block | None, place: Place) -> tuple[str | None, bool]:
        """The label of a new table and whether it is printed; else the table goes by what introduces it."""
        if caption is not None:
            label = is_caption(caption.text.text)
            return (f"table {label.text}" if label else None), True
        base = self.outline.label if place.item is None else place.item_label
        if base is None:
            return None, False
        return (base, True) if base.startswith("appendix") else (f"table {base}", False)

    def add_caption(self, block: Block) -> None:
        self.flush()
        self.caption = block

    def add_unit(self, block: Block) -> None:
        """A line with the unit between a caption and its rows becomes part of the caption."""
        if self.caption is not None:
            self.caption = replace(self.caption, text=Aligned.join((self.caption.text, block.text), " "))

    def flush(self) -> None:
        """A caption without rows (a figure, a lost table) is a note of its own."""
        if self.caption is None:
            return
        block, self.caption = self.caption, None
        label = is_caption(block.text.text)
        self.figure = self._note_node(block, f"{label.scheme} {label.text}" if label else None)
        self.table = None

    def note(self, block: Block, place: Place) -> None:
        """A note under the open table or figure, or under the last heading."""
        base = self.table or self.figure or place.heading
        name = self.outline.label if base is place.heading or base is None else base.label
        label = None
        if base is not None and name is not None:
            self._notes[id(base)] += 1
            label = f"{name}~{self._notes[id(base)]}"
        node = self._note_node(block, label)
        node.parent, node.notes_of = self.table, self.table

    def is_table_note(self, block: Block) -> bool:
        """Whether a footnote under a table is its note: cells call it, and it is not the next number of the text."""
        if self.table is None:
            return False
        called = {m.label for row in self.table.rows for cell in row.cells for m in cell.marks}
        if block.label not in called:
            return False
        printed = [(n.label or "")[2:] for n in self.draft.nodes if n.form == "footnote"]
        expected = max((int(number) for number in printed if number.isdecimal()), default=0) + 1
        return not (block.label or "").isdecimal() or int(block.label or 0) != expected

    def _note_node(self, block: Block, label: str | None) -> Node:
        return self.draft.add("note", block, label, self.outline.section)
