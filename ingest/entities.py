"""Which countries, bodies, programmes, agreements, places, corridors, publications and events a text names."""

from __future__ import annotations

from ingest.folding import Folded, fold
from ingest.gazetteer import Gazetteer
from ingest.names import Found
from ingest.patterns import find_by_form
from records import EntityMention

__all__ = ["find_entities"]


def find_entities(text: str, gazetteer: Gazetteer) -> tuple[EntityMention, ...]:
    """The entities that ``text`` mentions, in order.

    Known names come from ``gazetteer``; works in 《…》, numbered meetings, corridors and bodies built on a known name
    (阿塞拜疆 + 食品安全署) are found by their form. The longer of two overlapping names wins, so that the 中国 of
    中国海关总署 is no mention of the country. Only a numbered meeting overlaps: the body inside it is named too.

    :param text: a passage or a query.
    :param gazetteer: what is known; :meth:`Gazetteer.grown` on the same document first, for its own abbreviations.
    """
    folded = fold(text)
    found = [Found(m.start, m.end, m.entry.name, m.entry.name_en, m.entry.kind) for m in gazetteer.scan(folded)]
    found += find_by_form(folded, found, gazetteer)
    return tuple(_mention(text, folded, item) for item in _without_overlaps(found))


def _without_overlaps(found: list[Found]) -> list[Found]:
    """The longer of two that overlap; then the meetings that hold a body, around what is inside them."""
    kept: list[Found] = []
    taken = bytearray(max((item.end for item in found), default=0))
    inner = [item for item in found if item.rank >= 0]
    for item in sorted(inner, key=lambda f: (-f.rank, f.start - f.end, f.start, f.name)):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    around = [item for item in found if item.rank < 0]
    kept += [item for item in around if all(_beside_or_inside(other, item) for other in kept)]
    return sorted(kept, key=lambda f: (f.start, -f.end))


def _beside_or_inside(item: Found, around: Found) -> bool:
    inside = (
        around.start <= item.start and item.end <= around.end and (item.start, item.end) != (around.start, around.end)
    )
    return inside or item.end <= around.start or around.end <= item.start


def _mention(text: str, folded: Folded, item: Found) -> EntityMention:
    start, end = folded.span(item.start, item.end)
    return EntityMention(text[start:end], item.name, item.name_en, item.kind, (start, end))
