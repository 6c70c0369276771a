"""Clauses as conflicts compare them: those of a document, what each says, how rare that is, what keeps two apart."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from answer.conflict_tools import PROSE
from answer.keys import blanked, keys_of
from answer.units import Unit

__all__ = [
    "Weights",
    "by_document",
    "in_two_series",
    "is_empty",
    "keys_but_dates",
    "labelled_apart",
    "listed_apart",
    "named_apart",
    "of_two_orders",
    "one_sentence",
    "tells_rules",
]

_FEW = 6  # clauses: a key that so many have is still rare
_BACKGROUND = 300  # clauses: in a small knowledge base every word is rare
_RULE = re.compile(r"应当|不得|可以|必须|违反|依法|未经|(?:本|该)?条例|按照[^，。；]{0,8}规定|办法规定")
# times, and pairs of characters of which one only joins words
_EMPTY = re.compile(
    r"^w:(?:\d.*|.|[年月日的了在于与和由将要到也并为是其已正].|.[年月日的了在于与和由将要到也并为是其已正]"
    r"|季度|以来|年底|年初|第[一二三四])$"
)
_FIGURE = re.compile(r"^w:(?:[\d.,%]+.*|.|[万亿].*|.?[美欧]元|[一二三四五六七八九十百千万亿零两]+)$")
_SHORT_FORM = re.compile(r"[（(][A-Za-z .\-]+[)）]")
_LABEL = re.compile(r"^\s*([^，。；：:]{2,24})[：:]")
_ORDER = re.compile(r"第?\s?[\d一二三四五六七八九十]{1,3}\s?(?:期|批|次|届|轮|阶段|标段|号线|年度)")
_OWN_NAME = re.compile(r"[A-Za-z][A-Za-z\-]{2,}|[“《]([^”》]{2,30})[”》]")


def labelled_apart(a: Unit, b: Unit) -> bool:
    """Whether the passages of two clauses open with two labels (第一支柱：, 承诺7：): what they say is of these."""
    labels = [_LABEL.match(unit.passage.text) for unit in (a, b)]
    return labels[0] is not None and labels[1] is not None and labels[0][1] != labels[1][1]


def one_sentence(a: Unit, b: Unit) -> bool:
    return a.passage.id == b.passage.id and a.sentence_at == b.sentence_at


def listed_apart(a: Unit, b: Unit) -> bool:
    """Whether both passages are items of one list (承诺3：, 承诺7：)."""
    return labelled_apart(a, b) and a.passage.text[:2] == b.passage.text[:2]


def named_apart(a: Unit, b: Unit) -> bool:
    """Whether each of two clauses has a title, or a name in Latin letters, that the other lacks."""
    names = [{m.group() for m in _OWN_NAME.finditer(unit.text)} for unit in (a, b)]
    return bool(names[0] - names[1] and names[1] - names[0])


def by_document(units: Sequence[Unit], forms: Sequence[str] = PROSE) -> Iterator[list[Unit]]:
    """The clauses of each document that state something, without those of rules (应当, 不得): these tell no facts."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        told = unit.cell is None and not unit.derived and unit.passage.form in forms
        if told and not tells_rules(unit.sentence):
            found[unit.passage.document].append(unit)
    yield from found.values()


def tells_rules(sentence: str) -> bool:
    """Whether a sentence says what shall or may be done, by whom and how, as laws do."""
    return _RULE.search(sentence) is not None


def is_empty(key: str) -> bool:
    """Whether a key tells nothing of what a figure or date is of: figures, units, times, words that only join."""
    return _EMPTY.match(key) is not None or _FIGURE.match(key) is not None


class Weights:
    """What a key tells (``log(N/n)``) among the clauses of a document."""

    def __init__(self, units: Sequence[Unit]) -> None:
        seen = Counter(key for unit in units for key in unit.keys)
        total = max(len(units), _BACKGROUND)
        self._of = {key: math.log(total / count) for key, count in seen.items()}
        self._unseen = math.log(total)
        self._rare = math.log(total / _FEW)

    def sum(self, keys: frozenset[str]) -> float:
        return sum(self._of.get(key, self._unseen) for key in keys)

    def rare(self, keys: frozenset[str]) -> float:
        """What those of the keys tell that hardly any clause has."""
        return sum(weight for weight in map(self._of.get, keys) if weight is not None and weight >= self._rare)


def keys_but_dates(unit: Unit) -> frozenset[str]:
    """What a clause says, but for its dates."""
    start, end = unit.at
    spans = [(d.at[0] - start, d.at[1] - start) for d in unit.dates if start <= d.at[0] and d.at[1] <= end]
    text = _SHORT_FORM.sub("", blanked(unit.passage.text[start:end], spans).replace("\0", "，"))
    return frozenset(key for key in keys_of(text, unit.entities) if not _EMPTY.match(key))


def of_two_orders(a: Unit, b: Unit) -> bool:
    """Whether two clauses speak of two in a series (一期, 二期)."""
    orders = [{re.sub(r"\s|第", "", o) for o in _ORDER.findall(unit.text)} for unit in (a, b)]
    return bool(orders[0] and orders[1]) and orders[0].isdisjoint(orders[1])


def in_two_series(a: Unit, b: Unit) -> bool:
    """Whether two clauses speak of two in a series (一期, 二期), or of things or places that have nothing in common."""
    if of_two_orders(a, b):
        return True
    for kinds in (("country",), ("organisation",), ("agreement", "publication"), ("programme", "corridor")):
        mine, other = ({e.name for e in unit.entities if e.kind in kinds} for unit in (a, b))
        if mine and other and mine.isdisjoint(other):
            return True
    return False
