"""Files on disk become documents: the format is told by the file name and its first bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from errors import SourceError, UnreadableSource, UnsupportedSource
from ingest.blocks import Source
from ingest.decode import decode
from ingest.gazetteer import Gazetteer
from ingest.guard import guarded
from ingest.manifest import MANIFEST, read_manifest
from ingest.passages import build_documents
from ingest.pdf import read_pdf
from ingest.report import FileReport
from ingest.text import read_text
from ingest.web import read_html
from ingest.word import read_word
from records import Document, Passage
from settings import Settings

__all__ = [
    "SUFFIXES",
    "ReadFile",
    "build_file",
    "failed",
    "find_sources",
    "fingerprint",
    "gazetteer_of",
    "read_apart",
    "read_file",
    "read_source",
]

T = TypeVar("T")

_TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
_WEB_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_WORD_SUFFIXES = frozenset({".docx", ".docm"})
SUFFIXES = _TEXT_SUFFIXES | _WEB_SUFFIXES | _WORD_SUFFIXES | {".pdf"}
_OCR_TIME = 10  # recognising pages takes so many times as long as reading them
_SOURCE_SHARE = 0.7  # of the time for a PDF, for its pages at most; the rest is for their structure
# Larger texts are read in a child process with limits: a crafted one could keep a pattern busy for hours.
_LARGEST_UNGUARDED = 256 * 1024


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read: documents, their passages, the text that offsets refer to, and the report."""

    file: str
    sha256: str
    text: str
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    report: FileReport


