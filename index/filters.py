"""Filters become the set of rows that may be ranked."""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from errors import UsageError
from index.tokens import fold_name
from records import Filters

__all__ = ["allowed_rows"]


def allowed_rows(db: sqlite3.Connection, generation: int, filters: Filters) -> NDArray[np.int64] | None:
    """The rows of the passages that satisfy all filters, sorted; ``None`` when nothing is limited.

    :raises UsageError: a document, country or entity that the knowledge base does not know.
    """
    clauses: list[str] = []
    values: list[str | int] = []
    _documents(db, generation, filters, clauses, values)
    if filters.types:
        marks = ",".join("?" * len(filters.types))
        clauses.append(f"p.row IN (SELECT passage FROM passage_types WHERE type IN ({marks}))")
        values += filters.types
    for names, kind in ((filters.countries, "country"), (filters.entities, None)):
        if names:
            canonical = [name for given in names for name in _canonical(db, generation, given, kind)]
            marks = ",".join("?" * len(canonical))
            limit = " AND kind = 'country'" if kind else ""
            clauses.append(f"p.row IN (SELECT passage FROM passage_entities WHERE name IN ({marks}){limit})")
            values += canonical
    if filters.since or filters.until:
        clauses.append('p.row IN (SELECT passage FROM passage_dates WHERE "end" >= ? AND start <= ?)')
        values += [
            filters.since.isoformat() if filters.since else "0001-01-01",
            filters.until.isoformat() if filters.until else "9999-12-31",
        ]
    if not clauses:
        return None
    query = (
        "SELECT p.row FROM passages p JOIN documents d ON d.row = p.document "
        "WHERE p.added <= ? AND (p.removed IS NULL OR p.removed > ?) AND " + " AND ".join(clauses) + " ORDER BY p.row"
    )
    rows = db.execute(query, (generation, generation, *values)).fetchall()
    return np.fromiter((row for (row,) in rows), dtype=np.int64, count=len(rows))


def _documents(
    db: sqlite3.Connection, generation: int, filters: Filters, clauses: list[str], values: list[str | int]
) -> None:
    if filters.documents:
        ids = [id_ for given in filters.documents for id_ in _document_ids(db, generation, given)]
        clauses.append(f"d.id IN ({','.join('?' * len(ids))})")
        values += ids
    if filters.issued_since:
        clauses.append("d.issued >= ?")
        values.append(filters.issued_since.isoformat())
    if filters.issued_until:
        clauses.append("d.issued <= ?")
        values.append(filters.issued_until.isoformat())


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
