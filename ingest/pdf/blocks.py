"""Composed pages become blocks; every character of the text layer finds its place or a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block, BlockKind
from ingest.ledger import Ledger
from ingest.pdf.compose import Page, Text
from ingest.pdf.lines import Line
from ingest.pdf.notes import Note, marks_of, note_labels, split_notes
from ingest.pdf.paragraphs import BULLET, Column, goes_on_after_break, measure, paragraphs
from ingest.pdf.rows import TableBlocks
from ingest.pdf.text import bold_spans, joined_text, lengthened

__all__ = ["BlockBuilder"]

_CONTENTS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:[.·•]\s){4,}|-{6,}|_{6,})\s*(?:\d{1,4}|[ivxlIVXL]{1,6})\s*$")
_RULE = re.compile(r"\s*[_＿—─━=*\-–]{5,}\s*$")
_LARGER = 1.1  # times the size of the body: a heading
_LONGEST_HEADING = 100
_MOSTLY_BOLD = 0.6  # share of a report in bold from which bold says nothing
_GAP = 1.4  # times the usual distance of lines


@dataclass(frozen=True, slots=True)
class _Draft:
    """A block with the lines that it is made of; rows of tables have none."""

    block: Block
    start: int
    lines: tuple[Line, ...] = ()
    column: Column | None = None
    first: bool = False  # of its column


class BlockBuilder:
    """Makes the blocks of a file, page by page."""

    def __init__(self, text: Text, ledger: Ledger) -> None:
        self.text, self.ledger = text, ledger
        self.called: set[str] = set()  # marks of the page before, not yet met by their notes
        self.blocks: list[Block] = []
        self.tables = TableBlocks(text, ledger)
        self.bold = True
        self.open: tuple[int, _Draft] | None = None  # the paragraph that may go on in the next column

    def build(self, pages: Sequence[Page]) -> list[Block]:
        shown = [r for p in pages for r in p.layout.runs]
        strong = sum(len(r.text) for r in shown if r.bold)
        self.bold = strong < _MOSTLY_BOLD * sum(len(r.text) for r in shown)
        for page in pages:
            self._page(page)
        return _levelled(self.blocks)

    def _page(self, page: Page) -> None:
        for kind, pieces in (("page_number", page.furniture.numbers), ("running_head", page.furniture.heads)):
            for line in pieces:
                self.ledger.claim(line.start, line.end, kind)
        if page.fault:
            for line in (*page.rows, *page.aside):
                self.ledger.claim(line.start, line.end, "unreadable")
            return
        lines = [line for region in page.columns for line in region]
        for region in page.columns:
            labels = note_labels(region, self.text.body)
            for line in region if labels else ():
                line.notes = labels
        here = {label for line in lines for mark in marks_of(line) for label in mark.labels}
        drafts: list[_Draft] = []
        notes: list[Block] = []
        for region in page.columns:
            text, found = split_notes(region, page.layout.rules, self.text.body, here | self.called, page.layout.width)
            drafts += self._column(text, page)
            for note in found:
                self._note(note, page, notes)
        drafts += [_Draft(self._block([line], page, "text"), line.start) for line in page.aside]
        self._place(drafts, page)
        self.blocks += notes
        self.called = here - {n.label for n in notes if n.label}

    def _place(self, drafts: list[_Draft], page: Page) -> None:
        """Text and tables in reading order; what goes on from the column or page before is joined to it."""
        items: list[tuple[int, _Draft | int]] = [(d.start, d) for d in drafts]
        items += [(table.start, number) for number, table in enumerate(page.tables)]
        for place, (_, item) in enumerate(sorted(items, key=lambda pair: pair[0])):
            if isinstance(item, int):
                follows = place == 0 and self.open is None
                self.blocks = self.tables.add(page.tables[item], page, self.blocks, follows=follows)
                self.open = None
                continue
            if self.open is not None and self._goes_on(self.open[1], item):
                index, before = self.open
                self.blocks[index] = lengthened(self.blocks[index], item.block, self.ledger, self.text.words)
                self.open = index, replace(before, lines=before.lines + item.lines, column=item.column)
                continue
            self.blocks.append(item.block)
            self.open = len(self.blocks) - 1, item

    def _goes_on(self, before: _Draft, draft: _Draft) -> bool:
        if not draft.first or draft.block.kind != "text" or before.block.kind not in ("text", "item"):
            return False
        if before.column is None or draft.column is None:
            return False
        return goes_on_after_break(before.lines, before.column, draft.lines[0], draft.column, self.text.indented)

    # -- text

    def _column(self, lines: Sequence[Line], page: Page) -> list[_Draft]:
        if not lines:
            return []
        column = measure(lines, self.text.leading)
        out: list[_Draft] = []
        before: Line | None = None
        for group in paragraphs(lines, column, self.text.leading):
            usual = self.text.leading.get(round(group[0].size), 1.5 * group[0].size)
            gap = before is None or before.y - group[0].y > _GAP * usual
            first, before = before is None, group[-1]
            whole = self.text.source[group[0].start : group[-1].end]
            if _CONTENTS.search(whole):
                self.ledger.claim(group[0].start, group[-1].end, "contents")
            elif _RULE.match(whole):
                self.ledger.claim(group[0].start, group[-1].end, "rule")
            else:
                block = replace(self._paragraph(group, page), gap=gap)
                if block.text.text:
                    out.append(_Draft(block, group[0].start, tuple(group), column, first))
        return out

    def _paragraph(self, lines: Sequence[Line], page: Page) -> Block:
        bullet = BULLET.match(self.text.source[lines[0].start : lines[0].end])
        if bullet and len(bullet.group()) < lines[0].end - lines[0].start:
            start = lines[0].start
            self.ledger.claim(start, start + bullet.end(), "label")
            block = self._block(lines, page, "item", cut=bullet.end())
            return replace(block, level=round(lines[0].x0))
        block = self._block(lines, page, "text")
        size = max(lines, key=lambda line: len(line.text)).size
        short = len(block.text) <= _LONGEST_HEADING and not block.text.text.endswith("。")
        return replace(block, kind="heading") if short and size >= _LARGER * self.text.body else block

    def _block(self, lines: Sequence[Line], page: Page, kind: BlockKind, cut: int = 0) -> Block:
        text, marks = joined_text(lines, self.text.source, self.ledger, cut, self.text.words)
        return Block(
            kind=kind,
            text=text,
            page=page.index + 1,
            page_label=page.furniture.label,
            marks=marks,
            bold=bold_spans(lines, text) if self.bold else (),
            size=round(lines[0].size, 1),
            joined=True,
        )

    # -- notes

    def _note(self, note: Note, page: Page, notes: list[Block]) -> None:
        if note.cut:
            self.ledger.claim(note.lines[0].start, note.lines[0].start + note.cut, "label")
        block = replace(self._block(note.lines, page, "footnote", cut=note.cut), label=note.label)
        if note.label is None and not notes:
            before = next((i for i in range(len(self.blocks) - 1, -1, -1) if self.blocks[i].kind == "footnote"), None)
            if before is not None:  # the rest of the last note of the page before
                self.blocks[before] = lengthened(self.blocks[before], block, self.ledger, self.text.words)
                return
        if block.text.text or block.label:
            notes.append(block)


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Levels of headings by size, of list items by how far they are set in."""
    sizes = sorted({b.size for b in blocks if b.kind == "heading" and b.size}, reverse=True)
    steps: list[int] = []
    for indent in sorted({b.level for b in blocks if b.kind == "item" and b.level is not None}):
        if not steps or indent - steps[-1] > 6:
            steps.append(indent)
    out = []
    for block in blocks:
        if block.kind == "heading" and block.size:
            block = replace(block, level=sizes.index(block.size) + 1)
        elif block.kind == "item" and block.level is not None:
            indent = block.level
            block = replace(block, level=max(i for i, step in enumerate(steps) if step <= indent))
        out.append(block)
    return out
