"""The vector index: exact inner product over unit vectors, several windows a passage."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged

__all__ = ["DenseIndex"]

# Below this share of allowed vectors a gather and a product beat a scan with a bitmap.
_GATHER_SHARE = 0.05


class DenseIndex:
    """Vectors in FAISS, with the store's row number of the passage that each window belongs to.

    ``owners`` has shape (n,), is sorted, and gives the row of each vector.
    """

    def __init__(self, index: faiss.Index, owners: NDArray[np.int64]) -> None:
        if index.ntotal != len(owners):
            raise KnowledgeBaseDamaged(
                f"the vector index holds {index.ntotal} vectors for {len(owners)} windows; run `yiju doctor --repair`"
            )
        self._index, self._owners = index, owners

    @classmethod
    def build(cls, folder: Path, vectors: NDArray[np.float32], owners: NDArray[np.int64]) -> None:
        """Write vectors of shape (n, d) and their owners (n,), sorted by owner."""
        folder.mkdir(parents=True, exist_ok=True)
        index = faiss.IndexFlatIP(vectors.shape[1])
        if len(vectors):
            index.add(vectors)
        faiss.write_index(index, str(folder / "vectors.faiss"))
        np.save(folder / "owners.npy", owners)

    @classmethod
    def open(cls, folder: Path) -> DenseIndex:
        index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP)
        return cls(index, np.load(folder / "owners.npy"))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    def search(
        self, query: NDArray[np.float32], limit: int, rows: NDArray[np.int64] | None = None, *, first: bool = False
    ) -> list[tuple[int, float]]:
        """The passages whose best window is nearest.

        :param query: unit vector, shape (d,).
        :param rows: only these rows count, chosen before ranking; ``None`` for all.
        :param first: compare only the first window of each passage, which is the passage as a whole.
        :returns: (row, cosine), best first, at most ``limit`` passages.
        """
        if not len(self) or limit <= 0:
            return []
        if rows is not None or first:
            allowed = np.ones(len(self), dtype=bool) if rows is None else np.isin(self._owners, rows)
            if first:
                allowed[1:] &= self._owners[1:] != self._owners[:-1]
            places = np.flatnonzero(allowed)
            if len(places) <= _GATHER_SHARE * len(self) or len(places) <= limit:
                return self._gathered(query, places, limit)
            # the Python layer of faiss takes arrays and keywords that its generated stubs do not know
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        else:
            parameters = None
        # several windows of one passage may be near: ask for more than needed
        wanted = min(3 * limit, len(self))
        scores, found = self._index.search(query.reshape(1, -1), wanted, params=parameters)
        keep = found[0] >= 0
        return _best_by_owner(self._owners[found[0][keep]], scores[0][keep], limit)

    def score(self, query: NDArray[np.float32], rows: Sequence[int], *, first: bool = False) -> dict[int, float]:
        """The cosine of the best (or the first) window of each given row; rows without vectors are left out."""
        scores: dict[int, float] = {}
        for row in rows:
            start, end = np.searchsorted(self._owners, [row, row + 1])
            if start < end:
                vectors = self._index.reconstruct_n(int(start), 1 if first else int(end - start))
                scores[row] = float((vectors @ query).max())
        return scores

    def _gathered(self, query: NDArray[np.float32], places: NDArray[np.int64], limit: int) -> list[tuple[int, float]]:
        if not len(places):
            return []
        vectors = self._index.reconstruct_batch(places)
        return _best_by_owner(self._owners[places], vectors @ query, limit)


def _best_by_owner(owners: NDArray[np.int64], scores: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for owner, score in zip(owners.tolist(), scores.tolist(), strict=True):
        if score > best.get(owner, -2.0):
            best[owner] = score
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
