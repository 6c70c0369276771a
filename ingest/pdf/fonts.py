"""Fonts of a PDF as tables from character codes to text and width, by way of pypdf, each read once a file."""

from __future__ import annotations

import contextlib
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from pypdf.generic._font import Font

__all__ = ["Fonts", "Glyphs"]

_BOLD_NAMES = ("bold", "heavy", "black", "semibold", "demi", "simhei", "heiti", "黑体", "-hei", "fzhei", "stheiti")
_HALF = 500.0  # thousandths of an em: Latin letters between Han, where the font does not say
_FORCE_BOLD = 1 << 18


class Fonts:
    """The fonts of one file, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Glyphs | None] = {}

    def get(self, reference: Any) -> Glyphs | None:
        if isinstance(reference, IndirectObject):
            key = (reference.idnum, reference.generation)
            if key not in self._known:
                self._known[key] = self._read(reference.get_object())
            return self._known[key]
        return self._read(reference)

    @staticmethod
    def _read(resource: Any) -> Glyphs | None:
        if not isinstance(resource, DictionaryObject):
            return None
        try:
            return Glyphs(resource)
        except MemoryError:
            raise
        except Exception:  # pypdf raises almost anything for a damaged font; text in other fonts is still good
            return None


class Glyphs:
    """A font as a table from character codes to text and width."""

    def __init__(self, resource: DictionaryObject) -> None:
        font = Font.from_font_resource(resource)
        self.composite = isinstance(font.encoding, str)
        self._encoding = font.encoding
        self._map = font.character_map
        self._widths = font.character_widths
        self._default = self._default_width(resource, font)
        self._cache: dict[Any, tuple[str, float]] = {}
        self.bold = _is_bold(font)
        # Glyph numbers without a table of their characters: the letters that come out are accidental.
        self._identity = _is_identity(resource)
        no_table = not font.character_map and font.encoding == "utf-16-be" and self._identity
        self.unmapped = no_table or not font.interpretable
        self.scale = self._glyph_scale(resource)
        self.space = font.space_width / 1000 or 0.25

    def _default_width(self, resource: DictionaryObject, font: Font) -> float:
        if not self.composite:
            return float(font.character_widths.get("default", 500))
        descendants = resource.get("/DescendantFonts", ArrayObject()).get_object()
        first = descendants[0].get_object() if descendants else {}
        return float(first.get("/DW", 1000))

    @staticmethod
    def _glyph_scale(resource: DictionaryObject) -> float:
        """Glyph space to text space: a thousandth, but what Type 3 fonts say."""
        if resource.get("/Subtype") == "/Type3" and "/FontMatrix" in resource:
            return abs(float(resource["/FontMatrix"][0])) or 0.001  # type: ignore[index]
        return 0.001

    def decode(self, data: bytes) -> list[tuple[str, float]]:
        """Text and width (text space units at size 1) of each glyph."""
        cache = self._cache
        if self.composite:
            encoding: str = self._encoding  # type: ignore[assignment]
            try:
                codes: Any = data.decode(encoding, "surrogatepass")
            except UnicodeDecodeError:
                codes = data.decode(encoding, "replace")
        else:
            codes = data
        out = []
        for code in codes:
            glyph = cache.get(code)
            if glyph is None:
                glyph = cache[code] = self._glyph(code)
            out.append(glyph)
        return out

    def _glyph(self, code: Any) -> tuple[str, float]:
        if self.composite:
            raw, text = code, self._map.get(code, code)
        else:
            raw = chr(code)
            char = self._encoding.get(code, raw)  # type: ignore[union-attr]
            text = self._map.get(char, char)
        if len(text) > 1 and text[0] == "/":  # the name of a glyph that stands for no known character
            text = "\ufffd"
        return str(text), self._width(raw) * self.scale

    def _width(self, raw: str) -> float:
        """Width in glyph space. pypdf files the widths of composite fonts under glyph numbers (CIDs)."""
        if self.composite and not self._identity:
            if not " " <= raw <= "~":
                return self._default
            # In the Chinese, Japanese and Korean collections of Adobe the CIDs of ASCII begin with 1.
            return float(self._widths.get(chr(ord(raw) - 31), _HALF))
        return float(self._widths.get(raw, self._default))


def _is_identity(resource: DictionaryObject) -> bool:
    return str(resource.get("/Encoding", "")).startswith("/Identity")


def _is_bold(font: Font) -> bool:
    name = font.name
    with contextlib.suppress(UnicodeError):  # names in Chinese arrive as GBK read byte by byte
        name = name.encode("latin-1").decode("gbk")
    low = name.lower()
    weight = str(font.font_descriptor.weight)
    heavy = weight.isdecimal() and int(weight) >= 600
    return heavy or bool(font.font_descriptor.flags & _FORCE_BOLD) or any(word in low for word in _BOLD_NAMES)
