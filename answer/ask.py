"""Direct answers: the span of the kind that a question asks for, from the clause that fits the question best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from answer.about import tell_about
from answer.asked_of import says_nothing
from answer.candidates import candidates
from answer.chosen import Scored, chosen, weighed_possible
from answer.definitions import define
from answer.evidence import FEATURES, Possible
from answer.exact import has_exact
from answer.extremes import MOST, SUPERLATIVE, asks_for_extreme, columns, extreme_rows
from answer.fitting import Fits
from answer.links import answer_links, asks_for_link
from answer.nearest import agrees, knows_meaning, standing_out
from answer.on_cover import tell_of_cover
from answer.questions import Question, read_question
from answer.reading import Reading
from answer.records import Answer, AskResponse, Conflict, ConflictSide
from answer.sources import Sources, sources_of
from answer.units import Unit
from answer.whether import answer_whether
from index.store import KnowledgeBase
from records import Filters, Hit, Passage

__all__ = ["ask", "possible_answers"]

_SEARCHED = 20  # passages that are read for one question
# Below it a clause answers nothing; set on the cases of dev. Where the meaning of the sentence is weighed as well, that
# tells most of those apart that share few words with the question.
_LEAST_FIT, _LEAST_WITH_MEANING = 0.55, 0.45
# The least fit of an answer that tells how far something has come where no source says yes or no: below, it is about
# something else. By words alone, and by what was learned.
_TELLS_BY_WORDS, _TELLS_BY_CHANCE = 0.75, 0.5
_SAME_FACT = 0.1  # how close in fit another clause must be to speak of the same fact
_NEAREST = 5
_WEIGHED = 8  # answers that are weighed by their meaning too


def ask(kb: KnowledgeBase, question: str, filters: Filters | None = None, limit: int = 3) -> AskResponse:
    """Answer a question in Chinese or English from the knowledge base, or not at all.

    :param filters: limit the documents, types, names or dates that may answer.
    :param limit: at most so many answers.
    :raises errors.UsageError: an empty question or an unknown name in a filter.
    """
    sources = sources_of(kb)
    asked = read_question(question)
    reading = sources.reader.read(asked.rest if asked.rest.strip() else question, soft=True)
    hits = sources.hits(question, _SEARCHED, filters)
    nearest = [hit.passage for hit in hits]
    defined = define(sources, question, filters, limit) or tell_about(sources, question, filters, limit)
    told = tell_of_cover(sources, asked, nearest, filters, limit) if not defined else ()
    conflicts: tuple[Conflict, ...] = ()
    if told:
        found, learned = _found(asked, reading, sources, hits)
        within = _grouped(asked, found, _NEAREST, learned=learned)[0]
        answers = tuple(_told_within_too(answer, within) for answer in told)
    elif defined or asks_for_link(question):
        answers = defined or answer_links(sources, question, nearest, limit)
    elif asked.kind == "whether":
        answers = answer_whether(sources, question, nearest)[:limit]
        if not answers:  # how far it has come, where no source says yes or no to it
            found, learned = _found(replace(asked, kind="what"), reading, sources, hits)
            found = [item for item in found if item.unit.cell is None or item.unit.cell.value is None]
            least = _TELLS_BY_CHANCE if learned else _TELLS_BY_WORDS
            answers = tuple(a for a in _grouped(asked, found, 1, learned=learned)[0] if a.fit >= least)
    else:
        found, learned = _found(asked, reading, sources, hits)
        answers, conflicts = _grouped(asked, found, limit, learned=learned)
    return AskResponse(
        question=question,
        answers=answers,
        passages=tuple(nearest[:_NEAREST]),
        conflicts=conflicts,
        documents=len(sources.documents),
        searched=sum(document.passages for document in sources.documents),
    )


def _told_within_too(answer: Answer, within: Sequence[Answer]) -> Answer:
    """An answer of a cover, with the passages that say the same."""
    for other in within:
        if other.text == answer.text or (answer.value is not None and other.value == answer.value):
            return replace(other, citations=(*other.citations, *answer.citations))
    return answer


def _found(asked: Question, reading: Reading, sources: Sources, hits: Sequence[Hit]) -> tuple[list[Scored], bool]:
    """The answers by the rules; where the meaning of sentences is known, in the order of what was learned: ``True``."""
    fits = Fits(asked, reading)
    nearest = [hit.passage for hit in hits]
    found = _agreeing(asked, sources, _scored(asked, fits, sources, nearest))
    if asks_for_extreme(asked):
        return _extremes(asked, reading, sources, nearest) or found or _by_meaning(asked, fits, sources, nearest), False
    found = found or _by_meaning(asked, fits, sources, nearest)
    if not knows_meaning(sources):
        return found, False
    return chosen(sources, asked, hits, found, fits), True


def possible_answers(kb: KnowledgeBase, question: str) -> tuple[list[Possible], NDArray[np.float32]]:
    """All that could answer a question, with the numbers that speak for each: what the weighing is learned from.

    :returns: nothing for questions that are not answered by weighing (whether, what a name means, the most or least).
    """
    sources = sources_of(kb)
    asked = read_question(question)
    if asked.kind == "whether" or asks_for_extreme(asked) or define(sources, question, None, 1):
        return [], np.zeros((0, len(FEATURES)), dtype=np.float32)
    reading = sources.reader.read(asked.rest if asked.rest.strip() else question, soft=True)
    hits = sources.hits(question, _SEARCHED)
    return weighed_possible(sources, asked, hits, Fits(asked, reading))


def _scored(asked: Question, fits: Fits, sources: Sources, nearest: Iterable[Passage]) -> list[Scored]:
    found = []
    least = _LEAST_WITH_MEANING if knows_meaning(sources) else _LEAST_FIT
    for rank, unit in enumerate(sources.units(nearest)):
        share = fits.share(unit)
        if share < least or unit.derived or says_nothing(asked, fits.reading, unit):
            continue
        if not has_exact(asked, fits.reading, unit):
            continue
        bonus = fits.same_date(unit) - 0.0005 * rank
        found += [Scored(c, unit, share + bonus + c.bonus, share) for c in candidates(asked, fits.reading, unit)]
    return sorted(found, key=lambda s: (-s.score, s.unit.passage.id, s.unit.at, s.candidate.text))


def _agreeing(asked: Question, sources: Sources, found: Sequence[Scored]) -> list[Scored]:
    """The answers whose sentence is near the question in meaning too; none where none of the best is."""
    best = [s for s in found[:_WEIGHED] if agrees(sources, asked.text, s.unit.sentence, s.fit + s.candidate.bonus / 2)]
    return [*best, *found[_WEIGHED:]] if best else []


def _by_meaning(asked: Question, fits: Fits, sources: Sources, nearest: Sequence[Passage]) -> list[Scored]:
    """What the sentence says that stands out by its meaning, where the words of none are those of the question."""
    if asked.kind == "who":
        return []  # in a sentence about something else of the same body anybody may be named
    units = [unit for unit in sources.units(nearest[:_NEAREST]) if not unit.derived]
    told = [(unit, [*candidates(asked, fits.reading, unit)]) for unit in units if has_exact(asked, fits.reading, unit)]
    near = standing_out(sources, asked.text, units, [unit for unit, some in told if some])
    found = []
    for unit, some in told:
        share = fits.share(unit)
        found += [Scored(c, unit, share + c.bonus, share) for c in some if unit in near]
    return sorted(found, key=lambda s: (-s.score, s.unit.passage.id, s.unit.at, s.candidate.text))


def _extremes(asked: Question, reading: Reading, sources: Sources, nearest: Iterable[Passage]) -> list[Scored]:
    """What is said to be the highest or least, and the row of the column that the question is about."""
    left = sources.reader.read(MOST.sub(" ", asked.rest), soft=True)
    left = replace(left, features=tuple(f for f in left.features if not SUPERLATIVE.search(f.text)))
    fits = Fits(asked, left)
    stated = [s for s in _scored(asked, fits, sources, nearest) if not s.unit.cell and SUPERLATIVE.search(s.unit.text)]
    tables = {p.parent if p.form == "row" else p.id for p in nearest if p.form in ("row", "table")}
    found = []
    for column in columns(sources.units(sources.kb.passage(id_) for id_ in sorted(filter(None, tables)))):
        share = max(fits.share(unit) for unit in column)
        if share >= _LEAST_FIT and any(has_exact(asked, left, unit) for unit in column):
            found += [Scored(candidate, unit, share, share) for candidate, unit in extreme_rows(asked, column)]
    if asked.kind == "countries":  # not the row of all of them together
        found = [item for item in found if item.candidate.kind == "country"] or found
    best = max((item.score for item in found), default=0.0)
    told = [item for item in found if item.score == best]
    return sorted([*stated, *told], key=lambda s: (-s.score, s.unit.passage.id, s.unit.at, s.candidate.text))


# -- grouping ---------------------------------------------------------------------------------------------------------


def _grouped(
    asked: Question, found: list[Scored], limit: int, *, learned: bool = False
) -> tuple[tuple[Answer, ...], tuple[Conflict, ...]]:
    """The same value from several passages is one answer; different values of one fact are a conflict."""
    answers: list[Answer] = []
    firsts: list[Scored] = []
    for item in found:
        same = next((i for i, first in enumerate(firsts) if item.candidate.agrees(first.candidate)), None)
        if same is not None:
            old = answers[same]
            close = item.fit >= firsts[same].fit - 2 * _SAME_FACT
            if close and item.unit.passage.id not in old.citations and item.candidate.kind != "text":
                answers[same] = replace(old, citations=(*old.citations, item.unit.passage.id))
            continue
        if len(answers) < limit and (learned or not firsts or item.score >= firsts[0].score - 3 * _SAME_FACT):
            firsts.append(item)
            answers.append(_answer(item, item.score if learned else item.fit))
    return tuple(answers), tuple(_conflicts(asked, firsts))


def _answer(item: Scored, fit: float) -> Answer:
    candidate = item.candidate
    return Answer(
        candidate.text, candidate.kind, candidate.value, item.unit.sentence, (item.unit.passage.id,), min(fit, 1.0)
    )


def _conflicts(asked: Question, firsts: list[Scored]) -> Iterable[Conflict]:
    """Two passages that give different dates or numbers for what fits the question equally well."""
    if not firsts or asked.kind not in ("date", "count", "money", "percent", "figure"):
        return
    best = firsts[0]
    for other in firsts[1:]:
        alike = other.fit >= max(best.fit - _SAME_FACT, _LEAST_FIT) and other.unit.passage.id != best.unit.passage.id
        if alike and best.unit.cell is None and other.unit.cell is None and _same_event(best.unit, other.unit):
            a = ConflictSide(best.unit.passage.id, best.unit.sentence, best.candidate.text)
            b = ConflictSide(other.unit.passage.id, other.unit.sentence, other.candidate.text)
            kind = "date" if asked.kind == "date" else "number"
            text = f"对同一问题，一处为“{a.value}”，另一处为“{b.value}”"
            yield Conflict(kind, a, b, text, min(best.fit, other.fit))  # type: ignore[arg-type]


def _same_event(a: Unit, b: Unit) -> bool:
    actions = [{key for key in unit.keys if key.startswith("a:")} for unit in (a, b)]
    return bool(actions[0] & actions[1])
