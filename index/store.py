"""The knowledge base as everything else sees it: open it, read passages, search."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch, NotFound
from index.caches import open_wording
from index.database import PASSAGE_VISIBLE, VISIBLE, connect_to_read, whole
from index.encoder import Encoder
from index.encoders.pinned import open_encoder
from index.engines import Dense, Lexical
from index.filters import allowed_rows
from index.layout import SCHEMA_VERSION, Layout, Manifest
from index.names import NameGroup, entities, name_groups, terms
from index.pointer import check_pointer, known
from index.remote import open_stores
from index.rerank import load_reranker
from index.rows import document_of, passage_of
from index.search import Searcher, SearchOptions, load_passages
from index.turns import Turns
from records import Document, Entity, EntityKind, Filters, Passage, PassageType, SearchResponse, Term
from settings import Settings

__all__ = ["KnowledgeBase"]

# Searches of one process at the same time: one computes in Python, another outside of it. More of them take the
# interpreter from each other at every step and get less done together; who waits is served in turn.
_AT_ONCE, _AT_ONCE_ELSEWHERE = 2, 32  # those elsewhere wait for a server
_ITEMS = 40  # of a list that are looked at


class KnowledgeBase:
    """One published snapshot of a knowledge base, read only. Safe to share between threads.

    A snapshot stays what it was when it was opened, whatever is imported meanwhile; open it again to see more
    (:attr:`is_current` tells).
    """

    def __init__(self, root: Path, manifest: Manifest, settings: Settings) -> None:
        self.layout, self.manifest, self.settings = Layout(root), manifest, settings
        self._local = threading.local()
        self._searcher: Searcher | None = None
        self._guard = threading.Lock()
        at_once = _AT_ONCE if manifest.store == "embedded" else _AT_ONCE_ELSEWHERE
        self._turns = Turns(at_once, partial(connect_to_read, self.layout.database, any_thread=True))

    @classmethod
    def open(cls, path: str | Path | None = None, settings: Settings | None = None) -> KnowledgeBase:
        """Open the current snapshot.

        :param path: folder of the knowledge base; by default that of the settings (``YIJU_HOME``, else ``./data``).
        :raises KnowledgeBaseMissing: nothing has been ingested there.
        :raises KnowledgeBaseDamaged: its pointer or database cannot be read.
        :raises KnowledgeBaseMismatch: it was built by an incompatible version.
        """
        settings = settings or Settings.from_environment()
        root = Path(path) if path is not None else settings.kb
        manifest = Layout(root).read_manifest()
        if manifest.schema != SCHEMA_VERSION:
            raise KnowledgeBaseMismatch(
                f"{root}: built with store version {manifest.schema}, this program reads {SCHEMA_VERSION}; "
                f"{'run `yiju rebuild`' if manifest.schema < SCHEMA_VERSION else 'use the newer program'}"
            )
        if not Layout(root).database.is_file():
            raise KnowledgeBaseDamaged(f"{root}: knowledge.sqlite is gone; restore it from a backup or ingest again")
        kb = cls(root, manifest, settings)
        try:
            check_pointer(kb.db, manifest, kb.layout)
        except BaseException:
            kb.close()
            raise
        return kb

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection of the calling thread, and those of searches that are over."""
        self._turns.close()
        db = getattr(self._local, "db", None)
        if db is not None:
            db.close()
            self._local.db = None

    @property
    def snapshot(self) -> str:
        return self.manifest.snapshot

    @property
    def is_current(self) -> bool:
        """Whether no newer snapshot has been published since this one was opened."""
        return self.layout.read_manifest().generation == self.manifest.generation

    @property
    def db(self) -> sqlite3.Connection:
        """A read-only connection of the calling thread."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = connect_to_read(self.layout.database)
            self._local.db = db
        return db

    # -- reading ------------------------------------------------------------------------------------------------

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order of their files and parts."""
        rows = self.db.execute(f"SELECT record, digest FROM documents WHERE {VISIBLE}", self._at)
        documents = (document_of(*row) for row in rows)
        return tuple(sorted(documents, key=lambda d: (d.file, d.part)))

    def document(self, id_: str) -> Document:
        """One document.

        :raises NotFound: no such document in this snapshot.
        """
        row = self.db.execute(
            f"SELECT record, digest FROM documents WHERE id = :d AND {VISIBLE}", {"d": id_, **self._at}
        )
        found = row.fetchone()
        if found is None:
            raise NotFound(f"no document {id_!r}; `yiju documents` lists the ids")
        return document_of(*found)

    def passages(self, document: str | None = None, type: PassageType | None = None) -> Iterator[Passage]:  # noqa: A002
        """Passages in reading order, document by document.

        :raises NotFound: ``document`` is not in this snapshot.
        """
        chosen = [self.document(document)] if document else self.documents()
        for one in chosen:
            yield from self._of_document(one.id, "(:t IS NULL OR p.type = :t)", t=type)
        self._not_outlived()

    def _of_document(self, document: str, where: str = "1", **values: object) -> Iterator[Passage]:
        rows = self.db.execute(
            "SELECT p.record, p.digest FROM passages p JOIN documents d ON d.row = p.document WHERE d.id = :d "
            f"AND {PASSAGE_VISIBLE} AND {where} ORDER BY p.position",
            {"d": document, **values, **self._at},
        )
        for record, digest in rows:
            yield passage_of(record, digest)

    def select(self, filters: Filters) -> Iterator[Passage]:
        """The passages that satisfy all filters, in reading order.

        :raises UsageError: a filter names something that the knowledge base does not know.
        """
        rows = allowed_rows(self.db, self.manifest.generation, filters)
        if rows is None:
            yield from self.passages()
            return
        found = load_passages(self.db, rows.tolist())
        self._not_outlived()
        order = {document.id: place for place, document in enumerate(self.documents())}
        yield from sorted(found.values(), key=lambda p: (order[p.document], p.position))

    def passage(self, id_: str) -> Passage:
        """One passage.

        :raises NotFound: no such passage in this snapshot.
        """
        row = self.db.execute(
            f"SELECT p.record, p.digest FROM passages p WHERE p.id = :p AND {PASSAGE_VISIBLE}", {"p": id_, **self._at}
        )
        found = row.fetchone()
        if found is None:
            raise NotFound(f"no passage {id_!r} in this knowledge base; `yiju passages` lists the ids")
        return passage_of(*found)

    def has_passage(self, id_: str) -> bool:
        """Whether there is such a passage in this snapshot."""
        row = self.db.execute(f"SELECT 1 FROM passages p WHERE p.id = :p AND {PASSAGE_VISIBLE}", {"p": id_, **self._at})
        return row.fetchone() is not None

    def rows(self, table: Passage) -> tuple[Passage, ...]:
        """The rows of a table (each line is one at most), or the items of a list by what leads into it; in order."""
        form, most = ("row", table.text.count("\n") + 1) if table.form == "table" else ("bullet", _ITEMS)
        after = self._of_document(table.document, f"p.form = '{form}' AND p.position > :first", first=table.position)
        return tuple(row for row in islice(after, most) if row.parent == table.id)

    def context(self, passage: Passage, before: int = 2, after: int = 2) -> tuple[Passage, ...]:
        """The passages around one, itself included, in reading order. Footnotes in between do not count."""
        all_ = self._of_document(passage.document)
        body = [p for p in all_ if p.form != "footnote" or p.id == passage.id]
        place = next(i for i, p in enumerate(body) if p.id == passage.id)
        return tuple(body[max(place - before, 0) : place + after + 1])

    def entities(self, kind: EntityKind | None = None) -> tuple[Entity, ...]:
        """Every named thing with its other names and the passages that name it, the most mentioned first.

        Reads all mentions; :meth:`names` has all but the passages at a fraction of the cost.
        """
        return tuple(entities(self.db, self.manifest.generation, kind))

    def names(self, kind: EntityKind | None = None) -> tuple[NameGroup, ...]:
        """Every named thing with its other names and how many passages name it, the most mentioned first."""
        return tuple(name_groups(self.db, self.manifest.generation, kind))

    def terms(self) -> tuple[Term, ...]:
        """Every abbreviation with its expansions; the same one from several documents is one term."""
        return terms(self.db, self.manifest.generation)

    def source_text(self, document: Document) -> str:
        """The text that the source offsets of a document's passages refer to."""
        text, digest = self._of_file(document, "f.text, f.digest")
        return whole(str(text), digest, document.file)

    def _not_outlived(self, db: sqlite3.Connection | None = None) -> None:
        """Two imports later the rows of a snapshot are dropped: what is read then is no longer all of it."""
        if int(known(db or self.db, "oldest") or 0) > self.manifest.generation:
            raise KnowledgeBaseMismatch(
                f"{self.layout.root}: snapshot {self.snapshot} was replaced twice since it was opened; open it again"
            )

    def source_file(self, document: Document) -> Path:
        """Where the file of a document lay when it was read; it may have changed or gone since (``sha256`` tells)."""
        (path,) = self._of_file(document, "f.path")
        return Path(path)

    def _of_file(self, document: Document, columns: str) -> tuple[Any, ...]:
        found: tuple[Any, ...] = self.db.execute(
            f"SELECT {columns} FROM files f JOIN documents d ON d.file = f.row WHERE d.id = :d "
            "AND d.added <= :g AND (d.removed IS NULL OR d.removed > :g)",
            {"d": document.id, **self._at},
        ).fetchone()
        return found

    @property
    def _at(self) -> dict[str, int]:
        return {"g": self.manifest.generation}

    # -- searching ----------------------------------------------------------------------------------------------

    def search(
        self, query: str, filters: Filters | None = None, limit: int = 10, options: SearchOptions | None = None
    ) -> SearchResponse:
        """Ranked passages for a query in Chinese or English.

        :param options: switches for measuring; leave it out.
        :raises UsageError: an empty query or an unknown name in a filter.
        :raises ModelError: the embedding model, or the reranker of ``YIJU_RERANKER``, cannot be loaded.
        """
        chosen = filters or Filters()
        with self._turns.one() as db:
            searcher = self._searcher_ready()
            try:
                hits, notes = searcher.search(db, query, chosen, limit, options)
            except KeyError as error:
                self._not_outlived(db)
                told = f"{self.layout.root}: passage {error} of the index is not in the database"
                raise KnowledgeBaseDamaged(f"{told}; run `yiju doctor --repair`") from error
            except KnowledgeBaseDamaged:
                self._not_outlived(db)
                raise
            self._not_outlived(db)
            rows = searcher.allowed(db, chosen)
        searched = self.manifest.passages if rows is None else len(rows)
        return SearchResponse(query, chosen, self.snapshot, tuple(hits), tuple(notes), searched)

    @property
    def dense(self) -> Dense:
        """The vectors of this snapshot."""
        return self._searcher_ready().dense

    @property
    def lexical(self) -> Lexical:
        """The words of this snapshot: which ones it has, and how telling each is."""
        return self._searcher_ready().lexical

    @property
    def encoder(self) -> Encoder:
        """The model of this snapshot."""
        return self._searcher_ready().encoder

    def _searcher_ready(self) -> Searcher:
        """The indexes and the encoder, loaded at the first search, side by side: each waits for its own file."""
        with self._guard:
            if self._searcher is None:
                with ThreadPoolExecutor(2) as pool:
                    encoder = pool.submit(open_encoder, self.manifest, self.settings)
                    indexes = pool.submit(open_stores, self.layout, self.manifest, self.settings, connect_to_read)
                    reranker = load_reranker(self.settings.reranker) if self.settings.reranker else None
                    opened, generation = indexes.result(), self.manifest.generation
                    wording = open_wording(self.layout, self.manifest)
                    self._searcher = Searcher(generation, *opened, encoder.result(), reranker, wording=wording)
            return self._searcher
