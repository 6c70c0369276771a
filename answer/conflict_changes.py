"""One change that two sentences of a document tell with other ends or another size: 由四档并至三档 and 由四档并为两档,
由420元提高到450元 and 提高40元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_clauses import Weights, by_document, in_two_series, listed_apart, one_sentence
from answer.conflict_tools import PROSE, side
from answer.keys import keys_of
from answer.records import Conflict
from answer.units import Unit
from ingest.numerals import parse_number

__all__ = ["change_conflicts"]

_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十]{1,3})"
_MEASURE = r"(?:[万亿]?(?:美元|欧元|元|人|吨|公里|公顷|小时|天)|[档级类项个台座家所条名层]|[%％])"
_COURSE = re.compile(
    rf"[由从][^，。；\d]{{0,6}}?(?P<a>{_NUMBER})\s?(?P<unit>{_MEASURE})[^，。；]{{0,10}}?"
    rf"(?P<verb>提高|增加|增至|上升|升|扩大|下降|降低|降|减少|减|缩短|缩减|简并|合并|并|精简|压缩|调整|延长|涨)"
    rf"(?:至|到|为)?(?P<b>{_NUMBER})\s?(?P=unit)"
)
_STEP = re.compile(
    rf"(?P<verb>提高|增加|上调|上升|下降|降低|减少|下调|缩短|延长)了?(?P<n>{_NUMBER})\s?(?P<unit>{_MEASURE})"
)
_UP = re.compile(r"提高|增|上|升|扩大|延长|涨")
_EARLIER = re.compile(r"上年|去年|上一年|比\d{4}")
_LEAST_SHARED, _SAME, _SAME_START = 24.0, 0.6, 0.4  # one number that both begin with says a good deal
_TIMES = 2.0
_SCORE = 0.6


@dataclass(frozen=True, slots=True)
class _Change:
    """A change from one number to another, or (``start`` is ``None``) only by how much; ``keys`` are of what."""

    unit: Unit
    start: float | None
    end: float
    measure: str
    up: bool
    keys: frozenset[str]
    shown: str


def change_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses that tell of one change from the same number to two, or by two amounts."""
    for prose in by_document(units, PROSE):
        changes = list({(c.unit.passage.id, c.shown): c for unit in prose for c in _changes(unit)}.values())
        weights = Weights(prose) if len(changes) > 1 else None
        for index, a in enumerate(changes) if weights else ():
            for b in changes[index + 1 :]:
                if weights and _differ(a, b) and _one_thing(a, b, weights):
                    told = f"同一变化说法不同：{a.unit.passage.citation.address}为“{a.shown}”，"
                    told += f"{b.unit.passage.citation.address}为“{b.shown}”"
                    one, two = (side(x.unit.passage, x.unit.sentence, x.shown) for x in (a, b))
                    yield Conflict("number", one, two, told, _SCORE)


def _changes(unit: Unit) -> Iterator[_Change]:
    text = unit.text
    for match in _COURSE.finditer(text):
        keys = keys_of(text.replace(match.group(), match["verb"]), unit.entities)
        ends = _value(match["a"]), _value(match["b"])
        if ends[0] is not None and ends[1] is not None and not _EARLIER.search(text):
            up = _UP.search(match["verb"]) is not None
            yield _Change(unit, ends[0], ends[1], match["unit"], up, keys, match.group())
    for match in _STEP.finditer(text) if not _COURSE.search(text) else ():
        value = _value(match["n"])
        if value is not None and not _EARLIER.search(text):
            keys = keys_of(text.replace(match.group(), match["verb"]), unit.entities)
            yield _Change(unit, None, value, match["unit"], _UP.search(match["verb"]) is not None, keys, match.group())


def _value(text: str) -> float | None:
    number = parse_number(text.replace(",", ""))
    return None if number is None else float(number)


def _differ(a: _Change, b: _Change) -> bool:
    if a.measure != b.measure or a.measure in ("%", "％") or (a.start is None and b.start is None):
        return False
    if a.start is not None and b.start is not None:
        return (a.start == b.start) != (a.end == b.end)
    whole, step = (a, b) if a.start is not None else (b, a)
    size = abs(whole.end - (whole.start or 0.0))
    return a.up == b.up and size != step.end and max(size, step.end) <= _TIMES * min(size, step.end)


def _one_thing(a: _Change, b: _Change, weights: Weights) -> bool:
    if one_sentence(a.unit, b.unit) or listed_apart(a.unit, b.unit) or in_two_series(a.unit, b.unit):
        return False
    shared = weights.sum(a.keys & b.keys)
    less = min(weights.sum(a.keys), weights.sum(b.keys))
    return shared >= _LEAST_SHARED and shared >= (_SAME_START if a.start == b.start else _SAME) * less
