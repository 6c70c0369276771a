"""Files become a published knowledge base: read, store, embed, publish."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from errors import SourceError
from index.encoders import load_encoder
from index.layout import Manifest
from index.writer import Writer
from ingest.blocks import Source
from ingest.files import build_file, failed, find_sources, fingerprint, read_source
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from settings import Settings

__all__ = ["IngestResult", "ingest", "rebuild", "remove"]

DEFAULT_MODEL = "default"
_READERS = 2  # files whose source is read at the same time, each in a process of its own
_ALIAS_TEMPLATE = """\
# Names that this office uses. After a change run `yiju ingest`: all passages are read again with the new names.
#
# - name: 亚洲开发银行              # the canonical name; a known one gets more aliases
#   aliases: [亚开行, 亚发行]        # other names, exactly as they are written
# - name: 云川省商务厅
#   en: Department of Commerce of Yunchuan
#   kind: organisation             # country, organisation, programme, agreement, place, corridor, publication, event
#   aliases: [省商务厅]
"""
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
    file replaces its passages; a changed alias file has the names in all passages read again.

    :param progress: called with (stage, done, total, name); the stages are ``read`` and ``embed``.
    :raises KnowledgeBaseBusy: another import is running.
    :raises ModelError: the embedding model cannot be loaded; what was read is kept, and the next run goes on from it.
    :raises UsageError: the alias file cannot be read; nothing is changed.
    """
    sources = list(find_sources(paths))
    reports: list[FileReport] = []
    with Writer(settings.kb) as writer:
        gazetteer = _gazetteer(writer, settings)
        for done, report in enumerate(_read_all(sources, settings, gazetteer, writer)):
            reports.append(report)
            if progress:
                progress("read", done + 1, len(sources), sources[done].name)
        manifest = _publish(writer, settings, progress)
    return IngestResult(tuple(reports), manifest)


def _gazetteer(writer: Writer, settings: Settings) -> Gazetteer:
    """The known names with those of the office; when the office has changed its file, all passages are read again."""
    path = settings.aliases or writer.layout.aliases
    if not path.exists():
        path.write_text(_ALIAS_TEMPLATE, encoding="utf-8")
    gazetteer = Gazetteer.base(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = writer.get_meta("aliases")
    if known is not None and known != digest:
        writer.annotate_again(gazetteer)
    writer.set_meta("aliases", digest)
    return gazetteer


def _read_all(
    sources: Sequence[Path], settings: Settings, gazetteer: Gazetteer, writer: Writer
) -> Iterator[FileReport]:
    """A report for each file, in order. Readers run ahead in processes of their own while passages are stored."""
    with ThreadPoolExecutor(_READERS) as pool:
        ahead: deque[tuple[Path, FileReport | _Reading]] = deque()
        for path in sources:
            ahead.append((path, _start(path, settings, writer, pool)))
            if len(ahead) > _READERS:
                yield _finish(*ahead.popleft(), settings, gazetteer, writer)
        while ahead:
            yield _finish(*ahead.popleft(), settings, gazetteer, writer)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file whose source is being read."""

    key: str
    sha256: str
    data: bytes
    source: Future[Source]


def _start(path: Path, settings: Settings, writer: Writer, pool: ThreadPoolExecutor) -> FileReport | _Reading:
    """Begin to read a file, unless it is known or cannot be opened."""
    key = os.path.abspath(path)
    try:
        sha256, data = fingerprint(path, settings)
    except SourceError as error:
        return failed(path, error)
    if writer.known_sha(key) == sha256:
        return replace(writer.report_of(key), status="unchanged")
    return _Reading(key, sha256, data, pool.submit(read_source, path, data, settings))


def _finish(
    path: Path, started: FileReport | _Reading, settings: Settings, gazetteer: Gazetteer, writer: Writer
) -> FileReport:
    """Store what was read from a file."""
    if isinstance(started, FileReport):
        return started
    twin = writer.same_content(started.sha256, started.key)
    if twin is not None:
        started.source.cancel()
        return FileReport(_shown(path), "duplicate", warnings=(f"the same content as {twin}; not read again",))
    known = writer.known_sha(started.key) is not None
    stem = writer.free_stem(path.stem, started.key, started.sha256)
    try:
        read = build_file(path, started.source.result(), started.sha256, gazetteer, stem=stem, shown=_shown(path))
    except SourceError as error:
        return failed(path, error)
    if known:
        read = replace(read, report=replace(read.report, status="replaced"))
    writer.put(started.key, read)
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


def rebuild(settings: Settings, progress: Progress | None = None, *, embed_only: bool = False) -> Manifest | None:
    """Find the facts of all passages again and build all caches, embedding what the model of ``settings`` has not.

    :param embed_only: keep the facts as they are.
    """
    with Writer(settings.kb) as writer:
        if not embed_only:
            writer.annotate_again(_gazetteer(writer, settings))
        return _publish(writer, settings, progress, force=True)


def _publish(writer: Writer, settings: Settings, progress: Progress | None, *, force: bool = False) -> Manifest | None:
    """Publish what is pending; without changes the current snapshot stays."""
    setting = settings.model or (writer.published.setting if writer.published else DEFAULT_MODEL)
    if not writer.pending and not force:
        return writer.published
    encoder = load_encoder(setting)
    tell = (lambda stage, done, total: progress(stage, done, total, "")) if progress else None
    return writer.publish(encoder, setting, tell)
