"""Ranking metrics and their confidence intervals. Pure functions over ids; nothing here knows the search.

A ranking is a sequence of groups: a hit with the near-duplicates folded under it counts as one place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Estimate", "Grades", "Ranking", "hit_at", "mean", "ndcg", "quantile", "ratio", "reciprocal_rank"]

Ranking = Sequence[Sequence[str]]
Grades = Mapping[str, int]
"""What each passage is worth for a query: 2 answers it, 1 helps, anything else 0."""

ANSWERS = 2
HELPS = 1

_RESAMPLES = 2000
_SEED = 20220628


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or ratio with its 95 % bootstrap interval; ``n`` is how many queries it rests on."""

    value: float
    low: float
    high: float
    n: int

    def to_dict(self) -> dict[str, Any]:
        return {"value": _round(self.value), "low": _round(self.low), "high": _round(self.high), "n": self.n}

    def __str__(self) -> str:
        return "–" if math.isnan(self.value) else f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def hit_at(ranking: Ranking, grades: Grades, depth: int) -> float:
    """1 if one of the first ``depth`` groups answers, else 0. Passages that only help do not count."""
    return float(any(_gain(group, grades) >= ANSWERS for group in ranking[:depth]))


def reciprocal_rank(ranking: Ranking, grades: Grades, depth: int = 10) -> float:
    """1 / rank of the first group that answers; 0 if it is not among the first ``depth``."""
    for rank, group in enumerate(ranking[:depth], 1):
        if _gain(group, grades) >= ANSWERS:
            return 1 / rank
    return 0.0


def ndcg(ranking: Ranking, grades: Grades, depth: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin & Kekäläinen 2002), linear gains.

    A labelled passage that is folded under another one cannot take a place of its own, so the ideal ranking does not
    count it either.

    :returns: 0..1; 0 for a query without labels.
    """
    gained = sum(_gain(group, grades) / math.log2(rank + 1) for rank, group in enumerate(ranking[:depth], 1))
    merged = [_gain(group, grades) for group in ranking]
    placed = {id_ for group in ranking for id_ in group}
    gains = sorted((*merged, *(grade for id_, grade in grades.items() if id_ not in placed)), reverse=True)
    ideal = sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains[:depth], 1))
    return gained / ideal if ideal else 0.0


def mean(values: Sequence[float]) -> Estimate:
    """The mean of one value a query."""
    return ratio(values, [1.0] * len(values))


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """Σ parts / Σ wholes, one of each a query: queries, not hits, are resampled, for the hits of a query hang together.

    The percentile bootstrap (Efron & Tibshirani 1993), seeded. Where all queries agree it gives an interval of no
    width, although a handful of queries proves little: read ``n`` with it.

    :returns: an estimate of NaN where nothing was counted.
    :raises ValueError: the two differ in length.
    """
    if len(parts) != len(wholes):
        raise ValueError(f"{len(parts)} parts for {len(wholes)} wholes")
    total = sum(wholes)
    if not total:
        return Estimate(math.nan, math.nan, math.nan, len(parts))
    above, below = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    chosen = np.random.default_rng(_SEED).integers(0, len(parts), size=(_RESAMPLES, len(parts)))
    sums = below[chosen].sum(axis=1)
    resampled = above[chosen].sum(axis=1)[sums > 0] / sums[sums > 0]
    low, high = np.quantile(resampled, (0.025, 0.975))
    return Estimate(sum(parts) / total, float(low), float(high), len(parts))


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed; NaN for none."""
    return float(np.quantile(values, share)) if values else math.nan


def _gain(group: Sequence[str], grades: Grades) -> int:
    return max((grades.get(id_, 0) for id_ in group), default=0)


def _round(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
