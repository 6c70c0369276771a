"""Judges the search on labelled queries: how often, and how early, it shows a passage that answers.

A label that the knowledge base does not hold (a passage lost by the reader) counts as a miss and is reported.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from errors import UsageError
from eval.metrics import ANSWERS, HELPS
from index.fuse import Weights
from index.lexical import LexicalIndex, TermWeight
from index.search import SearchOptions, load_passages
from index.store import KnowledgeBase
from index.tokens import analyse_query
from records import Band

__all__ = [
    "BASELINE",
    "CASES",
    "CASE_SETS",
    "DEPTH",
    "KINDS",
    "PRODUCT",
    "RERANK",
    "SPLITS",
    "VARIANTS",
    "Answered",
    "Case",
    "CaseSet",
    "Kind",
    "Run",
    "Split",
    "plain_terms",
    "run_variant",
]

CASES = Path(__file__).resolve().parent / "cases" / "retrieval.jsonl"

CaseSet = Literal["own", "blind", "reworded"]
CASE_SETS: Mapping[CaseSet, Path] = {
    "own": CASES,
    "blind": CASES.with_name("retrieval_blind.jsonl"),
    "reworded": CASES.with_name("retrieval_reworded.jsonl"),
}
"""The queries of those who made the search, and those of somebody who had seen the documents only; and, to choose by
(dev only), 300 hard ones that have no word in common with their passage."""

Kind = Literal["keyword", "paraphrase", "factual", "english", "table", "footnote", "noisy", "unanswerable"]
Split = Literal["dev", "report"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SPLITS: tuple[Split, ...] = get_args(Split)

DEPTH = 10  # hits that are looked at
_WARM_UP = 5
_BIGRAM_WEIGHT = 0.5  # as in the product's own queries


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled query. ``relevant`` passages answer it, each alone; ``also`` are near misses that a reader accepts."""

    id: str
    query: str
    kind: Kind
    relevant: tuple[str, ...]
    also: tuple[str, ...]
    split: Split
    note: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.split not in SPLITS:
            raise ValueError(f"{self.id}: kind {self.kind!r} or split {self.split!r} is unknown")
        if bool(self.relevant) == (self.kind == "unanswerable"):
            raise ValueError(f"{self.id}: unanswerable queries, and only they, have no relevant passages")
        if set(self.relevant) & set(self.also):
            raise ValueError(f"{self.id}: a passage is both relevant and secondary")

    @property
    def grades(self) -> dict[str, int]:
        return dict.fromkeys(self.also, HELPS) | dict.fromkeys(self.relevant, ANSWERS)

    @classmethod
    def read(cls, path: Path = CASES, split: Split | None = None) -> tuple[Case, ...]:
        """The cases of a file, one JSON object a line; only those of one split if given."""
        cases = []
        for line in path.read_text(encoding="utf-8").splitlines():
            data: dict[str, Any] = json.loads(line)
            cases.append(cls(**{**data, "relevant": tuple(data["relevant"]), "also": tuple(data["also"])}))
        return tuple(case for case in cases if split in (None, case.split))


@dataclass(frozen=True, slots=True)
class Answered:
    """What the search gave for a case: groups of ids (a hit and what is folded under it) with their bands."""

    case: Case
    ranking: tuple[tuple[str, ...], ...]
    bands: tuple[Band, ...]
    milliseconds: float

    @property
    def first_answer(self) -> int | None:
        """Rank of the first passage that answers, from 1."""
        wanted = set(self.case.relevant)
        return next((rank for rank, group in enumerate(self.ranking, 1) if wanted & set(group)), None)

    @property
    def judged(self) -> tuple[tuple[Band, bool], ...]:
        """The band of each hit, and whether the hit answers or helps."""
        grades = self.case.grades
        pairs = zip(self.ranking, self.bands, strict=True)
        return tuple((band, any(id_ in grades for id_ in group)) for group, band in pairs)

    def diagnose(self) -> str:
        """One line for people: what was expected and where it was found."""
        place = f"rank {self.first_answer}" if self.first_answer else f"not among the first {len(self.ranking)}"
        return f"{self.case.id} {self.case.query!r}: {place}, wanted {' '.join(map(_short, self.case.relevant))}"


