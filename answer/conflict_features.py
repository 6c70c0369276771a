"""By what it is told whether two slots are one fact told in two ways: numbers for :mod:`answer.conflict_scored`."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from answer.actions import is_negated
from answer.conflict_clauses import Weights, in_two_series, labelled_apart, named_apart
from answer.conflict_guards import other_subject
from answer.conflict_slots import Slot, Times

__all__ = ["features", "measured_twice", "strength"]

_HAN_OR_LATIN = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
_NOT_DIGIT = re.compile(r"\D")
_PART = re.compile(r"其[中余他它]|剩余|另[外有]?|[再又]")
_PART_REACH = 6
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONG, _DAY, _NEAR_DAYS = 100, 3, 100  # days
_CLOSE, _TWICE, _FAR = 0.25, 0.7, 3.0  # log of the ratio of two figures
_FEW, _MOST_DIGITS = 20, 4
_KINDS = (
    ("geo", ("country", "place")),
    ("org", ("organisation",)),
    ("obj", ("agreement", "publication", "programme", "corridor", "event")),
)


def strength(a: Slot, b: Slot, weights: Weights) -> float:
    """How much two slots have in common; orders those that may be the partner of a slot."""
    shared = weights.sum(a.clause & b.clause)
    shared += 0.5 * (weights.sum((a.clause & b.sentence) - b.clause) + weights.sum((b.clause & a.sentence) - a.clause))
    return shared * (0.3 + shared / max(a.mass + b.mass, 1.0))


def features(a: Slot, b: Slot, weights: Weights) -> dict[str, float]:
    """What two slots share, how near their values are, whether time, place, plan and sort agree; in either order."""
    found = {**_shared(a, b, weights), **_beside(a, b), **_kinds(a, b)}
    found |= _values(a, b) if a.group != "date" else _dates(a, b)
    if a.group != "date":
        found |= _times("d", a.dates, b.dates) | _times("e", a.times, b.times)
        found["d_one"] = float(bool(a.dates) != bool(b.dates))
        found["d_none"] = float(not a.dates and not b.dates)
    for name, kinds in _KINDS:
        found |= _names(name, kinds, a, b)
    return {**found, **_said(a, b)}


def _shared(a: Slot, b: Slot, weights: Weights) -> dict[str, float]:
    both = a.clause & b.clause
    shared, masses = weights.sum(both), (a.mass, b.mass)
    across = [weights.sum(x.clause & y.sentence) / max(mass, 1.0) for x, y, mass in ((a, b, a.mass), (b, a, b.mass))]
    sentences = weights.sum(a.sentence & b.sentence)
    whole = [weights.sum(x.sentence) for x in (a, b)]
    return {
        "shared": math.log1p(shared),
        "rare": math.log1p(weights.rare(both)),
        "more": shared / max(min(masses), 1.0),
        "less": shared / max(*masses, 1.0),
        "s_more": max(across),
        "s_less": min(across),
        "ss_more": sentences / max(min(whole), 1.0),
        "ss_less": sentences / max(*whole, 1.0),
        "mass": math.log1p(min(masses)),
        "massratio": min(masses) / max(*masses, 1.0),
    }


def _beside(a: Slot, b: Slot) -> dict[str, float]:
    """How alike the words right before and after are, in the same order and crosswise (注册车队217家, 217家车队)."""
    near = [_pairs(x.before[-10:]) | _pairs(x.after[:10]) for x in (a, b)]
    crossed = (
        _covered(_pairs(a.after[:6]), _pairs(b.before[-8:])),
        _covered(_pairs(b.after[:6]), _pairs(a.before[-8:])),
    )
    return {
        "after": _alike(_pairs(a.after[:8]), _pairs(b.after[:8])),
        "before": _alike(_pairs(a.before[-8:]), _pairs(b.before[-8:])),
        "cross": max(crossed),
        "near": _covered(*near),
        "nonear": float(not near[0] or not near[1]),
    }


def _kinds(a: Slot, b: Slot) -> dict[str, float]:
    count = a.group == "count"
    nouns = a.noun[6:].endswith(b.noun[6:]) or b.noun[6:].endswith(a.noun[6:])
    return {
        "unit_same": float(a.group != "date" and a.noun == b.noun),
        "count_comp": float(count and a.noun != b.noun and nouns),
        "count_diff": float(count and not nouns),
        "meas_same": float(bool(a.measure) and a.measure == b.measure),
        "meas_diff": float(bool(a.measure and b.measure) and a.measure != b.measure),
        "g_percent": float(a.group == "percent"),
        "g_count": float(count),
        "g_date": float(a.group == "date"),
        "g_money": float(_CURRENCY.fullmatch(a.group) is not None),
    }


def _values(a: Slot, b: Slot) -> dict[str, float]:
    x, y = (abs(s.value) if not isinstance(s.value, tuple) else 0.0 for s in (a, b))
    apart = min(abs(math.log((x + 1e-9) / (y + 1e-9))), _FAR) if x and y else _FAR
    one, two = (_NOT_DIGIT.sub("", s.text) for s in (a, b))
    as_long = len(one) == len(two)
    return {
        "v_lr": apart,
        "v_close": float(apart < _CLOSE),
        "v_2x": float(apart < _TWICE),
        "v_swap": float(len(one) > 1 and one != two and sorted(one) == sorted(two)),
        "v_one": float(as_long and len(one) > 1 and sum(p != q for p, q in zip(one, two, strict=True)) == 1),
        "v_len": float(as_long),
        "v_dig": float(min(len(one.strip("0")), len(two.strip("0")), _MOST_DIGITS)),
        "v_unitstep": float(abs(x - y) == 1 and max(x, y) <= _FEW),
    }


def _dates(a: Slot, b: Slot) -> dict[str, float]:
    if not isinstance(a.value, tuple) or not isinstance(b.value, tuple):
        return {}
    spans = a.value, b.value
    lengths = [(end - start).days for start, end in spans]
    gap, starts = abs((spans[0][0] - spans[1][0]).days), [start for start, _ in spans]
    figures = bool(a.unit.amounts), bool(b.unit.amounts)
    return {
        "v_gap": math.log1p(gap),
        "v_year": float(starts[0].year != starts[1].year and starts[0].month == starts[1].month),
        "v_prec": float((lengths[0] < _DAY) == (lengths[1] < _DAY)),
        "v_close": float(gap <= _NEAR_DAYS),
        "dt_long": float(max(lengths) > _LONG),
        "dt_amt": float(any(figures)),
        "dt_amt2": float(all(figures)),
    }


def measured_twice(a: Slot, b: Slot) -> bool:
    """Whether two dated clauses have each a figure of one kind, and no two the same: what was so then and now."""
    units = [{"count" if x.unit.startswith("count:") else x.unit for x in s.unit.amounts} for s in (a, b)]
    values = [{str(x.value) for x in s.unit.amounts} for s in (a, b)]
    return bool(units[0] & units[1]) and not values[0] & values[1]


def _times(name: str, a: Times, b: Times) -> dict[str, float]:
    if not a or not b:
        return {}
    equal = any(x == y for x in a for y in b)
    meet = any(x[0] <= y[1] and y[0] <= x[1] for x in a for y in b)
    return {f"{name}_eq": float(equal), f"{name}_ov": float(meet and not equal), f"{name}_dis": float(not meet)}


def _names(name: str, kinds: Collection[str], a: Slot, b: Slot) -> dict[str, float]:
    """Whether the names of a kind are the same, and whether one is foreign to the passage of the other."""
    mine, other = ({e.name for e in x.unit.entities if e.kind in kinds} for x in (a, b))
    foreign = _foreign(mine - other, b) or _foreign(other - mine, a)
    return {
        f"{name}_same": float(bool(mine) and mine == other),
        f"{name}_part": float(bool(mine & other) and mine != other),
        f"{name}_dis": float(bool(mine and other) and not mine & other),
        f"{name}_one": float(bool(mine) != bool(other)),
        f"{name}_for": float(foreign),
    }


def _foreign(names: Collection[str], slot: Slot) -> bool:
    if not names:
        return False
    passage = slot.unit.passage
    known = {e.name for e in passage.entities}
    return any(name not in known and name not in passage.text for name in names)


def _said(a: Slot, b: Slot) -> dict[str, float]:
    """Whether what else is said speaks for two facts: plan and result, another sort, step or thing."""
    one, two = a.unit, b.unit
    acts = [{key for key in x.clause if key.startswith("a:")} for x in (a, b)]
    cells = one.cell is not None, two.cell is not None
    return {
        "plan_diff": float(a.planned != b.planned),
        "plan2_diff": float(a.intended != b.intended),
        "stage_diff": float(bool(a.stage and b.stage) and a.stage != b.stage),
        "sort_diff": float(a.sorts != b.sorts),
        "part_diff": float(_is_part(a) != _is_part(b)),
        "scope_diff": float(min(len(a.scope ^ b.scope), 4)),
        "scope_two": float(bool(a.scope - b.scope and b.scope - a.scope)),
        "act_same": float(bool(acts[0] & acts[1])),
        "act_dis": float(bool(acts[0] and acts[1]) and not acts[0] & acts[1]),
        "neg_diff": float(is_negated(one.text) != is_negated(two.text)),
        "same_pass": float(one.passage.id == two.passage.id),
        "siblings": float(one.passage.parent is not None and one.passage.parent == two.passage.parent),
        "one_cell": float(any(cells)),
        "n": min(max(a.alike, b.alike), 4) - 1.0,
        "hedged": float(not (a.exact and b.exact)),
        "fromto": float(a.changes or b.changes),
        "series": float(in_two_series(one, two)),
        "named": float(named_apart(one, two)),
        "labelled": float(labelled_apart(one, two)),
        "subj": float(not any(cells) and other_subject(one, two)),
    }


def _is_part(slot: Slot) -> bool:
    """Whether what stands before a figure makes it one of the rest: 其他六个成员国."""
    return slot.group != "date" and _PART.search(slot.before[-_PART_REACH:]) is not None


def _pairs(text: str) -> set[str]:
    text = _HAN_OR_LATIN.sub("", text)
    return {text[i : i + 2] for i in range(len(text) - 1)} or ({text} if text else set())


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def _covered(a: set[str], b: set[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
