"""Where each piece of text and each drawn line of a PDF page stands, by way of pypdf.

pypdf parses the file, its content streams and its fonts. The text state is followed here (PDF 32000-1, 9.3 and 9.4)
rather than in ``extract_text``, which gives a position only for the start of a line and none inside a ``TJ`` array:
too little to tell columns, cells and raised note marks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, NameObject, StreamObject, encode_pdfdocencoding

from ingest.pdf.dots import with_bullets
from ingest.pdf.fields import appearances
from ingest.pdf.fonts import Fonts, Glyphs
from ingest.pdf.pen import MOST_RULES, Pen
from ingest.pdf.runs import IDENTITY, Layout, Matrix, Run, follows, multiply, page_matrix, sideways

__all__ = ["read_page"]

_FORMS = 2000  # form XObjects painted on one page
_DEPTH = 12  # forms inside forms
_SAVED = 500  # nested q


def read_page(reader: PdfReader, page: PageObject, fonts: Fonts) -> Layout:
    """Text runs, in the order of drawing, and drawn lines of a page.

    A page that is mostly set sideways (a wide table on an upright page) is turned as a reader would turn it.

    :raises Exception: whatever pypdf raises for a damaged page; the caller decides what a bad page costs.
    """
    layout = _painted(reader, page, fonts, page.rotation or 0)
    turn = sideways(layout.runs)
    return _painted(reader, page, fonts, (page.rotation or 0) + turn) if turn else layout


def _painted(reader: PdfReader, page: PageObject, fonts: Fonts, rotation: int) -> Layout:
    box = page.cropbox
    edges = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    matrix, width, height = page_matrix(edges, rotation)
    painter = _Painter(reader, fonts, matrix)
    contents = page.get("/Contents")
    if contents is not None:
        painter.run(contents.get_object(), page.get_inherited("/Resources"), 0)
    for look, place in appearances(page):
        painter.cm = multiply(place, matrix)
        painter.run(look, look.get("/Resources"), 1)
    runs = [r for r in painter.runs if r.x1 > -1 and r.x0 < width + 1 and -1 < r.y < height + 1]
    rules = painter.rules if len(painter.rules) <= MOST_RULES else []
    return Layout(width, height, with_bullets(runs, painter.dots), rules, painter.images, painter.unmapped)


class _Painter(Pen):
    """Carries out the operators of content streams that move, set or show text, or draw lines."""

    def __init__(self, reader: PdfReader, fonts: Fonts, matrix: Matrix) -> None:
        super().__init__(matrix)
        self.reader, self.fonts = reader, fonts
        self.font: Glyphs | None = None
        self.size, self.scale, self.mode = 12.0, 1.0, 0
        self.spacing = self.word = self.rise = self.leading = 0.0
        self.stack: list[tuple[Any, ...]] = []
        self.tm = self.line = IDENTITY
        self.runs: list[Run] = []
        self.images = self.forms = self.unmapped = 0
        self.marked: list[bool] = []
        self.resources: Any = {}
        self.local: dict[str, Glyphs | None] = {}

    def run(self, contents: Any, resources: Any, depth: int) -> None:
        outer = self.resources, self.local
        self.resources = resources.get_object() if resources is not None else {}
        self.local = {}
        # "bytes": strings stay what they are, codes of a font, instead of being taken for text
        for operands, operator in ContentStream(contents, self.reader, "bytes").operations:
            action = _ACTIONS.get(operator)
            if action is not None:
                try:
                    action(self, operands)
                except (IndexError, TypeError, ValueError, KeyError, AttributeError):
                    continue  # wrong operands: viewers skip the operator, too
            elif operator == b"Do":
                self._paint_object(operands, depth)
        self.resources, self.local = outer

    def _paint_object(self, operands: list[Any], depth: int) -> None:
        objects = self.resources.get("/XObject") if self.resources else None
        target = objects.get_object().get(operands[0]) if objects is not None and operands else None
        target = target.get_object() if target is not None else None
        if not isinstance(target, StreamObject):
            return
        if target.get("/Subtype") == "/Image":
            self.images += 1
            return
        self.forms += 1
        if target.get("/Subtype") != "/Form" or depth >= _DEPTH or self.forms > _FORMS:
            return
        kept, tm, line, height = self._graphics(), self.tm, self.line, len(self.stack)
        if "/Matrix" in target:
            self.cm = multiply(_matrix(target["/Matrix"]), self.cm)
        self.run(target, target.get("/Resources") or self.resources, depth + 1)
        self._set_graphics(kept)
        self.tm, self.line = tm, line
        del self.stack[height:]

    # -- state

    def _graphics(self) -> tuple[Any, ...]:
        return (
            *(self.cm, self.font, self.size, self.scale, self.mode),
            *(self.spacing, self.word, self.rise, self.leading),
        )

    def _set_graphics(self, kept: tuple[Any, ...]) -> None:
        self.cm, self.font, self.size, self.scale, self.mode = kept[:5]
        self.spacing, self.word, self.rise, self.leading = kept[5:]

    def save(self, _: list[Any]) -> None:
        if len(self.stack) < _SAVED:
            self.stack.append(self._graphics())

    def restore(self, _: list[Any]) -> None:
        if self.stack:
            self._set_graphics(self.stack.pop())

    def transform(self, operands: list[Any]) -> None:
        self.cm = multiply(_matrix(operands), self.cm)

    def mark(self, operands: list[Any]) -> None:
        self.marked.append(bool(operands) and operands[0] == "/Artifact")

    def unmark(self, _: list[Any]) -> None:
        if self.marked:
            self.marked.pop()

    # -- text

    def begin_text(self, _: list[Any]) -> None:
        self.tm = self.line = IDENTITY

    def set_font(self, operands: list[Any]) -> None:
        self.size = float(operands[1])
        name = str(operands[0])
        if name not in self.local:
            table = self.resources["/Font"].get_object()
            self.local[name] = self.fonts.get(table.raw_get(name)) if name in table else None
        self.font = self.local[name]

    def move(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = self.line
        x, y = float(operands[0]), float(operands[1])
        self.line = self.tm = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)

    def move_leading(self, operands: list[Any]) -> None:
        self.leading = -float(operands[1])
        self.move(operands)

    def set_matrix(self, operands: list[Any]) -> None:
        self.line = self.tm = _matrix(operands)

    def next_line(self, _: list[Any]) -> None:
        self.move([0.0, -self.leading])

    def show(self, operands: list[Any]) -> None:
        self.show_array([operands[:1]])

    def show_next(self, operands: list[Any]) -> None:
        self.next_line(operands)
        self.show(operands)

    def show_spaced(self, operands: list[Any]) -> None:
        self.word, self.spacing = float(operands[0]), float(operands[1])
        self.show_next(operands[2:])

    def show_array(self, operands: list[Any]) -> None:
        """``TJ``: strings with shifts between them; a shift as wide as a space starts another run."""
        font = self.font
        if font is None:
            return
        em = self.size * self.scale
        # The gap between words is hardly ever set with less than a sixth of an em, kerning hardly ever with more. Fonts
        # without a space have no width of it: what pypdf says then is no measure.
        gap = abs(em) * max(0.16, min(font.space * 0.6, 0.2))
        text: list[str] = []
        start = end = 0.0  # in text space, from the current position
        for part in operands[0]:
            if isinstance(part, NameObject):
                continue
            if isinstance(part, (bytes, str)):
                end = self._add(font, part, text, end)
                continue
            shift = -float(part) / 1000 * em
            if abs(shift) > gap and text:
                self._emit(text, start, end)
                text, start = [], end + shift
            elif not text:
                start = end + shift
            end += shift
        self._emit(text, start, end)
        a, b, c, d, e, f = self.tm
        self.tm = (a, b, c, d, end * a + e, end * b + f)

    def _add(self, font: Glyphs, part: bytes | str, text: list[str], end: float) -> float:
        data = part if isinstance(part, bytes) else encode_pdfdocencoding(part)
        size, scale, spacing, word = self.size, self.scale, self.spacing, self.word
        for glyph, width in font.decode(data):
            text.append(glyph)
            end += (width * size + spacing) * scale
            if word and glyph == " " and not font.composite:
                end += word * scale
        if font.unmapped:
            self.unmapped += len(data)
        return end

    def _emit(self, text: list[str], start: float, end: float) -> None:
        if not text:
            return
        a, b, c, d, e, f = multiply(self.tm, self.cm)
        e, f = e + self.rise * c, f + self.rise * d
        angle = round(math.degrees(math.atan2(b, a))) if abs(b) > 1e-6 else (180 if a < 0 else 0)
        x0, x1, y = e + start * a, e + end * a, f + start * b
        size = abs(self.size) * math.hypot(c, d)
        bold = (self.font is not None and self.font.bold) or self.mode == 2
        run = Run("".join(text), min(x0, x1), max(x0, x1), y, size, bold, angle, any(self.marked))
        if self.runs and follows(self.runs[-1], run):
            self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text + run.text, x1=run.x1)
        else:
            self.runs.append(run)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(v) for v in operands[:6])
    return (a, b, c, d, e, f)


def _setter(name: str, factor: float = 1.0) -> Callable[[_Painter, list[Any]], None]:
    def action(painter: _Painter, operands: list[Any]) -> None:
        setattr(painter, name, float(operands[0]) * factor)

    return action


_ACTIONS: dict[bytes, Callable[[_Painter, list[Any]], None]] = {
    b"BT": _Painter.begin_text,
    b"Tf": _Painter.set_font,
    b"Td": _Painter.move,
    b"TD": _Painter.move_leading,
    b"Tm": _Painter.set_matrix,
    b"T*": _Painter.next_line,
    b"Tj": _Painter.show,
    b"TJ": _Painter.show_array,
    b"'": _Painter.show_next,
    b'"': _Painter.show_spaced,
    b"Tc": _setter("spacing"),
    b"Tw": _setter("word"),
    b"Tz": _setter("scale", 0.01),
    b"TL": _setter("leading"),
    b"Ts": _setter("rise"),
    b"Tr": _setter("mode"),
    b"q": _Painter.save,
    b"Q": _Painter.restore,
    b"cm": _Painter.transform,
    b"BMC": _Painter.mark,
    b"BDC": _Painter.mark,
    b"EMC": _Painter.unmark,
    b"re": _Painter.rectangle,
    b"m": _Painter.go,
    b"l": _Painter.draw,
    **dict.fromkeys((b"c", b"v", b"y"), _Painter.curve),
    b"h": _Painter.close,
    **dict.fromkeys((b"S", b"s", b"B", b"B*", b"b", b"b*"), _Painter.stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), _Painter.fill),
    b"n": _Painter.forget,
}
