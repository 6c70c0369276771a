"""Two kinds of evidence become one score: how near in meaning, and how much of the query's wording is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Weights", "fused"]


@dataclass(frozen=True, slots=True)
class Weights:
    """How evidence is weighed. Tuned on the development part of ``eval/cases/retrieval.jsonl``; see docs/retrieval.md.

    Reciprocal-rank fusion lets BM25 rank a hundred passages on stray words, so the scores themselves are fused:
    cosine + words * share². Squared, so that half a match counts a quarter.

    :ivar words: weight of the wording against the cosine (1).
    :ivar length_free: how much of the wording's share comes from the plain coverage of the query (0..1), which long
        passages reach as well as short ones; the rest is BM25 over its highest possible value.
    :ivar context: what a word counts that only the headings or table headers around a passage have.
    :ivar number: what a number of the query costs that the passage lacks.
    :ivar aside: what it costs to be a footnote, a note under a table, a cover or a list of abbreviations.
    :ivar strong: scores from here on are called strong, if the rarest part of the query is there or the cosine is
        ``certain``; ``related``, likewise; below ``weakest`` nothing is shown, nor below ``strange`` where no word of
        the query is known.
    """

    words: float = 1.0
    length_free: float = 0.5
    context: float = 0.5
    number: float = 0.15
    aside: float = 0.10
    strong: float = 0.92
    related: float = 0.44
    certain: float = 0.78
    weakest: float = 0.04
    strange: float = 0.22


def fused(
    cosine: NDArray[np.float64], bm25: NDArray[np.float64], coverage: NDArray[np.float64], weights: Weights
) -> NDArray[np.float64]:
    """The scores of passages by the cosine of the best window of each, and by ``bm25`` and ``coverage``, both 0..1, of
    its words.
    """
    words = weights.length_free * coverage + (1 - weights.length_free) * bm25
    total: NDArray[np.float64] = cosine + weights.words * words**2
    return total
