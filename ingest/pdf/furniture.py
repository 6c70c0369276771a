"""Running heads and page numbers: what stands at the edge of the page and comes back on other pages."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.pdf.lines import Line, segments
from ingest.pdf.runs import Run

__all__ = ["Furniture", "find_furniture", "watermarks"]

_EDGE = 0.14  # share of the page height, above and below, where heads and feet stand
_ROWS = 3  # at most so many lines at either edge
_LONGEST = 100  # characters of a running head
_STAMPED = 0.5  # of the pages bear a watermark
_STACK = 4  # characters one below the other
_LARGE = 1.8  # times the size of the text
_TIGHT = 2.0  # times the size: the distance of lines in a paragraph
_FULL = 0.6  # of the width of the page's text: a line of it, hardly a running head
_ROMAN = r"(?=[ivxlcIVXLC])(?:[xX]{0,3}[lL]?[xX]{0,3})(?:[iI][xX]|[iI][vV]|[vV]?[iI]{0,3})"
_NUMBER = re.compile(
    rf"[\s\-–—－―·•~～|]*(?:第\s*)?(?P<number>\d{{1,4}}|{_ROMAN})(?:\s*[页頁])?[\s\-–—－―·•~～|]*"
    r"(?:[/／,，共]*\s*共?\s*\d{1,4}\s*[页頁]?[\s\-–—－―·•]*)?$"
)
_PAGE_WORD = re.compile(r"(?:Page|PAGE|p\.)\s*(?P<number>\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?$")
_DECORATED = re.compile(r"[\-–—－―·•~～|第页頁/]|Page|PAGE")


@dataclass(slots=True)
class Furniture:
    """What is furniture on one page: pieces of lines by kind, and the page number as printed."""

    heads: list[Line] = field(default_factory=list)
    numbers: list[Line] = field(default_factory=list)
    label: str | None = None

    def holds(self, line: Line) -> bool:
        return any(line.runs[0] is r for piece in (*self.heads, *self.numbers) for r in piece.runs)


@dataclass(frozen=True, slots=True)
class _Piece:
    page: int
    line: Line
    key: str
    number: str | None

    @property
    def value(self) -> int | None:
        return int(self.number) if self.number and self.number.isdecimal() else None


def find_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Furniture]:
    """The furniture of each page.

    :param pages: the lines of each page, outside tables, from top to bottom.
    :param heights: the height of each page in points.
    """
    pieces = [p for page, rows in enumerate(pages) for p in _edge_pieces(page, rows, heights[page])]
    out = [Furniture() for _ in pages]
    numbers = _page_numbers(pieces, len(pages))
    for piece in numbers:
        out[piece.page].numbers.append(piece.line)
        out[piece.page].label = piece.number
    rest = [p for p in pieces if not any(p is n for n in numbers)]
    width = max((row.x1 for rows in pages for row in rows), default=0.0)
    width -= min((row.x0 for rows in pages for row in rows), default=0.0)
    for page, lines in _by_page(_running_heads(rest, len(pages))).items():
        out[page].heads += _apart(lines, out[page].numbers, pages[page], width)
    return out


def _by_page(pieces: Sequence[_Piece]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for piece in pieces:
        found[piece.page].append(piece.line)
    return found


def _apart(heads: Sequence[Line], numbers: Sequence[Line], rows: Sequence[Line], width: float) -> list[Line]:
    """The heads without lines that are set tight to the text and as wide: pages of forms may begin with like lines.

    :param width: of the text of all pages.
    """
    taken = {id(r) for line in (*heads, *numbers) for r in line.runs}
    text = [row for row in rows if not any(id(r) in taken for r in row.runs)]
    wide = [line for line in heads if line.x1 - line.x0 > _FULL * width]
    if not text:  # the page holds tables only, or all of it looks like that of other pages
        text = [line for line in wide if any(_is_tight(line, other) for other in wide if other is not line)]
    for line in sorted(wide, key=lambda line: min((abs(line.y - row.y) for row in text), default=0.0)):
        if any(_is_tight(line, row) for row in text):
            text.append(line)
    return [line for line in heads if not any(line is row for row in text)]


def _is_tight(line: Line, other: Line) -> bool:
    return abs(line.y - other.y) < _TIGHT * other.size and abs(line.size - other.size) < 0.5


def watermarks(pages: Sequence[Sequence[Run]]) -> list[frozenset[Run]]:
    """The level runs of each page that are stamped on many pages at one place: large over the text, or single
    characters one below the other beside it.
    """
    need = max(2 if len(pages) <= 5 else 3, math.ceil(_STAMPED * len(pages)))
    counts = Counter(key for runs in pages for key in {_place(r) for r in runs if not r.angle and r.text.strip()})
    stamped = {key for key, count in counts.items() if count >= need}
    if not stamped:
        return [frozenset()] * len(pages)
    return [_stamps(runs, stamped) for runs in pages]


def _place(run: Run) -> tuple[str, int, int, int]:
    return run.text.strip(), round(run.x0 / 2), round(run.y / 2), round(run.size)


def _stamps(runs: Sequence[Run], stamped: Collection[tuple[str, int, int, int]]) -> frozenset[Run]:
    found = [r for r in runs if not r.angle and _place(r) in stamped]
    known = set(found)
    text = [r for r in runs if not r.angle and r.text.strip() and r not in known]
    if not found or not text:
        return frozenset()
    size = median(r.size for r in text)
    left, right = min(r.x0 for r in text), max(r.x1 for r in text)
    beside = [r for r in found if len(r.text.strip()) == 1 and (r.x1 < left or r.x0 > right)]
    stacks = Counter(round(r.x0) for r in beside)
    upright = {r for r in beside if stacks[round(r.x0)] >= _STACK}
    return frozenset(r for r in found if r.size >= _LARGE * size or r in upright)


def _edge_pieces(page: int, rows: Sequence[Line], height: float) -> list[_Piece]:
    top = [r for r in rows[:_ROWS] if r.y > (1 - _EDGE) * height]
    bottom = [r for r in rows[-_ROWS:] if r.y < _EDGE * height and r not in top]
    found = []
    for row in (*top, *bottom):
        for piece in segments(row):
            text = " ".join(piece.text.split())
            match = _NUMBER.match(text) or _PAGE_WORD.match(text)
            key = re.sub(r"\d+", "#", re.sub(r"\s+", "", text))
            found.append(_Piece(page, piece, key, match.group("number") if match else None))
    return found


def _page_numbers(pieces: Sequence[_Piece], pages: int) -> list[_Piece]:
    """Numbers that count with the pages, or that are dressed as page numbers."""
    offsets = Counter(p.value - p.page for p in pieces if p.value is not None)
    need = 2 if pages > 1 else 1
    found = []
    for piece in pieces:
        if piece.number is None:
            continue
        counts = piece.value is not None and (
            offsets[piece.value - piece.page] >= need and (pages > 1 or piece.value == 1)
        )
        dressed = bool(_DECORATED.search(piece.line.text)) or piece.value is None
        if counts or dressed:
            found.append(piece)
    return found


def _running_heads(pieces: Sequence[_Piece], pages: int) -> list[_Piece]:
    need = 2 if pages <= 5 else 3
    by_key: dict[str, list[_Piece]] = defaultdict(list)
    for piece in pieces:
        if len(piece.key) <= _LONGEST:
            by_key[piece.key].append(piece)
    found: list[_Piece] = []
    for group in by_key.values():
        pages_at: dict[int, set[int]] = defaultdict(set)
        for piece in group:
            pages_at[round(piece.line.y / 4)].add(piece.page)
        for piece in group:
            slot = round(piece.line.y / 4)
            places = pages_at[slot - 1] | pages_at[slot] | pages_at[slot + 1]
            near = any(piece.page + step in places for step in (-3, -2, -1, 1, 2, 3))
            if near and len(places) >= need:
                found.append(piece)
    # Where heads stand on many pages, other words at the same height are heads, too: those of short chapters.
    slots = Counter((round(p.line.y), round(p.line.size)) for p in found)
    common = {slot for slot, count in slots.items() if count >= max(need, 0.3 * pages)}
    known = {id(p) for p in found}
    for piece in pieces:
        artifact = all(r.artifact for r in piece.line.runs)
        slot_of = (round(piece.line.y), round(piece.line.size))
        if id(piece) not in known and len(piece.key) <= _LONGEST and (artifact or slot_of in common):
            found.append(piece)
    return found
