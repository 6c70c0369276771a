"""How often a passage gets its type, and a sentence of another type is marked.

``python -m eval.facts_types`` prints one line for each set and half. ``work`` is the half that the rules were tuned
on, ``report`` the half whose errors were not looked at while tuning. The passages of the sample reports and those of
other genres are never added up. ``--errors work`` lists what is wrong in that half.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.dates import DateContext, find_dates
from ingest.kinds import KindContext, TypeDecision, decide_type
from records import PassageType

__all__ = ["LabelledPassage", "TypeScore", "labelled_passages", "score_types"]

LABELS = Path(__file__).resolve().parent / "labels"
SETS = ("types_corpus", "types_other", "types_held_out")


@dataclass(frozen=True, slots=True)
class LabelledPassage:
    """A passage with its type and its sentences of another type, labelled by hand.

    ``clear`` is false where two careful readers might differ.
    """

    id: str
    genre: str
    half: str
    text: str
    context: KindContext
    type: PassageType
    also: tuple[tuple[PassageType, str], ...]
    clear: bool


@dataclass(frozen=True, slots=True)
class TypeScore:
    """Counts of passages (all, clear) and of sentences of another type (labelled, found, marked wrongly)."""

    passages: int
    right: int
    clear: int
    clear_right: int
    others: int
    others_found: int
    others_wrong: int
    faults: tuple[str, ...]

    def line(self) -> str:
        clear = f"{self.clear_right}/{self.clear} = {self.clear_right / max(self.clear, 1):.3f}"
        every = f"{self.right}/{self.passages} = {self.right / max(self.passages, 1):.3f}"
        found = f"{self.others_found}/{self.others}"
        return f"clear {clear}   all {every}   other sentences found {found}, marked wrongly {self.others_wrong}"


def labelled_passages(path: Path) -> Iterator[LabelledPassage]:
    """Read a file of labelled passages, one JSON object a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        data: dict[str, Any] = json.loads(line)
        issued = date.fromisoformat(data["issued"]) if data["issued"] else None
        yield LabelledPassage(
            id=data["id"],
            genre=data["genre"],
            half=data["half"],
            text=data["text"],
            context=KindContext(
                form=data["form"],
                section=tuple(data["section"]),
                lead_in=data["lead_in"],
                document_title=data["document_title"],
                issued=issued,
            ),
            type=data["type"],
            also=tuple((also["type"], also["text"]) for also in data["also"]),
            clear=data["clear"],
        )


def score_types(passages: Sequence[LabelledPassage]) -> TypeScore:
    """Decide each passage's type and compare. A marked sentence is right if a labelled one of its type overlaps it."""
    right = clear_right = found = wrong = 0
    faults: list[str] = []
    for passage in passages:
        decision = _decide(passage)
        hit = decision.type == passage.type
        right += hit
        clear_right += hit and passage.clear
        if not hit:
            doubt = "" if passage.clear else " (unclear)"
            faults.append(f"{passage.id}: {decision.type} for {passage.type}{doubt}: {passage.text[:50]}")
            faults.append(f"    {' / '.join(decision.reasons)}")
        marked = {(s.type, passage.text[s.start : s.end]) for s in decision.also}
        found += len(marked & set(passage.also))
        wrong += len(marked - set(passage.also))
        faults += [f"{passage.id}: marked {t}: {s[:60]}" for t, s in sorted(marked - set(passage.also))]
        faults += [f"{passage.id}: missed {t}: {s[:60]}" for t, s in passage.also if (t, s) not in marked]
    return TypeScore(
        len(passages),
        right,
        sum(p.clear for p in passages),
        clear_right,
        sum(len(p.also) for p in passages),
        found,
        wrong,
        tuple(faults),
    )


def _decide(passage: LabelledPassage) -> TypeDecision:
    dates = find_dates(passage.text, DateContext(passage.context.issued, passage.context.period, None))
    return decide_type(passage.text, passage.context, dates)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores, and the errors of one half if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=("work", "report"), help="list what is wrong in this half")
    options = parser.parse_args(arguments)
    for name in SETS:
        passages = list(labelled_passages(LABELS / f"{name}.jsonl"))
        for half in sorted({p.half for p in passages}, reverse=True):
            score = score_types([p for p in passages if p.half == half])
            print(f"{name:13} {half:7} {score.line()}")  # noqa: T201
            if options.errors == half:
                print("\n".join(f"  {fault}" for fault in score.faults))  # noqa: T201


if __name__ == "__main__":
    main()
