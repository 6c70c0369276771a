"""Chinese names as English spells them: Suzhou in an English question is 苏州 in the sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from importlib.resources import files

__all__ = ["is_spelled", "spelled_in", "syllable_of"]

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SHORTEST, _MOST = 2, 4  # syllables of a name
_ORDERED = "gb2312"  # its characters of the first part are sorted by sound


def is_spelled(name: str) -> bool:
    """Whether a word can be Chinese written in Latin letters."""
    return name.isascii() and name.isalpha() and any(len(part) >= _SHORTEST for part in _parted(name.lower()))


@lru_cache(maxsize=5_000)
def spelled_in(name: str, text: str) -> str:
    """The characters of a text that sound like a name, the first of them; "" where none do."""
    wanted = name.lower()
    ways = [part for part in _parted(wanted) if _SHORTEST <= len(part) <= _MOST]
    if not ways:
        return ""
    for run in _HAN.finditer(text):
        sounds = [syllable_of(character) for character in run.group()]
        for way in ways:
            for start in range(len(sounds) - len(way) + 1):
                if sounds[start] == way[0] and tuple(sounds[start : start + len(way)]) == way:
                    return run.group()[start : start + len(way)]
    return ""


@lru_cache(maxsize=10_000)
def syllable_of(character: str) -> str:
    """How a character sounds, without its tone; "" of one that is rare."""
    try:
        code = character.encode(_ORDERED)
    except UnicodeEncodeError:
        return ""
    codes, syllables = _table()
    return syllables[bisect_right(codes, code) - 1] if codes[0] <= code <= _LAST else ""


_LAST = b"\xd7\xf9"  # the last character that is sorted by sound


@lru_cache(maxsize=1_000)
def _parted(name: str) -> tuple[tuple[str, ...], ...]:
    """All ways to cut a word into syllables."""
    known = frozenset(_table()[1])
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(name) + 1):
        pieces = ((start, name[start:end]) for start in range(max(end - 6, 0), end))
        ways.append([(*before, piece) for start, piece in pieces if piece in known for before in ways[start]])
    return tuple(ways[-1])


@lru_cache(maxsize=1)
def _table() -> tuple[list[bytes], list[str]]:
    lines = (files("answer") / "data" / "syllables.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [character.encode(_ORDERED) for _, character in rows], [syllable for syllable, _ in rows]
