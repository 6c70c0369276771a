"""The SQLite file of a knowledge base: opened to write, opened to read, brought to the present version."""

from __future__ import annotations

import sqlite3
from importlib.resources import files as package_files
from pathlib import Path

from errors import KnowledgeBaseDamaged
from index.layout import SCHEMA_VERSION

__all__ = ["VISIBLE", "Transaction", "connect_to_read", "upgrade"]

#: What a reader of generation ``:g`` sees of a table whose rows carry generations.
VISIBLE = "added <= :g AND (removed IS NULL OR removed > :g)"

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


class Transaction:
    """``BEGIN IMMEDIATE`` … ``COMMIT``, or ``ROLLBACK`` when the block raises."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.db.execute("ROLLBACK" if kind else "COMMIT")


def upgrade(db: sqlite3.Connection) -> str:
    """Create the tables, or bring those of an older version up to date.

    :returns: the version of the store, which is not ours where a newer program wrote it.
    """
    schema = (package_files("index") / "schema.sql").read_text(encoding="utf-8")
    old = _version(db) == "1"
    db.executescript(f"BEGIN IMMEDIATE; {_FROM_1 if old else ''} {schema} {_MOVE_VECTORS if old else ''} COMMIT;")
    db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
    return _version(db) or ""


def _version(db: sqlite3.Connection) -> str | None:
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
        return None
    found = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(found[0]) if found else None


def connect_to_read(database: Path) -> sqlite3.Connection:
    """A read-only connection; on a read-only medium, where WAL cannot work, without locks."""
    uri = database.resolve().as_uri()
    db = sqlite3.connect(f"{uri}?mode=ro", uri=True)
    try:
        db.execute("SELECT 1 FROM meta").fetchone()
    except sqlite3.OperationalError:
        db.close()
        db = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
    except sqlite3.DatabaseError as error:
        raise KnowledgeBaseDamaged(f"{database}: cannot be read ({error}); restore it from a backup") from error
    return db
