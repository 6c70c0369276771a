"""How many there were on one day, told by two passages in other words: 截至2024年9月30日，已有46座自动站建成 and
监测网自动站由2024年9月末的52座增加到71座.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from answer.conflict_counted import NOUN, tagged
from answer.conflict_related import Matters
from answer.conflict_tools import TELLING, sentences, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import DateMention, Passage

__all__ = ["asof_conflicts"]

_COUNT = re.compile(
    r"(?P<n>\d[\d,]*|[一二两三四五六七八九十]{1,3})\s?个?(?P<measure>[座所家台条辆艘户套处站国]|公里)(?![^，。；]{0,2}[的之]?(?:一|分))"
)
_MONTH_END = re.compile(r"[底末]$")
_PART = re.compile(
    r"其中|新增|净增|增加(?!到|至)|减少(?!到|至)|目标|计划|预计|另|其余|其他|约|近|超过|不到|每|平均|占|将|拟|余"
)
_ADDED_UP, _LEAST_SHARED = re.compile(r"累计|自[^，。；]{2,10}以来[^，。；]{0,12}合计"), 2
_REACH = 24  # characters between a date and its count
_COMMON, _LEAST_NOUN, _MOST_TIMES = 12, 3, 2.0
_SCORE = 0.56


@dataclass(frozen=True, slots=True)
class _Count:
    passage: Passage
    sentence: str
    shown: str
    number: int
    measure: str
    when: tuple[date, date]
    nouns: frozenset[str]


def asof_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of counts with one measure word on one day, or at the end of one month, of things of one long name."""
    prose = [p for p in passages if p.form in TELLING]
    counts = [count for passage in prose for count in _counts(passage)]
    seen = Counter(noun for count in counts for noun in count.nouns)
    yield from _shrunk(counts, seen, matters)
    by_day: dict[tuple[int, int, str], list[_Count]] = defaultdict(list)
    for count in counts:
        by_day[count.when[1].year, count.when[1].month, count.measure].append(count)
    for same in by_day.values():
        for a, b in combinations(same, 2):
            if a.passage.id == b.passage.id or a.number == b.number or not _near(a, b):
                continue
            shared = {n for n in a.nouns & b.nouns if seen[n] <= _COMMON}
            if not any(len(noun) >= _LEAST_NOUN for noun in shared):
                continue
            if matters.related(a.passage.document, b.passage.document, surely=True):
                what = max(sorted(shared), key=len)
                text = f"同一时点的“{what}”数目不同：{a.passage.citation.address}为“{a.shown}”，"
                text += f"{b.passage.citation.address}为“{b.shown}”"
                one, two = (side(x.passage, x.sentence, x.shown) for x in (a, b))
                yield Conflict("number", one, two, text, _SCORE)


def _shrunk(counts: Sequence[_Count], seen: Mapping[str, int], matters: Matters) -> Iterator[Conflict]:
    """What adds up over time and is less on a later day: 累计改善公路12,480公里, and 11,960公里 three months after."""
    summed = [count for count in counts if _ADDED_UP.search(count.sentence)]
    for a, b in combinations(summed, 2):
        first, last = sorted((a, b), key=lambda count: count.when[1])
        if first.measure != last.measure or first.when[1] >= last.when[1] or first.number <= last.number:
            continue
        shared = {n for n in a.nouns & b.nouns if seen[n] <= _COMMON and len(n) > 1}
        if a.passage.id == b.passage.id or len(shared) < _LEAST_SHARED or not _alike(a, b):
            continue
        if matters.related(a.passage.document, b.passage.document, surely=True):
            text = f"累计的数目后来反而少了：先为“{first.shown}”，后为“{last.shown}”"
            one, two = (side(x.passage, x.sentence, x.shown) for x in (first, last))
            yield Conflict("number", one, two, text, _SCORE)


def _counts(passage: Passage) -> Iterator[_Count]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        dates = [d for d in passage.dates if start <= d.at[0] < end and _is_day(d)]
        for match in _COUNT.finditer(sentence):
            before = [d for d in dates if 0 <= match.start() + start - d.at[1] <= _REACH]
            number = parse_number(match["n"])
            if not before or number is None or number < 2:
                continue
            between = passage.text[before[-1].at[1] : start + match.start()]
            clause = re.split(r"[。；]", sentence[match.end() :])[0][:12]
            others = [m for m in _COUNT.finditer(between) if m["measure"] == match["measure"]]
            if _PART.search(between) or others or re.match(r"[以之]?[上下内]", clause):
                continue
            when = before[-1]
            if when.start is None or when.end is None:
                continue
            nouns = frozenset(
                w for w, tag in _joined(sentence) if len(w) > 1 and NOUN.match(tag) and w not in when.text
            )
            shown = f"{when.text}{match.group()}"
            yield _Count(passage, sentence, shown, int(number), match["measure"], (when.start, when.end), nouns)


def _joined(sentence: str) -> Iterator[tuple[str, str]]:
    """The words of a sentence, and each two nouns in a row as one: 自动 站."""
    words = tagged(sentence)
    yield from words
    for (a, x), (b, y) in pairwise(words):
        if (NOUN.match(x) or x[:1] in "bdav") and len(b) <= 2 and (NOUN.match(y) or len(b) == 1):
            yield a + b, "n"


def _is_day(mention: DateMention) -> bool:
    """Whether a date is a day, or the end of a month or year."""
    if mention.start is None or mention.end is None:
        return False
    return (mention.end - mention.start).days == 0 or _MONTH_END.search(mention.text) is not None


def _alike(a: _Count, b: _Count) -> bool:
    return max(a.number, b.number) <= _MOST_TIMES * min(a.number, b.number)


def _near(a: _Count, b: _Count) -> bool:
    days = [x.when[1] for x in (a, b)]
    return abs((days[0] - days[1]).days) <= 1 and max(a.number, b.number) <= _MOST_TIMES * min(a.number, b.number)