@dataclass(frozen=True, slots=True)
class Run:
    """All answers of one way to search."""

    name: str
    answers: tuple[Answered, ...]
    lost: tuple[str, ...]


Search = Callable[[str], tuple[tuple[tuple[str, ...], ...], tuple[Band, ...]]]

_UNCUT = Weights(weakest=-1.0)  # the floor is calibrated for fused scores: other ways are compared without it

VARIANTS: Mapping[str, SearchOptions | None] = {
    "product": SearchOptions(rerank=False),
    "no floor": SearchOptions(rerank=False, weights=_UNCUT),
    "dense only": SearchOptions(rerank=False, lexical=False, weights=_UNCUT),
    "lexical only": SearchOptions(rerank=False, dense=False, weights=_UNCUT),
    "no windows": SearchOptions(rerank=False, windows=False, weights=_UNCUT),
    "no expansion": SearchOptions(rerank=False, expand=False, weights=_UNCUT),
    "rerank": SearchOptions(),
    "BM25": None,
}
"""Ways to search, by name. ``product`` is what users get who have set no reranker, ``rerank`` the product with the one
that is set; the others differ in one thing from ``no floor``, which shows hits however weak. BM25 is the plain
baseline: the same tokens and index, nothing added to the query."""

PRODUCT, RERANK, BASELINE = "product", "rerank", "BM25"


def run_variant(kb: KnowledgeBase, cases: Sequence[Case], name: str = PRODUCT) -> Run:
    """Ask every query of the knowledge base.

    :raises UsageError: there is no such variant, or no case.
    """
    if name not in VARIANTS or not cases:
        raise UsageError(f"nothing to evaluate: {len(cases)} queries, variant {name!r} of {', '.join(VARIANTS)}")
    options = VARIANTS[name]
    search = _baseline(kb) if options is None else _product(kb, options)
    for case in cases[:_WARM_UP]:
        search(case.query)
    answers = tuple(_answered(case, search) for case in cases)
    known = {passage.id for passage in kb.passages()}
    labelled = {id_ for case in cases for id_ in case.relevant}
    return Run(name, answers, tuple(sorted(labelled - known)))


def _answered(case: Case, search: Search) -> Answered:
    start = time.perf_counter()
    ranking, bands = search(case.query)
    return Answered(case, ranking, bands, (time.perf_counter() - start) * 1000)


def _product(kb: KnowledgeBase, options: SearchOptions) -> Search:
    def search(query: str) -> tuple[tuple[tuple[str, ...], ...], tuple[Band, ...]]:
        hits = kb.search(query, limit=DEPTH, options=options).results
        return tuple((hit.passage.id, *hit.folded) for hit in hits), tuple(hit.band for hit in hits)

    return search


def _baseline(kb: KnowledgeBase) -> Search:
    lexical = LexicalIndex.open(kb.layout.snapshot(kb.manifest.generation) / "lexical")
    band: Band = "related"  # BM25 knows no bands

    def search(query: str) -> tuple[tuple[tuple[str, ...], ...], tuple[Band, ...]]:
        rows = [row for row, _ in lexical.search(plain_terms(query), DEPTH)]
        found = load_passages(kb.db, rows)
        return tuple((found[row].id,) for row in rows), (band,) * len(rows)

    return search


def plain_terms(query: str) -> list[TermWeight]:
    """The words of a query as they were typed."""
    weights: dict[str, float] = {}
    for token in analyse_query(query):
        weights[token.text] = max(weights.get(token.text, 0.0), _BIGRAM_WEIGHT if token.bigram else 1.0)
    return [TermWeight(text, weight) for text, weight in weights.items()]


def _short(id_: str) -> str:
    """The last parts of a passage id: long names of files say little in a list."""
    document, _, label = id_.rpartition(":")
    return f"…{document[-10:]}:{label}"
