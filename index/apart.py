"""What is stored is parsed, and its facts are found anew, in processes of their own, several at a time and in order."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from errors import KnowledgeBaseDamaged
from index.database import whole
from index.prepared import PreparedDocument, PreparedFile, prepare, prepare_document
from index.rows import document_of, passage_of
from ingest.annotate import Annotator, DocumentFacts
from ingest.files import ReadFile, gazetteer_of
from ingest.guard import guarded
from ingest.report import FileReport
from records import Document, Passage
from settings import Settings

__all__ = ["READERS", "Names", "StoredDocument", "StoredFile", "check", "derive", "find_again", "in_turn"]

READERS = min(max(os.cpu_count() or 1, 2), 8)
# A file took some time and memory to be read once; here all its records are there besides, and nobody waits for one.
_TIMES = 10
_MEMORY = 2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document and its passages as they are stored: records (JSON) and their digests."""

    record: str
    digest: str | None
    passages: tuple[tuple[str, str | None], ...]

    def parsed(self) -> tuple[Document, list[Passage]]:
        """:raises KnowledgeBaseDamaged: a record has changed since it was stored.

        :raises ValueError, KeyError, TypeError, AttributeError, IndexError: it is none.
        """
        document = document_of(self.record, self.digest)
        return document, [passage_of(*stored) for stored in self.passages]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it is stored."""

    file: str
    sha256: str
    text: str
    digest: str | None
    report: str
    documents: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The office's file of names, and the time of its last change."""

    path: Path
    stamp: int

    @classmethod
    def of(cls, path: Path) -> Names:
        return cls(path, path.stat().st_mtime_ns)


def in_turn(
    function: Callable[..., T], jobs: Iterable[tuple[Any, ...] | None], settings: Settings
) -> Iterator[T | None]:
    """The results of a function (importable by name), in order.

    :param jobs: a name for messages and the arguments; ``None`` gives ``None``.
    :raises UnreadableSource: it took more time or memory than ever needed.
    """
    seconds, memory = _TIMES * settings.read_seconds, _MEMORY * settings.read_memory_bytes

    def compute(name: object, *arguments: Any) -> T:
        return guarded(function, *arguments, name=str(name), seconds=seconds, memory=memory)

    with ThreadPoolExecutor(READERS) as pool:
        ahead: deque[Future[T] | None] = deque()
        for job in jobs:
            ahead.append(pool.submit(compute, *job) if job else None)
            if len(ahead) > READERS:
                yield _result(ahead.popleft())
        while ahead:
            yield _result(ahead.popleft())


def _result(future: Future[T] | None) -> T | None:
    return future.result() if future is not None else None


def check(stored: StoredFile) -> str | None:
    """What is wrong with a file, each record parsed and compared with the others."""
    try:
        _parsed(stored)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, KnowledgeBaseDamaged) as error:
        return f"{type(error).__name__}: {error}"
    return None


def derive(stored: StoredFile, names: Names | None) -> PreparedFile:
    """What is stored of a file, made anew from its records.

    :param names: find facts with these names; ``None`` where they were found with them.
    """
    read = _parsed(stored)
    if names is None:
        return prepare(read)
    groups = {document.id: [p for p in read.passages if p.document == document.id] for document in read.documents}
    found = (passage for document in read.documents for passage in _annotated(document, groups[document.id], names))
    return prepare(ReadFile(read.file, read.sha256, read.text, read.documents, tuple(found), read.report))


def find_again(stored: StoredDocument, names: Names) -> PreparedDocument | None:
    """A document with the facts that are found in it now; ``None`` where they are those that are stored."""
    document, passages = stored.parsed()
    found = _annotated(document, passages, names)
    return prepare_document(document, found) if list(found) != passages else None


def _annotated(document: Document, passages: list[Passage], names: Names) -> tuple[Passage, ...]:
    facts = DocumentFacts(document.title, document.date, document.period)
    return Annotator(facts, gazetteer_of(names.path, names.stamp), passages).annotate()


def _parsed(stored: StoredFile) -> ReadFile:
    whole(stored.text, stored.digest, stored.file)
    documents, passages = [], []
    for one in stored.documents:
        document, held = one.parsed()
        documents.append(document)
        passages += held
        for passage in held:
            if passage.document != document.id or not passage.id.startswith(f"{document.id}:"):
                raise ValueError(f"passage {passage.id} is not of document {document.id}")
    if not documents or not passages:
        raise ValueError("no document or no passage in it")
    report = FileReport.from_dict(json.loads(stored.report))
    return ReadFile(str(stored.file), str(stored.sha256), str(stored.text), tuple(documents), tuple(passages), report)
