"""Questions, claims and conflicts by people who had seen nothing of the program, scored before anybody looked at them.

``python -m eval.unseen [reports|programmes|funds|basins ...] [--faults]`` builds a knowledge base of each folder of
``cases/unseen`` (``reports`` are the two shipped ones) and prints what is right. Cases name no passages, but quote: a
right answer is one of the first two and holds an expected span, itself or in the sentence that is cited; a conflict is
found where a listed one joins the passages of its two quotes, and what joins a decoy's or none is not real. What
``--faults`` shows is no longer unseen: say so beside the figure.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from answer.ask import ask
from answer.check import check, verdict_of
from answer.conflicts import find_conflicts
from answer.records import Conflict
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["main"]

_ROOT = Path(__file__).resolve().parent
_CASES = _ROOT / "cases" / "unseen"
_CORPUS = _ROOT.parent / "corpus"
_BARE = re.compile(r"\[\^\w+\]|[\s|*\\]+")  # marks of notes, bars, and what makes words bold
_LEAST = 8  # characters of a passage that lies within a quote


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _bare(text: str) -> str:
    return _BARE.sub("", text)


def _questions(kb: KnowledgeBase, cases: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bool, str]]:
    for case in cases:
        answers = ask(kb, case["question"]).to_dict()["answers"][:2]
        told = [_bare(answer["text"] + "\n" + answer.get("sentence", "")) for answer in answers]
        if case["expected"]:
            right = any(_bare(span) in text for span in case["expected"] for text in told)
            yield "answered", right, f"{case['question']} → {told}"
        else:
            yield "refused", not answers, f"{case['question']} → {told}"


def _claims(kb: KnowledgeBase, cases: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bool, str]]:
    for case in cases:
        verdict = verdict_of(check(kb, case["claim"]))
        told = f"{case['claim']} is {case['verdict']}, called {verdict}"
        yield "verdict", verdict == case["verdict"], told
        if case["verdict"] in ("contradicted", "not_found"):
            yield "no leak", verdict != "supported", told
        if case["verdict"] == "supported":
            yield "true ones found", verdict == "supported", told


def _conflicts(kb: KnowledgeBase, cases: Sequence[dict[str, Any]]) -> Iterator[tuple[str, bool, str]]:
    listed = find_conflicts(kb) if cases else ()
    texts = {passage.id: _bare(passage.text) for passage in kb.passages()} if cases else {}
    real = [case for case in cases if case["severity"] != "decoy"]
    for case in cases:
        found = any(_joins(one, case, texts) for one in listed)
        if case["severity"] == "decoy":
            yield "decoys not listed", not found, str(case["note"])
        else:
            yield f"found {case['severity']}", found, f"{case['a']} | {case['b']}"
    for one in listed:
        yield "real", any(_joins(one, case, texts) for case in real), one.explanation


def _joins(one: Conflict, case: dict[str, Any], texts: dict[str, str]) -> bool:
    a, b = texts[one.a.passage], texts[one.b.passage]
    return (_has(a, case["a"]) and _has(b, case["b"])) or (_has(a, case["b"]) and _has(b, case["a"]))


def _has(text: str, quote: str) -> bool:
    """Whether a passage has a quote or lies within it; of a quote of several rows, one of them."""
    parts = [_bare(line) for line in quote.splitlines()]
    return any(part in text or (len(text) >= _LEAST and text in part) for part in parts if part)


def _score(name: str, *, faults: bool) -> Iterator[str]:
    cases = _CASES / name
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(kb=Path(folder) / "kb")
        ingest([cases / "texts" if (cases / "texts").exists() else _CORPUS], settings)
        with KnowledgeBase.open(settings=settings) as kb:
            found = [
                *_questions(kb, _read(cases / "questions.jsonl")),
                *_claims(kb, _read(cases / "claims.jsonl")),
                *_conflicts(kb, _read(cases / "conflicts.jsonl")),
            ]
    total, right = Counter(kind for kind, _, _ in found), Counter(kind for kind, good, _ in found if good)
    for kind, count in total.items():
        yield f"{name} {kind}: {right[kind]}/{count} = {right[kind] / count:.3f}"
    if faults:
        yield from (f"  {kind}: {told}" for kind, good, told in found if not good)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    known = sorted(path.name for path in _CASES.iterdir() if path.is_dir())
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="NAME", help=", ".join(known))
    parser.add_argument("--faults", action="store_true", help="print what is wrong")
    options = parser.parse_args(arguments)
    for name in options.names or known:
        for line in _score(name, faults=options.faults):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
