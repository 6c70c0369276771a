"""One query over one snapshot: expand, find by words and by meaning, fuse, explain."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from errors import UsageError
from index.dense import DenseIndex
from index.encoder import Encoder
from index.expand import NamedThing, named_things
from index.filters import allowed_rows
from index.fuse import Evidence, fuse
from index.lexical import LexicalIndex, TermWeight
from index.tokens import Token, analyse, analyse_query, fold
from records import Filters, Hit, Passage

__all__ = ["Searcher"]

_BIGRAM_WEIGHT = 0.5
_ALIAS_WEIGHT = 0.6
# Candidates that each half proposes: enough that the other half's evidence is known for whatever may end up on top.
_CANDIDATES = 200
_PHRASE = re.compile(r"[\"“「『]([^\"“”「」『』]{2,})[\"”」』]")
_EXACT = re.compile(r"\d|^第")
_WEAKEST = 0.28  # below this, what is found has nothing to do with the query
_MISSING_NUMBER = 0.12


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    tokens: tuple[Token, ...]
    things: tuple[NamedThing, ...]
    phrases: tuple[str, ...]

    @property
    def exact(self) -> tuple[str, ...]:
        """Numbers, years and ordinals: they may not be answered with others."""
        return tuple(dict.fromkeys(t.text for t in self.tokens if _EXACT.search(t.text)))


class Searcher:
    """Searches one published snapshot. Holds the open indexes; safe to use from several threads.

    :param load: gives the passages of rows, in the order asked for.
    """

    def __init__(self, generation: int, dense: DenseIndex, lexical: LexicalIndex, encoder: Encoder) -> None:
        self.generation, self.dense, self.lexical, self.encoder = generation, dense, lexical, encoder

    def search(self, db: sqlite3.Connection, text: str, filters: Filters, limit: int) -> tuple[list[Hit], list[str]]:
        """The hits of a query and notes about what was expanded.

        :raises UsageError: an empty query, or a filter that names something unknown.
        """
        if not text.strip():
            raise UsageError("the query is empty; type a question or some words")
        query = _Query(
            text, tuple(analyse_query(text)), named_things(db, text), tuple(p.strip() for p in _PHRASE.findall(text))
        )
        rows = allowed_rows(db, self.generation, filters)
        evidence = self._evidence(query, rows)
        hits = self._hits(db, query, evidence, limit)
        notes = [f"{t.form} = {'、'.join(t.aliases[:4])}" for t in query.things if t.aliases]
        return hits, notes

    # -- finding ------------------------------------------------------------------------------------------------

    def _evidence(self, query: _Query, rows: NDArray[np.int64] | None) -> list[Evidence]:
        vector = self.encoder.encode([query.text], role="query")[0]
        dense = dict(self.dense.search(vector, _CANDIDATES, rows))
        terms, mass = self._terms(query)
        lexical = dict(self.lexical.search(terms, _CANDIDATES, None if rows is None else rows.tolist()))
        dense.update(self.dense.score(vector, [row for row in lexical if row not in dense]))
        coverage = {row: score / mass for row, score in lexical.items()} if mass else {}
        return fuse(dense, coverage)

    def _terms(self, query: _Query) -> tuple[list[TermWeight], float]:
        """The weighted tokens of the query and its aliases, and the weight that a full match has."""
        weights: dict[str, float] = {}
        for token in query.tokens:
            weights[token.text] = max(weights.get(token.text, 0.0), _BIGRAM_WEIGHT if token.bigram else 1.0)
        mass = sum(weight * self.lexical.idf(token) for token, weight in weights.items())
        for thing in query.things:
            for alias in thing.aliases:
                for token in analyse(alias):
                    if not token.bigram:
                        weights.setdefault(token.text, _ALIAS_WEIGHT)
        return [TermWeight(text, weight) for text, weight in weights.items()], mass

    # -- explaining ---------------------------------------------------------------------------------------------

    def _hits(self, db: sqlite3.Connection, query: _Query, evidence: Sequence[Evidence], limit: int) -> list[Hit]:
        hits: list[Hit] = []
        seen: dict[str, int] = {}
        pool = [e for e in evidence if e.score >= _WEAKEST][: max(4 * limit, 40)]
        passages = load_passages(db, [e.row for e in pool])
        for found in sorted((self._weighed(query, e, passages[e.row]) for e in pool), key=_order):
            if query.phrases and not _has_phrases(found.passage, query.phrases):
                continue
            key = _fingerprint(found.passage)
            if key in seen:
                first = hits[seen[key]]
                hits[seen[key]] = replace(first, folded=(*first.folded, found.passage.id))
            elif len(hits) < limit:
                seen[key] = len(hits)
                hits.append(replace(found, rank=len(hits) + 1))
        return hits

    def _weighed(self, query: _Query, found: Evidence, passage: Passage) -> Hit:
        """A hit with its highlights; one that lacks a number of the query can not be strong."""
        highlights, matched = _highlights(query, passage.text)
        text_tokens = {t.text for t in analyse(f"{passage.text} {' '.join(passage.section)}")}
        missing = [number for number in query.exact if number not in text_tokens and not _dated(number, passage)]
        score = found.score - _MISSING_NUMBER * len(missing)
        band = found.band
        if missing and band == "strong":
            band = "related"
        return Hit(0, score, band, passage, matched, highlights, _why(found, matched, missing))


def load_passages(db: sqlite3.Connection, rows: Sequence[int]) -> dict[int, Passage]:
    """Passages by row."""
    import json

    found: dict[int, Passage] = {}
    for start in range(0, len(rows), 500):
        chunk = rows[start : start + 500]
        marks = ",".join("?" * len(chunk))
        for row, record in db.execute(f"SELECT row, record FROM passages WHERE row IN ({marks})", chunk):
            found[row] = Passage.from_store(json.loads(record))
    return found


def _order(hit: Hit) -> tuple[float, str]:
    return (-hit.score, hit.passage.id)


def _has_phrases(passage: Passage, phrases: Sequence[str]) -> bool:
    text = re.sub(r"\s+", "", fold(passage.text))
    return all(re.sub(r"\s+", "", fold(phrase)) in text for phrase in phrases)


def _dated(number: str, passage: Passage) -> bool:
    """Whether a year of the query lies in a date of the passage (2022 in 2021年7月至2022年6月)."""
    if not re.fullmatch(r"(?:19|20)\d\d", number):
        return False
    year = int(number)
    return any(d.start and d.end and d.start.year <= year <= d.end.year for d in passage.dates)


def _fingerprint(passage: Passage) -> str:
    """Passages that differ in nothing but spaces and punctuation are shown once."""
    return re.sub(r"\W+", "", fold(passage.text))


def _highlights(query: _Query, text: str) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Where the words of the query and the other names of its things stand in a text, and which words these are."""
    wanted = {t.text for t in query.tokens if not t.bigram} | _loose_bigrams(query.tokens)
    spans = [(t.start, t.end) for t in analyse(text) if t.text in wanted]
    folded = fold(text)
    for thing in query.things:
        for form in (thing.form, *thing.aliases):
            spans += [m.span() for m in re.finditer(re.escape(form), folded)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged), tuple(dict.fromkeys(text[start:end] for start, end in merged))


def _loose_bigrams(tokens: Sequence[Token]) -> set[str]:
    """The bigrams of a query that cross its words: 斯坦 inside 土库曼斯坦 would mark every other country."""
    words = [(t.start, t.end) for t in tokens if not t.bigram]
    return {t.text for t in tokens if t.bigram and not any(a <= t.start and t.end <= b for a, b in words)}


def _why(found: Evidence, matched: Sequence[str], missing: Sequence[str]) -> str:
    if matched and found.coverage >= 0.15:
        reason = f"含有 {'、'.join(matched[:6])}"
        if found.cosine >= 0.5:
            reason += "，意思也相近"
    else:
        reason = "意思相近，用词不同"
    return reason + (f"；没有 {'、'.join(missing)}" if missing else "")
