"""Footnote links: by number within a document, never by position; a table's notes are a namespace of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.nodes import Node

__all__ = ["Links", "link_footnotes"]


@dataclass(frozen=True, slots=True)
class Links:
    """Indexes into the node list: the notes that a node calls, and the nodes that call a note.

    ``unresolved`` are the calls for which the document has no note, as (node index, mark).
    """

    calls: dict[int, tuple[int, ...]]
    called_by: dict[int, tuple[int, ...]]
    unresolved: tuple[tuple[int, str], ...]


def link_footnotes(nodes: Sequence[Node]) -> Links:
    """Resolve the note marks of all nodes.

    A number that the document prints more than once (numbering by page) means the note on the same page, or else the
    first one after the call.
    """
    notes: dict[str, list[int]] = {}
    for i, node in enumerate(nodes):
        if node.form == "footnote" and node.label:
            notes.setdefault(node.label[2:], []).append(i)
    calls: dict[int, tuple[int, ...]] = {}
    called_by: dict[int, list[int]] = {}
    unresolved: list[tuple[int, str]] = []
    for i, node in enumerate(nodes):
        if node.form in ("row", "note"):  # their marks are table notes, resolved with the table
            continue
        found: list[int] = []
        for mark in node.marks:
            target = _target(notes.get(mark.label, []), i, node, nodes)
            if target is None:
                unresolved.append((i, mark.label))
            elif target not in found and target != i:
                found.append(target)
                called_by.setdefault(target, []).append(i)
        if found:
            calls[i] = tuple(found)
    return Links(calls, {k: tuple(v) for k, v in called_by.items()}, tuple(unresolved))


def _target(candidates: Sequence[int], i: int, node: Node, nodes: Sequence[Node]) -> int | None:
    if not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0]
    same_page = [c for c in candidates if node.page is not None and nodes[c].page == node.page]
    if len(same_page) == 1:
        return same_page[0]
    return next((c for c in candidates if c > i), candidates[-1])
