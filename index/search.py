"""One query over one snapshot: expand, find by words and by meaning, fuse, explain."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice

import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged, UsageError
from index.duplicates import Shown, Wording, sketches
from index.encoder import Encoder
from index.engines import Dense, Lexical
from index.expand import KnownForms
from index.explain import Candidate, explained, has_phrases, notes_of
from index.filters import allowed_rows
from index.fuse import Evidence, Weights
from index.names import all_forms
from index.noise import without_noise
from index.query import Query, parse_query
from index.ranking import Ranking
from index.rerank import Reranker, reranked
from index.rows import found_passage, passage_of
from index.spelling import Speller
from index.wording import in_portions, load_wording
from records import Filters, Hit, Passage

__all__ = ["SearchOptions", "Searcher", "load_passages"]

# Candidates that each half proposes: enough that the other half's evidence is known for whatever may end up on top.
_CANDIDATES = 100
# The same where something is quoted: all that may have it.
_QUOTED = 200
# Candidates whose wording is compared in full.
_COMPARED = 40
# Filters whose rows are kept, for those that come again with each query of a user.
_REMEMBERED = 16
# Forms that seldom are what somebody asked for; where they are, their words carry them.
_ASIDES = frozenset({"footnote", "note", "cover", "glossary"})


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Switches for measuring what each part of the search is worth; users never need them."""

    dense: bool = True
    lexical: bool = True
    windows: bool = True
    expand: bool = True
    rerank: bool = True  # where there is a reranker
    weights: Weights = field(default_factory=Weights)


