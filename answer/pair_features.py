"""What speaks for and against a claim in the sentence that comes nearest to it, as numbers for learned weighing."""

from __future__ import annotations

from answer.pair_nearest import Nearest
from answer.pair_read import read_numbers
from answer.pair_rows import of_another_row, other_cells, other_column
from answer.pair_said import words_said
from answer.pair_stand import stands
from answer.pair_values import values
from answer.reading import Reading
from answer.records import ClaimCheck
from answer.sources import Sources

__all__ = ["pair_features"]

_VERDICTS = ("supported", "contradicted", "partially_supported", "not_found")
_SLOTS = ("polarity", "number", "date", "actor", "status", "direction", "object", "action", "quantity", "place")


def pair_features(sources: Sources, found: ClaimCheck, reading: Reading, best: Nearest) -> dict[str, float]:
    """Everything that is counted of a claim and its nearest sentence, by name.

    :param found: what rules say, which is a part of it.
    """
    return {
        **_ruled(found, best),
        **words_said(reading, best),
        **values(reading, best.text),
        **stands(reading, best.text),
        **_row(sources, reading, best),
        **read_numbers(sources, reading.text, best),
    }


def _ruled(found: ClaimCheck, best: Nearest) -> dict[str, float]:
    slots = {difference.slot for difference in found.differences}
    first = best.units[0].passage
    sentences = {first.text, *(unit.sentence for unit in best.units)}
    return {
        **{f"v_{verdict}": float(found.verdict == verdict) for verdict in _VERDICTS},
        **{f"d_{slot}": float(slot in slots) for slot in _SLOTS},
        "d_count": len(found.differences),
        "lacking": len(found.lacking),
        "reason_coarse": float(found.reason == "coarse"),
        "reason_partly": float(found.reason == "partly"),
        "same_place": float(any(e.passage == first.id for e in found.evidence)),
        "same_sentence": float(any(e.sentence in sentences for e in found.evidence)),
    }


def _row(sources: Sources, reading: Reading, best: Nearest) -> dict[str, float]:
    row = best.units[0].passage
    rows = sources.rows(row.parent) if row.form == "row" and row.parent is not None else []
    return {
        "row": float(row.form == "row"),
        "row_other": float(of_another_row(reading.text, row, rows) != ""),
        "row_cell": float(other_cells(reading.text, row, rows)[0] != "") if rows else 0.0,
        "row_column": float(row.form == "row" and other_column(reading.text, row) != ""),
        "form_note": float(row.form in ("footnote", "note")),
    }
