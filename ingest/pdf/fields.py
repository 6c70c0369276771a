"""What is filled into the fields of a form, and typed over a page: text that no content stream holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from ingest.pdf.runs import IDENTITY, Matrix, multiply

__all__ = ["appearances"]

_HIDDEN = 2  # of the annotation flags (PDF 32000-1, 12.5.3)
_MOST = 3000  # annotations of a page
_DAMAGE = (AttributeError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError)


def appearances(page: PageObject) -> Iterator[tuple[StreamObject, Matrix]]:
    """The appearance of each text field, choice and typed note of a page, and where it stands in user space.

    Damaged ones are left out: a wrong note must not cost the page.
    """
    try:
        notes = page.get("/Annots", ArrayObject()).get_object()
        found = list(notes)[:_MOST]
    except _DAMAGE:
        return
    for reference in found:
        try:
            note = reference.get_object()
            look = _look(note) if _is_text(note) else None
            if look is not None:
                yield look, _placed(look, [float(v) for v in note["/Rect"]])
        except _DAMAGE:
            continue


def _is_text(note: DictionaryObject) -> bool:
    if int(note.get("/F", 0)) & _HIDDEN:
        return False
    if note.get("/Subtype") == "/FreeText":
        return True
    kind = note.get("/FT")
    if kind is None and "/Parent" in note:
        kind = note["/Parent"].get_object().get("/FT")  # type: ignore[union-attr]
    return note.get("/Subtype") == "/Widget" and kind in ("/Tx", "/Ch")


def _look(note: DictionaryObject) -> StreamObject | None:
    normal: Any = note.get("/AP", DictionaryObject()).get_object().get("/N")
    normal = normal.get_object() if normal is not None else None
    return normal if isinstance(normal, StreamObject) else None


def _placed(look: StreamObject, rect: list[float]) -> Matrix:
    """From the space of an appearance to user space (PDF 32000-1, 12.5.5), without its own /Matrix."""
    own = tuple(float(v) for v in look["/Matrix"]) if "/Matrix" in look else IDENTITY  # type: ignore[attr-defined]
    a, b, c, d, e, f = own
    x0, y0, x1, y1 = (float(v) for v in look["/BBox"])  # type: ignore[attr-defined]
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (x0, x1) for y in (y0, y1)]
    left, bottom = min(x for x, _ in corners), min(y for _, y in corners)
    right, top = max(x for x, _ in corners), max(y for _, y in corners)
    low, high = (min(rect[0], rect[2]), min(rect[1], rect[3])), (max(rect[0], rect[2]), max(rect[1], rect[3]))
    wide, tall = (high[0] - low[0]) / (right - left), (high[1] - low[1]) / (top - bottom)
    fit = (wide, 0.0, 0.0, tall, low[0] - left * wide, low[1] - bottom * tall)
    return multiply((a, b, c, d, e, f), fit)
