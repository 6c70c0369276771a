"""A vocabulary that is looked up in a mapped file: a short text is cut before a library could have loaded its own.

The dictionary of the segmenter and the vocabularies of the tokenizers take a tenth of a second each to load, which is
most of what a new process waits for. Here the pieces of a vocabulary lie in a file, sorted by a hash of 64 bits; all
stretches of a text are looked up at once, and the likeliest way to cut it is worked out from those that are pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import ModelError

__all__ = ["Pieces", "write_pieces"]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits without a pattern (the golden ratio)
_HEAD = 16  # bytes
_ENTRY = 8 + 8 + 4
Found = list[tuple[int, float, int]]  # of the pieces that begin at a place: length, score, number


class Pieces:
    """Read side; safe to use from several threads.

    :ivar longest: characters of the longest piece.
    :ivar marks: three small numbers that whoever wrote the file wanted to know when reading it.
    :raises ModelError: the file is missing or cut off.
    """

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size if path.is_file() else 0
        if size <= _HEAD or (size - _HEAD) % _ENTRY:
            raise ModelError(f"{path}: missing or cut off ({size} bytes); restore it from the distribution")
        # as plain arrays: the class of mapped ones makes each access slower
        held = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
        self.longest, *self.marks = held[:_HEAD].view("<i4").tolist()
        held = held[_HEAD:]
        count = len(held) // _ENTRY
        keys, scores, numbers = np.split(held, [8 * count, 16 * count])
        self._keys, self._scores, self._numbers = keys.view("<u8"), scores.view("<f8"), numbers.view("<i4")

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def least(self) -> float:
        """The lowest score."""
        return float(self._scores.min())

    def found(self, text: str) -> list[Found]:
        """For each place of a text the pieces that begin there, the shortest first."""
        hashes = list(_hashes(text, self.longest))
        wanted = np.concatenate(hashes) if hashes else np.zeros(0, dtype=np.uint64)
        at = np.minimum(self._keys.searchsorted(wanted), len(self._keys) - 1)
        hits = np.flatnonzero(self._keys.take(at) == wanted)
        at = at.take(hits)
        ends = np.cumsum([len(some) for some in hashes])
        lengths = ends.searchsorted(hits, side="right")
        starts = hits - np.concatenate(([0], ends)).take(lengths)
        found: list[Found] = [[] for _ in text]
        columns = (starts, lengths + 1, self._scores.take(at), self._numbers.take(at))
        for start, length, score, number in zip(*(column.tolist() for column in columns), strict=True):
            found[start].append((length, score, number))
        return found


def write_pieces(path: Path, pieces: Iterable[tuple[str, float]], marks: tuple[int, int, int] = (0, 0, 0)) -> None:
    """Write a vocabulary; the number of a piece is its place in it.

    :param pieces: each with its score; no one twice.
    :raises ValueError: two of them have one hash.
    """
    texts, scores = zip(*pieces, strict=True)
    keys = _whole_hashes(texts)
    order = np.argsort(keys)
    if len(np.unique(keys)) != len(keys):
        raise ValueError(f"{path.name}: two pieces have one hash; choose another factor")
    parts = (keys[order], np.array(scores, dtype="<f8")[order], order.astype("<i4"))
    head = np.array([max(map(len, texts)), *marks], dtype="<i4")
    path.write_bytes(b"".join(part.tobytes() for part in (head, *parts)))


def _hashes(text: str, longest: int) -> Iterator[NDArray[np.uint64]]:
    """The hashes of all stretches of one character, of two, and so on."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    hashes = codes
    for length in range(1, min(longest, len(codes)) + 1):
        if length > 1:
            hashes = hashes[:-1] * _FACTOR + codes[length - 1 :]
        yield hashes


def _whole_hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each text as a whole; those of one length are worked out together."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        places[len(text)].append(place)
    found = np.zeros(len(texts), dtype="<u8")
    for length, own in places.items():
        together = "".join(texts[place] for place in own).encode("utf-32-le")
        codes = np.frombuffer(together, dtype="<u4").reshape(-1, length).astype(np.uint64)
        hashes = codes[:, 0]
        for column in codes.T[1:]:
            hashes = hashes * _FACTOR + column
        found[own] = hashes
    return found
