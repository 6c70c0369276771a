"""Which documents speak of one matter: in a knowledge base of many, two mostly do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from answer.unit import Unit
from records import Passage

__all__ = ["Matters"]

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_PIECE = 4  # characters in a row that a name or a phrase of a matter has, and few other words
# Of a thousand such pieces short texts of one matter share twenty-five or more, others two to twenty.
_LEAST_SHARE, _LEAST_PIECES = 0.018, 150
_LEAST_SURE = 12
_NAMED = ("agreement", "publication", "programme", "event", "corridor")


class Matters:
    """The documents of a knowledge base by the phrases that they share."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._texts: dict[str, list[str]] = defaultdict(list)
        for passage in passages:
            self._texts[passage.document].append(passage.text)
        self._pieces: dict[str, frozenset[str]] = {}
        self._shared: dict[tuple[str, str], tuple[int, int]] = {}  # phrases of two documents, and of the shorter one

    def apart(self, a: Unit, b: Unit) -> bool:
        """Whether two statements of two documents are of two matters: 秘书处设在甲城 in the reports of two bodies.

        Documents that share hardly a phrase may still speak of one treaty, work or meeting where both name it.
        """
        one, two = a.passage.document, b.passage.document
        if one == two:
            return False
        named = ({e.name for e in x.passage.entities if e.kind in _NAMED} for x in (a, b))
        return set.isdisjoint(*named) and not self.related(one, two)

    def related(self, one: str, two: str, *, surely: bool = False) -> bool:
        """Whether two documents share enough phrases to be of one matter.

        :param surely: where they are too short to tell, they are not.
        """
        if one == two:
            return True
        pair = (one, two) if one < two else (two, one)
        if pair not in self._shared:
            first, second = self._of(one), self._of(two)
            self._shared[pair] = len(first & second), min(len(first), len(second))
        shared, fewer = self._shared[pair]
        if surely and shared < _LEAST_SURE:
            return False
        return fewer < _LEAST_PIECES or shared >= _LEAST_SHARE * fewer

    def _of(self, document: str) -> frozenset[str]:
        known = self._pieces.get(document)
        if known is None:
            runs = [run for text in self._texts.get(document, ()) for run in _HAN.findall(text)]
            known = frozenset(run[i : i + _PIECE] for run in runs for i in range(len(run) - _PIECE + 1))
            self._pieces[document] = known
        return known
