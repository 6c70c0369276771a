"""Whether the pointer to a snapshot and the database belong together."""

from __future__ import annotations

import sqlite3

from errors import KnowledgeBaseDamaged
from index.layout import Layout, Manifest

__all__ = ["check_pointer", "known"]


def known(db: sqlite3.Connection, key: str) -> str | None:
    """A note in the database."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def check_pointer(db: sqlite3.Connection, manifest: Manifest, layout: Layout) -> None:
    """The database notes the generation that is about to be published just before the pointer is replaced.

    :raises KnowledgeBaseDamaged: ``current.json`` or ``knowledge.sqlite`` is of another knowledge base or another day.
    """
    id_, published = known(db, "id"), int(known(db, "published") or manifest.generation)
    foreign = bool(manifest.id and id_ and manifest.id != id_)
    older = published < manifest.generation
    newer = published > manifest.generation + 1 and layout.read_manifest().generation == manifest.generation
    if foreign or older or newer:
        raise KnowledgeBaseDamaged(
            f"{layout.root}: current.json and knowledge.sqlite do not belong together (snapshot {manifest.generation}, "
            f"database {published}); put back the files of one day, or run `yiju doctor --repair`"
        )
