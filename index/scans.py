"""Finds the likely nearest among many vectors without comparing all of them in full.

- :class:`CodeScan`: four bits for every two dimensions, compared in the registers of the processor (product
  quantisation with fast scan: André et al. 2015, as faiss has it). A few times as many candidates as are wanted are
  then compared in full. How many it takes to find nearly all that an exhaustive search finds is measured when the codes
  are made (:data:`_GATE`).
- :class:`HalfScan`: all vectors in half precision, for vectors that the codes do not tell apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.arrays import open_array
from index.vectors import Joined, parts_of

__all__ = ["CodeScan", "HalfScan", "Scan", "exact", "extend_scan", "make_scan", "open_scan"]

_HALF, _CODES = "half.faiss", "codes.faiss"
_DEPTH, _LEARNED, _MEASURED = "depth.npy", "learned.npy", "measured.npy"
_GATE = 0.99  # share of the exact 200 nearest
_GATE_DEPTH = 200
_GATE_QUERIES = 100
_DEPTHS = (5, 10, 20)  # candidates for each one wanted; the first is more than made-up queries need
_TRAINED_ON = 4_096  # vectors, in so many rounds: each part of the code has 16 values only
_ROUNDS = 5
_CHUNK = 65_536
_GROWTH = 1.25  # as many more vectors as the codes were made from may be coded by what was learned from those

Vectors = NDArray[np.float32]
Places = NDArray[np.int64]


class Scan(Protocol):
    """Candidates for the vectors nearest to a query, by their places."""

    def __len__(self) -> int: ...

    def candidates(self, query: Vectors, wanted: int, places: Places | None) -> Places:
        """Places that hold (nearly) all of the ``wanted`` nearest, in any order.

        :param query: unit vector, shape (1, d).
        :param places: only these count, sorted; ``None`` for all.
        """
        ...


class CodeScan:
    """``depth`` candidates are compared in full for each one wanted."""

    def __init__(self, index: Any, depth: int) -> None:
        self._index, self.depth = index, depth
        self._total = int(index.ntotal)  # nothing is added any more

    def __len__(self) -> int:
        return self._total

    def candidates(self, query: Vectors, wanted: int, places: Places | None) -> Places:
        total = len(self)
        if places is None:
            return self._found(query, min(self.depth * wanted, total))
        # the codes know no filter: as many are looked at as hold enough allowed ones, more where these lie far away
        asked = min(int(self.depth * wanted * total / len(places)), total)
        marks = np.zeros(total, dtype=bool)
        marks[places] = True
        while True:
            found = self._found(query, asked)
            among = found[marks[found]]
            if len(among) >= min(self.depth * wanted, len(places)) or asked == total:
                return among
            asked = min(4 * asked, total)

    def _found(self, query: Vectors, asked: int) -> Places:
        found: Places = self._index.search(query, asked)[1][0]
        return found[found >= 0]


class HalfScan:
    """Filters are given to faiss as a bitmap."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def candidates(self, query: Vectors, wanted: int, places: Places | None) -> Places:
        parameters = faiss.SearchParameters()
        if places is not None:
            marks = np.zeros(len(self), dtype=bool)
            marks[places] = True
            # the Python layer of faiss takes an array that its generated stubs do not know
            parameters.sel = faiss.IDSelectorBitmap(np.packbits(marks, bitorder="little"))  # type: ignore[call-arg, arg-type]
        # the order among near equals is settled afterwards
        found: Places = self._index.search(query, wanted + wanted // 4 + 10, params=parameters)[1][0]
        return found[found >= 0]


def open_scan(folder: Path) -> Scan | None:
    """The scan in a folder; ``None`` where there is none, since the vectors are few.

    :raises OSError, RuntimeError: its file cannot be read.
    """
    if (folder / _CODES).exists():
        depth = int(open_array(folder / _DEPTH))
        return CodeScan(faiss.read_index(str(folder / _CODES)), depth)
    if (folder / _HALF).exists():
        return HalfScan(faiss.read_index(str(folder / _HALF), faiss.IO_FLAG_MMAP_IFC))
    return None


def make_scan(folder: Path, vectors: Vectors | Joined) -> None:
    """Write the scan of vectors (n, d) into a folder: codes, where they pass the gate."""
    codes = _trained(vectors)
    with _all_cores():
        _add(codes, vectors)
        depth = _depth(codes, vectors)
    if depth:
        _write(folder, codes, depth, len(vectors), len(vectors))
        return
    half = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    _add(half, vectors)
    faiss.write_index(half, str(folder / _HALF))


def extend_scan(before: Path, folder: Path, vectors: Vectors | Joined) -> bool:
    """Write the codes of vectors (n, d), the first of which are those of another folder, which has codes for them.

    What the codes learned was learned from the first ones: for vectors near those that came since, the gate is measured
    again, as soon as there are :data:`_GATE_QUERIES` of them.

    :returns: whether they were written: not where so many were added, or such different ones, that the codes are to be
        made anew.
    """
    if not all((before / name).exists() for name in (_CODES, _DEPTH, _LEARNED)):
        return False
    depth, learned = (int(open_array(before / name)) for name in (_DEPTH, _LEARNED))
    if len(vectors) > _GROWTH * learned:
        return False
    measured = int(open_array(before / _MEASURED)) if (before / _MEASURED).exists() else learned
    codes = faiss.read_index(str(before / _CODES))
    with _all_cores():
        _add(codes, vectors[codes.ntotal :])
        if len(vectors) - measured >= _GATE_QUERIES:
            needed = _depth(codes, vectors, measured)
            if not needed:
                return False
            depth, measured = max(depth, needed), len(vectors)
    _write(folder, codes, depth, learned, measured)
    return True


def _write(folder: Path, codes: Any, depth: int, learned: int, measured: int) -> None:
    """:param learned: from how many vectors; :param measured: how many there were when the gate was last measured."""
    for name, value in ((_DEPTH, depth), (_LEARNED, learned), (_MEASURED, measured)):
        np.save(folder / name, np.int64(value))
    faiss.write_index(codes, str(folder / _CODES))


def exact(asked: Vectors, vectors: Vectors | Joined, wanted: int) -> Places:
    """The places of the nearest vectors for each query (m, d): shape (m, wanted)."""
    found, scores, start = [], [], 0
    for part in parts_of(vectors):
        near = faiss.knn(asked, part, min(wanted, len(part)), metric=faiss.METRIC_INNER_PRODUCT)
        scores.append(near[0])
        found.append(near[1] + start)
        start += len(part)
    best = np.argsort(-np.hstack(scores), axis=1, kind="stable")[:, :wanted]
    nearest: Places = np.take_along_axis(np.hstack(found), best, axis=1)
    return nearest


@contextmanager
def _all_cores() -> Iterator[None]:
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _trained(vectors: Vectors | Joined) -> Any:
    """Codes that hold nothing yet. One thread learns them: each of its thousands of steps is so short that several
    threads mostly wait for each other, with a busy machine for a hundred times as long as the work takes.
    """
    total, dimensions = vectors.shape
    parts = dimensions // 2 if dimensions % 2 == 0 else dimensions
    index: Any = faiss.IndexPQFastScan(dimensions, parts, 4, faiss.METRIC_INNER_PRODUCT)
    index.pq.cp.niter = _ROUNDS
    chosen = np.random.default_rng(0)
    index.train(np.asarray(vectors[np.sort(chosen.choice(total, min(_TRAINED_ON, total), replace=False))]))
    return index


def _add(index: Any, vectors: Vectors | Joined) -> None:
    for start in range(0, len(vectors), _CHUNK):
        index.add(np.asarray(vectors[start : start + _CHUNK]))


def _depth(codes: Any, vectors: Vectors | Joined, since: int = 0) -> int:
    """The least depth at which the gate holds for texts that are near some passages, none equal; 0 where none does.

    :param since: the first of the vectors that the texts are near to.
    """
    chosen = np.random.default_rng(1)
    total = len(vectors) - since
    asked = vectors[since + np.sort(chosen.choice(total, min(_GATE_QUERIES, total), replace=False))]
    noise = chosen.standard_normal(asked.shape, dtype=np.float32)
    asked = asked + noise / np.linalg.norm(noise, axis=1, keepdims=True)  # a cosine of 0.7, as of question and answer
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    wanted = min(_GATE_DEPTH, len(vectors))
    nearest = exact(asked, vectors, wanted)
    for depth in _DEPTHS:
        found = codes.search(asked, min(depth * wanted, len(vectors)))[1]
        shared = sum(len(np.intersect1d(a, b)) for a, b in zip(found, nearest, strict=True))
        if shared >= _GATE * nearest.size:
            return depth
    return 0
