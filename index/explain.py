"""A candidate of a search becomes a hit: its band, the words that matched, and why it is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.duplicates import Wording
from index.fuse import Weights
from index.query import Query
from index.tokens import fold
from records import Band, Hit

__all__ = ["Candidate", "explained", "has_phrases", "notes_of"]


class Candidate(NamedTuple):
    """A passage that may be shown.

    :ivar fused: its score by meaning and wording, less what it costs to lack numbers or to be an aside.
    :ivar cosine: of its best window; ``coverage`` (0..1): how much of the query its words cover.
    :ivar missing: numbers of the query that it lacks.
    :ivar telling: whether it has the rarest part of the query.
    :ivar codes: those of its tokens.
    :ivar relevance: what a reranker says (0..1).
    """

    row: int
    fused: float
    cosine: float
    coverage: float
    missing: tuple[str, ...]
    telling: bool
    codes: bytes = b""
    relevance: float = 0.0

    @property
    def score(self) -> float:
        return self.fused + self.relevance

    def band(self, weights: Weights) -> Band:
        if self.fused >= weights.strong and not self.missing and (self.telling or self.cosine >= weights.certain):
            return "strong"
        return "related" if self.fused >= weights.related else "weak"


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
        passage, score, band = wording.passage, candidate.score, candidate.band(weights)
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
    if matched and candidate.coverage >= 0.15:
        reason = f"含有 {'、'.join(matched[:6])}"
        if candidate.cosine >= 0.5:
            reason += "，意思也相近"
    else:
        reason = "意思相近，用词不同"
    return reason + (f"；没有 {'、'.join(candidate.missing)}" if candidate.missing else "")
