"""Exported knowledge bases come in: as a new one, or added to the one that is there.

Of an archive only records, texts and vectors are taken; tokens, windows and the tables of facts are made from the
records by this program, as if the files had been read here. An import is a kind of ingest: one transaction a file,
nothing is seen before it is published, and a killed one goes on when it is run again.
"""

from __future__ import annotations

import heapq
import os
import re
import shutil
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from errors import KnowledgeBaseDamaged, UsageError
from index.apart import Names, StoredDocument, StoredFile, check, derive, in_turn
from index.archive import UPLOADS
from index.layout import Manifest
from index.prepared import PreparedFile
from index.renamed import under_free_stem
from index.takeover import file_digest
from index.unarchive import OpenArchive, open_archive
from index.writer import Writer
from ingest.report import FileReport
from settings import Settings

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


@dataclass(frozen=True, slots=True)
class _Coming:
    """A file of an archive on its way: its row there, its key, name and digest here."""

    archive: OpenArchive
    row: int
    key: str
    file: str
    sha256: str


def opened(paths: Sequence[Path], scratch: Path, stack: ExitStack) -> list[OpenArchive]:
    """Check all archives, every record included, before anything of them is taken."""
    archives = [stack.enter_context(open_archive(path, scratch)) for path in paths]
    for archive in archives:
        for _, row, _ in _files(archive):
            fault = check(_stored(archive, row))
            if fault is not None:
                raise _damage(archive, row, fault)
    return archives


def adopt(
    writer: Writer, archives: Sequence[OpenArchive], model: str, settings: Settings, progress: Progress | None
) -> list[FileReport]:
    """Store the files of all archives, in the order of their paths, so that any order of archives gives the same.

    Where an archive was read with other names than are known here, facts are found anew.

    :param model: the id of the encoder in use; vectors of another model are not taken, those passages are embedded.
    """
    total = sum(archive.db.execute("SELECT count(*) FROM files").fetchone()[0] for archive in archives)
    names = Names.of(settings.aliases or writer.layout.aliases)
    others = {id(archive): None if _same_names(archive, writer) else names for archive in archives}
    merged = heapq.merge(*(_files(archive) for archive in archives), key=lambda item: item[0])
    coming = deque[_Coming]()

    def jobs() -> Iterator[tuple[Any, ...] | None]:
        for path, row, archive in merged:
            file, sha256 = archive.db.execute("SELECT file, sha256 FROM files WHERE row = ?", (row,)).fetchone()
            one = _Coming(archive, row, _here(path, writer.layout.root), str(file), str(sha256))
            coming.append(one)
            theirs = others[id(archive)]  # without facts to find it is sooner done than sent
            yield None if theirs is None or _is_here(writer, one) else (one.file, _stored(archive, row), theirs)

    reports: list[FileReport] = []
    for made in in_turn(derive, jobs(), settings):
        one = coming.popleft()
        report = _adopt_file(writer, one, made, others[id(one.archive)], model)
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


def _same_names(archive: OpenArchive, writer: Writer) -> bool:
    known = archive.db.execute("SELECT value FROM meta WHERE key = 'aliases'").fetchone()
    return known is not None and known[0] == writer.get_meta("aliases")


def _is_here(writer: Writer, one: _Coming) -> bool:
    return writer.known_sha(one.key) == one.sha256 or writer.same_content(one.sha256, one.key) is not None


def _adopt_file(writer: Writer, one: _Coming, made: PreparedFile | None, names: Names | None, model: str) -> FileReport:
    """:param made: what is stored of it, where that was derived ahead."""
    known = writer.known_sha(one.key)
    if known == one.sha256:
        return replace(writer.report_of(one.key), status="unchanged")
    twin = writer.same_content(one.sha256, one.key)
    if twin is not None:
        return FileReport(one.file, "duplicate", warnings=(f"the same content as {twin}; not taken again",))
    if made is None:
        made = derive(_stored(one.archive, one.row), names)
    status = "replaced" if known is not None else "added"
    file, name = under_free_stem(replace(made, report=replace(made.report, status=status)), one.key, writer)
    vectors = _vectors(one.archive, one.row, name) if one.archive.manifest.model == model else {}
    writer.put(one.key, file, vectors)
    return file.report


def _stored(archive: OpenArchive, row: int) -> StoredFile:
    """A file of an archive with all its records, none of them looked at."""
    db = archive.db
    try:
        file, sha256, text, digest, report = db.execute(
            "SELECT file, sha256, text, digest, report FROM files WHERE row = ?", (row,)
        ).fetchone()
        documents = db.execute(
            "SELECT row, record, digest FROM documents WHERE file = ? ORDER BY row", (row,)
        ).fetchall()
        passages = "SELECT record, digest FROM passages WHERE document = ? ORDER BY position"
        held = [
            StoredDocument(record, digest, tuple(db.execute(passages, (number,)).fetchall()))
            for number, record, digest in documents
        ]
    except sqlite3.Error as error:
        raise _damage(archive, row, f"{type(error).__name__}: {error}") from error
    return StoredFile(file, sha256, text, digest, report, tuple(held))


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


def _damage(archive: OpenArchive, row: int, fault: str) -> KnowledgeBaseDamaged:
    return KnowledgeBaseDamaged(f"{archive.path}: file {row} cannot be read ({fault}); export it again")


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
