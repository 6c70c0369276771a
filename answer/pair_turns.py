"""What turns a figure that a claim and a sentence both give: at least or at most, by or to, up or down."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from answer.pair_figures import Figure, Told

__all__ = ["Turn", "turns_of_figures"]

_Kind = Literal["bound", "by_to", "level", "way"]

_NOT = r"不(?:得|能|应|可)?"
_GAP = r"[^，。；\d]{0,6}$"
_BEFORE = (
    (
        "most",
        re.compile(
            rf"(?:{_NOT}(?:超过|高于|多于|大于|长于|超出)|最多|至多|最高|上限[为是]?|顶多|不超|最长|最迟){_GAP}"
        ),
    ),
    ("least", re.compile(rf"(?:{_NOT}(?:低于|少于|小于|短于|不足)|至少|最少|最低|下限[为是]?|起码|最短){_GAP}")),
    (
        "under",
        re.compile(
            rf"(?<!不)(?<!不[得能应可])(?:低于|不到|不足|少于|未达到?|不及|小于|短于|没有?(?:达到?|超过)){_GAP}"
        ),
    ),
    (
        "over",
        re.compile(rf"(?<!不)(?<!不[得能应可])(?<!没有)(?<![没未])(?:超过|高于|多于|超出|突破|大于|长于|逾)了?{_GAP}"),
    ),
)
_AFTER = (
    ("most", re.compile(r"[^，。；\d]{0,3}(?:以内|以下|之内|封顶|为限)")),
    ("over", re.compile(r"[^，。；\d]{0,3}(?:以上|起步)")),
)
_HIGH, _LOW = frozenset({"least", "over"}), frozenset({"most", "under"})
_CHANGE = (
    r"增加|增长|提高|提升|上升|扩大|上涨|下降|降低|减少|缩短|回落|缩小|压缩|下调|上调|调高|调低|调整|提前|推迟|延长|延后|扩展"
    r"|增|升|涨|扩|降|减|缩|跌|延|压"
)
_HEDGE = r"(?:约|近|将近|超过|大约|不到|整整|差不多|仅|只|共|达)?\s?"
_BY = re.compile(rf"(?:{_CHANGE}|(?:更|还|要)?[多少高低快慢早晚长短]出?)(?:了|幅度?[为达]?|达|出)?{_HEDGE}$")
_TO = re.compile(rf"(?:{_CHANGE}|改|调|变)(?:了)?[^，。；\d]{{0,3}}?(?:到|至|为|成){_HEDGE}(?:\d{{4}}年的?)?$")
_FROM = re.compile(r"(?:由|从|自)[^，。；\d]{0,12}(?:\d{4}年的?)?$")
_MOVED_BY = re.compile(r"[^，。；\d]{0,3}的?(?:增幅|降幅|涨幅|跌幅|增长|下降|升幅)")
_UP = re.compile(r"增|升|涨|提高|扩大|多|高|上调|回升|攀|加快|延长")
_DOWN = re.compile(r"减|降|跌|缩|少|低|下滑|回落|下调|萎|放缓|收窄")
_WAYS = re.compile(f"{_UP.pattern}|{_DOWN.pattern}")
_REACH = 10  # characters before a figure that say which way it goes
_STOPS = "，,；;。：、（("


@dataclass(frozen=True, slots=True)
class Turn:
    """A figure of a claim that a sentence has too, but turned: both as they are printed there."""

    kind: _Kind
    claim: str
    source: str


def turns_of_figures(claim: str, sentence: str, told: Sequence[Told]) -> Iterator[Turn]:
    """The figures that agree by their value and not by what is said of them."""
    for item in told:
        if item.how == "same":
            yield from _turned(claim, sentence, item)
        elif item.how == "reckoned" and len(item.sources) == 2 and item.figure.kind:
            yield from _turned_course(claim, sentence, item)


def _turned(claim: str, sentence: str, item: Told) -> Iterator[Turn]:
    printed = _printed(claim, item.figure), _printed(sentence, item.sources[0])
    mine, theirs = _bound(claim, item.figure), {_bound(sentence, other) for other in item.sources}
    if (mine in _HIGH and theirs <= _LOW) or (mine in _LOW and theirs <= _HIGH):
        yield Turn("bound", *printed)
    mine, theirs = _relation(claim, item.figure), {_relation(sentence, other) for other in item.sources}
    if (mine, *theirs) in (("by", "to"), ("to", "by")):
        yield Turn("by_to", *printed)
    elif (mine, *theirs) in (("", "from"), ("to", "from"), ("", "by")):
        yield Turn("level", *printed)
    mine, theirs = _way(claim, item.figure), {_way(sentence, other) for other in item.sources}
    if mine and "" not in theirs and mine not in theirs:
        yield Turn("way", *printed)


def _turned_course(claim: str, sentence: str, item: Told) -> Iterator[Turn]:
    """多了70万 where the sentence tells 由160万减至90万."""
    first, second = sorted(item.sources, key=lambda figure: figure.at)
    mine, between = _way(claim, item.figure), sentence[first.at[1] : second.at[0]]
    if mine and _TO.search(between) and mine != ("up" if second.value > first.value else "down"):
        yield Turn("way", _printed(claim, item.figure), sentence[first.at[0] : second.at[1]])


def _bound(text: str, figure: Figure) -> str:
    before, after = _clause_before(text, figure.at[0]), text[figure.at[1] :]
    found = next((name for name, pattern in _BEFORE[:2] if pattern.search(before)), None)
    found = found or next((name for name, pattern in _AFTER if pattern.match(after)), None)
    return found or next((name for name, pattern in _BEFORE[2:] if pattern.search(before)), "")


def _relation(text: str, figure: Figure) -> str:
    before = _clause_before(text, figure.at[0])
    if _TO.search(before):
        return "to"
    if _BY.search(before) or _MOVED_BY.match(text, figure.at[1]):
        return "by"
    return "from" if _FROM.search(before) else ""


def _way(text: str, figure: Figure) -> str:
    found = _WAYS.findall(_clause_before(text, figure.at[0])[-_REACH:])
    if not found:
        return ""
    return "up" if _UP.fullmatch(found[-1]) else "down"


def _clause_before(text: str, place: int) -> str:
    return text[max(text.rfind(stop, 0, place) for stop in _STOPS) + 1 : place]


def _printed(text: str, figure: Figure) -> str:
    return (_clause_before(text, figure.at[0])[-_REACH:] + text[slice(*figure.at)]).strip()
