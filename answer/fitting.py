"""How far clauses say the words of one question: worked out once for each clause."""

from __future__ import annotations

from answer.questions import Question
from answer.reading import Feature, Reading
from answer.sources import cover
from answer.units import Unit
from ingest.amounts.units import words

__all__ = ["Fits", "is_asking"]

_ASKING = frozenset(words("时间 日期 数量 比例 金额 原因 内容 率 比率 占比 额 额度 数额"))
_MONEY = _ASKING | frozenset(words("钱 花 要花 花费 花了 花钱 资金 money funding funds"))
_RATES = _ASKING | frozenset(
    [
        "增速",
        "增长率",
        "增幅",
        "降幅",
        "跌幅",
        "变化",
        "变化率",
        "年",
        "percent",
        "percentage",
        "rate",
        "growth",
        "百分比",
        "百分点",
    ]
)
_SAME_DATE = 0.08


class Fits:
    """How far units say the words of a question, as it was read."""

    def __init__(self, asked: Question, reading: Reading) -> None:
        self.reading = reading
        self._asked = asked
        self._shares: dict[int, tuple[Unit, float]] = {}  # the unit is kept, so that no other gets its id

    def share(self, unit: Unit) -> float:
        """What a unit says of the question (0..1), each word by its weight."""
        known = self._shares.get(id(unit))
        if known is None:
            known = self._shares[id(unit)] = (unit, self._share(unit))
        return known[1]

    def same_date(self, unit: Unit) -> float:
        """A clause with exactly the date of the question is better than one with a date around it."""
        same = any(a.start == b.start and a.end == b.end for a in self.reading.dates for b in unit.dates)
        return _SAME_DATE if same else 0.0

    def _share(self, unit: Unit) -> float:
        features = [f for f in self.reading.features if not _asked_for(self._asked, f, unit)]
        features = features or list(self.reading.features)
        mass = sum(f.weight for f in features)
        return sum(f.weight * cover(f, unit) for f in features) / mass if mass else 0.0


def _asked_for(asked: Question, feature: Feature, unit: Unit) -> bool:
    """Words that name what is asked for (时间, 增长率) need not stand in the answer's clause."""
    if unit.cell is not None and unit.cell.unit == "percent" and asked.kind in ("percent", "count", "figure"):
        return feature.keys & {"a:up", "a:down"} != frozenset() or feature.text in _RATES
    return feature.text in (_MONEY if asked.kind == "money" else _ASKING)


def is_asking(word: str) -> bool:
    """Whether a word names only the kind of what is asked for (金额, 比例)."""
    return word in _MONEY or word in _RATES
