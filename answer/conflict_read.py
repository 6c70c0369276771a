"""How likely two statements tell one fact otherwise, as a network that reads both together says.

What it has learned is a cross-encoder for natural-language inference (Devlin et al. 2019, "BERT", section 4) with one
question only: ``python -m models.contradiction``. It reads what a person would who holds two pages side by side: the
title and month of each report, the heading, the sentence, and in it what is compared, in brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from answer.conflict_sorts import Difference
from answer.conflict_statements import Statement
from answer.records import Conflict, ConflictSide
from index.encoders.comprehension import load_contradiction
from records import Document, Passage

__all__ = ["Told", "in_order", "likely", "odds_of", "side_by_side", "told_by"]

_TITLE, _MONTH, _HEADING = 26, 7, 40  # characters that are read
_LONG, _AROUND = 170, 70  # characters: of a longer sentence only what is around what is compared
_THREADS = 2
_CONTRADICTED = 1
_SURE = 1e-6
_UNLIKELY = -5.8  # odds below which two figures that resemble each other are of two facts


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as it is read.

    ``issued`` is when its report was (2023-11-16, or nothing where that is not known), ``compared`` where in ``text``
    that stands what is compared with the other one, if in a part of it.
    """

    title: str
    issued: str
    heading: str
    text: str
    compared: tuple[int, int] | None


def told_by(statement: Statement, value: str, document: Document) -> Told:
    """A statement of a knowledge base.

    :param value: what is compared; if it does not stand in the statement, all of its clause is.
    """
    unit = statement.unit
    text, compared = _cell(statement, value) if unit.cell is not None else _clause(statement, value)
    return _of_passage(unit.passage, document, text, compared)


def _cell(statement: Statement, value: str) -> tuple[str, tuple[int, int] | None]:
    cell = statement.unit.cell
    assert cell is not None
    text = f"{' '.join(cell.row)}，{' '.join(cell.column)}：{cell.text}"
    at = text.rfind(value) if value else -1
    if at >= 0:
        return text, (at, at + len(value))
    return text, (len(text) - len(cell.text), len(text)) if cell.text else None


def _clause(statement: Statement, value: str) -> tuple[str, tuple[int, int] | None]:
    text, clause = statement.unit.sentence.strip(), statement.unit.text.strip()
    start, inside = text.find(clause), clause.find(value) if value else -1
    if inside >= 0:
        at = start + inside if start >= 0 else text.find(value)
        if at >= 0:
            return text, (at, at + len(value))
    if start >= 0 and len(clause) < len(text) - 1:
        return text, (start, start + len(clause))
    return text, None


def in_order(a: Told, b: Told) -> tuple[Told, Told]:
    """The statement of the earlier report first, where they are of two months."""
    return (b, a) if a.issued[:_MONTH] > b.issued[:_MONTH] else (a, b)


def side_by_side(a: Told, b: Told, *, of_one: bool) -> tuple[str, str]:
    """Both as the network reads them.

    :param of_one: they are of one report: its title says nothing.
    """
    one, two = (_read(told, of_one) for told in (a, b))
    return one, two


def _read(told: Told, of_one: bool) -> str:
    text, at = told.text, told.compared
    if len(text) > _LONG:
        start = max(0, at[0] - _AROUND) if at else 0
        text = text[start : at[1] + _AROUND if at else _LONG]
        at = (at[0] - start, at[1] - start) if at else None
    if at:
        text = f"{text[: at[0]]}【{text[slice(*at)]}】{text[at[1] :]}"
    title = () if of_one else (told.title[:_TITLE],)
    return "|".join((*title, told.issued[:_MONTH], told.heading[:_HEADING], text))


def odds_of(
    pairs: Sequence[tuple[Statement, Statement, Difference]], documents: Mapping[str, Document]
) -> NDArray[np.float64]:
    """The logarithm of the odds that each pair is of one fact that is told otherwise, shape ``(len(pairs),)``.

    :param documents: by their ids.
    """
    return _odds([_texts(*pair, documents) for pair in pairs])


def likely(
    conflicts: Iterable[Conflict], passages: Iterable[Passage], documents: Mapping[str, Document]
) -> Iterator[Conflict]:
    """Those of what rules found in two sentences that the network does not take for two facts."""
    found = [*conflicts]
    by_id = {passage.id: passage for passage in passages} if found else {}
    texts = []
    for conflict in found:
        of = [by_id[side.passage] for side in (conflict.a, conflict.b)]
        sides = in_order(*(_of_side(s, p, documents) for s, p in zip((conflict.a, conflict.b), of, strict=True)))
        texts.append(side_by_side(*sides, of_one=of[0].document == of[1].document))
    yield from (conflict for conflict, odds in zip(found, _odds(texts), strict=True) if odds > _UNLIKELY)


def _of_side(side: ConflictSide, passage: Passage, documents: Mapping[str, Document]) -> Told:
    at = side.text.find(side.value) if side.value else -1
    compared = (at, at + len(side.value)) if at >= 0 else None
    return _of_passage(passage, documents[passage.document], side.text, compared)


def _of_passage(passage: Passage, document: Document, text: str, compared: tuple[int, int] | None) -> Told:
    heading = passage.section[-1] if passage.section else ""
    return Told(document.title, str(document.date or ""), heading, text, compared)


def _odds(texts: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    if not texts:
        return np.zeros(0)
    network = load_contradiction()
    with ThreadPoolExecutor(_THREADS) as pool:
        chances = [*pool.map(lambda pair: float(network.verdicts(pair[0], [pair[1]])[0, _CONTRADICTED]), texts)]
    sure = np.clip(np.array(chances, dtype=np.float64), _SURE, 1.0 - _SURE)
    found: NDArray[np.float64] = np.log(sure / (1.0 - sure))
    return found


def _texts(a: Statement, b: Statement, difference: Difference, documents: Mapping[str, Document]) -> tuple[str, str]:
    one, two = (documents[statement.unit.passage.document] for statement in (a, b))
    sides = in_order(told_by(a, difference.a, one), told_by(b, difference.b, two))
    return side_by_side(*sides, of_one=one.id == two.id)
