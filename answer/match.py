"""A claim against one clause or cell of a source: which slots agree, differ, or are not said there."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from answer.actions import quantity
from answer.another import of_another
from answer.compared_with import compared_otherwise, unsaid_extremes
from answer.doers import another_doer
from answer.exclusive import said_of_one
from answer.frequency import often_otherwise, often_unsaid
from answer.match_figures import (
    bare_counts,
    belongs_elsewhere,
    compare_amount,
    compare_count,
    compare_date,
    count_text,
    is_finer,
    is_label,
    told_elsewhere,
)
from answer.match_names import NAMED, compared_names, has_name, subjects_of, topic_of
from answer.match_words import (
    SUPERLATIVES,
    action_text,
    ranks_of,
    said_differently,
    worded_differently,
)
from answer.measured import goes_without_saying
from answer.ordinals import ranks_in
from answer.reading import Feature, Reading
from answer.records import Difference, Slot
from answer.roles import roles_exchanged
from answer.sides import of_the_other_side
from answer.sources import cover, said_in_clause
from answer.units import Unit
from answer.unread import unread_numbers
from answer.unsigned import unsigned
from ingest.amounts.units import words
from records import Cell

__all__ = ["Comparison", "Match", "compared", "has_name", "match", "subjects_of", "topic_of"]

_SLOTS: dict[str, Slot] = {"country": "actor", "organisation": "actor", "place": "place"}
_ORDINAL = re.compile(r"^第\d+$|^\d+(?:\.\d+)?$")
_TELLING = 1.5  # a word that tells this much goes with one figure of a sentence
_HARDLY = 0.1  # a word that a clause only comes this near to is not said there
_NAMED_SO = 0.85  # what a name counts that a clause has in another form
_ALL = "全部"
_VERBLIKE, _SHORT = re.compile(r"(?:ed|ing|ly|en)$"), 3
# words that turn a statement: what does not say them, in any words, does not say the same
_DECISIVE = frozenset(
    words(
        "高于 低于 多于 少于 大于 小于 快于 慢于 优于 劣于 先于 早于 晚于 好于 差于 领先 落后 同意 "
        "赞成 反对 拒绝 驳回 否决 撤回 撤销 取消 废止 终止 中止 暂停 恢复 保留 豁免 免除 承担 负担 "
        "赔偿 追缴 罚没 没收 吊销 扣押 释放 羁押 胜诉 败诉 上诉 裁定 判决 判定 采纳 列入 列为 移出 "
        "纳入 剔除 取代 替代 接管 转让 收购 出售 租赁 赠送 发放 停发 停运 关停 关闭 迁入 撤出 退出 "
        "提前 推迟 延后 延期 顺延 立即 放宽 收紧 冻结 解冻 强制 自愿 禁止 允许 准许 违反 违法 合法 "
        "有效 无效"
    )
)
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
    found.differences += [*said_of_one(reading, unit), *compared_otherwise(reading, unit, found.implicated)]
    found.differences += often_otherwise(reading, unit)
    found.doers()
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
        self.named: set[Feature] = set()
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
                self.named.add(name)

    def dates(self) -> bool:
        for mention in self.reading.dates:
            if is_label(mention, self.reading, self.unit):
                self.agreed += 1
                continue
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
        self.missing += unread_numbers(self.reading, self.unit)

    def doers(self) -> None:
        doers = another_doer(self.reading, self.unit)
        if doers is not None and doers[1]:
            self.differences.append(Difference("actor", *doers))
            self.implicated |= {f for f in self.reading.features if f.text in doers[0]}
        elif doers is not None:
            self.missing.append(doers[0])

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
        said = [f for f in left if not goes_without_saying(f, self.reading, self.unit)]
        self.missing += [f.text for f in said if _lacks(f, self.unit, foreign=self.reading.foreign)]
        self.missing += [f.text for f in left if _is_unsaid(f, self.unit)]
        ranked = ranks_in(self.reading.text)
        if ranked and not ranks_of(self.unit):
            self.missing += [f"第{rank}" for rank in ranked]
        self.missing += unsaid_extremes(self.reading, self.unit)
        self.missing += [*unsigned(self.reading, self.unit), *often_unsaid(self.reading, self.unit)]
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
        fit = sum(f.weight * self._covered(f) for f in features) / mass if mass else 0.0
        told = {d.claim for d in self.differences}
        missing = tuple(text for text in dict.fromkeys(self.missing) if text not in told)
        own = self._own([f for f in features if f.kind not in NAMED])
        return Match(self.unit, fit, tuple(dict.fromkeys(self.differences)), missing, self.coarse, self.agreed, own)

    def _covered(self, feature: Feature) -> float:
        """How far the unit says a feature; a name that is there in another form (西班牙国际合作署) is said as well."""
        if feature in self.named or (feature.kind == "word" and goes_without_saying(feature, self.reading, self.unit)):
            return max(cover(feature, self.unit), _NAMED_SO)
        return cover(feature, self.unit)

    def _own(self, told: Sequence[Feature]) -> float:
        mass = sum(f.weight for f in told)
        if self.unit.cell is not None or not mass:
            return 1.0
        return sum(f.weight * said_in_clause(f, self.unit) for f in told) / mass


def _is_unsaid(feature: Feature, unit: Unit) -> bool:
    """Whether a clause lacks a word that turns the claim: 承担, 高于, 同意."""
    return unit.cell is None and feature.text in _DECISIVE and cover(feature, unit) < _HARDLY


def _moves_so(feature: Feature, cell: Cell) -> bool:
    """Whether the sign of a rate says what a claim says: rise or fall."""
    value = cell.value
    falls = isinstance(value, int | float) and value < 0
    return ("a:down" in feature.keys) == falls


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
