"""What the network that reads pairs says of a claim and the passage that comes nearest to it."""

from __future__ import annotations

from answer.comprehended import as_seen
from answer.pair_nearest import Nearest
from answer.sources import Sources
from index.encoders.comprehension import load_comprehension

__all__ = ["read_numbers"]

_FOR, _AGAINST, _APART = range(3)


def read_numbers(sources: Sources, claim: str, best: Nearest) -> dict[str, float]:
    """How likely the passage of the nearest sentence supports a claim, contradicts it or does neither."""
    seen = as_seen(sources, claim, best.units[0].passage)
    (told,) = load_comprehension().verdicts(claim, [seen.whole])
    return {"read_for": float(told[_FOR]), "read_against": float(told[_AGAINST]), "read_apart": float(told[_APART])}
