"""Blocks of a web page: rows, numbered items, and notes put where they are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.aligned import Aligned
from ingest.blocks import Block, BlockKind, CellText, NoteMark
from ingest.inlines import Inline, finish
from ingest.labels import ITEM_SCHEMES, read_label
from ingest.ledger import Ledger
from ingest.lines import separator_between
from ingest.web.tables import DraftCell
from ingest.word.numbering import formatted
from ingest.word.rows import joined_text

__all__ = ["Context", "block_maker", "is_item", "notes_in_place", "numbered", "one_note", "printed_label", "row_maker"]


@dataclass(frozen=True, slots=True)
class Context:
    """What the next paragraph is."""

    kind: BlockKind = "text"
    level: int | None = None
    label: str | None = None


def block_maker(inline: Inline, context: Context, cut: int) -> Callable[[Ledger], Block | None]:
    """Makes the block of a paragraph.

    :param cut: characters at its start that are a bullet.
    """

    def make(ledger: Ledger) -> Block | None:
        start = cut
        kind, label = context.kind, context.label
        if kind == "text" and inline.typed and not inline.text[: inline.typed[0].start - inline.start].strip():
            first = inline.typed[0]
            if first.label:
                kind, label, start = "footnote", first.label, first.end - inline.start
        if start:
            ledger.claim(inline.start, inline.start + start, "label")
        if kind == "footnote" and label and not start:
            start = printed_label(inline, label, ledger)
        text, marks, bold = finish(inline, ledger, start)
        if not text.text:
            return None
        return Block(
            kind=kind, text=text, level=context.level, label=label, marks=marks, bold=bold, gap=True, joined=True
        )

    return make


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


def one_note(blocks: list[Block]) -> list[Block]:
    """Blocks with the paragraphs of each note as one."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if last is None or block.kind != "footnote" or (last.kind, last.label) != (block.kind, block.label):
            out.append(block)
            continue
        separator = separator_between(last.text.text, block.text.text)
        shift = len(last.text) + len(separator)
        marks = tuple(NoteMark(mark.label, mark.at + shift) for mark in block.marks)
        text = Aligned.join((last.text, block.text), separator)
        out[-1] = replace(last, text=text, marks=last.marks + marks)
    return out


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
