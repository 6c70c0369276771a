"""Learns which statements disagree (``answer/data/conflict_trees.tsv``): ``python -m models.conflicts [--check]``.

Gradient boosting (Friedman 2001, as in scikit-learn) and a logistic regression over the numbers of
:mod:`answer.conflict_alike`, one row for each way in which two statements that are near each other differ. Learned
from ``planted.jsonl.gz``: invented knowledge bases with contradictions that were planted and pairs that only look
like one, and others into which nobody planted any: without these far too much is listed where nothing disagrees. A
line is a knowledge base: ``base``, ``files`` (name and text), ``cases`` (``kind``, ``severity`` or decoy,
the quotes ``a`` and ``b`` and their files). Besides, what readers of the shipped reports call conflicts
(``eval/cases``, what may be looked at), and what none of them does; and long invented reports with contradictions
(``eval/cases/unseen``, those that were read), which have a hundred pairs that look like one for each that is: they
count more. Of short texts alone trees learn that two figures that resemble each other are one, which is true of these.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.conflict_alike import FEATURES
from answer.conflict_sorts import Sort
from answer.conflict_statements import Statement
from answer.conflict_weighed import Row, chances_of, read_score, rows_of
from answer.sources import sources_of
from index.build import ingest
from index.store import KnowledgeBase
from models.weighing import table_of
from records import Document
from settings import Settings

__all__ = [
    "LONG_READ",
    "PLANTED",
    "SORTS",
    "Lesson",
    "case_of",
    "learned",
    "lessons_of",
    "long_base",
    "main",
    "rows_in",
]

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
PLANTED = _HERE / "planted.jsonl.gz"
_TREES = _HERE.parent / "answer" / "data" / "conflict_trees.tsv"
_CORPUS = _HERE.parent / "corpus"
_CASES = _HERE.parent / "eval" / "cases"
_READ = (_CASES / "conflicts.jsonl", _CASES / "conflicts_read.jsonl", _CASES / "blind" / "conflicts.jsonl")
_LONG = _CASES / "unseen"
LONG_READ = (
    "bays", "capes", "deltas", "dunes", "forests", "funds", "gulfs", "harbours", "hills", "islands", "lakes", "plains",
    "programmes", "ridges", "steppes", "straits",
)  # fmt: skip
_LONG_COUNTS = 8.0  # what a pair of a long report counts
_FOLDS = 7
_STRENGTH = 0.02  # of the regression: the smaller, the nearer to 0 the weights
_NEAR = FEATURES.index("cosine")
_SPACE = re.compile(r"[\s|*#\-]")
_SAID = 0.6  # of the characters of a clause that its quote must have, where it is part of the sentence only
# by what a planted conflict is called, the differences that it may be seen by
SORTS: dict[str, frozenset[Sort]] = {
    "date": frozenset({"date", "duration"}),
    "number": frozenset({"number", "direction", "quantity", "ordinal", "duration"}),
    "count": frozenset({"number", "ordinal", "quantity", "polarity", "count"}),
    "status": frozenset({"stage", "polarity", "scale", "opposite", "date"}),
    "tense": frozenset({"stage", "date", "polarity"}),
    "place": frozenset({"place", "who"}),
    "actor": frozenset({"who", "place"}),
    "name": frozenset({"who", "place"}),
    "trend": frozenset({"direction", "number"}),
    "rank": frozenset({"ordinal", "number", "who"}),
    "share": frozenset({"number"}),
    "total": frozenset({"number"}),
    "extent": frozenset({"quantity", "polarity", "count", "number", "opposite"}),
}
_HEAD = """# How likely two statements disagree on one fact: trees over the numbers of answer/conflict_alike.py.
# Learned by models/conflicts.py from planted contradictions; see docs/answers.md. The columns:
# tree, node, feature, threshold (left where not more), where what is not known goes, left, right, value of a leaf
"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One difference between two statements of a knowledge base, and of which planted conflict it is, if of any."""

    base: str
    numbers: list[float]
    statements: tuple[int, int]
    case: int | None
    weight: float = 1.0


def lessons_of(base: dict[str, Any], folder: Path) -> Iterator[Lesson]:
    """The differences of one knowledge base of ``planted.jsonl.gz``."""
    cases = [case for case in base["cases"] if case["b"]]
    for a, b, difference, numbers in rows_in(base, folder)[0]:
        case = case_of(cases, a, b)
        if case is not None and cases[case]["severity"] != "decoy":
            wanted = SORTS.get(cases[case].get("kind", ""))
            if wanted is not None and difference.sort not in wanted:
                continue  # neither a conflict nor none
        else:
            case = None
        yield Lesson(base["base"], numbers, (id(a), id(b)), case)


def lessons_of_reports(folder: Path) -> list[Lesson]:
    """What readers of the shipped reports call conflicts, and what none of them does.

    They name passages; of the clauses of these the two nearest that differ as they say are taken to be meant.
    """
    cases = [case for file in _READ for case in map(json.loads, file.read_text(encoding="utf-8").splitlines())]
    cases = [case for case in cases if case["split"] == "dev"]
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([_CORPUS], settings)
    found: list[Lesson] = []
    meant: dict[int, Lesson] = {}
    with KnowledgeBase.open(settings.kb, settings) as kb:
        sources = sources_of(kb)
        for a, b, difference, numbers in rows_of(list(sources.all_units()), sources.documents):
            places = {a.unit.passage.id, b.unit.passage.id}
            of = [
                n for n, case in enumerate(cases) if places <= set(case["passages"]) or set(case["passages"]) <= places
            ]
            lesson = Lesson("corpus", numbers, (id(a), id(b)), None)
            if not of:
                found.append(lesson)
            for n in of:
                fits = difference.sort in SORTS.get(cases[n]["kind"], ()) and len(cases[n]["passages"]) > 1
                if fits and (n not in meant or numbers[_NEAR] > meant[n].numbers[_NEAR]):
                    meant[n] = replace(lesson, case=n)
    return [*found, *meant.values()]


