"""How many commitments are found, how many of those found are any, and how often the due interval is right.

``python -m eval.commitments`` prints one line for each set and half: ``corpus`` are the two shipped files, ``other``
short passages of other genres. ``dev`` is the half that the rules were tuned on, ``report`` the half whose errors were
not looked at. A found item and a label match where they stand in the same passage and overlap by half of the shorter;
each matches once. Items that careful readers may differ on are labelled ``optional``: found or not, they count for
nothing. ``--errors dev`` lists what is wrong in that half.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answer.commitment_records import Commitment
from answer.commitments import Surroundings, commitments_of, find_commitments, register
from index.store import KnowledgeBase
from ingest.dates import DateContext, find_dates
from ingest.entities import find_entities
from ingest.gazetteer import Gazetteer
from ingest.kinds import KindContext, decide_type
from records import Citation, Document, Passage
from settings import PROJECT, Settings

__all__ = ["CommitmentScore", "follow_up_line", "labelled_cases", "predictions", "score"]

CASES = Path(__file__).resolve().parent / "cases" / "commitments.jsonl"
FOLLOW_UP = CASES.with_name("followup.jsonl")
_OVERLAP = 0.5  # of the shorter of label and item


@dataclass(slots=True)
class CommitmentScore:
    """Counts over a set: labels, labels found, items that count, due intervals printed and right, kinds right."""

    labels: int = 0
    found: int = 0
    items: int = 0
    due: int = 0
    due_right: int = 0
    inherited: int = 0
    inherited_right: int = 0
    kinds_right: int = 0

    @property
    def recall(self) -> float:
        return self.found / max(self.labels, 1)

    @property
    def precision(self) -> float:
        return self.found / max(self.items, 1)

    def line(self) -> str:
        due = f"due printed {self.due_right}/{self.due}, inherited {self.inherited_right}/{self.inherited}"
        recall = f"found {self.found}/{self.labels} = {self.recall:.3f}"
        precision = f"precision {self.found}/{self.items} = {self.precision:.3f}"
        return f"{recall}   {precision}   {due}   kind {self.kinds_right}/{self.found}"


def predictions(cases: list[dict[str, Any]], kb: KnowledgeBase) -> Mapping[str, tuple[str, list[Commitment]]]:
    """Text and found commitments of every case, by its key."""
    register: dict[str, list[Commitment]] = {}
    for item in find_commitments(kb):
        register.setdefault(item.passage, []).append(item)
    found = {p.id: (p.text, register.get(p.id, [])) for p in kb.passages()}
    gazetteer = Gazetteer.base()
    for number, case in enumerate(cases):
        if case["set"] == "other":
            found[_key(number, case)] = (case["text"], _of_text(case, gazetteer))
    return found


def score(
    cases: list[dict[str, Any]],
    found: Mapping[str, tuple[str, list[Commitment]]],
    name: str,
    half: str,
    faults: list[str],
) -> CommitmentScore:
    """Score one set and half; what is wrong is appended to ``faults``."""
    total = CommitmentScore()
    labelled = {}
    for number, case in enumerate(cases):
        labelled[_key(number, case)] = case
        if case["set"] == name and case["half"] == half:
            _score_case(case, *found[_key(number, case)], total, faults)
    if name == "corpus":  # passages that nobody labelled promise nothing; every second one is of the report half
        for number, (key, (_, items)) in enumerate(found.items()):
            if key not in labelled and (number % 2 == 1) == (half == "report"):
                total.items += len(items)
                faults += [f"+ {item.passage}: {item.text}" for item in items]
    return total


def _score_case(
    case: dict[str, Any], text: str, items: list[Commitment], total: CommitmentScore, faults: list[str]
) -> None:
    left = list(items)
    optional = [(text.index(t), text.index(t) + len(t)) for t in case["optional"]]
    for label in case["items"]:
        total.labels += 1
        span = (text.index(label["text"]), text.index(label["text"]) + len(label["text"]))
        match = max(left, key=lambda item: _overlap(item.at, span), default=None)
        if match is None or _overlap(match.at, span) < _OVERLAP:
            faults.append(f"- {case['passage'] or text[:20]}: {label['text']}")
            continue
        left.remove(match)
        total.found += 1
        total.items += 1
        total.kinds_right += match.kind == label["kind"]
        _score_due(label, match, total, faults)
    for item in left:
        if not any(_overlap(item.at, span) >= _OVERLAP for span in optional):
            total.items += 1
            faults.append(f"+ {case['passage'] or text[:20]}: {item.text} {item.cues}")


def _score_due(label: dict[str, Any], match: Commitment, total: CommitmentScore, faults: list[str]) -> None:
    due = match.due.to_dict() if match.due else None
    right = label["due"] == ([due["start"], due["end"]] if due else None)
    if label["basis"] == "printed":
        total.due += 1
        total.due_right += right
    elif label["basis"] == "inherited":
        total.inherited += 1
        total.inherited_right += right
    if not right and label["basis"]:
        faults.append(f"d {match.passage}: {match.text[:30]}: {label['due']} got {due}")


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / max(min(a[1] - a[0], b[1] - b[0]), 1)


def _key(number: int, case: dict[str, Any]) -> str:
    return case["passage"] or f"case {number}"


def _of_text(case: dict[str, Any], gazetteer: Gazetteer) -> list[Commitment]:
    """The commitments of a passage that is given as text with its surroundings."""
    issued = date.fromisoformat(case["issued"]) if case["issued"] else None
    document = Document("case", case["document_title"], "case.txt", 1, issued, None, None, 1, "")
    lead = _passage("lead", case["lead_in"], "paragraph", (), "", case, issued, gazetteer) if case["lead_in"] else None
    section = tuple(case["section"])
    passage = _passage("case", case["text"], case["form"], section, case["lead_in"], case, issued, gazetteer)
    return list(commitments_of(passage, Surroundings(document, (lead,) if lead else ())))


def _passage(
    id_: str,
    text: str,
    form: Any,
    section: tuple[str, ...],
    lead_in: str,
    case: dict[str, Any],
    issued: date | None,
    gazetteer: Gazetteer,
) -> Passage:
    dates = find_dates(text, DateContext(issued))
    decision = decide_type(text, KindContext(form, section, lead_in, case["document_title"], issued), dates)
    return Passage(
        id=id_,
        document="case",
        label=None,
        section=section,
        page=None,
        form=form,
        type=decision.type,
        text=text,
        citation=Citation(case["document_title"], issued, id_),
        position=0,
        also=decision.also,
        dates=dates,
        entities=find_entities(text, gazetteer),
    )


def labelled_cases() -> list[dict[str, Any]]:
    """The labels, one passage each."""
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def follow_up_line(kb: KnowledgeBase, half: str, faults: list[str]) -> str:
    """How many of the labelled follow-up links are found, and how many with the right relation."""
    known = register(kb)
    found = right = labels = 0
    for line in FOLLOW_UP.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["half"] != half:
            continue
        labels += 1
        items = [item for item in known if item.passage == case["passage"] and case["text"] in item.text]
        relations = [e.relation for item in items for e in item.evidence if e.passage == case["evidence"]]
        found += bool(relations)
        right += bool(set(relations) & set(case["relations"]))
        if not set(relations) & set(case["relations"]):
            faults.append(f"f {case['passage']} {case['text']} -> {case['evidence']}: got {relations}")
    return f"links found {found}/{labels} = {found / max(labels, 1):.3f}, relation right {right}/{labels}"


def main() -> None:
    from index.build import ingest

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=("dev", "report"))
    options = parser.parse_args()
    cases = labelled_cases()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(kb=Path(folder), model="fast")
        ingest([PROJECT / "corpus"], settings)
        with KnowledgeBase.open(folder, settings) as kb:
            found = predictions(cases, kb)
            links: list[str] = []
            for half in ("dev", "report"):
                line = follow_up_line(kb, half, links if options.errors == half else [])
                print(f"follow  {half:7} {line}")  # noqa: T201
            print("\n".join(links))  # noqa: T201
    for name in ("corpus", "other"):
        for half in ("dev", "report"):
            faults: list[str] = []
            print(f"{name:7} {half:7} {score(cases, found, name, half, faults).line()}")  # noqa: T201
            if options.errors == half:
                print("\n".join(faults))  # noqa: T201


if __name__ == "__main__":
    main()
