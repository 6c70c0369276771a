"""What both halves of a search propose: the most promising of it, and their order once their wording is known."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged
from index.explain import Candidate
from index.fuse import Weights, fused
from index.query import Query
from index.ranking import Ranking
from index.wording import in_portions, load_wording
from index.wording_file import WordingFile

__all__ = ["Rough", "compared", "most_promising"]

# Forms that seldom are what somebody asked for; where they are, their words carry them.
_ASIDES = frozenset({"footnote", "note", "cover", "glossary"})


@dataclass(frozen=True, slots=True)
class Rough:
    """Candidates before their wording is compared, in ascending order of their rows; three arrays of one length."""

    rows: NDArray[np.int64]
    cosine: NDArray[np.float64]
    bm25: NDArray[np.float64]


def most_promising(near: Sequence[Ranking], words: Ranking, weights: Weights, most: int) -> Rough:
    """The best candidates by what is known before their wording is compared.

    :param near: rows with their cosines.
    """
    rows = np.concatenate([words.rows, *(found.rows for found in near)])
    rows.sort()
    first = np.ones(len(rows), dtype=bool)
    np.not_equal(rows[1:], rows[:-1], out=first[1:])
    rows = rows[first]
    cosine, bm25 = np.zeros(len(rows)), np.zeros(len(rows))
    for found in near:
        cosine[rows.searchsorted(found.rows)] = found.scores
    bm25[rows.searchsorted(words.rows)] = words.scores
    best = (-fused(cosine, bm25, bm25, weights)).argsort(kind="stable")[:most]
    best.sort()
    return Rough(rows.take(best), cosine.take(best), bm25.take(best))


def compared(
    db: sqlite3.Connection,
    query: Query,
    rough: Rough,
    weights: Weights,
    *,
    lexical: bool = True,
    file: WordingFile | None = None,
) -> Iterator[Candidate]:
    """Candidates with their exact coverage, and the numbers of the query that they lack; the best first.

    :param lexical: whether the coverage counts.
    :param file: where their wording is, if not in the database only.
    """
    wording = load_wording(db, rough.rows.tolist(), query.measure.vocabulary, file)
    if len(wording) != len(rough.rows):
        raise KnowledgeBaseDamaged("knowledge.sqlite lacks passages that its indexes have; run `yiju doctor --repair`")
    shares, tells = query.measure.coverage(wording, weights.context)
    coverage = shares if lexical else np.zeros(len(shares))
    lacks = ~query.measure.present(wording)
    for number, row in _dated(db, query.exact, wording.held.rows):
        lacks[row, number] = False
    asides = _ASIDES - ({"footnote"} if query.asks_for_source else set())
    aside = np.array([form in asides for form in wording.held.forms], dtype=bool)
    scores = fused(rough.cosine, rough.bm25, coverage, weights)
    scores = scores - weights.number * lacks.sum(axis=1) - weights.aside * aside
    order = (-scores).argsort(kind="stable")
    columns = (
        found.take(order, axis=0).tolist() for found in (rough.rows, scores, rough.cosine, coverage, lacks, tells)
    )
    for at, row, score, cosine, share, lacking, telling in zip(order.tolist(), *columns, strict=True):
        yield Candidate(row, score, cosine, share, tuple(compress(query.exact, lacking)), telling, wording.codes(at))


def _dated(db: sqlite3.Connection, exact: Sequence[str], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(number of a year among the exact tokens, place of a passage) where the year lies in a date of the passage: 2022
    in 2021年7月至2022年6月.
    """
    place = {row: number for number, row in enumerate(rows)}
    for number, year in enumerate(exact):
        if not re.fullmatch(r"(?:19|20)\d\d", year):
            continue
        for portion in in_portions(rows):
            marks = ",".join("?" * len(portion))
            found = db.execute(
                f'SELECT DISTINCT passage FROM passage_dates WHERE passage IN ({marks}) AND start <= ? AND "end" >= ?',
                (*portion, f"{year}-12-31", f"{year}-01-01"),
            )
            yield from ((number, place[row]) for (row,) in found)
