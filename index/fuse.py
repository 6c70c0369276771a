"""Two kinds of evidence become one score: how near in meaning, and how much of the query's wording is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records import Band

__all__ = ["Evidence", "fuse"]

# Reciprocal-rank fusion lets BM25 rank a hundred passages on stray words, so scores are fused: cosine + weight * cov²,
# where cov is the share (0..1) of the query's weight that BM25 found. Squared, so that half a match counts a quarter.
_COVERAGE_WEIGHT = 1.0
_STRONG = 0.75
_RELATED = 0.45


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage: ``cosine`` of its best window, ``coverage`` of the query by its words (0..1)."""

    row: int
    cosine: float
    coverage: float

    @property
    def score(self) -> float:
        return self.cosine + _COVERAGE_WEIGHT * self.coverage**2

    @property
    def band(self) -> Band:
        if self.score >= _STRONG:
            return "strong"
        return "related" if self.score >= _RELATED else "weak"


def fuse(cosines: Mapping[int, float], coverages: Mapping[int, float]) -> list[Evidence]:
    """All candidates, best first; ties in the order of their rows."""
    rows = cosines.keys() | coverages.keys()
    found = [Evidence(row, cosines.get(row, 0.0), min(coverages.get(row, 0.0), 1.0)) for row in rows]
    return sorted(found, key=lambda e: (-e.score, e.row))
