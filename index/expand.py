"""What a query also means: other names of the things it names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.forms import Forms, longest_first, query_pieces
from index.tokens import fold, fold_name

__all__ = ["KnownForms", "NamedThing", "named_things"]

_MOST_ALIASES = 12
_REMEMBERED = 4096  # forms with what they stand for


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A name found in a query, the canonical name it stands for, and the other forms of it in the knowledge base."""

    form: str
    name: str
    kind: str
    aliases: tuple[str, ...]


class KnownForms:
    """All forms of the names of a snapshot, and what the last ones of them that were asked for stand for.

    The first query of a process has the database look for what could be a name in it, which takes less time than
    reading all names; the next ones find them in memory.

    :param load: gives the folded forms of all names.
    """

    def __init__(self, load: Callable[[sqlite3.Connection], Iterable[str]]) -> None:
        self._load = load
        self._forms: Forms | None = None
        self._asked = False
        self._things: dict[str, NamedThing | None] = {}

    def things(self, db: sqlite3.Connection, generation: int, folded: str) -> list[NamedThing]:
        """What stretches of a folded query stand for, the longest first; not those that stand for several things."""
        if self._forms is None:
            if not self._asked:
                self._asked = True
                return _look_up(db, generation, query_pieces(folded))
            self._forms = Forms(self._load(db))
        pieces = self._forms.whole(folded)
        known = self._things  # other threads put theirs in meanwhile
        if new := pieces.difference(known):
            if len(known) + len(new) > _REMEMBERED:
                known = self._things = {}
                new = pieces
            found = {thing.form: thing for thing in _look_up(db, generation, new)}
            known.update((piece, found.get(piece)) for piece in new)
        return [thing for piece in longest_first(pieces) if (thing := known[piece]) is not None]


def named_things(
    db: sqlite3.Connection, generation: int, query: str, forms: KnownForms | None = None
) -> tuple[NamedThing, ...]:
    """The entities of a snapshot that a query names, longest forms first, none inside another.

    :param forms: of all names of the snapshot, where more queries will follow.
    """
    folded = fold_name(query)
    things = _look_up(db, generation, query_pieces(folded)) if forms is None else forms.things(db, generation, folded)
    found: list[NamedThing] = []
    covered = fold(folded)
    for thing in things:
        if thing.form in covered:
            covered = covered.replace(thing.form, "\0" * len(thing.form))
            found.append(thing)
    return tuple(found)


def _look_up(db: sqlite3.Connection, generation: int, pieces: set[str]) -> list[NamedThing]:
    """What pieces stand for that are names, the longest first."""
    if not pieces:
        return []
    known: dict[str, list[tuple[str, str]]] = {}
    # one parameter for all pieces, so that SQLite prepares one statement for all queries
    for form, name, kind in db.execute(
        "SELECT n.form, n.name, n.kind FROM json_each(?) j CROSS JOIN names n "
        "ON n.generation = ? AND n.form = j.value ORDER BY n.form, n.name, n.kind",
        (json.dumps([*pieces], ensure_ascii=False), generation),
    ):
        known.setdefault(form, []).append((name, kind))
    # a form that stands for several things expands to none of them
    return [_thing(db, generation, form, *known[form][0]) for form in longest_first(known) if len(known[form]) == 1]


def _thing(db: sqlite3.Connection, generation: int, form: str, name: str, kind: str) -> NamedThing:
    rows = db.execute(
        "SELECT form FROM names WHERE generation = ? AND name = ? AND kind = ? ORDER BY form", (generation, name, kind)
    )
    return NamedThing(form, name, kind, tuple(other for (other,) in rows if other != form)[:_MOST_ALIASES])
