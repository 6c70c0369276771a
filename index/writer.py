"""The write side of a knowledge base: files in, documents out, one published snapshot after the other.

One process writes at a time. A file is stored wholly or not at all, several small ones in one transaction; until
:meth:`Writer.publish` readers see nothing of them, and a killed run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from errors import NotFound
from index.again import keep_vectors, stored_documents
from index.apart import Names, find_again, in_turn
from index.database import VISIBLE
from index.encoder import Encoder
from index.layout import Manifest
from index.prepared import PreparedDocument, PreparedFile, prepare_document
from index.publish import Progress, Publisher
from index.rows import insert_document, insert_file
from index.session import WriteSession
from index.tokens import ANALYSER
from ingest.address import document_id
from ingest.report import FileReport
from settings import Settings

if TYPE_CHECKING:
    from index.milvus import Milvus

__all__ = ["Writer"]


class Writer(WriteSession):
    """Writes files into a knowledge base and publishes them; use as a context manager.

    :param salvage: go on from the rows where the pointer to the snapshot cannot be read.
    :raises KnowledgeBaseBusy: another process is writing.
    :raises KnowledgeBaseDamaged: the pointer or the database cannot be read.
    :raises KnowledgeBaseMismatch: another version of the program built it.
    """

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

    def put(
        self, path: str, file: PreparedFile, vectors: Mapping[str, tuple[str, Sequence[bytes]]] | None = None
    ) -> None:
        """Add a file, or replace the version of it that is there: all of it or nothing.

        :param vectors: by passage id the windows (JSON) that were embedded elsewhere with the model of this knowledge
            base, and a vector for each; they are kept where the windows are the same here.
        """
        with self.step(sum(len(document.passages) for document in file.documents)):
            self._retire_file(path)
            file_row = insert_file(self.db, path, file, self.generation)
            for document in file.documents:
                first = self._put_document(file_row, document)
                if vectors:
                    self._put_vectors(first, document, vectors)

    def _put_document(self, file_row: int, document: PreparedDocument) -> int:
        """Gives the row of its first passage."""
        first = self.next_row
        insert_document(self.db, first, file_row, document, self.generation)
        self.next_row += len(document.passages)
        return first

    def _put_vectors(
        self, first: int, document: PreparedDocument, vectors: Mapping[str, tuple[str, Sequence[bytes]]]
    ) -> None:
        stored = []
        for row, (id_, windows) in enumerate(document.windows(), first):
            texts, given = vectors.get(id_, ("", ()))
            if given and texts == windows and len(given) == len(json.loads(windows)):
                stored += [(row, number, vector) for number, vector in enumerate(given)]
        self.db.executemany("INSERT INTO vectors (passage, window, vector) VALUES (?, ?, ?)", stored)

    def forget(self, path: str) -> None:
        """Take a file out of the next snapshot, if it is there."""
        with self.step():
            self._retire_file(path)

    def remove(self, documents: Sequence[str]) -> None:
        """Take documents out of the next snapshot, all or none.

        :raises NotFound: one of them is not there.
        """
        with self.step():
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

    # -- what is stored, again ----------------------------------------------------------------------------------

    def annotate_again(self, names: Names, settings: Settings) -> None:
        """Find the facts of all passages anew, as after a change of the alias file; vectors of equal texts are kept."""
        places = deque[tuple[int, int]]()

        def jobs() -> Iterator[tuple[Any, ...]]:
            for document_row, file_row, id_, stored in stored_documents(self.db, self.generation):
                places.append((document_row, file_row))
                yield id_, stored, names

        for new in in_turn(find_again, jobs(), settings):
            place = places.popleft()
            if new is not None:
                self._replace_document(*place, new)

    def store_again(self, files: Collection[int] | None = None) -> None:
        """Derive tokens, windows and facts of all files, or some (by row), from their records anew."""
        for document_row, file_row, _, stored in stored_documents(self.db, self.generation, files):
            self._replace_document(document_row, file_row, prepare_document(*stored.parsed()))

    def _replace_document(self, document_row: int, file_row: int, new: PreparedDocument) -> None:
        with self.step(len(new.passages)):
            before = dict(
                self.db.execute(
                    f"SELECT id, row FROM passages WHERE document = :d AND {VISIBLE}",
                    {"d": document_row, "g": self.generation},
                ).fetchall()
            )
            self._retire("documents", "row", document_row)
            self._retire("passages", "document", document_row)
            first = self._put_document(file_row, new)
            rows = {id_: row for row, (id_, _) in enumerate(new.windows(), first)}
            keep_vectors(self.db, [(before[id_], row) for id_, row in rows.items() if id_ in before])

    def distrust(self, path: str) -> None:
        """Have a file read again when it is ingested next, though it is the same."""
        self.db.execute("UPDATE files SET sha256 = '' WHERE path = ? AND removed IS NULL", (path,))

    def drop_vectors(self, rows: Sequence[int]) -> None:
        """Have some passages embedded again."""
        with self.step():
            self.db.executemany("DELETE FROM vectors WHERE passage = ?", [(row,) for row in rows])

    def tokenise_again(self) -> bool:
        """Store all passages anew where they were stored with another analyser; tells whether they were."""
        if self.get_meta("analyser") == ANALYSER:
            return False
        self.store_again()
        self.set_meta("analyser", ANALYSER)
        return True

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
        self.commit()
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
