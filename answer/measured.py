"""What is measured: of a cell its headers say it; words that say only the kind of a figure may go unsaid."""

from __future__ import annotations

from answer.likeness import likeness
from answer.reading import Feature, Reading
from answer.unit import Unit

__all__ = ["goes_without_saying", "measures"]

_ALIKE = 0.35  # of two words of like meaning
# groups of words (answer/data/synonyms.tsv) that figures of these units are
_IMPLIED = {
    "s:占比": frozenset({"percent", "percentage_points", "permille"}),
    "s:时间": frozenset({"minutes", "hours", "days", "weeks", "months", "years"}),
    "s:金额": frozenset({"CNY", "USD", "EUR", "GBP", "JPY"}),
}


def goes_without_saying(feature: Feature, reading: Reading, unit: Unit) -> bool:
    """Whether a word says only what kind of figure both give: 比例 of 35%, 时间 of 28天, 金额 of 610万美元."""
    units = next((units for group, units in _IMPLIED.items() if group in feature.keys), None)
    if units is None or unit.alone is not None:  # nearly always
        return False
    mine, theirs = (sum(a.unit in units for a in amounts) for amounts in (reading.amounts, unit.amounts))
    return 0 < theirs <= mine


def measures(unit: Unit, reading: Reading) -> bool:
    """Whether a text speaks of what a cell measures: of half of the words of one of its headers."""
    said = frozenset[str]().union(*(f.keys for f in reading.features))
    if unit.cell is None or unit.cell.value is None:
        return True
    return not unit.heads or any(
        sum(bool(said & word) or _written(word, reading) for word in head) >= len(head) / 2 for head in unit.heads
    )


def _written(keys: frozenset[str], reading: Reading) -> bool:
    """Whether a word of a header stands in a text as part of a longer one (进口 in 进口额), or one of like meaning."""
    words = [key[2:] for key in keys if key[:2] == "w:"]
    if any(len(word) > 1 and word in reading.text for word in words):
        return True
    return any(likeness(f.text, word) >= _ALIKE for f in reading.features if f.soft for word in words)
