"""Tables and figures with their captions and notes: what floats between the paragraphs of a report."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.aligned import Aligned
from ingest.blocks import Block
from ingest.labels import is_caption, read_label
from ingest.nodes import DocumentDraft, Node
from ingest.outline import Outline

__all__ = ["Floats", "Place"]

# a包括…, a Including …, * 初步数: how notes begin where their marks are not raised
_LETTERED = re.compile(
    r"(?:(?P<letter>[a-z])(?=\s*[\u4e00-\u9fff《“]|\s+[A-Z\d])|[*＊†‡§]{1,3}\s*(?=[\w《“])|\d{1,2}/\s+(?=\S))"
)
_NOTE_NUMBER = re.compile(r"(?<=[；;。：:\s])(?=[(（]?\d{1,2}\s*[)）.．、]|[①-⑳])")
_ONLY_LEAD = re.compile(r"[^：:]{1,6}[：:]\s*$")


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
        self.unit: Block | None = None  # a line with the unit of a table without a caption
        self._table_id: int | None = None
        self._notes: Counter[int] = Counter()
        self._last_note = ""

    def close(self) -> None:
        """Text has come: no more rows or notes belong to what stands above."""
        self.table, self.figure, self._last_note = None, None, ""

    @property
    def is_open(self) -> bool:
        return self.table is not None or self.figure is not None

    def row(self, block: Block, place: Place) -> None:
        """A row of the open table, or the first of a new one. Rows without any text are dropped."""
        if not any(cell.text.text for cell in block.cells):
            return
        if self.table is None or self.caption or self.unit or block.table != self._table_id:
            self.table = self._new_table(block, place)
        self._table_id = block.table
        self._last_note = ""
        self.table.rows.append(block)

    def _new_table(self, block: Block, place: Place) -> Node:
        caption, self.caption = self.caption, None
        unit, self.unit = self.unit, None
        label, printed = self._table_label(caption, place)
        heading = self.outline.section[-1] if self.outline.section and place.item is None else ""
        first = caption or unit
        node = Node(
            "table",
            first.text if first else Aligned(""),
            label=label,
            section=self.outline.section,
            page=first.page if first else block.page,
            page_label=block.page_label,
            marks=list(first.marks) if first else [],
            parent=place.item if place.item is not None and place.item.form == "paragraph" else None,
            # a table without a caption goes by its heading, when nothing but the heading stands before it
            caption=caption.text.text if caption else f"{heading} {unit.text.text if unit else ''}".strip(),
            borrowed_label=not printed,
        )
        self.draft.nodes.append(node)
        return node

    def _table_label(self, caption: Block | None, place: Place) -> tuple[str | None, bool]:
        """The label of a new table and whether it is printed; else the table goes by what introduces it."""
        if caption is not None:
            label = is_caption(caption.text.text)
            return (f"{label.scheme} {label.text}" if label else None), True
        base = self.outline.label if place.item is None else place.item_label
        if base is None:
            return None, False
        return (base, True) if base.startswith("appendix") else (f"table {base}", False)

    def add_caption(self, block: Block) -> None:
        self.flush()
        self.caption = block

    def takes_caption(self, row: Block, following: Block | None) -> bool:
        """Take the first row of a table for its caption where it holds nothing else (专栏1 … over all columns)."""
        filled = [cell for cell in row.cells if cell.text.text]
        begins = self.table is None or row.table != self._table_id
        if len(filled) != 1 or not begins or self.caption is not None or not is_caption(filled[0].text.text):
            return False
        if following is None or following.kind != "row" or following.table != row.table:
            return False
        self.add_caption(replace(row, kind="caption", text=filled[0].text, marks=filled[0].marks, cells=()))
        return True

    def takes_unit(self, following: Block | None) -> bool:
        """Whether a line with a unit belongs to a table: to its caption, or to the rows that follow."""
        return self.caption is not None or (following is not None and following.kind == "row")

    def add_unit(self, block: Block) -> None:
        """A line with the unit before the rows of a table becomes (part of) its caption."""
        if self.caption is not None:
            self.caption = replace(self.caption, text=Aligned.join((self.caption.text, block.text), " "))
        else:
            self.flush()
            self.unit = block
            self.table = None

    def flush(self) -> None:
        """A caption without rows (a figure, a lost table) is a note of its own."""
        waiting = self.caption or self.unit
        self.caption = self.unit = None
        if waiting is not None:
            label = is_caption(waiting.text.text)
            self.figure = self._note_node(waiting, f"{label.scheme} {label.text}" if label else None)
            self.table = None

    def flush_box(self) -> Node | None:
        """The title of a box before text; ``None`` where something else waits for its rows."""
        label = is_caption(self.caption.text.text) if self.caption is not None else None
        if label is None or label.scheme != "box":
            return None
        self.flush()
        return self.figure

    def goes_on_with_notes(self, block: Block) -> bool:
        """Whether a line under a table or its notes is the next of them: a 包括…, * 初步数, 2. … after 注：1. …"""
        if not self.is_open:
            return False
        text, last = block.text.text, self._last_note
        if self.table is not None and (lettered := _LETTERED.match(text)):
            mark = lettered["letter"]
            before = _LETTERED.match(last)
            expected = chr(ord(before["letter"]) + 1) if before is not None and before["letter"] else "a"
            return mark is None or mark == expected
        label = read_label(text)
        if label is None or label.scheme not in ("number", "number_paren", "circled") or label.ordinal is None:
            return False
        numbers = [found for piece in _NOTE_NUMBER.split(last) if (found := read_label(piece)) is not None]
        same = [found.ordinal for found in numbers if found.scheme == label.scheme]
        return label.ordinal == ((same[-1] or 0) + 1 if same else 1) and (
            bool(same) or _ONLY_LEAD.match(last) is not None
        )

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
        self._last_note = block.text.text

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
