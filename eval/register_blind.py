"""The register against labels that somebody wrote without having seen the code.

``python -m eval.register_blind`` prints recall, precision, due intervals and follow-up links for each split; the labels
are in ``eval/cases/register_blind``. Every promise of the shipped reports is labelled, so that an item that matches no
label is wrong, unless careful readers may differ on it (``ambiguous.jsonl``, and labels that are not ``clear``): those
count for nothing. An item that is wrong belongs to the split of its passage, by the parity of a digest. A label and an
item match where they stand in the same passage and overlap by half of the shorter. ``--errors dev`` lists what is
wrong; the errors of ``report`` are not looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answer.commitment_records import Commitment
from answer.commitments import register
from index.store import KnowledgeBase
from settings import PROJECT, Settings

__all__ = ["BlindScore", "load", "score", "score_links"]

CASES = Path(__file__).resolve().parent / "cases" / "register_blind"
_OVERLAP = 0.5
SPLITS = ("dev", "report")


@dataclass(slots=True)
class BlindScore:
    """Counts over a split; ``printed`` are due intervals printed in the promise itself."""

    labels: int = 0
    found: int = 0
    explicit: int = 0
    explicit_found: int = 0
    wrong: int = 0
    printed: int = 0
    printed_right: int = 0
    inherited: int = 0
    inherited_right: int = 0
    undated: int = 0
    undated_right: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"found {_share(self.found, self.labels)}   explicit {_share(self.explicit_found, self.explicit)}   "
            f"precision {_share(self.found, self.found + self.wrong)}   due printed "
            f"{_share(self.printed_right, self.printed)}, inherited {_share(self.inherited_right, self.inherited)}, "
            f"none {_share(self.undated_right, self.undated)}"
        )


def load(name: str, folder: Path = CASES) -> list[dict[str, Any]]:
    """The rows of one file of labels."""
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def score(
    items: Sequence[Commitment],
    labels: Sequence[dict[str, Any]],
    ambiguous: Sequence[dict[str, Any]],
    texts: Mapping[str, str],
    split: str,
) -> BlindScore:
    """Score one split.

    :param texts: the text of each passage by its id.
    """
    total, taken = BlindScore(), set[str]()
    by_passage: dict[str, list[Commitment]] = {}
    for item in items:
        by_passage.setdefault(item.passage, []).append(item)
    for label in labels:
        match = _match(label, by_passage, texts, taken)
        if match:
            taken.add(match.id)
        if label["split"] == split and label["clear"]:
            _count(label, match, total)
    for item in items:
        if item.id not in taken and split_of(item.passage) == split and not _open(item, ambiguous, texts):
            total.wrong += 1
            total.faults.append(f"+ {item.id}: {item.text} {item.cues}")
    return total


def split_of(passage: str) -> str:
    """The split of what is found in a passage beside its labels."""
    return SPLITS[hashlib.sha256(passage.encode()).digest()[0] % 2]


def score_links(
    items: Sequence[Commitment],
    labels: Sequence[dict[str, Any]],
    links: Sequence[dict[str, Any]],
    texts: Mapping[str, str],
    split: str,
    faults: list[str],
) -> str:
    """How many of the labelled follow-up links are found, and how many with the labelled relation."""
    by_passage: dict[str, list[Commitment]] = {}
    for item in items:
        by_passage.setdefault(item.passage, []).append(item)
    known = {label["id"]: label for label in labels}
    found = right = count = 0
    for link in links:
        if link["split"] != split:
            continue
        count += 1
        own = _match(known[link["commitment"]], by_passage, texts, set())
        wanted = _id(link["passage"])
        relations = [e.relation for e in own.evidence if e.passage == wanted] if own else []
        found += bool(relations)
        right += _agrees(link, relations)
        if not _agrees(link, relations):
            said = f"{known[link['commitment']]['text'][:40]} -> {wanted} {link['relation']}"
            faults.append(f"f {link['commitment']} {said}: got {relations if own else 'no such item'}")
    return f"links found {_share(found, count)}, relation right {_share(right, count)}"


def _agrees(link: Mapping[str, Any], relations: Sequence[str]) -> bool:
    """``delayed`` is a repetition for another day: either name is right where the label says that dates differ."""
    wanted = {link["relation"]} | ({"delayed", "repeats"} if "date" in link.get("note", "") else set())
    return bool(wanted & set(relations))


def _match(
    label: Mapping[str, Any], by_passage: Mapping[str, list[Commitment]], texts: Mapping[str, str], taken: set[str]
) -> Commitment | None:
    passage = _id(label["passage"])
    span = _span(texts[passage], label["text"])
    here = [item for item in by_passage.get(passage, []) if item.id not in taken]
    best = max(here, key=lambda item: _overlap(item.at, span), default=None)
    return best if best is not None and _overlap(best.at, span) >= _OVERLAP else None


def _count(label: Mapping[str, Any], match: Commitment | None, total: BlindScore) -> None:
    total.labels += 1
    total.explicit += bool(label["explicit"])
    if match is None:
        total.faults.append(f"- {label['passage']}: {label['text']}")
        return
    total.found += 1
    total.explicit_found += bool(label["explicit"])
    due = match.due.to_dict() if match.due else None
    wanted = label["due"]
    right = (due and (due["start"], due["end"])) == (wanted and (wanted["start"], wanted["end"]))
    if wanted is None:
        total.undated += 1
        total.undated_right += right
    elif label.get("due_from") == "text":
        total.printed += 1
        total.printed_right += right
    elif label.get("due_clear", True):
        total.inherited += 1
        total.inherited_right += right
    if not right and label.get("due_clear", True):
        total.faults.append(f"d {match.id}: {match.text[:40]}: {wanted} got {due}")


def _open(item: Commitment, ambiguous: Iterable[Mapping[str, Any]], texts: Mapping[str, str]) -> bool:
    """Whether careful readers may differ on an item."""
    return any(
        item.passage == _id(one["passage"]) and _overlap(item.at, _span(texts[item.passage], one["text"])) >= _OVERLAP
        for one in ambiguous
    )


def _span(text: str, part: str) -> tuple[int, int]:
    at = text.index(part)
    return at, at + len(part)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(min(a[1] - a[0], b[1] - b[0]), 1)


def _id(passage: str) -> str:
    return passage.replace("#", "_")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole}" + (f" = {part / whole:.3f}" if whole else "")


def main() -> None:
    from index.build import ingest

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=SPLITS)
    parser.add_argument("--split", choices=SPLITS, action="append")
    options = parser.parse_args()
    labels, ambiguous, links = load("commitments"), load("ambiguous"), load("followup")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(kb=Path(folder), model="fast")
        ingest([PROJECT / "corpus"], settings)
        with KnowledgeBase.open(folder, settings) as kb:
            items = register(kb)
            texts = {p.id: p.text for p in kb.passages()}
    for split in options.split or SPLITS:
        total = score(items, labels, ambiguous, texts, split)
        line = score_links(items, labels, links, texts, split, total.faults)
        print(f"{split:7} {total.line()}\n{'':7} {line}")  # noqa: T201
        if options.errors == split:
            print("\n".join(total.faults))  # noqa: T201


if __name__ == "__main__":
    main()
