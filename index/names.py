"""What things are called in a snapshot: gathered once when it is published, so that a query need not read them all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from index.tokens import fold_name
from records import EntityKind

__all__ = ["NameGroup", "all_forms", "gather_names", "name_groups"]


class NameGroup:
    """All forms of one thing: its surface forms in order of appearance, English name, and how many passages name it."""

    __slots__ = ("count", "english", "kind", "last", "name", "surfaces")

    def __init__(self, name: str, kind: EntityKind) -> None:
        self.name, self.kind = name, kind
        self.english: dict[str, None] = {}
        self.surfaces: dict[str, None] = {}
        self.count, self.last = 0, -1

    def add(self, passage: int, surface: str, name_en: str) -> None:
        self.surfaces.setdefault(surface)
        if name_en:
            self.english.setdefault(name_en)
        if passage != self.last:
            self.count, self.last = self.count + 1, passage

    @property
    def name_en(self) -> str | None:
        return next(iter(self.english), None)

    @property
    def aliases(self) -> tuple[str, ...]:
        return tuple(surface for surface in self.surfaces if surface != self.name)

    @property
    def forms(self) -> set[str]:
        """Every form as queries are folded."""
        return {fold_name(form) for form in (*self.surfaces, self.name, *self.english)}


def gather_names(db: sqlite3.Connection, generation: int) -> None:
    """Write the names of a generation that is about to be published; the caller holds the transaction."""
    groups: dict[tuple[str, EntityKind], NameGroup] = {}
    hidden = {row for (row,) in db.execute("SELECT row FROM passages WHERE removed <= ?", (generation,))}
    # rows are only ever appended, so that those of a passage stand together and in reading order
    rows = db.execute("SELECT passage, name, kind, surface, name_en FROM passage_entities ORDER BY rowid")
    for passage, name, kind, surface, name_en in rows:
        if passage in hidden:
            continue
        group = groups.get((name, kind))
        if group is None:
            group = groups[name, kind] = NameGroup(name, kind)
        group.add(passage, surface, name_en)
    db.execute("DELETE FROM names WHERE generation = ?", (generation,))
    db.execute("DELETE FROM entities WHERE generation = ?", (generation,))
    forms = sorted((form, group.name, group.kind) for group in groups.values() for form in group.forms)
    db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((generation, *form) for form in forms))
    db.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)",
        (
            (generation, g.name, g.kind, g.name_en, json.dumps(list(g.surfaces), ensure_ascii=False), g.count)
            for g in groups.values()
        ),
    )


def name_groups(db: sqlite3.Connection, generation: int, kind: EntityKind | None = None) -> Iterator[NameGroup]:
    """The things (of a kind) that a snapshot names, the most mentioned first."""
    rows = db.execute(
        "SELECT name, kind, name_en, surfaces, passages FROM entities WHERE generation = :g "
        "AND (:k IS NULL OR kind = :k) ORDER BY passages DESC, kind, name",
        {"g": generation, "k": kind},
    )
    for name, found, name_en, surfaces, passages in rows:
        group = NameGroup(name, found)
        group.count = passages
        group.surfaces = dict.fromkeys(json.loads(surfaces))
        group.english = {name_en: None} if name_en else {}
        yield group


def all_forms(db: sqlite3.Connection, generation: int) -> list[str]:
    """Every form of every name in a snapshot, folded."""
    rows = db.execute("SELECT DISTINCT form FROM names WHERE generation = ? ORDER BY form", (generation,))
    return [form for (form,) in rows]
