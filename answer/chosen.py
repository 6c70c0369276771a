"""The answers in the order of what speaks for them, as was learned, beside what the rules choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from answer.asked_of import says_nothing
from answer.candidates import Candidate, candidates
from answer.comprehended import ReadPassage, read_for_answer
from answer.evidence import FEATURES, LACKING, NEAR, READ, Possible, evidence
from answer.fitting import Fits
from answer.labelled import labelled
from answer.pair_in_turn import is_of_another
from answer.part_of import of_another_part
from answer.questions import FIGURES, Question
from answer.sources import Sources, squeezed
from answer.unit import Unit
from answer.weighing import chances
from records import Hit, Passage

__all__ = ["Scored", "chosen", "weighed_possible"]

_READ = 10  # passages
_READ_WHOLE = 6  # those of them that are read together with the question
_MOST_OF = 0.7  # of what is read that a candidate must have to be the same answer
_CLAUSES, _BEHIND = 12, 0.1  # clauses that are weighed: those that fit best, with what a rank in the search costs
_SENTENCES, _NEAR_BEST = 3, 0.2  # whose meaning is looked at: of so many, and of what has that share of the best chance
# The least chance of the best answer where the rules give one, and where they give none; then only of one that has the
# names, years and numbers of the question, or is surely read, or is nearly certain. Set on what may be looked at; the
# first two by trees that had not learned from its document.
_HARDLY, _SURELY, _CERTAINLY = 0.15, 0.2, 0.8
_RULES = (0.15, 0.05)  # what the first two answers by the rules have more
_LABELLED = 0.02  # what a figure has more before which the words of the question stand: settles ties
_WORTH = 0.05  # the least chance of an answer that is shown beside another
_EXACT = [FEATURES.index(name) for name in LACKING]
_ANSWERED, _WITHIN = FEATURES.index("answered"), FEATURES.index("within")
_NEVER_ELSEWHERE = [FEATURES.index(name) for name in ("series", "dates_fit")]
# How likely a passage must answer, and that the answer lies within, for words of the question to stand elsewhere.
_READ_SURELY, _READ_WITHIN = 0.5, 0.3


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
        exact = (table[:, _EXACT].min(axis=1) > 0) & told
        read = (table[:, _ANSWERED] >= _READ_SURELY) & (table[:, _WITHIN] >= _READ_WITHIN)
        read &= table[:, _NEVER_ELSEWHERE].min(axis=1) > 0
        likely = np.where(exact | read | (likely >= _CERTAINLY), likely, 0.0)
    if likely.max() < (_HARDLY if found else _SURELY):
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
    read = read_for_answer(sources, asked.text, _to_be_read(units, fits, [hit.passage for hit in hits[:_READ_WHOLE]]))
    told_in = {id(unit): one.answer for one in read.values() if (unit := _unit_of(units, one)) is not None}
    possible: list[Possible] = []
    clauses = 0
    for unit in units:
        if clauses >= _CLAUSES and id(unit) not in told_in:
            continue
        told = _able(asked, fits, unit)
        clauses += bool(told)
        answer = told_in.get(id(unit), "")
        if answer and not is_of_another(asked.text, answer, unit) and not any(_says(c.text, answer) for c in told):
            told.append(Candidate(answer, "text", None))
        possible += [Possible(c, unit, fits.share(unit), fits.same_date(unit)) for c in told]
    table = evidence(asked, fits.reading, possible, places)
    _add_what_is_read(table, possible, read)
    return possible, table


def _to_be_read(units: Sequence[Unit], fits: Fits, passages: Sequence[Passage]) -> Iterator[Passage]:
    """Passages; in place of a table, and beside what leads into a list, the row or item that fits best, which may come
    far behind it in the search.
    """
    for passage in passages:
        if passage.form != "table":
            yield passage
        if passage.form != "table" and not _leads(passage):
            continue
        below = [unit for unit in units if unit.passage.parent == passage.id]
        if below:
            yield max(below, key=lambda unit: (fits.share(unit), -unit.passage.position)).passage


def _leads(passage: Passage) -> bool:
    """Whether a passage ends in what leads into a list: 有下列行为之一的，处300万法郎以上罚款："""
    return passage.form in ("paragraph", "bullet") and passage.text.endswith(("：", ":"))


def _unit_of(units: Sequence[Unit], read: ReadPassage) -> Unit | None:
    """The clause or cell in which the likeliest answer of a passage stands."""
    own = [unit for unit in units if unit.passage.id == read.seen.passage.id]
    if not read.answer or not own:
        return None
    if read.seen.start is None:
        cells = [unit for unit in own if unit.cell is not None]
        return next((u for u in cells if u.cell and read.answer in u.cell.text), cells[0] if cells else None)
    place = read.seen.start + read.at
    return next((unit for unit in own if unit.at[0] <= place < unit.at[1]), None)


def _says(candidate: str, text: str) -> bool:
    """Whether a candidate has the text, or most of it."""
    mine, theirs = squeezed(candidate), squeezed(text)
    return theirs in mine or (mine in theirs and len(mine) >= _MOST_OF * len(theirs))


def _add_what_is_read(
    table: NDArray[np.float32], possible: Sequence[Possible], read: Mapping[str, ReadPassage]
) -> None:
    """Fill the columns that the network which reads pairs tells of."""
    if not read:
        return
    best = max(one.likely for one in read.values())
    for row, item in enumerate(possible):
        one = read.get(item.unit.passage.id)
        if one is not None:
            within = one.within(item.candidate.text, item.unit)
            first = float(_says(item.candidate.text, one.answer) and within > 0)
            table[row, READ] = one.spans.answered, within, first, best - one.likely


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
        below = sources.rows(hit.passage.id) if _leads(hit.passage) else []
        for unit in sources.units([hit.passage, *below]):
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
