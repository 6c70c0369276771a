"""Whether a figure is what was aimed at or what was reached: the column of targets does not say what came of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

__all__ = ["asked_state", "told_state"]

State = Literal["aimed", "reached"]

_REACHED_ASKED = re.compile(
    r"实际|最后|最终|真正|到底(?=[^，。？]{0,6}[了到成])|结果|完成(?!率|时间|期限)|做到|实现|达到了|做成|实缴|到位"
    r"|\b(?:actual(?:ly)?|achieved?|really|in the end|reached|turned out)\b",
    re.IGNORECASE,
)
_AIMED_ASKED = re.compile(
    r"目标|计划|打算|预期|原定|应缴|应[交收付当]|预算|安排|要达到|准备|力争|想要|定在|\b(?:target|aim|plan(?:ned|s)?|goal|budget\w*|supposed)\b",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"实际|完成(?!时[间限]|期限|日期)|实[缴现收付到]|达到值|终期值|执行数|决算|落实数|到位|\b(?:actual|achieved|result|completed)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(
    r"目标|计划|预期|原定|应[缴交收付]|预算(?!执行)|安排|指标值|拟|\b(?:target|planned|plan|goal|budget)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=500)
def asked_state(question: str) -> State | None:
    """Which of the two a question asks for; ``None`` where it names neither or both."""
    return _only(_AIMED_ASKED.search(question) is not None, _REACHED_ASKED.search(question) is not None)


@lru_cache(maxsize=5_000)
def told_state(text: str) -> State | None:
    """Which of the two the header of a column or a clause tells."""
    return _only(_AIMED.search(text) is not None, _REACHED.search(text) is not None)


def _only(aimed: bool, reached: bool) -> State | None:
    if aimed == reached:
        return None
    return "aimed" if aimed else "reached"
