"""A file whose stem another file here has already: ids of documents and passages begin with another one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.prepared import PreparedFile, prepare
from ingest.files import ReadFile
from records import Document

if TYPE_CHECKING:
    from index.writer import Writer

__all__ = ["under_free_stem"]


def under_free_stem(file: PreparedFile, path: str, writer: Writer) -> tuple[PreparedFile, Callable[[str], str]]:
    """The file under a stem that no other file here has, and what gives the new id for an old one.

    :param path: the key of the file in the knowledge base.
    """
    old = _stem(Document.from_dict(json.loads(file.documents[0].record)), len(file.documents))
    new = writer.free_stem(old, path, file.sha256)

    def name(id_: str) -> str:
        return new + id_.removeprefix(old)

    return (file if new == old else prepare(_renamed(file.read_again(), name))), name


def _stem(document: Document, parts: int) -> str:
    return document.id if parts == 1 else document.id.removesuffix(f".{document.part}")


def _renamed(read: ReadFile, name: Callable[[str], str]) -> ReadFile:
    def names(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(name, ids))

    documents = tuple(replace(d, id=name(d.id)) for d in read.documents)
    passages = tuple(
        replace(
            p,
            id=name(p.id),
            document=name(p.document),
            footnotes=names(p.footnotes),
            cited_by=names(p.cited_by),
            parent=name(p.parent) if p.parent else None,
        )
        for p in read.passages
    )
    report = replace(read.report, documents=tuple(d.id for d in documents))
    return replace(read, documents=documents, passages=passages, report=report)
