"""Statements anywhere in the knowledge base that most likely tell one fact and tell it otherwise.

How likely is said first by the mean of two: trees (gradient boosting, as for answers) and a logistic regression, both
learned from knowledge bases with planted contradictions (``python -m models.conflicts``). The two err in different
pairs. What they do not rule out is read by a network (:mod:`answer.conflict_read`), which counts twice as much.
What rules find comes first in the list; this is less sure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from answer.conflict_alike import FEATURES, near_pairs, numbers_of, progress
from answer.conflict_read import odds_of
from answer.conflict_related import Matters
from answer.conflict_sorts import KINDS, Difference
from answer.conflict_statements import Statement, Statements
from answer.conflict_steps import both_hold
from answer.conflict_tools import side
from answer.records import Conflict
from answer.unit import Unit
from answer.weighing import Trees, chances, read_trees
from index.encoders import load_encoder
from records import Document

__all__ = ["Row", "Score", "chances_of", "read_score", "rows_of", "shipped_score", "weighed_conflicts"]

_FILE = "conflict_trees.tsv"
_MODEL = "fast"  # vectors of clauses, whatever model the knowledge base has: a thousand a second
_LEAST_CHANCE, _MOST_READ = 0.0075, 3_000  # pairs that are read; a thousand take some seven seconds
_TREES, _BIAS = 0.5, -0.5  # what trees count beside the network, and how likely a conflict must be to be listed
_ENOUGH, _AGAINST = 0.35, -5.0  # or of this chance by trees alone, unless the network is nearly sure that there is none
_LEAST_SCORE, _RISE = 0.2, 0.3  # of the list: below and among the less sure of the rules
_AT_ONCE = 4096
_MOST_CHANCE = 1.0 - 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """``weights`` has shape ``(len(FEATURES),)``."""

    trees: Trees
    weights: NDArray[np.float64]
    bias: float


Row = tuple[Statement, Statement, Difference, list[float]]


def weighed_conflicts(
    units: Sequence[Unit], documents: Sequence[Document], matters: Matters | None = None
) -> Iterator[Conflict]:
    """The likeliest pairs, the surest first, each statement once.

    :param matters: which documents are compared with each other; all if left out.
    """
    worth = _worth_reading(units, documents, matters)
    told = odds_of([row[:3] for _, row in worth], {document.id: document for document in documents})
    odds = [_both(by_trees, read) for (by_trees, _), read in zip(worth, told.tolist(), strict=True)]
    used: set[int] = set()
    for place in sorted(range(len(worth)), key=lambda place: -odds[place]):
        a, b, difference, _ = worth[place][1]
        if odds[place] > 0 and id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            yield _conflict(a, b, difference, 1.0 / (1.0 + math.exp(-odds[place])))


def _both(by_trees: float, read: float) -> float:
    """The odds of a pair, above 0 where it is listed."""
    together = _TREES * by_trees + read + _BIAS
    return max(together, by_trees - _odds(_ENOUGH)) if read > _AGAINST else together


def _odds(chance: float) -> float:
    chance = min(chance, _MOST_CHANCE)
    return math.log(chance / (1.0 - chance))


def _worth_reading(
    units: Sequence[Unit], documents: Sequence[Document], matters: Matters | None
) -> list[tuple[float, Row]]:
    """The likeliest difference of each pair with its odds, of the likeliest pairs that do not both hold."""
    best: dict[tuple[int, int], tuple[float, Row]] = {}
    for chance, row in _likely(rows_of(units, documents)):
        a, b, difference, _ = row
        known = best.get((id(a), id(b)))
        if known is not None and known[0] >= chance:
            continue
        if not (both_hold(a, b, difference) or (matters is not None and matters.apart(a.unit, b.unit))):
            best[id(a), id(b)] = chance, row
    found = sorted(best.values(), key=lambda one: -one[0])[:_MOST_READ]
    return [(_odds(chance), row) for chance, row in found]


def rows_of(units: Sequence[Unit], documents: Sequence[Document]) -> Iterator[Row]:
    """Pairs of statements with each difference between them, and its numbers in the order of ``FEATURES``."""
    issued = {document.id: document.date for document in documents}
    titles = {document.id: document.title for document in documents}
    statements = Statements(units, load_encoder(_MODEL))
    for i, j, near, told in near_pairs(statements, titles):
        a, b = statements.all[i], statements.all[j]
        courses = [progress(a, b, difference, issued) for difference in told]
        if any(course.get("order", 0.0) < 0 for course in courses):
            continue  # a later document reports progress, and may tell of it otherwise too
        common = numbers_of(statements, i, j, near, issued)
        for difference, course in zip(told, courses, strict=True):
            numbers = {**common, **difference.numbers, f"is_{difference.sort}": 1.0, **course}
            yield a, b, difference, [numbers.get(name, 0.0) for name in FEATURES]


def chances_of(table: NDArray[np.float32], score: Score) -> NDArray[np.float64]:
    """How likely each row of numbers is of a conflict.

    :param table: shape ``(n, len(FEATURES))``.
    :returns: shape ``(n,)``, 0..1.
    """
    by_trees = chances(table, score.trees)
    odds = np.log(by_trees / (1.0 - by_trees)) + table @ score.weights + score.bias
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-odds / 2.0))
    return found


def _likely(rows: Iterator[Row]) -> Iterator[tuple[float, Row]]:
    """Those that are not ruled out, with how likely each is."""
    while waiting := [*islice(rows, _AT_ONCE)]:
        chances = chances_of(np.array([row[3] for row in waiting], dtype=np.float32), shipped_score())
        yield from ((float(c), row) for c, row in zip(chances, waiting, strict=True) if c > _LEAST_CHANCE)


def _conflict(a: Statement, b: Statement, difference: Difference, chance: float) -> Conflict:
    name, kind = KINDS[difference.sort]
    values = [value or statement.unit.text.strip() for value, statement in ((difference.a, a), (difference.b, b))]
    places = [s.unit.passage.citation.address for s in (a, b)]
    told = f"很可能说的是同一件事，{name}不同：{places[0]}为“{values[0]}”，{places[1]}为“{values[1]}”"
    one, two = (side(s.unit.passage, s.unit.sentence, value) for s, value in zip((a, b), values, strict=True))
    return Conflict(kind, one, two, told, _LEAST_SCORE + _RISE * (2.0 * chance - 1.0))


@lru_cache(maxsize=1)
def shipped_score() -> Score:
    """The one that comes with Yiju."""
    return read_score((files("answer") / "data" / _FILE).read_text(encoding="utf-8"))


def read_score(text: str) -> Score:
    """What ``models/conflicts.py`` writes: lines ``# weight NAME NUMBER``, one for each feature, and the trees."""
    told = dict(line.split()[2:4] for line in text.splitlines() if line.startswith("# weight "))
    weights = np.array([float(told.get(name, 0.0)) for name in FEATURES])
    return Score(read_trees(text, FEATURES, _FILE), weights, float(told["bias"]))
