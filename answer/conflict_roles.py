"""Who does a thing, pays for it or holds it, and where: told in two ways by clauses that say nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answer.compare import dates_agree
from answer.conflict_clauses import Weights, by_document, in_two_series, keys_but_dates, listed_apart
from answer.conflict_tools import of_two_sessions, sharing, side
from answer.keys import keys_of
from answer.records import Conflict
from answer.units import Unit

__all__ = ["role_conflicts"]

_WHO = r"(?P<who>[\u4e00-\u9fffA-Za-z·]{2,16}?)"
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        ("lead", rf"由{_WHO}(?:负责)?(?:牵头|主持|领导)"),
        ("host", rf"由{_WHO}(?:负责)?(?:承办|主办)"),
        ("fund", rf"由{_WHO}所?(?:资助|出资|供资)"),
        ("fund", rf"{_WHO}(?:作为|是|为)[^，。；]{{0,10}}?的?(?:出资方|资助方|供资方)"),
        ("do", rf"由{_WHO}(?:负责)?(?:实施|执行|承建)"),
        ("place", rf"在{_WHO}(?:举行|召开|举办|揭牌|开工|签署)"),
    )
)
_SAYS = re.compile(r"牵头|主持|领导|[承主举]办|[资出供]资|实施|执行|承建|举行|召开|揭牌|开工|签署")
_SEVERAL = re.compile(r"[和与及、]|共同|联合|分别|各")
_EACH = re.compile(r"各[\u4e00-\u9fff]{1,3}?[一二两三四五六七八九十\d]")
_LEAST_SHARED, _SAME, _LEAST_SAME = 24.0, 0.6, 0.42
_MOST_SHARING = 25
_SCORE = 0.55


@dataclass(frozen=True, slots=True)
class _Role:
    unit: Unit
    role: str
    who: str
    names: frozenset[str]
    keys: frozenset[str]


def role_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses that give one role to two, or the same share in one thing to two lists of names."""
    for prose in by_document(units):
        roles = [role for unit in prose if not unit.joint for role in _roles(unit)]
        weights = Weights(prose) if len(roles) > 1 else None
        having = [{(one.role, key) for key in one.keys} for one in roles]
        for a, b in sharing(roles, having, _MOST_SHARING) if weights else ():
            if weights and a.unit.passage.id != b.unit.passage.id and _others(a, b) and _one_thing(a, b, weights):
                told = f"同一件事的名称不同：{a.unit.passage.citation.address}为“{a.who}”，"
                told += f"{b.unit.passage.citation.address}为“{b.who}”"
                one, two = (side(x.unit.passage, x.unit.sentence, x.who) for x in (a, b))
                yield Conflict("name", one, two, told, _SCORE)


def _roles(unit: Unit) -> Iterator[_Role]:
    for role, pattern in _ROLES if _SAYS.search(unit.text) else ():
        match = pattern.search(unit.text)
        if match is not None and not _SEVERAL.search(match["who"]):
            names = frozenset(e.name for e in unit.entities if e.text in match["who"])
            yield _Role(unit, role, match["who"], names, _keys(unit, names) - keys_of(match["who"], ()))
    listed = [e for e in unit.entities if e.kind in ("country", "place")]
    if _EACH.search(unit.text) and len(listed) > 1:
        names = frozenset(e.name for e in listed)
        said = frozenset().union(*(keys_of(e.text, (e,)) for e in listed))
        yield _Role(unit, "each", "、".join(e.text for e in listed), names, _keys(unit, names) - said)


def _keys(unit: Unit, names: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys_but_dates(unit) if key[2:] not in names)


def _others(a: _Role, b: _Role) -> bool:
    """Whether two roles are given to others; of two lists some must be the same and as many in each."""
    if a.role == "each":
        return len(a.names) == len(b.names) and a.names != b.names and bool(a.names & b.names)
    alike = any(a.who[i : i + 2] in b.who for i in range(len(a.who) - 1))
    return not alike and a.names.isdisjoint(b.names)


def _one_thing(a: _Role, b: _Role, weights: Weights) -> bool:
    dates = [[d for d in x.unit.dates if d.start and d.end] for x in (a, b)]
    if dates[0] and dates[1] and all(dates_agree(x, y) is False for x in dates[0] for y in dates[1]):
        return False
    if of_two_sessions(a.unit.text, b.unit.text):
        return False
    others = [replace(x.unit, entities=tuple(e for e in x.unit.entities if e.name not in x.names)) for x in (a, b)]
    if listed_apart(a.unit, b.unit) or in_two_series(*others):
        return False
    shared = weights.sum(a.keys & b.keys)
    less, more = sorted((shared / weights.sum(x.keys)) if x.keys else 0.0 for x in (a, b))
    return shared >= _LEAST_SHARED and more >= _SAME and less >= (_LEAST_SAME if a.role != "each" else 0.0)
