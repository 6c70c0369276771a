"""What things are called in a snapshot: gathered once when it is published, so that a query need not read them all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.database import PASSAGE_VISIBLE
from index.tokens import fold_name
from records import Entity, EntityKind, Term

__all__ = ["NameGroup", "Names", "all_forms", "entities", "gather_names", "name_groups", "terms", "write_names"]

_Thing = tuple[str, EntityKind]


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


@dataclass(frozen=True, slots=True)
class Names:
    """What a generation names: all of it, or only ``changed``, the rest being as in the generation ``before``."""

    groups: Sequence[NameGroup]
    before: int | None = None
    changed: frozenset[_Thing] = frozenset()


def gather_names(db: sqlite3.Connection, generation: int, before: int | None = None) -> Names:
    """Find the names of a generation that is about to be published.

    :param before: the generation published last: what no passage names that came or went since is as it was then.
    """
    if before is None:
        return Names(_groups(db, generation))
    changed = _changed(db, generation)
    return Names(_groups(db, generation, changed), before, changed)


def write_names(db: sqlite3.Connection, generation: int, names: Names) -> None:
    """Store the names of a generation; the caller holds the transaction."""
    for table in ("names", "entities"):
        db.execute(f"DELETE FROM {table} WHERE generation = ?", (generation,))
    if names.before is not None:
        _keep(db, generation, names.before, names.changed)
    forms = sorted((form, group.name, group.kind) for group in names.groups for form in group.forms)
    db.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", ((generation, *form) for form in forms))
    db.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?)",
        (
            (generation, g.name, g.kind, g.name_en, json.dumps(list(g.surfaces), ensure_ascii=False), g.count)
            for g in names.groups
        ),
    )


def _changed(db: sqlite3.Connection, generation: int) -> frozenset[_Thing]:
    """The things that a passage names which this generation adds or removes."""
    rows = db.execute(
        "SELECT DISTINCT e.name, e.kind FROM passages p JOIN passage_entities e ON e.passage = p.row "
        "WHERE p.row IN (SELECT row FROM passages WHERE added = :g UNION ALL SELECT row FROM passages "
        "WHERE removed = :g)",
        {"g": generation},
    )
    return frozenset((name, kind) for name, kind in rows)


def _keep(db: sqlite3.Connection, generation: int, before: int, changed: frozenset[_Thing]) -> None:
    """Copy the names of the generation before, without those that have changed."""
    others = "SELECT :g, {0} FROM {1} WHERE generation = :b AND (name, kind) NOT IN (SELECT name, kind FROM changed)"
    db.execute("CREATE TEMP TABLE changed (name TEXT, kind TEXT, PRIMARY KEY (name, kind)) WITHOUT ROWID")
    db.executemany("INSERT INTO changed VALUES (?, ?)", sorted(changed))
    for table, columns in (("names", "form, name, kind"), ("entities", "name, kind, name_en, surfaces, passages")):
        db.execute(f"INSERT INTO {table} {others.format(columns, table)}", {"g": generation, "b": before})
    db.execute("DROP TABLE changed")


def _groups(db: sqlite3.Connection, generation: int, wanted: frozenset[_Thing] | None = None) -> list[NameGroup]:
    """The things that a generation names with all their forms.

    :param wanted: only these.
    """
    groups: dict[_Thing, NameGroup] = {}
    hidden = {row for (row,) in db.execute("SELECT row FROM passages WHERE removed <= ?", (generation,))}
    # rows are only ever appended, so that those of a passage stand together and in reading order
    query = "SELECT passage, name, kind, surface, name_en FROM passage_entities {0} ORDER BY rowid"
    if wanted is None:
        found: Iterable[tuple[int, str, EntityKind, str, str]] = db.execute(query.format(""))
    else:
        one = query.format("WHERE name = ? AND kind = ?")
        found = (row for thing in sorted(wanted) for row in db.execute(one, thing).fetchall())
    for passage, name, kind, surface, name_en in found:
        if passage in hidden:
            continue
        group = groups.get((name, kind))
        if group is None:
            group = groups[name, kind] = NameGroup(name, kind)
        group.add(passage, surface, name_en)
    return list(groups.values())


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


def entities(db: sqlite3.Connection, generation: int, kind: EntityKind | None = None) -> Iterator[Entity]:
    """The things (of a kind) that a snapshot names, each with the passages that do; the most mentioned first."""
    rows = db.execute(
        "SELECT e.name, e.kind, p.id FROM passage_entities e JOIN passages p ON p.row = e.passage "
        f"WHERE {PASSAGE_VISIBLE} AND (:k IS NULL OR e.kind = :k) ORDER BY p.row",
        {"k": kind, "g": generation},
    )
    mentioned: dict[tuple[str, str], dict[str, None]] = {}
    for name, found, passage in rows:
        mentioned.setdefault((name, found), {}).setdefault(passage)
    for group in name_groups(db, generation, kind):
        passages = tuple(mentioned[group.name, group.kind])
        yield Entity(group.name, group.name_en, group.kind, group.aliases, passages)


def terms(db: sqlite3.Connection, generation: int) -> tuple[Term, ...]:
    """The abbreviations that a snapshot explains; the same one from several documents is one term."""
    rows = db.execute(
        "SELECT t.abbreviation, t.zh, t.en, t.defined_in FROM terms t JOIN documents d ON d.row = t.document "
        "WHERE d.added <= :g AND (d.removed IS NULL OR d.removed > :g) ORDER BY t.abbreviation, d.row",
        {"g": generation},
    )
    english = dict(
        db.execute(
            "SELECT e.surface, e.name_en FROM passage_entities e JOIN passages p ON p.row = e.passage "
            f"WHERE e.name_en <> '' AND {PASSAGE_VISIBLE} ORDER BY p.row DESC",
            {"g": generation},
        )
    )
    found: dict[tuple[str, str | None], Term] = {}
    for abbreviation, zh, printed_en, defined_in in rows:
        en = printed_en or english.get(zh) or english.get(abbreviation)
        known = found.get((abbreviation, zh), Term(abbreviation, zh, en))
        places = dict.fromkeys((*known.defined_in, *json.loads(defined_in)))
        found[abbreviation, zh] = Term(abbreviation, zh, known.en or en, tuple(places))
    return tuple(found.values())
