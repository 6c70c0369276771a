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

    Each filter reads one index of the store, whatever else is limited; amounts and terms read the records.

    :raises UsageError: a document, country, entity or term that the knowledge base does not know.
    """
    queries = list(_queries(db, generation, filters))
    if not queries:
        return None
    allowed, *others = (np.unique(_rows(db, query, values)) for query, values in queries)
    for other in others:
        allowed = np.intersect1d(allowed, other, assume_unique=True)
    hidden = "SELECT row FROM passages WHERE removed <= ? UNION ALL SELECT row FROM passages WHERE added > ?"
    return np.setdiff1d(allowed, _rows(db, hidden, (generation, generation)))


_Query = tuple[str, Sequence[str | int | float]]


def _rows(db: sqlite3.Connection, query: str, values: Sequence[str | int | float]) -> NDArray[np.int64]:
    """The one column of a query; as one text, since a Python object for each of many thousand rows takes far longer."""
    (joined,) = db.execute(f"SELECT group_concat(row) FROM ({query})", values).fetchone()
    return np.fromstring(joined or "", dtype=np.int64, sep=",")


def _queries(db: sqlite3.Connection, generation: int, filters: Filters) -> Iterator[_Query]:
    """One query for each limit, for the rows of all generations that it leaves."""
    if filters.documents or filters.issued_since or filters.issued_until:
        yield _documents(db, generation, filters)
    if filters.types:
        yield f"SELECT passage AS row FROM passage_types WHERE type IN ({_marks(filters.types)})", filters.types
    for names, kind in ((filters.countries, "country"), (filters.entities, None)):
        if names:
            canonical = [name for given in names for name in _canonical(db, generation, given, kind)]
            limit = " AND kind = 'country'" if kind else ""
            yield f"SELECT passage AS row FROM passage_entities WHERE name IN ({_marks(canonical)}){limit}", canonical
    if filters.since or filters.until:
        yield (
            'SELECT passage AS row FROM passage_dates WHERE "end" >= ? AND start <= ?',
            (
                filters.since.isoformat() if filters.since else "0001-01-01",
                filters.until.isoformat() if filters.until else "9999-12-31",
            ),
        )
    if filters.units or filters.amount_from is not None or filters.amount_to is not None:
        yield _amounts(filters)
    for given in filters.terms:
        yield _term(db, generation, given)


def _amounts(filters: Filters) -> _Query:
    """Passages with an amount of the units and within the bounds; read from the records, which hold the amounts."""
    unit = "json_extract(a.value, '$.unit')"
    low, high = (f"coalesce(json_extract(a.value, '$.value[{n}]'), json_extract(a.value, '$.value'))" for n in (0, 1))
    clauses, values = ["1"], list[str | int | float]()
    if filters.units:
        clauses.append("(" + " OR ".join(f"{unit} = ? OR {unit} GLOB ?" for _ in filters.units) + ")")
        values += [value for given in filters.units for value in (given, f"{_glob(given)}:*")]
    for bound, edge, sign in ((filters.amount_from, high, ">="), (filters.amount_to, low, "<=")):
        if bound is not None:
            clauses.append(f"CAST({edge} AS REAL) {sign} ?")
            values.append(bound)
    each = f"SELECT 1 FROM json_each(passages.record, '$.amounts') a WHERE {' AND '.join(clauses)}"
    return f"SELECT row FROM passages WHERE EXISTS ({each})", values


def _term(db: sqlite3.Connection, generation: int, given: str) -> _Query:
    """Passages with one of the forms of a term: the abbreviation, its Chinese or its English expansion.

    :raises UsageError: no document explains it.
    """
    known = db.execute(
        "SELECT t.abbreviation, t.zh, t.en FROM terms t JOIN documents d ON d.row = t.document "
        "WHERE d.added <= ? AND (d.removed IS NULL OR d.removed > ?)",
        (generation, generation),
    ).fetchall()
    wanted = fold_name(given)
    senses = [row for row in known if any(form and fold_name(form) == wanted for form in row)]
    if not senses:
        raise UsageError(f"no document explains the term {given!r}; `yiju terms` lists them")
    forms = sorted({form for row in senses for form in row if form})
    text = "replace(json_extract(record, '$.text'), ' ', '')"
    spots = " OR ".join(f"instr({text}, ?)" for _ in forms)
    return f"SELECT row FROM passages WHERE {spots}", [form.replace(" ", "") for form in forms]


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