def find_sources(paths: Sequence[Path]) -> Iterator[Path]:
    """The files to read, in a fixed order: files as given, folders recursively.

    Inside a folder only files of known kinds count, hidden ones and manifests do not. A text beside a PDF of the same
    name is its corrected text layer and is read instead of it, even where the PDF itself is named.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _expand(path):
            key = Path(os.path.abspath(file))
            if key not in seen:
                seen.add(key)
                yield file


def _expand(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [_corrected(path) or path]
    inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.name != MANIFEST and p.is_file())
    visible = (p for p in inside if not any(part.startswith(".") for part in p.relative_to(path).parts))
    files = sorted(visible, key=lambda p: p.as_posix())
    names = {p.with_suffix("").as_posix() for p in files if p.suffix.lower() in _TEXT_SUFFIXES}
    return [p for p in files if p.suffix.lower() != ".pdf" or p.with_suffix("").as_posix() not in names]


def _corrected(path: Path) -> Path | None:
    """The text beside a PDF that has its name."""
    if path.suffix.lower() != ".pdf":
        return None
    return next((p for s in sorted(_TEXT_SUFFIXES) if (p := path.with_suffix(s)).is_file()), None)


def fingerprint(path: Path, settings: Settings) -> tuple[str, bytes]:
    """SHA-256 and bytes of a file.

    :raises UnreadableSource: missing, a folder, empty, too large, or not allowed to be read.
    :raises UnsupportedSource: a kind of file that no reader takes.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise UnreadableSource(name, "is a folder; give a file, or the folder as an argument of `yiju ingest`")
        size = path.stat().st_size
        if size == 0:
            raise UnreadableSource(name, "the file is empty")
        limit = settings.max_text_bytes if path.suffix.lower() in _TEXT_SUFFIXES else settings.max_binary_bytes
        if path.suffix.lower() not in SUFFIXES:
            known = ", ".join(sorted(SUFFIXES))
            raise UnsupportedSource(name, f"no reader for {path.suffix or 'files without a suffix'} (known: {known})")
        if size > limit:
            raise UnreadableSource(
                name, f"{size / 2**20:.0f} MB is more than the limit of {limit / 2**20:.0f} MB; split the file"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableSource(name, "no such file; check the path") from error
    except PermissionError as error:
        raise UnreadableSource(name, "not allowed to read it; check the permissions") from error
    except OSError as error:
        raise UnreadableSource(name, f"cannot be read ({error.strerror or error})") from error
    return hashlib.sha256(data).hexdigest(), data


def read_file(path: Path, settings: Settings, gazetteer: Gazetteer) -> ReadFile:
    """Read one file into documents and passages.

    :raises SourceError: the file cannot be read; the message names it and the reason.
    """
    sha256, data = fingerprint(path, settings)
    return build_file(path, read_source(path, data, settings), sha256, gazetteer)


def build_file(
    path: Path,
    source: Source,
    sha256: str,
    gazetteer: Gazetteer,
    *,
    stem: str | None = None,
    shown: str | None = None,
) -> ReadFile:
    """Turn the source of a file into documents and passages.

    :param stem: what document ids begin with, where the name of the file is taken already.
    :param shown: the path that documents carry and people see; by default ``path``.
    :raises UnreadableSource: there is no text in it.
    """
    name = shown or path.as_posix()
    built = build_documents(
        source,
        file=name,
        stem=stem or path.stem,
        sha256=sha256,
        gazetteer=gazetteer,
        entry=read_manifest(path.parent).get(path.name),
    )
    passages = tuple(p for group in built.passages for p in group)
    if not passages:
        raise UnreadableSource(str(path), "holds no text")
    report = FileReport.of(
        name,
        "added",
        built.documents,
        passages,
        source.ledger.counts(),
        pages=source.pages,
        unresolved_marks=built.unresolved_marks,
        warnings=built.warnings,
    )
    return ReadFile(name, sha256, source.text, built.documents, passages, report)


def read_source(path: Path, data: bytes, settings: Settings) -> Source:
    """The source of a file of any kind, read in a guarded child process; short texts are read right here.

    :raises SourceError: the file cannot be read; the message names it and the reason.
    """
    if path.suffix.lower() in _TEXT_SUFFIXES and len(data) <= _LARGEST_UNGUARDED:
        return read_text(decode(data, str(path)))
    return guarded(_source, path, _sent(path, data), settings, **_limits(path, settings))


def read_apart(
    path: Path,
    data: bytes,
    sha256: str,
    settings: Settings,
    *,
    aliases: Path | None,
    stem: str,
    shown: str,
    then: Callable[[ReadFile], T],
) -> T:
    """What a function makes of what :func:`read_file` gives, all of it computed in a guarded child process.

    Safe to call from several threads at once; files are then read in parallel processes.

    :param aliases: the office's file of names.
    :param stem: what document ids begin with.
    :param shown: the path that documents carry and people see.
    :param then: importable by name.
    :raises SourceError: the file cannot be read; the message names it and the reason.
    """
    sent = _sent(path, data)
    made: T = guarded(_whole, path, sent, sha256, settings, aliases, stem, shown, then, **_limits(path, settings))
    return made


def _limits(path: Path, settings: Settings) -> dict[str, Any]:
    return {"seconds": _seconds(path, settings), "memory": settings.read_memory_bytes, "name": str(path)}


def _seconds(path: Path, settings: Settings) -> float:
    return settings.read_seconds * (_OCR_TIME if settings.ocr and path.suffix.lower() == ".pdf" else 1)


def _sent(path: Path, data: bytes) -> bytes:
    """What a child needs of the bytes of a file: the readers of PDF and Word open the file themselves."""
    return data if path.suffix.lower() in _TEXT_SUFFIXES | _WEB_SUFFIXES else b""


def _source(path: Path, data: bytes, settings: Settings) -> Source:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        whole = _seconds(path, settings)
        return read_pdf(path, password=settings.password, ocr=settings.ocr, seconds=_SOURCE_SHARE * whole, whole=whole)
    if suffix in _WORD_SUFFIXES:
        return read_word(path)
    text = decode(data, str(path))
    return read_html(text) if suffix in _WEB_SUFFIXES else read_text(text)


def _whole(
    path: Path,
    data: bytes,
    sha256: str,
    settings: Settings,
    aliases: Path | None,
    stem: str,
    shown: str,
    then: Callable[[ReadFile], T],
) -> T:
    stamp = aliases.stat().st_mtime_ns if aliases else 0
    source = _source(path, data, settings)
    return then(build_file(path, source, sha256, gazetteer_of(aliases, stamp), stem=stem, shown=shown))


@lru_cache(maxsize=1)
def gazetteer_of(aliases: Path | None, stamp: int) -> Gazetteer:
    """The known names, read once in each child; ``stamp`` is the time of the last change of the office's file."""
    return Gazetteer.base(aliases)


def failed(path: Path, error: SourceError) -> FileReport:
    """The report of a file that could not be read."""
    return FileReport(file=path.as_posix(), status="failed", error=str(error))
