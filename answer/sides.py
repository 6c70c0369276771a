"""One of two sides: 马方 is not 科方, 一审 not 二审, and 后者 is the second of the two that were named before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from answer.reading import Reading
from answer.records import Difference
from answer.unit import Unit
from ingest.amounts.units import words

__all__ = ["of_the_other_side", "sides"]

# 马方, 一审, 众院 where a clause or a party begins, and not in 方案, 审议, 院长
_SIDE = re.compile(
    r"(?:^|(?<=[\s，。；：、（(“由对向与和及而但归给令使被]))([\u4e00-\u9fff][方审院])"
    r"(?![案法面式向便针程圆形位议查计批核判定讯理慎视校长士])"
)
_NO_SIDES = frozenset(
    words(
        "双方 各方 多方 地方 对方 官方 西方 东方 南方 北方 后方 前方 平方 立方 大方 配方 药方 处方 警方 "
        "评审 会审 法院 医院 学院 剧院 影院 书院 寺院"
    )
)
_ONE_OF_TWO = re.compile(r"前者|后者")
_JOINED = re.compile(r"\s?(?:、|和|与|及|以及|同)\s?")


def of_the_other_side(reading: Reading, unit: Unit) -> Iterator[Difference]:
    """The difference where a clause says of one of two what the claim says of the other."""
    if unit.cell is not None:
        return
    yield from _of_a_side(reading.text, unit)
    yield from _of_the_pair(reading, unit)


def _of_a_side(claim: str, unit: Unit) -> Iterator[Difference]:
    """What only the last of two characters has in common, where one sentence has both."""
    mine, theirs = sides(claim), sides(unit.text)
    for own in sorted(mine - theirs):
        others = sorted(other for other in theirs - mine if other[1] == own[1])
        if others and own in unit.sentence:
            yield Difference("actor", own, "、".join(others))
            return


def sides(text: str) -> set[str]:
    """The parties and stages of a text that are told apart by their first character: 马方, 一审."""
    return {match[1] for match in _SIDE.finditer(text) if match[1] not in _NO_SIDES}


def _of_the_pair(reading: Reading, unit: Unit) -> Iterator[Difference]:
    """前者, 后者: who is meant, by the last two names before that are joined."""
    said = _ONE_OF_TWO.search(unit.text)
    if said is None:
        return
    text, claimed = unit.passage.text, {e.name for e in reading.entities}
    before = [e for e in unit.passage.entities if e.at[1] <= unit.at[0]]
    pairs = [(a, b) for a, b in pairwise(before) if _JOINED.fullmatch(text, a.at[1], b.at[0])]
    if not pairs:
        return
    meant, other = pairs[-1] if said.group() == "前者" else pairs[-1][::-1]
    if other.name in claimed and meant.name not in claimed:
        yield Difference("actor", other.text, meant.text)
