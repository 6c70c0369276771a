"""What is stored, derived anew: facts after a change of the alias file, tokens after a change of the analyser."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence

from index.database import VISIBLE, whole
from index.rows import passage_of
from ingest.annotate import Annotator, DocumentFacts
from ingest.gazetteer import Gazetteer
from records import Document, Passage

__all__ = ["Stored", "annotated", "keep_vectors", "stored_documents"]

#: row of the document, row of its file, the document, its passages
Stored = tuple[int, int, Document, list[Passage]]


def stored_documents(db: sqlite3.Connection, generation: int, files: Collection[int] | None = None) -> Iterator[Stored]:
    """Every document that a generation sees, with its passages.

    :param files: only those of these files, by row.
    :raises KnowledgeBaseDamaged: a record has changed since it was stored.
    """
    rows = db.execute(
        f"SELECT row, file, record, digest FROM documents WHERE {VISIBLE} ORDER BY row", {"g": generation}
    ).fetchall()
    for document_row, file_row, record, digest in rows:
        if files is not None and file_row not in files:
            continue
        document = Document.from_dict(json.loads(whole(record, digest, "a document")))
        found = db.execute(
            f"SELECT record, digest FROM passages WHERE document = :d AND {VISIBLE} ORDER BY position",
            {"d": document_row, "g": generation},
        )
        yield document_row, file_row, document, [passage_of(*stored) for stored in found]


def annotated(document: Document, passages: Sequence[Passage], gazetteer: Gazetteer) -> Sequence[Passage]:
    """The passages of a document with the facts that are found in them now."""
    facts = DocumentFacts(document.title, document.date, document.period)
    return Annotator(facts, gazetteer, passages).annotate()


def keep_vectors(db: sqlite3.Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Give passages that were stored anew their vectors, where their windows are the same.

    :param rows: the row of each before and now.
    """
    db.executemany(
        "INSERT INTO vectors SELECT n.row, v.window, v.vector FROM vectors v JOIN passages o ON o.row = v.passage "
        "JOIN passages n ON n.windows = o.windows WHERE v.passage = ? AND n.row = ?",
        rows,
    )
