"""What paragraphs and list items are called: after the number they carry, or after the unit that they follow."""

from __future__ import annotations

import re
from collections import Counter

from ingest.blocks import Block
from ingest.endings import is_terminated
from ingest.floats import Place
from ingest.labels import Label, follow_on
from ingest.nodes import DocumentDraft, Node
from ingest.outline import Heading, Outline

__all__ = ["Places"]

_LONGEST_ITEM = 120
_LEADS_IN = re.compile(r"[：:]\s*$")
_FIRST_IN_LINE = re.compile(r"[：:]\s*1[.．、]\s*[^。；;]{2,60}$")
_NUMBERED_LISTS = frozenset({"number", "han_paren"})
_GOES_ON = re.compile(r"(?:[；;，,、]|以及|and|or)\s*$")


class Places:
    """Keeps the numbered unit, the list and its lead that the next paragraph or item hangs on."""

    def __init__(self, draft: DocumentDraft, outline: Outline) -> None:
        self.draft, self.outline = draft, outline
        self.item: Node | None = None  # the numbered unit that bullets and unnumbered paragraphs hang on
        self.item_label: str | None = None
        self.heading: Node | None = None
        self._part: Node | None = None  # the last heading with a label: what stands under it is counted through
        self.lead: Node | None = None  # the paragraph that leads into a list
        self.number: int | None = None  # of the last paragraph or heading, where these are counted through
        self._box: Node | None = None  # a box whose text comes next
        self._counters: Counter[tuple[int, str]] = Counter()  # bullets and paragraphs after each item or heading
        self._bullets: list[Node] = []  # the current list, one node for each depth
        self._depths: list[int] = []  # how far each of them is set in
        self._open: list[tuple[str, str]] = []  # scheme and text of its last printed labels, one for each depth
        self._ordinal: tuple[str, int] | None = None  # of the last item, in a list numbered like paragraphs

    @property
    def place(self) -> Place:
        return Place(self.item, self.item_label, self.heading)

    def close(self) -> None:
        """The list is over."""
        self._bullets.clear()
        self._depths.clear()
        self._open.clear()
        self.lead, self._ordinal, self._box = None, None, None

    # -- headings and paragraphs

    def counts_on(self, label: Label | None) -> bool:
        """Whether a label is the next after that of the last numbered paragraph."""
        return label is not None and label.number is not None and label.number == (self.number or 0) + 1

    def enter_heading(self, node: Node, label: Label | None, entered: Heading) -> None:
        numbered = label is not None and label.scheme in ("number", "decimal") and not node.text.text.startswith("附")
        self.heading = node
        if self._part is None or entered.label is not None or self.outline.label != self.item_label:
            self._part = node
        self.item = node if numbered else None
        self.item_label = label.text if numbered and label else self.outline.label
        if entered.counted and label is not None:
            self.number = label.number
        self.close()

    def enter_box(self, node: Node) -> None:
        """The text of a box comes next: a paragraph, or a list that counts from 1."""
        self.close()
        self._box = node

    def numbered(self, block: Block, label: Label) -> Node:
        """A paragraph with a number of its own."""
        node = self.draft.add("paragraph", block, label.text, self.outline.section)
        self.item, self.item_label = node, label.text
        if label.scheme == "number":
            self.number = label.number
        self.close()
        self._lead_by(node)
        return node

    def paragraph(self, block: Block) -> Node:
        """``3~1``: an unnumbered paragraph after item 3."""
        box = self._box if not self._bullets else None
        self.close()
        base, base_label = (box, box.label) if box is not None else (self.item or self._part, self.item_label)
        label = self._next(base, base_label, "~")
        node = self.draft.add("paragraph", block, label, self.outline.section)
        self._lead_by(node)
        return node

    def _lead_by(self, node: Node) -> None:
        text = node.text.text
        listed = _FIRST_IN_LINE.search(text)  # 附件：1. …, the second on the next line
        unnumbered = node is not self.item
        self.lead = node if unnumbered and (listed or _LEADS_IN.search(text)) else None
        self._ordinal = ("number", 1) if listed else None

    def _next(self, base: Node | None, label: str | None, mark: str) -> str | None:
        """The next label of its kind after a unit; numbering starts again with each unit, not with each label."""
        if base is None or label is None:
            return None
        self._counters[id(base), mark] += 1
        return f"{label}{mark}{self._counters[id(base), mark]}"

    # -- lists

    def is_list_item(self, block: Block, label: Label, before: Node | None) -> bool:
        """Whether 1. or （一） numbers an item of a list, and not a paragraph of the report.

        A list begins after a colon, in a box, or on the line of its lead (附件：1. …). （一） numbers parts of a report
        unless the paragraph with the colon has a number itself.
        """
        ordinal = label.ordinal
        if label.scheme not in _NUMBERED_LISTS or ordinal is None or block.all_bold:
            return False
        if ordinal == 1:
            return self._begins_list(block, label, before)
        if self._ordinal != (label.scheme, ordinal - 1):
            return False
        if (
            label.scheme == "number"
            and self._box is None
            and self.item is not None
            and self.item_label == str(ordinal - 1)
        ):
            # it may as well be the next paragraph: 3. … : 1. … 2. … 3. … 4. …
            last = self._bullets[-1].text.text if self._bullets else ""
            return len(block.text) <= _LONGEST_ITEM and (bool(_GOES_ON.search(last)) or not is_terminated(last))
        return True

    def _begins_list(self, block: Block, label: Label, before: Node | None) -> bool:
        if len(block.text) > _LONGEST_ITEM:
            return False
        if self._box is not None:
            return True
        if before is None or before.form != "paragraph" or not _LEADS_IN.search(before.text.text):
            return False
        return label.scheme == "number" or before is self.item

    def item_of(self, block: Block, label: Label | None, depth: int | None) -> Node:
        """An item of a list.

        :param block: without its label.
        :param label: the printed one, where there is one.
        :param depth: how far it is set in, where the format tells.
        """
        if label is not None and label.ordinal is not None and label.scheme in _NUMBERED_LISTS:
            self._ordinal = (label.scheme, label.ordinal)
        twice = self._is_twice(label)
        level = self._level(label) if depth is None else depth
        # a list may begin deeper than another one: only what it is set in against its own items counts
        above_it = sum(known < level for known in self._depths)
        same = self._bullets[above_it] if twice and above_it < len(self._bullets) else None
        del self._bullets[above_it:], self._depths[above_it:]
        above = self._bullets[-1] if self._bullets else None
        box = self._box
        if same is not None:
            name = same.label
        elif above is not None:
            name = self._next(above, above.label, "#")
        elif box is not None:
            name = self._next(box, box.label, "#")
        elif self.lead is not None and self.lead.label is not None:
            name = self._next(self.lead, self.lead.label, "#")
        else:
            name = self._next(self.item or self._part, self.item_label, "#")
        node = self.draft.add("bullet", block, name, self.outline.section)
        node.parent = above or box or self.lead or self.item
        self._bullets.append(node)
        self._depths.append(level)
        return node

    def _is_twice(self, label: Label | None) -> bool:
        """Whether a label stands twice in a row, as in texts of two languages."""
        return label is not None and self._open[-1:] == [(label.scheme, label.text)]

    def _level(self, label: Label | None) -> int:
        """How deep an item lies by its label: ① below （1）; a scheme that is open already leads back to its level."""
        own = (label.scheme, label.text) if label is not None else ("bullet", "")
        schemes = [scheme for scheme, _ in self._open]
        level = schemes.index(own[0]) if own[0] in schemes else len(schemes)
        self._open[level:] = [own]
        return level

    def follow_on(self, label: Label) -> Label:
        """The label of an item as those before it tell."""
        return follow_on(label, self._open)
