"""Text as names are compared: width, dashes and stray spaces folded, with the way back to the original offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Folded", "fold", "fold_name"]

_DASHES = frozenset("-‐‑‒–—−－﹣~～﹘")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]")
# After these, or before them, a space is a converter's accident: Chinese text puts none there.
_TIGHT = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff“”‘’()\[\],:;!?]")
_CACHE: dict[str, str] = {}


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
    out: list[str] = []
    at: list[int] = []
    pending = -1
    for offset, char in enumerate(text):
        folded = _CACHE.get(char)
        if folded is None:
            folded = _CACHE.setdefault(char, _fold_char(char))
        if folded == " ":
            if pending < 0:
                pending = offset
            continue
        if pending >= 0:
            if out and not (_tight(out[-1], out) or _tight(folded[0], out)):
                out.append(" ")
                at.append(pending)
            pending = -1
        for piece in folded:
            out.append(piece)
            at.append(offset)
    at.append(len(text))
    joined = "".join(out)
    lower = joined.lower()
    if len(lower) != len(joined):  # a few capitals (İ) have two lower-case characters: keep those as they are
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in joined)
    return Folded(joined, lower, tuple(at))


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


def _tight(char: str, before: list[str]) -> bool:
    """Whether no space belongs beside ``char``; a dash counts as Chinese when it follows a Chinese character."""
    if char != "-":
        return bool(_TIGHT.match(char))
    previous = next((c for c in reversed(before) if c != "-"), "")
    return bool(_HAN.match(previous))
