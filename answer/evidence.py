"""What speaks for each possible answer to a question, as numbers that a learned weighing can use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from answer.actions import is_negated
from answer.candidates import Candidate
from answer.exact import lacking
from answer.questions import Question, QuestionKind
from answer.reading import Feature, Reading
from answer.sources import pairs_of, squeezed
from answer.unit import Unit

__all__ = ["FEATURES", "LACKING", "NEAR", "READ", "Possible", "evidence"]

_KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
#: The columns that say which of what a question fixes a clause keeps: see :func:`answer.exact.lacking`.
LACKING = ("told", "names", "series", "happens", "cell_fits", "dates_fit", "amounts_fit")
#: Columns of :func:`evidence`. The first are of the question and its clause, then of the candidate, then what the best
#: of the question has more.
FEATURES = (
    *("fit", "clause", "sentence", "around", "pairs", "title_pairs"),
    *LACKING,
    *("same_date", "dates_asked", "names_in", "names_near", "names_missing", "negated", "cell", "inherited"),
    *("rank", "behind", "near", "kind", "parts", "mass", "foreign", "clause_length", "sentence_length"),
    *("bonus", "rivals", "repeated", "place", "percent", "count", "text", "answer_length"),
    *("fit_behind", "clause_behind", "sentence_behind"),
    *("answered", "within", "first", "read_behind"),
)
READ = tuple(FEATURES.index(name) for name in ("answered", "within", "first", "read_behind"))
NEAR = FEATURES.index("near")
_BEHIND = tuple(FEATURES.index(name) for name in ("fit", "clause", "sentence"))


@dataclass(frozen=True, slots=True)
class Possible:
    """A candidate in its clause; ``fit`` (0..1) is how far the clause says the words of the question."""

    candidate: Candidate
    unit: Unit
    fit: float
    same_date: float = 0.0


def evidence(
    asked: Question, reading: Reading, found: Sequence[Possible], places: Mapping[int, tuple[int, float]]
) -> NDArray[np.float32]:
    """The numbers for some possible answers to one question.

    :param places: by the ``id`` of units the rank of their passage in the search, and how far it is behind the best.
    :returns: shape ``(len(found), len(FEATURES))``; not known yet (nan) are the cosine of the sentence and what the
        network that reads pairs tells.
    """
    pairs = pairs_of(asked.rest)
    units: dict[int, list[float]] = {}
    rivals: dict[int, set[str]] = defaultdict(set)
    repeated: dict[str, set[str]] = defaultdict(set)
    for item in found:
        if id(item.unit) not in units:
            units[id(item.unit)] = _of_unit(asked, reading, item, pairs, places)
        rivals[id(item.unit)].add(item.candidate.text)
        repeated[squeezed(item.candidate.text)].add(item.unit.passage.id)
    rows = [
        units[id(item.unit)]
        + _of_candidate(item, len(rivals[id(item.unit)]), len(repeated[squeezed(item.candidate.text)]))
        for item in found
    ]
    table = np.array(rows, dtype=np.float32).reshape(len(found), len(FEATURES) - len(_BEHIND) - len(READ))
    best = table[:, _BEHIND].max(axis=0) if len(table) else np.zeros(len(_BEHIND), dtype=np.float32)
    unread = np.full((len(table), len(READ)), np.nan, dtype=np.float32)
    return np.hstack([table, best - table[:, _BEHIND], unread])


def _of_unit(
    asked: Question, reading: Reading, item: Possible, pairs: frozenset[str], places: Mapping[int, tuple[int, float]]
) -> list[float]:
    unit = item.unit
    rank, behind = places[id(unit)]
    names = [f for f in reading.features if f.kind not in ("word", "action")]
    within = [f for f in names if f.keys & unit.keys]
    near = [f for f in names if f.keys & unit.around and f not in within]
    missing = [f for f in names if not f.keys & (unit.around | unit.near | unit.context)]
    return [
        item.fit,
        _said(reading.features, unit.keys),
        _said(reading.features, unit.around | unit.keys),
        _said(reading.features, unit.keys | unit.around | unit.near | unit.context),
        _shared(pairs, unit.sentence),
        _shared(pairs, " ".join(unit.passage.section)),
        *(float(not lacks) for lacks in lacking(asked, reading, unit)),
        item.same_date,
        len(reading.dates),
        len(within),
        len(near),
        len(missing),
        float(is_negated(asked.text) != is_negated(unit.text)),
        float(unit.cell is not None),
        float(unit.inherited),
        rank,
        behind,
        np.nan,
        _KINDS.index(asked.kind),
        len(reading.features),
        reading.mass,
        float(reading.foreign),
        len(unit.said or unit.text),
        len(unit.sentence),
    ]


def _of_candidate(item: Possible, rivals: int, places: int) -> list[float]:
    text, kind = item.candidate.text, item.candidate.kind
    at = item.unit.text.find(text)
    return [
        item.candidate.bonus,
        rivals,
        places,
        at / max(len(item.unit.text), 1) if at >= 0 else -1.0,
        float(kind == "percent"),
        float(kind == "count"),
        float(kind == "text"),
        len(text),
    ]


def _said(features: Sequence[Feature], keys: frozenset[str]) -> float:
    mass = sum(feature.weight for feature in features)
    return sum(feature.weight for feature in features if feature.keys & keys) / mass if mass else 0.0


def _shared(pairs: frozenset[str], text: str) -> float:
    return len(pairs & pairs_of(text)) / len(pairs) if pairs else 0.0
