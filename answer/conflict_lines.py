"""Which line of a table a clause tells the course of: by the names that it has, else by what it means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from answer.conflict_tools import clause_span, sentences
from answer.grid import Figure, Grid, Line, coverage, covered
from index.encoder import Role
from index.encoders import load_encoder
from records import Passage

__all__ = ["CITED", "FAR", "NEAR", "Clause", "Lines", "clauses_of", "likeliest", "meant", "sums"]

_HALF, _WHOLLY = 0.5, 0.8  # of a name that what stands before a clause must have
_BEFORE = 0.2  # what it counts that a name stands before a clause, against in it
_REACH = 60  # characters before a clause in which its subject may stand
_SHORT = 4  # characters of a name that says of what thing, not what is measured
_TELLS = re.compile(
    r"[顶峰底低高]|先[升增涨降减跌]|[比较]|(?:19|20)\d{2}\s?年|逐年|连年|年年|持续|不断|一路|稳步|连续|一[年期]"
)
_MODEL = "fast"  # vectors of names and clauses, whatever model the knowledge base has
_CLOSE, _CLOSER = 0.4, 0.08  # cosine of a clause and the names of its line, and how much nearer these are than others


@dataclass(frozen=True, slots=True)
class Need:
    """How much of a line's name must be said, and of its caption: always, or where the name is that of a thing."""

    name: float
    caption: float
    always: bool = False


CITED, NEAR, FAR = Need(0.5, 0.25), Need(0.5, 0.5), Need(0.8, 0.5, always=True)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence; ``before`` is what stands right before it, with the subject that it may leave out."""

    passage: Passage
    span: tuple[int, int]
    clause: str
    sentence: str

    @property
    def before(self) -> str:
        return self.passage.text[max(0, self.span[0] - _REACH) : self.span[0]]


def clauses_of(passage: Passage) -> Iterator[Clause]:
    """The clauses of a passage that may tell a course or the figure of a year, in order."""
    for span in sentences(passage):
        sentence = passage.text[slice(*span)]
        at = span[0]
        while at < span[1]:
            stop = clause_span(passage.text, at, at + 1, "。；，")[1]
            end = min(stop, span[1])
            if _TELLS.search(passage.text, at, end):
                yield Clause(passage, (at, end), passage.text[at:end], sentence)
            at = end + 1


class Lines:
    """Lines of all tables, by the first two characters of their last name."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._by: dict[str, list[Line]] = defaultdict(list)
        for line in (line for grid in grids for line in grid.lines):
            if line.names and line.grid.caption:
                self._by[line.names[-1][:2]].append(line)

    def of(self, told: Clause) -> list[Line]:
        """Those of other documents whose name begins in a clause, or in what its sentence says before."""
        text = f"{told.before}{told.clause}"
        pairs = {text[i : i + 2] for i in range(len(text) - 1)}
        found = [line for pair in sorted(pairs) for line in self._by.get(pair, ())]
        return [line for line in found if line.document != told.passage.document]


def meant(told: Clause, lines: Sequence[Line], need: Need) -> list[Line]:
    """The lines that a clause names best; several where it names them alike."""
    named = [(share, line) for line in lines if (share := _share(told, line, need)) > 0]
    most = max((share for share, _ in named), default=0.0)
    best = [line for share, line in named if share == most]
    if len(best) > 1:  # what stands before may tell which: 铁路方面较好，列车的停留时间…
        text = f"{told.before}{told.clause}"
        shares = [sum(coverage(name, text) for name in line.names) for line in best]
        best = [line for share, line in zip(shares, best, strict=True) if share == max(shares)]
    return best


def _share(told: Clause, line: Line, need: Need) -> float:
    """How many characters of the names of a line a clause has; 0 where it lacks one of them."""
    row = line.figures[0].row
    names = [name for name in line.names if not sums(line, name)]
    if not names and any(_is_named(told, other) for other in line.grid.subjects):
        return 0.0  # of one of the things that the line sums up
    if line.sums_up and need.always and coverage(line.grid.caption, told.sentence) < _WHOLLY:
        return 0.0
    total = 0.0
    for place, name in enumerate(names):
        share = covered(name, told.clause, told.passage, row)
        measured = place < len(names) - 1 or _is_name(name, row) or coverage(line.grid.caption, told.clause) >= _HALF
        if share < need.name and measured:
            share = covered(name, told.before, told.passage, row)
            if share < _WHOLLY:
                return 0.0
            total += _BEFORE * share * len(name)
            continue
        if share < need.name:
            return 0.0
        total += share * len(name)
    if need.always or (
        len(names) < 2 and not (names and _says_what(names[0], told.clause) and not _is_name(names[0], row))
    ):
        caption = coverage(line.grid.caption, told.clause if names and not need.always else told.sentence)
        if caption < need.caption:
            return 0.0
        total += caption * len(line.grid.caption)
    return total


def _is_named(told: Clause, figure: Figure) -> bool:
    text = f"{told.before}{told.clause}"
    return covered(figure.names[0], text, told.passage, figure.row) >= _WHOLLY


def _says_what(name: str, clause: str) -> bool:
    """Whether a name alone says what is measured."""
    return len(name) > _SHORT or (len(name) == _SHORT - 1 and name in clause)


def sums(line: Line, name: str) -> bool:
    """Whether a name of a line only says that it sums up others."""
    return line.sums_up and len(name) <= _SHORT


def _is_name(name: str, row: Passage) -> bool:
    return any(e.text in name and 2 * len(e.text) > len(name) for e in row.entities)


def likeliest(told: Clause, lines: Sequence[Line]) -> list[Line]:
    """The one line of a document that measures what a clause speaks of in other words: 过关所花的时间, 平均通关时间.

    Only lines whose names say what is measured; nothing where two are about as near.
    """
    named = [
        line for line in lines if line.names and not line.sums_up and not _is_name(line.names[0], line.figures[0].row)
    ]
    if not named:
        return []
    asked = _vectors((told.clause,), "query")[0]
    close = _vectors(tuple("".join(line.names) for line in named), "passage") @ asked
    order = np.argsort(-close, kind="stable")
    if close[order[0]] < _CLOSE or (len(order) > 1 and close[order[0]] - close[order[1]] < _CLOSER):
        return []
    return [named[order[0]]]


@lru_cache(maxsize=512)
def _vectors(texts: tuple[str, ...], role: Role) -> NDArray[np.float32]:
    return np.asarray(load_encoder(_MODEL).encode(list(texts), role=role), dtype=np.float32)
