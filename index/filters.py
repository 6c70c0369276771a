"""Filters become the set of rows that may be ranked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from errors import UsageError
from index.tokens import fold_name
from records import Filters

__all__ = ["allowed_rows"]


def allowed_rows(db: sqlite3.Connection, generation: int, filters: Filters) -> NDArray[np.int64] | None:
    """The rows of the passages that satisfy all filters, sorted; ``None`` when nothing is limited.

    Each filter reads one index of the store, whatever else is limited.

    :raises UsageError: a document, country or entity that the knowledge base does not know.
    """
    queries = list(_queries(db, generation, filters))
    if not queries:
        return None
    allowed, *others = (np.unique(_rows(db, query, values)) for query, values in queries)
    for other in others:
        allowed = np.intersect1d(allowed, other, assume_unique=True)
    hidden = "SELECT row FROM passages WHERE removed <= ? UNION ALL SELECT row FROM passages WHERE added > ?"
    return np.setdiff1d(allowed, _rows(db, hidden, (generation, generation)))


_Query = tuple[str, Sequence[str | int]]


def _rows(db: sqlite3.Connection, query: str, values: Sequence[str | int]) -> NDArray[np.int64]:
    return np.array(db.execute(query, values).fetchall(), dtype=np.int64).reshape(-1)


def _queries(db: sqlite3.Connection, generation: int, filters: Filters) -> Iterator[_Query]:
    """One query for each limit, for the rows of all generations that it leaves."""
    if filters.documents or filters.issued_since or filters.issued_until:
        yield _documents(db, generation, filters)
    if filters.types:
        yield f"SELECT passage FROM passage_types WHERE type IN ({_marks(filters.types)})", filters.types
    for names, kind in ((filters.countries, "country"), (filters.entities, None)):
        if names:
            canonical = [name for given in names for name in _canonical(db, generation, given, kind)]
            limit = " AND kind = 'country'" if kind else ""
            yield f"SELECT passage FROM passage_entities WHERE name IN ({_marks(canonical)}){limit}", canonical
    if filters.since or filters.until:
        yield (
            'SELECT passage FROM passage_dates WHERE "end" >= ? AND start <= ?',
            (
                filters.since.isoformat() if filters.since else "0001-01-01",
                filters.until.isoformat() if filters.until else "9999-12-31",
            ),
        )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _documents(db: sqlite3.Connection, generation: int, filters: Filters) -> _Query:
    clauses: list[str] = ["added <= ?", "(removed IS NULL OR removed > ?)"]
    values: list[str | int] = [generation, generation]
    if filters.documents:
        ids = [id_ for given in filters.documents for id_ in _document_ids(db, generation, given)]
        clauses.append(f"id IN ({_marks(ids)})")
        values += ids
    if filters.issued_since:
        clauses.append("issued >= ?")
        values.append(filters.issued_since.isoformat())
    if filters.issued_until:
        clauses.append("issued <= ?")
        values.append(filters.issued_until.isoformat())
    chosen = f"SELECT row FROM documents WHERE {' AND '.join(clauses)}"
    return f"SELECT row FROM passages WHERE document IN ({chosen})", values


def _document_ids(db: sqlite3.Connection, generation: int, given: str) -> list[str]:
    """A document by its id, or all documents of a file by the id without the part (``report`` for ``report.2``)."""
    rows = db.execute(
        "SELECT id FROM documents WHERE (id = ? OR id GLOB ?) AND added <= ? AND (removed IS NULL OR removed > ?)",
        (given, f"{_glob(given)}.[0-9]*", generation, generation),
    ).fetchall()
    exact = [id_ for (id_,) in rows if id_ == given]
    if not rows:
        raise UsageError(f"no document {given!r}; `yiju documents` lists the ids")
    return exact or [id_ for (id_,) in rows]


def _glob(text: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def _canonical(db: sqlite3.Connection, generation: int, given: str, kind: str | None) -> list[str]:
    form = fold_name(given)
    query = "SELECT DISTINCT name FROM names WHERE generation = ? AND form = ?" + (" AND kind = ?" if kind else "")
    rows = db.execute(query, (generation, form, kind) if kind else (generation, form)).fetchall()
    if not rows:
        what = "country" if kind else "entity"
        raise UsageError(f"no passage names the {what} {given!r}; check the spelling")
    return [name for (name,) in rows]
