"""What a query also means: other names of the things it names."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from index.tokens import fold, fold_name

__all__ = ["NamedThing", "longest_first", "named_things", "query_pieces"]

_LONGEST_NAME = 24
_MOST_ALIASES = 12
_WITHIN = re.compile(r"[a-zA-Z\d](?=[a-zA-Z\d])", re.ASCII)  # inside a Latin word or a number


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A name found in a query, the canonical name it stands for, and the other forms of it in the knowledge base."""

    form: str
    name: str
    kind: str
    aliases: tuple[str, ...]


def named_things(db: sqlite3.Connection, generation: int, query: str) -> tuple[NamedThing, ...]:
    """The entities of a snapshot that a query names, longest forms first, none inside another."""
    folded = fold_name(query)
    pieces = query_pieces(folded)
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


def query_pieces(folded: str) -> set[str]:
    """Every stretch of a folded query that could be a name."""
    return _han_pieces(folded) | _word_pieces(folded)


def longest_first(pieces: Iterable[str]) -> list[str]:
    return sorted(pieces, key=lambda piece: (-len(piece), piece))


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


def _han_pieces(text: str) -> set[str]:
    """Every stretch that does not cut into a Latin word or a number."""
    inside = [match.start() + 1 for match in _WITHIN.finditer(text)]
    cuts = set(range(len(text) + 1)).difference(inside)
    starts = [i for i in cuts if not text[i : i + 1].isspace()]
    ends = {j for j in cuts if not text[max(j - 1, 0) : j].isspace()}
    longest = len(text) + 1
    return {text[i:j] for i in starts for j in range(i + 2, min(i + _LONGEST_NAME + 1, longest)) if j in ends}


def _word_pieces(text: str) -> set[str]:
    words = re.findall(r"[^\s,.;:!?()（），。；：！？“”\"]+", text)
    return {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 8, len(words)) + 1)}
