"""A claim against one clause or cell of a source: which slots agree, differ, or are not said there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answer.actions import quantity
from answer.match_figures import (
    bare_counts,
    belongs_elsewhere,
    compare_amount,
    compare_count,
    compare_date,
    count_text,
    is_finer,
)
from answer.match_words import action_text, said_differently, worded_differently
from answer.reading import Feature, Reading
from answer.records import Difference, Slot
from answer.sources import cover, squeezed, written
from answer.units import Unit

__all__ = ["Match", "has_name", "match", "measures", "subjects_of", "topic_of"]

_SLOTS: dict[str, Slot] = {"country": "actor", "organisation": "actor", "place": "place"}
_NAMED = ("country", "organisation", "programme", "agreement", "place", "corridor", "publication", "event")
_ORDINAL = re.compile(r"^第\d+$|^\d+(?:\.\d+)?$")
_OWN = ("organisation", "agreement", "publication", "event")
_TELLING = 1.5  # a word that tells this much goes with one figure of a sentence
_ALL = "全部"
_VERBLIKE, _SHORT = re.compile(r"(?:ed|ing|ly|en)$"), 3
_LEAST_SHORTENED = 4  # characters
_HEAVY = 3.5  # a word as rare as this may not be missing from what supports a claim


@dataclass(frozen=True, slots=True)
class Match:
    """``fit`` counts only what is not in ``differences``; ``missing`` are parts of the claim that the unit lacks.

    ``coarse`` tells that the source is less precise than the claim, ``agreed`` how many dates, figures and names agree.
    """

    unit: Unit
    fit: float
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    coarse: bool
    agreed: int


def match(reading: Reading, unit: Unit) -> Match | None:
    """Compare a claim with a unit; ``None`` where the two are not about the same thing."""
    found = _Comparison(reading, unit)
    found.names()
    if not found.dates():
        return None  # another year's cell is another fact
    found.figures()
    found.differences += said_differently(reading, unit, found.implicated)
    found.differences += worded_differently(reading, unit, found.implicated)
    found.words()
    return found.match()


class _Comparison:
    """What is gathered while a claim is compared; ``implicated`` features are told by differences, not by fit."""

    def __init__(self, reading: Reading, unit: Unit) -> None:
        self.reading, self.unit = reading, unit
        self.implicated: set[Feature] = set()
        self.differences: list[Difference] = []
        self.missing: list[str] = []
        self.agreed, self.coarse = 0, False

    def names(self) -> None:
        for name, rivals in _names(self.reading, self.unit, self.implicated):
            if rivals is None:
                self.missing.append(name.text)
            elif rivals:
                self.differences.append(Difference(_SLOTS.get(name.kind, "object"), name.text, rivals))
            else:
                self.agreed += 1

    def dates(self) -> bool:
        for mention in self.reading.dates:
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

    def _add(self, found: Difference | bool, text: str) -> None:
        if isinstance(found, Difference):
            self.differences.append(found)
        elif found:
            self.agreed += 1
        else:
            self.missing.append(text)

    def words(self) -> None:
        """Words and actions that the unit lacks."""
        actions = {f for f in self.reading.features if f.kind == "action"}
        if self.unit.cell is not None and self.unit.cell.unit == "percent":
            # a growth rate says so by its sign
            self.implicated |= {f for f in actions if f.keys & {"a:up", "a:down"}}
        elif actions and not any(f.keys & self.unit.keys for f in actions) and not actions & self.implicated:
            self.missing.append(action_text(self.reading.actions[0], self.reading))
        left = [f for f in self.reading.features if f not in self.implicated]
        self.missing += [f.text for f in left if _lacks(f, self.unit, foreign=self.reading.foreign)]
        words = (f for f in left if f.kind == "word" and f.weight >= _TELLING)
        amounts = self.reading.amounts
        self.missing += [f.text for f in words if belongs_elsewhere(f.keys, amounts, self.unit)]
        named = any(f.kind == "country" for f in self.reading.features)
        if quantity(self.reading.text) == "all" and quantity(self.unit.text) is None and not named:
            self.missing.append(_ALL)

    def match(self) -> Match:
        features = [f for f in self.reading.features if f not in self.implicated]
        mass = sum(f.weight for f in features)
        fit = sum(f.weight * cover(f, self.unit) for f in features) / mass if mass else 0.0
        missing = tuple(dict.fromkeys(self.missing))
        return Match(self.unit, fit, tuple(self.differences), missing, self.coarse, self.agreed)


# -- names ------------------------------------------------------------------------------------------------------------


def _names(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[tuple[Feature, str | None]]:
    """Each name of the claim with "" where the unit has it, its rivals where others stand in its place, or ``None``."""
    claimed = {e.name for e in reading.entities}
    for feature in reading.features:
        if feature.kind not in _NAMED or feature.weight <= 1:
            continue
        if has_name(feature, unit):
            yield feature, ""
            continue
        rivals = [e for e in unit.entities if e.kind == feature.kind and e.name not in claimed]
        implicated.add(feature)
        yield feature, "、".join(dict.fromkeys(e.text for e in rivals)) or None


def has_name(feature: Feature, unit: Unit) -> bool:
    """Whether a unit names a thing: by any of its names, in longer names, or shortened (印度公司 for 印度分公司)."""
    names = {feature.text, *(key[2:] for key in feature.keys)}
    if feature.keys & unit.keys or any(written(name, e.text) for e in unit.entities for name in names):
        return True
    if feature.kind != "country":
        said = unit.said or unit.sentence
        if feature.keys & unit.around or written(feature.text, said) or _shortened(feature.text, said):
            return True
        # what was named before is meant, unless the clause names something of its own
        return cover(feature, unit) > 0 and not any(e.kind in _OWN for e in unit.entities)
    if any(e.kind == "country" for e in unit.entities):
        return False  # the clause names its own
    subjects = subjects_of(unit)
    if subjects or feature.keys & unit.around:
        return bool(feature.keys & (subjects or unit.around))
    return bool(feature.keys & topic_of(unit))


def _shortened(name: str, sentence: str) -> bool:
    """Whether the characters of a name stand in a sentence in their order, with little between them."""
    plain = squeezed(name)
    if len(plain) < _LEAST_SHORTENED or plain.isascii():
        return False
    return re.search(".{0,2}?".join(map(re.escape, plain)), squeezed(sentence)) is not None


def measures(unit: Unit, reading: Reading) -> bool:
    """Whether a text speaks of what a cell measures: of half of the words of one of its headers."""
    said = frozenset[str]().union(*(f.keys for f in reading.features))
    if unit.cell is None or unit.cell.value is None:
        return True
    return not unit.heads or any(sum(bool(said & word) for word in head) >= len(head) / 2 for head in unit.heads)


def subjects_of(unit: Unit) -> set[str]:
    """The countries of the last clause before the unit, in its sentence, that names any."""
    start, end = unit.sentence_at[0], unit.at[0]
    before = [e for e in unit.passage.entities if e.kind == "country" and start <= e.at[0] and e.at[1] <= end]
    if not before or unit.cell is not None:
        return set()
    text = unit.passage.text
    last = max(text.rfind(stop, start, before[-1].at[0]) for stop in "，；")
    return {f"e:{e.name}" for e in before if e.at[0] > last}


def topic_of(unit: Unit) -> set[str]:
    """The countries of the last sentence before the unit's that names any: 该国, or nothing, points back to them."""
    before = [e for e in unit.passage.entities if e.kind == "country" and e.at[1] <= unit.sentence_at[0]]
    if not before:
        return {key for key in unit.context if key.startswith("e:")} if unit.cell is None else set()
    last = max(unit.passage.text.rfind(stop, 0, before[-1].at[0]) for stop in "。！？\n")
    return {f"e:{e.name}" for e in before if e.at[0] > last}


def _lacks(feature: Feature, unit: Unit, *, foreign: bool) -> bool:
    """Whether the unit lacks something that the claim cannot do without."""
    if feature.kind in _NAMED:
        return False  # told apart above
    if feature.kind == "word" and _ORDINAL.match(feature.text):
        return cover(feature, unit) == 0
    if foreign and feature.kind == "word" and len(feature.keys) == 1:
        # English that no table translates: whether the source says so cannot be told
        return cover(feature, unit) == 0 and not _VERBLIKE.search(feature.text) and len(feature.text) > _SHORT
    return feature.weight >= _HEAVY and cover(feature, unit) == 0
