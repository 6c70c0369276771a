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
from typing import NamedTuple

import numpy as np

from index.folding import fold_all
from records import Passage

__all__ = ["Shown", "Sketch", "Wording", "alike", "sketches"]

_BITS = 2048
_LAST_BIT = np.uint32(_BITS - 1)

_NEAR = 0.8  # share of the pairs of characters (Jaccard) that nearly equal texts have in common
_FEW_PAIRS = 20  # shorter texts have to be equal: one word more or less is much of what they say
# Counted one by one they say how many, whether, when and which way: 双边 is not 三边, 已 is not 将, 增 is not 减.
_TELLING = re.compile(
    r"[〇零一二三四五六七八九十百千万亿两双单不未没无非否将拟已曾应须可能完增减升降涨跌上下高低进出内外前后东西南北新旧]"
)
_WITH_CELLS = frozenset({"table", "row", "glossary"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[a-z]{2,}")


class Sketch(NamedTuple):
    """The set of a text's tokens (their codes, see :mod:`index.wording`) as bits of a number, and how many are set."""

    bits: int
    size: int


def sketches(texts: Sequence[bytes]) -> list[Sketch]:
    """Of each text, from the codes of its tokens."""
    bits = np.zeros((len(texts), _BITS), dtype=bool)
    owners = np.arange(len(texts)).repeat([len(codes) // 4 for codes in texts])
    bits[owners, np.frombuffer(b"".join(texts), dtype="<u4") & _LAST_BIT] = True
    packed, size = np.packbits(bits).tobytes(), _BITS // 8
    numbers = (int.from_bytes(packed[start : start + size], "big") for start in range(0, len(packed), size))
    return [Sketch(number, number.bit_count()) for number in numbers]


def alike(one: Sketch, others: Sequence[Sketch]) -> list[int]:
    """The places of those that have most of their tokens in common with one, as texts that say the same have.

    Three fifths of all tokens of the two, those that they share counted once.
    """
    bits, size = one
    return [place for place, (other, held) in enumerate(others) if 8 * (bits & other).bit_count() >= 3 * (size + held)]


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
        return self.passage.entity_names()

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
        size, others = len(one), len(two)
        few, many = (size, others) if size < others else (others, size)
        if few < _FEW_PAIRS or few < _NEAR * many:
            return False
        shared = len(one & two)
        # names last: they are facts, which are parsed when they are asked for
        return shared >= _NEAR * (few + many - shared) and self.figures == other.figures and self.names == other.names


class Shown:
    """The hits so far, to find those that say the same."""

    def __init__(self) -> None:
        self._sketches: list[Sketch] = []
        self._wordings: list[Wording] = []

    def worth_reading(self, outlines: Sequence[Sketch], room: int) -> list[bool]:
        """Which passages may become hits, or say the same as one; the others need not be read.

        :param outlines: their sketches, the best first.
        :param room: for how many more hits there is room.
        """
        near, worth = list(self._sketches), []
        for outline in outlines:
            is_new = not alike(outline, near)
            worth.append(room > 0 or not is_new)
            if worth[-1]:
                near.append(outline)
            room -= is_new
        return worth

    def place_of(self, wording: Wording, outline: Sketch, *, add: bool) -> int | None:
        """Which hit says the same; where none does, the passage becomes the next one, if it is to be added.

        :param outline: its sketch.
        """
        for place in alike(outline, self._sketches):
            if self._wordings[place].same_as(wording):
                return place
        if add:
            self._sketches.append(outline)
            self._wordings.append(wording)
        return None
