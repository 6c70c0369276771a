"""The lines of a text file: which hold text, what stands between them, and whether the file is hard-wrapped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

__all__ = ["Line", "Wrap", "find_wrap", "lines_of", "separator_between", "width", "with_tables", "without"]

_BREAK = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"[。！？!?；;：:.…][”’\"』」）)》]*$")
_INDENT = ("\u3000\u3000", "    ")
_NARROWEST = 28  # columns: text is not set narrower
_SLACK = 6  # columns that may stay free at the end of a line: no punctuation begins the next
_OPEN_SHARE = 0.4  # of the long lines of a wrapped file end in mid-sentence
_LONGER_SHARE = 0.05  # of the lines may be longer than the width: addresses, tables
# Lines of Han end within two characters of each other; lines of words as far apart as words are long.
_HAN_SPREAD, _HAN_NEAR, _HAN_LINES = 4, 0.75, 4
_WORD_SPREAD, _WORD_NEAR, _WORD_LINES = 0.14, 0.7, 8


@dataclass(frozen=True, slots=True)
class Line:
    """Characters ``start:end`` of the source, without the line break; or all of HTML table number ``table``."""

    start: int
    end: int
    page: int | None
    gap: bool
    gap_after: bool
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Wrap:
    """A file is hard-wrapped at ``columns`` (half-width)."""

    columns: int

    def broken(self, line: str, after: str) -> bool:
        """Whether ``line`` was broken because it was full, so that ``after`` goes on with it."""
        if after.startswith(_INDENT):
            return False
        used, rest = width(line.rstrip()), after.lstrip()
        word = re.match(r"[!-~]+", rest)
        # a sentence may end with its paragraph: what follows must then really have lacked room
        slack = 0 if _SENTENCE_END.search(line.rstrip()) else _SLACK
        return used + (1 + len(word[0]) if word else width(rest[:1])) > self.columns - slack


def separator_between(before: str, after: str) -> str:
    """What stands between two joined lines: nothing beside Han or full-width punctuation, else a space."""
    if not before or not after:
        return ""
    wide = any(unicodedata.east_asian_width(c) in "WF" for c in (before[-1], after[0]))
    return "" if wide else " "


def lines_of(text: str) -> list[Line]:
    """The non-blank lines, with their page and whether blank lines stand around them."""
    page = 1 if "\f" in text else None
    spans: list[tuple[int, int, int | None, bool]] = []
    blank = True
    for match in re.finditer(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+|\f|\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]", text):
        piece = match.group()
        if piece == "\f":
            page, blank = (page or 1) + 1, True
        elif piece.strip("\r\n\v\x1c\x1d\x1e\x85\u2028\u2029"):
            if piece.isspace():
                continue  # a line of blanks: the two line breaks around it make the gap
            spans.append((match.start(), match.end(), page, blank))
            blank = False
            breaks_from = match.end()
        elif spans:
            blank = blank or len(_BREAK.findall(text, breaks_from, match.end())) > 1
    after = [*(b for *_, b in spans[1:]), True][: len(spans)]
    return [Line(s, e, p, b, a) for (s, e, p, b), a in zip(spans, after, strict=True)]


def without(lines: Sequence[Line], silent: Callable[[Line], bool]) -> list[Line]:
    """The lines that are not silent; what follows a silent one stands apart from what goes before."""
    return [
        replace(line, gap=line.gap or index == 0 or silent(lines[index - 1]))
        for index, line in enumerate(lines)
        if not silent(line)
    ]


def with_tables(lines: list[Line], tables: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines with each HTML table as one line of its own; what stands before and after it keeps its place."""
    if not tables:
        return lines
    pieces: list[Line] = []
    for line in lines:
        start = line.start
        for number, (table_start, table_end) in enumerate(tables):
            if table_end <= start or table_start >= line.end:
                continue
            if start < table_start:
                pieces.append(replace(line, start=start, end=table_start))
            if table_start >= line.start:
                pieces.append(replace(line, start=table_start, end=table_end, table=number))
            start = table_end
        if start < line.end:
            pieces.append(replace(line, start=start))
    return pieces


def width(text: str) -> int:
    """Printed width in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def find_wrap(text: str, lines: Sequence[Line]) -> Wrap | None:
    """The width at which a file is hard-wrapped, or ``None`` where each line is a paragraph.

    A file counts as wrapped when many lines end in mid-sentence before a line without a gap, these are about equally
    wide, and hardly a line is wider.
    """
    raw = [(line, text[line.start : line.end].rstrip()) for line in lines if line.table is None]
    long = [used for _, a in raw if "\t" not in a and (used := width(a)) >= _NARROWEST]
    broken = [
        (width(a), a)
        for (_, a), (after, _) in pairwise(raw)
        if not after.gap and "\t" not in a and not _SENTENCE_END.search(a)
    ]
    broken = sorted((used, a) for used, a in broken if used >= _NARROWEST)
    if len(broken) < _OPEN_SHARE * len(long) or not broken:
        return None
    typical = broken[len(broken) // 2][0]
    han = sum(used > 1.5 * len(a.strip()) for used, a in broken) > len(broken) / 2
    spread, share, least = (
        (_HAN_SPREAD, _HAN_NEAR, _HAN_LINES) if han else (_WORD_SPREAD * typical, _WORD_NEAR, _WORD_LINES)
    )
    near = [used for used, _ in broken if abs(used - typical) <= spread]
    longer = sum(used > typical + max(spread, 0.15 * typical) for used in long)
    if len(broken) < least or len(near) < share * len(broken) or longer > _LONGER_SHARE * len(long):
        return None
    return Wrap(typical)
