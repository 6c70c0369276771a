"""The sentence that a claim is about, where the one that shares most words with it is about something else."""

from __future__ import annotations

from collections.abc import Sequence

from answer.comprehended import UNREAD, as_seen
from answer.pair_nearest import Nearest, nearest
from answer.reading import Reading
from answer.sources import Sources
from index.encoders.comprehension import load_comprehension
from records import Passage

__all__ = ["nearest_read"]

_READ = 3  # passages of the search that are read; with five hardly more claims find their sentence
_APART = 2
_ELSEWHERE = 0.5  # how likely a passage must do neither, support nor contradict, to be about something else


def nearest_read(sources: Sources, reading: Reading, passages: Sequence[Passage]) -> Nearest | None:
    """The nearest sentence of all; where its passage neither supports nor contradicts the claim when both are read
    together, and one of the first of the search does, the nearest sentence of that one.

    :param passages: those of the search, the best first.
    """
    best = nearest(reading, sources.units(passages))
    if best is None or _apart(sources, reading, best.units[0].passage) < _ELSEWHERE:
        return best
    others = [p for p in passages[:_READ] if p.id != best.units[0].passage.id and p.form not in UNREAD]
    apart = [_apart(sources, reading, passage) for passage in others]
    if not apart or min(apart) >= _ELSEWHERE:
        return best
    return nearest(reading, sources.units([others[apart.index(min(apart))]])) or best


def _apart(sources: Sources, reading: Reading, passage: Passage) -> float:
    (told,) = load_comprehension().verdicts(reading.text, [as_seen(sources, reading.text, passage).whole])
    return float(told[_APART])
