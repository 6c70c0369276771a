"""The vector index: inner product over unit vectors, several windows a passage.

The vectors themselves lie in one file that is mapped into memory, never read as a whole. How they are searched depends
on how many there are:

- up to :data:`_FLAT` all are compared;
- beyond, all are compared in half precision (``half.faiss``, half the memory traffic), and the best once more in full;
- beyond :data:`_MANY`, 8-bit codes in clusters (``clusters.faiss``), of which the nearest are searched, and the best
  compared once more in full, if that finds nearly all that an exhaustive search finds. This is measured when the index
  is built (:data:`_GATE`); where it does not hold, half precision stays.

Filters choose the vectors before they are compared: few are gathered, many are marked in a bitmap.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

# Many users share few cores: a query on several threads slows the others down, and faiss.omp_set_num_threads holds
# only for the thread that calls it. Whoever has set it knows better.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import faiss
import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged

__all__ = ["DenseIndex", "DenseWriter"]

_HALF, _CLUSTERS = "half.faiss", "clusters.faiss"
_FLAT = 40_000
_MANY = 500_000
_GATE = 0.99  # share of the exact 200 nearest
_GATE_DEPTH = 200
_GATE_QUERIES = 100
_PROBES = (8, 16, 32, 64, 128, 256)
_TRAINED_ON = 64  # vectors a cluster
# Below this share of allowed vectors a gather and a product beat a scan with a bitmap.
_GATHER_SHARE = 0.05
_CHUNK = 65_536

Vectors = NDArray[np.float32]


class DenseIndex:
    """Vectors, with the store's row number of the passage that each window belongs to.

    ``vectors`` has shape (n, d); ``owners`` has shape (n,), is sorted, and gives the row of each vector; ``scan`` finds
    candidates among many vectors.
    """

    def __init__(self, vectors: Vectors, owners: NDArray[np.int64], scan: Any = None) -> None:
        total = len(vectors) if scan is None else scan.ntotal
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
        # as a plain array: the class of mapped ones makes each access slower
        vectors = np.asarray(np.load(folder / "vectors.npy", mmap_mode="r"))
        scans = ((_HALF, faiss.IO_FLAG_MMAP_IFC), (_CLUSTERS, faiss.IO_FLAG_MMAP))
        found = (faiss.read_index(str(folder / name), flag) for name, flag in scans if (folder / name).exists())
        return cls(vectors, np.load(folder / "owners.npy"), next(found, None))

    def __len__(self) -> int:
        return len(self._owners)

    @property
    def dimensions(self) -> int:
        return int(self._vectors.shape[1])

    def search(
        self, query: Vectors, limit: int, rows: NDArray[np.int64] | None = None, *, first: bool = False
    ) -> list[tuple[int, float]]:
        """The passages whose best window is nearest.

        :param query: unit vector, shape (d,).
        :param rows: only these rows count, sorted, chosen before ranking; ``None`` for all.
        :param first: compare only the first window of each passage, which is the passage as a whole.
        :returns: (row, cosine), best first, at most ``limit`` passages.
        """
        if not len(self) or limit <= 0:
            return []
        places = None if rows is None and not first else self._places(rows, first=first)
        if places is not None and (len(places) <= _GATHER_SHARE * len(self) or len(places) <= limit):
            return self._ranked(query, places, limit)
        allowed = len(self) if places is None else len(places)
        # several windows of one passage may be near: ask for more until there are enough passages
        wanted = min(int(limit * min(self._windows, 3)), allowed)
        while True:
            found = self._ranked(query, self._nearest(query, wanted, places), limit)
            if len(found) >= limit or wanted >= allowed:
                return found
            wanted = min(2 * wanted, allowed)

    def score(self, query: Vectors, rows: Sequence[int], *, first: bool = False) -> dict[int, float]:
        """The cosine of the best (or the first) window of each given row; rows without vectors are left out."""
        places = self._places(np.unique(np.asarray(rows, dtype=np.int64)), first=first)
        return dict(self._ranked(query, places, len(rows)))

    def _places(self, rows: NDArray[np.int64] | None, *, first: bool) -> NDArray[np.int64]:
        """Where the windows of some passages lie."""
        if rows is None:
            return np.flatnonzero(np.diff(self._owners, prepend=-1))
        starts = np.searchsorted(self._owners, rows)
        lengths = np.searchsorted(self._owners, rows, side="right") - starts
        if first:
            return np.asarray(starts[lengths > 0], dtype=np.int64)
        before = np.cumsum(lengths) - lengths
        return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths), dtype=np.int64)

    def _nearest(self, query: Vectors, wanted: int, places: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """The places of about the ``wanted`` nearest vectors, in any order; exactly those where there is no scan."""
        asked = query.reshape(1, -1)
        if self._scan is None:
            if places is None:
                nearest: NDArray[np.int64] = _exact(asked, self._vectors, wanted)[0]
                return nearest
            scores = self._vectors[places] @ query
            best: NDArray[np.int64] = places[np.argpartition(scores, -wanted)[-wanted:]]
            return best
        ivf = hasattr(self._scan, "nprobe")
        parameters: Any = faiss.SearchParametersIVF() if ivf else faiss.SearchParameters()
        share = 1.0
        if places is not None:
            marks = np.zeros(len(self), dtype=bool)
            marks[places] = True
            share = len(places) / len(self)
            # the Python layer of faiss takes an array that its generated stubs do not know
            parameters.sel = faiss.IDSelectorBitmap(np.packbits(marks, bitorder="little"))  # type: ignore[call-arg, arg-type]
        if ivf:
            parameters.nprobe = min(int(self._scan.nprobe / share), self._scan.nlist)
        found: NDArray[np.int64] = self._scan.search(asked, _slack(wanted), params=parameters)[1][0]
        return found[found >= 0]

    def _ranked(self, query: Vectors, places: NDArray[np.int64], limit: int) -> list[tuple[int, float]]:
        """The passages of some vectors by their exact scores."""
        if not len(places):
            return []
        scores, owners = self._vectors[places] @ query, self._owners[places]
        order = np.lexsort((owners, -scores))
        _, best = np.unique(owners[order], return_index=True)
        chosen = order[np.sort(best)[:limit]]
        return list(zip(owners[chosen].tolist(), scores[chosen].tolist(), strict=True))


class DenseWriter:
    """Writes an index into a folder, portion by portion, so that no more than a portion is in memory.

    :param count: how many vectors there will be.
    """

    def __init__(self, folder: Path, count: int, dimensions: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._count, self._dimensions = folder, count, dimensions
        self._owners: list[NDArray[np.int64]] = []
        self._file: IO[bytes] = (folder / "vectors.npy").open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": (count, dimensions)}
        np.lib.format.write_array_header_2_0(self._file, header)
        self._half: faiss.Index | None = None
        if count > _FLAT:
            self._half = faiss.IndexScalarQuantizer(
                dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )

    def __enter__(self) -> DenseWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None:
            self._finish()

    def add(self, owners: NDArray[np.int64], vectors: Vectors) -> None:
        """Add vectors (n, d) and the rows (n,) they belong to, in ascending order."""
        self._owners.append(owners)
        self._file.write(np.ascontiguousarray(vectors, dtype="<f4").data)
        if self._half is not None and len(vectors):
            self._half.add(vectors)

    def _finish(self) -> None:
        owners = np.concatenate(self._owners) if self._owners else np.zeros(0, dtype=np.int64)
        if len(owners) != self._count:
            raise KnowledgeBaseDamaged(f"{len(owners)} vectors where {self._count} were counted; run `yiju rebuild`")
        np.save(self._folder / "owners.npy", owners)
        if self._half is None:
            return
        vectors = np.load(self._folder / "vectors.npy", mmap_mode="r")
        clusters = _clustered(vectors) if len(vectors) > _MANY else None
        if clusters is not None:
            faiss.write_index(clusters, str(self._folder / _CLUSTERS))
        else:
            faiss.write_index(self._half, str(self._folder / _HALF))


def _exact(asked: Vectors, vectors: Vectors, wanted: int) -> NDArray[np.int64]:
    """The places of the nearest vectors for each query (m, d): shape (m, wanted)."""
    found: NDArray[np.int64] = faiss.knn(asked, vectors, wanted, metric=faiss.METRIC_INNER_PRODUCT)[1]
    return found


def _slack(wanted: int) -> int:
    """Candidates of an inexact scan for ``wanted`` exact ones: the order among near equals is settled afterwards."""
    return wanted + wanted // 4 + 10


def _clustered(vectors: Vectors) -> Any:
    """8-bit codes in clusters, with as many clusters searched as the gate needs; ``None`` where none are enough."""
    total, dimensions = vectors.shape
    lists = int(4 * total**0.5)
    chosen = np.random.default_rng(0)
    sample = np.sort(chosen.choice(total, min(_TRAINED_ON * lists, total), replace=False))
    index: Any = faiss.index_factory(dimensions, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = 10
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        index.train(np.asarray(vectors[sample]))
        for start in range(0, total, _CHUNK):
            index.add(np.asarray(vectors[start : start + _CHUNK]))
        return index if _passes(index, vectors, chosen) else None
    finally:
        faiss.omp_set_num_threads(threads)


def _passes(index: Any, vectors: Vectors, chosen: np.random.Generator) -> bool:
    """Set the number of clusters to search so that the gate holds for texts that are near some passages, none equal."""
    asked = vectors[np.sort(chosen.choice(len(vectors), _GATE_QUERIES, replace=False))]
    noise = chosen.standard_normal(asked.shape, dtype=np.float32)
    asked = asked + noise / np.linalg.norm(noise, axis=1, keepdims=True)  # a cosine of 0.7, as of question and answer
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    exact = _exact(asked, vectors, _GATE_DEPTH)
    for probes in _PROBES:
        index.nprobe = probes
        found = index.search(asked, _slack(_GATE_DEPTH))[1]
        shared = sum(len(np.intersect1d(a, b)) for a, b in zip(found, exact, strict=True))
        if shared >= _GATE * exact.size:
            return True
    return False
