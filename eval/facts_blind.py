"""How well facts are read, by labels that were written without sight of the program: ``yiju eval facts``.

Everything goes the way of ``yiju ingest``: file, passages, facts. A label that its author calls unclear counts neither
way. A date, amount or name is right if it overlaps a labelled place and has the labelled value (interval; value and
unit; kind); ``exact`` counts those that agree in the rest too (basis; counted noun; canonical name). What is found in
an exhaustively labelled passage without a label near is false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.blind_cases import (
    BLIND,
    BlindScores,
    Case,
    Row,
    Split,
    corpus_cases,
    corpus_passages,
    genre_cases,
    places,
    rows,
)
from eval.blind_lists import alias_scores, cell_scores, date_scores, no_date_scores, term_scores
from eval.blind_mentions import AMOUNTS, DATES, ENTITIES, score_mentions
from eval.facts_dates import Score
from records import Passage

__all__ = ["blind_scores", "score_text"]


def blind_scores(split: Split, labels: Path = BLIND) -> BlindScores:
    """All scores of one split.

    :param labels: the folder with ``facts/`` and ``genres/``, by default what the repository has of them.
    """
    result = BlindScores(split)
    passages = corpus_passages()
    for part, cases in (
        ("corpus", corpus_cases(labels / "facts", passages)),
        ("genres", genre_cases(labels / "genres")),
    ):
        for case in cases:
            for kind in (DATES, AMOUNTS, ENTITIES):
                score_mentions(result, part, case, kind)
            _score_types(result, part, case)
    for part, name, (score, faults) in _lists(labels, passages, split):
        result.scores[part, name] = score
        result.faults += faults
    return result


def _lists(
    labels: Path, passages: Sequence[Passage], split: Split
) -> Iterator[tuple[str, str, tuple[Score, list[str]]]]:
    facts, genres = labels / "facts", labels / "genres"
    yield "corpus", "table cells", cell_scores(rows(facts / "corpus_cells.jsonl"), passages, split)
    yield "corpus", "terms", term_scores(rows(facts / "corpus_terms.jsonl"), passages, split)
    yield "corpus", "alias pairs", alias_scores(rows(facts / "corpus_aliases.jsonl"), passages, split)
    yield "third parties", "dates", date_scores(rows(genres / "dates_third_party.jsonl"), split)
    yield "third parties", "no date", no_date_scores(rows(genres / "dates_third_party_none.jsonl"), split)


def score_text(result: BlindScores) -> str:
    """The scores as a table, one line for each set and kind."""
    lines = [f"{'set':14} {'kind':24} {'P':>6} {'R':>6} {'F1':>6} {'labels':>7}  exact"]
    for (part, kind), s in sorted(result.scores.items()):
        lines.append(
            f"{part:14} {kind:24} {s.precision:6.3f} {s.recall:6.3f} {s.f1:6.3f} {s.labelled:7}  {s.exact}/{s.right}"
        )
    return "\n".join(lines)


def _score_types(result: BlindScores, part: str, case: Case) -> None:
    for row in case.labels["types"]:
        if row["split"] != result.split:
            continue
        passage = max(case.passages, key=lambda p: len(p.text), default=None)
        got = passage.type if passage else None
        if row.get("clear", True):
            score = result.of(part, "types")
            right = got in row.get("type_ok", [row["type"]])
            _count(score, right=right, exact=got == row["type"])
            if not right:
                why = " / ".join(passage.reasons) if passage else ""
                result.faults.append(f"{part} types {case.key}: {got} for {row['type']}: {why}")
        _score_also(result.of(part, "types: sentences"), result, case, row, passage)


def _score_also(score: Score, result: BlindScores, case: Case, row: Row, passage: Passage | None) -> None:
    marked = list(passage.also) if passage else []
    hits = set()
    for label in row["also"]:
        where = places(passage.text, label["text"]) if passage else []
        hit = [s for s in marked if s.type == label["type"] and any(s.start < b and a < s.end for a, b in where)]
        hits |= set(hit)
        if passage is None or passage.type != label["type"] or row.get("clear", True):
            _count(score, right=bool(hit), exact=bool(hit))
            if not hit:
                result.faults.append(f"sentences {case.key}: missed {label['type']}: {label['text']}")
    if row.get("also_clear", True) and row.get("clear", True) and passage and passage.type == row["type"]:
        for span in [s for s in marked if s not in hits]:
            score.found += 1
            result.faults.append(f"sentences {case.key}: false {span.type}: {passage.text[span.start : span.end]}")


def _count(score: Score, *, right: bool, exact: bool) -> None:
    score.labelled += 1
    score.right += right
    score.found += right
    score.exact += exact
