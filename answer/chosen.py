"""The answers in the order of what speaks for them, as was learned, beside what the rules choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from answer.asked_of import says_nothing
from answer.candidates import Candidate, candidates
from answer.evidence import FEATURES, LACKING, NEAR, Possible, evidence
from answer.fitting import Fits
from answer.labelled import labelled
from answer.part_of import of_another_part
from answer.questions import FIGURES, WHY, Question
from answer.sources import Sources
from answer.unit import Unit
from answer.weighing import chances
from records import Hit

__all__ = ["Scored", "chosen", "weighed_possible"]

_READ = 10  # passages
_CLAUSES, _BEHIND = 12, 0.1  # clauses that are weighed: those that fit best, with what a rank in the search costs
_SENTENCES, _NEAR_BEST = 3, 0.2  # whose meaning is looked at: of so many, and of what has that share of the best chance
# Where the rules answer, the least chance of the best answer; where they do not, the chance that is enough, if names,
# years and numbers are those of the question. Set on what may be looked at, each question weighed by trees that had not
# learned from its document.
_HARDLY, _SURELY, _SURELY_TEXT = 0.04, 0.38, 0.6  # the last where the answer is a sentence, which says something always
_RULES = (0.15, 0.05)  # what the first two answers by the rules have more
_LABELLED = 0.02  # what a figure has more before which the words of the question stand: settles ties
_WORTH = 0.05  # the least chance of an answer that is shown beside another
_EXACT = [FEATURES.index(name) for name in LACKING]


@dataclass(frozen=True, slots=True)
class Scored:
    """A possible answer; ``score`` orders them, ``fit`` (0..1) is how far its clause says the words of the question."""

    candidate: Candidate
    unit: Unit
    score: float
    fit: float


def chosen(
    sources: Sources,
    asked: Question,
    hits: Sequence[Hit],
    found: Sequence[Scored],
    fits: Fits,
) -> list[Scored]:
    """The answers, the likeliest first; none where the likeliest is hardly one.

    :param hits: the passages of the search, the best first.
    :param found: the answers by the rules, the best first; none where they refuse.
    :param fits: how far units say the words of the question.
    """
    possible, table = weighed_possible(sources, asked, hits, fits)
    if not possible:
        return [*found]
    likely = _likely(sources, asked, possible, table)
    if not found:
        told = np.array([not says_nothing(asked, fits.reading, p.unit) for p in possible])
        likely = np.where((table[:, _EXACT].min(axis=1) > 0) & told, likely, 0.0)
    surely = _SURELY_TEXT if asked.kind in ("what", "list") and WHY.search(asked.text) is None else _SURELY
    if likely.max() < (_HARDLY if found else surely):
        return []
    scored = [
        Scored(p.candidate, p.unit, float(chance) + _LABELLED * labelled(asked.text, p), p.fit)
        for p, chance in zip(possible, likely, strict=True)
    ]
    return _ordered(scored, found)


def weighed_possible(
    sources: Sources, asked: Question, hits: Sequence[Hit], fits: Fits
) -> tuple[list[Possible], NDArray[np.float32]]:
    """What could answer in the clauses that fit best, and the numbers that speak for each (:func:`evidence`)."""
    units, places = _places(sources, hits[:_READ])
    units.sort(key=lambda unit: (_BEHIND * places[id(unit)][0] - fits.share(unit), unit.passage.id, unit.at))
    possible: list[Possible] = []
    clauses = 0
    for unit in units:
        if clauses < _CLAUSES and (told := _able(asked, fits, unit)):
            clauses += 1
            possible += [Possible(c, unit, fits.share(unit), fits.same_date(unit)) for c in told]
    return possible, evidence(asked, fits.reading, possible, places)


def _able(asked: Question, fits: Fits, unit: Unit) -> list[Candidate]:
    """What of a clause could answer; no figure that is plainly of another part, however near its words come."""
    if asked.kind in FIGURES and of_another_part(asked.text, fits.reading, unit):
        return []
    return [*candidates(asked, fits.reading, unit)]


def _places(sources: Sources, hits: Sequence[Hit]) -> tuple[list[Unit], dict[int, tuple[int, float]]]:
    """The units of the best passages; by their ``id`` the rank of each passage, and how far it is behind the best."""
    units: list[Unit] = []
    places: dict[int, tuple[int, float]] = {}
    for rank, hit in enumerate(hits):
        for unit in sources.units([hit.passage]):
            if not unit.derived and id(unit) not in places:
                units.append(unit)
                places[id(unit)] = (rank, hits[0].score - hit.score)
    return units, places


def _likely(
    sources: Sources, asked: Question, possible: Sequence[Possible], table: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The chance of each: by words and place, of those in the best sentences by meaning too."""
    first = chances(table)
    able = [i for i in np.argsort(-first, kind="stable") if first[i] >= _NEAR_BEST * first.max()]
    best = dict.fromkeys(possible[i].unit.sentence for i in able)
    near = {sentence: sources.nearness(asked.text, sentence) for sentence in [*best][:_SENTENCES]}
    rows = [i for i, item in enumerate(possible) if item.unit.sentence in near]
    table[rows, NEAR] = [near[possible[i].unit.sentence] for i in rows]
    first[rows] = chances(table[rows])
    return first


def _ordered(scored: Sequence[Scored], found: Sequence[Scored]) -> list[Scored]:
    """All worth showing, with those of the rules that were not weighed, the likeliest first."""
    firsts = dict.fromkeys(item.candidate.text for item in found)
    more = {
        next((_key(item) for item in found if item.candidate.text == text), ()): bonus
        for text, bonus in zip(firsts, _RULES, strict=False)
    }
    weighed = {_key(item) for item in scored}
    unread = [replace(item, score=0.0) for item in found if _key(item) not in weighed and _key(item) in more]
    raised = [replace(item, score=item.score + more.get(_key(item), 0.0)) for item in (*scored, *unread)]
    kept = [item for item in raised if item.score >= _WORTH]
    return sorted(kept, key=lambda s: (-s.score, s.unit.passage.id, s.unit.at, s.candidate.text))


def _key(item: Scored) -> tuple[object, ...]:
    return item.unit.passage.id, item.unit.at, item.unit.said, item.candidate.text
