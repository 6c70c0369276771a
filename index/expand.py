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


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A name found in a query, the canonical name it stands for, and the other forms of it in the knowledge base."""

    form: str
    name: str
    kind: str
    aliases: tuple[str, ...]


class KnownForms:
    """All forms of the names of a snapshot.

    The first query of a process has the database look for what could be a name in it, which takes less time than
    reading all names; the next ones find them in memory.

    :param load: gives the folded forms of all names.
    """

    def __init__(self, load: Callable[[sqlite3.Connection], Iterable[str]]) -> None:
        self._load = load
        self._forms: Forms | None = None
        self._asked = False

    def pieces(self, db: sqlite3.Connection, folded: str) -> set[str]:
        """The stretches of a folded query that are names, or could be."""
        if self._forms is None:
            if not self._asked:
                self._asked = True
                return query_pieces(folded)
            self._forms = Forms(self._load(db))
        return self._forms.whole(folded)


def named_things(
    db: sqlite3.Connection, generation: int, query: str, forms: KnownForms | None = None
) -> tuple[NamedThing, ...]:
    """The entities of a snapshot that a query names, longest forms first, none inside another.

    :param forms: of all names of the snapshot, where more queries will follow.
    """
    folded = fold_name(query)
    pieces = query_pieces(folded) if forms is None else forms.pieces(db, folded)
    if not pieces:
        return ()
    found: list[NamedThing] = []
    covered = fold(folded)
    for piece, name, kind in _look_up(db, generation, pieces):
        if piece not in covered:
            continue
        covered = covered.replace(piece, "\0" * len(piece))
        rows = db.execute(
            "SELECT form FROM names WHERE generation = ? AND name = ? AND kind = ? ORDER BY form",
            (generation, name, kind),
        )
        aliases = tuple(form for (form,) in rows if form != piece)[:_MOST_ALIASES]
        found.append(NamedThing(piece, name, kind, aliases))
    return tuple(found)


def _look_up(db: sqlite3.Connection, generation: int, pieces: set[str]) -> list[tuple[str, str, str]]:
    """(form, name, kind) of the pieces that are names, the longest first."""
    known: dict[str, list[tuple[str, str]]] = {}
    # one parameter for all pieces, so that SQLite prepares one statement for all queries
    for form, name, kind in db.execute(
        "SELECT n.form, n.name, n.kind FROM json_each(?) j CROSS JOIN names n "
        "ON n.generation = ? AND n.form = j.value ORDER BY n.form, n.name, n.kind",
        (json.dumps([*pieces], ensure_ascii=False), generation),
    ):
        known.setdefault(form, []).append((name, kind))
    # a form that stands for several things expands to none of them
    return [(form, *known[form][0]) for form in longest_first(known) if len(known[form]) == 1]
