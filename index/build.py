"""Files become a published knowledge base: read, store, embed, publish."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from errors import SourceError
from index.encoders import load_encoder
from index.layout import Manifest
from index.writer import Writer
from ingest.files import failed, find_sources, fingerprint, read_file
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from settings import Settings

__all__ = ["IngestResult", "ingest", "rebuild", "remove"]

DEFAULT_MODEL = "default"
Progress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an import did: a report for each file, and the manifest of the snapshot that readers see now."""

    reports: tuple[FileReport, ...]
    manifest: Manifest | None

    @property
    def failures(self) -> int:
        return sum(report.error is not None for report in self.reports)


def ingest(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> IngestResult:
    """Read files and folders into the knowledge base of ``settings`` and publish them.

    A file that cannot be read is reported and does not stop the others. Running it again changes nothing; a changed
    file replaces its passages.

    :param progress: called with (stage, done, total, name); the stages are ``read`` and ``embed``.
    :raises KnowledgeBaseBusy: another import is running.
    :raises ModelError: the embedding model cannot be loaded; what was read is kept, and the next run goes on from it.
    """
    sources = list(find_sources(paths))
    gazetteer = Gazetteer.base()
    reports: list[FileReport] = []
    with Writer(settings.kb) as writer:
        for done, path in enumerate(sources):
            if progress:
                progress("read", done, len(sources), path.name)
            reports.append(_ingest_one(path, settings, gazetteer, writer))
        if progress:
            progress("read", len(sources), len(sources), "")
        manifest = _publish(writer, settings, progress)
    return IngestResult(tuple(reports), manifest)


def _ingest_one(path: Path, settings: Settings, gazetteer: Gazetteer, writer: Writer) -> FileReport:
    key = os.path.abspath(path)
    try:
        sha256, data = fingerprint(path, settings)
        if writer.known_sha(key) == sha256:
            return replace(writer.report_of(key), status="unchanged")
        twin = writer.same_content(sha256, key)
        if twin is not None:
            return FileReport(path.as_posix(), "duplicate", warnings=(f"the same content as {twin}; not read again",))
        known = writer.known_sha(key) is not None
        stem = writer.free_stem(path.stem, key, sha256)
        read = read_file(path, settings, gazetteer, content=(sha256, data), stem=stem, shown=_shown(path))
    except SourceError as error:
        return failed(path, error)
    if known:
        read = replace(read, report=replace(read.report, status="replaced"))
    writer.put(key, read)
    return read.report


def _shown(path: Path) -> str:
    """The path as people see it: from the working folder where it lies in there, else in full."""
    absolute = Path(os.path.abspath(path))
    working = Path.cwd()
    return (absolute.relative_to(working) if absolute.is_relative_to(working) else absolute).as_posix()


def remove(documents: Sequence[str], settings: Settings) -> Manifest | None:
    """Take documents out of the knowledge base, everywhere.

    :raises NotFound: one of them does not exist; then none is removed.
    """
    with Writer(settings.kb) as writer:
        writer.remove(documents)
        return _publish(writer, settings, None)


def rebuild(settings: Settings, progress: Progress | None = None) -> Manifest | None:
    """Build all caches again, embedding with the model of ``settings`` what it has not embedded yet."""
    with Writer(settings.kb) as writer:
        return _publish(writer, settings, progress, force=True)


def _publish(writer: Writer, settings: Settings, progress: Progress | None, *, force: bool = False) -> Manifest | None:
    """Publish what is pending; without changes the current snapshot stays."""
    setting = settings.model or (writer.published.setting if writer.published else DEFAULT_MODEL)
    if not writer.pending and not force:
        return writer.published
    encoder = load_encoder(setting)
    tell = (lambda stage, done, total: progress(stage, done, total, "")) if progress else None
    return writer.publish(encoder, setting, tell)
