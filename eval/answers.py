"""How well questions are answered, claims checked and conflicts found.

``python -m eval.answers [--kb DIR] [--split dev|report] [--faults] [questions|claims|conflicts ...]``. Split ``dev`` is
what rules were tuned on, ``report`` is only measured. Cases are records with what must come out:

- questions: right when one of the first two answers contains an expected span (spaces apart) and cites an expected
  passage; a question without expected answers must be refused;
- claims: right when the verdict on the whole is the expected one; ``no leak`` is the share of wrong and unfindable
  claims that are not called supported;
- conflicts: found when a listed one joins the two passages; ``real`` is the share of the list that a case describes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answer.ask import ask
from answer.check import check, verdict_of
from answer.conflicts import find_conflicts
from answer.records import Conflict
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["Tally", "claim_scores", "conflict_scores", "question_scores"]

CASES = Path(__file__).resolve().parent / "cases"
_CITED = 2  # answers that count


@dataclass(slots=True)
class Tally:
    """Cases by what they measure: how many, how many right, and one line for each fault."""

    total: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, fault: str) -> None:
        self.total[name] = self.total.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + right
        if not right:
            self.faults.append(f"{name}: {fault}")

    def share(self, name: str) -> float:
        return self.right.get(name, 0) / self.total[name] if self.total.get(name) else 1.0


def read_cases(name: str, split: str) -> Iterator[dict[str, Any]]:
    for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["split"] == split:
            yield case


def question_scores(kb: KnowledgeBase, split: str) -> Tally:
    """Shares of answered and of refused questions that are right."""
    tally = Tally()
    for case in read_cases("questions", split):
        response = ask(kb, case["question"])
        given = [(_plain(a.text), a.citations) for a in response.answers[:_CITED]]
        told = "；".join(f"{text[:40]} @{', '.join(c.split(':')[-1] for c in cites)}" for text, cites in given)
        fault = f"{case['id']} {case['question']} → {told or 'not answered'}"
        if case["answers"]:
            right = any(
                any(_plain(wanted) in text for wanted in case["answers"]) and set(case["passages"]) & set(cites)
                for text, cites in given
            )
            tally.add("answered", right, fault)
        else:
            tally.add("refused", not response.answered, fault)
    return tally


def claim_scores(kb: KnowledgeBase, split: str) -> Tally:
    """Shares of claims with the right verdict, and of wrong or unfindable ones that are not called supported."""
    tally = Tally()
    for case in read_cases("claims", split):
        response = check(kb, case["claim"])
        verdict = verdict_of(response)
        fault = f"{case['id']} {case['claim']} is {case['verdict']}, called {verdict}: {response.claims[0].explanation}"
        tally.add("verdict", verdict == case["verdict"], fault)
        if case["verdict"] in ("contradicted", "not_found"):
            tally.add("no leak", verdict != "supported", fault)
    return tally


def conflict_scores(kb: KnowledgeBase, split: str) -> Tally:
    """Shares of known conflicts that are found, by severity, and of the list that is known to be real."""
    tally = Tally()
    cases = list(read_cases("conflicts", split))
    listed = find_conflicts(kb)
    for case in cases:
        found = any(_is_case(case, conflict) for conflict in listed)
        tally.add(f"found {case['severity']}", found, f"{case['id']} {case['description']}")
    for conflict in listed if cases else ():
        real = any(_is_case(case, conflict) for case in cases)
        tally.add("real", real, f"{conflict.a.passage} and {conflict.b.passage}: {conflict.explanation}")
    return tally


def _is_case(case: dict[str, Any], conflict: Conflict) -> bool:
    return case["kind"] == conflict.kind and set(case["passages"]) <= {conflict.a.passage, conflict.b.passage}


def _plain(text: str) -> str:
    return "".join(text.split())


_SCORES = {"questions": question_scores, "claims": claim_scores, "conflicts": conflict_scores}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", choices=[*_SCORES, []], default=[])
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--split", choices=("dev", "report"), default="dev")
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    with KnowledgeBase.open(options.kb, settings) as kb:
        for name in options.names or _SCORES:
            tally = _SCORES[name](kb, options.split)
            for measure in tally.total:
                line = f"{name} {options.split} {measure}: {tally.right[measure]}/{tally.total[measure]}"
                sys.stdout.write(f"{line} = {tally.share(measure):.3f}\n")
            if options.faults:
                sys.stdout.write("".join(f"  {fault}\n" for fault in tally.faults))
    return 0


if __name__ == "__main__":
    sys.exit(main())
