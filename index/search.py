"""One query over one snapshot: expand, find by words and by meaning, fuse, explain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import compress, islice

import numpy as np
from numpy.typing import NDArray

from errors import UsageError
from index.beside import Beside
from index.candidates import compared, most_promising
from index.duplicates import Shown, Wording, sketches
from index.encoder import Encoder
from index.engines import Dense, Lexical
from index.expand import KnownForms
from index.explain import Candidate, explained, has_phrases, notes_of
from index.filters import allowed_rows
from index.fuse import Weights
from index.names import all_forms
from index.noise import without_noise
from index.query import Query, parse_query
from index.ranking import Ranking
from index.rerank import Reranker, reranked
from index.rows import found_passage, passage_of
from index.spelling import Speller
from index.wording import in_portions
from index.wording_file import WordingFile
from records import Filters, Hit, Passage

__all__ = ["SearchOptions", "Searcher", "load_passages"]

# Candidates that each half proposes: enough that the other half's evidence is known for whatever may end up on top.
_CANDIDATES = 100
# The same where something is quoted: all that may have it.
_QUOTED = 200
# Candidates whose wording is compared in full.
_COMPARED = 40
# Where there are fewer vectors, they are compared before a second thread has begun with the words.
_BESIDE = 20_000
# Filters whose rows are kept, for those that come again with each query of a user.
_REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """Switches for measuring what each part of the search is worth; users never need them.

    :ivar quoted: only passages that have the words between the quotation marks of a query. Questions and claims do
        without: there a name stands between them because it is one.
    """

    dense: bool = True
    lexical: bool = True
    windows: bool = True
    expand: bool = True
    rerank: bool = True  # where there is a reranker
    quoted: bool = True
    weights: Weights = field(default_factory=Weights)


_PRODUCT = SearchOptions()


class Searcher:
    """Searches one published snapshot. Holds the open indexes; safe to use from several threads."""

    def __init__(
        self,
        generation: int,
        dense: Dense,
        lexical: Lexical,
        encoder: Encoder,
        reranker: Reranker | None = None,
        wording: WordingFile | None = None,
    ) -> None:
        self.generation, self.dense, self.lexical = generation, dense, lexical
        self.encoder, self.reranker = encoder, reranker
        self._wording = wording
        self._filtered: dict[Filters, NDArray[np.int64]] = {}
        self._speller = Speller(lexical, lambda db: all_forms(db, generation))
        self._forms = KnownForms(lambda db: all_forms(db, generation))
        self._beside = Beside()

    def search(
        self, db: sqlite3.Connection, text: str, filters: Filters, limit: int, options: SearchOptions | None = None
    ) -> tuple[list[Hit], list[str]]:
        """The hits of a query, and notes about what was expanded.

        :raises UsageError: an empty query, or a filter that names something unknown.
        """
        if not text.strip():
            raise UsageError("the query is empty; type a question or some words")
        with self._beside:
            return self._search(db, text, filters, limit, options or _PRODUCT)

    def _search(
        self, db: sqlite3.Connection, text: str, filters: Filters, limit: int, options: SearchOptions
    ) -> tuple[list[Hit], list[str]]:
        text, slips = self._speller.read(db, without_noise(text, self.lexical.known)) if options.expand else (text, ())
        words = self.lexical
        query = parse_query(db, self.generation, text, words.idf, words.known, expand=options.expand, forms=self._forms)
        query = query if options.quoted else replace(query, phrases=())
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
        words: Callable[[], Ranking] = partial(self._words, query, rows, wide) if options.lexical else Ranking.of
        if not options.dense:
            rough = most_promising((), words(), options.weights, most)
            return compared(db, query, rough, options.weights, file=self._wording)
        if len(self.dense) > _BESIDE:
            words = self._beside.begin(words)
        vector = self.encoder.encode([query.official], role="query")[0]
        whole = not options.windows
        near = self.dense.search(vector, wide, rows, first=whole)
        found = words()
        known = frozenset(near.rows.tolist())
        others = self.dense.score(vector, [r for r in found.rows.tolist() if r not in known], first=whole)
        rough = most_promising((near, others), found, options.weights, most)
        return compared(db, query, rough, options.weights, lexical=options.lexical, file=self._wording)

    def _words(self, query: Query, rows: NDArray[np.int64] | None, wide: int) -> Ranking:
        """BM25 over what a passage would have that holds every word of the query once."""
        if not query.highest:
            return Ranking.of()
        found = self.lexical.search(query.terms, wide, rows)
        query.prepare()  # where this runs beside the comparing of vectors, for nothing
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
            chunk = [candidate for candidate in chunk if candidate.fused >= floor]
            outlines = sketches([candidate.codes for candidate in chunk])
            if not query.phrases:  # for these all are read
                worth = shown.worth_reading(outlines, limit - len(chosen))
                chunk, outlines = [*compress(chunk, worth)], [*compress(outlines, worth)]
            passages = load_passages(db, [candidate.row for candidate in chunk], facts=False)
            wordings = Wording.of([passages[candidate.row] for candidate in chunk])
            for candidate, passage, outline in zip(chunk, wordings, outlines, strict=True):
                if not has_phrases(passage, query.phrases):
                    continue
                place = shown.place_of(passage, outline, add=len(chosen) < limit)
                if place is not None:
                    chosen[place][2].append(passage.passage.id)
                elif len(chosen) < limit:
                    chosen.append((candidate, passage, []))
        return explained(query, chosen, weights)


def load_passages(db: sqlite3.Connection, rows: Sequence[int], *, facts: bool = True) -> dict[int, Passage]:
    """Passages by row.

    :param facts: whether these are wanted at once.
    """
    found: dict[int, Passage] = {}
    record, read = ("record", passage_of) if facts else ("CAST(record AS BLOB)", found_passage)
    for chunk in in_portions(rows):
        marks = ",".join("?" * len(chunk))
        query = f"SELECT row, {record}, digest FROM passages WHERE row IN ({marks})"
        found.update((row, read(held, digest)) for row, held, digest in db.execute(query, chunk).fetchall())
    return found
