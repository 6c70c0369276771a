"""Two clauses that speak of one fact and give different dates, figures or stages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from answer.actions import SCALES
from answer.conflict_apart import told_again
from answer.conflict_guards import both_right
from answer.match import Match, compared, subjects_of, topic_of
from answer.reading import Feature, Reading
from answer.records import Conflict, ConflictKind, ConflictSide, Slot
from answer.same_fact import sameness
from answer.sources import Sources, points_back
from answer.units import Unit
from ingest.sentences import split_sentences

__all__ = ["pair_conflicts"]

# How much of one clause the other must say (0..1), the better way round and the worse. Set on the conflicts that were
# found by reading the sample reports (eval/cases/conflicts.jsonl).
_SAME, _LEAST_SAME = 0.82, 0.45
# 同比增长9.0% alone says of nothing that it has grown
_BARE_CHANGE = re.compile(
    r"[\s，,、并且但]*(?:同比|环比|[比较](?:上年|去年|上期|年初|上季度?|上月|同期|上年同期|去年同期))?[实均各分别]{0,2}"
    r"(?:增长|上升|下降|提高|降低|增加|减少|上涨|下跌|回落|增|降|升)了?\s?[-\d.]+\s?(?:[%％]|个百分点)[\s。；，,;]*"
)
_POINTING = re.compile(r"(?:该|上述|此)([\u4e00-\u9fff]{2})")
_JOINING = frozenset({"apply", "observer", "join", "leave"})
_OBJECTS = ("agreement", "publication", "programme", "event")
_FEW = 2  # more countries than these are no subject that a clause takes over
_TELLING = 2.5  # weight from which a word helps to tell what is spoken of
_MOST_SHARING = 40  # a key that more clauses have brings none of them together
_KINDS: dict[Slot, ConflictKind] = {"date": "date", "number": "number", "status": "status"}
_NAMES: dict[Slot, str] = {"date": "日期", "number": "数字", "status": "进展状态"}
_GRAVITY: dict[Slot, float] = {"date": 0.1, "number": 0.05, "status": 0.1}


@dataclass(frozen=True, slots=True)
class _Fact:
    """A clause read as a claim, with the countries, and the treaties, works or meetings, that it is about."""

    unit: Unit
    reading: Reading
    countries: frozenset[str]
    objects: frozenset[str]


def pair_conflicts(sources: Sources, units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses of different passages that disagree in one slot."""
    facts = [_fact(sources, unit) for unit in units if _tells(unit)]
    for a, b in _candidates(facts):
        found = _compared(a, b)
        if found is not None:
            yield found


def _tells(unit: Unit) -> bool:
    """Whether a clause of prose says that something happens, and when, how much or how far."""
    acts = any(key.startswith("a:") for key in unit.keys)
    if _BARE_CHANGE.fullmatch(unit.text):
        return False
    return unit.cell is None and not unit.joint and acts and unit.passage.form not in ("footnote", "note", "table")


def _fact(sources: Sources, unit: Unit) -> _Fact:
    """A clause read as a claim, with what it points back to (该协定) and whom it is about."""
    reading = sources.reader.read(unit.text)
    features = list(reading.features)
    known = {key for feature in features for key in feature.keys}
    extra = (
        [f for f in sources.reader.read(_antecedent(unit)).features if f.kind != "action"] if points_back(unit) else []
    )
    if not any(e.kind == "country" for e in unit.entities):
        extra += [Feature(key[2:], "country", frozenset({key}), 4.0) for key in sorted(_countries(unit))[:_FEW]]
    features += [f for f in extra if known.isdisjoint(f.keys)]
    keys = unit.keys.union(*(f.keys for f in extra))
    dates = unit.dates if not reading.dates or not unit.inherited else reading.dates
    whole = replace(unit, keys=keys)
    read = replace(reading, features=tuple(features), dates=dates, amounts=unit.amounts)
    return _Fact(whole, read, _countries(whole), _objects(read, whole))


def _antecedent(unit: Unit) -> str:
    """What 该项目 stands for: the last phrase before it that ends in the same noun, else the sentence before."""
    noun = _POINTING.search(unit.text)
    before = unit.passage.text[: unit.at[0]]
    if noun:
        phrases = re.findall(rf"[^，。；：\n]{{2,60}}?{noun[1]}", before)
        return str(phrases[-1]) if phrases else ""
    sentences = [span for span in split_sentences(before)]
    return before[slice(*sentences[-1])] if sentences else ""


