"""Small PDFs as offices print them, drawn line by line, so that a test can say exactly what stands where."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"  # a font that every PDF reader knows: nothing is embedded
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP = 72.0, WIDTH - 72.0, HEIGHT - 90.0
_NOT_FIRST = "，。、；：！？）》】”’%"


class Pdf:
    """A canvas that sets Chinese text."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(SONG))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, pageCompression=0, invariant=1)
        self.y = TOP

    def save(self, path: Path) -> Path:
        self.canvas.showPage()
        self.canvas.save()
        path.write_bytes(self.buffer.getvalue())
        return path

    def page(self) -> None:
        self.canvas.showPage()
        self.y = TOP

    def at(self, x: float, y: float, text: str, size: float = 12.0, font: str = SONG) -> float:
        """Draw a string; returns where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return x + float(pdfmetrics.stringWidth(text, font, size))

    def centre(self, y: float, text: str, size: float = 12.0) -> None:
        self.canvas.setFont(SONG, size)
        self.canvas.drawCentredString(WIDTH / 2, y, text)

    def paragraph(
        self,
        text: str,
        *,
        size: float = 12.0,
        left: float = LEFT,
        right: float = RIGHT,
        indent: float = 2.0,
        leading: float = 1.6,
        space: float = 0.0,
        stop: float = 0.0,
    ) -> str:
        """Set a paragraph from ``y`` down to ``stop``; returns what did not fit. ``^n^`` raises a note mark."""
        line, x = "", left + indent * size
        lines: list[tuple[float, str]] = []
        start = x
        for index, char in enumerate(text):
            width = float(pdfmetrics.stringWidth(char, SONG, size)) if char != "^" else 0.0
            if x + width > right + 0.1 and char not in _NOT_FIRST:
                lines.append((start, line))
                line, x, start = "", left, left
                if self.y - len(lines) * leading * size < stop:
                    self._draw(lines, size, leading)
                    return text[index:]
            line += char
            x += width
        lines.append((start, line))
        self._draw(lines, size, leading)
        self.y -= space
        return ""

    def _draw(self, lines: list[tuple[float, str]], size: float, leading: float) -> None:
        for x, line in lines:
            for number, part in enumerate(line.split("^")):
                x = self.raised(x, self.y, part, size) if number % 2 else self.at(x, self.y, part, size)
            self.y -= leading * size

    def raised(self, x: float, y: float, text: str, size: float) -> float:
        return self.at(x, y + 0.35 * size, text, 0.6 * size)

    def rule(self, x0: float, x1: float, y: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, y, x1, y)

    def head(self, text: str, number: str) -> None:
        """A running head with a rule, and a page number at the foot."""
        self.centre(HEIGHT - 50, text, 9)
        self.rule(LEFT, RIGHT, HEIGHT - 56)
        self.centre(45, number, 10)

    def notes(self, *notes: tuple[str, str], size: float = 9.0, y: float = 100.0) -> None:
        """Footnotes below a short rule."""
        self.rule(LEFT, LEFT + 140, y + 14)
        self.y = y
        for label, text in notes:
            x = (
                self.raised(LEFT, self.y, label, size)
                if not label.startswith("①")
                else self.at(LEFT, self.y, label, size)
            )
            self.at(x + 1, self.y, text, size)
            self.y -= 1.5 * size

    def grid(self, rows: list[list[str]], widths: list[float], *, size: float = 10.5, ruled: bool = True) -> None:
        """A table with all its lines, or only the three of a scholarly one."""
        top, height = self.y + 14, 1.8 * size
        edges = [LEFT]
        for width in widths:
            edges.append(edges[-1] + width)
        for number, row in enumerate(rows):
            base = top - number * height - 1.3 * size
            for text, x in zip(row, edges, strict=False):
                self.at(x + 4, base, text, size)
        bottom = top - len(rows) * height
        for number in range(len(rows) + 1):
            if ruled or number in (0, 1, len(rows)):
                self.rule(edges[0], edges[-1], top - number * height)
        for x in edges if ruled else []:
            self.canvas.line(x, top, x, bottom)
        self.y = bottom - 30

    def picture(self, image: Image.Image | None = None) -> None:
        """A scanned page: an image and no text."""
        self.canvas.drawImage(ImageReader(image or Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


def joined(blocks: Any, kind: str = "text") -> list[str]:
    return [block.text.text for block in blocks if block.kind == kind]
