"""Figures and dates of one fact told in two ways, by a learned score instead of rules.

What it finds is less sure than what rules find, and is listed among the last.

Every two figures of a kind, and every two dates, of a document whose clauses or sentences share rare words are compared
by some eighty numbers (:mod:`answer.conflict_features`); their weighted sum says how likely both tell one fact. The
weights were learned on planted conflicts (``python -m eval.conflict_pairs``); logistic regression, nothing else.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Literal

from answer.compare import amounts_agree, comparable
from answer.conflict_apart import figures_of_two
from answer.conflict_clauses import Weights, of_two_orders
from answer.conflict_features import features, measured_twice, strength
from answer.conflict_guards import counted_until
from answer.conflict_measured import exchanged
from answer.conflict_slots import Slot, slots_by_document
from answer.conflict_tools import PROSE, side
from answer.records import Conflict
from answer.same_fact import ends_name
from answer.unit import Unit
from records import Amount

__all__ = ["Pair", "of_longer_name", "pairs_of", "relation", "scored_conflicts"]

_WEIGHTS = Path(__file__).resolve().parent / "data" / "conflict_weights.json"
_MOST_SHARING = 40  # a key that more slots of a kind have brings none of them together
_LEAST_SHARED = 10.0  # sums of log(N/n) over the keys that few have
_MOST_TIMES, _ROUNDED = 3.0, 1.1  # figures further apart are never the same one told wrongly
_MOST_DAYS = 400
_LEAST_TOLD = 8.0  # sums of log(N/n): 预计将增长3.0% does not tell what grows
_REST = re.compile(r"(?:其[余他它]|剩余|余下|剩下)[^，。；]{0,3}$")
_LEAST_ALIKE, _SUBJECT = 4, 3  # characters before two figures that are the same, and of what is not
_RANKS, _GAP = 5, 2.0
_LEAST_SURE, _LEAST_OF_CELL = 0.67, 0.5  # of two clauses; of a clause and a cell
_LEAST_SCORE, _RISE = 0.2, 0.3  # of the list: below and among the less sure of the rules

Relation = Literal["same", "other", "unclear"]


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two slots with how they relate and what speaks for one fact."""

    a: Slot
    b: Slot
    relation: Relation
    features: dict[str, float]

    @property
    def of_cell(self) -> bool:
        return self.a.unit.cell is not None or self.b.unit.cell is not None


@dataclass(frozen=True, slots=True)
class _Score:
    limit: float
    bias: float
    weights: dict[str, float]

    def of(self, numbers: dict[str, float]) -> float:
        """The logarithm of the odds that two slots tell one fact."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in numbers.items())


def scored_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of different figures or dates that most likely tell one fact; the surest first, each slot once."""
    score = _score()
    for slots, weights in slots_by_document(units):
        found = ((score.of(pair.features), pair) for pair in pairs_of(slots, weights))
        sure = [(odds, pair) for odds, pair in found if odds > score.limit and not _of_two_facts(pair)]
        # two clauses are weighed with all others too, by more than these numbers tell
        sure = [(o, p) for o, p in sure if _sureness(o, score.limit) >= (_LEAST_OF_CELL if p.of_cell else _LEAST_SURE)]
        for odds, pair in _once(sure):
            yield _conflict(pair, odds, score.limit)


def _once(found: Sequence[tuple[float, Pair]]) -> Iterator[tuple[float, Pair]]:
    """Each slot with its surest partner only: one that is told again with the same value is in no conflict."""
    used: set[int] = set()
    places: set[frozenset[str]] = set()
    for odds, pair in sorted(found, key=lambda one: -one[0]):
        if id(pair.a) in used or id(pair.b) in used:
            continue
        used |= {id(pair.a), id(pair.b)}
        place = frozenset((pair.a.unit.passage.id, pair.b.unit.passage.id))
        if pair.relation == "other" and place not in places:
            places.add(place)
            yield odds, pair


