"""Figures and dates with what limits them: 超过三成, 不少于两年, 2022年9月前 are not the bare figure."""

from __future__ import annotations

import re

from answer.unit import Unit

__all__ = ["DATE_LIMITS", "LIMITS", "in_full"]

_Limits = tuple[re.Pattern[str], re.Pattern[str]]

#: What stands before and behind a figure.
LIMITS: _Limits = (
    re.compile(
        r"(?:超过|逾|不少于|不低于|不超过|不高于|不足|不到|不多于|至少|至多|最多|大约|将近|接近|低于|高于|多于|少于"
        r"|(?<![条合预节制公契特])约|(?<![附最邻靠远])近)\s?$"
    ),
    re.compile(r"\s?(?:以上|以下|以内|左右|上下)"),
)
#: What stands before and behind a date.
DATE_LIMITS: _Limits = (
    re.compile(r"(?:不晚于|不迟于|最迟)\s?$"),
    re.compile(r"\s?(?:[之以]前|[之以]后|前(?![往来期述景提后列沿端身])|以来)"),
)


def in_full(unit: Unit, at: tuple[int, int], text: str, limits: _Limits) -> str:
    """The text of a fact with what limits it in its clause.

    :param at: where the fact stands in the passage.
    """
    whole, (start, end) = unit.passage.text, at
    if whole[start:end] != text or not (unit.at[0] <= start and end <= unit.at[1]):
        return text
    before = limits[0].search(whole, unit.at[0], start)
    behind = limits[1].match(whole, end, unit.at[1])
    return whole[before.start() if before else start : behind.end() if behind else end]
