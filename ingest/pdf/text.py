"""Composed lines become the text of a block: joined, cleaned, with note marks and bold spans at their offsets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ingest.aligned import Aligned
from ingest.blocks import Block, NoteMark
from ingest.glyphs import clean, join_lines, offset_of, tidy
from ingest.ledger import Ledger
from ingest.pdf.lines import Line
from ingest.pdf.notes import Mark, marks_of

__all__ = ["bold_spans", "joined_text", "lengthened"]


def joined_text(
    lines: Sequence[Line], source: str, ledger: Ledger, cut: int = 0, words: Collection[str] = ()
) -> tuple[Aligned, tuple[NoteMark, ...]]:
    """The lines as one text without its note marks, which are claimed.

    :param cut: characters at the start of the first line that are a label.
    :param words: of the report: see :func:`ingest.glyphs.join_lines`.
    """
    whole = Aligned("")
    marks: list[Mark] = []
    for number, line in enumerate(lines):
        found = [m for m in marks_of(line) if number or m.start >= line.start + cut]
        marks += found
        part = line.aligned(source)
        cuts = [(m.start - line.start, m.end - line.start) for m in found]
        if cut and not number:
            cuts = [(0, cut), *cuts]
        part = clean(part.without(cuts), ledger)
        whole = join_lines(whole, part, ledger, words) if whole.text else part
    whole = tidy(whole)
    for mark in marks:
        ledger.claim(mark.start, mark.end, "note_mark")
    return whole, tuple(NoteMark(label, offset_of(whole, m.start)) for m in marks for label in m.labels)


def bold_spans(lines: Iterable[Line], text: Aligned) -> tuple[tuple[int, int], ...]:
    """The bold stretches of ``text``, which was made of ``lines``."""
    spans: list[tuple[int, int]] = []
    for line in lines:
        for run, (start, end) in zip(line.runs, line.spans, strict=True):
            if not run.bold or not run.text.strip():
                continue
            low, high = offset_of(text, start), offset_of(text, end)
            if spans and not text.text[spans[-1][1] : low].strip():
                spans[-1] = (spans[-1][0], high)
            elif low < high:
                spans.append((low, high))
    return tuple(spans)


def lengthened(first: Block, rest: Block, ledger: Ledger, words: Collection[str] = ()) -> Block:
    """A block with the rest of its text from another column or page."""
    text = join_lines(first.text, rest.text, ledger, words)
    shift = len(text) - len(rest.text)
    marks = tuple(NoteMark(m.label, m.at + shift) for m in rest.marks)
    bold = tuple((a + shift, b + shift) for a, b in rest.bold)
    return replace(first, text=text, marks=first.marks + marks, bold=first.bold + bold)
