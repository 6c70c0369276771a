"""Statements anywhere in the knowledge base that most likely tell one fact and tell it otherwise.

How likely is said by the mean of two: trees (gradient boosting, as for answers) and a logistic regression, both learned
from knowledge bases with planted contradictions (``python -m models.conflicts``). The two err in different pairs. What
rules find comes first in the list; this is less sure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from answer.conflict_alike import FEATURES, near_pairs, numbers_of, progress
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

__all__ = ["LIMIT", "Score", "chances_of", "read_score", "rows_of", "weighed_conflicts"]

_FILE = "conflict_trees.tsv"
_MODEL = "fast"  # vectors of clauses, whatever model the knowledge base has: a thousand a second
LIMIT = 0.35  #: how likely a conflict must be to be listed; long reports have many pairs that only look like one
_LEAST_SCORE, _RISE = 0.2, 0.3  # of the list: below and among the less sure of the rules
_AT_ONCE = 4096


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
    found: list[tuple[float, Row]] = []
    waiting: list[Row] = []
    for row in rows_of(units, documents):
        waiting.append(row)
        if len(waiting) == _AT_ONCE:
            found += _likely(waiting)
            waiting = []
    found += _likely(waiting)
    used: set[int] = set()
    for chance, (a, b, difference, _) in sorted(found, key=lambda one: -one[0]):
        if both_hold(a, b, difference) or (matters is not None and matters.apart(a.unit, b.unit)):
            continue
        if id(a) not in used and id(b) not in used:
            used |= {id(a), id(b)}
            yield _conflict(a, b, difference, chance)


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


def _likely(rows: Sequence[Row]) -> list[tuple[float, Row]]:
    if not rows:
        return []
    chance = chances_of(np.array([row[3] for row in rows], dtype=np.float32), _score())
    return [(float(c), row) for c, row in zip(chance, rows, strict=True) if c > LIMIT]


def _conflict(a: Statement, b: Statement, difference: Difference, chance: float) -> Conflict:
    name, kind = KINDS[difference.sort]
    values = [value or statement.unit.text.strip() for value, statement in ((difference.a, a), (difference.b, b))]
    places = [s.unit.passage.citation.address for s in (a, b)]
    told = f"很可能说的是同一件事，{name}不同：{places[0]}为“{values[0]}”，{places[1]}为“{values[1]}”"
    one, two = (side(s.unit.passage, s.unit.sentence, value) for s, value in zip((a, b), values, strict=True))
    return Conflict(kind, one, two, told, _LEAST_SCORE + _RISE * (chance - LIMIT) / (1.0 - LIMIT))


@lru_cache(maxsize=1)
def _score() -> Score:
    return read_score((files("answer") / "data" / _FILE).read_text(encoding="utf-8"))


def read_score(text: str) -> Score:
    """What ``models/conflicts.py`` writes: lines ``# weight NAME NUMBER``, one for each feature, and the trees."""
    told = dict(line.split()[2:4] for line in text.splitlines() if line.startswith("# weight "))
    weights = np.array([float(told.get(name, 0.0)) for name in FEATURES])
    return Score(read_trees(text, FEATURES, _FILE), weights, float(told["bias"]))
