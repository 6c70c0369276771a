"""Reader of plain text and Markdown, also as PDF converters write it.

One block a line, or a paragraph where the lines of the file are hard-wrapped. What a line *means* is decided later,
by :mod:`ingest.tree`; this reader only sees marks: ``#``, bullets, tabs, pipes, ``<sup>1</sup>`` at the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest import markdown
from ingest.aligned import Aligned
from ingest.blocks import Block, BlockKind, CellText, NoteMark, Source
from ingest.endings import is_terminated
from ingest.html_tables import html_table_rows, html_tables
from ingest.inline import Brackets, Inline, read_inline
from ingest.labels import read_label, starts_with_bullet, starts_with_dash
from ingest.ledger import Ledger
from ingest.lines import Line, find_wrap, lines_of, separator_between, width, with_tables, without

__all__ = ["read_text"]

_RULE_CHARACTERS = frozenset("-|:+*_= \t\u3000")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—·•]{1,3}\s*\d{1,4}\s*[-–—·•]{1,3}|\d{1,4}|第\s*\d{1,4}\s*页(?:\s*[,，/共]*\s*\d{1,4}\s*页)?|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*/\s*\d{1,4})\s*$"
)
# how converters separate pages in Markdown: {12}------, <!-- page 12 -->
_PAGE_BREAK = re.compile(r"\s*(?:\{\d{1,4}\}-{5,}|<!--\s*page\s*(?:break|\d{1,4})\s*-->)\s*$", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(?=[^#\s])")
_HEADING_END = re.compile(r"\s+#+\s*$|\s*\{[#.][^{}]*\}\s*$")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX]\]\s+")
_FOOTNOTE = re.compile(
    r"\s{0,3}(?:<sup>\s*(?P<sup>[^<>]{1,6}?)\s*</sup>|\$\s*\^\{?\s*(?P<math>\d{1,3})\s*\}?\s*\$|\[\^(?P<caret>[^\]\s]{1,12})\]:|(?P<super>[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}))\s*"
)
_BRACKET_NOTE = re.compile(r"\s*[\[［〔](\d{1,3})[\]］〕]\s*[:：]?\s*(?=\S)")
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_BEGINS_PARAGRAPH = frozenset({"number", "han", "han_paren", "part", "chapter", "section", "article", "circled"})
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")


def read_text(text: str, *, title: str | None = None) -> Source:
    """Read the decoded text of a ``.txt`` or ``.md`` file.

    Form feeds separate pages. Nothing is refused: any string gives a source whose characters are all accounted for.

    :param title: a title that is known from elsewhere.
    """
    ledger = Ledger(len(text))
    reader = _TextReader(text, ledger)
    return Source(
        text=text,
        blocks=tuple(reader.blocks()),
        ledger=ledger,
        pages=text.count("\f") + 1 if "\f" in text else None,
        title=title or reader.title,
    )


class _TextReader:
    def __init__(self, text: str, ledger: Ledger) -> None:
        self.text, self.ledger = text, ledger
        self.caret = False  # whether the last note began with [^1]: paragraphs set in belong to it
        head, self.title = markdown.front_matter(text)
        ledger.claim(0, head, "markup")
        silent = list(markdown.claims(text))
        for start, end, kind in silent:
            ledger.claim(start, end, kind)
        starts = {start for start, _, _ in silent}
        lines = without(lines_of(text), lambda line: line.start < head or line.start in starts)
        lines, quotes = markdown.unquoted(text, lines)
        for start, end in quotes:
            ledger.claim(start, end, "markup")
        self.lines = with_tables(lines, html_tables(text))
        self.underlined = markdown.underlined(text, self.lines)
        self.wrap = find_wrap(text, self.lines)
        self.bare_rows = markdown.bare_rows(text, self.lines)
        raw_lines = [text[line.start : line.end] for line in self.lines]
        self.brackets = Brackets(_bracket_notes(text, raw_lines), markdown.link_names(text))

    def blocks(self) -> list[Block]:
        blocks: list[Block] = []
        above: Line | None = None  # the last line of the last block
        for line in self.lines:
            if line.table is not None:
                blocks += self._table(line, line.table)
                above = None
                continue
            block = self._block(line)
            if block is None:
                continue
            if above is not None and self._goes_on(blocks[-1], above, block, line):
                blocks[-1] = _joined(blocks[-1], block)
            else:
                blocks.append(block)
            above = line
        return blocks

    def _table(self, line: Line, number: int) -> Iterator[Block]:
        return html_table_rows(
            self.text, line.start, line.end, self.ledger, page=line.page, table=number, brackets=self.brackets
        )

    def _block(self, line: Line) -> Block | None:
        raw = self.text[line.start : line.end]
        isolated = line.gap and line.gap_after
        if _is_rule(raw) or _PAGE_BREAK.match(raw):
            self.ledger.claim(line.start, line.end, "rule")
            return None
        if isolated and _PAGE_NUMBER.match(raw):
            self.ledger.claim(line.start, line.end, "page_number")
            return None
        if line.start in self.underlined:
            return self._make("heading", line, line.start, level=self.underlined[line.start])
        if line.start in self.bare_rows or _is_row(raw):
            return self._row(line, raw)
        heading = _HEADING.match(raw)
        if heading:
            return self._heading(line, raw, heading)
        tagged = _HTML_HEADING.match(raw)
        if tagged:
            return self._make("heading", line, line.start, level=int(tagged[1]))
        bracket = _BRACKET_NOTE.match(raw)
        if bracket and bracket[1] in self.brackets.notes:
            self.ledger.claim(line.start, line.start + bracket.end(), "note_mark")
            return self._make("footnote", line, line.start + bracket.end(), label=bracket[1])
        footnote = _FOOTNOTE.match(raw)
        if footnote:
            self.ledger.claim(line.start, line.start + footnote.end(), "note_mark")
            self.caret = footnote["caret"] is not None
            label = footnote["sup"] or footnote["math"] or footnote["caret"]
            label = label or footnote["super"].translate(_SUPERSCRIPTS)
            return self._make("footnote", line, line.start + footnote.end(), label=label)
        indent = len(raw) - len(raw.lstrip())
        bullet = starts_with_bullet(raw[indent:])
        if bullet and not raw[indent:].startswith("**"):
            task = _TASK.match(raw, indent + bullet)
            bullet += len(task[0]) if task else 0
            self.ledger.claim(line.start + indent, line.start + indent + bullet, "label")
            level = min(width(raw[:indent].replace("\t", "    ")) // 2, 5)
            return self._make("item", line, line.start + indent + bullet, level=level)
        return self._make("text", line, line.start)

    def _heading(self, line: Line, raw: str, match: re.Match[str]) -> Block | None:
        self.ledger.claim(line.start + match.start(1), line.start + match.end(1), "markup")
        end = line.end
        closing = _HEADING_END.search(raw)
        if closing:
            end = line.start + closing.start()
            self.ledger.claim(end, line.end, "markup")
        return self._make("heading", replace(line, end=end), line.start + match.end(), level=len(match[1]))

    def _make(
        self, kind: BlockKind, line: Line, start: int, *, level: int | None = None, label: str | None = None
    ) -> Block | None:
        inline = read_inline(self.text, start, line.end, self.ledger, self.brackets)
        if not inline.text.text and kind == "text":
            return None
        return Block(
            kind=kind,
            text=inline.text,
            page=line.page,
            level=level,
            label=label,
            marks=inline.marks,
            bold=inline.bold,
            gap=line.gap,
        )

    def _row(self, line: Line, raw: str) -> Block:
        bare = line.start in self.bare_rows
        pipes = bare or (_PIPE_ROW.match(raw) is not None and "\t" not in raw)
        start, end = line.start, line.end
        if pipes and not bare:
            self.ledger.claim(start + raw.index("|"), start + raw.index("|") + 1, "rule")
            last = start + raw.rindex("|")
            start, end = start + raw.index("|") + 1, max(last, start + raw.index("|") + 1)
            if last >= start:
                self.ledger.claim(last, last + 1, "rule")
        cells: list[CellText] = []
        cell_start = start
        for offset in (*self._separators(start, end, pipes), end):
            inline = read_inline(self.text, cell_start, offset, self.ledger, self.brackets)
            cells.append(CellText(inline.text, inline.marks, header=_is_bold(inline) and not cells))
            cell_start = offset + 1
        cells = [replace(cell, header=False) for cell in cells]
        return Block(kind="row", text=Aligned(""), page=line.page, gap=line.gap, cells=tuple(cells))

    def _separators(self, start: int, end: int, pipes: bool) -> list[int]:
        if not pipes:
            return [i for i in range(start, end) if self.text[i] == "\t"]
        found = [i for i in range(start, end) if self.text[i] == "|" and self.text[i - 1] != "\\"]
        for i in found:
            self.ledger.claim(i, i + 1, "rule")
        return found

    def _goes_on(self, before: Block, above: Line, block: Block, line: Line) -> bool:
        """Whether a line is the next line of the same paragraph."""
        if block.kind != "text" or before.kind in ("row", "heading"):
            return False
        raw = self.text[line.start : line.end]
        if before.kind == "footnote":
            return not block.gap or (self.caret and raw.startswith("    "))
        if block.gap:
            return False
        if self.wrap is None or not self.wrap.broken(self.text[above.start : above.end], raw) or starts_with_dash(raw):
            return False
        label = read_label(block.text.text)
        return label is None or not (label.scheme in _BEGINS_PARAGRAPH or is_terminated(before.text.text))


def _is_row(raw: str) -> bool:
    """Whether tabs or pipes part a line into cells; one tab after a number or bullet only sets the text in."""
    if _PIPE_ROW.match(raw):
        return True
    first, tab, rest = raw.strip().partition("\t")
    if not tab:
        return raw.startswith("\t")
    if "\t" in rest.strip() or not rest.strip():
        return True
    label = read_label(f"{first} ")
    numbered = label is not None and label.length >= len(first.strip())
    return not (numbered or starts_with_bullet(f"{first} ") > len(first.strip()))


def _is_rule(raw: str) -> bool:
    """A line drawn with characters: ``---``, ``***``, ``| --- | :-: |``, dashes between tabs."""
    return set(raw) <= _RULE_CHARACTERS and ("--" in raw or any(raw.count(mark) >= 3 for mark in "*_=-"))


def _bracket_notes(text: str, lines: list[str]) -> frozenset[str]:
    """The numbers that are both called in the text as ``[1]`` and explained in a line that begins with ``[1]``."""
    explained = {match[1] for line in lines if (match := _BRACKET_NOTE.match(line))}
    calls = re.findall(r"(?<=[^\s\[])[\[［〔](\d{1,3})[\]］〕](?![(（:：])", text)
    return frozenset(explained.intersection(calls))


def _is_bold(inline: Inline) -> bool:
    return bool(inline.bold) and inline.bold[0] == (0, len(inline.text))


def _joined(before: Block, after: Block) -> Block:
    """One block of two lines: without a space between Han, with one between words."""
    separator = separator_between(before.text.text, after.text.text)
    shift = len(before.text) + len(separator)
    return replace(
        before,
        text=Aligned.join((before.text, after.text), separator),
        marks=(*before.marks, *(NoteMark(m.label, m.at + shift) for m in after.marks)),
        bold=(*before.bold, *((a + shift, b + shift) for a, b in after.bold)),
        joined=True,
    )
