"""Running heads and page numbers: what stands at the edge of the page and comes back on other pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.pdf.lines import Line, segments

__all__ = ["Furniture", "find_furniture"]

_EDGE = 0.14  # share of the page height, above and below, where heads and feet stand
_ROWS = 3  # at most so many lines at either edge
_LONGEST = 100  # characters of a running head
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
        return int(self.number) if self.number and self.number.isdigit() else None


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
    for piece in _running_heads(rest, len(pages)):
        out[piece.page].heads.append(piece.line)
    return out


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
    common = {slot for slot, count in slots.items() if count >= max(3, 0.3 * pages)}
    known = {id(p) for p in found}
    for piece in pieces:
        artifact = all(r.artifact for r in piece.line.runs)
        slot_of = (round(piece.line.y), round(piece.line.size))
        if id(piece) not in known and len(piece.key) <= _LONGEST and (artifact or slot_of in common):
            found.append(piece)
    return found
