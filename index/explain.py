"""A candidate of a search becomes a hit: its band, the words that matched, and why it is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.duplicates import Wording
from index.fuse import Evidence, Weights
from index.query import Query
from index.tokens import fold
from records import Band, Hit

__all__ = ["Candidate", "explained", "has_phrases", "notes_of"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """``missing`` are numbers of the query that it lacks; ``telling`` whether it has the rarest part of the query;
    ``aside`` whether it is a kind of passage that was not asked for; ``codes`` are those of its tokens; ``relevance``
    (0..1) is what a reranker says.
    """

    evidence: Evidence
    missing: tuple[str, ...]
    telling: bool
    aside: bool
    codes: bytes = b""
    relevance: float = 0.0

    def fused(self, weights: Weights) -> float:
        return self.evidence.score(weights) - weights.number * len(self.missing) - weights.aside * self.aside

    def score(self, weights: Weights) -> float:
        return self.fused(weights) + self.relevance

    def band(self, weights: Weights) -> Band:
        score = self.fused(weights)
        if score >= weights.strong and not self.missing and (self.telling or self.evidence.cosine >= weights.certain):
            return "strong"
        return "related" if score >= weights.related else "weak"


def notes_of(query: Query) -> list[str]:
    """What else was searched for, for people."""
    notes = (f"{thing.form} = {'、'.join(thing.aliases[:4])}" for thing in query.things if thing.aliases)
    return list(dict.fromkeys(notes))


def has_phrases(passage: Wording, phrases: Sequence[str]) -> bool:
    if not phrases:
        return True
    text = re.sub(r"\s+", "", passage.folded)
    return all(re.sub(r"\s+", "", fold(phrase)) in text for phrase in phrases)


def explained(
    query: Query, candidate: Candidate, passage: Wording, rank: int, weights: Weights, folded: Sequence[str]
) -> Hit:
    """A hit with its highlights. Without a number or the telling word of the query it is never called strong.

    :param folded: the ids of passages that say the same.
    """
    highlights, matched = _highlights(query, passage)
    band = candidate.band(weights)
    why = _why(candidate, matched)
    return Hit(rank, candidate.score(weights), band, passage.passage, matched, highlights, why, tuple(folded))


def _highlights(query: Query, passage: Wording) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where the words of the query and the other names of its things stand in a text, and which words these are."""
    text = passage.passage.text
    merged: list[tuple[int, int]] = []
    for start, end in query.marks.spans(passage.folded):
        if merged and start == merged[-1][1] and not text[start].isascii():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged), tuple(dict.fromkeys(text[start:end] for start, end in merged))


def _why(candidate: Candidate, matched: Sequence[str]) -> str:
    if matched and candidate.evidence.coverage >= 0.15:
        reason = f"含有 {'、'.join(matched[:6])}"
        if candidate.evidence.cosine >= 0.5:
            reason += "，意思也相近"
    else:
        reason = "意思相近，用词不同"
    return reason + (f"；没有 {'、'.join(candidate.missing)}" if candidate.missing else "")
