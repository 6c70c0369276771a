"""A number of things against the list of them in the next sentence, or in another passage that takes the list up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_counted import NOUN, tagged
from answer.conflict_related import Matters
from answer.conflict_tools import TELLING, items_of, sentences, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["listed_conflicts"]

_COUNTED = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s?(?P<measure>[项个条处座家种类国所件点笔])(?P<what>[^，。；：、\d]{0,12})"
)
_DECIDED = re.compile(
    r"确定|商定|议定|核定|选定|批准|通过|列入|明确|提出|入选|作出|包括|分为|设有|涉及|核可|签署|展开|增加到|增至|达到|有"
)
_LIST = re.compile(
    r"^(?:(?P<cue>[^，。；：、]{0,12}?(?:具体为|具体是|分别为|分别是|依次为|依次是|包括|即|如下|为|是))[：:]?)(?P<items>[^。]+)$"
)
_TAKEN_UP = re.compile(
    r"^(?P<lead>[^，。；：、]{2,14}?)(?:上)?(?:具体为|具体是|分别为|分别是|依次为|依次是|是|为|有)[：:]?(?P<items>[^。]*、[^。]*、[^。]*)$"
)
_LISTS = re.compile(r"具体|分别|依次|包括|即|如下|^(?:这些|上述|入选)")
_LISTED_LEAD = re.compile(r"这批|该批|签署方|名单|清单|入选|选定|上述|所列|这些|列入|所在地")
_OPEN = re.compile(r"等|之一|其中|至少|超过|约|不少于|左右|以上|第[一二三四五六七八九十\d]")
_OWN_LIST = re.compile(r"(?:即|包括|分别|为|是|：)[^，。；]*、|：")
_LEAST, _MOST_OFF, _LEAST_NOUNS = 3, 3, 2
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _Count:
    passage: Passage
    sentence: str
    shown: str
    number: int
    nouns: frozenset[str]


def listed_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """七项后续行动 before 具体为：（一）…（六）…; 六处口岸 and 改造名单上依次是 with seven names."""
    prose = [p for p in passages if p.form in TELLING]
    counts: list[_Count] = []
    lists: list[tuple[Passage, str, str, frozenset[str]]] = []
    told = [(p, p.text[start:end].strip()) for p in prose for start, end in sentences(p)]
    for number, (passage, sentence) in enumerate(told):
        count = _count(passage, sentence)
        if count is not None:
            counts.append(count)
            after, following = told[number + 1] if number + 1 < len(told) else (passage, "")
            listed = _LIST.match(following.rstrip("。")) if after.document == passage.document else None
            if listed is not None and _LISTS.search(listed["cue"]):
                yield from _against(count, after, following, listed["items"])
        taken = _TAKEN_UP.match(sentence.rstrip("。"))
        if taken is not None:
            lists.append((passage, sentence, taken["items"], _nouns(taken["lead"])))
    for passage, sentence, items, nouns in lists:
        for count in counts:
            least = 1 if _LISTED_LEAD.search(sentence[: sentence.find(items)]) else _LEAST_NOUNS
            alike = count.passage.id != passage.id and len(count.nouns & nouns) >= least
            if alike and _one_matter(count, passage, matters):
                yield from _against(count, passage, sentence, items)


def _one_matter(count: _Count, passage: Passage, matters: Matters) -> bool:
    return matters.related(count.passage.document, passage.document, surely=True)


def _count(passage: Passage, sentence: str) -> _Count | None:
    """The one number of things that a sentence decides on."""
    found = [m for m in _COUNTED.finditer(sentence) if not sentence[: m.start()].endswith("第")]
    if len(found) != 1 or not _DECIDED.search(sentence) or _OPEN.search(sentence):
        return None
    number = parse_number(found[0]["n"])
    if number is None or number < _LEAST or _OWN_LIST.search(sentence, found[0].end()):
        return None
    return _Count(passage, sentence, found[0].group(), int(number), _nouns(sentence))


def _nouns(text: str) -> frozenset[str]:
    return frozenset(w for w, tag in tagged(text) if len(w) > 1 and NOUN.match(tag))


def _against(count: _Count, passage: Passage, sentence: str, items: str) -> Iterator[Conflict]:
    listed = items_of(items)
    if listed is None or listed.allows(count.number) or listed.most < _LEAST:
        return
    if min(abs(listed.least - count.number), abs(listed.most - count.number)) > _MOST_OFF:
        return
    text = f"说是“{count.shown}”，列出的却有 {listed.most} 个"
    yield Conflict(
        "count", side(count.passage, count.sentence, count.shown), side(passage, sentence, items), text, _SCORE
    )
