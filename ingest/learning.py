"""What a document says about its own names: 全称（简称）, 全称 (ABBR), 以下简称, X=Y, and tables of abbreviations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ingest.folding import Folded, fold, fold_name
from ingest.forms import kind_of_name, kind_of_title
from ingest.meetings import find_meetings
from ingest.names import Entry, Found, merged
from ingest.naming import Known, name_before
from ingest.states import find_states
from ingest.variants import place_variants

if TYPE_CHECKING:
    from ingest.gazetteer import Gazetteer

__all__ = ["ABBREVIATION", "Definition", "alike", "definitions", "known_names", "learn"]

ABBREVIATION = r"[A-Za-z](?:[A-Za-z0-9./&'’-]| (?=[A-Z0-9])){0,13}[A-Za-z0-9]"
# The abbreviation in brackets after a name, perhaps with its English expansion; 简称 and 以下简称 with their quotes.
_BRACKET = re.compile(
    rf"\((?:(?:以下|下文|下称|以下统|全文)?简?称(?:为)?:?)?[“\"‘《]?(?P<short>{ABBREVIATION}|[\u3400-\u9fffA-Z0-9]{{2,10}})[”\"’》]?(?:[,;](?P<second>[\u3400-\u9fff]{{2,8}}))?\)"
    rf"|\((?P<english>[A-Z][A-Za-z&'’,.\- ]{{6,90}}?)[,;] ?(?:简称:?)?(?P<after>{ABBREVIATION})\)"
    rf"|,?(?:以下|下文)?简称(?:为)?[“\"‘](?P<called>[^”\"’]{{2,10}})[”\"’]"
)
_EQUATION = re.compile(
    rf"(?P<short>{ABBREVIATION}|[\u3400-\u9fff]{{2,6}}) ?= ?(?P<full>[^=,;。()|\n]{{2,40}}?)(?=[,;。(|\n]|$)"
)
_SHORT_CHINESE = re.compile(r"[\u3400-\u9fff]{2,10}")
_TITLE = re.compile(r"《([^《》]{4,60})》")
_HEAD_AFTER = re.compile("项目|计划|倡议|方案|战略")
_MERE_WORDS = 4
_SIMILAR = 0.6  # 区域贸易组 and 区域贸易工作组 have .83, 海关合作委员会 and 区域贸易组 .17


@dataclass(frozen=True, slots=True)
class Definition:
    """``short`` stands for ``full`` (folded, Chinese); ``english`` is the expansion given with it, if any.

    ``title`` tells that the full form stood in 《》, ``head`` what follows the bracket: 区域边境服务改善（RIBS）项目.
    """

    short: str
    full: str
    english: str | None = None
    title: bool = False
    head: str = ""


def known_names(gazetteer: Gazetteer, folded: Folded) -> tuple[Known, ...]:
    """The known names in a text with the initials of their Latin forms."""
    return tuple((m.start, m.end, _initials(m.entry)) for m in gazetteer.scan(folded))


def definitions(text: Folded, known: Sequence[Known]) -> Iterator[Definition]:
    """Every name that ``text`` abbreviates, in reading order."""
    for match in _BRACKET.finditer(text.text):
        short = match["short"] or match["after"] or match["called"]
        start = name_before(text.text, match.start(), short, known)
        if start is None:
            continue
        full = text.text[start : match.start()]
        if match["second"] and _plausible(match["second"], full):
            yield Definition(match["second"], full)
        if _plausible(short, full):
            title = full.endswith("》") or text.text[start - 1 : start] == "《"
            head = _HEAD_AFTER.match(text.text, match.end())
            yield Definition(short, full.strip("《》"), match["english"], title, head.group() if head else "")
    for match in _EQUATION.finditer(text.text):
        short, full = match["short"], match["full"].strip()
        if _plausible(short.upper(), full):
            yield Definition(short, full)


def learn(
    gazetteer: Gazetteer, texts: Sequence[str], glossaries: Sequence[tuple[str, str]]
) -> tuple[list[Entry], list[str]]:
    """Entries that are new, and known entries with more aliases, from one document's definitions.

    With them come the abbreviations that this document uses for something that is no name, though others know them
    as one.

    Two names are one thing if the same abbreviation stands for both *and* they look alike (区域贸易组 and
    区域贸易工作组 are both RTG); likeness alone merges nothing (区域贸易组 RTG is not 区域工作组 RWG).
    """
    folded = [fold(text) for text in texts]
    found = [Definition(fold(s).text.strip(), fold(f).text.strip()) for s, f in glossaries if s.strip() and f.strip()]
    for text in folded:
        if "(" in text.text or "=" in text.text or "简称" in text.text:
            found += definitions(text, known_names(gazetteer, text))
    notes = _Notes(gazetteer)
    by_short: dict[str, list[Definition]] = {}
    for definition in found:
        by_short.setdefault(definition.short, []).append(definition)
    for short, group in by_short.items():
        notes.note(short, group)
    for text in folded:
        for title in _TITLE.findall(text.text):
            notes.title(title)
    for name, short in find_states(gazetteer, folded):
        notes.state(name, short)
    for name, alias in _meeting_aliases(gazetteer, folded):
        notes.event(name, alias)
    for name, variants in place_variants(gazetteer, folded, by_short):
        notes.variant(name, variants)
    return notes.entries(), [short for short in notes.other_senses if not _also_named(gazetteer, short, folded)]


class _Notes:
    """The entries learned so far, by canonical name."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._entries: dict[str, Entry] = {}
        self._titles: dict[str, str] = {}
        self.other_senses: list[str] = []

    def note(self, short: str, group: Sequence[Definition]) -> None:
        """Everything that one short form stands for in the document."""
        counts = Counter(d.full for d in group)
        # The most frequent full form names a new thing; the first of equals.
        fulls = sorted(counts, key=lambda full: -counts[full])
        by_name: dict[str, list[str]] = {}
        for full in fulls:
            entry = self._entry(full) or self._like(short, full) or self._new(full, group)
            if entry is None:
                continue
            self._entries.setdefault(entry.name, entry)
            by_name.setdefault(entry.name, []).append(full)
        clusters = list(by_name)
        if len(clusters) != 1 and self._gazetteer.find(short):
            self.other_senses.append(short)
        for name in clusters:
            # An abbreviation of two different things in one document names neither.
            shorts = (short,) if len(clusters) == 1 else ()
            self._entries[name] = merged(self._entries[name], (*self._without_name(name, by_name[name]), *shorts))

    def title(self, title: str) -> None:
        """A title in 《》: variants that differ only in 年 are one, and programmes and agreements get a name."""
        plain = re.sub(r"\([^()]*\)", "", title)
        kind = kind_of_title(plain)
        if kind == "publication" or self._gazetteer.find(plain) or len(plain) < 6:
            return
        key = title_key(plain)
        name = self._titles.setdefault(key, plain)
        entry = self._entries.get(name) or self._entry(plain) or Entry(name, None, kind)
        self._entries[entry.name] = merged(entry, self._without_name(entry.name, (plain,)))

    def event(self, name: str, alias: str) -> None:
        """A meeting under its full name, and the same without its holder."""
        self._entries[name] = merged(self._entries.get(name) or Entry(name, None, "event"), (alias,))

    def state(self, name: str, short: str) -> None:
        """A state that no table has, under its full name and the short one."""
        self._entries.setdefault(name, Entry(name, None, "country", (short,)))

    def variant(self, name: str, variants: Sequence[str]) -> None:
        """Other transliterations of a place."""
        entry = self._entries.get(name) or self._gazetteer.find(name) or Entry(name, None, "place")
        self._entries[entry.name] = merged(entry, self._without_name(entry.name, variants))

    def entries(self) -> list[Entry]:
        return [entry for entry in self._entries.values() if entry != self._gazetteer.find(entry.name)]

    def _entry(self, full: str) -> Entry | None:
        key = fold_name(full)
        own = next((e for e in self._entries.values() if key in map(fold_name, e.forms)), None)
        if own:
            return own
        known: Entry | None = self._gazetteer.find(full)
        return self._entries.get(known.name, known) if known else None

    def _like(self, short: str, full: str) -> Entry | None:
        """What the short form already stands for, if the full form looks like one of its names."""
        known: Entry | None = self._gazetteer.find(short)
        candidates = [e for e in self._entries.values() if fold_name(short) in map(fold_name, e.forms)]
        candidates += [known] if known else []
        for entry in candidates:
            if any(alike(full, form) for form in entry.forms):
                return self._entries.get(entry.name, entry)
        return None

    def _new(self, full: str, group: Sequence[Definition]) -> Entry | None:
        same = [d for d in group if d.full == full]
        for other in group:
            entry = self._entry(other.full)
            if entry and other.full != full and alike(full, other.full):
                return entry
        kind = kind_of_name(full)
        if kind is None and len(full) > _MERE_WORDS:  # 技术援助（技援）项目 is a sort of project
            kind = next((kind_of_name(full + d.head) for d in same if d.head), None)
        if any(d.title for d in same):
            # 《动植物卫生检疫措施》（SPS） is no work with a title, 《交易技术援助报告》（TRTA） is one.
            kind = kind and kind_of_title(full)
        elif kind == "publication":
            return None
        if kind is None:
            return None
        return Entry(full, next((d.english for d in same if d.english), None), kind)

    def _without_name(self, name: str, forms: Sequence[str]) -> tuple[str, ...]:
        return tuple(form for form in forms if form != name)


