"""What `yiju doctor` compares in the database: records, facts, originals and vectors, row by row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files as package_files

import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged
from index.database import digest_of
from index.prepared import prepare_document
from index.rows import document_of, insert_passages, passage_of
from index.vectors import Joined
from records import Document, Passage

__all__ = ["Fault", "inspect_originals", "inspect_records", "inspect_vectors"]

_VISIBLE = "{0}.added <= :g AND ({0}.removed IS NULL OR {0}.removed > :g)"
_BATCH = 4096
_NOT_UNIT = 0.01
_FACTS = (
    "SELECT row, id, position, form, type, record, digest, context, tokens, windows FROM passages WHERE {rows}",
    "SELECT row, form, body, context FROM wording WHERE {rows}",
    "SELECT type, passage FROM passage_types WHERE passage IN (SELECT row FROM passages WHERE {rows})",
    'SELECT passage, start, "end" FROM passage_dates WHERE passage IN (SELECT row FROM passages WHERE {rows})',
    "SELECT passage, name, surface, name_en, kind FROM passage_entities "
    "WHERE passage IN (SELECT row FROM passages WHERE {rows})",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was stored: the check, what it is, the row of its file or passage."""

    check: str
    what: str
    file: int = 0
    row: int = 0


def inspect_records(db: sqlite3.Connection, generation: int) -> Iterator[Fault]:
    """Every record against its digest, and what was derived from it against what is derived from it now."""
    documents = db.execute(
        f"SELECT row, file, id, record, digest FROM documents d WHERE {_VISIBLE.format('d')} ORDER BY row",
        {"g": generation},
    ).fetchall()
    schema = (package_files("index") / "schema.sql").read_text(encoding="utf-8")
    for row, file, id_, record, digest in documents:
        try:
            document = document_of(record, digest, id_)
            stored = db.execute(
                f"SELECT row, id, record, digest FROM passages p WHERE document = :d AND {_VISIBLE.format('p')} "
                "ORDER BY position",
                {"d": row, "g": generation},
            ).fetchall()
            passages = [_passage(*found) for found in stored]
        except (KnowledgeBaseDamaged, ValueError, KeyError, TypeError) as error:
            yield Fault("records", f"{id_}: {error}", file)
            continue
        if document.id != id_ or any(p.id != found[1] for p, found in zip(passages, stored, strict=True)):
            yield Fault("records", f"{id_}: an id differs from the record", file)
        elif stored and not _derived(db, schema, row, document, [found[0] for found in stored], passages, generation):
            yield Fault("facts", f"{id_}: tokens, windows, types, dates or names are not those of its passages", file)


def _passage(row: int, id_: str, record: str, digest: str | None) -> Passage:
    try:
        return passage_of(record, digest)
    except KnowledgeBaseDamaged as error:
        raise KnowledgeBaseDamaged(f"{id_} (row {row}) has changed on the disk") from error


def _derived(
    db: sqlite3.Connection,
    schema: str,
    document_row: int,
    document: Document,
    rows: Sequence[int],
    passages: Sequence[Passage],
    generation: int,
) -> bool:
    """Whether the tables hold for these passages what storing them again would write."""
    if list(rows) != list(range(rows[0], rows[0] + len(rows))):
        return False
    with closing(sqlite3.connect(":memory:")) as again:
        again.executescript(schema)
        insert_passages(again, rows[0], document_row, prepare_document(document, passages, terms=()), generation)
        where = f"row BETWEEN {rows[0]} AND {rows[-1]}"
        return all(
            sorted(db.execute(query.format(rows=where)).fetchall()) == sorted(again.execute(query.format(rows=where)))
            for query in _FACTS
        )


def inspect_originals(db: sqlite3.Connection, generation: int) -> Iterator[Fault]:
    """Every passage must lead back to the very characters of its source."""
    files = db.execute(
        f"SELECT row, file, text, digest FROM files f WHERE {_VISIBLE.format('f')} ORDER BY row", {"g": generation}
    )
    for row, file, text, digest in files.fetchall():
        if digest is not None and digest_of(text) != digest:
            yield Fault("originals", f"{file}: its kept text has changed on the disk", row)
            continue
        records = db.execute(
            "SELECT p.id, p.record FROM passages p JOIN documents d ON d.row = p.document "
            f"WHERE d.file = :f AND {_VISIBLE.format('p')} ORDER BY p.row",
            {"f": row, "g": generation},
        ).fetchall()
        for id_, record in records:
            if not _leads_back(record, text):
                yield Fault("originals", f"{id_} is not in its source {file}", row)
                break


def _leads_back(record: str, source: str) -> bool:
    try:
        data = json.loads(record)
        pairs = [(data["text"][a:b], source[c:d]) for a, b, c, d in data["source"] if b - a == d - c]
    except (ValueError, KeyError, TypeError):
        return True  # told as a damaged record
    # characters are folded one by one, so that most of them stay
    return all(
        len(text) == len(original) and sum(a != b for a, b in zip(text, original, strict=True)) <= len(text) // 2
        for text, original in pairs
    )


def inspect_vectors(
    db: sqlite3.Connection, generation: int, vectors: NDArray[np.float32] | Joined, owners: NDArray[np.int64]
) -> Iterator[Fault]:
    """The vectors of the index (n, d) and the rows (n,) they belong to, against those in the database."""
    cursor = db.execute(
        "SELECT v.passage, v.window, v.vector FROM vectors v JOIN passages p ON p.row = v.passage "
        f"WHERE {_VISIBLE.format('p')} ORDER BY v.passage, v.window",
        {"g": generation},
    )
    seen, size = 0, 4 * vectors.shape[1]
    while rows := cursor.fetchmany(_BATCH):
        seen += len(rows)
        blob = b"".join(row[2] if len(row[2]) == size else bytes(size) for row in rows)
        stored = np.frombuffer(blob, dtype="<f4").reshape(len(rows), -1)
        passages = np.array([row[0] for row in rows])
        places = np.searchsorted(owners, passages) + np.array([row[1] for row in rows])
        inside = places < len(owners)
        places[~inside] = 0
        norms = np.linalg.norm(stored, axis=1)
        right = inside & (abs(norms - 1) < _NOT_UNIT) | (norms == 0)  # the zero vector stands for an empty text
        right &= (owners[places] == passages) & (stored == vectors[places]).all(axis=1)
        right &= np.array([len(row[2]) == size for row in rows])
        for row in np.unique(passages[~right]).tolist():
            yield Fault("vectors", f"row {row}: its vectors are not those of the index", row=row)
    expected = db.execute(
        f"SELECT coalesce(sum(json_array_length(windows)), 0) FROM passages p WHERE {_VISIBLE.format('p')}",
        {"g": generation},
    ).fetchone()[0]
    if not seen == len(owners) == expected:
        yield Fault("vectors", f"{seen} vectors in the database, {len(owners)} in the index, {expected} windows")
