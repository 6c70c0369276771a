"""Scores of what stands in lists: table cells, terms, which names are one thing, and dates of other people's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from eval.facts_dates import Score
from ingest.annotate import glossary_rows
from ingest.dates import DateContext, find_dates
from ingest.folding import fold_name
from ingest.terms import find_terms
from records import Cell, DateMention, Passage

__all__ = ["alias_scores", "cell_scores", "date_scores", "no_date_scores", "term_scores"]

_Scored = tuple[Score, list[str]]
_Rows = Sequence[dict[str, Any]]


def cell_scores(labels: _Rows, passages: Sequence[Passage], split: str) -> _Scored:
    """A cell is right if its headers, value, unit (where clear) and year are; ``exact`` counts right headers."""
    score, faults = Score(), []
    by_id = {p.id: p for p in passages}
    for row in labels:
        if row["split"] != split or not row["clear"]:
            continue
        cells = by_id[row["passage"]].cells if row["passage"] in by_id else ()
        placed = [c for c in cells if _names(c.row) == _names(row["row"]) and _names(c.column) == _names(row["column"])]
        right = any(_same_cell(c, row) for c in placed)
        _count(score, right=right, exact=any(fold_name(c.text) == fold_name(row["text"]) for c in placed))
        if not right:
            near = placed or [c for c in cells if fold_name(c.text) == fold_name(row["text"])]
            faults.append(f"cells {row['passage']}: {row}, found {near[:3]}")
    return score, faults


def _same_cell(cell: Cell, row: dict[str, Any]) -> bool:
    unit = not row.get("unit_clear", True) or cell.unit == row["unit"]
    return unit and cell.value == row["value"] and (row["year"] is None or cell.year == row["year"])


def _names(names: Sequence[str]) -> list[str]:
    return ["".join(fold_name(name).split()).rstrip("/:") for name in names]  # 2020 年进展/ is 2020 年进展


def term_scores(labels: _Rows, passages: Sequence[Passage], split: str) -> _Scored:
    """An abbreviation is right with one of its accepted Chinese expansions, and the English one if there is one."""
    score, faults = Score(), []
    documents: dict[str, list[Passage]] = {}
    for passage in passages:
        documents.setdefault(passage.document, []).append(passage)
    found: dict[str, list[tuple[str | None, str | None]]] = {}
    for group in documents.values():
        for term in find_terms([(p.id, p.text) for p in group], glossary_rows(group)):
            found.setdefault(fold_name(term.abbreviation), []).append((term.zh, term.en))
    for row in labels:
        if row["split"] != split or not row["clear"]:
            continue
        got = found.get(fold_name(row["abbreviation"]), [])
        wanted = {"".join(fold_name(zh).split()) for zh in row["zh_ok"]}
        right = any(
            (not wanted or (zh and "".join(fold_name(zh).split()) in wanted)) and _english(en, row) for zh, en in got
        )
        _count(score, right=right, exact=right)
        if not right:
            faults.append(f"terms: {row}, found {got}")
    return score, faults


def _english(found: str | None, row: dict[str, Any]) -> bool:
    return row["en"] is None or (found is not None and fold_name(found) == fold_name(row["en"]))


def alias_scores(labels: _Rows, passages: Sequence[Passage], split: str) -> _Scored:
    """Recall: pairs of names of one thing that are merged; precision falls with pairs of two things that are."""
    score, faults = Score(), []
    names: dict[str, set[str]] = {}
    for passage in passages:
        for mention in passage.entities:
            names.setdefault(fold_name(mention.text), set()).add(mention.name)
            names.setdefault(fold_name(mention.name), set()).add(mention.name)
    for row in labels:
        if row["split"] != split:
            continue
        a, b = (names.get(fold_name(row[side]), set()) for side in ("a", "b"))
        together = bool(a & b)
        if row["same"]:
            score.labelled += 1
            score.right += together
            score.exact += together
        score.found += together
        if together != row["same"]:
            faults.append(f"aliases: {row['a']} {'=' if together else '≠'} {row['b']}: {a} {b}")
    return score, faults


def date_scores(labels: _Rows, split: str) -> _Scored:
    """Dates out of other people's test suites, each in its sentence; ``exact`` where nothing else is found in it."""
    score, faults = Score(), []
    for row in labels:
        if row["split"] != split or not row["clear"]:
            continue
        text = str(row.get("input", row["text"]))
        found = _dated(text, row["document_date"])
        right = any(d.to_dict()["start"] == row["start"] and d.to_dict()["end"] == row["end"] for d in found)
        _count(score, right=right, exact=right and len(found) == 1)
        score.found += 0 if right else len(found)
        if not right:
            wanted = f"{row['text']} {row['start']} {row['end']}"
            faults.append(f"third parties {text}: missed {wanted}, found {[d.to_dict() for d in found]}")
    return score, faults


def no_date_scores(labels: _Rows, split: str) -> _Scored:
    """Expressions that hold no date: right if none is found."""
    score, faults = Score(), []
    for row in labels:
        if row["split"] == split:
            found = _dated(row["text"], "2021-06-14")
            _count(score, right=not found, exact=not found)
            if found:
                faults.append(f"third parties: no date in {row['text']}, found {[d.to_dict() for d in found]}")
    return score, faults


def _dated(text: str, issued: str) -> list[DateMention]:
    found = find_dates(text, DateContext(date.fromisoformat(issued), None, None))
    return [d for d in found if d.start is not None]


def _count(score: Score, *, right: bool, exact: bool) -> None:
    score.labelled += 1
    score.right += right
    score.found += right
    score.exact += exact
