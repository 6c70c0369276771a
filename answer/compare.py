"""Whether two values agree: dates by nesting of precision, numbers by the rounding of what is printed."""

from __future__ import annotations

import re
from enum import Enum

from records import Amount, DateMention

__all__ = ["Hedge", "amounts_agree", "comparable", "dates_agree", "hedge_of", "same_direction", "within"]

# Money and measures: close in value is not the same unless one of the two is printed with fewer digits.
_PRINTED = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)|\d[\d,]*)(?:\.(\d+))?")
_PARTING = re.compile(r"[,\s]")


def dates_agree(claim: DateMention, source: DateMention) -> bool | None:
    """Whether one interval lies in the other; ``None`` where one of them is not known."""
    if claim.start is None or claim.end is None or source.start is None or source.end is None:
        if claim.start and source.start:
            return claim.start <= source.start if source.end is None else claim.start <= source.end
        return None
    inside = source.start <= claim.start and claim.end <= source.end
    around = claim.start <= source.start and source.end <= claim.end
    return inside or around


def comparable(claim: Amount, source: Amount) -> bool:
    """Whether two amounts measure the same: one currency, one unit, or counts of the same noun."""
    if claim.unit == source.unit:
        return True
    if claim.unit.startswith("count:") and source.unit.startswith("count:"):
        a, b = claim.unit[6:], source.unit[6:]
        return a.endswith(b) or b.endswith(a) or _synonyms(a, b)
    percents = {"percent", "percentage_points", "permille"}
    if claim.unit in percents and source.unit in percents:
        return True
    return source.unit == "number" and claim.unit.startswith("count:")


def amounts_agree(claim: Amount, source: Amount) -> bool:
    """Whether the values are equal at the coarser of the two printed precisions; signs are compared apart."""
    if isinstance(claim.value, tuple) or isinstance(source.value, tuple):
        low, high = _range(claim)
        other_low, other_high = _range(source)
        if isinstance(claim.value, tuple) and isinstance(source.value, tuple):
            return (low, high) == (other_low, other_high)
        return (low >= other_low and high <= other_high) or (other_low >= low and other_high <= high)
    a, b = abs(claim.value), abs(source.value)
    if a == b:
        return True
    step = max(_step(claim), _step(source))
    # only a difference in printed precision excuses a difference in value
    if _step(claim) == _step(source):
        return False
    return abs(a - b) <= step / 2 * 1.0001


class Hedge(Enum):
    """How a text takes back the exactness of a figure."""

    NONE = ""
    UNDER = "under"
    NEARLY = "nearly"
    ABOUT = "about"
    OVER = "over"


_BEFORE = (
    (
        Hedge.UNDER,
        r"(?:不足|不到|未满|未达|低于|少于|小于|不超过|至多|最多|less than|under|below|fewer than|at most)\s*$",
    ),
    (Hedge.NEARLY, r"(?:将近|接近|近|逼近|nearly|almost)\s*$"),
    (Hedge.OVER, r"(?:超过|逾|多于|高于|大于|突破|超出|至少|不少于|超|more than|over|above|exceed\w*|at least)\s*$"),
    (Hedge.ABOUT, r"(?:大约|约|大概|左右|about|around|approximately|roughly|some)\s*(?:有|为|是|达)?\s*$"),
)
_AFTER = ((Hedge.OVER, r"^(?:以上|多|余)"), (Hedge.ABOUT, r"^(?:左右|上下)"), (Hedge.UNDER, r"^(?:以下|以内)"))
_OF = re.compile(r"[^，。；超过近足到逾]{1,8}的\s*$")
_REACH = 14  # characters before a figure in which its hedge stands
# The share of a figure by which the true one may miss it; general practice of rounding in reports, not measured.
_LEEWAY: dict[Hedge, tuple[float, float]] = {
    Hedge.UNDER: (0.8, 1.0),
    Hedge.NEARLY: (0.9, 1.0),
    Hedge.ABOUT: (0.975, 1.025),
    Hedge.OVER: (1.0, 1.25),
}


def hedge_of(text: str, amount: Amount) -> Hedge:
    """The hedge (不足, 近, 约, 超过) that stands at a figure in its text."""
    before, after = text[max(0, amount.at[0] - _REACH) : amount.at[0]].lower(), text[amount.at[1] :]
    if not _PRINTED.search(amount.text):
        before = _OF.sub("", before)  # 超过总预算的一半
    found = next((h for h, pattern in _BEFORE if re.search(pattern, before)), None)
    if found is None and re.search(r"[多余]|过半", amount.text):
        found = Hedge.OVER
    return found or next((h for h, pattern in _AFTER if re.search(pattern, after)), Hedge.NONE)


def within(claim: Amount, source: Amount, hedge: Hedge) -> bool:
    """Whether a figure is one that a hedged figure may stand for: 13.6 is 不足14, 14.1 is not."""
    if hedge is Hedge.NONE or isinstance(claim.value, tuple) or isinstance(source.value, tuple):
        return False
    low, high = (abs(claim.value) * share for share in _LEEWAY[hedge])
    return low <= abs(source.value) <= high


def same_direction(claim: Amount, source: Amount) -> bool:
    """Whether rise and fall agree; a figure without a direction agrees with both."""
    a, b = _sign(claim), _sign(source)
    return a == 0 or b == 0 or a == b


def _sign(amount: Amount) -> int:
    value = amount.value[0] if isinstance(amount.value, tuple) else amount.value
    if amount.direction == "down" or value < 0:
        return -1
    return 1 if amount.direction == "up" else 0


def _range(amount: Amount) -> tuple[float, float]:
    return amount.value if isinstance(amount.value, tuple) else (amount.value, amount.value)


def _step(amount: Amount) -> float:
    """The value of the last printed digit: 0.1 for 9.4%, 1000 for 72.5万美元, 1e6 for 24,465 of a table in millions."""
    match = _PRINTED.search(amount.text)
    value = amount.value[0] if isinstance(amount.value, tuple) else amount.value
    if match is None:
        return 1.0
    printed = float(_PARTING.sub("", match.group()))
    scale = abs(value) / printed if printed else 1.0
    step = float(scale * 10.0 ** -len(match[1] or ""))
    about = re.search(r"约|近|大约|左右|多|余|超过|逾|about|nearly|approximately|over|more than", amount.text)
    return step * (10.0 if about else 1.0)


_SYNONYMS = (
    frozenset({"国家", "成员国", "国", "缔约国", "countries"}),
    frozenset({"培训", "研讨会", "活动", "培训班", "workshops", "seminars", "webinars", "trainings"}),
    frozenset({"人", "专家", "人士", "人员", "参与者", "代表", "people", "participants", "experts"}),
    frozenset({"机构", "政府机构", "部门", "agencies", "institutions"}),
    frozenset({"研究", "可行性研究", "studies"}),
    frozenset({"监测仪", "设备"}),
    frozenset({"项目", "技术援助", "工程", "projects"}),
    frozenset({"知识产品", "产品", "出版物", "报告", "reports"}),
    frozenset({"计划", "方案"}),
)


def _synonyms(a: str, b: str) -> bool:
    return any(a in group and b in group for group in _SYNONYMS)
