"""Publication where the indexes are on Milvus: the rows that changed go there, the words are counted here.

A server that cannot hold words gets the vectors; the lexical index is then that of the embedded store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from errors import KnowledgeBaseDamaged
from index.database import VISIBLE, upgrade
from index.encoder import Encoder
from index.engines import Lexical
from index.layout import Layout, Manifest
from index.lexical import LexicalEntry, LexicalIndex
from index.lexical_build import LexicalJob
from index.milvus import Milvus
from index.milvus_search import MilvusDense, MilvusLexical, Place
from index.pointer import known
from index.publish import Progress, Publisher
from index.vocabulary import Vocabulary

__all__ = ["MilvusPublisher", "has_words", "open_milvus"]


class MilvusPublisher(Publisher):
    """Publishes one generation to Milvus. Rows that the last generation still sees stay there until they are swept."""

    def __init__(self, db: object, layout: Layout, generation: int, milvus: Milvus) -> None:
        super().__init__(db, layout, generation)  # type: ignore[arg-type]
        self._milvus = milvus
        self._before: Manifest | None = None
        self._name = ""
        self._words = True  # whether words go there too

    def publish(
        self, encoder: Encoder, setting: str, before: Manifest | None, progress: Progress | None = None
    ) -> Manifest:
        old = before.collection if before else ""
        known_there = bool(
            before and old and before.model == encoder.id and self._milvus.load(old, words=not has_words(before))
        )
        self._before = before if known_there else None
        self._words = not has_words(self._before) if self._before else self._milvus.holds_words
        # a full build goes into collections of its own, so that readers of the last snapshot keep theirs
        self._name = old if known_there else f"{self._prefix}{self.generation}"
        return super().publish(encoder, setting, before, progress)

    @property
    def _prefix(self) -> str:
        return f"yiju_{(known(self.db, 'id') or '')[:12]}_"

    def _build(
        self, aside: Path, encoder: Encoder, before: Manifest | None, progress: Progress | None
    ) -> tuple[int, int]:
        upgrade(self.db)  # the indexes of facts, where this is the first snapshot
        self._embed(encoder, progress)
        self._write_names()
        return self._build_dense(aside, encoder), self._build_lexical(aside / "lexical")

    def _build_dense(self, folder: Path, encoder: Encoder) -> int:
        if self._before is None:
            self._milvus.create(self._name, encoder.dimensions, words=self._words)
        else:
            added = self.db.execute("SELECT row FROM passages WHERE added = :g", self._at)
            self._milvus.delete(
                self._name, [row for (row,) in added], words=self._words
            )  # left by a run that was cut off
        cursor = self.db.execute(
            "SELECT v.passage, v.window, p.added, v.vector FROM vectors v JOIN passages p ON p.row = v.passage "
            f"WHERE {self._which('p.')} ORDER BY v.passage, v.window",
            self._at,
        )
        self._milvus.put_vectors(self._name, ((r, w, g, np.frombuffer(v, "<f4").tolist()) for r, w, g, v in cursor))
        query = f"SELECT coalesce(sum(json_array_length(windows)), 0) FROM passages WHERE {VISIBLE}"
        return int(self.db.execute(query, self._at).fetchone()[0])

    def _build_lexical(self, folder: Path) -> int:
        if not self._words:
            return LexicalJob.of(self.db, self.layout, self.generation, folder, self._before).run()
        if self._before is None:
            words = Vocabulary.build(entry for entry, _ in self._rows(VISIBLE))
        else:
            old = Vocabulary.open(self.layout.snapshot(self._before.generation) / "lexical")
            words = old.changed(
                (entry for entry, _ in self._rows("added = :g AND removed IS NULL")),
                (entry for entry, _ in self._rows("removed = :g AND added < :g")),
            )
        words.save(folder)
        self._milvus.put_words(
            self._name, ((entry.row, added, words.of_entry(entry)) for entry, added in self._rows(self._which("")))
        )
        return len(words)

    def _which(self, table: str) -> str:
        """The rows that Milvus does not have yet."""
        if self._before is None:
            return f"{table}added <= :g AND ({table}removed IS NULL OR {table}removed > :g)"
        return f"{table}added = :g AND {table}removed IS NULL"

    def _rows(self, which: str) -> Iterator[tuple[LexicalEntry, int]]:
        cursor = self.db.execute(
            f"SELECT row, added, tokens FROM passages WHERE ({which}) AND form <> 'heading' ORDER BY row", self._at
        )
        for row, added, tokens in cursor:
            body, _, context = tokens.partition("\n")
            yield LexicalEntry(row, body, context), added

    def _manifest(self, encoder: Encoder, setting: str, windows: int, entries: int, folder: Path) -> Manifest:
        manifest = super()._manifest(encoder, setting, windows, entries, folder)
        return replace(manifest, store="milvus", collection=self._name)

    def _sweep(self) -> None:
        rows = self.db.execute("SELECT row FROM passages WHERE removed <= ?", (self.generation - 1,)).fetchall()
        self._milvus.delete(self._name, [row for (row,) in rows], words=self._words)
        last = json.loads(known(self.db, "collections") or "[]")[-1:]
        for name in self._milvus.names(self._prefix) - {self._name, *last}:
            self._milvus.drop(name)
        note = json.dumps(list(dict.fromkeys([*last, self._name])))
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('collections', ?)", (note,))
        super()._sweep()


def open_milvus(
    milvus: Milvus, layout: Layout, manifest: Manifest, hidden: list[int]
) -> tuple[MilvusDense, Lexical] | None:
    """Both indexes of a snapshot; ``None`` where Milvus has not its collections.

    :param hidden: rows that the snapshot has removed and Milvus may still have.
    :raises KnowledgeBaseDamaged: what the folder has of the words cannot be read.
    """
    in_folder = has_words(manifest)
    if not milvus.load(manifest.collection, words=not in_folder):
        return None
    gone = np.array(sorted(hidden), dtype=np.int64)
    place = Place(milvus, manifest.collection, manifest.generation, datetime.fromisoformat(manifest.built), gone)
    folder = layout.snapshot(manifest.generation) / "lexical"
    try:
        words = LexicalIndex.open(folder) if in_folder else MilvusLexical(place, Vocabulary.open(folder))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise KnowledgeBaseDamaged(
            f"{folder}: the words cannot be read ({error}); run `yiju rebuild --embed-only`"
        ) from error
    return MilvusDense(place, manifest.windows), words


def has_words(manifest: Manifest) -> bool:
    """Whether the folder of a snapshot has its words to be searched; else Milvus has."""
    return "lexical/meta.json" in manifest.checksums
