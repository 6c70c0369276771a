"""Two sums of what was approved or signed on one day, told by two passages of a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from answer.compare import amounts_agree, comparable
from answer.conflict_clauses import by_document, named_apart
from answer.conflict_tools import exact, side
from answer.records import Conflict
from answer.units import Unit
from records import Amount

__all__ = ["day_conflicts"]

_ACTS = ("a:approve", "a:sign")
_KINDS = ("赠款", "贷款", "援助", "融资", "拨款", "合同", "捐款", "担保", "投资")
_PART = re.compile(r"其中|另|余|追加|首笔|第[一二三四五]|分别|各|包括|此外|配套")
_SCORE = 0.62


@dataclass(frozen=True, slots=True)
class _Decided:
    """:ivar kinds: what the sum is, as far as the clause says it."""

    unit: Unit
    amount: Amount
    kinds: frozenset[str]


def day_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """One decision is told with two sums; where more than two sums are of one day, several decisions were taken."""
    for prose in by_document(units):
        decided: dict[tuple[date, str], list[_Decided]] = defaultdict(list)
        for unit in prose:
            for key, one in _decisions(unit):
                decided[key].append(one)
        for (day, _), found in decided.items():
            if len({one.amount.value for one in found}) == 2:
                yield from (_conflict(a, b, day) for a, b in combinations(found, 2) if _differ(a, b))


def _decisions(unit: Unit) -> Iterator[tuple[tuple[date, str], _Decided]]:
    text = unit.passage.text
    days = [d for d in unit.dates if d.basis == "printed" and d.start is not None and d.start == d.end]
    sums = [a for a in unit.amounts if exact(text, a) and any(kind in text[slice(*unit.at)] for kind in _KINDS)]
    if len(unit.dates) != 1 or not days or days[0].start is None or len(sums) != 1 or not _is_money(sums[0]):
        return
    if unit.inherited or unit.joint or _PART.search(text, unit.at[0], sums[0].at[0]):
        return
    kinds = frozenset(kind for kind in _KINDS if kind in text[slice(*unit.at)])
    for act in _ACTS:
        if act in unit.keys:
            yield (days[0].start, act), _Decided(unit, sums[0], kinds)


def _is_money(amount: Amount) -> bool:
    return re.fullmatch(r"[A-Z]{3}", amount.unit) is not None


def _differ(a: _Decided, b: _Decided) -> bool:
    if a.unit.passage.id == b.unit.passage.id or not a.kinds & b.kinds or named_apart(a.unit, b.unit):
        return False
    return comparable(a.amount, b.amount) and not amounts_agree(a.amount, b.amount) and not _of_two_countries(a, b)


def _of_two_countries(a: _Decided, b: _Decided) -> bool:
    one, two = ({e.name for e in x.unit.entities if e.kind in ("country", "project")} for x in (a, b))
    return bool(one and two and one.isdisjoint(two))


def _conflict(a: _Decided, b: _Decided, day: date) -> Conflict:
    places = [x.unit.passage.citation.address for x in (a, b)]
    told = f"{day.isoformat()}的同一项决定金额不同：{places[0]}为“{a.amount.text}”，{places[1]}为“{b.amount.text}”"
    one, two = (side(x.unit.passage, x.unit.sentence, x.amount.text) for x in (a, b))
    return Conflict("number", one, two, told, _SCORE)