def _of_two_facts(pair: Pair) -> bool:
    a, b = pair.a, pair.b
    if pair.relation != "other":
        return False
    if any(_of_a_place(cell.unit) and not _measured_in(cell.unit, text.unit) for cell, text in ((a, b), (b, a))):
        return True
    if a.group == "date":
        until = [any(d.text == x.text and counted_until(x.unit, d) for d in x.unit.dates) for x in (a, b)]
        return until[0] != until[1]
    return figures_of_two(a.unit, b.unit, (a.text, b.text))


def _of_a_place(unit: Unit) -> bool:
    """Whether the row of a cell is called after a country or place, of which much can be told."""
    label = "".join(unit.cell.row).strip() if unit.cell is not None else ""
    return any(e.text == label and e.kind in ("country", "place") for e in unit.passage.entities)


def _measured_in(cell: Unit, text: Unit) -> bool:
    """Whether a clause has a word of the headers of a cell, or of its table's title, which say what is measured."""
    return any(keys & text.keys for words in cell.heads for keys in words)


def _conflict(pair: Pair, odds: float, limit: float) -> Conflict:
    a, b = pair.a, pair.b
    what = "很可能是同一件事，日期不同" if a.group == "date" else "很可能是同一个数，说法不同"
    told = f"{what}：{a.unit.passage.citation.address}为“{a.text}”，{b.unit.passage.citation.address}为“{b.text}”"
    one, two = (side(x.unit.passage, x.unit.sentence, x.text) for x in (a, b))
    score = _LEAST_SCORE + _RISE * _sureness(odds, limit)
    return Conflict("date" if a.group == "date" else "number", one, two, told, score)


def _sureness(odds: float, limit: float) -> float:
    """From 0 at the limit to 1."""
    return (_share(odds) - _share(limit)) / (1.0 - _share(limit))


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


def pairs_of(slots: Sequence[Slot], weights: Weights) -> Iterator[Pair]:
    """The pairs of slots that may tell one fact, with their features."""
    pairs = list(_candidates(slots, weights))
    strengths = [strength(a, b, weights) for a, b in pairs]
    partners: dict[int, list[float]] = defaultdict(list)
    for (a, b), common in zip(pairs, strengths, strict=True):
        partners[id(a)].append(common)
        partners[id(b)].append(common)
    for own in partners.values():
        own.sort(reverse=True)
    for (a, b), common in zip(pairs, strengths, strict=True):
        if _may_be_one(a, b):
            places = [_place(partners[id(x)], common) for x in (a, b)]
            ranks, gaps = zip(*places, strict=True)
            numbers = {
                "rank": max(ranks), "rank_min": min(ranks), "gap": min(gaps), "gap_max": max(gaps),
                "strength": math.log1p(common), **features(a, b, weights),
            }  # fmt: skip
            yield Pair(a, b, relation(a, b), numbers)


def _place(own: Sequence[float], common: float) -> tuple[float, float]:
    """How many partners of a slot have more in common with it, and how far this one is from the best other."""
    better = sum(1 for other in own[: _RANKS + 1] if other > common + 1e-9)
    other = own[0] if better else own[1] if len(own) > 1 else 0.0
    gap = math.log((common + 1.0) / (other + 1.0))
    return float(min(better, _RANKS)), max(min(gap, _GAP), -_GAP)


