"""Exported knowledge bases come in: as a new one, or added to the one that is there.

Of an archive only records, texts and vectors are taken; tokens, windows and the tables of facts are made from the
records by this program, as if the files had been read here. An import is a kind of ingest: one transaction a file,
nothing is seen before it is published, and a killed one goes on when it is run again.
"""

from __future__ import annotations

import heapq
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from errors import KnowledgeBaseDamaged, UsageError
from index.archive import UPLOADS
from index.database import whole
from index.layout import Manifest
from index.prepared import prepare
from index.renamed import under_free_stem
from index.rows import passage_of
from index.takeover import file_digest
from index.unarchive import OpenArchive, open_archive
from index.writer import Writer
from ingest.files import ReadFile
from ingest.report import FileReport
from records import Document

__all__ = ["Adopted", "KeptFile", "adopt", "keep_files", "opened"]

Progress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that people keep beside a knowledge base, and what became of it.

    ``status`` is ``taken``, ``same``, or ``differs``: then ours stays and theirs lies at ``aside``.
    """

    name: str
    status: str
    aside: Path | None = None


@dataclass(frozen=True, slots=True)
class Adopted:
    """What an import did: a report for each file of the archives, in the order of their paths, and the kept files."""

    reports: tuple[FileReport, ...]
    kept: tuple[KeptFile, ...]
    manifest: Manifest | None


def opened(paths: Sequence[Path], scratch: Path, stack: ExitStack) -> list[OpenArchive]:
    """Check all archives, every record included, before anything of them is taken."""
    archives = [stack.enter_context(open_archive(path, scratch)) for path in paths]
    for archive in archives:
        for _, row, _ in _files(archive):
            _checked(archive, row)
    return archives


def adopt(writer: Writer, archives: Sequence[OpenArchive], model: str, progress: Progress | None) -> list[FileReport]:
    """Store the files of all archives, in the order of their paths, so that any order of archives gives the same.

    :param model: the id of the encoder in use; vectors of another model are not taken, those passages are embedded.
    """
    total = sum(archive.db.execute("SELECT count(*) FROM files").fetchone()[0] for archive in archives)
    reports: list[FileReport] = []
    merged = heapq.merge(*(_files(archive) for archive in archives), key=lambda item: item[0])
    for path, row, archive in merged:
        report = _adopt_file(writer, archive, row, _here(path, writer.layout.root), model)
        reports.append(report)
        if progress:
            progress("read", len(reports), total, report.file)
    return reports


def _files(archive: OpenArchive) -> Iterator[tuple[str, int, OpenArchive]]:
    for path, row in archive.db.execute("SELECT path, row FROM files ORDER BY path, row"):
        yield str(path), int(row), archive


def _here(path: str, root: Path) -> str:
    """The key of a file in this knowledge base: what was handed in through the app lies in our folder now."""
    if path.startswith(UPLOADS) and re.fullmatch(r"[\w.]+", path.removeprefix(UPLOADS)):
        return os.path.join(os.path.abspath(root), *path.split("/"))
    return path


def _adopt_file(writer: Writer, archive: OpenArchive, row: int, path: str, model: str) -> FileReport:
    read = _checked(archive, row)
    if writer.known_sha(path) == read.sha256:
        return replace(writer.report_of(path), status="unchanged")
    twin = writer.same_content(read.sha256, path)
    if twin is not None:
        return FileReport(read.file, "duplicate", warnings=(f"the same content as {twin}; not taken again",))
    status = "replaced" if writer.known_sha(path) is not None else "added"
    file, name = under_free_stem(prepare(replace(read, report=replace(read.report, status=status))), path, writer)
    vectors = _vectors(archive, row, name) if archive.manifest.model == model else {}
    writer.put(path, file, vectors)
    return file.report


def _read(db: sqlite3.Connection, row: int) -> ReadFile:
    """A file of an archive with all its records, each parsed and checked against the others."""
    file, sha256, text, digest, report = db.execute(
        "SELECT file, sha256, text, digest, report FROM files WHERE row = ?", (row,)
    ).fetchone()
    whole(text, digest, file)
    documents, passages = [], []
    for document_row, record, digest in db.execute(
        "SELECT row, record, digest FROM documents WHERE file = ? ORDER BY row", (row,)
    ).fetchall():
        document = Document.from_dict(json.loads(whole(record, digest, "a document")))
        documents.append(document)
        for stored in db.execute(
            "SELECT record, digest FROM passages WHERE document = ? ORDER BY position", (document_row,)
        ):
            passage = passage_of(*stored)
            if passage.document != document.id or not passage.id.startswith(f"{document.id}:"):
                raise ValueError(f"passage {passage.id} is not of document {document.id}")
            passages.append(passage)
    if not documents or not passages:
        raise ValueError("no document or no passage in it")
    return ReadFile(
        str(file), str(sha256), str(text), tuple(documents), tuple(passages), FileReport.from_dict(json.loads(report))
    )


def _vectors(archive: OpenArchive, row: int, name: Callable[[str], str]) -> dict[str, tuple[str, list[bytes]]]:
    """By passage id (as it is called here): the windows that were embedded, as JSON, and a vector for each."""
    rows = archive.db.execute(
        "SELECT p.id, p.windows, v.vector FROM vectors v JOIN passages p ON p.row = v.passage "
        "JOIN documents d ON d.row = p.document WHERE d.file = ? ORDER BY p.row, v.window",
        (row,),
    ).fetchall()
    # what is no vector is left out: the passage is embedded again then
    size = 4 * archive.manifest.dimensions
    rows = [stored for stored in rows if isinstance(stored[2], bytes) and len(stored[2]) == size]
    numbers = np.frombuffer(b"".join(vector for *_, vector in rows), "<f4").reshape(
        len(rows), archive.manifest.dimensions
    )
    found: dict[str, tuple[str, list[bytes]]] = {}
    for (id_, windows, vector), finite in zip(rows, np.isfinite(numbers).all(axis=1).tolist(), strict=True):
        if finite:
            found.setdefault(name(id_), (windows, []))[1].append(vector)
    return found


def _checked(archive: OpenArchive, row: int) -> ReadFile:
    try:
        return _read(archive.db, row)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, sqlite3.Error, KnowledgeBaseDamaged) as error:
        raise KnowledgeBaseDamaged(
            f"{archive.path}: file {row} cannot be read ({type(error).__name__}: {error}); export it again"
        ) from error


# -- what people keep -------------------------------------------------------------------------------------------


def keep_files(archive: OpenArchive, root: Path, untouched: frozenset[str]) -> list[KeptFile]:
    """Take over names, reviews and uploads. What is here already is never overwritten.

    :param untouched: digests of files that nobody has written in yet; they give way.
    :raises UsageError: the folder cannot be written.
    """
    found = []
    for path in sorted(p for p in archive.kept.rglob("*") if p.is_file()):
        name = path.relative_to(archive.kept).as_posix()
        digest = archive.manifest.files[f"kept/{name}"][1]
        found.append(_keep(path, root, name, digest, untouched))
    return found


def _keep(path: Path, root: Path, name: str, digest: str, untouched: frozenset[str]) -> KeptFile:
    ours = root / name
    if ours.exists() and ours.read_bytes() == path.read_bytes():
        return KeptFile(name, "same")
    target, status = ours, "taken"
    if digest in untouched and ours.exists():
        return KeptFile(name, "same")
    if ours.exists() and file_digest(ours) not in untouched:
        target, status = root / "imported" / digest[:8] / path.name, "differs"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(path, aside)
        os.replace(aside, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror or error})") from error
    return KeptFile(name, status, target if status == "differs" else None)
