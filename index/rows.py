"""Prepared documents as rows of the store, many at a time: one statement a table instead of several a passage."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from errors import KnowledgeBaseDamaged
from index.database import whole
from records import Document, Passage

if TYPE_CHECKING:
    from index.prepared import PreparedDocument, PreparedFile

__all__ = ["document_of", "found_passage", "insert_document", "insert_file", "insert_passages", "passage_of"]

_FILE = "INSERT INTO files (path, file, sha256, text, digest, report, added) VALUES (?, ?, ?, ?, ?, ?, ?)"
_DOCUMENT = "INSERT INTO documents (id, file, issued, record, digest, added) VALUES (?, ?, ?, ?, ?, ?)"
_PASSAGE = (
    "INSERT INTO passages (row, document, id, position, form, type, digest, record, context, tokens, windows, added) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?)"
)


def insert_file(db: sqlite3.Connection, path: str, file: PreparedFile, added: int) -> int:
    """Insert a file without its documents; gives its row."""
    report = json.dumps(file.report.to_dict(), ensure_ascii=False)
    values = (path, file.file, file.sha256, file.text, file.digest, report, added)
    return int(db.execute(_FILE, values).lastrowid or 0)


def insert_document(db: sqlite3.Connection, first: int, file_row: int, document: PreparedDocument, added: int) -> None:
    """Insert a document, with its passages as rows ``first``, ``first + 1`` …"""
    values = (document.id, file_row, document.issued, document.record, document.digest, added)
    row = int(db.execute(_DOCUMENT, values).lastrowid or 0)
    insert_passages(db, first, row, document, added)


def insert_passages(
    db: sqlite3.Connection, first: int, document_row: int, document: PreparedDocument, added: int
) -> None:
    """Insert the passages and terms of a document, and the facts to filter by."""
    passages = enumerate(document.passages, first)
    db.executemany(_PASSAGE, [(row, document_row, *passage, added) for row, passage in passages])
    wording = [(row, *held) for row, held in enumerate(document.wording, first)]
    db.executemany("INSERT INTO wording (row, form, body, context) VALUES (?, ?, ?, ?)", wording)
    db.executemany("INSERT INTO passage_types VALUES (?, ?)", [(kind, first + n) for kind, n in document.types])
    dates = [(first + n, start, end) for n, start, end in document.dates]
    db.executemany("INSERT INTO passage_dates VALUES (?, ?, ?)", dates)
    entities = [(first + n, *named) for n, *named in document.entities]
    db.executemany("INSERT INTO passage_entities VALUES (?, ?, ?, ?, ?)", entities)
    terms = [(document_row, *term) for term in document.terms]
    db.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", terms)


def document_of(record: str, digest: str | None, named: str = "a document") -> Document:
    """A stored document.

    :param named: what a message calls it.
    :raises KnowledgeBaseDamaged: its record has changed since it was stored.
    """
    return Document.from_dict(json.loads(whole(record, digest, named)))


def passage_of(record: str, digest: str | None) -> Passage:
    """A stored passage.

    :raises KnowledgeBaseDamaged: its record has changed since it was stored.
    """
    return Passage.from_store(json.loads(whole(record, digest, "a passage")))


def found_passage(record: bytes, digest: str | None) -> Passage:
    """:func:`passage_of` where most readers want the text only: facts are parsed when they are asked for.

    Without a digest nobody knows whether they could be: then all of it is parsed at once.

    :param record: as it lies in the database, of which only the beginning is decoded.
    """
    if digest:
        return Passage.from_record(whole(record, digest, "a passage"))
    try:
        return passage_of(record.decode(), None)
    except UnicodeDecodeError as error:
        raise KnowledgeBaseDamaged(f"a passage cannot be read ({error}); run `yiju doctor --repair`") from error