def _candidates(slots: Sequence[Slot], weights: Weights) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of slots of one group and two sentences that share enough of what few say, in order."""
    groups: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        groups[slot.group].append(slot)
    for group in groups.values():
        having: dict[str, list[int]] = defaultdict(list)
        for index, slot in enumerate(group):
            for key in slot.clause | slot.sentence:
                having[key].append(index)
        shared: dict[tuple[int, int], float] = defaultdict(float)
        for key, members in having.items():
            if 1 < len(members) <= _MOST_SHARING:
                told = weights.sum(frozenset((key,)))
                for pair in combinations(members, 2):
                    shared[pair] += told
        for (i, j), told in sorted(shared.items()):
            if told >= _LEAST_SHARED and not _of_one_place(group[i].unit, group[j].unit):
                yield group[i], group[j]


def _of_one_place(a: Unit, b: Unit) -> bool:
    """Whether two slots stand in one sentence, or both in tables or notes, which are compared elsewhere."""
    if all(unit.cell is not None or unit.passage.form not in PROSE for unit in (a, b)):
        return True
    return a.passage.id == b.passage.id and a.sentence_at == b.sentence_at


def _is_rest(slot: Slot) -> bool:
    return _REST.search(slot.before) is not None


def of_longer_name(a: Unit, b: Unit) -> bool:
    """Whether a treaty that one clause names begins a longer name in the other (加入公约, 加入公约电子证书方案)."""
    names = ({e.name for e in unit.entities if e.kind == "agreement"} for unit in (a, b))
    return any(ends_name(a, name) != ends_name(b, name) for name in set.intersection(*names))


def _of_two_kinds(a: Slot, b: Slot) -> bool:
    """Whether one counts states (三国) and the other what has a measure (四座), or a cell other things than a text."""
    measures = {a.measure, b.measure}
    if (a.unit.cell is None) != (b.unit.cell is None) and a.group == "count":
        one, two = (Amount(x.text, 0.0, x.noun, (0, 0)) for x in (a, b))
        if not comparable(one, two):
            return True
    return "国" in measures and len(measures) > 1 and measures.isdisjoint(("个", ""))


def _of_two(a: str, b: str) -> bool:
    """Whether what leads to two values is the same but for one word: 甲乡建成, 乙乡建成; 学术委员会会议, 专家组会议."""
    if exchanged(a, b):
        return True
    end = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), min(len(a), len(b)))
    own = a[: len(a) - end], b[: len(b) - end]
    return end >= _LEAST_ALIKE and len(own[0]) == len(own[1]) and 0 < len(own[0]) <= _SUBJECT


def _may_be_one(a: Slot, b: Slot) -> bool:
    """Whether one value may be the other told wrongly: near enough, of one time, of no other thing that is named."""
    if min(a.mass, b.mass) < _LEAST_TOLD or _of_two(a.before, b.before):
        return False
    if of_two_orders(a.unit, b.unit) or of_longer_name(a.unit, b.unit):
        return False
    if isinstance(a.value, tuple) and isinstance(b.value, tuple):
        return abs((a.value[0] - b.value[0]).days) <= _MOST_DAYS and not measured_twice(a, b)
    if isinstance(a.value, tuple) or isinstance(b.value, tuple):
        return False
    if a.dates and b.dates and not any(x[0] <= y[1] and y[0] <= x[1] for x in a.dates for y in b.dates):
        return False
    x, y = sorted((abs(a.value), abs(b.value)))
    return 0 < y <= _MOST_TIMES * x and _is_rest(a) == _is_rest(b) and not _of_two_kinds(a, b)


def relation(a: Slot, b: Slot) -> Relation:
    """Whether two values are the same, another, or too coarse to tell."""
    if a.value == b.value:
        return "same"
    if isinstance(a.value, tuple) and isinstance(b.value, tuple):
        return "other" if a.value[1] < b.value[0] or b.value[1] < a.value[0] else "unclear"
    if isinstance(a.value, tuple) or isinstance(b.value, tuple):
        return "unclear"
    x, y = sorted((abs(a.value), abs(b.value)))
    if not (a.exact and b.exact):
        return "unclear" if y < _ROUNDED * x else "other"
    agree = amounts_agree(*(Amount(s.text, v, s.noun, (0, 0)) for s, v in ((a, a.value), (b, b.value))))
    return "unclear" if agree else "other"


@lru_cache(maxsize=1)
def _score() -> _Score:
    told = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return _Score(told["limit"], told["bias"], told["weights"])
