"""What changes from one value to another (由2020年的9天缩短至2023年的3.5天) as statements: before, and after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.compare import comparable
from answer.reading import Reading
from answer.unit import Unit
from records import Amount, DateMention

__all__ = ["Course", "find_course", "is_change", "told_whole"]

_FROM = re.compile(r"(?:由|从|自)[^，。；由从自]{0,16}$")
_TO = re.compile(
    r"(?:左右|以上|多|余)?[，,]?(?:[\u4e00-\u9fff]{0,4}?)(?:增长|增加|提高|提升|上升|扩大|上涨|下降|降低|减少|缩短|回落|缩小|压缩|下调|上调"
    r"|调整|发展|增|升|涨|扩|降|减|缩|跌)了?(?:到|至|为)[^，。；]{0,14}$"
)
_CHANGE = re.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|下降|降低|减少|缩短|回落|多|少|增|升|降|减)了?(?:约|近|超过)?\s?$"
)
_EXACT = 1e-6

#: The amounts before and after, each with its date where it has one.
Course = tuple[tuple[Amount, DateMention | None], tuple[Amount, DateMention | None]]


def find_course(
    text: str, at: tuple[int, int], amounts: Sequence[Amount], dates: Sequence[DateMention]
) -> Course | None:
    """The change that the clause ``text[slice(*at)]`` tells, ``None`` where it tells none or several."""
    if len(amounts) != 2 or not comparable(*amounts):
        return None
    old, new = amounts
    opening = _FROM.search(text, at[0], old.at[0])
    if opening is None or not _TO.fullmatch(text, old.at[1], new.at[0]):
        return None
    before = [d for d in dates if opening.start() <= d.at[0] and d.at[1] <= old.at[0]]
    after = [d for d in dates if old.at[1] <= d.at[0] and d.at[1] <= new.at[0]]
    return (old, before[-1] if before else None), (new, after[-1] if after else None)


def is_change(amount: Amount, reading: Reading, unit: Unit) -> bool:
    """Whether an amount of a claim is the difference that a unit tells by both its ends (增加3万人)."""
    if unit.course is None or not _CHANGE.search(reading.text, 0, amount.at[0]):
        return False
    old, new = (end.value for end in unit.course)
    if isinstance(old, tuple) or isinstance(new, tuple) or isinstance(amount.value, tuple):
        return False
    return abs(abs(new - old) - abs(amount.value)) <= _EXACT * max(abs(new), 1.0) and comparable(amount, unit.course[1])


def told_whole(reading: Reading, unit: Unit) -> bool:
    """Whether a claim tells a change as a whole: both its ends, or their difference."""
    return len(reading.amounts) > 1 or any(is_change(amount, reading, unit) for amount in reading.amounts)
