"""A whole knowledge base as one file: a zip with the published records, vectors, originals and what people added.

::

    yiju.json               format, version, what the knowledge base was built with, size and SHA-256 of every entry
    knowledge.sqlite        the rows of the published snapshot, nothing older and nothing pending
    kept/aliases.yaml …     what people keep beside it: names, reviews, dismissed conflicts
    kept/uploads/…          originals that were handed in through the app

Indexes are left out: they are built again from the vectors. Nothing of a file that comes from elsewhere is trusted:
entries have fixed names, stated sizes and checksums, and the database must have our tables and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from errors import KnowledgeBaseDamaged, UsageError
from index.layout import Layout, Manifest
from settings import VERSION

__all__ = ["ARCHIVE_VERSION", "DATABASE", "ENTRY", "FORMAT", "MANIFEST", "UPLOADS", "ArchiveManifest", "export_kb"]

FORMAT = "yiju-knowledge-base"
ARCHIVE_VERSION = 1
MANIFEST = "yiju.json"
DATABASE = "knowledge.sqlite"
KEPT = "kept/"
UPLOADS = "uploads/"
ENTRY = re.compile(r"kept/(?:uploads/[0-9a-f]{16}\.[a-z]{2,8}|[\w\-][\w.\-]*\.(?:json|jsonl|yaml|yml|csv|tsv))\Z")
_OURS = frozenset({"current.json"})  # of the folder, not of people
_STORED = frozenset({".pdf", ".docx", ".docm"})  # compressed already


@dataclass(frozen=True, slots=True)
class ArchiveManifest:
    """What ``yiju.json`` says. ``root`` is the folder that was exported; ``files`` gives (bytes, SHA-256) by entry."""

    model: str
    setting: str
    dimensions: int
    schema: int
    program: str
    snapshot: str
    documents: int
    passages: int
    root: str
    files: Mapping[str, tuple[int, str]]

    def to_dict(self) -> dict[str, Any]:
        files = {name: {"bytes": size, "sha256": digest} for name, (size, digest) in self.files.items()}
        return {"format": FORMAT, "version": ARCHIVE_VERSION, **asdict(self), "files": files}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ArchiveManifest:
        files = {name: (int(entry["bytes"]), str(entry["sha256"])) for name, entry in data["files"].items()}
        values = {key: value for key, value in data.items() if key not in ("format", "version", "files")}
        return cls(**values, files=files)


def export_kb(root: Path, target: Path) -> ArchiveManifest:
    """Write the published snapshot of a knowledge base to one file. Imports that run meanwhile do not disturb it.

    :raises KnowledgeBaseMissing: nothing has been published there.
    :raises UsageError: the file cannot be written, or is there and holds something else.
    """
    layout = Layout(root)
    manifest = layout.read_manifest()
    if target.exists() and not _is_archive(target):
        raise UsageError(f"{target}: exists and is no exported knowledge base; choose another name")
    try:
        with tempfile.TemporaryDirectory(prefix=".yiju-export-", dir=target.parent) as folder:
            database = Path(folder) / DATABASE
            _copy_published(layout, manifest, database)
            sources = {DATABASE: database, **dict(_kept_files(root))}
            described = _describe(root, manifest, sources)
            aside = Path(folder) / "archive.zip"
            _write_zip(aside, described, sources)
            os.replace(aside, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror or error})") from error
    return described


def _copy_published(layout: Layout, manifest: Manifest, copy: Path) -> None:
    """The rows that readers of the published snapshot see, in a database of their own."""
    with (
        closing(sqlite3.connect(f"{layout.database.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy, isolation_level=None)) as db,
    ):
        source.backup(db)
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("BEGIN")
        for table in ("passages", "documents", "files"):  # children first
            db.execute(
                f"DELETE FROM {table} WHERE added > :g OR (removed IS NOT NULL AND removed <= :g)",
                {"g": manifest.generation},
            )
            db.execute(f"UPDATE {table} SET added = 1, removed = NULL")
        uploads = f"{os.path.abspath(layout.root)}{os.sep}uploads{os.sep}"
        db.execute(
            "UPDATE files SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?",
            (UPLOADS, len(uploads) + 1, len(uploads), uploads),
        )
        for table in ("names", "entities"):
            db.execute(f"DELETE FROM {table}")
        db.execute("COMMIT")
        counts = tuple(db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("documents", "passages"))
        if counts != (manifest.documents, manifest.passages):
            raise KnowledgeBaseDamaged(
                f"{layout.root}: {counts[0]} documents and {counts[1]} passages where {manifest.documents} and "
                f"{manifest.passages} were published; run `yiju doctor`"
            )
        db.execute("VACUUM")


def _kept_files(root: Path) -> Iterator[tuple[str, Path]]:
    """What people keep in the folder of a knowledge base, by entry."""
    for path in sorted([*root.iterdir(), *(root / "uploads").glob("*")]):
        entry = f"{KEPT}{path.relative_to(root).as_posix()}"
        if path.is_file() and not path.is_symlink() and path.name not in _OURS and ENTRY.match(entry):
            yield entry, path


def _describe(root: Path, manifest: Manifest, sources: Mapping[str, Path]) -> ArchiveManifest:
    return ArchiveManifest(
        model=manifest.model,
        setting=manifest.setting,
        dimensions=manifest.dimensions,
        schema=manifest.schema,
        program=VERSION,
        snapshot=manifest.snapshot,
        documents=manifest.documents,
        passages=manifest.passages,
        root=os.path.abspath(root),
        files={name: (path.stat().st_size, _digest(path)) for name, path in sources.items()},
    )


def _write_zip(path: Path, described: ArchiveManifest, sources: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3, strict_timestamps=False) as archive:
        archive.writestr(MANIFEST, json.dumps(described.to_dict(), ensure_ascii=False, indent=1))
        for name, source in sources.items():
            stored = source.suffix.lower() in _STORED
            archive.write(source, name, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_archive(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return MANIFEST in archive.namelist()
