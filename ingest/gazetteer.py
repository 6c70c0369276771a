"""Known names: countries, places, bodies, programmes, and what a document says about its own names.

A :class:`Gazetteer` is immutable. :meth:`Gazetteer.base` is what every report shares; :meth:`Gazetteer.grown` adds
the names and abbreviations that the texts of one document define.

The office's own names are a YAML file in the format of ``ingest/data/bodies.yaml``, a list of entries::

    - name: 亚洲开发银行            # canonical Chinese name; that of a known entry adds to that entry
      en: Asian Development Bank    # optional
      kind: organisation            # needed for a new name; one of records.ENTITY_KINDS
      aliases: [亚行, ADB]          # optional: other names and abbreviations, exactly as written
      source: www.adb.org           # optional: where the names come from
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.folding import Folded, fold, fold_name
from ingest.learning import learn
from ingest.names import Entry, read_entries, shipped_entries, shipped_traps

__all__ = ["Entry", "Gazetteer", "Match"]

_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_URL = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff，。；、）)]+")
_AFTER_MINISTRY = "门分长队级位件落族属"
# Up to this length an abbreviation is matched in its own case only: ICE is not ice, WHO is not who.
_EXACT_CASE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A known form at ``start:end`` of a folded text (not of the original)."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Form:
    key: str
    exact: str | None
    entry: int


class Gazetteer:
    """An immutable list of entries with a matcher over all their forms.

    Where two entries share a form, the one that comes first keeps it; :meth:`with_entries` puts new ones first.

    :param entries: in order of precedence.
    :param traps: words inside which no name is read (发展中国家 has no 中国 in it).
    :param other_senses: abbreviations that stand for something that is no name (DRC for 指定铁路走廊).
    """

    __slots__ = ("_by_form", "_first", "_heads", "_other_senses", "_trap", "_traps", "entries")

    def __init__(self, entries: Sequence[Entry], traps: Sequence[str] = (), other_senses: Iterable[str] = ()) -> None:
        self.entries = tuple(entries)
        self._traps = tuple(traps)
        self._other_senses = frozenset(fold_name(form) for form in other_senses)
        self._trap = re.compile("|".join(map(re.escape, sorted(traps, key=lambda t: (-len(t), t))))) if traps else None
        self._by_form: dict[str, int] = {}
        heads: dict[str, list[_Form]] = {}
        for index, entry in enumerate(self.entries):
            for form in entry.forms:
                folded = fold(form.strip().removeprefix("《").removesuffix("》"))
                if len(folded.lower) < 2 or folded.lower in self._by_form or folded.lower in self._other_senses:
                    continue
                self._by_form[folded.lower] = index
                exact = folded.text if _case_matters(folded.text) else None
                heads.setdefault(folded.lower[:2], []).append(_Form(folded.lower, exact, index))
        self._first = re.compile("[" + re.escape("".join(sorted({head[0] for head in heads}))) + "]")
        self._heads = {head: tuple(sorted(forms, key=lambda f: -len(f.key))) for head, forms in heads.items()}

    @classmethod
    def base(cls, aliases: Path | None = None) -> Gazetteer:
        """Countries, places and bodies that every report may name, with the office's ``aliases`` file on top.

        :raises errors.UsageError: ``aliases`` cannot be read or an entry in it is wrong; file and line are named.
        """
        base = _shipped()
        if aliases is None:
            return base
        return base.with_entries(read_entries(aliases, known=base))

    def grown(self, texts: Sequence[str], glossaries: Sequence[tuple[str, str]] = ()) -> Gazetteer:
        """The same with what a document defines: 全称（简称）, 全称 (ABBR), 以下简称, and abbreviation tables.

        :param texts: the passages of one document (or several that share their abbreviations).
        :param glossaries: rows of abbreviation tables, (abbreviation, Chinese name).
        """
        entries, other_senses = learn(self, texts, glossaries)
        return self.with_entries(entries, other_senses)

    def with_entries(self, entries: Iterable[Entry], other_senses: Iterable[str] = ()) -> Gazetteer:
        """A gazetteer in which ``entries`` come first; one with a known name and kind replaces the known one.

        :param other_senses: abbreviations that no longer stand for any entry.
        """
        new, masked = list(entries), self._other_senses.union(other_senses)
        if not new and masked == self._other_senses:
            return self
        names = {(entry.name, entry.kind) for entry in new}
        kept = [entry for entry in self.entries if (entry.name, entry.kind) not in names]
        return Gazetteer([*new, *kept], self._traps, masked)

    def find(self, form: str) -> Entry | None:
        """The entry that has ``form`` as a name or alias, whatever its width, spacing or case."""
        index = self._by_form.get(fold_name(form))
        return None if index is None else self.entries[index]

    def scan(self, folded: Folded) -> Iterator[Match]:
        """Known forms in a folded text, leftmost and longest, without overlaps."""
        text, lower = folded.text, folded.lower
        blocked = self._blocked(lower)
        heads = self._heads
        done = 0
        for first in self._first.finditer(lower):
            position = first.start()
            if position < done:
                continue
            for form in heads.get(lower[position : position + 2], ()):
                end = position + len(form.key)
                if (
                    lower.startswith(form.key, position)
                    and (form.exact is None or text.startswith(form.exact, position))
                    and _whole(lower, position, end)
                    and not any(a <= position and end <= b and b - a > end - position for a, b in blocked)
                ):
                    yield Match(position, end, self.entries[form.entry])
                    done = end
                    break

    def _blocked(self, lower: str) -> list[tuple[int, int]]:
        spans = [match.span() for match in self._trap.finditer(lower)] if self._trap else []
        if "://" in lower or "www." in lower:
            spans += [match.span() for match in _URL.finditer(lower)]
        return spans


def _case_matters(form: str) -> bool:
    return len(form) <= _EXACT_CASE_LENGTH and form.isascii()


def _whole(text: str, start: int, end: int) -> bool:
    """A Latin name is no piece of a longer Latin word, and 财政部 is not in 财政部门."""
    if text[end - 1] == "部" and text[end : end + 1] in _AFTER_MINISTRY:
        return end == len(text)
    if start > 0 and _LATIN.match(text[start]) and _LATIN.match(text[start - 1]):
        return False
    if end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end]):
        # CAREC2030: a number may follow a name, and a plural s an abbreviation.
        return text[end].isdigit() and not text[end - 1].isdigit()
    return True


@lru_cache(maxsize=1)
def _shipped() -> Gazetteer:
    return Gazetteer(shipped_entries(), shipped_traps())
