"""How well conflicts are told by a learned score: ``python -m eval.conflict_pairs [collect FOLDER ...]``.

Without arguments: learn from ``labels/conflict_pairs.npz``, show what is found in texts that were left out of the
learning, and write ``answer/data/conflict_weights.json``. scikit-learn is needed here only. With ``collect``: make that
table anew. A folder holds whole texts, each of its own, and ``answers.jsonl``: ``file``, ``a``, ``b`` (quotes of two
passages, ``b`` the one that was added), ``label`` (``real``, ``again``: the same value in other words, ``decoy``,
``unclear``: left out) and ``values``, the two values as printed. Its other pairs, and those of folders without answers,
are no conflicts.

What is learned is whether two figures or dates tell one fact. Besides the planted conflicts the same value told twice
does so; its nearness is drawn from the planted ones, so that it is not learned from what makes it known.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from answer.conflict_scored import Pair, pairs_of
from answer.conflict_slots import Slot, slots_by_document
from answer.sources import sources_of
from eval.report import RESULTS, checkout
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["TABLE", "collect", "held_out", "learn", "main"]

TABLE = Path(__file__).resolve().parent / "labels" / "conflict_pairs.npz"
WEIGHTS = Path(__file__).resolve().parents[1] / "answer" / "data" / "conflict_weights.json"
LIMIT = -1.0  # log odds from which a pair is listed; chosen on texts that were left out of the learning
_STRENGTH = 0.03  # of the regression: the smaller, the nearer to 0 the weights
_FOLDS = 8
_AGAIN = {False: 0.5, True: 0.25}  # what a value told twice counts; a date is often told of two things
_VALUES = "v_"  # features that tell how near two values are
_SPACE = re.compile(r"[\s|*#]+|<[^>]+>")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A pair: its features, whether it is one fact, what it counts, of which text it is, and whether it was planted."""

    numbers: dict[str, float]
    label: int
    counts: float
    text: str
    planted: bool


# -- the table --------------------------------------------------------------------------------------------------------


def collect(folders: Sequence[Path]) -> list[Row]:
    """The pairs of some folders of texts."""
    rows: list[Row] = []
    again: list[tuple[Row, bool]] = []
    for folder in folders:
        answers = folder / "answers.jsonl"
        lines = answers.read_text(encoding="utf-8").splitlines() if answers.exists() else []
        cases: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for case in map(json.loads, lines):
            cases[case["file"]].append(case)
        for path in sorted(folder.glob("*.*")):
            if path != answers:
                for row, is_again, dated in _rows(path, cases[path.name]):
                    (again if is_again else rows).append((row, dated) if is_again else row)  # type: ignore[arg-type]
    return [*rows, *_as_if_wrong(rows, again)]


