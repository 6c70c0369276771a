"""The same account of a page as :mod:`ingest.pdf.glyphs` gives, by way of PDFium.

PDFium opens files that pypdf cannot and knows the glyphs of fonts without a table of characters; it does not say which
text is page furniture and mis-decodes a few fonts, so it comes second.
"""

from __future__ import annotations

import ctypes
import math
from pathlib import Path
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium

from ingest.pdf.runs import Layout, Rule, Run, page_matrix

__all__ = ["PdfiumFile", "open_document"]

_BOLD = 600
_CHARACTERS = 200_000  # on one page


def open_document(path: Path, password: str | None) -> pypdfium2.PdfDocument:
    """The file as PDFium opens it: with the password or, where it is only locked for changes, without.

    :raises pypdfium2.PdfiumError: it is damaged, or needs another password (then its text says so).
    """
    try:
        return pypdfium2.PdfDocument(path, password=password)
    except pypdfium2.PdfiumError as error:
        if password is None or "assword" not in str(error):
            raise
    return pypdfium2.PdfDocument(path)


class PdfiumFile:
    """A PDF opened with PDFium. Use as a context manager.

    :raises pypdfium2.PdfiumError: when PDFium cannot open it, or needs a password.
    """

    def __init__(self, path: Path, password: str | None = None) -> None:
        self._document = open_document(path, password)

    def __enter__(self) -> PdfiumFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def read(self, index: int) -> Layout:
        """Text runs and drawn lines of a page (from 0)."""
        page = self._document[index]
        try:
            text = page.get_textpage()
            try:
                return _layout(page, text)
            finally:
                text.close()
        finally:
            page.close()


def _layout(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Layout:
    box = page.get_cropbox()
    (a, b, c, d, e, f), width, height = page_matrix(box, page.get_rotation())
    runs: list[Run] = []
    current: list[str] = []
    start = end = base = size = 0.0
    bold = False
    angle = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    rect = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()

    def finish() -> None:
        if current:
            runs.append(Run("".join(current), start, end, base, size, bold, angle))
            current.clear()

    for i in range(min(text.count_chars(), _CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text.raw, i)
        char = chr(code) if 0 < code < 0x110000 else ""
        if pdfium.FPDFText_IsGenerated(text.raw, i) or char in "\r\n" or not char:
            continue  # PDFium's own guesses of spaces and line ends
        pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y)
        pdfium.FPDFText_GetLooseCharBox(text.raw, i, rect)
        pdfium.FPDFText_GetMatrix(text.raw, i, matrix)
        left, line = x.value * a + y.value * c + e, x.value * b + y.value * d + f
        corners = [px * a + py * c + e for px in (rect.left, rect.right) for py in (rect.top, rect.bottom)]
        right = max(corners)
        height_of = pdfium.FPDFText_GetFontSize(text.raw, i) * (math.hypot(matrix.c, matrix.d) or 1.0)
        turn = matrix.a * b + matrix.b * d, matrix.a * a + matrix.b * c
        slope = round(math.degrees(math.atan2(*turn))) if abs(turn[0]) > 1e-6 else 0
        weight = pdfium.FPDFText_GetFontWeight(text.raw, i) >= _BOLD
        near = abs(line - base) < 0.05 * size and -0.6 * size < left - end < 0.14 * size
        if current and not (near and abs(height_of - size) < 0.05 and weight == bold and slope == angle):
            finish()
        if not current:
            start, base, size, bold, angle = left, line, height_of, weight, slope
        current.append(char)
        end = max(right, left)
    finish()
    return Layout(width, height, runs, _rules(page, (a, b, c, d, e, f)), _images(page))


def _images(page: pypdfium2.PdfPage) -> int:
    return sum(1 for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _rules(page: pypdfium2.PdfPage, m: tuple[float, float, float, float, float, float]) -> list[Rule]:
    """Thin drawn paths, by their bounds."""
    rules: list[Rule] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        xs = [left * m[0] + bottom * m[2] + m[4], right * m[0] + top * m[2] + m[4]]
        ys = [left * m[1] + bottom * m[3] + m[5], right * m[1] + top * m[3] + m[5]]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= 3 < x1 - x0:
            rules.append(Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2))
        elif x1 - x0 <= 3 < y1 - y0:
            rules.append(Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1))
        if len(rules) > 4000:
            return []
    return rules
