"""One statement of a source: a clause or a table cell, with everything that it can be compared by."""

from __future__ import annotations

from dataclasses import dataclass

from records import Amount, Cell, DateMention, EntityMention, Passage

__all__ = ["Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause, or a table cell, of a passage.

    ``keys`` are those of the clause, ``around`` those of its sentence, ``near`` those of the sentences beside it,
    ``context`` those of the rest of its passage, of headings, lead-in, notes and table title. A ``joint`` clause pairs
    things and values (分别) without saying which goes with which. ``dates`` are its own or, where it has none, those of
    the clause before it (``inherited``).
    ``said`` is, of one thing of a 分别 clause, the clause without the others.
    ``period`` is what the title of the document says that it reports on.
    ``alone`` are, of a clause that is joined with those beside it, the keys of the clause itself.
    ``course`` are, of a clause that tells a change from one value to another, the two; it is ``joint``. Of
    the value ``before`` the period of the document says nothing.
    A ``derived`` unit is not printed so: it is what the figures of a row do.
    ``heads`` are, of a cell, the words of each of its headers as keys: what it measures.
    """

    passage: Passage
    text: str
    sentence: str
    at: tuple[int, int]
    sentence_at: tuple[int, int]
    keys: frozenset[str]
    around: frozenset[str]
    context: frozenset[str]
    dates: tuple[DateMention, ...]
    inherited: bool
    amounts: tuple[Amount, ...]
    entities: tuple[EntityMention, ...]
    cell: Cell | None = None
    joint: bool = False
    said: str = ""
    period: tuple[DateMention, ...] = ()
    near: frozenset[str] = frozenset()
    alone: frozenset[str] | None = None
    heads: tuple[tuple[frozenset[str], ...], ...] = ()
    course: tuple[Amount, Amount] | None = None
    before: bool = False
    derived: bool = False
