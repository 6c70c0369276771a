"""The write side of a knowledge base: files in, documents out, one published snapshot after the other.

One process writes at a time. Every file is one transaction; until :meth:`Writer.publish` readers see nothing of it,
and a killed run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from types import TracebackType

import filelock
import numpy as np

from errors import KnowledgeBaseBusy, KnowledgeBaseMismatch, KnowledgeBaseMissing, NotFound
from index.dense import DenseIndex
from index.encoder import Encoder
from index.layout import SCHEMA_VERSION, Layout, Manifest, fsync_folder
from index.lexical import LexicalEntry, LexicalIndex
from index.tokens import ANALYSER, analyse, fold_name
from index.windows import context_of, windows_of, without_links
from ingest.address import document_id
from ingest.annotate import Annotator, DocumentFacts, glossary_rows
from ingest.files import ReadFile
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from ingest.terms import find_terms
from records import Document, Passage
from settings import VERSION

__all__ = ["Writer"]

_ENCODE_BATCH = 256
_VISIBLE = "added <= :g AND (removed IS NULL OR removed > :g)"

Progress = Callable[[str, int, int], None]


class Writer:
    """Holds the write lock of a knowledge base; use as a context manager.

    :raises KnowledgeBaseBusy: another process is writing.
    """

    def __init__(self, root: Path) -> None:
        self.layout = Layout(root)
        root.mkdir(parents=True, exist_ok=True)
        self._lock = filelock.FileLock(str(self.layout.lock))
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise KnowledgeBaseBusy(
                f"{root}: another import is running; wait until it is done and try again"
            ) from error
        self.db = sqlite3.connect(self.layout.database, isolation_level=None)
        self._prepare()
        self.published = self._published()
        self.generation = (self.published.generation if self.published else 0) + 1

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.db.close()
        self._lock.release()

    def _prepare(self) -> None:
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.executescript((package_files("index") / "schema.sql").read_text(encoding="utf-8"))
        self.db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        stored = self.db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        if stored != str(SCHEMA_VERSION):
            raise KnowledgeBaseMismatch(
                f"{self.layout.root}: built with store version {stored}, this program writes {SCHEMA_VERSION}; "
                "ingest the sources again into a new folder (--kb)"
            )

    def _published(self) -> Manifest | None:
        try:
            return self.layout.read_manifest()
        except KnowledgeBaseMissing:
            return None

    # -- files --------------------------------------------------------------------------------------------------

    def known_sha(self, path: str) -> str | None:
        """The digest of the version of a file that the next snapshot will hold."""
        row = self.db.execute(
            f"SELECT sha256 FROM files WHERE path = :p AND {_VISIBLE}", {"p": path, "g": self.generation}
        ).fetchone()
        return row[0] if row else None

    def report_of(self, path: str) -> FileReport:
        """The stored report of a known file."""
        row = self.db.execute(
            f"SELECT report FROM files WHERE path = :p AND {_VISIBLE}", {"p": path, "g": self.generation}
        ).fetchone()
        return FileReport.from_dict(json.loads(row[0]))

    def same_content(self, sha256: str, path: str) -> str | None:
        """Another known file with the same bytes, as it was given."""
        row = self.db.execute(
            f"SELECT file FROM files WHERE sha256 = :s AND path <> :p AND {_VISIBLE}",
            {"s": sha256, "p": path, "g": self.generation},
        ).fetchone()
        return row[0] if row else None

    def free_stem(self, stem: str, path: str, sha256: str) -> str:
        """A stem for document ids that no other file uses."""
        taken = self.db.execute(
            "SELECT d.id FROM documents d JOIN files f ON f.row = d.file WHERE f.path <> :p "
            "AND (d.id = :s OR substr(d.id, 1, length(:s) + 1) = :s || '.') "
            "AND d.added <= :g AND (d.removed IS NULL OR d.removed > :g)",
            {"p": path, "s": document_id(stem, 1, 1), "g": self.generation},
        ).fetchone()
        return f"{stem}-{hashlib.sha256(path.encode()).hexdigest()[:6]}" if taken else stem

    def put(self, path: str, read: ReadFile, vectors: Mapping[str, tuple[str, Sequence[bytes]]] | None = None) -> None:
        """Add a file, or replace the version of it that is there, in one transaction.

        :param vectors: by passage id the windows (JSON) that were embedded elsewhere with the model of this knowledge
            base, and a vector for each; they are kept where the windows are the same here.
        """
        with self._transaction():
            self._retire_file(path)
            cursor = self.db.execute(
                "INSERT INTO files (path, file, sha256, text, report, added) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    path,
                    read.file,
                    read.sha256,
                    read.text,
                    json.dumps(read.report.to_dict(), ensure_ascii=False),
                    self.generation,
                ),
            )
            file_row = int(cursor.lastrowid or 0)
            for document in read.documents:
                self._put_document(file_row, document, [p for p in read.passages if p.document == document.id])
            for id_, (windows, given) in (vectors or {}).items():
                self._put_vectors(id_, windows, given)

    def _put_vectors(self, id_: str, windows: str, vectors: Sequence[bytes]) -> None:
        row = self.db.execute(
            "SELECT row FROM passages WHERE id = ? AND added = ? AND removed IS NULL AND windows = ?",
            (id_, self.generation, windows),
        ).fetchone()
        if row and len(vectors) == len(json.loads(windows)):
            self.db.executemany(
                "INSERT INTO vectors VALUES (?, ?, ?)", [(row[0], number, v) for number, v in enumerate(vectors)]
            )

    def forget(self, path: str) -> None:
        """Take a file out of the next snapshot, if it is there."""
        with self._transaction():
            self._retire_file(path)

    def remove(self, documents: Sequence[str]) -> None:
        """Take documents out of the next snapshot, all or none.

        :raises NotFound: one of them is not there.
        """
        with self._transaction():
            for document in documents:
                self._remove_one(document)

    def _remove_one(self, document: str) -> None:
        row = self.db.execute(
            f"SELECT row, file FROM documents WHERE id = :d AND {_VISIBLE}", {"d": document, "g": self.generation}
        ).fetchone()
        if row is None:
            raise NotFound(f"no document {document!r} in this knowledge base; `yiju documents` lists them")
        self._retire("documents", "row", row[0])
        self._retire("passages", "document", row[0])
        left = self.db.execute(
            f"SELECT count(*) FROM documents WHERE file = :f AND {_VISIBLE}", {"f": row[1], "g": self.generation}
        ).fetchone()[0]
        if not left:
            self._retire("files", "row", row[1])

    def _retire_file(self, path: str) -> None:
        rows = self.db.execute(
            f"SELECT row FROM files WHERE path = :p AND {_VISIBLE}", {"p": path, "g": self.generation}
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
        cursor = self.db.execute(
            "INSERT INTO documents (id, file, issued, record, added) VALUES (?, ?, ?, ?, ?)",
            (
                document.id,
                file_row,
                document.date.isoformat() if document.date else None,
                json.dumps(document.to_dict(), ensure_ascii=False),
                self.generation,
            ),
        )
        document_row = int(cursor.lastrowid or 0)
        by_id = {p.id: p for p in passages}
        for passage in passages:
            self._put_passage(document_row, passage, document, by_id)
        self.db.executemany(
            "INSERT INTO terms VALUES (?, ?, ?, ?, ?)",
            [
                (document_row, t.abbreviation, t.zh, t.en, json.dumps(t.defined_in))
                for t in find_terms([(p.id, p.text) for p in passages], glossary_rows(passages))
            ],
        )

    def _put_passage(self, document_row: int, passage: Passage, document: Document, by_id: dict[str, Passage]) -> None:
        searchable = passage.form != "heading"  # headings are found through the passages under them
        windows = windows_of(passage, document, by_id) if searchable else ()
        context = context_of(passage, document, by_id)
        cursor = self.db.execute(
            "INSERT INTO passages (id, document, position, form, type, record, context, tokens, windows, added) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                passage.id,
                document_row,
                passage.position,
                passage.form,
                passage.type,
                json.dumps(passage.to_store(), ensure_ascii=False, separators=(",", ":")),
                context,
                f"{_distinct(without_links(passage.text))}\n{_distinct(context)}",
                json.dumps(windows, ensure_ascii=False),
                self.generation,
            ),
        )
        row = int(cursor.lastrowid or 0)
        types = {passage.type, *(span.type for span in passage.also)}
        self.db.executemany("INSERT INTO passage_types VALUES (?, ?)", [(t, row) for t in sorted(types)])
        self.db.executemany(
            "INSERT INTO passage_dates VALUES (?, ?, ?)",
            [(row, d.start.isoformat(), d.end.isoformat()) for d in passage.dates if d.start and d.end],
        )
        self.db.executemany(
            "INSERT INTO passage_entities VALUES (?, ?, ?, ?, ?)",
            sorted({(row, e.name, e.text, e.name_en or "", e.kind) for e in passage.entities}),
        )

    def annotate_again(self, gazetteer: Gazetteer) -> None:
        """Find the facts of all passages anew, as after a change of the alias file; vectors of equal texts are kept."""
        rows = self.db.execute(
            f"SELECT row, file, record FROM documents WHERE {_VISIBLE} ORDER BY row", {"g": self.generation}
        ).fetchall()
        for document_row, file_row, record in rows:
            document = Document.from_dict(json.loads(record))
            found = self.db.execute(
                f"SELECT row, record FROM passages WHERE document = :d AND {_VISIBLE} ORDER BY position",
                {"d": document_row, "g": self.generation},
            ).fetchall()
            old = [Passage.from_store(json.loads(stored)) for _, stored in found]
            facts = DocumentFacts(document.title, document.date, document.period)
            new = Annotator(facts, gazetteer, old).annotate()
            if list(new) != old:
                self._replace_document(document_row, file_row, document, new)

    def _replace_document(
        self, document_row: int, file_row: int, document: Document, passages: Sequence[Passage]
    ) -> None:
        with self._transaction():
            before = dict(
                self.db.execute(
                    f"SELECT id, row FROM passages WHERE document = :d AND {_VISIBLE}",
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
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

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

    def publish(self, encoder: Encoder, setting: str, progress: Progress | None = None) -> Manifest:
        """Embed what is new, build the caches of the next generation aside, and point readers to them."""
        self._use_model(encoder)
        self._embed(encoder, progress)
        folder = self.layout.snapshot(self.generation)
        aside = folder.with_suffix(".tmp")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)  # left by a run that was killed before it published
        aside.mkdir(parents=True)
        windows = self._build_dense(aside, encoder.dimensions)
        LexicalIndex.build(aside / "lexical", self._lexical_entries())
        self._rebuild_names()
        manifest = self._manifest(encoder, setting, windows, aside)
        _fsync_tree(aside)
        os.replace(aside, folder)
        fsync_folder(self.layout.snapshots)
        self.layout.publish(manifest)
        self.published = manifest
        self.generation += 1
        self._sweep()
        return manifest

    def _use_model(self, encoder: Encoder) -> None:
        """Vectors of another model are dropped: all windows are embedded again."""
        if self.get_meta("model") not in (None, encoder.id):
            self.db.execute("DELETE FROM vectors")
        self.set_meta("model", encoder.id)

    def _embed(self, encoder: Encoder, progress: Progress | None) -> None:
        """Encode the windows that have no vector yet; each batch is committed, so a killed run resumes."""
        todo = self.db.execute(
            f"SELECT row, windows FROM passages p WHERE windows <> '[]' AND {_VISIBLE} "
            "AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.passage = p.row) ORDER BY row",
            {"g": self.generation},
        ).fetchall()
        jobs = [(row, number, text) for row, texts in todo for number, text in enumerate(json.loads(texts))]
        done = 0
        for batch in _whole_passages(jobs, _ENCODE_BATCH):
            vectors = encoder.encode([text for _, _, text in batch], role="passage")
            with self._transaction():
                self.db.executemany(
                    "INSERT INTO vectors VALUES (?, ?, ?)",
                    [
                        (row, number, np.ascontiguousarray(vector, dtype="<f4").tobytes())
                        for (row, number, _), vector in zip(batch, vectors, strict=True)
                    ],
                )
            done += len(batch)
            if progress:
                progress("embed", done, len(jobs))

    def _build_dense(self, folder: Path, dimensions: int) -> int:
        rows = self.db.execute(
            "SELECT v.passage, v.vector FROM vectors v JOIN passages p ON p.row = v.passage "
            "WHERE p.added <= :g AND (p.removed IS NULL OR p.removed > :g) ORDER BY v.passage, v.window",
            {"g": self.generation},
        ).fetchall()
        owners = np.fromiter((row for row, _ in rows), dtype=np.int64, count=len(rows))
        blob = b"".join(vector for _, vector in rows)
        vectors = np.frombuffer(blob, dtype="<f4").reshape(len(rows), dimensions).astype(np.float32, copy=False)
        DenseIndex.build(folder, vectors, owners)
        return len(rows)

    def _rebuild_names(self) -> None:
        """All surface forms of all entities, folded as queries are."""
        rows = self.db.execute(
            "SELECT DISTINCT e.surface, e.name, e.name_en, e.kind FROM passage_entities e JOIN passages p "
            "ON p.row = e.passage WHERE p.added <= :g AND (p.removed IS NULL OR p.removed > :g)",
            {"g": self.generation},
        ).fetchall()
        forms = {
            (fold_name(form), name, kind)
            for surface, name, name_en, kind in rows
            for form in (surface, name, name_en)
            if form
        }
        with self._transaction():
            self.db.execute("DELETE FROM names")
            self.db.executemany("INSERT INTO names VALUES (?, ?, ?)", sorted(forms))

    def _lexical_entries(self) -> Iterator[LexicalEntry]:
        cursor = self.db.execute(
            f"SELECT row, record, context FROM passages WHERE form <> 'heading' AND {_VISIBLE} ORDER BY row",
            {"g": self.generation},
        )
        for row, record, context in cursor:
            yield LexicalEntry(row, without_links(json.loads(record)["text"]), context)

    def _manifest(self, encoder: Encoder, setting: str, windows: int, folder: Path) -> Manifest:
        def count(table: str) -> int:
            query = f"SELECT count(*) FROM {table} WHERE {_VISIBLE}"
            return int(self.db.execute(query, {"g": self.generation}).fetchone()[0])

        return Manifest(
            generation=self.generation,
            model=encoder.id,
            setting=setting,
            dimensions=encoder.dimensions,
            analyser=ANALYSER,
            schema=SCHEMA_VERSION,
            version=VERSION,
            documents=count("documents"),
            passages=count("passages"),
            windows=windows,
            checksums={name: file_digest(folder / name) for name in ("vectors.faiss", "owners.npy")},
            built=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _sweep(self) -> None:
        """Drop snapshots and rows that no reader of the current or the previous generation needs."""
        oldest = self.generation - 2
        with self._transaction():
            for table in ("passages", "documents", "files"):  # children first
                self.db.execute(f"DELETE FROM {table} WHERE removed IS NOT NULL AND removed <= ?", (oldest,))
        if self.layout.snapshots.is_dir():
            for folder in self.layout.snapshots.iterdir():
                if folder.suffix == ".tmp" or (folder.name.isdigit() and int(folder.name) < oldest):
                    shutil.rmtree(folder, ignore_errors=True)  # a reader may still hold it open on Windows

    def _transaction(self) -> _Transaction:
        return _Transaction(self.db)


def _distinct(text: str) -> str:
    """The distinct tokens of a text, in order, with spaces between them."""
    return " ".join(dict.fromkeys(token.text for token in analyse(text)))


class _Transaction:
    """``BEGIN IMMEDIATE`` … ``COMMIT``, or ``ROLLBACK`` when the block raises."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __enter__(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.db.execute("ROLLBACK" if kind else "COMMIT")


def _whole_passages(jobs: Sequence[tuple[int, int, str]], size: int) -> Iterable[list[tuple[int, int, str]]]:
    """Batches of about ``size`` windows that never split a passage: its windows are stored together or not at all."""
    batch: list[tuple[int, int, str]] = []
    for job in jobs:
        if len(batch) >= size and job[0] != batch[-1][0]:
            yield batch
            batch = []
        batch.append(job)
    if batch:
        yield batch


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fsync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    fsync_folder(folder)
