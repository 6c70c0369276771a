"""A claim against one clause or cell of a source: which slots agree, differ, or are not said there."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from answer.actions import quantity
from answer.another import of_another
from answer.exclusive import said_of_one
from answer.match_figures import (
    bare_counts,
    belongs_elsewhere,
    compare_amount,
    compare_count,
    compare_date,
    count_text,
    is_finer,
    told_elsewhere,
)
from answer.match_names import NAMED, compared_names, has_name, subjects_of, topic_of
from answer.match_words import SUPERLATIVES, action_text, ranks_of, said_differently, worded_differently
from answer.ordinals import ranks_in
from answer.reading import Feature, Reading
from answer.records import Difference, Slot
from answer.roles import roles_exchanged
from answer.sides import of_the_other_side
from answer.sources import cover, said_in_clause
from answer.units import Unit
from ingest.amounts.units import words
from records import Cell

__all__ = ["Comparison", "Match", "compared", "has_name", "match", "measures", "subjects_of", "topic_of"]

_SLOTS: dict[str, Slot] = {"country": "actor", "organisation": "actor", "place": "place"}
_ORDINAL = re.compile(r"^第\d+$|^\d+(?:\.\d+)?$")
_TELLING = 1.5  # a word that tells this much goes with one figure of a sentence
_HARDLY = 0.1  # a word that a clause only comes this near to is not said there
_ALL = "全部"
_VERBLIKE, _SHORT = re.compile(r"(?:ed|ing|ly|en)$"), 3
# verbs that say little more than that something is so: a source may leave them out or have another one
_LIGHT = frozenset(
    words(
        "得到 获得 受到 接受 给予 提供 进行 开展 实施 实行 担任 担当 来自 负责 先后 陆续 继续 进一步 "
        "不足 不到 超过 达到 降到 升到 降至 升至 平均 听取 介绍 分享 参加 参与 出席 涉及 包括 属于 "
        "成为 作为 用于 位于 治理 补充 加强 推动 推进 促进 支持 举办 举行 召开 组织 主办 承办 完成 "
        "建设 建立 开始 启动 发布 公布 出版 通过 使用 利用 采用 采取 认为 表示 指出 提出 要求 希望 "
        "正在 目前 已经 该国 有关 相关 共有 一共 分别 全部 均为 大约 左右 以上 以下 以来 以内"
    )
)
_VERB = 2.0  # what a verb weighs (see reading)
_HEAVY = 3.5  # a word as rare as this may not be missing from what supports a claim


@dataclass(frozen=True, slots=True)
class Match:
    """``fit`` counts only what is not in ``differences``; ``missing`` are parts of the claim that the unit lacks.

    ``coarse`` tells that the source is less precise than the claim, ``agreed`` how many dates, figures and names agree.
    ``own`` is the share (0..1) of what the claim says besides names that the clause says itself.
    """

    unit: Unit
    fit: float
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    coarse: bool
    agreed: int
    own: float = 1.0


def match(reading: Reading, unit: Unit) -> Match | None:
    """Compare a claim with a unit; ``None`` where the two are not about the same thing."""
    found = compared(reading, unit)
    return None if found is None else found.match()


def compared(reading: Reading, unit: Unit, among: Set[Slot] | None = None) -> Comparison | None:
    """The first half of :func:`match`: in what the two differ.

    :param among: ``None`` as soon as they differ in another slot than these.
    """
    found = Comparison(reading, unit)
    found.names()
    if not found.differs_among(among) or not found.dates():
        return None  # another year's cell is another fact
    found.figures()
    for differences in (said_differently, worded_differently):
        if not found.differs_among(among):
            return None
        found.differences += differences(reading, unit, found.implicated)
    found.differences += said_of_one(reading, unit)
    if not any(d.slot == "actor" for d in found.differences):
        found.differences += [*roles_exchanged(reading, unit)] or [*of_the_other_side(reading, unit)]
    return found if found.differs_among(among) else None


class Comparison:
    """What is gathered while a claim is compared; ``implicated`` features are told by differences, not by fit."""

    def __init__(self, reading: Reading, unit: Unit) -> None:
        self.reading, self.unit = reading, unit
        self.implicated: set[Feature] = set()
        self.differences: list[Difference] = []
        self.missing: list[str] = []
        self.agreed, self.coarse = 0, False

    def differs_among(self, slots: Set[Slot] | None) -> bool:
        """Whether claim and unit differ in none but these slots, as far as was compared."""
        return slots is None or all(difference.slot in slots for difference in self.differences)

    def names(self) -> None:
        for name, rivals in compared_names(self.reading, self.unit, self.implicated):
            if rivals is None:
                self.missing.append(name.text)
            elif rivals:
                self.differences.append(Difference(_SLOTS.get(name.kind, "object"), name.text, rivals))
            else:
                self.agreed += 1

    def dates(self) -> bool:
        for mention in self.reading.dates:
            others = compare_date(mention, self.unit)
            if others is None:
                self.missing.append(mention.text)
            elif not others:
                self.agreed += 1
                self.coarse = self.coarse or is_finer(mention, self.unit)
            elif self.unit.cell is not None:
                return False
            else:
                self.differences.append(Difference("date", mention.text, others))
        return True

    def figures(self) -> None:
        for amount in self.reading.amounts:
            self._add(compare_amount(amount, self.reading, self.unit), amount.text)
        for number in bare_counts(self.reading.text, [a.at for a in self.reading.amounts]):
            self._add(compare_count(number, self.unit), count_text(number))

    def _add(self, found: Difference | bool, text: str) -> None:
        if isinstance(found, Difference):
            self.differences.append(found)
        elif found:
            self.agreed += 1
        else:
            self.missing.append(text)

    def _words(self) -> None:
        """Words and actions that the unit lacks."""
        actions = {f for f in self.reading.features if f.kind == "action"}
        if self.unit.cell is not None and self.unit.cell.unit == "percent":
            # a growth rate says so by its sign
            moves = {f for f in actions if f.keys & {"a:up", "a:down"}}
            self.implicated |= moves
            self.missing += [f.text for f in moves if not self.reading.amounts and not _moves_so(f, self.unit.cell)]
        elif actions and not any(f.keys & self._told for f in actions) and not actions & self.implicated:
            self.missing.append(action_text(self.reading.actions[0], self.reading))
        left = [f for f in self.reading.features if f not in self.implicated]
        self.missing += [f.text for f in left if _lacks(f, self.unit, foreign=self.reading.foreign)]
        self.missing += [f.text for f in left if _is_unsaid(f, self.unit)]
        ranked = ranks_in(self.reading.text)
        if ranked and not ranks_of(self.unit):
            self.missing += [f"第{rank}" for rank in ranked]
        self.missing += [other for other in (of_another(self.reading, self.unit),) if other]
        words = [f for f in left if f.kind == "word" and f.weight >= _TELLING]
        amounts = self.reading.amounts
        self.missing += [f.text for f in words if belongs_elsewhere(f.keys, amounts, self.unit)]
        self.missing += [f.text for f in words if told_elsewhere(f.keys, self.reading, self.unit)]
        named = any(f.kind == "country" for f in self.reading.features)
        if quantity(self.reading.text) == "all" and quantity(self.unit.text) is None and not named:
            self.missing.append(_ALL)

    @property
    def _told(self) -> frozenset[str]:
        """What is told to happen: of a cell its table says it (各国培训教师人数)."""
        return self.unit.keys if self.unit.cell is None else self.unit.keys | self.unit.context

    def match(self) -> Match:
        """What comes of it, with the words that the unit lacks. Once for each comparison."""
        self._words()
        features = [f for f in self.reading.features if f not in self.implicated]
        mass = sum(f.weight for f in features)
        fit = sum(f.weight * cover(f, self.unit) for f in features) / mass if mass else 0.0
        told = {d.claim for d in self.differences}
        missing = tuple(text for text in dict.fromkeys(self.missing) if text not in told)
        own = self._own([f for f in features if f.kind not in NAMED])
        return Match(self.unit, fit, tuple(self.differences), missing, self.coarse, self.agreed, own)

    def _own(self, told: Sequence[Feature]) -> float:
        mass = sum(f.weight for f in told)
        if self.unit.cell is not None or not mass:
            return 1.0
        return sum(f.weight * said_in_clause(f, self.unit) for f in told) / mass


def _is_unsaid(feature: Feature, unit: Unit) -> bool:
    """Whether a clause lacks what a claim says to be done, in any words: 承担, 高于, 同意."""
    if unit.cell is not None or feature.kind != "word" or feature.weight != _VERB or len(feature.text) < len("同意"):
        return False
    return feature.text not in _LIGHT and feature.soft and cover(feature, unit) < _HARDLY


def measures(unit: Unit, reading: Reading) -> bool:
    """Whether a text speaks of what a cell measures: of half of the words of one of its headers."""
    said = frozenset[str]().union(*(f.keys for f in reading.features))
    if unit.cell is None or unit.cell.value is None:
        return True
    return not unit.heads or any(
        sum(bool(said & word) or _written(word, reading.text) for word in head) >= len(head) / 2 for head in unit.heads
    )


def _moves_so(feature: Feature, cell: Cell) -> bool:
    """Whether the sign of a rate says what a claim says: rise or fall."""
    value = cell.value
    falls = isinstance(value, int | float) and value < 0
    return ("a:down" in feature.keys) == falls


def _written(keys: frozenset[str], text: str) -> bool:
    """Whether a word of a header stands in a text as part of a longer one (进口 in 进口额)."""
    return any(key[:2] == "w:" and len(key) > 3 and key[2:] in text for key in keys)


def _lacks(feature: Feature, unit: Unit, *, foreign: bool) -> bool:
    """Whether the unit lacks something that the claim cannot do without."""
    if feature.kind in NAMED:
        return False  # told apart above
    if feature.keys & SUPERLATIVES:
        return not feature.keys & unit.keys
    if feature.kind == "word" and _ORDINAL.match(feature.text):
        return cover(feature, unit) == 0
    if foreign and feature.kind == "word" and len(feature.keys) == 1:
        # English that no table translates: whether the source says so cannot be told
        return cover(feature, unit) == 0 and not _VERBLIKE.search(feature.text) and len(feature.text) > _SHORT
    return feature.weight >= _HEAVY and cover(feature, unit) < _HARDLY
