"""Lists that are dealt out: 甲、乙和丙分别为3、5和7, read, and told as clauses (甲为3，乙为5，丙为7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["IN_TURN", "InTurn", "as_clauses", "lists_in"]

IN_TURN = re.compile(r"分别|依次")
_WHEN = re.compile(r"(?:(?:19|20)\d\d|\d\d?)\s?[年月](?:末|底|初|度)?(?:\d+[月日])?(?:全[省市县国区年])?")
_STOPS = "，,；;。：:！？\n"
_JOINED = re.compile(r"、|以及|(?<![共中附缓饱调总平温呼])和(?![平谐解田])|(?<!参)与(?!会)|(?<![普涉以埃])及(?![格时])")
_LEAD = re.compile(r"^(?:其中|指|即|包括|有|是|为|达到?|在|对|由|向)+(?=.)")
_MOST = 8  # things of one list
# a day, a figure with its scale, or a small number in Chinese: what each value is without its unit
_DIGITS = re.compile(
    r"(?:(?:19|20)\d\d\s?年)?\d{1,2}\s?月(?:\d{1,2}\s?日)?|[-－]?\d[\d,.]*\s?[百千万亿]*"
    r"|[一二两三四五六七八九十百千万]+(?=[年个月天名人次项元成倍])"
)
# what leads into the first of several names and belongs to each: 由甲和乙负责, 位于甲和乙
_VERB = re.compile(
    r"^(?:[位设坐建]于|设在|来自|适用于|适用|用于|隶属于?|属于|评为|定为|列为|被?评定?为|担任|获得?|发给|由|为|是|在|归|任|向)(?=.)"
)


@dataclass(frozen=True, slots=True)
class InTurn:
    """A list, ``at`` its place in a text: ``things`` and ``values`` as printed, and what stands ``between`` them."""

    at: tuple[int, int]
    things: tuple[str, ...]
    between: str
    values: tuple[str, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each thing with its value, without what leads into them."""
        things = [_LEAD.sub("", thing) for thing in self.things]
        if sum(_WHEN.search(thing) is not None for thing in things) == 1:  # 2024年出口和进口: both of that year
            things = [_LEAD.sub("", _WHEN.sub("", thing, count=1)) or thing for thing in things]
        return [*zip(things, (_LEAD.sub("", value) for value in self.values), strict=True)]


@lru_cache(maxsize=5_000)
def lists_in(text: str) -> tuple[InTurn, ...]:
    """The lists that a text deals out, in order."""
    found: list[InTurn] = []
    for match in IN_TURN.finditer(text):
        start = max(text.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
        end = min((at for stop in _STOPS if (at := text.find(stop, match.end())) >= 0), default=len(text))
        values, between = _members(text[match.end() : end]), ""
        things = _members(text[start : match.start()])
        if len(things) != len(values) and start > 0:
            between = text[start : match.start()]
            if found and found[-1].at[1] == start - 1:  # 甲和乙分别为3和5，同比分别增长1%和2%
                things, at = list(found[-1].things), start
            else:  # 甲、乙和丙，2024年分别为…
                at = max(text.rfind(stop, 0, start - 1) for stop in _STOPS) + 1
                things = _members(text[at : start - 1])
            start = at
        if len(things) == len(values) and 1 < len(things) <= _MOST:
            found.append(InTurn((start, end), tuple(things), between, tuple(values)))
    return tuple(found)


def _members(text: str) -> list[str]:
    parts = [part.strip() for part in _JOINED.split(text)]
    return parts if all(parts) else []


# -- as clauses -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=5_000)
def as_clauses(text: str) -> str:
    """A text with each list that it deals out told as clauses; as it is where nobody can tell what belongs to each."""
    for found in reversed(lists_in(text)):
        values = _each_whole(found.values)
        if values is not None:
            things = _each_named(found.things)
            told = "，".join(f"{thing}{found.between}{value}" for thing, value in zip(things, values, strict=True))
            text = text[: found.at[0]] + told + text[found.at[1] :]
    return text


def _each_named(things: Sequence[str]) -> list[str]:
    """Each thing with what stands once before the first or behind the last: 接种率城区和郊区, 高铁和普铁里程."""
    first, last = things[0], things[-1]
    size = last.find(first[-1]) + 1  # 铁 of 高铁 and 普铁里程
    if not 1 < size <= len(first):
        return list(things)
    before, behind = first[:-size], last[size:]
    cores = [first[-size:], *things[1:-1], last[:size]]
    return [f"{before}{core}{behind}" for core in cores]


def _each_whole(values: Sequence[str]) -> list[str] | None:
    """Each value with what is printed once: the verb before the first, the unit or what follows behind the last."""
    figures = [_DIGITS.search(value) for value in values]
    if not all(figures):
        verb = _VERB.match(values[0])
        if verb is None or any(figures) or any(_VERB.match(value) for value in values[1:]):
            return None
        return [values[0], *(verb.group() + value for value in values[1:])]
    starts = [found.start() for found in figures if found is not None]
    ends = [found.end() for found in figures if found is not None]
    lead = values[0][: starts[0]]
    units = [value[end:] for value, end in zip(values, ends, strict=True)]
    behind = units[-1]
    unit = next((u for u in units[:-1] if u), "")
    if unit and behind.startswith(unit):
        rest = behind[len(unit) :]
    elif not unit:
        unit, rest = behind, ""
    else:
        rest = ""
    whole = []
    for value, start, end, own in zip(values, starts, ends, units, strict=True):
        own_lead = value[:start] or lead
        body = value[start:end] + (own if own else unit)
        whole.append(own_lead + body + ("" if value is values[-1] else rest))
    return whole