class Searcher:
    """Searches one published snapshot. Holds the open indexes; safe to use from several threads."""

    def __init__(
        self,
        generation: int,
        dense: Dense,
        lexical: Lexical,
        encoder: Encoder,
        reranker: Reranker | None = None,
    ) -> None:
        self.generation, self.dense, self.lexical = generation, dense, lexical
        self.encoder, self.reranker = encoder, reranker
        self._filtered: dict[Filters, NDArray[np.int64]] = {}
        self._speller = Speller(lexical, lambda db: all_forms(db, generation))
        self._forms = KnownForms(lambda db: all_forms(db, generation))

    def search(
        self, db: sqlite3.Connection, text: str, filters: Filters, limit: int, options: SearchOptions | None = None
    ) -> tuple[list[Hit], list[str]]:
        """The hits of a query, and notes about what was expanded.

        :raises UsageError: an empty query, or a filter that names something unknown.
        """
        if not text.strip():
            raise UsageError("the query is empty; type a question or some words")
        options = options or SearchOptions()
        text, slips = self._speller.read(db, without_noise(text, self.lexical.known)) if options.expand else (text, ())
        words = self.lexical
        query = parse_query(db, self.generation, text, words.idf, words.known, expand=options.expand, forms=self._forms)
        rows = self.allowed(db, filters)
        most = 2 * _QUOTED if query.phrases else max(_COMPARED, 4 * limit)
        candidates: Iterable[Candidate] = self._candidates(db, query, rows, options, most) if query.tokens else ()
        if self.reranker and options.rerank:
            candidates = reranked(
                self.reranker, query.text, [*candidates], options.weights, lambda rows: load_passages(db, rows)
            )
        notes = [*(slip.note for slip in slips), *notes_of(query)]
        return self._hits(db, query, candidates, limit, options.weights), notes

    def allowed(self, db: sqlite3.Connection, filters: Filters) -> NDArray[np.int64] | None:
        """The rows that filters leave; a snapshot never changes, so the last ones are remembered."""
        known = self._filtered.get(filters)
        if known is None:
            known = allowed_rows(db, self.generation, filters)
            if known is not None:
                # a copy of the keys: other threads put theirs in meanwhile
                kept = list(self._filtered)
                for oldest in kept[: max(len(kept) - _REMEMBERED + 1, 0)]:
                    self._filtered.pop(oldest, None)
                self._filtered[filters] = known
        return known

    # -- finding ------------------------------------------------------------------------------------------------

    def _candidates(
        self,
        db: sqlite3.Connection,
        query: Query,
        rows: NDArray[np.int64] | None,
        options: SearchOptions,
        most: int,
    ) -> Iterator[Candidate]:
        """The best candidates by all evidence, best first."""
        wide = max(_QUOTED if query.phrases else _CANDIDATES, most // 2)
        words, near, others = (
            self._words(query, rows, wide) if options.lexical else Ranking.of(),
            Ranking.of(),
            Ranking.of(),
        )
        if options.dense:
            vector = self.encoder.encode([query.official], role="query")[0]
            whole = not options.windows
            near = self.dense.search(vector, wide, rows, first=whole)
            known = frozenset(near.rows.tolist())
            others = self.dense.score(vector, [r for r in words.rows.tolist() if r not in known], first=whole)
        return _compared(db, query, _most_promising((near, others), words, options.weights, most), options)

    def _words(self, query: Query, rows: NDArray[np.int64] | None, wide: int) -> Ranking:
        """BM25 over what a passage would have that holds every word of the query once."""
        if not query.highest:
            return Ranking.of()
        found = self.lexical.search(query.terms, wide, rows)
        return Ranking(found.rows, np.minimum(found.scores / query.highest, 1.0))

    # -- explaining ---------------------------------------------------------------------------------------------

    def _hits(
        self, db: sqlite3.Connection, query: Query, candidates: Iterable[Candidate], limit: int, weights: Weights
    ) -> list[Hit]:
        """The best candidates with their passages; passages are read from the store only as they are needed."""
        left = iter(candidates)
        shown = Shown()
        chosen: list[tuple[Candidate, Wording, list[str]]] = []  # with the ids of those that say the same
        floor = weights.strange if query.strange else weights.weakest
        while len(chosen) < limit and (chunk := list(islice(left, limit))):
            chunk = [candidate for candidate in chunk if candidate.fused(weights) >= floor]
            passages = load_passages(db, [c.evidence.row for c in chunk], found_passage)
            for candidate, outline in zip(chunk, sketches([c.codes for c in chunk]), strict=True):
                passage = Wording(passages[candidate.evidence.row])
                if not has_phrases(passage, query.phrases):
                    continue
                place = shown.place_of(passage, outline, add=len(chosen) < limit)
                if place is not None:
                    chosen[place][2].append(passage.passage.id)
                elif len(chosen) < limit:
                    chosen.append((candidate, passage, []))
        return [
            explained(query, candidate, passage, rank, weights, folded)
            for rank, (candidate, passage, folded) in enumerate(chosen, 1)
        ]


@dataclass(frozen=True, slots=True)
class _Rough:
    """Candidates before their wording is compared, in ascending order of their rows; three arrays of one length."""

    rows: NDArray[np.int64]
    cosine: NDArray[np.float64]
    bm25: NDArray[np.float64]


def _most_promising(near: Sequence[Ranking], words: Ranking, weights: Weights, most: int) -> _Rough:
    """The best candidates by what is known before their wording is compared.

    :param near: rows with their cosines.
    """
    rows = np.array(
        sorted({*words.rows.tolist(), *(row for found in near for row in found.rows.tolist())}), dtype=np.int64
    )
    cosine, bm25 = np.zeros(len(rows)), np.zeros(len(rows))
    for found in near:
        cosine[rows.searchsorted(found.rows)] = found.scores
    bm25[rows.searchsorted(words.rows)] = words.scores
    scores = Evidence.scores(cosine, bm25, bm25, weights)
    best = np.sort(np.argsort(-scores, kind="stable")[:most])
    return _Rough(rows[best], cosine[best], bm25[best])


def _compared(db: sqlite3.Connection, query: Query, rough: _Rough, options: SearchOptions) -> Iterator[Candidate]:
    """Candidates with their exact coverage, and the numbers of the query that they lack; the best first."""
    weights = options.weights
    wording = load_wording(db, rough.rows.tolist(), query.measure.vocabulary)
    if len(wording.rows) != len(rough.rows):
        raise KnowledgeBaseDamaged("knowledge.sqlite lacks passages that its indexes have; run `yiju doctor --repair`")
    shares, tells = query.measure.coverage(wording, weights.context)
    coverage = shares if options.lexical else np.zeros(len(shares))
    lacks = ~query.measure.present(wording)
    for number, row in _dated(db, query.exact, wording.rows):
        lacks[row, number] = False
    asides = _ASIDES - ({"footnote"} if query.asks_for_source else set())
    aside = np.array([form in asides for form in wording.forms], dtype=bool)
    scores = Evidence.scores(rough.cosine, rough.bm25, coverage, weights)
    scores = scores - weights.number * lacks.sum(axis=1) - weights.aside * aside
    order = np.argsort(-scores, kind="stable")
    cosines, bm25s, coverages = (found[order].tolist() for found in (rough.cosine, rough.bm25, coverage))
    flags = zip(tells[order].tolist(), aside[order].tolist(), lacks[order].tolist(), strict=True)
    for at, cosine, bm25, share, (telling, is_aside, lacking) in zip(
        order.tolist(), cosines, bm25s, coverages, flags, strict=True
    ):
        missing = tuple(compress(query.exact, lacking))
        evidence = Evidence(wording.rows[at], cosine, bm25, share)
        yield Candidate(evidence, missing, telling, is_aside, wording.codes[at])


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


def load_passages(
    db: sqlite3.Connection, rows: Sequence[int], read: Callable[[str, str | None], Passage] = passage_of
) -> dict[int, Passage]:
    """Passages by row.

    :param read: from their records and digests.
    """
    found = {}
    for chunk in in_portions(rows):
        marks = ",".join("?" * len(chunk))
        query = f"SELECT row, record, digest FROM passages WHERE row IN ({marks})"
        for row, record, digest in db.execute(query, chunk).fetchall():
            found[row] = read(record, digest)
    return found