def _candidates(facts: Sequence[_Fact]) -> Iterator[tuple[_Fact, _Fact]]:
    """Pairs that share an action, or stages of one course of things, and something rare besides."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        for feature in fact.reading.features:
            if feature.kind != "action" and feature.weight >= _TELLING:
                for key in feature.keys:
                    by_key[key].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for members in by_key.values():
        if len(members) <= _MOST_SHARING:
            for pair in combinations(members, 2):
                shared[pair] += 1
    for (i, j), count in sorted(shared.items()):
        a, b = facts[i], facts[j]
        if count >= 1 and a.unit.passage.id != b.unit.passage.id and _same_course(a.reading, b.reading):
            yield a, b


def _same_course(a: Reading, b: Reading) -> bool:
    mine, other = set(a.actions), set(b.actions)
    return bool(mine & other) or any(mine & set(scale) and other & set(scale) for scale in SCALES)


def _compared(a: _Fact, b: _Fact) -> Conflict | None:
    if not _same_actors(a, b) or (a.objects and b.objects and a.objects.isdisjoint(b.objects)):
        return None
    # most pairs are let go after a look at the first one's differences
    first = compared(a.reading, b.unit, _KINDS.keys())
    slots = {d.slot for d in first.differences} if first is not None else set()
    second = compared(b.reading, a.unit, slots) if len(slots) == 1 else None
    if first is None or second is None or not second.differences:
        return None
    one, two = first.match(), second.match()
    same = sorted((sameness(a.reading, one), sameness(b.reading, two)))
    slot = slots.pop()
    if same[0] < _LEAST_SAME or same[1] < _SAME or both_right(slot, a.unit, b.unit):
        return None
    told = _conflict(slot, one, a.unit, b.unit, sum(same) / 2)
    return None if slot == "number" and told_again(a.unit, b.unit, (told.a.value, told.b.value)) else told


def _objects(reading: Reading, unit: Unit) -> frozenset[str]:
    """What a clause, else its sentence, is about: a treaty, work or meeting; where one joins, else the body joined."""
    start, end = unit.sentence_at
    mentions = [e for e in unit.passage.entities if start <= e.at[0] and e.at[1] <= end]
    for kinds in (_OBJECTS, ("organisation",) if _JOINING.intersection(reading.actions) else ()):
        own = {key for f in reading.features if f.kind in kinds for key in f.keys}
        own = own or {f"e:{e.name}" for e in mentions if e.kind in kinds}
        if own:
            return frozenset(own)
    return frozenset()


def _same_actors(a: _Fact, b: _Fact) -> bool:
    """Whether the clauses speak of the same countries, or one names none."""
    first, second = a.countries, b.countries
    return not first or not second or first <= second or second <= first


def _countries(unit: Unit) -> frozenset[str]:
    own = {f"e:{e.name}" for e in unit.entities if e.kind == "country"}
    named = {f"e:{e.name}" for e in unit.passage.entities if e.kind == "country"}
    return frozenset(own or subjects_of(unit) or (set() if points_back(unit) else topic_of(unit) & named))


def _conflict(slot: Slot, found: Match, a: Unit, b: Unit, alike: float) -> Conflict:
    difference = next(d for d in found.differences if d.slot == slot)
    one = ConflictSide(a.passage.id, a.sentence, difference.claim)
    two = ConflictSide(b.passage.id, b.sentence, difference.source or "")
    text = f"同一件事的{_NAMES[slot]}不同：{a.passage.citation.address}为“{one.value}”，"
    text += f"{b.passage.citation.address}为“{two.value}”"
    return Conflict(_KINDS[slot], one, two, text, min(0.75 * alike + _GRAVITY[slot] + 0.1, 1.0))


def distinct(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Each pair of passages once for each kind, and once for each pair of values; the surest first."""
    kept: dict[tuple[frozenset[str], str], Conflict] = {}
    values: set[tuple[frozenset[str], frozenset[str]]] = set()
    for conflict in sorted(conflicts, key=lambda c: (-c.score, c.a.passage, c.b.passage, c.explanation)):
        pair = frozenset((conflict.a.passage, conflict.b.passage))
        said = (pair, frozenset(re.sub(r"\s", "", one.value) for one in (conflict.a, conflict.b)))
        if said not in values and (pair, conflict.kind) not in kept:
            kept[pair, conflict.kind] = conflict
            values.add(said)
    return list(kept.values())
