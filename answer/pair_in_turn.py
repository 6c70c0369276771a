"""What 分别 gives each of several things, in a claim and in its sentence: 甲和乙分别为3和5, and not the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from answer.in_turn import IN_TURN, lists_in
from answer.unit import Unit
from ingest.amounts.coordinated import shared_scale
from ingest.numerals import ARABIC, MULTIPLIER, parse_multiplier, parse_number

__all__ = ["dealt_otherwise", "is_of_another"]

_NUMBER = re.compile(rf"(?P<number>{ARABIC})\s?(?P<scale>{MULTIPLIER})?")
_LEAST, _ALIKE = 2, 0.6  # characters in a row that two names share, and their share of the shorter one

_Pairs = list[tuple[str, str]]


def dealt_otherwise(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """What a list of a claim gives to one thing and that of its sentence to another, with what the sentence gives it.

    A claim without such a list is held against the sentence as clauses (:func:`answer.in_turn.as_clauses`).
    """
    theirs, mine = [found.pairs for found in lists_in(sentence)], [found.pairs for found in lists_in(claim)]
    if any(_in_the_same_order(own, pairs) for own in mine for pairs in theirs):
        return
    for pairs in theirs:
        yield from (found for own in mine if not _has_run(sentence, own) for found in _in_another_order(own, pairs))


def is_of_another(question: str, value: str, unit: Unit) -> bool:
    """Whether a sentence gives a value to another thing than the only one of a list that a question names."""
    for pairs in [found.pairs for found in lists_in(unit.sentence)] if unit.cell is None else []:
        named = _only_named(question, pairs)
        if named is not None and value in "、".join(told for thing, told in pairs if thing != named[0]):
            return value not in named[1]
    return False


def _only_named(text: str, pairs: _Pairs) -> tuple[str, str] | None:
    """The only thing of a list that a text names, with its value."""
    named = [(thing, value) for thing, value in pairs if thing in text and len(thing) >= _LEAST]
    return named[0] if len(named) == 1 else None


def _in_another_order(mine: _Pairs, theirs: _Pairs) -> Iterator[tuple[str, str]]:
    """The values that two things of one list have exchanged; nothing where it is not plain which thing is which."""
    for number, (place, other) in enumerate(_both_places(mine, theirs)):
        if place != other:
            yield mine[number][1], theirs[place][1]


def _in_the_same_order(mine: _Pairs, theirs: _Pairs) -> bool:
    places = _both_places(mine, theirs)
    return bool(places) and all(place == other for place, other in places)


def _both_places(mine: _Pairs, theirs: _Pairs) -> list[tuple[int, int]]:
    """Where each thing of a list stands in the other, and where its value does."""
    if len(mine) != len(theirs):
        return []
    things = _places([thing for thing, _ in mine], [thing for thing, _ in theirs])
    values = _places([value for _, value in mine], [value for _, value in theirs])
    return [*zip(things, values, strict=True)] if things and values else []


def _has_run(sentence: str, mine: _Pairs) -> bool:
    """Whether a sentence that deals out several lists has the values of one in a row, in their order."""
    if len(IN_TURN.findall(sentence)) < 2:
        return False
    values, there = [_value(value, 1.0) for _, value in mine], _worths(sentence)
    return any(there[at : at + len(values)] == values for at in range(len(there) - len(values) + 1))


def _places(mine: Sequence[str], theirs: Sequence[str]) -> list[int] | None:
    """Which of theirs each of mine is; nothing unless each is plainly another one."""
    scales = _scale_of(mine), _scale_of(theirs)
    found = []
    for one in mine:
        same = [number for number, other in enumerate(theirs) if one == other]
        same = same or [number for number, other in enumerate(theirs) if _same(one, other, scales)]
        if len(same) != 1:
            return None
        found.append(same[0])
    return found if len(set(found)) == len(theirs) else None


def _same(one: str, other: str, scales: tuple[float, float]) -> bool:
    values = _value(one, scales[0]), _value(other, scales[1])
    if None not in values:
        return values[0] == values[1]
    if values != (None, None):
        return False
    shorter = min(len(one), len(other))
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return match.size >= max(_LEAST, _ALIKE * shorter)


def _scale_of(values: Sequence[str]) -> float:
    """What the figures of a list are multiplied by that print no scale: 30、40和50万元."""
    found = [_NUMBER.search(value) for value in values]
    if not all(found):
        return 1.0
    return shared_scale([(parse_number(one["number"]) or 0.0, one["scale"]) for one in found if one]) or 1.0


def _value(text: str, scale: float) -> float | None:
    """The only figure of a member of a list."""
    found = [*_NUMBER.finditer(text)]
    return _worth(found[0], scale) if len(found) == 1 else None


def _worths(text: str) -> list[float | None]:
    return [_worth(found, 1.0) for found in _NUMBER.finditer(text)]


def _worth(found: re.Match[str], scale: float) -> float | None:
    number = parse_number(found["number"])
    factor = parse_multiplier(found["scale"]) if found["scale"] else scale
    return None if number is None else float(f"{number * factor:.12g}")
