"""Text that is composed while a Word file or web page is walked, with the marks and bold stretches in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.aligned import Aligned
from ingest.blocks import NoteMark
from ingest.glyphs import clean, offset_of, tidy
from ingest.ledger import Ledger
from records import Segment

__all__ = ["Composer", "Inline", "TypedMark", "finish"]

# A raised number that was typed instead of inserted as a footnote; the same forms as in PDF.
_LABEL = re.compile(
    r"[\[(（〔]?\s*(?P<labels>\d{1,3}(?:\s*[,，、]\s*\d{1,3})*|[a-z]|[*＊†‡§]{1,3}|[①-⑳])\s*[\])）〕]?/?$"
)
_UNIT = re.compile(r"(?:(?:^|[^A-Za-z])(?:[kcdmh]?m|s|in|ft)|[×xX*]\s*10)$")


class Composer:
    """The linear text of the file, as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def write(self, text: str) -> int:
        """Append and return where the text begins."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A mark that stands in the text at ``start:end``; without a label it is a way back from a note to its call."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Inline:
    """A paragraph as composed: ``start:end`` of the text, with places in it."""

    start: int
    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    calls: list[tuple[int, str]] = field(default_factory=list)  # (place, label) of inserted notes
    typed: list[TypedMark] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)  # notes called here, by label
    boxes: list[Any] = field(default_factory=list)  # contents of text boxes anchored here
    size: float | None = None
    apart: bool = False  # a cell of a table inside a cell: what stands before it is another cell

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def take_mark(self, start: int) -> bool:
        """Take what was written since ``start``, which is raised, for a note mark, if it can be one."""
        match = _LABEL.match(self.text[start - self.start :].strip())
        if match is None or _UNIT.search(self.text[: start - self.start].rstrip()):
            return False
        for label in re.split(r"\s*[,，、]\s*", match.group("labels")):
            self.typed.append(TypedMark(start, self.end, label))
        return True


def finish(
    inline: Inline, ledger: Ledger, cut: int = 0
) -> tuple[Aligned, tuple[NoteMark, ...], tuple[tuple[int, int], ...]]:
    """Text, note marks and bold spans of a composed paragraph.

    :param cut: characters at the start that are a label.
    """
    whole = Aligned(inline.text, (Segment(0, len(inline.text), inline.start, inline.end),) if inline.text else ())
    typed = [m for m in inline.typed if m.start >= inline.start + cut]
    cuts = sorted({(m.start - inline.start, m.end - inline.start) for m in typed})
    if cut:
        cuts = [(0, cut), *cuts]
    for mark in typed:
        ledger.claim(mark.start, mark.end, "note_mark" if mark.label else "label")
    text = tidy(clean(whole.without(cuts), ledger))
    places = sorted([*inline.calls, *((m.start, m.label) for m in typed if m.label)], key=lambda pair: pair[0])
    marks = tuple(NoteMark(label, offset_of(text, place)) for place, label in places)
    bold: list[tuple[int, int]] = []
    for start, end in inline.bold:
        low, high = offset_of(text, start), offset_of(text, end)
        if bold and not text.text[bold[-1][1] : low].strip():
            bold[-1] = (bold[-1][0], high)
        elif low < high:
            bold.append((low, high))
    return text, marks, tuple(bold)
