"""Text as names are compared: width, dashes and stray spaces folded, with the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Folded", "fold", "fold_name"]

_DASHES = frozenset("-‐‑‒–—−－﹣~～﹘")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]")
# After these, or before them, a space is a converter's accident: Chinese text puts none there.
_TIGHT = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff“”‘’()\[\],:;!?]")
_SPACES = re.compile(" +")


class _Table(dict[int, str]):
    """``str.translate`` table that folds each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _fold_char(chr(code)))


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is folded, ``lower`` the same in lower case and of the same length.

    ``at[i]`` is the offset in the original of folded character ``i``; ``at[len(text)]`` is the original's length.
    """

    text: str
    lower: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the folded span ``start:end`` (not empty), without spaces at its edges."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold ``text``: NFKC for each character, all dashes to ``-``, no space beside a Chinese character.

    Tabs and line breaks become line breaks.

    A space between two Latin words stays, as one space. Each folded character stands for one original character
    (a ligature's letters all lead back to it).
    """
    folded = text.translate(_TABLE)
    at: list[int] | range = range(len(text) + 1)
    if len(folded) != len(text):  # a ligature or ㎞ became several characters
        pieces = [_TABLE[ord(char)] for char in text]
        at = [offset for offset, piece in enumerate(pieces) for _ in piece] + [len(text)]
    if " " in folded:
        kept = list(_without_stray_spaces(folded))
        at = [offset for start, end in kept for offset in at[start:end]] + [len(text)]
        folded = "".join(folded[start:end] for start, end in kept)
    lower = folded.lower()
    if len(lower) != len(folded):  # a few capitals (İ) have two lower-case characters: keep those as they are
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)
    return Folded(folded, lower, tuple(at))


def _without_stray_spaces(text: str) -> Iterator[tuple[int, int]]:
    """The pieces of ``text`` that stay: of the spaces between two Latin words one, of others none."""
    start = 0
    for match in _SPACES.finditer(text):
        left, right = match.span()
        stray = left == 0 or right == len(text) or _tight(text, left - 1) or _tight(text, right)
        yield start, left if stray else left + 1
        start = right
    yield start, len(text)


def fold_name(name: str) -> str:
    """A name as it is compared: folded, in lower case, without the marks 《》 around it."""
    return fold(name.strip().removeprefix("《").removesuffix("》")).lower


def _fold_char(char: str) -> str:
    if char in "\t\n\r":
        return "\n"  # between cells and lines: no name reaches over it
    if char in _DASHES:
        return "-"
    if char.isspace() or char in "\u200b\ufeff\u00ad":
        return " "
    folded = unicodedata.normalize("NFKC", char)
    return folded if folded and not folded.isspace() else " "


def _tight(text: str, index: int) -> bool:
    """Whether no space belongs beside this character; a dash counts as Chinese when it follows a Chinese character."""
    if text[index] != "-":
        return bool(_TIGHT.match(text[index]))
    before = text[:index].rstrip("- ")
    return bool(before) and bool(_HAN.match(before[-1]))


_TABLE = _Table()
