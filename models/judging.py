"""Learns how likely each verdict on a claim is (``answer/data/judged_*.tsv``): ``python -m models.judging [--check]``.

Gradient boosting as in :mod:`models.weighing`, one set of trees for each verdict, over the numbers of
:mod:`answer.pair_features`. Learned from ``claimed.jsonl.gz`` (invented documents of many kinds with claims about
them), from the claims over terse prose that may be looked at (:mod:`eval.terse`; they count less: short passages,
nearly all reworded) and from those of ``eval/cases``. What says more for a verdict may only make it likelier (monotone
constraints): otherwise the trees learn how the claims were written, as that those in other words are true.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from answer.check import numbers_of
from answer.judged import VERDICTS, likeliest
from answer.records import Verdict
from answer.sources import Sources, sources_of
from eval.terse import KINDS, ingested, read_terse
from index.store import KnowledgeBase
from ingest.amounts.units import words
from models.invented import built, invented_bases
from models.weighing import table_of
from settings import Settings

__all__ = ["Lesson", "learned", "main"]

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_CLAIMED = _HERE / "claimed.jsonl.gz"
_CASES = _HERE.parent / "eval" / "cases"
_CORPUS = _HERE.parent / "corpus"
_WEIGHTS = _HERE.parent / "answer" / "data"
_FOLDS = 8
_WRITTEN = 6.0  # what a claim on the reports and of eval/cases counts beside one on invented documents
_TERSE = 0.3  # what a claim over terse prose counts: there are as many as of all other kinds
_HEAD = """# How likely it is that a claim is {verdict}: trees over the numbers of answer/pair_features.py.
# Learned by models/judging.py from claims that may be looked at; see docs/answers.md.
"""
# What speaks for a claim, and what against it.
_FOR = frozenset(
    words(
        "hard soft around bigrams chars v_supported aligned longest fig_same date_same clause lead weakest "
        "actions_shared read_for"
    )
)
_AGAINST = frozenset(
    words(
        "v_contradicted d_count fig_other fig_unsaid date_other date_unsaid missing_most missing_heavy missing_names "
        "turn_bound turn_by_to turn_level turn_way roles than row_cell row_other row_column rivals opposed near_miss "
        "near_name near_rivals neg_gained neg_lost neg_ignored fig_apart date_apart missing_proper missing_nouns "
        "label_apart day_apart denied excepted staged undone all_part second more_less up_down d_polarity d_number "
        "d_date d_actor d_status d_direction d_object d_action d_quantity d_place"
    )
)
_UNSAID = frozenset(
    words("fig_unsaid date_unsaid missing_most missing_heavy missing_names missing_proper missing_nouns")
)
_APART = frozenset({"fig_apart", "date_apart", "row_other", "row_column", "row_cell"})
_WORDS = frozenset(words("hard soft around bigrams chars"))


@dataclass(frozen=True, slots=True)
class Lesson:
    """One claim: its numbers, its verdict, the document it is about, and how much it counts."""

    document: str
    numbers: dict[str, float]
    verdict: Verdict
    weight: float = 1.0


def learned(lessons: Sequence[Lesson], verdict: Verdict, trees: int = 200) -> Any:
    """The classifier (of scikit-learn) that tells a verdict from the others."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    names = sorted(lessons[0].numbers)
    table = np.array([[lesson.numbers[name] for name in names] for lesson in lessons], dtype=np.float32)
    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=20, l2_regularization=5, random_state=0,
        monotonic_cst=[_sign(name, verdict) for name in names],
    )  # fmt: skip
    weights = [lesson.weight for lesson in lessons]
    return model.fit(table, [lesson.verdict == verdict for lesson in lessons], sample_weight=weights)


def _sign(name: str, verdict: Verdict) -> int:
    """Which way the chance of a verdict may go with a number."""
    if verdict == "supported":
        return (name in _FOR) - (name in _AGAINST)
    if verdict == "contradicted":
        return int(name in _AGAINST - _UNSAID - _APART or name == "row_cell") if name != "d_count" else 1
    return -int(verdict == "not_found" and name in _WORDS)


