"""The country or place that a whole document is about: what its clauses say of no other, they say of that one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.reading import Feature, Reading
from answer.unit import Unit
from ingest.folding import fold
from ingest.gazetteer import Gazetteer

__all__ = ["countries_in", "country_keys", "is_of_subject", "without_countries"]

_LEVEL = re.compile(r"[省市县州区镇乡]$")
# 吉尔吉斯共和国审计院, 老挝卫生部食品药品司: who issued it, not where a meeting was held
_ISSUES = re.compile(r"[\u4e00-\u9fff]{0,12}?(?:[院部署厅局委司]|法院|政府|议会|内阁)(?![长员])")


def country_keys(title: str, cover: str) -> frozenset[str]:
    """The one country that the title of a document names, as a key; where it names none, the one whose body issued it.

    :param cover: the text of its cover.
    """
    named = {name for name, _ in _countries(title)}
    if not named:
        named = {name for name, rest in _countries(cover) if _ISSUES.match(rest)}
    return frozenset(f"d:{name}" for name in named) if len(named) == 1 else frozenset()


def countries_in(text: str) -> frozenset[str]:
    """The names of the countries in a text, those in the names of bodies (老挝卫生部) too."""
    return frozenset(name for name, _ in _countries(text))


def without_countries(text: str) -> str:
    """A text without the names of countries in it."""
    folded, spans = fold(text), []
    for match in Gazetteer.base().scan(folded):
        if match.entry.kind == "country":
            spans.append(folded.span(match.start, match.end))
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def is_of_subject(feature: Feature, reading: Reading, unit: Unit) -> bool:
    """Whether a document is about a country or place, and a clause or row of it names no country but those that the
    question names.
    """
    names = [key[2:] for key in feature.keys]
    if feature.kind == "place":
        return any(f"p:{_LEVEL.sub('', name)}" in unit.context for name in names)
    if not any(f"d:{name}" in unit.context for name in names):
        return False
    asked = {e.name for e in reading.entities}
    return all(e.name in asked for e in unit.entities if e.kind == "country")


def _countries(text: str) -> Iterator[tuple[str, str]]:
    """The countries in a text, those in the names of bodies too, each with what follows it."""
    folded = fold(text)
    for match in Gazetteer.base().scan(folded):
        if match.entry.kind == "country":
            yield match.entry.name, text[folded.span(match.start, match.end)[1] :]
