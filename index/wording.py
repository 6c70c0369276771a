"""What each of many candidates has of a query's wording, worked out for all of them together.

The tokens of a passage are stored as codes of 32 bits. That two tokens have one code happens for one pair in four
thousand million; a candidate would then seem to have a word of the query that it lacks.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.query import Unit
    from index.wording_file import WordingFile

__all__ = ["Measure", "Presence", "codes_of", "in_portions", "load_wording"]

Flags = NDArray[np.bool_]
_CODE = "<u4"
_LOW = np.uint32(0xFFFF)
_PORTION = 500


class _Codes(dict[str, bytes]):
    """Tokens with their codes, each worked out when it is first met; as many as there are words, a few megabytes."""

    def __missing__(self, token: str) -> bytes:
        code = self[token] = zlib.crc32(token.encode()).to_bytes(4, "little")
        return code


_CODES = _Codes()


def codes_of(tokens: Sequence[str]) -> bytes:
    """What is stored of the tokens of a text: a code for each, in their order."""
    return b"".join(map(_CODES.__getitem__, tokens))


@dataclass(frozen=True, slots=True)
class Presence:
    """Which tokens of a vocabulary some passages have.

    ``rows``, ``forms`` and ``codes`` (of all tokens of the text) of the passages; ``body`` and ``both`` (text, and text
    or context) have shape (passages, vocabulary).
    """

    rows: tuple[int, ...]
    forms: tuple[str, ...]
    codes: tuple[bytes, ...]
    body: Flags
    both: Flags


def load_wording(
    db: sqlite3.Connection, rows: Sequence[int], vocabulary: Sequence[str], file: WordingFile | None = None
) -> Presence:
    """The wording of some passages, as far as it is in the vocabulary of the query. Rows come in ascending order.

    :param file: where the snapshot has it too.
    """
    found = file.read(sorted(rows)) if file else _stored(db, rows)
    numbers, forms, codes, contexts = zip(*found, strict=True) if found else ((), (), (), ())
    has = _having((*codes, *contexts), vocabulary)
    body = has[: len(found)]
    return Presence(numbers, forms, codes, body, body | has[len(found) :])


def _stored(db: sqlite3.Connection, rows: Sequence[int]) -> list[tuple[int, str, bytes, bytes]]:
    found: list[tuple[int, str, bytes, bytes]] = []
    for portion in in_portions(sorted(rows)):
        marks = ",".join("?" * len(portion))
        query = f"SELECT row, form, body, context FROM wording WHERE row IN ({marks})"
        found += db.execute(query, portion).fetchall()
    return sorted(found)


def _having(texts: Sequence[bytes], vocabulary: Sequence[str]) -> Flags:
    """Shape (texts, vocabulary): which tokens are in which texts."""
    has = np.zeros((len(texts), len(vocabulary)), dtype=bool)
    wanted = np.array([zlib.crc32(token.encode()) for token in vocabulary], dtype=_CODE)
    held = np.frombuffer(b"".join(texts), dtype=_CODE)
    # few codes of a text are wanted: the low half of each tells nearly all others
    likely = np.zeros(_LOW + 1, dtype=bool)
    likely[wanted & _LOW] = True
    at = np.flatnonzero(likely[held & _LOW])
    if len(at):
        held, order = held[at], np.argsort(wanted)
        ordered = wanted[order]
        places = np.minimum(ordered.searchsorted(held), len(wanted) - 1)
        hit = ordered[places] == held
        ends = np.cumsum([len(text) // 4 for text in texts])
        has[ends.searchsorted(at[hit], side="right"), order[places[hit]]] = True
    return has


class Measure:
    """How much of a query passages cover: its units as columns of a vocabulary.

    :ivar vocabulary: all tokens that are ever looked for in a passage.
    """

    def __init__(self, units: Sequence[Unit], exact: Sequence[str], telling: Sequence[Unit]) -> None:
        self.vocabulary = sorted({t for unit in units for one in unit.alternatives for t in one} | set(exact))
        column = {token: number for number, token in enumerate(self.vocabulary)}
        alternatives = [one for unit in units for one in unit.alternatives]
        needs = np.zeros((len(self.vocabulary), len(alternatives)), dtype=np.float32)
        needs[
            [column[token] for one in alternatives for token in one],
            [number for number, one in enumerate(alternatives) for _ in one],
        ] = 1
        self._needs, self._sizes = needs, np.array([len(one) for one in alternatives], dtype=np.float32)
        counts = [len(unit.alternatives) for unit in units]
        self._starts = np.cumsum([0, *counts[:-1]]) if counts else np.zeros(0, dtype=np.int64)
        self._weights = np.array([unit.weight for unit in units])
        self._exact = [column[token] for token in exact]
        telling_units = set(map(id, telling))
        self._telling = [number for number, unit in enumerate(units) if id(unit) in telling_units]

    def coverage(self, held: Presence, context_share: float) -> tuple[NDArray[np.float64], Flags]:
        """Of each passage the share (0..1) of the query that it covers, and whether it covers what tells the query
        from others; what only its context covers counts ``context_share``.
        """
        if not self._weights.sum():
            return np.zeros(len(held.rows)), np.zeros(len(held.rows), dtype=bool)
        covered = self._covered(np.concatenate((held.body, held.both)))
        body, both = covered[: len(held.rows)], covered[len(held.rows) :]
        found = body @ self._weights + context_share * ((both & ~body) @ self._weights)
        tells: Flags = np.asarray(both[:, self._telling].all(axis=1) & bool(self._telling))
        shares: NDArray[np.float64] = found / self._weights.sum()
        return shares, tells

    def present(self, held: Presence) -> Flags:
        """Shape (passages, exact): which of the exact tokens are in each passage or its context."""
        return held.both[:, self._exact]

    def _covered(self, has: Flags) -> Flags:
        """Shape (passages, units): a unit is covered where all tokens of one of its alternatives are there."""
        whole = has.astype(np.float32) @ self._needs == self._sizes
        covered: Flags = np.logical_or.reduceat(whole, self._starts, axis=1)
        return covered


def in_portions(rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows in portions that SQLite takes as parameters."""
    for start in range(0, len(rows), _PORTION):
        yield list(rows[start : start + _PORTION])
