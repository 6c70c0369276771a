"""What there is to filter by, with the passages that each choice would leave under the filters that are set already."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from records import PASSAGE_TYPES, EntityKind, Filters, PassageType

__all__ = ["FacetCounts", "FacetIndex", "NamedCount", "types_by_document"]

V = TypeVar("V")
Chosen = NDArray[np.bool_]

_LIVE = "p.form <> 'heading' AND p.added <= :g AND (p.removed IS NULL OR p.removed > :g)"
_FIRST, _LAST = date.min.isoformat(), date.max.isoformat()
_LONGEST_SPAN = 100  # years of one date that are counted; what is longer says nothing about any of them


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A name with the number of passages that mention it."""

    name: str
    name_en: str | None
    kind: EntityKind
    passages: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Passages by what they could be filtered by; headings are not counted, as no search returns them.

    Each field is counted under all filters but its own, so that a choice shows what adding it gives. ``names`` are
    in the order of how many passages of the whole knowledge base mention them; ``years`` are those of dates in the
    text, ``issued`` those of the documents, both the latest first.
    """

    passages: int
    types: tuple[tuple[PassageType, int], ...]
    documents: tuple[tuple[str, int], ...]
    names: tuple[NamedCount, ...]
    years: tuple[tuple[int, int], ...]
    issued: tuple[tuple[int, int], ...]

    def named(self, *kinds: EntityKind) -> tuple[NamedCount, ...]:
        """Names of these kinds."""
        return tuple(n for n in self.names if n.kind in kinds)


class FacetIndex:
    """The facts of one snapshot that can be filtered by, in memory: a few hundred bytes a passage.

    :param db: a connection to its database; not kept.
    """

    def __init__(self, db: sqlite3.Connection, generation: int) -> None:
        rows = _rows(db, generation, "p.row, d.id, d.issued", "documents d ON d.row = p.document", "d.row, p.position")
        size = self.size = len(rows)
        place = {row: number for number, (row, _, _) in enumerate(rows)}

        def facts(columns: str, table: str) -> list[tuple[Any, ...]]:
            found = _rows(db, generation, f"p.row, {columns}", f"{table} t ON t.passage = p.row", f"p.row, {columns}")
            return [(place[row], *values) for row, *values in found]

        self._documents = _Postings(((id_, n) for n, (_, id_, _) in enumerate(rows)), size)
        self._issued = _Days([(n, day, day) for n, (_, _, day) in enumerate(rows) if day], size)
        self._types = _Postings(((type_, n) for n, type_ in facts("t.type", "passage_types")), size)
        self._dates = _Days(facts('t.start, t."end"', "passage_dates"), size)
        named = facts("t.name, t.kind, t.name_en", "passage_entities")
        mentions = dict.fromkeys(((name, kind), n) for n, name, kind, _ in named)
        self._names: _Postings[tuple[str, EntityKind]] = _Postings(mentions, size)
        self._english = {(name, kind): english for _, name, kind, english in named if english}
        everything = dict(self._names.counts(np.ones(size, dtype=bool)))
        self._ranked = sorted(everything, key=lambda key: (-everything[key], key))

    @property
    def intervals(self) -> tuple[tuple[int, str, str], ...]:
        """The dates in the text: (place of the passage, first day, last day), ISO."""
        return self._dates.intervals

    def count(self, filters: Filters) -> FacetCounts:
        """Passages by each field under the filters of all other fields. Names are canonical ones."""
        own = {
            "types": self._types.having(filters.types),
            "documents": self._documents.having(filters.documents),
            "countries": self._names.having([(name, "country") for name in filters.countries]),
            "entities": self._entities(filters.entities),
            "dates": self._dates.within(filters.since, filters.until),
            "issued": self._issued.within(filters.issued_since, filters.issued_until),
        }

        def others(field: str) -> Chosen:
            base = np.ones(self.size, dtype=bool)
            for name, chosen in own.items():
                if name != field and chosen is not None:
                    base &= chosen
            return base

        types = dict(self._types.counts(others("types")))
        return FacetCounts(
            passages=int(others("").sum()),
            types=tuple((type_, types[type_]) for type_ in PASSAGE_TYPES if type_ in types),
            documents=self._documents.counts(others("documents")),
            names=self._named(others("countries"), others("entities")),
            years=_latest_first(self._dates.years.counts(others("dates"))),
            issued=_latest_first(self._issued.years.counts(others("issued"))),
        )

    def _entities(self, names: Sequence[str]) -> Chosen | None:
        return self._names.having([key for key in self._ranked if key[0] in names]) if names else None

    def _named(self, for_countries: Chosen, for_others: Chosen) -> tuple[NamedCount, ...]:
        countries, others = dict(self._names.counts(for_countries)), dict(self._names.counts(for_others))
        return tuple(
            NamedCount(key[0], self._english.get(key), key[1], (countries if key[1] == "country" else others)[key])
            for key in self._ranked
        )


def types_by_document(db: sqlite3.Connection, generation: int) -> tuple[tuple[str, PassageType, int], ...]:
    """(document, type, passages), each passage once under its dominant type."""
    columns, joined = "d.id, p.type, count(*)", "documents d ON d.row = p.document"
    found = _rows(db, generation, columns, joined, "d.row", group="d.row, p.type")
    return tuple(sorted(found, key=lambda row: PASSAGE_TYPES.index(row[1])))


class _Postings(Generic[V]):
    """For each value of a field the passages that have it, by their place in the index."""

    def __init__(self, pairs: Iterable[tuple[V, int]], size: int) -> None:
        places: dict[V, list[int]] = {}
        for value, place in pairs:
            places.setdefault(value, []).append(place)
        self._size = size
        self._places = {value: np.array(found, dtype=np.int64) for value, found in places.items()}
        self._all = np.concatenate([np.empty(0, dtype=np.int64), *self._places.values()])
        self._starts = np.cumsum([0, *(len(found) for found in places.values())])[:-1]

    def counts(self, base: Chosen) -> tuple[tuple[V, int], ...]:
        """Passages of ``base`` with each value, in the order in which the values came."""
        if not self._places:
            return ()
        sums = np.add.reduceat(base[self._all], self._starts, dtype=np.int64)
        return tuple(zip(self._places, sums.tolist(), strict=True))

    def having(self, values: Sequence[V]) -> Chosen | None:
        """The passages that have any of these values; ``None`` where none is asked for."""
        if not values:
            return None
        chosen = np.zeros(self._size, dtype=bool)
        for value in values:
            chosen[self._places.get(value, np.empty(0, dtype=np.int64))] = True
        return chosen


class _Days:
    """Intervals of days of passages: (place, first, last), ISO."""

    def __init__(self, intervals: Sequence[tuple[Any, ...]], size: int) -> None:
        self._size = size
        self.intervals = tuple(intervals)
        self._places = np.array([place for place, _, _ in intervals], dtype=np.int64)
        self._starts = np.array([start for _, start, _ in intervals], dtype="U10")
        self._ends = np.array([end for _, _, end in intervals], dtype="U10")
        self.years = _Postings(dict.fromkeys(_by_year(intervals)), size)

    def within(self, since: date | None, until: date | None) -> Chosen | None:
        """The passages with an interval that overlaps; ``None`` where neither side is limited."""
        if since is None and until is None:
            return None
        first, last = since.isoformat() if since else _FIRST, until.isoformat() if until else _LAST
        chosen = np.zeros(self._size, dtype=bool)
        chosen[self._places[(self._ends >= first) & (self._starts <= last)]] = True
        return chosen


def _by_year(intervals: Iterable[tuple[Any, ...]]) -> Iterable[tuple[int, int]]:
    """(year, place) for every year that an interval touches."""
    for place, start, end in intervals:
        first, last = int(start[:4]), int(end[:4])
        if last - first <= _LONGEST_SPAN:
            yield from ((year, place) for year in range(first, last + 1))


def _latest_first(counts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(counts, reverse=True))


def _rows(
    db: sqlite3.Connection, generation: int, columns: str, joined: str, order: str, group: str = ""
) -> list[tuple[Any, ...]]:
    grouped = f"GROUP BY {group} " if group else ""
    query = f"SELECT {columns} FROM passages p JOIN {joined} WHERE {_LIVE} {grouped}ORDER BY {order}"
    return db.execute(query, {"g": generation}).fetchall()
