"""What each of many candidates has of a query's wording, worked out for all of them together.

The tokens of a passage are stored as codes of 32 bits. That two tokens have one code happens for one pair in four
thousand million; a candidate would then seem to have a word of the query that it lacks.
"""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.query import Unit
    from index.wording_file import WordingFile

__all__ = ["Held", "Measure", "Presence", "codes_of", "in_portions", "load_wording"]

Flags = NDArray[np.bool_]
_CODE = "<u4"
_LOW = np.uint32(0x1FFF)  # of as many values that a table of them stays in the nearest cache of a processor
_PORTION = 500


def codes_of(tokens: bytes) -> bytes:
    """What is stored of the tokens of a text: a code for each, in their order.

    :param tokens: UTF-8, a space between two of them.
    """
    codes = [*map(zlib.crc32, tokens.split())]
    return struct.pack(f"<{len(codes)}I", *codes)


class Held(NamedTuple):
    """The wording of some passages as it is stored; four lists of one length.

    :ivar codes: those of the tokens of each text, then those of its context.
    :ivar bodies: how many bytes the codes of each text have.
    """

    rows: Sequence[int]
    forms: Sequence[str]
    codes: Sequence[bytes]
    bodies: Sequence[int]


@dataclass(frozen=True, slots=True)
class Presence:
    """Which tokens of a vocabulary some passages have.

    :ivar has: shape (2 * passages, vocabulary): what is in the text of each, then what is in its text or context.
    """

    held: Held
    has: Flags

    def __len__(self) -> int:
        return len(self.held.rows)

    @property
    def body(self) -> Flags:
        """Shape (passages, vocabulary)."""
        return self.has[: len(self)]

    @property
    def both(self) -> Flags:
        """Shape (passages, vocabulary)."""
        return self.has[len(self) :]

    def codes(self, place: int) -> bytes:
        """Those of all tokens of the text of a passage."""
        return self.held.codes[place][: self.held.bodies[place]]


def load_wording(
    db: sqlite3.Connection, rows: Sequence[int], vocabulary: Sequence[str], file: WordingFile | None = None
) -> Presence:
    """The wording of some passages, as far as it is in the vocabulary of the query. Rows come in ascending order.

    :param file: where the snapshot has it too.
    """
    held = file.read(sorted(rows)) if file else _stored(db, rows)
    return Presence(held, _having(held, vocabulary))


def _stored(db: sqlite3.Connection, rows: Sequence[int]) -> Held:
    found: list[tuple[int, str, bytes, bytes]] = []
    for portion in in_portions(sorted(rows)):
        marks = ",".join("?" * len(portion))
        query = f"SELECT row, form, body, context FROM wording WHERE row IN ({marks})"
        found += db.execute(query, portion).fetchall()
    numbers, forms, bodies, contexts = zip(*sorted(found), strict=True) if found else ((), (), (), ())
    return Held(numbers, forms, [*map(add, bodies, contexts)], [*map(len, bodies)])


def _having(held: Held, vocabulary: Sequence[str]) -> Flags:
    """Shape (2 * passages, vocabulary): see :class:`Presence`."""
    count = len(held.rows)
    has = np.zeros((2 * count, len(vocabulary)), dtype=bool)
    wanted = np.array([zlib.crc32(token.encode()) for token in vocabulary], dtype=_CODE)
    codes = np.frombuffer(b"".join(held.codes), dtype=_CODE)
    # few codes of a text are wanted: the low bits of each tell nearly all others
    likely = np.zeros(_LOW + 1, dtype=bool)
    likely[wanted & _LOW] = True
    (at,) = likely.take(codes & _LOW).nonzero()
    if len(at):
        codes, order = codes.take(at), wanted.argsort()
        ordered = wanted.take(order)
        places = ordered.searchsorted(codes)
        hit = ordered.take(places, mode="clip") == codes
        at, tokens = at[hit], order.take(places[hit])
        sizes = np.array([*map(len, held.codes)])
        ends = np.repeat(sizes.cumsum(), 2)  # of the text and of the context of each, in bytes
        ends[::2] -= sizes - np.array(held.bodies)
        parts = ends.searchsorted(at * codes.itemsize, side="right")
        owners, inside = parts >> 1, parts & 1 == 0
        has[owners + count, tokens] = True
        has[owners[inside], tokens[inside]] = True
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
            return np.zeros(len(held)), np.zeros(len(held), dtype=bool)
        covered = self._covered(held.has)
        body, both = covered[: len(held)], covered[len(held) :]
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
