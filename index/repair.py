"""What `yiju doctor --repair` does: whatever can be made again is made again, from the nearest thing that is whole."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from errors import KnowledgeBaseDamaged
from index.arrays import open_array
from index.build import ingest, rebuild
from index.doctor import REPAIR, Finding, examine
from index.inspect import inspect_originals, inspect_records, inspect_vectors
from index.layout import Layout
from index.vectors import open_vectors
from index.writer import Writer
from settings import Settings

__all__ = ["repair"]


def repair(root: Path, settings: Settings, findings: Sequence[Finding]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Mend what the findings name.

    Records and originals that changed on the disk come from the source file, if it is still there and the same; facts
    from the records; vectors and indexes from the facts; a lost pointer from the rows.

    :returns: what was done, in words, and what is found afterwards.
    :raises KnowledgeBaseError: it is being written to.
    """
    done = _sweep(root)
    if Layout(root).database.is_file() and findings[0].repair == REPAIR:
        rebuild(settings, embed_only=True, salvage=True)
        done.append("the pointer to the snapshot and the indexes made again from the rows")
        findings = examine(root, settings)
    bad = {finding.check for finding in findings if finding.repair == REPAIR}
    if bad:
        sources = _distrust(root, settings)
        if sources:
            ingest(sources, settings)
            done += [f"{path}: read again" for path in sources]
        rebuild(settings, embed_only=True)
        done.append("the indexes built again")
        findings = examine(root, settings)
    return tuple(done), tuple(findings)


def _distrust(root: Path, settings: Settings) -> list[Path]:
    """Forget what is damaged, so that it is made again.

    :returns: files to read again.
    """
    sources: list[Path] = []
    with Writer(root) as writer:
        records = list(inspect_records(writer.db, writer.generation))
        broken = {f.file for f in (*records, *inspect_originals(writer.db, writer.generation)) if f.check != "facts"}
        for file in sorted(broken):
            path, sha256 = writer.db.execute("SELECT path, sha256 FROM files WHERE row = ?", (file,)).fetchone()
            if _same(Path(path), sha256):
                writer.distrust(path)
                sources.append(Path(path))
        writer.store_again({fault.file for fault in records} - broken)
        folder = writer.layout.snapshot(writer.generation - 1)
        try:
            indexed = open_vectors(folder), open_array(folder / "owners.npy")
            faults = list(inspect_vectors(writer.db, writer.generation - 1, *indexed))
        except (OSError, ValueError, KnowledgeBaseDamaged):
            faults = []  # the index itself is damaged: it is built again from the database
        writer.drop_vectors([fault.row for fault in faults if fault.row])
    return sources


def _same(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def _sweep(root: Path) -> list[str]:
    """Remove the scratch folders of imports that were killed."""
    left = [path for path in root.glob(".yiju-*-*") if path.is_dir()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return [f"{len(left)} folders of imports that were cut off removed"] if left else []
