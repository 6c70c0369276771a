"""Claims that say it of one alone (只有中国一国, only China) against clauses that say it of several together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from answer.reading import Reading
from answer.records import Difference
from answer.unit import Unit

__all__ = ["said_of_one"]

_ONLY = re.compile(r"只有|仅有?|唯一|独有|\b(?:only|sole|solely)\b", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:[（(][^）)]*)?[）)]?\s?(?:、|和|与|及|以及|，|,|and)\s?")
_REACH = 4  # characters between 只有 and who is alone
_KINDS = ("country", "organisation", "place")


def said_of_one(reading: Reading, unit: Unit) -> Iterator[Difference]:
    """The difference where a clause joins others to the one that a claim says it of alone."""
    only = _ONLY.search(reading.text)
    if only is None or unit.cell is not None:
        return
    alone = next((e for e in reading.entities if 0 <= e.at[0] - only.end() <= _REACH and e.kind in _KINDS), None)
    if alone is None:
        return
    claimed = {e.name for e in reading.entities}
    text = unit.passage.text
    mentions = [e for e in unit.entities if e.kind == alone.kind]
    for a, b in pairwise(mentions):
        pair = {a.name, b.name}
        if alone.name in pair and pair - claimed and _JOINED.fullmatch(text, a.at[1], b.at[0]):
            yield Difference("quantity", f"{only.group()}{alone.text}", f"{a.text}、{b.text}")
            return
