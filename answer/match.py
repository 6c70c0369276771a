"""A claim against one clause or cell of a source: which slots agree, differ, or are not said there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.compare import amounts_agree, comparable, dates_agree, same_direction
from answer.match_words import action_text, said_differently, worded_differently
from answer.reading import Feature, Reading
from answer.records import Difference, Slot
from answer.sources import cover
from answer.units import Unit
from ingest.numerals import parse_number
from records import Amount, DateMention

__all__ = ["Match", "match", "subjects_of", "topic_of"]

_SLOTS: dict[str, Slot] = {"country": "actor", "organisation": "actor", "place": "place"}
_NAMED = ("country", "organisation", "programme", "agreement", "place", "corridor", "publication", "event")
_ORDINAL = re.compile(r"^第\d+$|^\d+(?:\.\d+)?$")
_BARE_COUNT = re.compile(
    r"(?<![第\d.一二三四五六七八九十百千])(\d+|[二两三四五六七八九十百]+)\s?([个项名家次场台条份座期种国])(?!月|世纪|别)"
)
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
            others = _date(mention, self.unit)
            if others is None:
                self.missing.append(mention.text)
            elif not others:
                self.agreed += 1
                self.coarse = self.coarse or _finer(mention, self.unit)
            elif self.unit.cell is not None:
                return False
            else:
                self.differences.append(Difference("date", mention.text, others))
        return True

    def figures(self) -> None:
        for amount in self.reading.amounts:
            self._add(_amount(amount, self.unit), amount.text)
        for number in _bare_counts(self.reading.text, [a.at for a in self.reading.amounts]):
            self._add(_count(number, self.unit), _count_text(number))

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
        left = (f for f in self.reading.features if f not in self.implicated)
        self.missing += [f.text for f in left if _lacks(f, self.unit)]

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
        if _has_name(feature, unit):
            yield feature, ""
            continue
        rivals = [e for e in unit.entities if e.kind == feature.kind and e.name not in claimed]
        implicated.add(feature)
        yield feature, "、".join(dict.fromkeys(e.text for e in rivals)) or None


def _has_name(feature: Feature, unit: Unit) -> bool:
    if feature.keys & unit.keys:
        return True
    if feature.kind != "country":
        return cover(feature, unit) > 0
    if any(e.kind == "country" for e in unit.entities):
        return False  # the clause names its own
    subjects = subjects_of(unit)
    if subjects or feature.keys & unit.around:
        return bool(feature.keys & (subjects or unit.around))
    return bool(feature.keys & topic_of(unit))


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


# -- dates and figures ------------------------------------------------------------------------------------------------


def _date(mention: DateMention, unit: Unit) -> str | None:
    """Nothing where the unit agrees with a date, its own dates where they exclude it, ``None`` where it has none."""
    if any(dates_agree(mention, other) for other in unit.dates):
        return ""
    dates = [d for d in unit.dates if dates_agree(mention, d) is not None]
    if dates:
        return "、".join(d.text for d in dates)
    return "" if "".join(mention.text.split()) in "".join(unit.sentence.split()) else None


def _finer(mention: DateMention, unit: Unit) -> bool:
    """Whether every date of the unit that agrees is longer than the claim's."""
    if mention.start is None or mention.end is None:
        return False
    length = mention.end - mention.start
    agreeing = [d for d in unit.dates if dates_agree(mention, d)]
    return bool(agreeing) and all(d.start and d.end and d.end - d.start > length for d in agreeing)


def _amount(amount: Amount, unit: Unit) -> Difference | bool:
    """``True`` where the unit has the figure, the difference where it has another one, ``False`` where it has none."""
    others = [other for other in unit.amounts if comparable(amount, other)]
    for other in others:
        if amounts_agree(amount, other):
            falls = isinstance(other.value, tuple) or other.value < 0
            wrong_way = unit.cell is not None and amount.direction == "down" and not falls
            if same_direction(amount, other) and not wrong_way:
                return True
            return Difference("direction", amount.text, _shown(other))
    if others:
        return Difference("number", amount.text, "、".join(_shown(other) for other in others))
    return _printed(amount, unit)


def _count(number: tuple[float, str], unit: Unit) -> Difference | bool:
    stated = _bare_counts(unit.text, [])
    rivals = [other for other in stated if other[1] == number[1]]
    if number in stated or not rivals:
        return number in stated
    return Difference("number", _count_text(number), "、".join(map(_count_text, rivals)))


def _bare_counts(text: str, covered: Sequence[tuple[int, int]]) -> list[tuple[float, str]]:
    """Numbers with a measure word whose noun is not in the table of counted things: 八个…国家."""
    found = []
    for number in _BARE_COUNT.finditer(text):
        value = parse_number(number[1])
        if value is not None and not any(a <= number.start() < b for a, b in covered):
            found.append((value, number[2]))
    return found


def _count_text(number: tuple[float, str]) -> str:
    return f"{number[0]:g}{number[1]}"


def _printed(amount: Amount, unit: Unit) -> bool:
    number = re.search(r"\d[\d,.]*", amount.text)
    if number is None:
        return False
    return re.search(rf"(?<![\d.]){re.escape(number[0])}(?![\d.])", unit.text) is not None


def _shown(amount: Amount) -> str:
    return f"下降{amount.text}" if amount.direction == "down" else amount.text


def _lacks(feature: Feature, unit: Unit) -> bool:
    """Whether the unit lacks something that the claim cannot do without."""
    if feature.kind in _NAMED:
        return False  # told apart above
    if feature.kind == "word" and _ORDINAL.match(feature.text):
        return cover(feature, unit) == 0
    return feature.weight >= _HEAVY and cover(feature, unit) == 0
