"""The vector index: inner product over unit vectors, several windows a passage.

The vectors themselves lie in one file that is mapped into memory, never read as a whole. How they are searched depends
on how many there are:

- up to :data:`_FLAT` all are compared;
- beyond, a scan of short codes (:mod:`index.scans`) chooses candidates, which are compared in full.

Filters choose the vectors before they are compared; those that leave few have these gathered.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

import numpy as np

from errors import KnowledgeBaseDamaged
from index.arrays import open_array
from index.layout import share
from index.ranking import Ranking
from index.vectors import MORE, VECTORS, Joined, open_vectors

if TYPE_CHECKING:  # with faiss, which takes a twentieth of a second to load: only where there are many vectors
    from index.scans import Places, Scan, Vectors

__all__ = ["DenseIndex", "DenseWriter"]

_OWNERS = "owners.npy"
_FLAT = 40_000
# Below this share of allowed vectors a gather and a product beat a scan.
_GATHER_SHARE = 0.05


class DenseIndex:
    """Vectors, with the store's row number of the passage that each window belongs to.

    ``vectors`` has shape (n, d); ``owners`` has shape (n,), is sorted, and gives the row of each vector; ``scan`` finds
    candidates among many vectors.
    """

    def __init__(self, vectors: Vectors | Joined, owners: Places, scan: Scan | None = None) -> None:
        total = len(vectors) if scan is None else len(scan)
        if not len(vectors) == total == len(owners):
            raise KnowledgeBaseDamaged(
                f"the vector index holds {len(vectors)} and {total} vectors for {len(owners)} windows; "
                "run `yiju doctor --repair`"
            )
        self._vectors, self._owners, self._scan = vectors, owners, scan
        passages = 1 + np.count_nonzero(owners[1:] != owners[:-1]) if len(owners) else 1
        self._windows = len(owners) / passages

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        """Map the index in a folder.

        :raises OSError, ValueError, RuntimeError: a file is missing or cannot be read.
        """
        return cls(open_vectors(folder), open_array(folder / _OWNERS), _scan(folder))

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def dimensions(self) -> int:
        return int(self._vectors.shape[1])

    def search(self, query: Vectors, limit: int, rows: Places | None = None, *, first: bool = False) -> Ranking:
        """The passages whose best window is nearest.

        :param query: unit vector, shape (d,).
        :param rows: only these rows count, sorted, chosen before ranking; ``None`` for all.
        :param first: compare only the first window of each passage, which is the passage as a whole.
        :returns: rows and cosines, best first, at most ``limit`` passages.
        """
        if not len(self) or limit <= 0:
            return Ranking.of()
        places = None if rows is None and not first else self._places(rows, first=first)
        if places is not None and (len(places) <= _GATHER_SHARE * len(self) or len(places) <= limit):
            return self._ranked(query, places, limit)
        allowed = len(self) if places is None else len(places)
        # several windows of one passage may be near: ask for more until there are enough passages
        wanted = min(int(limit * min(self._windows, 3)), allowed)
        while True:
            found = self._ranked(query, self._nearest(query, wanted, places), limit, wanted)
            if len(found) >= limit or wanted >= allowed:
                return found
            wanted = min(2 * wanted, allowed)

    def score(self, query: Vectors, rows: Sequence[int], *, first: bool = False) -> Ranking:
        """The cosine of the best (or the first) window of each given row; rows without vectors are left out."""
        places = self._places(np.array(sorted(set(rows)), dtype=np.int64), first=first)
        return self._ranked(query, places, len(rows))

    def _places(self, rows: Places | None, *, first: bool) -> Places:
        """Where the windows of some passages lie."""
        if rows is None:
            return np.flatnonzero(np.diff(self._owners, prepend=-1))
        firsts = self._firsts
        rows = np.minimum(rows, len(firsts) - 2)
        starts = firsts[rows]
        lengths = firsts[rows + 1] - starts
        if first or self._windows == 1:
            return np.asarray(starts[lengths > 0], dtype=np.int64)
        before = np.cumsum(lengths) - lengths
        return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths), dtype=np.int64)

    @cached_property
    def _firsts(self) -> Places:
        """The place of the first window of each row, as of one row more, which has none."""
        counts = np.bincount(self._owners + 1, minlength=1) if len(self) else np.zeros(1, dtype=np.int64)
        found: Places = np.cumsum(np.concatenate((counts, [0, 0])))
        return found

    def _nearest(self, query: Vectors, wanted: int, places: Places | None) -> Places:
        """Places that hold the ``wanted`` nearest vectors, in any order; only these where there is no scan."""
        if self._scan is not None:
            return self._scan.candidates(query.reshape(1, -1), wanted, places)
        scores = self._vectors[:] @ query if places is None else self._vectors.take(places, axis=0) @ query
        best: Places = np.argpartition(scores, -wanted)[-wanted:]
        return best if places is None else places[best]

    def _ranked(self, query: Vectors, places: Places, limit: int, wanted: int | None = None) -> Ranking:
        """The passages of some vectors by their exact scores; of the ``wanted`` best vectors only."""
        if not len(places):
            return Ranking.of()
        scores = self._vectors.take(places, axis=0) @ query
        if wanted is not None and wanted < len(places):
            best = scores.argpartition(-wanted)[-wanted:]
            places, scores = places.take(best), scores.take(best)
        owners = self._owners.take(places)
        order = np.lexsort((owners, -scores))
        rows = owners.take(order)
        if self._windows > 1:  # the best of its windows comes first
            chosen = np.sort(np.unique(rows, return_index=True)[1])
            rows, order = rows.take(chosen), order.take(chosen)
        return Ranking(rows[:limit], scores.take(order[:limit]).astype(np.float64))


class DenseWriter:
    """Writes an index into a folder, portion by portion, so that no more than a portion is in memory.

    :param count: how many vectors there will be.
    :param before: a folder whose vectors are the first of these, in the same order; its codes are taken over.
    :param shared: how many of them are in its first file and need not be added, since this file is shared.
    """

    def __init__(self, folder: Path, count: int, dimensions: int, before: Path | None = None, shared: int = 0) -> None:
        self._before = before
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._count = folder, count
        self._owners: list[Places] = []
        if before and shared:
            share(before / VECTORS, folder / VECTORS)
            self._owners.append(open_array(before / _OWNERS)[:shared])
        self._file: IO[bytes] = (folder / (MORE if self._owners else VECTORS)).open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": (count - shared, dimensions)}
        np.lib.format.write_array_header_2_0(self._file, header)

    def __enter__(self) -> DenseWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._finish()

    def add(self, owners: Places, vectors: Vectors) -> None:
        """Add vectors (n, d) and the rows (n,) they belong to, in ascending order."""
        self._owners.append(owners)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").data)

    def _finish(self) -> None:
        owners = np.concatenate(self._owners) if self._owners else np.zeros(0, dtype=np.int64)
        if len(owners) != self._count:
            raise KnowledgeBaseDamaged(f"{len(owners)} vectors where {self._count} were counted; run `yiju rebuild`")
        np.save(self._folder / _OWNERS, owners)
        if self._count > _FLAT:
            from index.scans import extend_scan, make_scan

            vectors = open_vectors(self._folder)
            if self._before is None or not extend_scan(self._before, self._folder, vectors):
                make_scan(self._folder, vectors)


def _scan(folder: Path) -> Scan | None:
    if not any(folder.glob("*.faiss")):
        return None
    from index.scans import open_scan

    return open_scan(folder)
