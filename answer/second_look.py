"""A claim once more against the one sentence, or row of a table, that says most of it, read as a whole.

Clauses alone do not show that what agrees is turned round: the figure is there, but at least for at most, by for to, up
for down; the row is there, but with another cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.pair_figures import told_figures
from answer.pair_nearest import Nearest, nearest
from answer.pair_rows import names_row, other_cells
from answer.pair_turns import turns_of_figures
from answer.reading import Reading
from answer.records import SLOT_NAMES, ClaimCheck, Difference, Evidence, Slot
from answer.sources import Sources
from answer.unit import Unit

__all__ = ["looked_at_again"]

_LEAST = 0.6  # the share of a claim that the sentence must say for what is turned to be about the same
_SLOTS: dict[str, Slot] = {"bound": "number", "by_to": "number", "way": "direction"}


def looked_at_again(sources: Sources, found: ClaimCheck, reading: Reading, units: Sequence[Unit]) -> ClaimCheck:
    """The verdict of the rules, or that the nearest sentence contradicts the claim where they did not see that."""
    if found.verdict == "contradicted" or found.reason == "disagree":
        return found
    best = nearest(reading, units)
    differences = () if best is None else tuple(_turned(sources, reading, best))
    return found if best is None or not differences else _contradicted(found, best, differences)


def _contradicted(found: ClaimCheck, best: Nearest, differences: Sequence[Difference]) -> ClaimCheck:
    first = best.units[0]
    sentence = first.sentence if first.cell is None else first.passage.text
    told = "；".join(f"{SLOT_NAMES[d.slot]}不同：此处为“{d.claim}”，来源为“{d.source}”" for d in differences)
    return replace(
        found,
        verdict="contradicted",
        evidence=(Evidence(first.passage.id, sentence, "contradicts"),),
        differences=tuple(differences),
        explanation=f"来源{told}",
        reason="differs",
        lacking=(),
    )


def _turned(sources: Sources, reading: Reading, best: Nearest) -> Iterator[Difference]:
    told = told_figures(reading.text, best.text)
    if best.share >= _LEAST and all(item.how in ("same", "reckoned") for item in told):
        turns = turns_of_figures(reading.text, best.text, told)
        yield from (Difference(_SLOTS[t.kind], t.claim, t.source) for t in turns if t.kind in _SLOTS)
    row = best.units[0].passage
    if row.form == "row" and row.parent is not None and (best.share >= _LEAST or names_row(reading.text, row)):
        mine, theirs = other_cells(reading.text, row, sources.rows(row.parent))
        # a figure may be that of another column: more of the claim must be said
        if mine and (best.share >= _LEAST or not mine[0].isdigit()):
            yield Difference("number" if mine[0].isdigit() else "object", mine, theirs)
