"""What a clause says besides its figures and dates, with what its sentence begins with where that is little."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from answer.conflict_clauses import Weights, is_empty
from answer.conflict_counted import tagged
from answer.conflict_unread import measure_of
from answer.keys import blanked, keys_of
from answer.unit import Unit
from ingest.amounts.units import words
from records import Amount

__all__ = ["told_by_clause", "told_by_sentence"]

_SHORT = 15.0  # sums of log(N/n): a clause that says less speaks of what its sentence begins with
_FIGURES = re.compile(r"\d")
_NOUN = re.compile(r"n|vn|an|j|l|i|eng|b|s")
_LIGHT = frozenset(words("年 月 日 个 人 次 元 项 美元 左右 以上 预计 预期 估计 合计 共计 总计"))
_OPENINGS = 2  # pieces before a clause that may tell what it is of
_OPENING = re.compile(r"[，；：:。]")


def told_by_sentence(unit: Unit) -> frozenset[str]:
    return _told(unit.around)


def told_by_clause(unit: Unit, amounts: Sequence[Amount], weights: Weights) -> frozenset[str]:
    """What a clause is about, as keys; none where only the sentence before tells (预计2022年将增长3.0%).

    :param amounts: its figures.
    """
    clause = _clause_keys(unit, amounts)
    if unit.cell is not None:
        return clause
    named = _names_a_thing(unit)
    opening = _opening_keys(unit) if weights.sum(clause) < _SHORT or not named else frozenset()
    return clause | opening if opening or named else frozenset()


def _clause_keys(unit: Unit, amounts: Sequence[Amount]) -> frozenset[str]:
    """What a clause says besides its figures and dates."""
    if unit.cell is not None:
        return _told(unit.keys)
    (start, end), text = unit.at, unit.passage.text
    spans = [(d.at[0] - start, d.at[1] - start) for d in unit.passage.dates if start <= d.at[0] and d.at[1] <= end]
    for amount in dict.fromkeys((*unit.passage.amounts, *amounts)):
        if start <= amount.at[0] and amount.at[1] <= end:
            spans.append((amount.at[0] - start, measure_of(text, amount)[0] - start))
    said = blanked(text[start:end], spans).replace("\0", "，")
    return _told(keys_of(said, [e for e in unit.entities if start <= e.at[0]]))


def _opening_keys(unit: Unit) -> frozenset[str]:
    """What the last pieces without figures before a clause say: 出口拒收通知：2022年为188起，2023年为141起."""
    text, start = unit.passage.text, unit.sentence_at[0]
    said: list[tuple[int, int]] = []
    for left, right in reversed(_pieces(text, start, unit.at[0])):
        if _FIGURES.search(text, left, right):
            if said:
                break
        elif right - left > 1:
            said.append((left, right))
        if len(said) == _OPENINGS:
            break
    keys: frozenset[str] = frozenset()
    for left, right in said:
        mentions = [e for e in unit.passage.entities if left <= e.at[0] and e.at[1] <= right]
        keys |= keys_of(text[left:right], mentions)
    return _told(keys)


@lru_cache(maxsize=20_000)
def _has_noun(text: str) -> bool:
    return any(_NOUN.match(tag) for word, tag in tagged(text) if word not in _LIGHT)


def _names_a_thing(unit: Unit) -> bool:
    return bool(unit.entities) or _has_noun(unit.text)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(match.end() for match in _OPENING.finditer(text, start, end)), end]
    return [(left, right - (text[right - 1] in "，；：:。")) for left, right in pairwise(cuts) if right > left]


def _told(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if not _is_empty(key))


@lru_cache(maxsize=50_000)
def _is_empty(key: str) -> bool:
    return is_empty(key)
