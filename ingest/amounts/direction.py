"""Whether the text says that a figure is a rise or a fall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from records import Amount

__all__ = ["with_directions"]

_UP = "增长|增产|增收|上升|提高|增加|上涨|回升|提升|反弹|扩大|上调|攀升|跃升|(?<!新)增|升|涨"
_DOWN = "下降|减产|减少|收缩|降低|缩短|下滑|下跌|回落|萎缩|缩减|削减|下调|收窄|放缓|减|降|跌"
_UP_NOUN = "增幅|涨幅|升幅|增速|增长率"
_DOWN_NOUN = "降幅|跌幅|减幅"
# 增至, 降到 and 下降为 lead to a level, not to a change: 至 and 到 are no fillers, 为 only one of nouns (涨幅为).
_FILLER = r"(?:了|约|近|超过?|逾|达(?!到)|大约|将近|接近|至少|不少于|不到|分别|同比|仅|只|共|累计)*\s*$"
_BEFORE = re.compile(rf"(?:(?P<up>{_UP}|(?:{_UP_NOUN})为?)|(?P<down>{_DOWN}|(?:{_DOWN_NOUN})为?)){_FILLER}")
_AFTER = re.compile(
    r"\s?的?\s?(?:左右)?"
    r"(?:(?P<up>增长|上升|增幅|涨幅|提升|涨势)|(?P<down>收缩|下降|减少|降幅|跌幅|下滑|萎缩|衰退))(?![到至为])"
)
_ENGLISH = re.compile(
    r"(?:(?P<up>increas\w+|r[oi]se|rising|gr[eo]w\w*|gain\w*|up)"
    r"|(?P<down>declin\w+|decreas\w+|f[ae]ll\w*|dropp?\w*|contract\w*|shr[aiu]nk|down))"
    r"\s(?:by|of)?\s?(?:about|around|nearly|over|some)?\s?$",
    re.IGNORECASE,
)
_NO_CHANGE = re.compile(r"(?:不再|未|没有|无)(?:增|升|提|上|降|减|下)")
_JOINT = re.compile(r"\s?(?:[、和与及]|以及|and)\s?")

_CHANGES = ("percent", "permille", "percentage_points", "basis_points", "times")


def with_directions(text: str, amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """``amounts`` with ``direction`` set where a word directly at the figure says so.

    A direction holds for all figures of one list (出口和进口分别增长30.1%和27.1%).
    """
    found = [_direction(text, amount) for amount in amounts]
    for index in range(1, len(amounts)):
        if found[index] is None and _joint(text, amounts[index - 1], amounts[index]):
            found[index] = found[index - 1]
    for index in range(len(amounts) - 1, 0, -1):
        if found[index - 1] is None and _joint(text, amounts[index - 1], amounts[index]):
            found[index - 1] = found[index]
    return tuple(
        amount if direction is None else replace(amount, direction=direction)
        for amount, direction in zip(amounts, found, strict=True)
    )


def _joint(text: str, left: Amount, right: Amount) -> bool:
    return left.unit == right.unit and _JOINT.fullmatch(text, left.at[1], right.at[0]) is not None


def _direction(text: str, amount: Amount) -> Literal["up", "down"] | None:
    start, end = amount.at
    window = max(0, start - 14)
    before = _BEFORE.search(text, window, start) or _ENGLISH.search(text, max(0, start - 24), start)
    after = _AFTER.match(text, end) if amount.unit in _CHANGES else None
    if before and _NO_CHANGE.search(text, window, start):
        return None
    words = {name for match in (before, after) if match for name in ("up", "down") if match[name]}
    if len(words) != 1:
        return None
    return "up" if "up" in words else "down"
