"""Abbreviations with their Chinese and English expansions, from the places that define them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.folding import fold
from ingest.forms import kind_of_name
from ingest.gazetteer import Gazetteer
from ingest.learning import ABBREVIATION, alike, definitions, known_names
from records import Term

__all__ = ["find_terms"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_SMALL = "of|for|the|and|on|in|to|with|&"
_CAPITAL = r"[A-Z][A-Za-z’'-]*"
_ENGLISH = re.compile(rf"((?:{_CAPITAL}|{_SMALL})(?:,? (?:{_CAPITAL}|{_SMALL}))+) ?\(({ABBREVIATION})\)")
_REVERSE = re.compile(rf"(?<![A-Za-z0-9])({ABBREVIATION}) ?\(([\u3400-\u9fff、]{{4,24}})\)")
_EQUALS = re.compile(rf"(?<![A-Za-z0-9])({ABBREVIATION}) ?= ?([A-Za-z][A-Za-z’'&/ -]{{2,80}}?)(?=[,;。.|\n]|$)")
_SMALL_WORDS = frozenset(_SMALL.split("|"))


@dataclass(slots=True)
class _Sense:
    """One thing that an abbreviation stands for, as it is gathered."""

    zh: Counter[str] = field(default_factory=Counter)
    en: Counter[str] = field(default_factory=Counter)
    where: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    abbreviation: str
    zh: str | None
    en: str | None
    passage: str
    weight: int = 1


def find_terms(
    passages: Sequence[tuple[str, str]], glossaries: Sequence[tuple[str, str, str]] = ()
) -> tuple[Term, ...]:
    """Every abbreviation that the passages of a document define, each once for each thing it stands for.

    Read are 中文全称（ABBR）, 中文（English Name，ABBR）, English Name (ABBR), ABBR（中文全称）, ABBR=全称, 简称“…”,
    and the rows of abbreviation tables, which outweigh the rest where forms differ. Expansions that look alike
    (国家单一窗口, 国家单一窗口信息系统) are one sense, under the form most often given.

    :param passages: (passage id, text).
    :param glossaries: (passage id, abbreviation, expansion) from abbreviation tables.
    :return: in order of abbreviation, then of first definition.
    """
    senses: dict[str, list[_Sense]] = {}
    found = [*_rows(glossaries), *(item for passage, text in passages for item in _in_text(passage, text))]
    for item in found:
        sense = _sense(senses.setdefault(item.abbreviation, []), item)
        if item.zh:
            sense.zh[item.zh] += item.weight
        if item.en:
            sense.en[item.en] += item.weight
        sense.where.setdefault(item.passage)
    return tuple(
        Term(abbreviation, _most(sense.zh), _most(sense.en), tuple(sense.where))
        for abbreviation in sorted(senses, key=lambda a: (a.casefold(), a))
        for sense in senses[abbreviation]
    )


def _rows(glossaries: Sequence[tuple[str, str, str]]) -> Iterator[_Found]:
    for passage, abbreviation, expansion in glossaries:
        zh, en = _languages(expansion)
        if abbreviation.strip() and (zh or en):
            yield _Found(fold(abbreviation).text.strip(), zh, en, passage, weight=100)


def _in_text(passage: str, text: str) -> Iterator[_Found]:
    if not any(mark in text for mark in ("(", "（", "=", "＝", "简称")):
        return
    folded = fold(text)
    base = Gazetteer.base()
    for definition in definitions(folded, known_names(base, folded)):
        known = base.find(definition.short)
        if known and known.kind == "country" and not definition.short.isascii():
            continue  # 中国=中华人民共和国 explains a country's name, not a term
        yield _Found(definition.short, _tidy(definition.full), definition.english, passage)
    for match in _ENGLISH.finditer(folded.text):
        expansion = _initialled(match[1], match[2])
        if expansion:
            yield _Found(match[2], None, expansion, passage)
    for match in _EQUALS.finditer(folded.text):
        if re.search(r"[A-Z]", match[1]) and len(match[2]) > len(match[1]):
            yield _Found(match[1], None, match[2].strip(), passage)
    for match in _REVERSE.finditer(folded.text):
        if re.search(r"[A-Z].*[A-Z]", match[1]) and kind_of_name(match[2]):
            yield _Found(match[1], match[2], None, passage)


def _languages(expansion: str) -> tuple[str | None, str | None]:
    """The Chinese and the English part of an expansion that may give both."""
    text = fold(expansion).text.replace("\n", " ").strip()
    if not _HAN.search(text):
        return None, text or None
    outside = re.match(r"(.*?[\u3400-\u9fff][^()]*?)\(([^()\u3400-\u9fff]{6,})\)$", text) or re.match(
        r"([^\u3400-\u9fff]{8,}?)[ (]?([\u3400-\u9fff].*?)\)?$", text
    )
    if not outside:
        return text, None
    first, second = outside[1].strip(" ,;/"), outside[2].strip(" ,;/")
    return (first, second) if _HAN.search(first) else (second, first)


def _initialled(words: str, abbreviation: str) -> str | None:
    """The last words whose initials spell the abbreviation: the Asian Development Bank (ADB)."""
    parts = words.replace(",", "").split(" ")
    for start in range(len(parts) - 1, -1, -1):
        if parts[start] not in _SMALL_WORDS and _spells(parts[start:], [c for c in abbreviation if c.isupper()]):
            return " ".join(words.split(" ")[start:])
    return None


def _spells(parts: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether every capital of ``parts`` is a letter, in order; small words may lend theirs (MOTC)."""
    rest = list(letters)
    spare = len(letters) > 2  # one word may lend no letter: International Road Transport Union (IRU)
    for part in parts:
        for initial in [part[0]] if part in _SMALL_WORDS else [c for c in part if c.isupper()]:
            if rest and rest[0] == initial.upper():
                rest.pop(0)
            elif part not in _SMALL_WORDS:
                if not spare or part == parts[0]:
                    return False
                spare = False
    return not rest


def _sense(senses: list[_Sense], item: _Found) -> _Sense:
    """The sense that ``item`` belongs to: one that looks like it, or that lacks the language that it gives."""
    for sense in senses:
        if item.zh and sense.zh and any(alike(item.zh, zh) for zh in sense.zh):
            return sense
        if item.en and sense.en and any(alike(item.en, en) for en in sense.en):
            return sense
    for sense in senses:
        if not (item.zh and sense.zh) and not (item.en and sense.en):
            return sense
    senses.append(_Sense())
    return senses[-1]


def _tidy(name: str) -> str:
    return re.sub(r"\([^()]*\)", "", name).strip(" -—:")


def _most(counts: Counter[str]) -> str | None:
    return counts.most_common(1)[0][0] if counts else None
