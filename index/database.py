"""The SQLite file of a knowledge base: opened to write, opened to read, brought to the present version."""

from __future__ import annotations

import hashlib
import sqlite3
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, TypeVar

from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch
from index.layout import SCHEMA_VERSION

__all__ = [
    "PASSAGE_VISIBLE",
    "VISIBLE",
    "Transaction",
    "connect_to_read",
    "digest_of",
    "set_meta",
    "upgrade",
    "whole",
    "without_fact_indexes",
]

#: What a reader of generation ``:g`` sees of a table whose rows carry generations.
VISIBLE = "added <= :g AND (removed IS NULL OR removed > :g)"
#: The same of passages ``p`` in a join.
PASSAGE_VISIBLE = "p.added <= :g AND (p.removed IS NULL OR p.removed > :g)"

# Version 1 had the names of the last publication only, vectors as overflow pages of an index, and distinct tokens;
# passages are tokenised again because the note of the analyser is gone.
_FROM_1 = """
ALTER TABLE vectors RENAME TO vectors_1;
DROP TABLE names;
DROP INDEX passage_dates_start;
DROP INDEX passage_entities_name;
DELETE FROM meta WHERE key = 'schema';
"""
_MOVE_VECTORS = """
INSERT INTO vectors (passage, window, vector) SELECT passage, window, vector FROM vectors_1;
DROP TABLE vectors_1;
"""


_BACKUP = "restore it from a backup (`yiju import`), or ingest the sources into a new folder (--kb)"
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR})
_Text = TypeVar("_Text", str, bytes)
_CLOSED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


def digest_of(text: str | bytes) -> str:
    """What is stored beside a text to notice a byte that changed on the disk: 64 bits as 16 hexadecimal digits.

    :param text: as such or in UTF-8.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def whole(record: _Text, digest: str | None, what: str) -> _Text:
    """The record, if it is what was stored.

    :param record: as such or in UTF-8.
    :param what: how to name it.
    :raises KnowledgeBaseDamaged: it has changed since; it is never shown.
    """
    if digest is not None and digest_of(record) != digest:
        raise KnowledgeBaseDamaged(f"{what}: the stored text has changed on the disk; run `yiju doctor --repair`")
    return record


def set_meta(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


class _Cursor(sqlite3.Cursor):
    """A cursor that tells damage as damage."""

    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        try:
            return super().execute(sql, parameters)
        except sqlite3.DatabaseError as error:
            raise _told(error) from error

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.DatabaseError as error:
            raise _told(error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.DatabaseError as error:
            raise _told(error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.DatabaseError as error:
            raise _told(error) from error


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or _Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return cursor


def _told(error: sqlite3.DatabaseError) -> Exception:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    undecodable = "Could not decode" in str(error)
    if code in _DAMAGED or undecodable:
        return KnowledgeBaseDamaged(f"knowledge.sqlite cannot be read ({error}); {_BACKUP}")
    if str(error).startswith(("no such column", "no such table")):
        return KnowledgeBaseMismatch(
            f"knowledge.sqlite was written by an earlier state of this program ({error}); run `yiju rebuild`"
        )
    return error


class Transaction:
    """``BEGIN IMMEDIATE`` … ``COMMIT``, or ``ROLLBACK`` when the block raises."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self.db.execute("COMMIT")
        elif self.db.in_transaction:  # SQLite itself rolls back when the disk is full
            self.db.execute("ROLLBACK")


def upgrade(db: sqlite3.Connection) -> str:
    """Create the tables, or bring those of an older version up to date.

    :returns: the version of the store, which is not ours where a newer program wrote it.
    """
    schema = (package_files("index") / "schema.sql").read_text(encoding="utf-8")
    old = _version(db) == "1"
    if _version(db) is not None:
        for table in ("files", "documents", "passages"):
            if "digest" not in {row[1] for row in db.execute(f"PRAGMA table_info({table})")}:
                db.execute(f"ALTER TABLE {table} ADD COLUMN digest TEXT")
    db.executescript(f"BEGIN IMMEDIATE; {_FROM_1 if old else ''} {schema} {_MOVE_VECTORS if old else ''} COMMIT;")
    db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
    return _version(db) or ""


def without_fact_indexes(db: sqlite3.Connection) -> None:
    """Drop the indexes of the facts to filter by, which are empty: made from all rows at once (by :func:`upgrade`) they
    take a fifth of the time that they take row by row.
    """
    query = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'passage\\_%' ESCAPE '\\'"
    for (name,) in db.execute(query).fetchall():
        db.execute(f"DROP INDEX {name}")


def _version(db: sqlite3.Connection) -> str | None:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
        return None
    found = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(found[0]) if found else None


def connect_to_read(database: Path, *, any_thread: bool = False) -> sqlite3.Connection:
    """A read-only connection; on a read-only medium, where WAL cannot work, without locks.

    :param any_thread: several threads use it, one after the other.
    :raises KnowledgeBaseDamaged: the file is no database or holds no knowledge base, or its last changes lie in a
        write-ahead log that cannot be read here.
    """
    uri = database.resolve().as_uri()
    connect = partial(sqlite3.connect, uri=True, factory=_Connection, check_same_thread=not any_thread)
    db = connect(f"{uri}?mode=ro")
    try:
        try:
            sqlite3.Connection.execute(db, "SELECT 1 FROM meta").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _CLOSED:
                raise
            db.close()
            _nothing_waits(database)
            db = connect(f"{uri}?mode=ro&immutable=1")
            sqlite3.Connection.execute(db, "SELECT 1 FROM meta").fetchone()
    except sqlite3.DatabaseError as error:
        db.close()
        raise KnowledgeBaseDamaged(f"{database}: cannot be read ({error}); {_BACKUP}") from error
    return db


def _nothing_waits(database: Path) -> None:
    """Without locks the write-ahead log is not read: then there must be none."""
    log = database.with_name(f"{database.name}-wal")
    if log.exists() and log.stat().st_size:
        raise KnowledgeBaseDamaged(
            f"{log}: holds changes of an import that was cut off, and this medium cannot be written; copy the folder "
            "to a disk, run `yiju doctor` there, and use that copy"
        )
