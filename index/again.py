"""What is stored, derived anew: facts after a change of the alias file, tokens after a change of the analyser."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence

from index.apart import StoredDocument
from index.database import VISIBLE, whole

__all__ = ["keep_vectors", "stored_documents"]


def stored_documents(
    db: sqlite3.Connection, generation: int, files: Collection[int] | None = None
) -> Iterator[tuple[int, int, str, StoredDocument]]:
    """Every document that a generation sees: its row, the row of its file, its id, and its records, which are whole.

    :param files: only those of these files, by row.
    :raises KnowledgeBaseDamaged: a record has changed since it was stored.
    """
    rows = db.execute(
        f"SELECT row, file, id, record, digest FROM documents WHERE {VISIBLE} ORDER BY row", {"g": generation}
    ).fetchall()
    for document_row, file_row, id_, record, digest in rows:
        if files is not None and file_row not in files:
            continue
        found = db.execute(
            f"SELECT record, digest FROM passages WHERE document = :d AND {VISIBLE} ORDER BY position",
            {"d": document_row, "g": generation},
        )
        passages = tuple((whole(passage, noted, "a passage"), None) for passage, noted in found)
        yield document_row, file_row, id_, StoredDocument(whole(record, digest, "a document"), None, passages)


def keep_vectors(db: sqlite3.Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Give passages that were stored anew their vectors, where their windows are the same.

    :param rows: the row of each before and now.
    """
    db.executemany(
        "INSERT INTO vectors SELECT n.row, v.window, v.vector FROM vectors v JOIN passages o ON o.row = v.passage "
        "JOIN passages n ON n.windows = o.windows WHERE v.passage = ? AND n.row = ?",
        rows,
    )
