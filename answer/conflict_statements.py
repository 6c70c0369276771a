"""The clauses and cells of a whole knowledge base, made ready to be compared with one another.

What a word weighs comes from how common it is in Chinese and in the knowledge base: in one of three short reports every
word is rare, and most say nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from answer.conflict_printed import PrintedNumber, printed_numbers
from answer.conflict_tools import PROSE
from answer.conflict_unread import figures_of
from answer.row_units import row_together
from answer.unit import Unit
from index.encoder import Encoder
from index.segmenter import share_of_words
from records import Amount, DateMention

__all__ = ["Moment", "Statement", "Statements", "Times"]

Times = tuple[tuple[date, date], ...]

_FORMS = (*PROSE, "row", "note", "footnote")
_LEAST_SAID = 4  # characters
_BACKGROUND = 300  # clauses of other reports: what a small knowledge base lacks to tell common words from rare ones
_WORDS = 10  # of a clause
_ACTS, _NAMED, _UNKNOWN = 20.0, 1.0, 3e-8
_GROUPED = 0.5  # a group of synonyms repeats what its word says
_RULE = re.compile(r"不得|违反|依照|依法|本(?:法|条例|办法|规定)")
_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)\s?年\s?)?(?P<month>1[0-2]|0?[1-9])\s?月\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?日"
)
_SINCE = re.compile(r"^(?:自|从)|(?:起|以来|开始)$")
_MONTH = 27  # days
_ANY_YEAR = 2000  # of a day whose year nobody told; a leap year
_EMPTY = re.compile(r"^w:(?:[\d.,%年月日]+.*|.)$")
_NOT_SAID = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_VALUE = re.compile(r"[：:]\s?([^：:]*)$")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it is printed, with the days that it covers: of one that is open (自1月起) its first month.

    Where no year is told nor known, ``dated`` is false.
    """

    text: str
    start: date
    end: date
    dated: bool = True

    def beside(self, other: Moment) -> Moment:
        """The same, in the year of another where its own is not known."""
        if self.dated or not other.dated:
            return self
        return Moment(self.text, _in_year(self.start, other.start.year), _in_year(self.end, other.start.year))


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A clause or cell with what it may be compared by.

    ``trend`` is, of a figure in a table by years, what became of that of the year before: up or down.
    ``clause`` and ``sentence`` are what these say, as keys; ``pairs`` pairs of characters next to each other.
    ``amounts`` are the figures that were read, ``figures`` all that are printed, in whatever unit. ``dates`` are
    printed in the clause itself, ``times`` these or what its sentence or document speaks of.
    """

    unit: Unit
    clause: frozenset[str]
    sentence: frozenset[str]
    pairs: frozenset[str]
    amounts: tuple[Amount, ...]
    figures: tuple[PrintedNumber, ...]
    dates: tuple[Moment, ...]
    times: Times
    trend: str = ""


class Statements:
    """All statements, what their words weigh, and their vectors.

    ``clauses`` and ``sentences`` have shape ``(n, dimensions)``; a cell has its label and value for a clause, and
    the heading above its table before these for a sentence.
    """

    def __init__(self, units: Iterable[Unit], encoder: Encoder) -> None:
        self.all = [*_statements([unit for unit in units if _tells(unit)])]
        self._having = Counter(key for statement in self.all for key in statement.clause)
        self._weights: dict[str, float] = {}
        texts = [(s.unit.text, _sentence(s.unit)) for s in self.all]
        known = {text: place for place, text in enumerate(dict.fromkeys(text for pair in texts for text in pair))}
        vectors = encoder.encode(list(known), role="passage") if known else np.zeros((0, encoder.dimensions))
        self.clauses, self.sentences = (
            np.asarray(vectors[[known[pair[i]] for pair in texts]], dtype=np.float32) for i in (0, 1)
        )

    def __len__(self) -> int:
        return len(self.all)

    def weight(self, key: str) -> float:
        """How much it tells that two statements share a key."""
        known = self._weights.get(key)
        if known is None:
            common = _common(key)
            known = max(math.log((len(self.all) + _BACKGROUND) / (self._having[key] + common + 0.5)), 0.0)
            known *= _GROUPED if key[0] in "sg" else 1.0
            self._weights[key] = known
        return known

    def sum(self, keys: Iterable[str]) -> float:
        return sum(map(self.weight, keys))


def _tells(unit: Unit) -> bool:
    """Whether a clause or cell says something, and not only what shall be."""
    said = len(_NOT_SAID.sub("", unit.text)) >= _LEAST_SAID or unit.cell is not None
    return said and unit.passage.form in _FORMS and not _RULE.search(unit.text)


def _statements(units: Sequence[Unit]) -> Iterator[Statement]:
    """Each clause and cell, and each row of words as a whole."""
    rows: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.cell is not None and not unit.derived:
            rows[unit.passage.id].append(unit)
    for unit in units:
        if not unit.derived:
            yield _statement(unit, _trend(unit, rows[unit.passage.id]) if unit.cell is not None else "")
    for row in rows.values():
        whole = row_together(row)
        if whole is not None:
            yield _statement(whole)


def _trend(unit: Unit, row: Sequence[Unit]) -> str:
    """What became of the figure of the year before in its row."""
    mine = unit.cell
    if mine is None or mine.year is None or mine.value is None:
        return ""
    before = [
        u.cell.value for u in row if u.cell is not None and u.cell.year == mine.year - 1 and u.cell.value is not None
    ]
    if len(before) != 1 or before[0] == mine.value:
        return ""
    return "up" if mine.value > before[0] else "down"


def _statement(unit: Unit, trend: str = "") -> Statement:
    clause = _told(unit.keys)
    if unit.cell is None:
        figures = printed_numbers(unit.passage.text, *unit.at)
    else:
        value = _VALUE.search(unit.text)
        figures = printed_numbers(unit.text, *value.span(1)) if value else []
    times = tuple((d.start, d.end or d.start) for d in (unit.dates or unit.period) if d.start)
    said = _NOT_SAID.sub("", unit.text)
    pairs = frozenset(said[i : i + 2] for i in range(len(said) - 1))
    return Statement(
        unit,
        clause,
        clause | _told(unit.around),
        pairs,
        tuple(figures_of(unit)),
        tuple(figures),
        _moments(unit),
        times,
        trend,
    )


def _moments(unit: Unit) -> tuple[Moment, ...]:
    """The dates that are printed in a clause, or in the label or value of a cell."""
    found = []
    for mention in () if unit.inherited else unit.dates:
        if mention.start is not None:
            found.append(Moment(mention.text, *_covered(mention)))
    printed = "".join(moment.text for moment in found)
    for match in _DAY.finditer(unit.text):
        if match.group() not in printed:
            day = _in_year(date(_ANY_YEAR, 1, 1).replace(month=int(match["month"])), int(match["year"] or _ANY_YEAR))
            day += timedelta(days=int(match["day"]) - 1)
            found.append(Moment(match.group(), day, day, match["year"] is not None))
    days = [moment for moment in found if moment.start == moment.end]
    # of a cell with a day, not the year of its table too
    return tuple(m for m in found if unit.cell is None or not days or m in days)


def _covered(mention: DateMention) -> tuple[date, date]:
    start = mention.start or date.min
    if mention.end is None or _SINCE.search(mention.text):
        return start, start + timedelta(days=_MONTH)
    return start, mention.end


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)


def _sentence(unit: Unit) -> str:
    return unit.sentence if unit.cell is None else " ".join((*unit.passage.section[-1:], unit.text))


def _told(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key for key in keys if not _EMPTY.match(key))


@lru_cache(maxsize=50_000)
def _common(key: str) -> float:
    """In how many clauses of other reports a key would stand."""
    if key[0] == "a":
        return _ACTS
    if key[0] != "w":
        return _NAMED
    return min(_WORDS * (share_of_words(key[2:]) or _UNKNOWN), 0.5) * _BACKGROUND


def blocks(count: int, size: int) -> Sequence[slice]:
    """Slices of so many rows, for products that would not fit into memory at once."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


Matrix = NDArray[np.float32]
