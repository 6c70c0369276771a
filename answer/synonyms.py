"""Words that stand for one another in reports, in groups: a table that can be read and mended without code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from operator import add

__all__ = ["groups_in", "groups_of", "lengths_by_head", "phrases_in", "words_for"]

# 中国经济增长2.2% is about its product; 经济走廊 is not
_ECONOMY = re.compile(
    r"经济(?!走廊|合作|带|区|一体|多元|多样|概念|转型|论坛|特区|体)(?:总量)?"
    r"(?=[^，。；、]{0,14}(?:增长|增速|下降|下滑|萎缩|收缩))"
)


def groups_of(word: str) -> tuple[str, ...]:
    """The groups that a word belongs to, each named by its first word."""
    return _table()[0].get(word, ())


def groups_in(text: str) -> Iterator[str]:
    """The groups of which a text has a word; a text without spaces has it wherever its characters stand."""
    table, lengths = _table()
    if _ECONOMY.search(text):
        yield "国内生产总值"
    for start, head in enumerate(map(add, text, text[1:])):
        for length in lengths.get(head, ()):
            yield from table.get(text[start : start + length], ())


@lru_cache(maxsize=5_000)
def words_for(word: str) -> tuple[str, ...]:
    """The other words of the groups of a word."""
    groups = groups_of(word)
    return tuple(other for other, named in _table()[0].items() if other != word and set(named) & set(groups))


def phrases_in(text: str, edges: Collection[int], whole: str) -> Iterator[tuple[int, int, str]]:
    """The places of words of the table in a text, the longest first at each place, none inside of another.

    :param edges: where words begin and end: nothing is cut out of a longer word.
    :param whole: the text before anything in it was blanked out.
    :returns: start, end, and the word; of 经济 in 经济增长 what it measures.
    """
    table, by_head = _table()
    economy = {match.start(): match.end() for match in _ECONOMY.finditer(whole)}
    start = 0
    while start < len(text) - 1:
        lengths = by_head.get(text[start : start + 2], ()) if start in edges else ()
        ends = (start + length for length in reversed(lengths))
        end = next((end for end in ends if end in edges and text[start:end] in table), None)
        if start in economy:
            yield start, economy[start], "国内生产总值"
            end = economy[start]
        elif end is not None:
            yield start, end, text[start:end]
        start = end or start + 1


def lengths_by_head(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with two characters, from the shortest: what may stand where these stand."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[:2], set()).add(len(word))
    return {head: tuple(sorted(lengths)) for head, lengths in found.items()}


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    lines = (files("answer") / "data" / "synonyms.tsv").read_text(encoding="utf-8").splitlines()
    found: dict[str, dict[str, None]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            group = line.split()
            for word in group:
                found.setdefault(word, {}).setdefault(group[0])
    table = {word: tuple(groups) for word, groups in found.items()}
    return table, lengths_by_head(table)
