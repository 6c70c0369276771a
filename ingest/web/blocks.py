"""Blocks of a web page: rows, numbered items, and notes put where they are called."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText
from ingest.inlines import Inline
from ingest.labels import ITEM_SCHEMES, read_label
from ingest.ledger import Ledger
from ingest.web.tables import DraftCell
from ingest.word.numbering import formatted
from ingest.word.rows import joined_text

__all__ = ["is_item", "notes_in_place", "numbered", "printed_label", "row_maker"]


def notes_in_place(blocks: list[Block]) -> list[Block]:
    """Notes from the end of a page moved to where they are called: a page may hold several documents."""
    waiting: dict[str, list[Block]] = {}
    for block in blocks:
        if block.kind == "footnote" and block.label:
            waiting.setdefault(block.label, []).append(block)
    placed: set[int] = set()
    out: list[Block] = []
    held: list[Block] = []  # notes called in a table, to come after it
    for block in blocks:
        if id(block) in placed:
            continue
        if block.kind != "row":
            out, held = out + held, []
        out.append(block)
        marks = (*block.marks, *(mark for cell in block.cells for mark in cell.marks))
        for mark in marks:
            notes = waiting.get(mark.label)
            if notes and block.kind != "footnote" and not any(n is o for n in notes[:1] for o in out):
                held.append(notes.pop(0))
                placed.add(id(held[-1]))
    return out + held


def row_maker(
    cells: list[tuple[list[tuple[Inline, str | None]], DraftCell]], table: int, *, gap: bool
) -> Callable[[Ledger], Block | None]:
    def make(ledger: Ledger) -> Block | None:
        out = []
        for drafts, cell in cells:
            text, marks = joined_text(drafts, ledger)
            out.append(CellText(text, marks, cell.colspan, cell.rowspan, cell.header))
        if not any(cell.text.text for cell in out):
            return None
        return Block(kind="row", text=Aligned(""), gap=gap, joined=True, cells=tuple(out), table=table)

    return make


def printed_label(inline: Inline, label: str, ledger: Ledger) -> int:
    """Length of the note's own number at its start, which is claimed."""
    match = re.match(rf"\s*[\[(（〔【]?\s*{re.escape(label)}\s*[\])）〕】]?[.、．:：]?\s*(?=\D|$)", inline.text)
    if match is None:
        return 0
    ledger.claim(inline.start, inline.start + match.end(), "label")
    return match.end()


def numbered(value: int, form: str | None) -> str:
    letters = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}.get(form or "")
    if letters and 1 <= value <= 26:
        return f"{letters[value - 1]}."
    if form in ("i", "I"):
        return f"{formatted(value, 'lowerRoman' if form == 'i' else 'upperRoman')}."
    return f"{value}."


def is_item(label: str) -> bool:
    found = read_label(f"{label} ")
    return found is not None and found.scheme in ITEM_SCHEMES
