"""One long name in two orders of its words, and an event under two mottos of nearly the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from answer.conflict_names import DIRECTED, squeezed
from answer.conflict_terms import name_runs
from answer.conflict_tools import PROSE, sentence_around, side
from answer.records import Conflict
from index.tokens import fold_name
from records import DateMention, Passage

__all__ = ["reordered_conflicts"]

_TITLE = re.compile(r"《([^《》\n]{8,60})》")
_MARKED = re.compile(r"《[^《》]*》")
_EVENT = re.compile(
    r"(?:^|[。；，、])\s?(?P<name>[^。；，、：:]{3,24}(?:周|月|日|论坛|大会|峰会|会议|研讨会|展览?会|博览会|竞赛|行动))\s?[：:]\s?"
    r"(?P<motto>[^。；，、：:]{5,24}?)(?=是|于|在|将|启动|举行|举办|召开|开幕|[。；，、]|$)"
)
_WORD = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"[\d一二三四五六七八九十]+")
_LEAST = 9  # characters of a name without filling
_HEAD = 2  # characters of its head noun
_PLACES = 2  # passages of one form that are shown
_LEAST_SHORT, _LEAST_LONG = 0.9, 0.75
_SCORE = 0.37


@dataclass(frozen=True, slots=True)
class _Event:
    passage: Passage
    shown: str
    words: Counter[str]
    sentence: str
    dates: tuple[DateMention, ...]


def reordered_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """新某地走廊开发操作框架 and 某地新操作的走廊开发框架: the words are the same, the order is not."""
    yield from _orders(passages)
    yield from _mottos(passages)


# -- names ------------------------------------------------------------------------------------------------------------


def _orders(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Names that fill their place, as titles do, against the ends of phrases that have the same characters."""
    phrases = [(p, run) for p in passages if p.form in (*PROSE, "row", "heading") for run in _phrases(p.text)]
    bare = {run: squeezed(run) for _, run in phrases}
    whole: dict[int, set[str]] = defaultdict(set)
    for run, short in bare.items():
        if len(short) >= _LEAST:
            whole[sum(map(_weight, short))].add(run)
    where: dict[tuple[str, str], dict[str, tuple[Passage, str]]] = defaultdict(dict)
    for passage, run in phrases:
        weight = 0
        for size, character in enumerate(reversed(bare[run]), 1):
            weight += _weight(character)
            for name in whole.get(weight, ()) if size >= _LEAST else ():
                end = bare[run][-size:]
                if _reordered(bare[name], end) and not DIRECTED.search(name + run):
                    where[name, end].setdefault(passage.id, (passage, _printed(run, end)))
    of_name: dict[str, dict[str, Passage]] = defaultdict(dict)
    for passage, run in phrases:
        of_name[run].setdefault(passage.id, passage)
    for (name, _), found in where.items():
        for a in islice(of_name[name].values(), _PLACES):
            for b, printed in islice(found.values(), _PLACES):
                if a.id != b.id:
                    yield _conflict((a, name), (b, printed))


def _phrases(text: str) -> list[str]:
    """The titles of a text, which count as a whole only, and the phrases around them that end in the head of a name."""
    return list(dict.fromkeys((*_TITLE.findall(text), *name_runs(_MARKED.sub("《》", text)))))


def _weight(character: str) -> int:
    """Texts of the same characters have the same sum."""
    return ord(character) ** 3


def _reordered(a: str, b: str) -> bool:
    """Whether two names have the same characters and the same end, in another order, and the same figures."""
    return a != b and a[-_HEAD:] == b[-_HEAD:] and sorted(a) == sorted(b) and _NUMBER.findall(a) == _NUMBER.findall(b)


def _printed(run: str, end: str) -> str:
    """The shortest end of a phrase, as printed, that says what its end without filling says."""
    return next((run[at:] for at in range(len(run) - 1, -1, -1) if squeezed(run[at:]) == end), run)


def _conflict(a: tuple[Passage, str], b: tuple[Passage, str]) -> Conflict:
    one, two = (side(p, sentence_around(p.text, max(p.text.find(name), 0)), name) for p, name in (a, b))
    return Conflict("name", one, two, f"同一名称的词序不同：“{a[1]}”与“{b[1]}”", _SCORE)


# -- events -----------------------------------------------------------------------------------------------------------


def _mottos(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """贸易周：加强数字合作 and 合作贸易周：强数字合作, both in one month."""
    events = [event for passage in passages if passage.form in PROSE for event in _events(passage)]
    for a, b in combinations(events, 2):
        shorter, longer = sorted((a.words, b.words), key=lambda words: words.total())
        shared = (a.words & b.words).total()
        nearly = shared >= _LEAST_SHORT * shorter.total() and shared >= _LEAST_LONG * longer.total()
        if a.passage.id == b.passage.id or not nearly or _only_more(a.shown, b.shown) or not _at_one_time(a, b):
            continue
        if _NUMBER.findall(a.shown) == _NUMBER.findall(b.shown):
            told = f"同一活动的名称不同：“{a.shown}”与“{b.shown}”"
            yield Conflict(
                "name", side(a.passage, a.sentence, a.shown), side(b.passage, b.sentence, b.shown), told, _SCORE
            )


def _events(passage: Passage) -> Iterator[_Event]:
    for found in _EVENT.finditer(passage.text):
        shown = found.group().strip(" 。；，、")
        words = Counter(_WORD.findall(fold_name(shown)))
        sentence = sentence_around(passage.text, found.start("name"))
        at = passage.text.find(sentence)
        dates = tuple(d for d in passage.dates if at <= d.at[0] < at + len(sentence) and d.start and d.end)
        if words.total() >= _LEAST:
            yield _Event(passage, shown, words, sentence, dates)


def _only_more(a: str, b: str) -> bool:
    """Whether one name has only left out what the other has."""
    shorter, longer = sorted((squeezed(a), squeezed(b)), key=len)
    rest = iter(longer)
    return all(character in rest for character in shorter)


def _at_one_time(a: _Event, b: _Event) -> bool:
    spans = [[(d.start, d.end) for d in event.dates if d.start and d.end] for event in (a, b)]
    return any(x[0] <= y[1] and y[0] <= x[1] for x in spans[0] for y in spans[1])
