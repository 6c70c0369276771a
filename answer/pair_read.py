"""What the network that reads pairs says of a claim and the passage that comes nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from answer.comprehended import as_seen
from answer.in_turn import IN_TURN, as_clauses
from answer.pair_nearest import Nearest
from answer.records import Evidence
from answer.sources import Sources
from index.encoders.comprehension import load_comprehension
from records import Passage

__all__ = ["read_for", "read_numbers"]

_FOR, _AGAINST, _APART = range(3)


def read_numbers(sources: Sources, claim: str, best: Nearest) -> dict[str, float]:
    """How likely the passage of the nearest sentence supports a claim, contradicts it or does neither."""
    (told,) = load_comprehension().verdicts(claim, [_seen(sources, claim, best.units[0].passage)])
    return {"read_for": float(told[_FOR]), "read_against": float(told[_AGAINST]), "read_apart": float(told[_APART])}


def read_for(sources: Sources, claim: str, evidence: Sequence[Evidence]) -> float:
    """How likely the likeliest of the passages that are cited supports a claim (0..1)."""
    passages = [sources.kb.passage(id_) for id_ in dict.fromkeys(item.passage for item in evidence)]
    texts = [_seen(sources, claim, passage) for passage in passages]
    return max((float(told[_FOR]) for told in load_comprehension().verdicts(claim, texts)), default=0.0)


def _seen(sources: Sources, claim: str, passage: Passage) -> str:
    """What is read of a passage; what it deals out (分别), which the network does not understand, as clauses."""
    seen = as_seen(sources, claim, passage)
    return seen.whole if IN_TURN.search(claim) else seen.before + as_clauses(seen.text)