def lessons_of_long_reports(name: str, folder: Path) -> Iterator[Lesson]:
    """The differences of the reports of one folder of ``eval/cases/unseen``, which count more."""
    for lesson in lessons_of(long_base(name), folder):
        yield replace(lesson, weight=_LONG_COUNTS)


def long_base(name: str) -> dict[str, Any]:
    """A folder of ``eval/cases/unseen`` as a line of ``planted.jsonl.gz``."""
    lines = (_LONG / name / "conflicts.jsonl").read_text(encoding="utf-8").splitlines()
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((_LONG / name / "texts").iterdir())}
    return {"base": f"unseen-{name}", "files": files, "cases": [json.loads(line) for line in lines]}


def rows_in(base: dict[str, Any], folder: Path) -> tuple[list[Row], Sequence[Document]]:
    """What differs in one knowledge base of ``planted.jsonl.gz``, which is made in a folder, and its documents."""
    texts = folder / "texts"
    texts.mkdir(parents=True)
    for name, text in base["files"].items():
        (texts / name).write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([texts], settings)
    with KnowledgeBase.open(settings.kb, settings) as kb:
        sources = sources_of(kb)
        return [*rows_of(list(sources.all_units()), sources.documents)], sources.documents


def case_of(cases: Sequence[dict[str, Any]], a: Statement, b: Statement) -> int | None:
    """The first planted pair that two statements are, if any."""
    return next((n for n, case in enumerate(cases) if _is_of(case, a, b)), None)


def _is_of(case: dict[str, Any], a: Statement, b: Statement) -> bool:
    return (_has(a, case["a"]) and _has(b, case["b"])) or (_has(b, case["a"]) and _has(a, case["b"]))


def _has(statement: Statement, quote: str) -> bool:
    wanted, unit = _bare(quote), statement.unit
    if unit.cell is not None:
        row = _bare(unit.passage.text)
        return wanted in row or row in wanted
    own = _bare(unit.text)
    shared = len(set(own) & set(wanted)) >= _SAID * len(set(own))
    return wanted in own or own in wanted or (wanted in _bare(unit.sentence) and shared)


def _bare(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def learned(lessons: Sequence[Lesson], trees: int = 200) -> str:
    """What the lessons teach, as the text that :mod:`answer.conflict_weighed` reads; the same ones make the same."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    table, labels = _table(lessons), np.array([lesson.case is not None for lesson in lessons])
    weights_of = np.array([lesson.weight for lesson in lessons])
    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=20, l2_regularization=5, random_state=0
    ).fit(table, labels, sample_weight=weights_of)
    mean, scale = table.mean(axis=0, dtype=np.float64), table.std(axis=0, dtype=np.float64)
    scale[scale == 0.0] = 1.0
    line = LogisticRegression(C=_STRENGTH, max_iter=3000).fit((table - mean) / scale, labels, sample_weight=weights_of)
    weights = line.coef_[0] / scale
    told = {**dict(zip(FEATURES, weights, strict=True)), "bias": line.intercept_[0] - (weights * mean).sum()}
    return table_of(model, FEATURES, _HEAD + "".join(f"# weight {name} {value:.6g}\n" for name, value in told.items()))


def _table(lessons: Sequence[Lesson]) -> NDArray[np.float32]:
    return np.array([lesson.numbers for lesson in lessons], dtype=np.float32)


def _checked(lessons: Sequence[Lesson]) -> Iterator[str]:
    """What is listed in knowledge bases that were not learned from, by limit."""
    bases = sorted({lesson.base for lesson in lessons})
    fold = {base: place % _FOLDS for place, base in enumerate(bases)}
    listed: list[tuple[float, Lesson]] = []
    for part in range(_FOLDS):
        score = read_score(learned([lesson for lesson in lessons if fold[lesson.base] != part]))
        own = [lesson for lesson in lessons if fold[lesson.base] == part]
        if own:
            listed += zip(chances_of(_table(own), score).tolist(), own, strict=True)
    used: set[int] = set()
    once = []
    for chance, lesson in sorted(listed, key=lambda one: -one[0]):
        if used.isdisjoint(lesson.statements):
            used.update(lesson.statements)
            once.append((chance, lesson))
    there = len({(lesson.base, lesson.case) for lesson in lessons if lesson.case is not None})
    for limit in (0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.05):
        above = [lesson for chance, lesson in once if chance > limit]
        cases = {(lesson.base, lesson.case) for lesson in above if lesson.case is not None}
        real = sum(lesson.case is not None for lesson in above)
        yield f"chance of {limit}: {len(cases)}/{there} planted, {real} of {len(above)} listed real"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--check", action="store_true", help="print how knowledge bases fare that were not learned from"
    )
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with gzip.open(PLANTED, "rt", encoding="utf-8") as lines:
        bases = [json.loads(line) for line in lines]
    lessons: list[Lesson] = []
    for base in bases:
        with tempfile.TemporaryDirectory() as folder:
            lessons += lessons_of(base, Path(folder))
    for name in LONG_READ:
        with tempfile.TemporaryDirectory() as folder:
            lessons += lessons_of_long_reports(name, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        lessons += lessons_of_reports(Path(folder))
    _LOG.info("%d differences, %d of conflicts", len(lessons), sum(lesson.case is not None for lesson in lessons))
    if options.check:
        sys.stdout.write("".join(f"{line}\n" for line in _checked(lessons)))
        return 0
    _TREES.write_text(learned(lessons), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
