"""A page of a PDF as a picture, with a passage marked in it where its place is known exactly.

A passage is looked for in the same account of its page, and of the next ones, that it was read from. Marked is only
what is found completely, in order and in one place: a mark in the wrong place would be worse than none.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdf import PdfReader

from errors import UnreadableSource
from ingest.pdf.fonts import Fonts
from ingest.pdf.glyphs import read_page
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.quality import fault
from ingest.pdf.runs import Layout, Run

__all__ = ["PagePicture", "draw_page"]

_SCALE = 1.6  # pixels a point: an A4 page is 950 pixels wide
_LARGEST_SIDE = 3000  # pixels
_PAGES_AHEAD = 2  # that a passage may run on to
_SHORTEST = 6  # characters that tell a place at all
_TELLING = 16  # characters that need not be the only ones of their kind on the page
_TINT = (255, 214, 64, 96)
_EDGE = (29, 79, 99, 255)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """``png`` of page ``page`` (from 1) of ``pages``. ``marked`` says whether the passage is marked on it,
    ``found`` whether its place in the file is known at all.
    """

    png: bytes
    page: int
    pages: int
    marked: bool
    found: bool


def draw_page(
    path: Path, sha256: str, page: int, first: int, pieces: Sequence[str], password: str | None
) -> PagePicture:
    """Draw a page; to be called through :func:`ingest.guard.guarded`, since the file is not ours.

    :param page: the page to draw, from 1.
    :param first: the page that the passage begins on, from 1.
    :param pieces: the stretches of the passage's text that the file has in this order.
    :raises UnreadableSource: the file is not the one that was read, cannot be opened, or has no such page.
    """
    try:
        changed = hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    except OSError as error:
        raise UnreadableSource(str(path), "is not there any more") from error
    if changed:
        raise UnreadableSource(str(path), "has changed since it was read; ingest it again")
    try:
        with pypdfium2.PdfDocument(path, password=password) as document:
            count = len(document)
            if not 1 <= page <= count:
                raise UnreadableSource(str(path), f"has {count} pages, no page {page}")
            layouts = _layouts(path, password, range(first - 1, min(first + _PAGES_AHEAD, count)))
            found = _find(layouts, pieces)
            boxes = found.get(page - first, [])
            return PagePicture(_png(document[page - 1], boxes), page, count, bool(boxes), bool(found))
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(str(path), f"page {page} cannot be drawn ({error})") from error


def _layouts(path: Path, password: str | None, pages: range) -> list[Layout]:
    """Pages as the reader of PDF files saw them: by pypdf, and by PDFium where pypdf could not."""
    with path.open("rb") as stream, PdfiumFile(path, password) as second:
        reader, fonts, layouts = PdfReader(stream), Fonts(), []
        if reader.is_encrypted:
            reader.decrypt(password or "")
        for number in pages:
            try:
                layout = read_page(reader, reader.pages[number], fonts)
                faulty = fault(layout) is not None
            except Exception:  # pypdf raises almost anything for a damaged page; the guard bounds the rest
                faulty = True
            layouts.append(second.read(number) if faulty else layout)
    return layouts


def _find(layouts: Sequence[Layout], pieces: Sequence[str]) -> dict[int, list[Box]]:
    """The boxes of a passage by page, from 0; nothing unless all of it is found, in order and in one place."""
    wanted = [squeezed for piece in pieces if (squeezed := _squeeze(piece))]
    if sum(map(len, wanted)) < _SHORTEST or not layouts:
        return {}
    for order in (lambda run: 0, lambda run: (-round(run.y / max(run.size / 2, 1)), run.x0)):  # as drawn; as seen
        pages = [_Page(sorted(layout.runs, key=order)) for layout in layouts]
        if boxes := _boxes(pages, wanted):
            return boxes
    return {}


def _boxes(pages: Sequence[_Page], wanted: Sequence[str]) -> dict[int, list[Box]]:
    if len(wanted[0]) < _TELLING and pages[0].text.count(wanted[0]) > 1:
        return {}
    boxes: dict[int, list[Box]] = {}
    number, at = 0, 0
    for piece in wanted:
        rest = piece
        while rest:
            if number == len(pages):
                return {}
            start, taken = pages[number].longest(rest, at)
            if taken:
                boxes.setdefault(number, []).extend(pages[number].boxes(start, start + taken))
                rest, at = rest[taken:], start + taken
            if rest:
                number, at = number + 1, 0
    return boxes


class _Page:
    """The characters of a page without spaces, and where they stand: (run, first, last share of its width)."""

    def __init__(self, runs: Sequence[Run]) -> None:
        text, self._places = [], []
        for run in runs:
            for place, character in enumerate(run.text):
                for c in _squeeze(character):
                    text.append(c)
                    self._places.append((run, place / len(run.text), (place + 1) / len(run.text)))
        self.text = "".join(text)

    def longest(self, piece: str, at: int) -> tuple[int, int]:
        """(place, length) of a piece after ``at``, or of its longest beginning where it runs on to the next page."""
        start = self.text.find(piece, at)
        if start >= 0:
            return start, len(piece)
        low, high = 0, len(piece) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.text.find(piece[:middle], at) >= 0 else (low, middle - 1)
        return (self.text.find(piece[:low], at), low) if low >= _SHORTEST else (0, 0)

    def boxes(self, start: int, end: int) -> list[Box]:
        """Characters as lines: (left, bottom, right, top) in points."""
        lines: list[Box] = []
        for run, first, last in self._places[start:end]:
            left, right = run.x0 + first * (run.x1 - run.x0), run.x0 + last * (run.x1 - run.x0)
            line = lines[-1] if lines else None
            if line and abs(line[1] - run.bottom) < run.size / 2 and left >= line[0]:
                lines[-1] = (line[0], min(line[1], run.bottom), max(line[2], right), max(line[3], run.top))
            else:
                lines.append((left, run.bottom, right, run.top))
        return lines


def _squeeze(text: str) -> str:
    """Compatible characters without spaces, as the readers write them."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def _png(page: Any, boxes: Sequence[Box]) -> bytes:
    from PIL import Image, ImageDraw  # comes with the app; nothing else needs pictures

    width, height = page.get_size()
    scale = min(_SCALE, _LARGEST_SIDE / max(width, height, 1))
    picture = page.render(scale=scale).to_pil().convert("RGBA")
    marks = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(marks)
    for left, bottom, right, top in boxes:
        box = (left * scale, (height - top) * scale, right * scale, (height - bottom) * scale)
        pen.rectangle(box, fill=_TINT)
        pen.line([(box[0] - 4, box[1]), (box[0] - 4, box[3])], fill=_EDGE, width=2)
    out = io.BytesIO()
    Image.alpha_composite(picture, marks).convert("RGB").save(out, "PNG")
    return out.getvalue()
