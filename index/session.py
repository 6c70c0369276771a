"""A knowledge base that is opened to be written: the lock, the connection, and transactions of many small steps."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import filelock

from errors import KnowledgeBaseBusy, KnowledgeBaseDamaged, KnowledgeBaseMismatch, KnowledgeBaseMissing
from index.database import set_meta, upgrade, without_fact_indexes
from index.layout import SCHEMA_VERSION, Layout, Manifest
from index.pointer import check_pointer, known
from index.tokens import ANALYSER
from index.trouble import told

__all__ = ["WriteSession"]

_CACHE_KIB = 65_536  # indexes by name and id are written all over
_PAGE_BYTES = 16_384  # rows of two or three thousand bytes leave less of these empty than of smaller ones
_CHECKPOINT_BYTES = 64 * 2**20
_TOGETHER = 16_000  # passages that are committed in one transaction, if files come faster than they can be stored


class WriteSession:
    """Holds the write lock and the connection that writes; a context manager.

    :param salvage: go on from the rows where the pointer to the snapshot cannot be read.
    :raises KnowledgeBaseBusy: another process is writing.
    :raises KnowledgeBaseDamaged: the pointer or the database cannot be read.
    :raises KnowledgeBaseMismatch: another version of the program built it.
    """

    def __init__(self, root: Path, *, salvage: bool = False) -> None:
        self.layout = Layout(root)
        self._lock = filelock.FileLock(str(self.layout.lock))
        try:
            root.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise KnowledgeBaseBusy(
                f"{root}: another import is running; wait until it is done and try again"
            ) from error
        except OSError as error:
            raise told(error, root) or error from error
        self._waiting = 0
        self.db = sqlite3.connect(":memory:")
        try:
            self._not_emptied()
            self.db = sqlite3.connect(self.layout.database, isolation_level=None)
            self._prepare()
            self.published = self._published(salvage=salvage)
            self.generation = self.published.generation + 1 if self.published else self._newest()
            self.next_row = int(self.db.execute("SELECT coalesce(max(row), 0) + 1 FROM passages").fetchone()[0])
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        failure = error
        try:
            self.commit()
        except sqlite3.Error as late:
            failure = error or late
        finally:
            self.db.close()
            self._lock.release()
        if failure is None:
            return
        trouble = told(failure, self.layout.root)
        if trouble is not None:
            raise trouble from failure
        if failure is not error:
            raise failure

    def _not_emptied(self) -> None:
        """A database that is gone or empty where something was published is a loss to tell, not a new beginning."""
        database = self.layout.database
        if self.layout.current.exists() and (not database.exists() or not database.stat().st_size):
            raise KnowledgeBaseDamaged(
                f"{database}: is {'empty' if database.exists() else 'gone'}; restore a backup (`yiju import`), or "
                "ingest the sources into a new folder (--kb)"
            )

    def _prepare(self) -> None:
        self.db.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file; an older one keeps what it has
        self.db.execute("PRAGMA journal_mode = WAL")
        # A crash of the machine may undo the last files of an import, never half of one; publishing flushes them all.
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        page = int(self.db.execute("PRAGMA page_size").fetchone()[0])
        self.db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_BYTES // page}")
        stored = upgrade(self.db)
        self.db.execute("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
        if self.db.execute("SELECT 1 FROM passages LIMIT 1").fetchone() is None:
            self.set_meta("analyser", ANALYSER)
            without_fact_indexes(self.db)  # until it is published, or opened again
        if stored != str(SCHEMA_VERSION):
            raise KnowledgeBaseMismatch(
                f"{self.layout.root}: built with store version {stored}, this program writes {SCHEMA_VERSION}; "
                "ingest the sources again into a new folder (--kb)"
            )

    def _published(self, *, salvage: bool) -> Manifest | None:
        try:
            manifest = self.layout.read_manifest()
            check_pointer(self.db, manifest, self.layout)
            return manifest
        except KnowledgeBaseMissing:
            return None
        except KnowledgeBaseDamaged:
            if salvage:
                return None
            raise

    def _newest(self) -> int:
        """The generation that the rows have reached: what was never published, or lost its pointer, is seen in it."""
        tables = ("files", "documents", "passages")
        ends = [self.db.execute(f"SELECT max(added), max(removed) FROM {table}").fetchone() for table in tables]
        return max(1, *(number or 0 for pair in ends for number in pair))

    def get_meta(self, key: str) -> str | None:
        return known(self.db, key)

    def set_meta(self, key: str, value: str) -> None:
        set_meta(self.db, key, value)

    @contextmanager
    def step(self, passages: int = 0) -> Iterator[None]:
        """Something that is done wholly or not at all. Steps are committed many at a time: see :meth:`commit`."""
        if not self.db.in_transaction:
            self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if self.db.in_transaction:  # SQLite itself rolls back when the disk is full
                self.db.execute("ROLLBACK TO step")
                self.db.execute("RELEASE step")
            raise
        self.db.execute("RELEASE step")
        self._waiting += passages
        if self._waiting >= _TOGETHER:
            self.commit()

    def commit(self) -> None:
        """Have a killed run keep all that was put so far. Whoever has to wait for the next file calls it."""
        if self.db.in_transaction:
            self.db.execute("COMMIT")
        self._waiting = 0
