"""How many dates and amounts are read right, by kind.

``python -m eval.facts_dates [--faults]`` prints precision, recall and F1. Sets: ``work`` (passages of the sample
reports that rules may be tuned on), ``report`` (the other half, only measured), ``genres`` (sentences written in the
manner of other kinds of text, rules were tuned on them too), ``held_out`` (more of those, labelled before the first
run over them). The sets are never added up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.amounts import find_amounts
from ingest.dates import DateContext, find_dates
from records import Amount, DateMention, Period

__all__ = ["Score", "amount_kind", "amount_scores", "date_scores"]

LABELS = Path(__file__).resolve().parent / "labels"
SETS = ("work", "report", "genres", "held_out")


@dataclass(slots=True)
class Score:
    """Counts of one kind. ``exact`` counts the right ones whose span is the labelled one, character by character."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    exact: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class _Item:
    """What is compared: a label or a finding is right if kind-independent ``value`` agrees and the spans overlap."""

    kind: str
    at: tuple[int, int]
    value: tuple[Any, ...]
    text: str


def amount_kind(unit: str) -> str:
    """``money``, ``percent`` (with its relatives), ``count`` or ``quantity``."""
    if unit.isupper() and len(unit) == 3 and unit != "TEU":
        return "money"
    if unit in ("percent", "permille", "percentage_points", "basis_points"):
        return "percent"
    return "count" if unit.startswith("count:") else "quantity"


def date_scores(name: str, faults: list[str] | None = None) -> dict[str, Score]:
    """Scores by basis and for ``all``, on ``eval/labels/dates_<name>.jsonl``; a wrong basis is a fault of its kind."""
    scores: dict[str, Score] = {}
    for data in _lines("dates", name):
        context = _context(data["context"])
        labels = [_date_item(DateMention.from_dict({"basis": "printed", **d})) for d in data["dates"]]
        found = [_date_item(mention) for mention in find_dates(data["text"], context)]
        _compare(data["id"], labels, found, scores, faults)
    return scores


def amount_scores(name: str, faults: list[str] | None = None) -> dict[str, Score]:
    """Scores by kind and for ``all``, on ``eval/labels/amounts_<name>.jsonl``; the direction must agree too."""
    scores: dict[str, Score] = {}
    for data in _lines("amounts", name):
        labels = [_amount_item(Amount.from_dict(d)) for d in data["amounts"]]
        found = [_amount_item(amount) for amount in find_amounts(data["text"])]
        _compare(data["id"], labels, found, scores, faults)
    return scores


def _lines(kind: str, name: str) -> Iterator[dict[str, Any]]:
    for line in (LABELS / f"{kind}_{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _context(data: dict[str, Any]) -> DateContext:
    period = data.get("period")
    return DateContext(
        issued=date.fromisoformat(data["issued"]) if "issued" in data else None,
        period=Period(date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None,
        year=data.get("year"),
    )


def _date_item(mention: DateMention) -> _Item:
    return _Item(mention.basis, mention.at, (mention.start, mention.end, mention.basis), mention.text)


def _amount_item(amount: Amount) -> _Item:
    return _Item(amount_kind(amount.unit), amount.at, (amount.value, amount.unit, amount.direction), amount.text)


def _compare(
    name: str, labels: list[_Item], found: list[_Item], scores: dict[str, Score], faults: list[str] | None
) -> None:
    left = list(found)
    for label in labels:
        match = next((f for f in left if f.value == label.value and _overlap(f, label)), None)
        if match is not None:
            left.remove(match)
        elif faults is not None:
            near = [f"{f.text} {f.value}" for f in found if _overlap(f, label)]
            faults.append(f"{name}: missed {label.text} {label.value}, found {near}")
        for kind in (label.kind, "all"):
            score = scores.setdefault(kind, Score())
            score.labelled += 1
            score.right += match is not None
            score.exact += match is not None and match.at == label.at
    for item in found:
        for kind in (item.kind, "all"):
            scores.setdefault(kind, Score()).found += 1
    if faults is not None:
        faults += [f"{name}: not labelled {f.text} {f.value}" for f in left]


def _overlap(one: _Item, other: _Item) -> bool:
    return one.at[0] < other.at[1] and other.at[0] < one.at[1]


def main(arguments: list[str]) -> None:
    """Print a line for each set and kind; the faults of the sets named after ``--faults``, of ``work`` by default."""
    wanted = (arguments[1:] or ["work"]) if arguments[:1] == ["--faults"] else []
    for kind, scorer in (("dates", date_scores), ("amounts", amount_scores)):
        for name in SETS:
            faults: list[str] = []
            for part, score in sorted(scorer(name, faults).items()):
                numbers = f"P {score.precision:.3f} R {score.recall:.3f} F1 {score.f1:.3f}"
                exact = f"{score.exact}/{score.right} spans exact"
                print(f"{kind} {name:7} {part:10} {numbers}  {score.labelled:4} labelled  {exact}")  # noqa: T201
            if name in wanted:
                print("\n".join(f"    {fault}" for fault in faults))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
