"""A file that :mod:`index.archive` wrote, checked to the last byte before anything of it is used."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch, UsageError
from index.archive import ARCHIVE_VERSION, DATABASE, ENTRY, FORMAT, MANIFEST, ArchiveManifest
from index.layout import SCHEMA_VERSION

__all__ = ["OpenArchive", "open_archive"]

_MANIFEST_BYTES = 64 * 2**20
_PIECE = 2**20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class OpenArchive:
    """An archive whose every byte was checked: its manifest, its database (read only), and the folder of ``kept``."""

    path: Path
    manifest: ArchiveManifest
    db: sqlite3.Connection
    kept: Path


@contextmanager
def open_archive(path: Path, scratch: Path) -> Iterator[OpenArchive]:
    """Check an archive and unpack it into a temporary folder inside of ``scratch``, gone afterwards.

    :raises UsageError: the file is missing or no exported knowledge base.
    :raises KnowledgeBaseDamaged: sizes, checksums or records do not hold; nothing of it was taken.
    :raises KnowledgeBaseMismatch: a version that this program does not read.
    """
    with tempfile.TemporaryDirectory(prefix=".yiju-import-", dir=scratch) as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                manifest = _read_manifest(path, archive)
                _unpack(path, archive, manifest, Path(folder))
        except FileNotFoundError as error:
            raise UsageError(f"{path}: no such file; give a file that `yiju export` wrote") from error
        except _DAMAGE as error:
            raise UsageError(
                f"{path}: is no exported knowledge base, or cut off ({error}); give a file that `yiju export` wrote"
            ) from error
        with closing(_open_database(path, Path(folder) / DATABASE, manifest)) as db:
            yield OpenArchive(path, manifest, db, Path(folder) / "kept")


def _read_manifest(path: Path, archive: zipfile.ZipFile) -> ArchiveManifest:
    names = archive.namelist()
    if MANIFEST not in names:
        raise UsageError(f"{path}: is no exported knowledge base (no {MANIFEST} in it)")
    if archive.getinfo(MANIFEST).file_size > _MANIFEST_BYTES:
        raise KnowledgeBaseDamaged(f"{path}: {MANIFEST} is too large to be right")
    try:
        data = json.loads(archive.read(MANIFEST))
        if data["format"] != FORMAT:
            raise UsageError(f"{path}: is no exported knowledge base but {data['format']!r}")
        if data["version"] != ARCHIVE_VERSION or data["schema"] != SCHEMA_VERSION:
            raise KnowledgeBaseMismatch(
                f"{path}: written by Yiju {data['program']} (archive {data['version']}, store {data['schema']}); "
                f"this program reads archive {ARCHIVE_VERSION}, store {SCHEMA_VERSION}; export it with the same version"
            )
        manifest = ArchiveManifest.from_dict(data)
    except (KeyError, TypeError, AttributeError, *_DAMAGE) as error:
        raise KnowledgeBaseDamaged(f"{path}: {MANIFEST} cannot be read ({error}); export it again") from error
    wrong = [name for name in manifest.files if name != DATABASE and not ENTRY.match(name)]
    plain = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    wrong += [info.filename for info in archive.infolist() if info.compress_type not in plain or info.flag_bits & 1]
    if wrong or DATABASE not in manifest.files or sorted(names) != sorted([MANIFEST, *manifest.files]):
        raise KnowledgeBaseDamaged(
            f"{path}: holds entries that no export writes {wrong[:3]}; nothing was taken from it"
        )
    return manifest


def _unpack(path: Path, archive: zipfile.ZipFile, manifest: ArchiveManifest, folder: Path) -> None:
    needed = sum(size for size, _ in manifest.files.values())
    if needed > shutil.disk_usage(folder).free:
        raise UsageError(f"{path}: unpacks to {needed / 2**20:.0f} MB, more than is free in {folder.parent}")
    (folder / "kept" / "uploads").mkdir(parents=True)
    for name, (size, expected) in manifest.files.items():
        digest, left = hashlib.sha256(), size
        # names were checked against a pattern: none leads out of the folder
        with archive.open(name) as source, (folder / name).open("wb") as copy:
            try:
                while piece := source.read(min(_PIECE, left + 1)):
                    left -= len(piece)
                    digest.update(piece)
                    copy.write(piece)
                    if left < 0:
                        break
            except (*_DAMAGE, OSError) as error:
                raise KnowledgeBaseDamaged(f"{path}: {name} is damaged ({error}); copy or export it again") from error
        if left or digest.hexdigest() != expected:
            raise KnowledgeBaseDamaged(f"{path}: {name} is not what was exported (checksum); copy or export it again")


def _open_database(path: Path, database: Path, manifest: ArchiveManifest) -> sqlite3.Connection:
    """The database of an archive, if it has exactly our tables and is whole."""
    db = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        db.execute("PRAGMA trusted_schema = OFF")
        if _shape(db) != _our_shape():
            raise KnowledgeBaseDamaged(f"{path}: its database has not the tables of a knowledge base")
        result = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        counts = tuple(db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("documents", "passages"))
    except sqlite3.DatabaseError as error:
        db.close()
        raise KnowledgeBaseDamaged(f"{path}: its database cannot be read ({error}); export it again") from error
    except KnowledgeBaseDamaged:
        db.close()
        raise
    if result != "ok" or counts != (manifest.documents, manifest.passages):
        db.close()
        raise KnowledgeBaseDamaged(f"{path}: its database is not what its manifest says; export it again")
    return db


def _shape(db: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Everything in a database but its indexes: (type, table, column)."""
    query = "SELECT m.type, m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c"
    others = "SELECT type, name, '' FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    return {*db.execute(f"{query} WHERE m.type = 'table'"), *db.execute(others)}


def _our_shape() -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript((package_files("index") / "schema.sql").read_text(encoding="utf-8"))
        return _shape(db)
