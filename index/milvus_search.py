"""Searching the two indexes on Milvus: what one snapshot sees of the collections that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical import TermWeight
from index.milvus import BOUNDED, MOST, STRONG, Milvus
from index.ranking import Ranking
from index.vocabulary import Vocabulary

__all__ = ["MilvusDense", "MilvusLexical", "Place"]

_RANGES = 256  # a filter is written as ranges of rows up to so many,
_LISTED = 16_384  # as a list up to so many rows, and applied to what is found beyond
# A server that may lag sees what is this old (its own limit is 5 s): a search need not wait until it has caught up,
# which takes a fifth of a second.
_SETTLED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a snapshot is: the collections, its generation, when it was published, rows that it has removed."""

    milvus: Milvus
    name: str
    generation: int
    built: datetime
    hidden: NDArray[np.int64]

    @property
    def level(self) -> str:
        """How sure a search must be to see all: quite while the snapshot is new, or seems to be from the future."""
        return BOUNDED if datetime.now(UTC) - self.built > _SETTLED else STRONG


class _Snapshot:
    """What one generation sees: nothing that was added after it, nothing that it has removed."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def _best(
        self, collection: str, field: str, vector: Any, limit: int, rows: NDArray[np.int64] | None, more: str = ""
    ) -> Ranking:
        """The best rows, each once: more entities are asked for until there are enough."""
        place, full = self._place, f"{self._place.name}_{collection}"
        clauses = [f"added <= {place.generation}", *([more] if more else [])]
        chosen = _expression(rows) if rows is not None else None
        wanted = 2 * limit
        while True:
            expression = " and ".join([*clauses, *([f"({chosen})"] if chosen else [])])
            wanted = min(wanted, MOST)
            few = chosen is not None
            found = place.milvus.nearest(full, field, vector, wanted, expression, place.level, few=few)
            best: dict[int, float] = {}
            for row, score in found:
                best.setdefault(row, score)
            kept = self._kept(best, rows if chosen is None else None)
            if len(kept) >= limit or len(found) < wanted or wanted == MOST:
                return Ranking.of(sorted(kept.items(), key=lambda item: (-item[1], item[0]))[:limit])
            wanted *= 4

    def _kept(self, best: dict[int, float], rows: NDArray[np.int64] | None) -> dict[int, float]:
        found = np.fromiter(best, dtype=np.int64, count=len(best))
        keep = ~np.isin(found, self._place.hidden)
        if rows is not None:
            keep &= np.isin(found, rows)
        return {row: best[row] for row in found[keep].tolist()}


class MilvusDense(_Snapshot):
    """See :class:`index.engines.Dense`. ``windows`` is how many vectors the snapshot has."""

    def __init__(self, place: Place, windows: int) -> None:
        super().__init__(place)
        self._windows = windows

    def __len__(self) -> int:
        return self._windows

    def search(
        self, query: NDArray[np.float32], limit: int, rows: NDArray[np.int64] | None = None, *, first: bool = False
    ) -> Ranking:
        if limit <= 0 or not len(self) or (rows is not None and not len(rows)):
            return Ranking.of()
        more = "window == 0" if first else ""
        return self._best("vectors", "vector", query.tolist(), limit, rows, more)

    def score(self, query: NDArray[np.float32], rows: Sequence[int], *, first: bool = False) -> Ranking:
        scores: dict[int, float] = {}
        for start in range(0, len(rows), _RANGES):
            chosen = [int(row) for row in rows[start : start + _RANGES]]
            place, wanted = self._place, f"row in {chosen}"
            for row, window, vector in place.milvus.vectors(place.name, wanted, place.level):
                if not (first and window):
                    scores[row] = max(scores.get(row, -2.0), float(vector @ query))
        return Ranking.of(scores.items())


class MilvusLexical(_Snapshot):
    """See :class:`index.engines.Lexical`: BM25 as an inner product of sparse vectors."""

    def __init__(self, place: Place, words: Vocabulary) -> None:
        super().__init__(place)
        self._vocabulary = words

    def __len__(self) -> int:
        return len(self._vocabulary)

    def idf(self, token: str, least: int = 0) -> float:
        return self._vocabulary.idf(token, least)

    def known(self, token: str) -> bool:
        return any(self._vocabulary.frequencies(token))

    def search(self, terms: Sequence[TermWeight], limit: int, rows: NDArray[np.int64] | None = None) -> Ranking:
        vector = self._vocabulary.of_query(terms)
        if not vector or limit <= 0 or (rows is not None and not len(rows)):
            return Ranking.of()
        return self._best("words", "words", vector, limit, rows)


def _expression(rows: NDArray[np.int64]) -> str | None:
    """Rows as Milvus filters by them; ``None`` where there are too many to write down."""
    breaks = np.flatnonzero(np.diff(rows) > 1) + 1
    if len(breaks) < _RANGES:
        runs = np.split(rows, breaks)
        return " or ".join(f"(row >= {run[0]} and row <= {run[-1]})" for run in runs)
    return f"row in {rows.tolist()}" if len(rows) <= _LISTED else None
