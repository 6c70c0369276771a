"""Learns how likely a possible answer is (``answer/data/weighing.tsv``): ``python -m models.weighing [--check]``.

Gradient boosting (Friedman 2001, as in scikit-learn) over the numbers of :mod:`answer.evidence`, one row for each
possible answer among the passages that the search finds. Learned from ``answered.jsonl.gz`` (invented passages, grouped
into documents and these into knowledge bases, with questions, their answers and questions that have none) and from the
questions of ``eval/cases`` that may be looked at. Where the embedding model was taught the questions of a passage, the
cosine is left out: it knows them.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.ask import possible_answers
from answer.evidence import FEATURES, NEAR, Possible
from answer.sources import sources_of, squeezed
from index.store import KnowledgeBase
from models.invented import built, invented_bases
from records import Passage
from settings import Settings

__all__ = ["Lesson", "learned", "main", "table_of"]

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_ANSWERED = _HERE / "answered.jsonl.gz"
_CASES = _HERE.parent / "eval" / "cases"
_CORPUS = _HERE.parent / "corpus"
_WEIGHTS = _HERE.parent / "answer" / "data" / "weighing.tsv"
_FOLDS = 5
_CANDIDATES = 15  # a question weighs as much as so many of its possible answers at most
_NAMED = 3.0  # what a question weighs that names what it is about, as people ask of many documents
_FIRST = 3  # passages of the search among which a question that names nothing must have its own
_RANK = FEATURES.index("rank")
_WRITTEN = 6.0  # what a question on the reports weighs over one on invented passages
_UNKNOWN = 0.5  # what its rows without a cosine weigh beside those with one
_SHARE = 0.9  # of the cells of a row that make it the one that is meant
_HEAD = """# How likely a possible answer is: trees over the numbers of answer/evidence.py; leaves add up to log odds.
# Learned by models/weighing.py from questions that may be looked at; see docs/answers.md. The columns:
# tree, node, feature, threshold (left where not more), where what is not known goes, left, right, value of a leaf
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question: the numbers of its possible answers, which of them are right, and the document it is about."""

    document: str
    table: NDArray[np.float32]
    right: NDArray[np.bool_]
    texts: tuple[str, ...]
    answerable: bool
    weight: float
    taught: bool


def learned(lessons: Sequence[Lesson], trees: int = 100) -> Any:
    """The classifier (of scikit-learn) that the lessons make; the same ones make the same."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    tables, rights, weights = [], [], []
    for lesson in lessons:
        weight = lesson.weight * min(1.0, _CANDIDATES / max(len(lesson.right), 1))
        if not lesson.taught:
            tables.append(lesson.table)
            rights.append(lesson.right)
            weights.append(np.full(len(lesson.right), weight))
        tables.append(_without_cosine(lesson.table))
        rights.append(lesson.right)
        weights.append(np.full(len(lesson.right), weight if lesson.taught else weight * _UNKNOWN))
    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=0.1, max_leaf_nodes=12, min_samples_leaf=40, l2_regularization=1, random_state=0
    )
    return model.fit(np.concatenate(tables), np.concatenate(rights), sample_weight=np.concatenate(weights))


def table_of(model: Any, names: Sequence[str] = FEATURES, head: str = "") -> str:
    """The trees of a classifier as the text that :mod:`answer.weighing` reads.

    :param names: of the columns that it learned from.
    :param head: what the text begins with, if it is not about possible answers.
    """
    lines = [f"# base {float(np.ravel(model._baseline_prediction)[0])!r}"]
    for tree, (predictor,) in enumerate(model._predictors):
        for place, node in enumerate(predictor.nodes):
            if node["is_leaf"]:
                lines.append(f"{tree}\t{place}\t\t\t\t\t\t{float(node['value']):.6g}")
            else:
                goes = "left" if node["missing_go_to_left"] else "right"
                name = names[node["feature_idx"]]
                threshold = f"{float(node['num_threshold']):.17g}"
                lines.append(f"{tree}\t{place}\t{name}\t{threshold}\t{goes}\t{node['left']}\t{node['right']}\t")
    return (head or _HEAD) + "\n".join(lines) + "\n"


def _without_cosine(table: NDArray[np.float32]) -> NDArray[np.float32]:
    bare = table.copy()
    bare[:, NEAR] = np.nan
    return bare


# -- lessons ----------------------------------------------------------------------------------------------------------


def _invented(folder: Path, settings: Settings) -> Iterator[Lesson]:
    for kb, documents in invented_bases(_ANSWERED, folder, settings):
        passages = [*kb.passages()]
        for document in documents:
            for asked in document["asked"]:
                meant = {passage.id for passage in passages if _is_same(passage, asked["passage"])}
                yield from _of_passage(kb, document, asked, meant)


def _of_passage(
    kb: KnowledgeBase, document: dict[str, Any], asked: dict[str, Any], meant: set[str]
) -> Iterator[Lesson]:
    for question, *answer in asked["questions"]:
        if document["named"]:
            yield _lesson(kb, question, answer, meant, document["file"], _NAMED, taught=asked["taught"])
        # else another passage may be meant as well
        elif not meant.isdisjoint(hit.passage.id for hit in kb.search(question, None, _FIRST).results):
            yield _first(_lesson(kb, question, answer, meant, document["file"], 1.0, taught=asked["taught"]))


