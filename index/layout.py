"""The folder of a knowledge base, and the pointer to its current snapshot.

::

    knowledge.sqlite        passages, facts and vectors: the only source of truth
    current.json            which generation readers open, and what it was built with
    snapshots/000007/       caches of generation 7: vectors.npy, wording.bin, lexical/ … (files may be shared)
    aliases.yaml            names that the office adds; never overwritten
    lock                    held by the one process that writes
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from errors import KnowledgeBaseDamaged, KnowledgeBaseMissing

__all__ = ["SCHEMA_VERSION", "Layout", "Manifest", "fsync_folder", "share"]

SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``current.json`` says. Everything that a search depends on is pinned here.

    ``setting`` is the model as the user named it; ``model`` its id with the digest of its weights. ``windows`` counts
    vectors, ``entries`` passages in the lexical index; ``checksums`` and ``sizes`` are of the files of the snapshot;
    ``id`` is that of the database. ``store`` is where the indexes are, ``collection`` what they are called there.
    """

    generation: int
    model: str
    setting: str
    dimensions: int
    analyser: str
    schema: int
    version: str
    documents: int
    passages: int
    windows: int
    checksums: dict[str, str]
    built: str
    entries: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    id: str = ""
    store: str = "embedded"
    collection: str = ""

    @property
    def snapshot(self) -> str:
        """The name of the snapshot, as it is printed with every answer."""
        return f"{self.generation:06d}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths inside the folder of a knowledge base."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "knowledge.sqlite"

    @property
    def current(self) -> Path:
        return self.root / "current.json"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def aliases(self) -> Path:
        return self.root / "aliases.yaml"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    def snapshot(self, generation: int) -> Path:
        return self.snapshots / f"{generation:06d}"

    def read_manifest(self) -> Manifest:
        """The current manifest.

        :raises KnowledgeBaseMissing: nothing was ever published in this folder.
        :raises KnowledgeBaseDamaged: the pointer cannot be read.
        """
        try:
            data: dict[str, Any] = json.loads(self.current.read_text(encoding="utf-8"))
            return Manifest(**data)
        except FileNotFoundError as error:
            raise KnowledgeBaseMissing(
                f"{self.root}: no knowledge base here yet; run `yiju ingest` first (or name its folder with --kb)"
            ) from error
        except (ValueError, TypeError) as error:
            raise KnowledgeBaseDamaged(
                f"{self.current}: cannot be read ({error}); run `yiju doctor --repair`"
            ) from error

    def publish(self, manifest: Manifest) -> None:
        """Point readers to a finished snapshot: written aside, flushed, then renamed over the old pointer."""
        aside = self.current.with_suffix(".tmp")
        with aside.open("w", encoding="utf-8") as file:
            json.dump(asdict(manifest), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, self.current)
        fsync_folder(self.root)


def share(path: Path, target: Path) -> None:
    """Have a snapshot hold a file of another one that never changes: as a hard link, where the medium has these."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def fsync_folder(folder: Path) -> None:
    """Make renames in a folder durable (where the platform lets folders be opened)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