def _rows(path: Path, cases: Sequence[dict[str, Any]]) -> Iterator[tuple[Row, bool, bool]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(kb=Path(folder), model="fast")
        ingest([path], settings)
        with KnowledgeBase.open(Path(folder), settings) as kb:
            places = [(_places(kb, case["a"]), _places(kb, case["b"]), case) for case in cases]
            added = {id_ for _, second, _ in places for id_ in second}
            for slots, weights in slots_by_document(sources_of(kb).all_units()):
                for pair in pairs_of(slots, weights):
                    labelled = _label(pair, places, added)
                    if labelled is not None:
                        row = Row(pair.features, labelled[0], labelled[1], path.stem, labelled[2])
                        yield row, pair.relation == "same", pair.a.group == "date"


def _places(kb: KnowledgeBase, quote: str) -> set[str]:
    wanted = _SPACE.sub("", quote)
    found = {p.id for p in kb.passages() if wanted in _SPACE.sub("", p.text)}
    return found or {p.id for p in kb.passages() if wanted[:8] in _SPACE.sub("", p.text)}


def _label(
    pair: Pair, places: Sequence[tuple[set[str], set[str], dict[str, Any]]], added: set[str]
) -> tuple[int, float, bool] | None:
    """Whether a pair is one fact, what it counts and whether it was planted; ``None`` where nobody knows."""
    one, two = pair.a.unit.passage.id, pair.b.unit.passage.id
    cases = [case for a, b, case in places if (_in(one, a) and _in(two, b)) or (_in(two, a) and _in(one, b))]
    for case in cases:
        named = case["values"] is not None and sorted(case["values"]) == sorted((pair.a.text, pair.b.text))
        if case["label"] == "real" and named and pair.relation != "same":
            return 1, 1.0, True
        if case["label"] == "decoy" and named:
            return 0, 1.0, False
        if case["label"] == "again" and pair.relation == "same":
            return 1, 1.0, False
    if cases or (one in added and two in added) or pair.relation == "unclear":
        return None
    if pair.relation == "other":
        return 0, 1.0, False
    return (1, _AGAIN[pair.a.group == "date"], False) if _rare(pair.a) and _rare(pair.b) else None


def _in(id_: str, places: set[str]) -> bool:
    return any(id_ == place or id_.startswith(f"{place}.r") or place.startswith(f"{id_}.r") for place in places)


def _rare(slot: Slot) -> bool:
    """Whether a value that stands twice is hardly so by chance."""
    if isinstance(slot.value, tuple):
        return (slot.value[1] - slot.value[0]).days < 40
    digits = re.sub(r"\D", "", slot.text).strip("0")
    return len(digits) >= (3 if slot.group == "count" else 2)


def _as_if_wrong(rows: Sequence[Row], again: Sequence[tuple[Row, bool]]) -> list[Row]:
    """What is told twice, with the nearness of two values that were planted."""
    drawn = random.Random(0)
    planted = [(row, "v_gap" in row.numbers) for row in rows if row.planted]
    changed = []
    for row, dated in again:
        like = drawn.choice([other for other, of_date in planted if of_date == dated])
        values = {name: value for name, value in like.numbers.items() if name.startswith(_VALUES)}
        kept = {name: value for name, value in row.numbers.items() if not name.startswith(_VALUES)}
        changed.append(Row(kept | values, row.label, row.counts, row.text, False))
    return changed


def save(rows: Sequence[Row], path: Path = TABLE) -> None:
    names = sorted({name for row in rows for name in row.numbers})
    table = np.array([[row.numbers.get(name, 0.0) for name in names] for row in rows], dtype=np.float16)
    np.savez_compressed(
        path, names=np.array(names), numbers=table, labels=np.array([row.label for row in rows], dtype=np.int8),
        counts=np.array([row.counts for row in rows], dtype=np.float16), texts=np.array([row.text for row in rows]),
        planted=np.array([row.planted for row in rows]),
    )  # fmt: skip


# -- learning ---------------------------------------------------------------------------------------------------------


def learn(numbers: Floats, labels: NDArray[np.int8], counts: Floats) -> tuple[float, Floats]:
    """The bias and the weights of a logistic regression on scaled features, for features as they are."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = numbers.mean(axis=0), numbers.std(axis=0)
    scale[scale == 0.0] = 1.0
    model = LogisticRegression(C=_STRENGTH, max_iter=2000).fit((numbers - mean) / scale, labels, sample_weight=counts)
    weights: Floats = model.coef_[0] / scale
    return float(model.intercept_[0] - (weights * mean).sum()), weights


def held_out(numbers: Floats, labels: NDArray[np.int8], counts: Floats, texts: NDArray[np.str_]) -> Floats:
    """The log odds of each pair by weights that were learned without its text, nor another version of that."""
    origins = np.array([_origin(text) for text in texts])
    kept: dict[str, int] = defaultdict(int)
    for origin, label in zip(origins, labels, strict=True):
        kept[str(origin)] += int(label)
    fold = {origin: i % _FOLDS for i, origin in enumerate(sorted(kept, key=lambda o: (-kept[o], o)))}
    folds = np.array([fold[str(origin)] for origin in origins])
    odds = np.zeros(len(labels))
    for i in range(_FOLDS):
        bias, weights = learn(numbers[folds != i], labels[folds != i], counts[folds != i])
        odds[folds == i] = bias + numbers[folds == i] @ weights
    return odds


def _origin(text: str) -> str:
    """What a text is a version of."""
    for part in ("carec", "trade", "corridors"):
        if part in text and "tourism" not in text:
            return "carec"
    bare = re.sub(r"^(?:c|own)-|(?:-planted|-\d{4})$", "", text)
    return re.sub(
        r"(?:health-programme|health)-progress", "health", re.sub(r"lake-board|own-board|board", "board", bare)
    )


def found_at(odds: Floats, labels: NDArray[np.int8], planted: NDArray[np.bool_]) -> list[dict[str, float]]:
    """By limit: the share of the planted pairs that is listed, and how many of those that are none."""
    none = odds[labels == 0]
    return [
        {
            "limit": limit,
            "planted": round(float((odds[planted] > limit).mean()), 4),
            "others": int((none > limit).sum()),
        }
        for limit in (1.0, 0.0, -0.5, LIMIT, -1.5, -2.0)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.conflict_pairs", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--save", action="store_true", help="write the figures into eval/results")
    parser.add_argument("collect", nargs="*", help="collect FOLDER ...: make the table of pairs anew")
    options = parser.parse_args()
    if options.collect[:1] == ["collect"]:
        save(collect([Path(folder) for folder in options.collect[1:]]))
        return 0
    table = np.load(TABLE)
    numbers, counts = table["numbers"].astype(np.float64), table["counts"].astype(np.float64)
    labels, planted = table["labels"], table["planted"]
    found = found_at(held_out(numbers, labels, counts, table["texts"]), labels, planted)
    of = {"planted": int(planted.sum()), "others": int((labels == 0).sum())}
    for row in found:
        sys.stdout.write(f"{row['limit']:5.1f}: {row['planted']:.2f} of {of['planted']} planted, ")
        sys.stdout.write(f"{row['others']} of {of['others']} others\n")
    bias, weights = learn(numbers, labels, counts)
    told = {name: round(float(weight), 4) for name, weight in zip(table["names"], weights, strict=True)}
    what = (
        "log odds that two slots tell one fact, by answer/conflict_features.py; made by python -m eval.conflict_pairs"
    )
    data = {"what": what, "limit": LIMIT, "bias": round(bias, 4), "weights": told}
    WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if options.save:
        commit, changed = checkout()
        day = datetime.now(UTC).date().isoformat()
        result = {"date": day, "commit": commit, "changed": changed, "of": of, "texts_left_out": found}
        path = RESULTS / f"{day}-{commit}-conflict-pairs.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
