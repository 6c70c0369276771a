"""Passages that say the same: shown once, the others listed under the first.

Few pairs of hits are alike at all: sketches of their tokens tell which are worth comparing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

import numpy as np

from index.folding import fold_all
from records import Passage

__all__ = ["Shown", "Wording", "alike", "sketches"]

_BITS = 2048

_NEAR = 0.8  # share of the pairs of characters (Jaccard) that nearly equal texts have in common
_FEW_PAIRS = 20  # shorter texts have to be equal: one word more or less is much of what they say
# Counted one by one they say how many, whether, when and which way: 双边 is not 三边, 已 is not 将, 增 is not 减.
_TELLING = re.compile(
    r"[〇零一二三四五六七八九十百千万亿两双单不未没无非否将拟已曾应须可能完增减升降涨跌上下高低进出内外前后东西南北新旧]"
)
_WITH_CELLS = frozenset({"table", "row", "glossary"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[a-z]{2,}")


def sketches(texts: Sequence[bytes]) -> list[int]:
    """Of each text the set of its tokens (their codes, see :mod:`index.wording`) as the bits of a number."""
    bits = np.zeros((len(texts), _BITS), dtype=bool)
    owners = np.repeat(np.arange(len(texts)), [len(codes) // 4 for codes in texts])
    bits[owners, np.frombuffer(b"".join(texts), dtype="<u4") % _BITS] = True
    return [int.from_bytes(row, "big") for row in np.packbits(bits, axis=1)]


def alike(one: int, other: int) -> bool:
    """Whether two sketches have most of their tokens in common, as texts that say the same have."""
    return 5 * (one & other).bit_count() >= 3 * (one | other).bit_count()


@dataclass(frozen=True)
class Wording:
    """A passage as it is compared: its text ``folded``, and that ``text`` without spaces and punctuation."""

    passage: Passage
    folded: str
    text: str

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> list[Wording]:
        folded = fold_all([passage.text for passage in passages])
        return [cls(passage, *texts) for passage, texts in zip(passages, folded, strict=True)]

    @cached_property
    def pairs(self) -> frozenset[str]:
        return frozenset(map(add, self.text, self.text[1:]))

    @cached_property
    def figures(self) -> tuple[object, ...]:
        """What may not differ: numbers, Latin words, and characters that turn a sentence round."""
        folded = self.folded.replace(",", "")
        return Counter(_NUMBER.findall(folded)), Counter(_TELLING.findall(folded))

    @cached_property
    def names(self) -> frozenset[str]:
        """Nor may these."""
        return frozenset(entity.name for entity in self.passage.entities)

    @cached_property
    def headers(self) -> tuple[object, ...]:
        """Equal rows of different tables say different things."""
        if self.passage.form not in _WITH_CELLS:  # no facts need be parsed
            return ()
        return tuple((cell.row, cell.column) for cell in self.passage.cells)

    def same_as(self, other: Wording) -> bool:
        """Whether two passages differ in nothing but spaces and punctuation, or in a few words that tell nothing."""
        if not self.text:
            return False
        return (self.text == other.text or self._nearly(other)) and self.headers == other.headers

    def _nearly(self, other: Wording) -> bool:
        one, two = self.pairs, other.pairs
        few, many = sorted((len(one), len(two)))
        if few < _FEW_PAIRS or few < _NEAR * many:
            return False
        shared = len(one & two)
        # names last: they are facts, which are parsed when they are asked for
        return shared >= _NEAR * (few + many - shared) and self.figures == other.figures and self.names == other.names


class Shown:
    """The hits so far, to find those that say the same."""

    def __init__(self) -> None:
        self._sketches: list[int] = []
        self._wordings: list[Wording] = []

    def place_of(self, wording: Wording, outline: int, *, add: bool) -> int | None:
        """Which hit says the same; where none does, the passage becomes the next one, if it is to be added.

        :param outline: its sketch.
        """
        for place, other in enumerate(self._sketches):
            if alike(outline, other) and self._wordings[place].same_as(wording):
                return place
        if add:
            self._sketches.append(outline)
            self._wordings.append(wording)
        return None