# -- lessons ----------------------------------------------------------------------------------------------------------


def _invented(folder: Path, settings: Settings) -> Iterator[Lesson]:
    for kb, documents in invented_bases(_CLAIMED, folder, settings):
        for document in documents:
            if document.get("read"):
                continue  # the network that reads pairs was taught its claims
            for claim, verdict in document["claims"]:
                yield from _lesson(sources_of(kb), claim, verdict, f"{document['base']}/{document['file']}")


def _terse(folder: Path) -> Iterator[Lesson]:
    cases = read_terse()
    own = ingested(folder, cases)
    with KnowledgeBase.open(own.kb, own) as kb:
        for case in cases:
            if case.split == "dev":
                for verdict, claim in zip(KINDS, case.claims, strict=True):
                    document = f"{case.document}/{case.passage[:20]}"
                    yield from _lesson(sources_of(kb), claim, verdict, document, _TERSE)


def _written(folder: Path, settings: Settings) -> Iterator[Lesson]:
    texts = [_CASES / "invented" / "texts"]
    for name, origin in (("reports", [_CORPUS]), ("invented", texts)):
        sets = ("invented",) if name == "invented" else (".", "blind", "probes")
        with built(folder / name, origin, settings) as kb:
            for file in (_CASES / part / "claims.jsonl" for part in sets):
                for case in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                    if case["split"] == "dev":
                        yield from _lesson(sources_of(kb), case["claim"], case["verdict"], case["id"], _WRITTEN)


def _lesson(sources: Sources, claim: str, verdict: Verdict, document: str, weight: float = 1.0) -> Iterator[Lesson]:
    numbers = numbers_of(sources, claim)
    if numbers is not None:
        yield Lesson(document, numbers, verdict, weight)


# -- the command ------------------------------------------------------------------------------------------------------


def _checked(lessons: Sequence[Lesson]) -> Iterator[str]:
    """How likely the verdicts come out on documents that were not learned from, as a table of both."""
    fold = [zlib.crc32(lesson.document.encode()) % _FOLDS for lesson in lessons]
    found: Counter[tuple[float, Verdict, Verdict]] = Counter()
    for part in range(_FOLDS):
        rest = [lesson for lesson, of in zip(lessons, fold, strict=True) if of != part]
        own = [lesson for lesson, of in zip(lessons, fold, strict=True) if of == part]
        if own:
            names = sorted(own[0].numbers)
            table = np.array([[lesson.numbers[name] for name in names] for lesson in own], dtype=np.float32)
            told = [learned(rest, verdict).predict_proba(table)[:, 1] for verdict in VERDICTS]
            for lesson, *row in zip(own, *told, strict=True):
                told_as = likeliest(dict(zip(VERDICTS, row, strict=True)))
                found[lesson.weight, lesson.verdict, told_as] += 1
    for weight, name in ((_WRITTEN, "eval/cases"), (1.0, _CLAIMED.name), (_TERSE, "terse prose")):
        for verdict in VERDICTS:
            figures = ", ".join(f"{found[weight, verdict, other]} {other}" for other in VERDICTS)
            yield f"{name}, {verdict}: {figures}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="print how well documents fare that were not learned from")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "terse"
        texts.mkdir()
        lessons = [*_written(Path(folder), settings), *_invented(Path(folder), settings), *_terse(texts)]
    _LOG.info("%d claims", len(lessons))
    if options.check:
        sys.stdout.write("".join(f"{line}\n" for line in _checked(lessons)))
        return 0
    names = sorted(lessons[0].numbers)
    for verdict in VERDICTS:
        text = table_of(learned(lessons, verdict), names, _HEAD.format(verdict=verdict))
        (_WEIGHTS / f"judged_{verdict}.tsv").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