def _first(lesson: Lesson) -> Lesson:
    """Without what passages behind the first ones could answer: where only questions are kept whose passage is among
    these, it would be learned that the others never do.
    """
    kept = lesson.table[:, _RANK] < _FIRST
    texts = tuple(text for text, of in zip(lesson.texts, kept, strict=True) if of)
    return replace(lesson, table=lesson.table[kept], right=lesson.right[kept], texts=texts)


def _written(folder: Path, settings: Settings) -> Iterator[Lesson]:
    texts = [_CASES / "invented" / "texts"]
    for name, sources in (("reports", [_CORPUS]), ("invented", [_CORPUS, *texts])):
        sets = ("invented",) if name == "invented" else (".", "blind", "probes")
        with built(folder / name, sources, settings) as kb:
            for file in (_CASES / part / "questions.jsonl" for part in sets):
                for case in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                    if case["split"] == "dev":
                        meant = set(case["passages"])
                        yield _lesson(kb, case["question"], case["answers"], meant, case["id"], _WRITTEN, taught=False)


def _lesson(
    kb: KnowledgeBase,
    question: str,
    answers: Sequence[str],
    meant: set[str],
    document: str,
    weight: float,
    *,
    taught: bool,
) -> Lesson:
    possible, table = possible_answers(kb, question)
    if not taught:
        sources = sources_of(kb)
        table[:, NEAR] = [sources.nearness(question, item.unit.sentence) for item in possible]
    wanted = [squeezed(answer).replace(",", "") for answer in answers]
    right = np.array([_is_right(item, wanted, meant) for item in possible], dtype=np.bool_)
    texts = tuple(squeezed(item.candidate.text) for item in possible)
    return Lesson(document, table, right, texts, bool(answers), weight, taught)


def _is_right(item: Possible, wanted: Sequence[str], meant: set[str]) -> bool:
    passage = item.unit.passage
    if passage.id not in meant and passage.parent not in meant:
        return False
    text = squeezed(item.candidate.text).replace(",", "")
    return any(answer in text for answer in wanted)


def _is_same(passage: Passage, text: str) -> bool:
    """Whether a passage is the one that was asked about: it begins it, or its cells stand in it."""
    plain, whole = squeezed(passage.text), squeezed(text)
    if passage.form in ("row", "table"):
        cells = [cell for cell in map(squeezed, re.split(r"[|\n]", passage.text)) if cell]
        return sum(cell in whole for cell in cells) >= max(1, _SHARE * len(cells))
    return bool(plain) and (plain[:60] in whole or whole[:60] in plain)


# -- the command ------------------------------------------------------------------------------------------------------


def _checked(lessons: Sequence[Lesson]) -> Iterator[str]:
    """How each fifth of the documents fares with trees of the others: right in the first two, and how sure of what."""
    fold = [zlib.crc32(lesson.document.encode()) % _FOLDS for lesson in lessons]
    chances: list[tuple[Lesson, float, bool]] = []
    for part in range(_FOLDS):
        model = learned([lesson for lesson, of in zip(lessons, fold, strict=True) if of != part])
        for lesson, of in zip(lessons, fold, strict=True):
            if of == part and len(lesson.right):
                chance = model.predict_proba(lesson.table if not lesson.taught else _without_cosine(lesson.table))[:, 1]
                chances.append((lesson, float(chance.max()), _in_first_two(lesson, chance)))
    for written in (True, False):
        own = [c for c in chances if (c[0].weight == _WRITTEN) == written]
        told = [(chance, right) for lesson, chance, right in own if lesson.answerable]
        untold = [chance for lesson, chance, _ in own if not lesson.answerable]
        name = "eval/cases" if written else _ANSWERED.name
        yield f"{name}: first two {sum(right for _, right in told)}/{len(told)}"
        for limit in (0.04, 0.2, 0.4, 0.6):
            answered = sum(right for chance, right in told if chance >= limit)
            refused = sum(chance < limit for chance in untold)
            yield f"  chance of {limit}: {answered}/{len(told)} answered, {refused}/{len(untold)} refused"


def _in_first_two(lesson: Lesson, chance: NDArray[np.float64]) -> bool:
    order = np.argsort(-chance, kind="stable")
    firsts = [*dict.fromkeys(lesson.texts[i] for i in order)][:2]
    best = [next(i for i in order if lesson.texts[i] == text) for text in firsts]
    return bool(lesson.right[best].any())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="print how well documents fare that were not learned from")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings.from_environment()
    with tempfile.TemporaryDirectory() as folder:
        lessons = [*_written(Path(folder), settings), *_invented(Path(folder), settings)]
    lessons = [lesson for lesson in lessons if len(lesson.right)]
    _LOG.info("%d questions, %d possible answers", len(lessons), sum(len(lesson.right) for lesson in lessons))
    if options.check:
        sys.stdout.write("".join(f"{line}\n" for line in _checked(lessons)))
        return 0
    _WEIGHTS.write_text(table_of(learned(lessons)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
