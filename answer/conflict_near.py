"""Which statements are nearest to which, by their vectors and by the rare words that they share."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from answer.conflict_statements import Matrix, Statements, blocks
from answer.conflict_values import says_a_list, says_from_to, says_how_long

__all__ = ["Nearness"]

_NEAREST = 12  # partners of a statement, by words and by vectors each
_RANKED = 20
_LOOKED_AT = 32  # partners by the mean of both vectors, before these are looked at one by one
_MOST_SHARING = 60  # a key that more statements have brings none together
_ROWS = 512
_COUNT_OF = len("count:") + 1  # a unit that names what is counted, not its measure alone
_LEAST_COSINE, _LEAST_SHARED = 0.2, 4.0


class Nearness:
    """The nearest partners of each statement, by vectors and by shared words, none of its own sentence."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._own = _own_sentences(statements)
        self._having = _having(statements)
        count = len(statements)
        kept = min(_RANKED + 1, count)
        self._by_vector, self._by_words = np.zeros((count, kept), np.float32), np.zeros((count, kept), np.float32)
        found: set[tuple[int, int]] = set()
        mixed = (statements.clauses + statements.sentences) / 2
        for rows in blocks(count, _ROWS):
            for table, best, least, exact in (
                (mixed[rows] @ mixed.T, self._by_vector, _LEAST_COSINE, self._near),
                (self._words(rows), self._by_words, _LEAST_SHARED, None),
            ):
                for at in range(rows.start, rows.stop):
                    table[at - rows.start, self._own[at]] = -1.0
                wide = min(_LOOKED_AT, count) if exact else kept
                order = np.argpartition(np.negative(table), wide - 1, axis=1)[:, :wide]
                values = exact(rows, order) if exact else np.take_along_axis(table, order, axis=1)
                inner = np.argsort(np.negative(values), axis=1, kind="stable")[:, :kept]
                order, values = np.take_along_axis(order, inner, axis=1), np.take_along_axis(values, inner, axis=1)
                best[rows] = values
                for i, (partners, near) in enumerate(zip(order[:, :_NEAREST], values[:, :_NEAREST], strict=True)):
                    at = rows.start + i
                    found |= {
                        (min(at, int(j)), max(at, int(j))) for j, x in zip(partners, near, strict=True) if x > least
                    }
        self.pairs = sorted(found | _lasting(statements) | _counted(statements))

    def _near(self, rows: slice, partners: NDArray[np.int64]) -> Matrix:
        """How near some statements are to partners: the nearer of clause and sentence counts most."""
        told = self._statements
        clauses = np.einsum("ik,ijk->ij", told.clauses[rows], told.clauses[partners])
        sentences = np.einsum("ik,ijk->ij", told.sentences[rows], told.sentences[partners])
        near: Matrix = np.maximum(clauses, sentences) * 0.5 + 0.25 * (clauses + sentences)
        for i, at in enumerate(range(rows.start, rows.stop)):
            near[i, np.isin(partners[i], self._own[at])] = -1.0
        return near

    def _words(self, rows: slice) -> Matrix:
        """What some statements share with all, as weights of words."""
        told = self._statements
        words = np.zeros((rows.stop - rows.start, len(told)), dtype=np.float32)
        for i in range(rows.start, rows.stop):
            for key in told.all[i].sentence:
                members = self._having.get(key)
                if members is not None:
                    words[i - rows.start, members] += told.weight(key)
        return words

    def numbers(self, i: int, j: int) -> dict[str, float]:
        told = self._statements
        cosine, beside = float(told.clauses[i] @ told.clauses[j]), float(told.sentences[i] @ told.sentences[j])
        near = max(cosine, beside) * 0.5 + 0.25 * (cosine + beside)
        words = sum(told.weight(key) for key in told.all[i].sentence & told.all[j].sentence if key in self._having)
        by_vector = sorted(_rank(self._by_vector[x], near) for x in (i, j))
        by_words = sorted(_rank(self._by_words[x], words) for x in (i, j))
        return {
            "cosine": cosine, "s_cosine": beside, "near": by_vector[0], "near_other": by_vector[1],
            "words": by_words[0], "words_other": by_words[1],
        }  # fmt: skip


def _lasting(statements: Statements) -> set[tuple[int, int]]:
    """What lasts so long, and what begins and ends on two days of the same document: they share few words."""
    lasting = [i for i, s in enumerate(statements.all) if says_how_long(s)]
    spans = [i for i, s in enumerate(statements.all) if says_from_to(s)]
    document = [s.unit.passage.document for s in statements.all]
    return {(min(i, j), max(i, j)) for i in lasting for j in spans if i != j and document[i] == document[j]}


def _counted(statements: Statements) -> set[tuple[int, int]]:
    """A list, and the number of things of its kind somewhere in its document (四个国家; 参加的国家有…)."""
    listed = [i for i, s in enumerate(statements.all) if says_a_list(s)]
    by_document: dict[str, list[int]] = defaultdict(list)
    for i in listed:
        by_document[statements.all[i].unit.passage.document].append(i)
    found: set[tuple[int, int]] = set()
    for i, statement in enumerate(statements.all):
        nouns = {a.unit[6:] for a in statement.amounts if a.unit.startswith("count:") and len(a.unit) > _COUNT_OF}
        for j in by_document[statement.unit.passage.document] if nouns else ():
            if i != j and any(noun in statements.all[j].unit.text for noun in nouns):
                found.add((min(i, j), max(i, j)))
    return found


def _rank(best: NDArray[np.float32], value: float) -> float:
    """How many others are nearer, as far as is known."""
    return float(min((best > value + 1e-4).sum(), _RANKED))


def _own_sentences(statements: Statements) -> list[NDArray[np.int64]]:
    places: dict[tuple[str, tuple[int, int] | None], list[int]] = defaultdict(list)
    keys = [(s.unit.passage.id, s.unit.sentence_at if s.unit.cell is None else None) for s in statements.all]
    for place, key in enumerate(keys):
        places[key].append(place)
    arrays = {key: np.array(own) for key, own in places.items()}
    return [arrays[key] for key in keys]


def _having(statements: Statements) -> dict[str, NDArray[np.int64]]:
    """The statements whose sentence has a key, where these are few."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, statement in enumerate(statements.all):
        for key in statement.sentence:
            places[key].append(place)
    return {key: np.array(own) for key, own in places.items() if 1 < len(own) <= _MOST_SHARING}
