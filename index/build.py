"""Files become a published knowledge base: read, store, embed, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from errors import UsageError
from index.adopt import Adopted, adopt, keep_files, opened
from index.apart import Names
from index.encoders import load_encoder
from index.handed_in import HandedIn
from index.layout import Manifest
from index.pace import give_way
from index.reading import ELSEWHERE, Run, Shard, read_all
from index.remote import milvus_of
from index.writer import Writer
from ingest.files import find_sources
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from settings import Settings

__all__ = ["IngestResult", "Shard", "bring_in", "ingest", "rebuild", "remove"]

DEFAULT_MODEL = "default"
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


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    *,
    shard: Shard | None = None,
    handed_in: HandedIn | None = None,
) -> IngestResult:
    """Read files and folders into the knowledge base of ``settings`` and publish them.

    A file that cannot be read is reported and does not stop the others. Running it again changes nothing; a changed
    file replaces its passages; a changed alias file has the names in all passages read again.

    :param progress: called with (stage, done, total, name); the stages are ``read`` and ``embed``.
    :param shard: read only the files of this share; :func:`bring_in` puts the shares together.
    :param handed_in: how people call the files, and what they are to replace.
    :raises KnowledgeBaseBusy: another import is running.
    :raises ModelError: the embedding model cannot be loaded; what was read is kept, and the next run goes on from it.
    :raises UsageError: the alias file cannot be read; nothing is changed.
    """
    sources = list(find_sources(paths))
    reports: list[FileReport] = []
    with Writer(settings.kb) as writer:
        _know_names(writer, settings)  # a change of names comes first; the children read the file themselves
        run = Run(settings, writer, shard, handed_in or HandedIn())
        names = [Path(run.handed_in.shown(source)).name for source in sources]
        if progress and names:
            progress("read", 0, len(names), names[0])
        for done, report in enumerate(read_all(sources, run), 1):
            if report.status != ELSEWHERE:
                reports.append(report)
            if progress:  # the name is that of the file that is being waited for
                progress("read", done, len(names), names[min(done, len(names) - 1)])
        manifest = _publish(writer, settings, progress)
    return IngestResult(tuple(reports), manifest)


def _know_names(writer: Writer, settings: Settings, *, again: bool = False) -> None:
    """Read the names of the office; where it has changed its file, all passages are read again.

    :param again: read them again in any case.
    """
    path = settings.aliases or writer.layout.aliases
    if not path.exists():
        path.write_text(_ALIAS_TEMPLATE, encoding="utf-8")
    Gazetteer.base(path)  # a file that cannot be read changes nothing
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = writer.get_meta("aliases")
    if again or (known is not None and known != digest):
        writer.annotate_again(Names.of(path), settings)
    writer.set_meta("aliases", digest)


def remove(documents: Sequence[str], settings: Settings) -> Manifest | None:
    """Take documents out of the knowledge base, everywhere.

    :raises NotFound: one of them does not exist; then none is removed.
    """
    with Writer(settings.kb) as writer:
        writer.remove(documents)
        return _publish(writer, settings, None)


def rebuild(
    settings: Settings, progress: Progress | None = None, *, embed_only: bool = False, salvage: bool = False
) -> Manifest | None:
    """Find the facts of all passages again and build all caches, embedding what the model of ``settings`` has not.

    :param embed_only: keep the facts as they are.
    :param salvage: where the pointer to the snapshot is damaged, go on from the rows.
    """
    with Writer(settings.kb, salvage=salvage) as writer:
        if not embed_only:
            _know_names(writer, settings, again=True)
        return _publish(writer, settings, progress, force=True)


def bring_in(
    paths: Sequence[Path], settings: Settings, progress: Progress | None = None, *, merge: bool = False
) -> Adopted:
    """Import exported knowledge bases and publish them: all of them or, where one is damaged, none.

    :param merge: add to the knowledge base that is there; without it only an empty one takes an import.
    :raises UsageError: there is a knowledge base already, or a file is none that was exported.
    :raises KnowledgeBaseDamaged: a file is damaged; nothing was taken.
    :raises ModelError: the model that it was embedded with is not here, and ``YIJU_MODEL`` names no other.
    """
    here = next(folder for folder in (settings.kb, *settings.kb.absolute().parents) if folder.is_dir())
    with ExitStack() as stack:
        archives = opened(paths, here, stack)
        writer = stack.enter_context(Writer(settings.kb))
        published = writer.published
        if published and published.documents and not merge:
            raise UsageError(
                f"{settings.kb}: holds {published.documents} documents already; add to them with --merge, or import "
                "into another folder (--kb)"
            )
        setting = settings.model or (published.setting if published else archives[0].manifest.setting)
        encoder = load_encoder(setting)
        untouched = frozenset({hashlib.sha256(_ALIAS_TEMPLATE.encode()).hexdigest()})
        kept = [file for archive in archives for file in keep_files(archive, settings.kb, untouched)]
        _know_names(writer, settings)
        reports = adopt(writer, archives, encoder.id, settings, progress)
        manifest = _publish(writer, replace(settings, model=setting), progress)
    return Adopted(tuple(reports), tuple(kept), manifest)


def _publish(writer: Writer, settings: Settings, progress: Progress | None, *, force: bool = False) -> Manifest | None:
    """Publish what is pending; without changes the current snapshot stays."""
    before = writer.published.setting if writer.published else writer.get_meta("setting")
    setting = settings.model or before or DEFAULT_MODEL
    if not writer.pending and not force:
        return writer.published
    if settings.gives_way:
        give_way()
    encoder = load_encoder(setting)
    tell = (lambda stage, done, total: progress(stage, done, total, "")) if progress else None
    return writer.publish(encoder, setting, tell, afresh=force, milvus=milvus_of(settings))
