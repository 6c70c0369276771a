"""How well questions are answered, claims checked and conflicts found.

``python -m eval.answers [--kb DIR] [--cases own|blind|probes|invented|kinds|covers] [--split dev|report]
[--faults] [--save] [NAME ...]``.
Split ``dev`` is what rules were tuned on, ``report`` is only measured: no single case of it is shown. The cases
``own`` were written with the rules, ``blind`` by a reader of the reports who had not seen the program. ``probes`` are
questions and claims (no conflicts, all ``dev``) that the authors of the rules wrote from the reports, most claims by
changing one thing in a true sentence. ``invented`` are questions and claims (all ``dev``) on two invented texts of
another programme, in ``cases/invented/texts``: ``--kb`` must be a knowledge base of these. ``kinds`` are those of five
writers, who had seen nothing of the program, on 40 invented documents of other kinds, in ``cases/kinds/texts``: again
``--kb`` must be of these; those of two writers are ``report``. ``covers`` are questions (all ``dev``) about documents
as such and about what only their titles name, on 12 more in ``cases/covers/texts``. What counts:

- questions: right when the first two answers contain an expected span (all of them where ``match`` is ``all``; spaces
  apart) and cite an expected passage; a question without expected answers must be refused;
- claims: right when the verdict on the whole is the expected one; ``no leak`` is the share of wrong and unfindable
  claims that are not called supported;
- conflicts: found when a listed one joins the two passages, a row standing for its table; ``real`` is the share of the
  list that a case of either split describes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from answer.ask import ask
from answer.check import check, verdict_of
from answer.conflicts import find_conflicts
from answer.records import Answer, Conflict
from eval.report import RESULTS, as_lines, checkout
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["CaseSet", "Tally", "claim_scores", "conflict_scores", "question_scores", "read_cases"]

CaseSet = Literal["own", "blind", "probes", "invented", "kinds", "covers"]
_FOLDER = Path(__file__).resolve().parent
CASES: dict[CaseSet, Path] = {
    "own": _FOLDER / "cases",
    "blind": _FOLDER / "cases" / "blind",
    "probes": _FOLDER / "cases" / "probes",
    "invented": _FOLDER / "cases" / "invented",
    "kinds": _FOLDER / "cases" / "kinds",
    "covers": _FOLDER / "cases" / "covers",
}
_CITED = 2  # answers that count
_SETTLED = ("是", "否")


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

    def to_dict(self) -> dict[str, Any]:
        return {name: {"right": self.right[name], "of": self.total[name]} for name in self.total}


def read_cases(name: str, split: str | None, cases: CaseSet = "own") -> Iterator[dict[str, Any]]:
    """The cases of one file; ``split`` ``None`` is all of them."""
    for line in (CASES[cases] / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if split is None or case["split"] == split:
            yield case


# -- questions --------------------------------------------------------------------------------------------------------


def question_scores(kb: KnowledgeBase, split: str, cases: CaseSet = "own") -> Tally:
    """Shares of answered and of refused questions that are right; the answered also by kind where cases have one."""
    tally = Tally()
    for case in read_cases("questions", split, cases):
        response = ask(kb, case["question"])
        given = response.answers[:_CITED]
        told = "；".join(f"{a.text[:40]} @{', '.join(c.split(':')[-1] for c in a.citations)}" for a in given)
        fault = f"{case['id']} {case['question']} → {told or 'not answered'}"
        if case["answers"]:
            right = _is_answered(case, given)
            tally.add("answered", right, fault)
            if "kind" in case:
                tally.add(f"answered {case['kind']}", right, "")
        else:
            tally.add("refused", not response.answered, fault)
    tally.faults = [line for line in tally.faults if not line.endswith(": ")]
    return tally


def _is_answered(case: dict[str, Any], given: Sequence[Answer]) -> bool:
    wanted = [_plain(answer) for answer in case["answers"]]
    if case.get("match") == "all":
        text = "".join(_plain(answer.text) for answer in given)
        cited = {id_ for answer in given for id_ in answer.citations}
        return all(answer in text for answer in wanted) and bool(cited & set(case["passages"]))
    if wanted[0] in _SETTLED:  # 否：尚未签署
        given = [replace(one, text=one.text.partition("：")[0]) for one in given]
    return any(
        any(answer in _plain(one.text) for answer in wanted) and set(case["passages"]) & set(one.citations)
        for one in given
    )


def _plain(text: str) -> str:
    return "".join(text.split())


# -- claims -----------------------------------------------------------------------------------------------------------


def claim_scores(kb: KnowledgeBase, split: str, cases: CaseSet = "own") -> Tally:
    """Shares of claims with the right verdict, and of wrong or unfindable ones that are not called supported."""
    tally = Tally()
    for case in read_cases("claims", split, cases):
        response = check(kb, case["claim"])
        verdict = verdict_of(response)
        told = "；".join(f"{claim.verdict}: {claim.explanation}" for claim in response.claims)
        fault = f"{case['id']} {case['claim']} is {case['verdict']}, called {verdict} ({told})"
        tally.add("verdict", verdict == case["verdict"], fault)
        if case["verdict"] in ("contradicted", "not_found"):
            tally.add("no leak", verdict != "supported", fault)
    return tally


# -- conflicts --------------------------------------------------------------------------------------------------------


def conflict_scores(kb: KnowledgeBase, split: str, cases: CaseSet = "own") -> Tally:
    """Shares of known conflicts that are found, by severity, and of the list that is known to be real."""
    tally = Tally()
    listed = find_conflicts(kb)
    of_split = list(read_cases("conflicts", split, cases))
    for case in of_split:
        found = any(_is_case(case, conflict) for conflict in listed)
        tally.add(f"found {case['severity']}", found, f"{case['id']} {case['kind']} {case['description']}")
    known = list(read_cases("conflicts", None, cases))
    for conflict in listed if of_split else ():
        real = any(_is_case(case, conflict) for case in known)
        tally.add("real", real, f"{conflict.a.passage} and {conflict.b.passage}: {conflict.explanation}")
    return tally


def _is_case(case: dict[str, Any], conflict: Conflict) -> bool:
    """Whether a conflict joins the passages of a case; a row counts as its table and the other way round.

    A case with one passage is of that passage, and of its own kind.
    """
    sides = (conflict.a.passage, conflict.b.passage)
    if len(case["passages"]) == 1:
        return case["kind"] == conflict.kind and case["passages"][0] in sides
    pairs = (sides, sides[::-1])
    return any(all(_same_place(a, b) for a, b in zip(case["passages"], pair, strict=True)) for pair in pairs)


def _same_place(a: str, b: str) -> bool:
    return a == b or a.startswith(f"{b}.r") or b.startswith(f"{a}.r")


# -- the command ------------------------------------------------------------------------------------------------------

_SCORES = {"questions": question_scores, "claims": claim_scores, "conflicts": conflict_scores}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", choices=[*_SCORES, []], default=[])
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--cases", choices=tuple(CASES), default="own")
    parser.add_argument("--split", choices=("dev", "report"), default="dev")
    parser.add_argument("--faults", action="store_true", help="show the cases that go wrong; of dev only")
    parser.add_argument("--save", action="store_true", help="keep the figures in eval/results")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    figures = {}
    with KnowledgeBase.open(options.kb, settings) as kb:
        there = [name for name in _SCORES if (CASES[options.cases] / f"{name}.jsonl").is_file()]
        for name in options.names or there:
            tally = _SCORES[name](kb, options.split, options.cases)
            figures[name] = tally.to_dict()
            for measure in tally.total:
                line = (
                    f"{options.cases} {name} {options.split} {measure}: {tally.right[measure]}/{tally.total[measure]}"
                )
                sys.stdout.write(f"{line} = {tally.share(measure):.3f}\n")
            if options.faults and options.split == "dev":
                sys.stdout.write("".join(f"  {fault}\n" for fault in tally.faults))
        if options.save:
            sys.stdout.write(f"{_saved(options, kb, figures)}\n")
    return 0


def _saved(options: argparse.Namespace, kb: KnowledgeBase, figures: dict[str, Any]) -> Path:
    day = datetime.now(UTC).date().isoformat()
    commit, modified = checkout()
    data = {
        "date": day,
        "commit": commit,
        "modified": modified,
        "model": kb.manifest.model,
        "cases": options.cases,
        "split": options.split,
        "figures": figures,
    }
    path = RESULTS / f"{day}-{commit}-answers-{options.cases}-{options.split}.json"
    path.write_text(as_lines(data), encoding="utf-8")
    return path


if __name__ == "__main__":
    sys.exit(main())