def _also_named(gazetteer: Gazetteer, short: str, texts: Sequence[Folded]) -> bool:
    """Whether the texts call what ``short`` is known for by another of its names: then it means that here too."""
    entry = gazetteer.find(short)
    others = [fold(form).text for form in entry.forms if fold_name(form) != fold_name(short)] if entry else []
    return any(other in text.text for other in others for text in texts)


def _meeting_aliases(gazetteer: Gazetteer, texts: Sequence[Folded]) -> Iterator[tuple[str, str]]:
    """第21次部长级会议 is CAREC第21次部长级会议 if the document knows no other 21st one."""
    held: dict[tuple[int, str], set[str]] = {}
    bare: dict[tuple[int, str], str] = {}
    for text in texts:
        if "第" not in text.text:
            continue
        known = [Found(m.start, m.end, m.entry.name, m.entry.name_en, m.entry.kind) for m in gazetteer.scan(text)]
        for meeting in find_meetings(text.text, known):
            if meeting.holder:
                held.setdefault(meeting.key, set()).add(meeting.name)
            else:
                bare[meeting.key] = meeting.name
    for key, name in bare.items():
        if len(held.get(key, ())) == 1:
            yield next(iter(held[key])), name


def title_key(title: str) -> str:
    """A title as it is compared: 《CAREC 2030 年数字战略》 and 《CAREC 2030数字战略》 are one."""
    return re.sub(r"(20\d\d)年|[的与和及]", r"\1", fold_name(title))


def alike(a: str, b: str) -> bool:
    a, b = fold_name(a), fold_name(b)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SIMILAR


def _plausible(short: str, full: str) -> bool:
    if short.isdigit() or re.fullmatch(r"[ivxIVX]+|[A-Za-z]", short):
        return False
    if short.isascii():
        return bool(re.search(r"[A-Z]", short)) and bool(re.search(r"[\u3400-\u9fff]", full))
    # 全称（简称）: the short form is made of characters of the full one, in order: 亚洲开发银行（亚行）.
    characters = iter(full)
    return len(short) < len(full) and bool(_SHORT_CHINESE.fullmatch(short)) and all(c in characters for c in short)


def _initials(entry: Entry) -> frozenset[str]:
    return frozenset(form[0].upper() for form in entry.forms if form[0].isascii() and form[0].isalpha())
