"""Sources of a note that disagree: both sides verbatim, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from answer.brief_records import BriefTable, Quote, TableCell
from answer.brief_scope import Scope
from answer.records import Conflict, ConflictSide
from index.store import KnowledgeBase

__all__ = ["conflicts_in", "conflicts_table"]

_MINOR = ("tense", "name")  # after those where two statements differ
_SHORT = 48  # characters of a statement that is shown whole
_NEEDED = 0.34  # relevance of a side where the topic is words


def conflicts_in(scope: Scope, conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts of which a side tells about the topic, the surest first, one for each statement."""
    passages = {p.id: p for p in scope.passages}
    needed = _NEEDED if scope.words else 0.0

    def told(side: ConflictSide) -> bool:
        passage = passages.get(side.passage)
        if passage is None:
            return False
        at = max(passage.text.find(side.text), 0)
        return scope.relevance(passage, at, at + len(side.text)) > needed

    conflicts = sorted(conflicts, key=lambda c: c.kind in _MINOR)
    one_each = {(c.a.passage, c.a.text): c for c in reversed(conflicts) if told(c.a) or told(c.b)}
    kept = {id(c) for c in one_each.values()}
    return tuple(c for c in conflicts if id(c) in kept)


def conflicts_table(kb: KnowledgeBase, conflicts: Sequence[Conflict]) -> BriefTable | None:
    """The conflicts as a table: one side, the other side, what differs. Nothing says which is right."""
    if not conflicts:
        return None
    rows = []
    for conflict in conflicts:
        one = _cell(kb, conflict.a)
        same = (conflict.a.passage, conflict.a.text) == (conflict.b.passage, conflict.b.text)
        other = TableCell(conflict.b.value) if same else _cell(kb, conflict.b)
        rows.append((one, other, TableCell(conflict.explanation)))
    heads = ("一处原文", "另一处原文", "不同之处")
    return BriefTable("", heads, tuple(rows), (0.36, 0.36, 0.28))


def _cell(kb: KnowledgeBase, side: ConflictSide) -> TableCell:
    passage = kb.passage(side.passage)
    at = passage.text.find(side.text)
    if at < 0:  # the side is what the program knows of the document, such as its date
        return TableCell(side.text, Quote(passage.text, passage, (0, len(passage.text))))
    start, end = _clause(side)
    cut = side.text[start:end]
    shown = f"{'……' if start else ''}{cut}{'……' if end < len(side.text) else ''}"
    return TableCell(shown, Quote(cut, passage, (at + start, at + end)))


def _clause(side: ConflictSide) -> tuple[int, int]:
    """The clauses of a side that hold its value, where the whole is long: between commas outside brackets."""
    text, at = side.text, side.text.find(side.value)
    if len(text) <= _SHORT or at < 0:
        return 0, len(text)
    stops = [i + 1 for i, char in enumerate(text) if char in "，；" and _balanced(text[:i])]
    start = max((i for i in stops if i <= at), default=0)
    end = min((i for i in stops if i >= at + len(side.value)), default=len(text))
    return start, end


def _balanced(piece: str) -> bool:
    return all(piece.count(a) == piece.count(b) for a, b in ("（）", "()", "《》", "“”"))
