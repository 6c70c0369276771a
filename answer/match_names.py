"""Names of a claim against those of a clause: there, in other words there, another in its place, or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from answer.ordinals import without_ordinals
from answer.reading import COMMON, Feature, Reading
from answer.sources import cover, squeezed, written
from answer.subjects import is_of_subject
from answer.unit import Unit
from ingest.gazetteer import Gazetteer

__all__ = ["NAMED", "compared_names", "has_name", "subjects_of", "topic_of"]

NAMED = ("country", "organisation", "programme", "agreement", "place", "corridor", "publication", "event")
_OWN = ("organisation", "agreement", "publication", "event", "place")
_RIVALS = ("organisation", "place")  # of these a clause that names its own does not mean one that comes later
_LEAST_SHORTENED = 4  # characters
# What does not exclude a place within it, by its canonical name.
_REGION = re.compile(
    r"e:(?:(?:东南|东北|[东西南北中])[亚非欧]|[亚欧非]洲|[北南]美洲|拉丁美洲(?:和加勒比)?|大洋洲|南极洲|中东欧?|亚太地区|撒哈拉以南非洲|南?高加索)"
)


def compared_names(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[tuple[Feature, str | None]]:
    """Each name of the claim with "" where the unit has it, its rivals where others stand in its place, or ``None``."""
    claimed = {e.name for e in reading.entities}
    for feature in reading.features:
        if feature.kind not in NAMED or feature.weight <= 1:
            continue
        if has_name(feature, unit) or is_of_subject(feature, reading, unit):
            yield feature, ""
            continue
        within = feature.kind == "place" and not any(map(_REGION.fullmatch, feature.keys))
        rivals = [
            e.text
            for e in unit.entities
            if e.kind == feature.kind and e.name not in claimed and e.text not in COMMON
            if not (within and _REGION.fullmatch(f"e:{e.name}"))
        ]
        if feature.kind == "country" and not rivals and not any(e.kind == "country" for e in unit.entities):
            # 德国资助 and 由英国外交部资助: a body of another country stands in its place
            nations = {e.text: nation_of(e.text) for e in unit.entities if e.kind == "organisation"}
            rivals = [body for body, nation in nations.items() if nation is not None]
            rivals = rivals or sorted(key[2:] for key in subjects_of(unit))  # 甲加入，成为首个…: it is 甲 that is first
        implicated.add(feature)
        yield feature, "、".join(dict.fromkeys(rivals)) or None


def has_name(feature: Feature, unit: Unit) -> bool:
    """Whether a unit names a thing: by any of its names, in longer names, or shortened (印度公司 for 印度分公司)."""
    names = {feature.text, *(key[2:] for key in feature.keys)}
    if feature.keys & unit.keys or any(written(name, e.text) for e in unit.entities for name in names):
        return True
    if feature.kind != "country":
        return _has_thing(feature, unit)
    if any(e.kind == "country" for e in unit.entities):
        return False  # the clause names its own
    subjects = subjects_of(unit)
    if subjects or feature.keys & unit.around:
        return bool(feature.keys & (subjects or unit.around))
    return bool(feature.keys & topic_of(unit))


def _has_thing(feature: Feature, unit: Unit) -> bool:
    said = unit.said or unit.sentence
    own = any(e.kind == feature.kind for e in unit.entities)
    if not (own and feature.kind in _RIVALS and _comes_later(feature, unit)):
        plain = without_ordinals(feature.text)
        if feature.keys & unit.around or written(feature.text, said) or _shortened(feature.text, said):
            return True
        if plain != feature.text and written(plain, without_ordinals(said)):
            return True  # which one of its series is compared apart
    if _of_its_nation(feature, unit):
        return True
    # what was named before is meant, unless the clause names something of its own
    return cover(feature, unit) > 0 and not any(e.kind in _OWN for e in unit.entities)


def _comes_later(feature: Feature, unit: Unit) -> bool:
    """Whether the sentence names a thing only after the clause."""
    if unit.cell is not None:
        return False
    start, end = unit.sentence_at
    mentions = [e for e in unit.passage.entities if start <= e.at[0] < end and f"e:{e.name}" in feature.keys]
    return bool(mentions) and all(e.at[0] >= unit.at[1] for e in mentions)


def _of_its_nation(feature: Feature, unit: Unit) -> bool:
    """Whether a body is named without its country, which is named nearby: 农业部 for 阿塞拜疆农业部."""
    nation = nation_of(feature.text)
    if nation is None:
        return False
    rest = feature.text.removeprefix(nation)
    near = unit.said or unit.sentence
    return len(rest) > 1 and written(rest, near) and written(nation, near)


def _shortened(name: str, sentence: str) -> bool:
    """Whether the characters of a name stand in a sentence in their order, with little between them."""
    plain = squeezed(name)
    if len(plain) < _LEAST_SHORTENED or plain.isascii():
        return False
    return re.search(".{0,2}?".join(map(re.escape, plain)), squeezed(sentence)) is not None


def nation_of(body: str) -> str | None:
    """The country that the name of a body begins with: 英国 of 英国外交部."""
    return next((body[:length] for length in range(min(len(body) - 1, 8), 1, -1) if body[:length] in _nations()), None)


@lru_cache(maxsize=1)
def _nations() -> frozenset[str]:
    return frozenset(form for e in Gazetteer.base().entries if e.kind == "country" for form in e.forms)


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
        return set(_names_among(unit.context)) if unit.cell is None else set()
    last = max(unit.passage.text.rfind(stop, 0, before[-1].at[0]) for stop in "。！？\n")
    return {f"e:{e.name}" for e in before if e.at[0] > last}


@lru_cache(maxsize=5_000)
def _names_among(keys: frozenset[str]) -> frozenset[str]:
    """The keys of names; remembered, since the clauses of a passage share what leads into them."""
    return frozenset(key for key in keys if key.startswith("e:"))
