"""Publication: what is new is embedded, the caches of a generation are built aside, readers are pointed to them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index.database import VISIBLE, Transaction, set_meta, upgrade
from index.deferred import Deferred
from index.encoder import Encoder
from index.layout import SCHEMA_VERSION, Layout, Manifest, fsync_folder
from index.lexical_build import LexicalJob
from index.names import gather_names, write_names
from index.pointer import known
from index.takeover import LastSnapshot, build_dense, file_digest
from index.tokens import ANALYSER
from index.wording_file import write_wording
from settings import VERSION

__all__ = ["Progress", "Publisher"]

_ENCODE_BATCH = 256
_READ_BATCH = 4096
_COMMIT_SECONDS = 1.0
_APART = 20_000  # entries to write, which take longer than starting a process

Progress = Callable[[str, int, int], None]
_Job = tuple[int, list[str]]  # the row of a passage, and its windows


class Publisher:
    """Publishes one generation. The caller holds the write lock."""

    def __init__(self, db: sqlite3.Connection, layout: Layout, generation: int) -> None:
        self.db, self.layout, self.generation = db, layout, generation
        self._at = {"g": generation}
        self._last: LastSnapshot | None = None

    def publish(
        self, encoder: Encoder, setting: str, before: Manifest | None, progress: Progress | None = None
    ) -> Manifest:
        """See :meth:`index.writer.Writer.publish`.

        :param before: the snapshot whose caches may be taken over in part; ``None`` to build all of them.
        """
        self._last = LastSnapshot(self.layout.snapshot(before.generation), before) if before else None
        self._use_model(encoder)
        folder = self.layout.snapshot(self.generation)
        aside = folder.with_suffix(".tmp")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)  # left by a run that was killed before it published
        aside.mkdir(parents=True)
        windows, entries = self._build(aside, encoder, before, progress)
        self._settle()
        manifest = self._manifest(encoder, setting, windows, entries, aside)
        _fsync_tree(aside)
        os.replace(aside, folder)
        fsync_folder(self.layout.snapshots)
        self.layout.publish(manifest)
        self._sweep()
        return manifest

    def _build(
        self, aside: Path, encoder: Encoder, before: Manifest | None, progress: Progress | None
    ) -> tuple[int, int]:
        """Both indexes, names and wording.

        :returns: how many vectors and how many entries they have.
        """
        lexical = LexicalJob.of(self.db, self.layout, self.generation, aside / "lexical", before)
        same = self._last if self._last is not None and self._last.manifest.analyser == ANALYSER else None
        with Deferred(partial(_write_words, lexical, aside, same), apart=lexical.entries >= _APART) as words:
            upgrade(self.db)  # the indexes of facts, where this is the first snapshot
            self._embed(encoder, progress)
            windows = self._build_dense(aside, encoder)
            self._write_names()
            return windows, words.result()

    def _use_model(self, encoder: Encoder) -> None:
        """Vectors of another model are dropped: all windows are embedded again."""
        known = self.db.execute("SELECT value FROM meta WHERE key = 'model'").fetchone()
        if known and known[0] != encoder.id:
            self.db.execute("DELETE FROM vectors")
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('model', ?)", (encoder.id,))

    # -- vectors ------------------------------------------------------------------------------------------------

    def _embed(self, encoder: Encoder, progress: Progress | None) -> None:
        """Encode the windows that have no vector yet; what is done is committed every second: a killed run resumes."""
        visible = f"SELECT row FROM passages WHERE {VISIBLE}"
        missing = [row for (row,) in self.db.execute(f"{visible} EXCEPT SELECT passage FROM vectors", self._at)]
        done = 0
        for start in range(0, len(missing), _READ_BATCH):
            chosen = json.dumps(missing[start : start + _READ_BATCH])
            stored = self.db.execute(
                "SELECT row, windows FROM passages WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row",
                (chosen,),
            ).fetchall()
            windows = json.loads(f"[{','.join(texts for _, texts in stored)}]")  # many in one step
            rows = [(row, texts) for (row, _), texts in zip(stored, windows, strict=True)]
            while rows:
                started = time.monotonic()
                with Transaction(self.db):
                    while rows and time.monotonic() - started < _COMMIT_SECONDS:
                        jobs, rows = _portion(rows)
                        self._encode(encoder, jobs)
                        done += len(jobs)
                        if progress:
                            progress("embed", done, len(missing))

    def _encode(self, encoder: Encoder, jobs: Sequence[_Job]) -> None:
        windows = [text for _, texts in jobs for text in texts]
        if not windows:  # headings have none
            return
        vectors = encoder.encode(windows, role="passage")
        blobs = (vector.tobytes() for vector in np.ascontiguousarray(vectors, dtype="<f4"))
        places = [(row, number) for row, texts in jobs for number in range(len(texts))]
        self.db.executemany(
            "INSERT INTO vectors (passage, window, vector) VALUES (?, ?, ?)",
            [(*place, blob) for place, blob in zip(places, blobs, strict=True)],
        )

    def _build_dense(self, folder: Path, encoder: Encoder) -> int:
        same = self._last is not None and self._last.manifest.model == encoder.id
        return build_dense(self.db, folder, self.generation, encoder.dimensions, self._last if same else None)

    # -- the rest -----------------------------------------------------------------------------------------------

    def _write_names(self) -> None:
        names = gather_names(self.db, self.generation, self._last.manifest.generation if self._last else None)
        with Transaction(self.db):
            write_names(self.db, self.generation, names)

    def _settle(self) -> None:
        """Have the disk hold everything that was written since the last snapshot."""
        self.db.execute("PRAGMA synchronous = FULL")
        with Transaction(self.db):
            set_meta(self.db, "published", str(self.generation))
        self.db.execute("PRAGMA synchronous = NORMAL")

    def _manifest(self, encoder: Encoder, setting: str, windows: int, entries: int, folder: Path) -> Manifest:
        def count(table: str) -> int:
            query = f"SELECT count(*) FROM {table} WHERE {VISIBLE}"
            return int(self.db.execute(query, self._at).fetchone()[0])

        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")
        files = [(path.relative_to(folder).as_posix(), path) for path in paths]
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
            entries=entries,
            checksums={name: self._checksum(name, path) for name, path in files},
            sizes={name: path.stat().st_size for name, path in files},
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            id=known(self.db, "id") or "",
        )

    def _checksum(self, name: str, path: Path) -> str:
        return (self._last and self._last.checksum(name, path)) or file_digest(path)

    def _sweep(self) -> None:
        """Drop snapshots and rows that no reader of the current or the previous generation needs."""
        oldest = self.generation - 1
        self.db.execute("PRAGMA foreign_keys = ON")  # facts and vectors go with their passages
        with Transaction(self.db):
            for table in ("passages", "documents", "files"):  # children first
                self.db.execute(f"DELETE FROM {table} WHERE removed IS NOT NULL AND removed <= ?", (oldest,))
            for table in ("names", "entities"):
                self.db.execute(f"DELETE FROM {table} WHERE generation < ?", (oldest,))
            set_meta(self.db, "oldest", str(oldest))  # readers of older generations notice
        self.db.execute("PRAGMA foreign_keys = OFF")  # rows are checked by what writes them
        if self.layout.snapshots.is_dir():
            for folder in self.layout.snapshots.iterdir():
                if folder.suffix == ".tmp" or (folder.name.isdigit() and int(folder.name) < oldest):
                    shutil.rmtree(folder, ignore_errors=True)  # a reader may still hold it open on Windows


def _write_words(lexical: LexicalJob, folder: Path, last: LastSnapshot | None) -> int:
    """Write the lexical index and the wording of a generation.

    :param last: see :func:`index.wording_file.write_wording`.
    :returns: how many entries the index has.
    """
    with closing(sqlite3.connect(lexical.database)) as db:
        write_wording(db, folder, lexical.generation, last)
    return lexical.run()


def _portion(jobs: list[_Job]) -> tuple[list[_Job], list[_Job]]:
    """The first jobs with about as many windows as are encoded at once, and the others.

    The windows of a passage are stored together or not at all.
    """
    windows = 0
    for number, (_, texts) in enumerate(jobs):
        if windows >= _ENCODE_BATCH:
            return jobs[:number], jobs[number:]
        windows += len(texts)
    return jobs, []


def _fsync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            fsync_folder(path)
    fsync_folder(folder)
