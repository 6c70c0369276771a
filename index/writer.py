"""The write side of a knowledge base: files in, documents out, one published snapshot after the other.

One process writes at a time. Every file is one transaction; until :meth:`Writer.publish` readers see nothing of it,
and a killed run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import filelock

from errors import KnowledgeBaseBusy, KnowledgeBaseDamaged, KnowledgeBaseMismatch, KnowledgeBaseMissing, NotFound
from index.database import VISIBLE, Transaction, digest_of, set_meta, upgrade, whole
from index.encoder import Encoder
from index.layout import SCHEMA_VERSION, Layout, Manifest
from index.pointer import check_pointer
from index.publish import Progress, Publisher
from index.rows import insert_passages, passage_of
from index.tokens import ANALYSER
from index.trouble import told
from ingest.address import document_id
from ingest.annotate import Annotator, DocumentFacts, glossary_rows
from ingest.files import ReadFile
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from ingest.terms import find_terms
from records import Document, Passage

if TYPE_CHECKING:
    from index.milvus import Milvus

__all__ = ["Writer"]

_CACHE_KIB = 65_536  # indexes by name and id are written all over
_CHECKPOINT_PAGES = 8_000  # of 4 KiB

Again = Callable[[Document, Sequence[Passage]], Sequence[Passage]]


class Writer:
    """Holds the write lock of a knowledge base; use as a context manager.

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
        self.db = sqlite3.connect(":memory:")
        try:
            self._not_emptied()
            self.db = sqlite3.connect(self.layout.database, isolation_level=None)
            self._prepare()
            self.published = self._published(salvage=salvage)
            self.generation = self.published.generation + 1 if self.published else self._newest()
            self._next_row = int(self.db.execute("SELECT coalesce(max(row), 0) + 1 FROM passages").fetchone()[0])
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()
        self._lock.release()
        trouble = told(error, self.layout.root) if error else None
        if trouble is not None:
            raise trouble from error

    def _not_emptied(self) -> None:
        """A database that is gone or empty where something was published is a loss to tell, not a new beginning."""
        database = self.layout.database
        if self.layout.current.exists() and (not database.exists() or not database.stat().st_size):
            raise KnowledgeBaseDamaged(
                f"{database}: is {'empty' if database.exists() else 'gone'}; restore a backup (`yiju import`), or "
                "ingest the sources into a new folder (--kb)"
            )

    def _prepare(self) -> None:
        self.db.execute("PRAGMA journal_mode = WAL")
        # A crash of the machine may undo the last files of an import, never half of one; publishing flushes them all.
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self.db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        stored = upgrade(self.db)
        self.db.execute("INSERT OR IGNORE INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
        if self.db.execute("SELECT 1 FROM passages LIMIT 1").fetchone() is None:
            self.set_meta("analyser", ANALYSER)
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

    # -- files --------------------------------------------------------------------------------------------------

    def known_sha(self, path: str) -> str | None:
        """The digest of the version of a file that the next snapshot will hold."""
        row = self.db.execute(
            f"SELECT sha256 FROM files WHERE path = :p AND {VISIBLE}", {"p": path, "g": self.generation}
        ).fetchone()
        return row[0] if row else None

    def report_of(self, path: str) -> FileReport:
        """The stored report of a known file."""
        row = self.db.execute(
            f"SELECT report FROM files WHERE path = :p AND {VISIBLE}", {"p": path, "g": self.generation}
        ).fetchone()
        return FileReport.from_dict(json.loads(row[0]))

    def same_content(self, sha256: str, path: str) -> str | None:
        """Another known file with the same bytes, as it was given."""
        row = self.db.execute(
            f"SELECT file FROM files WHERE sha256 = :s AND path <> :p AND {VISIBLE}",
            {"s": sha256, "p": path, "g": self.generation},
        ).fetchone()
        return row[0] if row else None

    def free_stem(self, stem: str, path: str, sha256: str) -> str:
        """A stem for document ids that no other file uses."""
        taken = self.db.execute(
            "SELECT d.id FROM documents d JOIN files f ON f.row = d.file WHERE f.path <> :p "
            "AND (d.id = :s OR (d.id > :s || '.' AND d.id < :s || '/')) "  # between the two lie the ids stem.…
            "AND d.added <= :g AND (d.removed IS NULL OR d.removed > :g)",
            {"p": path, "s": document_id(stem, 1, 1), "g": self.generation},
        ).fetchone()
        return f"{stem}-{hashlib.sha256(path.encode()).hexdigest()[:6]}" if taken else stem

    def put(self, path: str, read: ReadFile, vectors: Mapping[str, tuple[str, Sequence[bytes]]] | None = None) -> None:
        """Add a file, or replace the version of it that is there, in one transaction.

        :param vectors: by passage id the windows (JSON) that were embedded elsewhere with the model of this knowledge
            base, and a vector for each; they are kept where the windows are the same here.
        """
        groups: dict[str, list[Passage]] = {document.id: [] for document in read.documents}
        for passage in read.passages:
            groups[passage.document].append(passage)
        report = json.dumps(read.report.to_dict(), ensure_ascii=False)
        with Transaction(self.db):
            self._retire_file(path)
            cursor = self.db.execute(
                "INSERT INTO files (path, file, sha256, text, digest, report, added) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (path, read.file, read.sha256, read.text, digest_of(read.text), report, self.generation),
            )
            file_row = int(cursor.lastrowid or 0)
            for document in read.documents:
                self._put_document(file_row, document, groups[document.id])
            for id_, (windows, given) in (vectors or {}).items():
                self._put_vectors(id_, windows, given)

    def _put_vectors(self, id_: str, windows: str, vectors: Sequence[bytes]) -> None:
        row = self.db.execute(
            "SELECT row FROM passages WHERE id = ? AND added = ? AND removed IS NULL AND windows = ?",
            (id_, self.generation, windows),
        ).fetchone()
        if row and len(vectors) == len(json.loads(windows)):
            self.db.executemany(
                "INSERT INTO vectors (passage, window, vector) VALUES (?, ?, ?)",
                [(row[0], number, v) for number, v in enumerate(vectors)],
            )

    def forget(self, path: str) -> None:
        """Take a file out of the next snapshot, if it is there."""
        with Transaction(self.db):
            self._retire_file(path)

    def remove(self, documents: Sequence[str]) -> None:
        """Take documents out of the next snapshot, all or none.

        :raises NotFound: one of them is not there.
        """
        with Transaction(self.db):
            for document in documents:
                self._remove_one(document)

    def _remove_one(self, document: str) -> None:
        row = self.db.execute(
            f"SELECT row, file FROM documents WHERE id = :d AND {VISIBLE}", {"d": document, "g": self.generation}
        ).fetchone()
        if row is None:
            if self._retired_before(document):
                return
            raise NotFound(f"no document {document!r} in this knowledge base; `yiju documents` lists them")
        self._retire("documents", "row", row[0])
        self._retire("passages", "document", row[0])
        left = self.db.execute(
            f"SELECT count(*) FROM documents WHERE file = :f AND {VISIBLE}", {"f": row[1], "g": self.generation}
        ).fetchone()[0]
        if not left:
            self._retire("files", "row", row[1])

    def _retired_before(self, document: str) -> bool:
        """Whether a run that was cut off before it published has removed a document that readers still see."""
        row = self.db.execute(
            "SELECT 1 FROM documents WHERE id = :d AND added < :g AND removed = :g",
            {"d": document, "g": self.generation},
        ).fetchone()
        return row is not None

    def _retire_file(self, path: str) -> None:
        rows = self.db.execute(
            f"SELECT row FROM files WHERE path = :p AND {VISIBLE}", {"p": path, "g": self.generation}
        ).fetchall()
        for (file_row,) in rows:
            documents = self.db.execute("SELECT row FROM documents WHERE file = ?", (file_row,)).fetchall()
            for (document_row,) in documents:
                self._retire("passages", "document", document_row)
            self._retire("documents", "file", file_row)
            self._retire("files", "row", file_row)

    def _retire(self, table: str, column: str, value: int) -> None:
        self.db.execute(
            f"UPDATE {table} SET removed = ? WHERE {column} = ? AND removed IS NULL", (self.generation, value)
        )

    def _put_document(self, file_row: int, document: Document, passages: Sequence[Passage]) -> None:
        issued = document.date.isoformat() if document.date else None
        record = json.dumps(document.to_dict(), ensure_ascii=False)
        cursor = self.db.execute(
            "INSERT INTO documents (id, file, issued, record, digest, added) VALUES (?, ?, ?, ?, ?, ?)",
            (document.id, file_row, issued, record, digest_of(record), self.generation),
        )
        document_row = int(cursor.lastrowid or 0)
        insert_passages(self.db, self._next_row, document_row, document, passages, self.generation)
        self._next_row += len(passages)
        self.db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, ?, ?)",
            [
                (document_row, t.abbreviation, t.zh, t.en, json.dumps(t.defined_in))
                for t in find_terms([(p.id, p.text) for p in passages], glossary_rows(passages))
            ],
        )

    # -- what is stored, again ----------------------------------------------------------------------------------

    def annotate_again(self, gazetteer: Gazetteer) -> None:
        """Find the facts of all passages anew, as after a change of the alias file; vectors of equal texts are kept."""

        def annotated(document: Document, old: Sequence[Passage]) -> Sequence[Passage]:
            facts = DocumentFacts(document.title, document.date, document.period)
            return Annotator(facts, gazetteer, old).annotate()

        self._store_again(annotated, everything=False)

    def store_again(self, files: Collection[int]) -> None:
        """Derive tokens, windows and facts of some files (by row) from their records anew."""
        self._store_again(lambda _, old: old, everything=True, files=files)

    def distrust(self, path: str) -> None:
        """Have a file read again when it is ingested next, though it is the same."""
        self.db.execute("UPDATE files SET sha256 = '' WHERE path = ? AND removed IS NULL", (path,))

    def drop_vectors(self, rows: Sequence[int]) -> None:
        """Have some passages embedded again."""
        with Transaction(self.db):
            self.db.executemany("DELETE FROM vectors WHERE passage = ?", [(row,) for row in rows])

    def tokenise_again(self) -> bool:
        """Store all passages anew where they were stored with another analyser; tells whether they were."""
        if self.get_meta("analyser") == ANALYSER:
            return False
        self._store_again(lambda _, old: old, everything=True)
        self.set_meta("analyser", ANALYSER)
        return True

    def _store_again(self, again: Again, *, everything: bool, files: Collection[int] | None = None) -> None:
        rows = self.db.execute(
            f"SELECT row, file, record, digest FROM documents WHERE {VISIBLE} ORDER BY row", {"g": self.generation}
        ).fetchall()
        for document_row, file_row, record, digest in rows:
            if files is not None and file_row not in files:
                continue
            document = Document.from_dict(json.loads(whole(record, digest, "a document")))
            found = self.db.execute(
                f"SELECT record, digest FROM passages WHERE document = :d AND {VISIBLE} ORDER BY position",
                {"d": document_row, "g": self.generation},
            )
            old = [passage_of(*stored) for stored in found]
            new = again(document, old)
            if everything or list(new) != old:
                self._replace_document(document_row, file_row, document, new)

    def _replace_document(
        self, document_row: int, file_row: int, document: Document, passages: Sequence[Passage]
    ) -> None:
        with Transaction(self.db):
            before = dict(
                self.db.execute(
                    f"SELECT id, row FROM passages WHERE document = :d AND {VISIBLE}",
                    {"d": document_row, "g": self.generation},
                ).fetchall()
            )
            self._retire("documents", "row", document_row)
            self._retire("passages", "document", document_row)
            self._put_document(file_row, document, passages)
            for id_, old_row in before.items():
                self.db.execute(
                    "INSERT INTO vectors SELECT n.row, v.window, v.vector FROM vectors v JOIN passages o "
                    "ON o.row = v.passage JOIN passages n ON n.id = :i AND n.added = :g AND n.removed IS NULL "
                    "AND n.windows = o.windows WHERE o.row = :o",
                    {"i": id_, "g": self.generation, "o": old_row},
                )

    def get_meta(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        set_meta(self.db, key, value)

    # -- publishing ---------------------------------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether anything has changed since the last snapshot."""
        for table in ("documents", "passages", "files"):
            row = self.db.execute(
                f"SELECT 1 FROM {table} WHERE added = :g OR removed = :g LIMIT 1", {"g": self.generation}
            ).fetchone()
            if row:
                return True
        return False

    def publish(
        self,
        encoder: Encoder,
        setting: str,
        progress: Progress | None = None,
        *,
        afresh: bool = False,
        milvus: Milvus | None = None,
    ) -> Manifest:
        """Embed what is new, build the caches of the next generation aside, and point readers to them.

        :param afresh: take nothing over from the caches of the last snapshot, which may be damaged.
        :param milvus: where the indexes are to be; ``None`` for the folder.
        """
        self.tokenise_again()
        before = None if afresh or (self.published and self.published.store != _place(milvus)) else self.published
        publisher = Publisher(self.db, self.layout, self.generation)
        if milvus is not None:
            from index.milvus_publish import MilvusPublisher

            publisher = MilvusPublisher(self.db, self.layout, self.generation, milvus)
        self.published = publisher.publish(encoder, setting, before, progress)
        self.set_meta("setting", setting)
        self.generation += 1
        return self.published


def _place(milvus: Milvus | None) -> str:
    return "embedded" if milvus is None else "milvus"
