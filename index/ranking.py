"""What an index finds: rows of passages with their scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ranking"]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Passages, each once, by row, with their scores; two arrays of one length. As an iterable: pairs of both."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, float]] = ()) -> Ranking:
        held = list(pairs)
        return cls(
            np.array([row for row, _ in held], dtype=np.int64), np.array([score for _, score in held], dtype=np.float64)
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, float]]:
        return zip(self.rows.tolist(), self.scores.tolist(), strict=True)
