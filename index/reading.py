"""Files are read in processes of their own, several at a time, and stored in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from errors import SourceError, UsageError
from index.handed_in import HandedIn
from index.prepared import PreparedFile, prepare
from index.renamed import under_free_stem
from index.writer import Writer
from ingest.files import failed, fingerprint, read_apart
from ingest.report import FileReport
from settings import Settings

__all__ = ["ELSEWHERE", "Run", "Shard", "read_all"]

ELSEWHERE = "elsewhere"  # a file of another shard
_READERS = min(max(os.cpu_count() or 1, 2), 8)  # files that are read at the same time, each in a process of its own


@dataclass(frozen=True, slots=True)
class Shard:
    """The share of one of ``of`` machines that read the same sources; ``number`` counts from 1.

    A file belongs to the shard that its content says, so that every machine agrees without talking to the others, and
    files with equal content meet in one.
    """

    number: int
    of: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise UsageError(f"shard {self.number}/{self.of}: write 1/{self.of} to {self.of}/{self.of}")

    def has(self, sha256: str) -> bool:
        return int(sha256[:15], 16) % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class Run:
    """One import: its settings, where it writes, and what was said about the files."""

    settings: Settings
    writer: Writer
    shard: Shard | None
    handed_in: HandedIn


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is being read."""

    key: str
    sha256: str
    content: Future[PreparedFile]


def read_all(sources: Sequence[Path], run: Run) -> Iterator[FileReport]:
    """A report for each file, in order. Readers run ahead in processes of their own while passages are stored."""
    with ThreadPoolExecutor(_READERS) as pool:
        ahead: deque[tuple[Path, FileReport | _Reading]] = deque()
        for path in sources:
            ahead.append((path, _start(path, run, pool)))
            if len(ahead) > _READERS:
                yield _finish(*ahead.popleft(), run)
        while ahead:
            yield _finish(*ahead.popleft(), run)


def _start(path: Path, run: Run, pool: ThreadPoolExecutor) -> FileReport | _Reading:
    """Begin to read a file, unless it is known or cannot be opened."""
    writer, settings = run.writer, run.settings
    key = os.path.abspath(path)
    try:
        sha256, data = fingerprint(path, settings)
    except SourceError as error:
        return failed(path, error)
    if run.shard and not run.shard.has(sha256):
        writer.forget(key)  # an earlier version of it may have been ours
        return FileReport(run.handed_in.shown(path), ELSEWHERE)
    if writer.known_sha(key) == sha256:
        report = writer.report_of(key)
        if not _tells_more(report, settings):
            return replace(report, status="unchanged")
    names = settings.aliases or writer.layout.aliases
    stem, shown = run.handed_in.stem(path), run.handed_in.shown(path)
    reader = partial(read_apart, aliases=names, stem=stem, shown=shown, then=prepare)
    return _Reading(key, sha256, pool.submit(reader, path, data, sha256, settings))


def _tells_more(report: FileReport, settings: Settings) -> bool:
    """Whether a known file may give pages that it did not: it was short of time, and now gets more than usual."""
    return settings.read_seconds > Settings().read_seconds and any("too long" in w for w in report.warnings)


def _finish(path: Path, started: FileReport | _Reading, run: Run) -> FileReport:
    """Store what was read from a file."""
    writer = run.writer
    if isinstance(started, FileReport):
        return started
    twin = writer.same_content(started.sha256, started.key)
    if twin is not None:
        started.content.cancel()
        return FileReport(
            run.handed_in.shown(path), "duplicate", warnings=(f"the same content as {twin}; not read again",)
        )
    known = writer.known_sha(started.key) is not None
    if not started.content.done():
        writer.commit()  # reading takes a while: what is stored already is kept, whatever happens
    try:
        file = started.content.result()
    except SourceError as error:
        return failed(path, error)
    if run.handed_in.replaces:  # only now: what cannot be read replaces nothing
        writer.remove(run.handed_in.replaces)
    file, _ = under_free_stem(file, started.key, writer)
    if known or run.handed_in.replaces:
        file = replace(file, report=replace(file.report, status="replaced"))
    writer.put(started.key, file)
    return file.report
