"""Whether a clause surely speaks of the fact of a claim, so that another value in it is a disagreement."""

from __future__ import annotations

import re

from answer.match import Match, subjects_of
from answer.reading import Feature, Reading
from answer.sources import cover, points_back
from answer.units import Unit

__all__ = ["ends_name", "same_fact", "sameness"]

_NEARLY, _SAME_FACT = 0.6, 0.85
_AFTER_NAME = re.compile(
    r"\s*(?:[（(][^）)]*[）)])?\s*(?:$|[，。；、：,.;!?！？》”]|[后的于在和与并是将已也均中达为上]|缔约)"
)


def same_fact(reading: Reading, found: Match) -> bool:
    """Whether a unit surely speaks of what the claim speaks of, so that another value in it is a contradiction."""
    return sameness(reading, found) >= _SAME_FACT


def sameness(reading: Reading, found: Match) -> float:
    """The share (0..1) of a claim that a clause itself says.

    Stricter than ``fit``: what only the sentence says counts half, unless the clause points back to it (该协定).
    """
    unit = found.unit
    back = points_back(unit)
    changed = {d.claim for d in found.differences}
    # who else took part, or approved, may go unsaid
    features = [
        f
        for f in reading.features
        if f.weight > 1 and f.text not in changed and not (f.kind == "organisation" and f.text in found.missing)
    ]
    staged = any(d.slot == "status" for d in found.differences)
    total = sum(f.weight for f in features)
    near = 0.0
    for feature in features:
        said = feature.keys & (unit.keys | subjects_of(unit))
        if said and (staged or not _is_modifier(feature, reading, unit)):
            near += feature.weight
        elif feature.keys & unit.around or cover(feature, unit) >= _NEARLY:
            near += feature.weight * (1.0 if back else 0.5)
        elif back and feature.keys & unit.context:
            near += feature.weight
    return near / total if total else 0.0


def ends_name(unit: Unit, name: str) -> bool:
    """Whether a name stands in a clause by itself, not only as the beginning of a longer one."""
    return any(e.name == name and _AFTER_NAME.match(unit.passage.text, e.at[1]) for e in unit.entities)


def _is_modifier(feature: Feature, reading: Reading, unit: Unit) -> bool:
    """Whether a name that closes the claim only begins a longer one in the unit (加入公约 and 加入公约电子证书方案)."""
    if feature.kind not in ("agreement", "organisation", "programme"):
        return False
    closes = any(e.text == feature.text and _AFTER_NAME.match(reading.text, e.at[1]) for e in reading.entities)
    text = unit.passage.text
    mentions = [e for e in unit.entities if f"e:{e.name}" in feature.keys and text[e.at[0] - 1 : e.at[0]] not in "（("]
    return closes and bool(mentions) and not any(_AFTER_NAME.match(unit.passage.text, e.at[1]) for e in mentions)
