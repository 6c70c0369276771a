"""The vectors of a snapshot: an array in one file, or in two.

Where there are many, a snapshot shares the file of an earlier one as a hard link and has what came since in a second
file, so that publishing one more document does not write all vectors again.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import open_array

__all__ = ["MORE", "MOST_MORE", "VECTORS", "Joined", "open_vectors", "parts_of"]

VECTORS, MORE = "vectors.npy", "vectors_more.npy"
MOST_MORE = 1 / 16  # of what a shared file holds: where more came since, all is written into one file again

_Vectors = NDArray[np.float32]
_Places = NDArray[np.int64]


class Joined:
    """Two arrays of vectors, (n, d) and (m, d), read as if they were one of (n + m, d)."""

    def __init__(self, first: _Vectors, more: _Vectors) -> None:
        self.parts = first, more
        self.shape = len(first) + len(more), first.shape[1]

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, chosen: slice | _Places) -> _Vectors:
        """The vectors of a slice with step one, which is a view where it lies in one part, or of some places."""
        if not isinstance(chosen, slice):
            return self.take(chosen)
        start, end, _ = chosen.indices(len(self))
        first, more = self.parts
        if end <= len(first):
            return first[start:end]
        rest = more[max(start - len(first), 0) : end - len(first)]
        return rest if start >= len(first) else np.concatenate((first[start:], rest))

    def take(self, places: _Places, axis: int = 0) -> _Vectors:
        """Those at some places, in any order, shape (k, d)."""
        first, more = self.parts
        later = np.flatnonzero(places >= len(first))
        found = first.take(places, axis=axis, mode="clip")
        if len(later):
            found[later] = more.take(places.take(later) - len(first), axis=axis)
        return found


def open_vectors(folder: Path) -> _Vectors | Joined:
    """Map the vectors in a folder.

    :raises OSError, ValueError: a file is missing or cannot be read.
    """
    first = open_array(folder / VECTORS, mapped=True)
    more = folder / MORE
    return Joined(first, open_array(more, mapped=True)) if more.is_file() else first


def parts_of(vectors: _Vectors | Joined) -> tuple[_Vectors, ...]:
    """The arrays that vectors lie in, in order."""
    return vectors.parts if isinstance(vectors, Joined) else (vectors,)
