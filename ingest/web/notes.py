"""Footnotes of a web page: links that look like note marks, and the elements that they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.web.page import Element, links, tag_of

__all__ = ["NoteLinks", "find_notes"]

_LABEL = re.compile(
    r"[\[(（〔【]?\s*(?:注|note)?\s*(?P<label>\d{1,3}|[a-z]|[ivx]{1,5}|[*＊†‡§]{1,3}|[①-⑳])\s*[\])）〕】]?$"
)
_BACK = re.compile(r"[\[(（〔]?\s*(?:\d{1,3}|[↑↩⤴^⏎↵]\ufe0e?|返回|back)\s*[\])）〕]?\.?$", re.IGNORECASE)
_BLOCKS = frozenset({"li", "p", "div", "dd", "td", "section", "aside", "blockquote"})


@dataclass(slots=True)
class NoteLinks:
    """Calls (links) with their labels, notes (blocks) with theirs, and the links back."""

    calls: dict[Element, str] = field(default_factory=dict)
    notes: dict[Element, str] = field(default_factory=dict)
    back: set[Element] = field(default_factory=set)


def find_notes(root: Element) -> NoteLinks:
    """A link with the look of a mark is a call where it leads forward, and a way back where it leads back."""
    order = {element: place for place, element in enumerate(root.iter())}
    targets: dict[str, Element] = {}
    for element in order:
        for name in (element.get("id"), element.get("name") if tag_of(element) == "a" else None):
            if name:
                targets.setdefault(name, element)
    found = NoteLinks()
    for link in links(root):
        href = link.get("href") or ""
        target = targets.get(href[1:]) if href.startswith("#") else None
        text = "".join(link.itertext()).strip()
        if target is None:
            continue
        match = _LABEL.match(text)
        if match and order[target] > order[link]:
            block = _block_of(target)
            if block is not None:
                found.calls[link] = match.group("label")
                found.notes.setdefault(block, match.group("label"))
        elif _BACK.match(text) and order[target] < order[link]:
            found.back.add(link)
    return found


def _block_of(target: Element) -> Element | None:
    """The block that is the note: the target, or the one that it stands in."""
    node: Element | None = target
    while node is not None and tag_of(node) not in _BLOCKS:
        node = node.getparent()
    return node if node is not None and tag_of(node) != "body" else None
