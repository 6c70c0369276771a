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


def explained(query: Query, chosen: Sequence[tuple[Candidate, Wording, Sequence[str]]], weights: Weights) -> list[Hit]:
    """Hits with their highlights. Without a number or the telling word of the query none is ever called strong.

    :param chosen: the best first, each with the ids of passages that say the same.
    """
    spans = query.marks.spans([passage.folded for _, passage, _ in chosen])
    hits = []
    for rank, ((candidate, wording, folded), found) in enumerate(zip(chosen, spans, strict=True), 1):
        passage, score, band = wording.passage, candidate.score(weights), candidate.band(weights)
        highlights, matched = _highlights(passage.text, found)
        hits.append(Hit(rank, score, band, passage, matched, highlights, _why(candidate, matched), tuple(folded)))
    return hits


def _highlights(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where the words of the query and the other names of its things stand in a text, and which words these are."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
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
