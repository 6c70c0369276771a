"""Which store the settings ask for; Milvus and its packages are only loaded where they do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from errors import KnowledgeBaseMismatch, UsageError
from index.caches import open_indexes
from index.engines import Dense, Lexical
from index.layout import Layout, Manifest
from settings import Settings

if TYPE_CHECKING:
    from index.milvus import Milvus

__all__ = ["milvus_of", "open_stores"]

_STORES = ("embedded", "milvus")


def milvus_of(settings: Settings) -> Milvus | None:
    """The Milvus that the settings ask for, if they do.

    :raises UsageError: there is no such store.
    :raises OptionalDependencyError: its packages are not installed.
    :raises StoreUnreachable: it does not answer.
    """
    if settings.store not in _STORES:
        raise UsageError(f"YIJU_STORE={settings.store!r}: there are {' and '.join(_STORES)}")
    if settings.store == "embedded":
        return None
    from index.milvus import connect

    return connect(settings)


def open_stores(
    layout: Layout, manifest: Manifest, settings: Settings, connect: Callable[[Path], sqlite3.Connection]
) -> tuple[Dense, Lexical]:
    """Both indexes of a snapshot, from where it was published to.

    :raises KnowledgeBaseMismatch: it was published to another store than the settings name.
    """
    if manifest.store != settings.store:
        raise KnowledgeBaseMismatch(
            f"{layout.root}: its indexes are in the store {manifest.store!r}, the settings ask for {settings.store!r}; "
            f"set YIJU_STORE={manifest.store}, or run `yiju rebuild --embed-only` to build them here"
        )
    milvus = milvus_of(settings)
    if milvus is None:
        return open_indexes(layout, manifest)
    from index.milvus_publish import open_milvus

    with closing(connect(layout.database)) as db:
        rows = db.execute("SELECT row FROM passages WHERE removed <= ?", (manifest.generation,)).fetchall()
    opened = open_milvus(milvus, layout, manifest, [row for (row,) in rows])
    if opened is None:
        raise KnowledgeBaseMismatch(
            f"{layout.root}: Milvus at {settings.milvus_uri} has not the collections {manifest.collection}; set the "
            "YIJU_MILVUS_URI that it was published to, or run `yiju rebuild --embed-only`"
        )
    return opened
