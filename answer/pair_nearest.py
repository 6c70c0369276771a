"""The one sentence that says most of a claim in its own words, or the row of a table that does, told as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answer.in_turn import IN_TURN, as_clauses
from answer.keys import keys_of
from answer.pair_figures import figures_in
from answer.pair_rows import as_sentence
from answer.reading import Reading
from answer.unit import Unit

__all__ = ["Nearest", "nearest"]

_NEARBY = 0.3  # what it counts that only what leads into a sentence has a word
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Nearest:
    """A sentence, or a row, with its units; ``share`` (0..1) is how much of the claim it says, ``lead`` how much more
    than the next one of those that were compared. ``near`` are the keys of what stands around it.
    """

    text: str
    units: tuple[Unit, ...]
    keys: frozenset[str]
    near: frozenset[str]
    share: float
    lead: float


def nearest(reading: Reading, units: Sequence[Unit]) -> Nearest | None:
    """The sentence or row that has most of the words and figures of a claim; the earlier one of two."""
    groups: dict[tuple[str, tuple[int, int]], list[Unit]] = {}
    for unit in units:
        if not unit.derived:
            groups.setdefault((unit.passage.id, unit.sentence_at), []).append(unit)
    figures = figures_in(reading.text)
    scored = sorted(
        (
            (_score(reading, group, [f.value for f in figures]), -number, group)
            for number, group in enumerate(groups.values())
        ),
        key=lambda one: one[:2],
        reverse=True,
    )
    if not scored:
        return None
    score, _, group = scored[0]
    text = group[0].sentence if group[0].cell is None else as_sentence(group[0].passage)
    # lists of both are compared as lists
    text = text if IN_TURN.search(reading.text) else as_clauses(text)
    keys = _keys(group) | keys_of(text, ())
    near = group[0].near | group[0].context  # its clauses, or cells, share them
    mass = reading.mass or 1.0
    share = sum(f.weight for f in reading.features if f.keys & keys or f.text in text) / mass
    return Nearest(text, tuple(group), keys, near, share, (score - (scored[1][0] if len(scored) > 1 else 0.0)) / mass)


def _keys(group: Sequence[Unit]) -> frozenset[str]:
    if group[0].cell is None:
        return group[0].around  # the clauses of a sentence share it
    return frozenset[str]().union(*(unit.keys | unit.around for unit in group))


def _score(reading: Reading, group: Sequence[Unit], figures: Sequence[float]) -> float:
    first = group[0]
    text = first.sentence if first.cell is None else first.passage.text
    keys = _keys(group)
    score = 0.0
    for feature in reading.features:
        if feature.keys & keys or (len(feature.text) > 1 and feature.text in text):
            score += feature.weight
        elif feature.keys & first.near or feature.keys & first.context:
            score += _NEARBY * feature.weight
    if figures:
        stated = [figure.value for figure in figures_in(text)]
        score += sum(any(abs(value - other) < _EXACT for other in stated) for value in figures)
    return score
