"""Text to date atoms, without any context: what is printed, not yet what it means.

Few characters can start a date. Only there are the readers of the forms tried that can start with that character,
which is several times faster than searching the text for each form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ingest.dates import patterns
from ingest.dates.atoms import Atom
from ingest.dates.calendar import Point
from ingest.dates.english import read_english, read_english_relative, read_english_year
from ingest.dates.forms import (
    read_bare,
    read_bare_year,
    read_bare_years,
    read_day,
    read_decade,
    read_fiscal,
    read_numeric,
    read_plan,
    read_reference,
    read_rolling,
    read_short_year,
    read_yeared,
)
from ingest.numerals import fold

__all__ = ["date_spans", "scan"]

_Reader = Callable[[str, int], Atom | None]

_YEAR: tuple[_Reader, ...] = (
    read_yeared, read_numeric, read_bare_years, read_fiscal, read_bare_year, read_decade, read_english_year,
)  # fmt: skip
_SHORT: tuple[_Reader, ...] = (read_short_year, read_bare, read_day, read_decade, read_rolling, read_english)
_BY_CHARACTER: dict[str, tuple[_Reader, ...]] = {}
for _characters, _readers in (
    ("三四十廿卅两元", (read_yeared, read_bare, read_day, read_decade, read_rolling, read_plan)),
    ("一二五六七八九", (read_yeared, read_short_year, read_bare, read_day, read_decade, read_rolling, read_plan)),
    ("零〇", (read_short_year,)),
    ("今去大前明后当同次翌上本下", (read_yeared, read_bare, read_reference, read_rolling, read_decade)),
    ("第年春夏秋Q", (read_bare, read_plan, read_english)),
    ("过最近未接此该报", (read_rolling, read_reference)),
    ("“\"'‘「『", (read_plan,)),
    ("FJMASONDHELTtfsemln", (read_fiscal, read_english, read_english_relative, read_decade)),
):
    for _character in _characters:
        _BY_CHARACTER[_character] = _readers
_START = re.compile(
    r"\d+|[" + "".join(c for c in _BY_CHARACTER if not c.isascii()) + r"\"']|(?<![A-Za-z])[A-Zeflmnst](?=[\da-zY])"
)


@lru_cache(maxsize=64)  # dates and amounts of one passage are asked for one after the other
def scan(text: str) -> tuple[str, tuple[Atom, ...]]:
    """The folded text with links blanked out (same length), and its date atoms, sorted, non-overlapping."""
    # Links end at full-width punctuation, so they are blanked out before it is folded.
    folded = fold(patterns.MASKED.sub(lambda m: "\0" * len(m[0]), text) if _has_link(text) else text)
    if not patterns.HINT.search(folded):
        return folded, ()
    atoms: list[Atom] = []
    end = 0
    for match in _START.finditer(folded):
        if match.start() >= end:
            atom = _atom(folded, match, atoms[-1] if atoms else None)
            if atom is not None:
                atoms.append(atom)
                end = atom.end
    return folded, tuple(atoms)


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where dates are printed, whether or not they can be resolved: digits there are no amounts."""
    return tuple((atom.start, atom.end) for atom in scan(text)[1])


def _has_link(text: str) -> bool:
    return "://" in text or "www." in text or "_" in text or "@" in text or "10." in text


def _atom(text: str, match: re.Match[str], previous: Atom | None) -> Atom | None:
    """The longest date form that starts where ``match`` does."""
    start = match.start()
    if match[0].isdigit():
        readers = {1: _SHORT, 2: _SHORT, 3: (read_rolling,), 4: _YEAR}.get(len(match[0]), ())
    else:
        readers = _BY_CHARACTER.get(match[0], ())
    best: Atom | None = None
    for read in readers:
        atom = read(text, start)
        if atom is not None and (best is None or atom.end > best.end) and _stands(text, atom, previous):
            best = atom
    return _unless_recurring(text, best, previous)


_EVERY = re.compile(r"[每历逐][年月]\s?$")


def _unless_recurring(text: str, atom: Atom | None, previous: Atom | None) -> Atom | None:
    """每年3月和9月 dates nothing: the form is read, so that no part of it is, but has no meaning."""
    if atom is None or not isinstance(atom.value, Point) or atom.value.dated:
        return atom
    joined = previous is not None and previous.value is None and patterns.LINK.fullmatch(text, previous.end, atom.start)
    recurring = joined or _EVERY.search(text, max(0, atom.start - 3), atom.start)
    return Atom(atom.start, atom.end, None) if recurring else atom


_NUMBER_BEFORE = re.compile(r"[表图件每任这该]\s?$")
_QUARTER_BEFORE = re.compile(r"[每任上下这该本各]\s?$")


def _stands(text: str, atom: Atom, previous: Atom | None) -> bool:
    """Whether a point without a year may be one: 二月 in a name, 3 of 表3、, a day without a month may not."""
    point = atom.value
    if not isinstance(point, Point) or point.dated or point.english:
        return True
    linked = previous is not None and patterns.LINK.fullmatch(text, previous.end, atom.start) is not None
    printed = text[atom.start : atom.end]
    before = text[max(0, atom.start - 2) : atom.start]
    if point.season is not None:
        return linked  # 夏季 is also every summer
    if point.day_only:
        return linked and isinstance(previous, Atom) and isinstance(previous.value, Point) and bool(previous.value.day)
    if point.quarter is not None:
        return linked or not _QUARTER_BEFORE.search(before)
    if point.month is not None:
        whole = not (point.day or point.third or point.edge)
        if not linked and whole and not printed[0].isdigit() and "份" not in printed:
            return False
        return linked or "月" in printed or not _NUMBER_BEFORE.search(before)
    return True
