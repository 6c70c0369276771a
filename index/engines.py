"""What a search needs of its two indexes, wherever they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.lexical import TermWeight
from index.ranking import Ranking

__all__ = ["Dense", "Lexical"]


class Dense(Protocol):
    """Vectors by passage row; see :class:`index.dense.DenseIndex` for the shapes."""

    def __len__(self) -> int: ...

    def search(
        self,
        query: NDArray[np.float32],
        limit: int,
        rows: NDArray[np.int64] | None = None,
        *,
        first: bool = False,
    ) -> Ranking: ...

    def score(self, query: NDArray[np.float32], rows: Sequence[int], *, first: bool = False) -> Ranking: ...


class Lexical(Protocol):
    """Words by passage row; see :class:`index.lexical.LexicalIndex`."""

    def __len__(self) -> int: ...

    def idf(self, token: str, least: int = 0) -> float: ...

    def known(self, token: str) -> bool: ...

    def search(self, terms: Sequence[TermWeight], limit: int, rows: NDArray[np.int64] | None = None) -> Ranking: ...
