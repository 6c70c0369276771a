"""What is to be written into the lexical index of a generation that is about to be published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from index.database import VISIBLE
from index.layout import Layout, Manifest
from index.lexical import LexicalEntry, LexicalIndex
from index.tokens import ANALYSER

__all__ = ["LexicalJob"]

# Below this many passages the lexical index is built anew, in a second or so: then it knows nothing of what was
# removed, whose words count in the statistics until its segments are merged.
_INCREMENTAL = 20_000
_MOST_REMOVED = 0.05  # share of the entries; with more of them the index is built anew
_ADDED = "added = :g AND removed IS NULL"


@dataclass(frozen=True, slots=True)
class LexicalJob:
    """An index to write.

    :ivar folder: empty, or not there yet; :ivar entries: how many new ones; :ivar old: an index to go on from, without
        the rows ``removed``.
    """

    database: Path
    generation: int
    folder: Path
    entries: int
    old: Path | None = None
    removed: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, db: sqlite3.Connection, layout: Layout, generation: int, folder: Path, before: Manifest | None
    ) -> LexicalJob:
        """The index of a generation; where the last one is large, that one with what has changed."""
        at = {"g": generation}
        old = layout.snapshot(before.generation) / "lexical" if before else folder
        if before and before.analyser == ANALYSER and before.entries >= _INCREMENTAL and old.is_dir():
            gone = "SELECT row FROM passages WHERE removed = :g AND added < :g AND form <> 'heading'"
            removed = tuple(row for (row,) in db.execute(gone, at))
            if len(removed) + LexicalIndex.open(old).removed <= _MOST_REMOVED * before.entries:
                return cls(layout.database, generation, folder, _count(db, _ADDED, generation), old, removed)
        return cls(layout.database, generation, folder, _count(db, VISIBLE, generation))

    def run(self) -> int:
        """Write it.

        :returns: how many entries the index has.
        """
        with closing(sqlite3.connect(self.database)) as db:
            if self.old is None:
                return LexicalIndex.build(self.folder, _entries(db, VISIBLE, self.generation))
            new = _entries(db, _ADDED, self.generation)
            return LexicalIndex.update(self.folder, self.old, self.removed, new)


def _count(db: sqlite3.Connection, which: str, generation: int) -> int:
    query = f"SELECT count(*) FROM passages WHERE {which} AND form <> 'heading'"
    return int(db.execute(query, {"g": generation}).fetchone()[0])


def _entries(db: sqlite3.Connection, which: str, generation: int) -> Iterator[LexicalEntry]:
    query = f"SELECT row, tokens FROM passages WHERE {which} AND form <> 'heading' ORDER BY row"
    for row, tokens in db.execute(query, {"g": generation}):
        body, _, context = tokens.partition("\n")
        yield LexicalEntry(row, body, context)
