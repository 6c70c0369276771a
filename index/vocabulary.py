"""Words and how many passages have them: what BM25 needs to know where the index itself keeps only weights.

A passage becomes one sparse vector whose inner product with that of a query is the BM25 score that
:mod:`index.lexical` gives (Robertson and Zaragoza 2009, with the parameters of tantivy); a word has two places in it,
one for the text and one for its context. Mean lengths are those of the last full build: the weights that are stored
depend on them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import open_array
from index.lexical import CONTEXT_BOOST, LexicalEntry, TermWeight

__all__ = ["Vocabulary"]

_K1, _B = 1.2, 0.75
_WORD = np.dtype([("hash", "<u8"), ("id", "<u4"), ("body", "<u4"), ("context", "<u4")])


@dataclass(frozen=True, slots=True)
class _Totals:
    """Entries, and the mean number of tokens of a text and of a context."""

    entries: int
    mean_body: float
    mean_context: float


class Vocabulary:
    """All words of a snapshot, sorted by the hash of the word: shape (n,) of hash, id, and two document frequencies."""

    def __init__(self, words: NDArray[np.void], totals: _Totals) -> None:
        self._words, self._totals = words, totals
        self._hashes: NDArray[np.uint64] = words["hash"]

    def __len__(self) -> int:
        return self._totals.entries

    @classmethod
    def build(cls, entries: Iterable[LexicalEntry]) -> Vocabulary:
        """Count the words of all entries."""
        body, context, total, lengths = Counter[str](), Counter[str](), 0, [0, 0]
        for entry in entries:
            texts = entry.body.split(), entry.context.split()
            body.update(set(texts[0]))
            context.update(set(texts[1]))
            total += 1
            lengths[0] += len(texts[0])
            lengths[1] += len(texts[1])
        words = np.zeros(len(body | context), dtype=_WORD)
        for place, word in enumerate(body | context):
            words[place] = (_hash(word), place, body[word], context[word])
        means = [max(length / max(total, 1), 1.0) for length in lengths]
        return cls(np.sort(words, order="hash"), _Totals(total, *means))

    def changed(self, added: Iterable[LexicalEntry], removed: Iterable[LexicalEntry]) -> Vocabulary:
        """The words after some entries have come and others have gone; known words keep their places."""
        body, context, total = Counter[str](), Counter[str](), len(self)
        for entries, sign in ((added, 1), (removed, -1)):
            for entry in entries:
                total += sign
                for count, text in ((body, entry.body), (context, entry.context)):
                    for word in set(text.split()):
                        count[word] += sign
        words = np.array(self._words)
        new: list[tuple[int, int, int, int]] = []
        free = int(words["id"].max()) + 1 if len(words) else 0
        for word in dict.fromkeys((*body, *context)):
            place = self._place(word)
            if place is None:
                new.append((_hash(word), free + len(new), max(body[word], 0), max(context[word], 0)))
            else:
                words["body"][place] = max(int(words["body"][place]) + body[word], 0)
                words["context"][place] = max(int(words["context"][place]) + context[word], 0)
        joined = np.concatenate([words, np.array(new, dtype=_WORD)])
        means = self._totals.mean_body, self._totals.mean_context
        return Vocabulary(np.sort(joined, order="hash"), _Totals(total, *means))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "words.npy", self._words)
        (folder / "words.json").write_text(json.dumps(asdict(self._totals)), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> Vocabulary:
        """Map the words in a folder.

        :raises OSError, ValueError, TypeError: a file is missing or cannot be read.
        """
        totals = _Totals(**json.loads((folder / "words.json").read_text(encoding="utf-8")))
        return cls(open_array(folder / "words.npy", mapped=True), totals)

    # -- scores -------------------------------------------------------------------------------------------------

    def frequencies(self, word: str) -> tuple[int, int]:
        """How many entries have a word in their text, and in their context."""
        place = self._place(word)
        if place is None:
            return 0, 0
        return int(self._words["body"][place]), int(self._words["context"][place])

    def idf(self, word: str, least: int = 0) -> float:
        """See :meth:`index.lexical.LexicalIndex.idf`."""
        return _idf(max(len(self), least), self.frequencies(word)[0])

    def of_entry(self, entry: LexicalEntry) -> dict[int, float]:
        """The sparse vector of an entry: BM25 weights without the frequency of the word among all entries."""
        vector: dict[int, float] = {}
        sides = ((entry.body, 0, self._totals.mean_body), (entry.context, 1, self._totals.mean_context))
        for text, side, mean in sides:
            tokens = text.split()
            norm = _K1 * (1 - _B + _B * _rounded(len(tokens)) / mean)
            for word, count in Counter(tokens).items():
                place = self._place(word)
                if place is not None:
                    vector[2 * int(self._words["id"][place]) + side] = count * (_K1 + 1) / (count + norm)
        return vector

    def of_query(self, terms: Sequence[TermWeight]) -> dict[int, float]:
        """The sparse vector of a query; empty where no passage has any of its words."""
        vector: dict[int, float] = {}
        for term in terms:
            place = self._place(term.text)
            if place is None:
                continue
            for side, found in enumerate(self.frequencies(term.text)):
                if found:
                    weight = term.weight * (CONTEXT_BOOST if side else 1.0) * _idf(len(self), found)
                    key = 2 * int(self._words["id"][place]) + side
                    vector[key] = vector.get(key, 0.0) + weight
        return vector

    def _place(self, word: str) -> int | None:
        wanted = _hash(word)
        place = int(np.searchsorted(self._hashes, np.uint64(wanted)))
        return place if place < len(self._words) and int(self._hashes[place]) == wanted else None


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _rounded(length: int) -> int:
    """A length as tantivy and Lucene keep it in one byte: exact to 40, then down to four significant bits beyond 24."""
    rest = length - 24
    if rest < 0:
        return length
    shift = max(rest.bit_length() - 4, 0)
    return 24 + (rest >> shift << shift)


def _idf(total: int, found: int) -> float:
    return math.log(1 + (max(total - found, 0) + 0.5) / (found + 0.5))
