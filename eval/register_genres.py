"""The register on documents of other genres, against labels that somebody wrote without having seen the code.

``python -m eval.register_genres FOLDER`` wants a folder with ``commitments.jsonl``, ``negatives.jsonl``,
``ambiguous.jsonl`` and the documents in ``files``; the documents are other people's and stay outside the repository.
Recall is over all labels that are ``clear``. Precision is over the documents that are labelled exhaustively
(``own-*``); in the others it counts how many of the labelled negatives are taken for promises. A label and an item
match where they overlap by half of the shorter, spaces aside. ``--errors dev`` lists what is wrong; the errors of
``report`` are not looked at.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from answer.commitment_records import Commitment
from answer.commitments import register
from eval.register_blind import SPLITS, BlindScore, load, split_of
from index.store import KnowledgeBase
from records import Passage
from settings import Settings

__all__ = ["Found", "main"]

_OVERLAP = 0.5


class Found:
    """What the program found in the documents, to be looked up by the words of a label."""

    def __init__(self, passages: Sequence[Passage], items: Sequence[Commitment], files: Mapping[str, str]) -> None:
        self.items: dict[str, list[Commitment]] = {}
        for item in items:
            self.items.setdefault(item.passage, []).append(item)
        self.by_file: dict[str, list[Passage]] = {}
        for passage in passages:
            self.by_file.setdefault(files[passage.document], []).append(passage)
        self.all, self.files = items, files

    def spans(self, label: Mapping[str, Any]) -> list[tuple[Passage, int, int]]:
        """Where the words of a label stand, as offsets without spaces."""
        words = _plain(label["text"]).rstrip("。；;.")
        places = []
        for passage in self.by_file.get(label["file"], []):
            at = _plain(passage.text).find(words)
            if at >= 0 and passage.form != "table":
                places.append((passage, at, at + len(words)))
        return places

    def match(self, label: Mapping[str, Any], taken: set[str] = frozenset()) -> Commitment | None:  # type: ignore[assignment]
        """The commitment that a label names, if it was found."""
        best: tuple[float, Commitment | None] = (0.0, None)
        for passage, start, end in self.spans(label):
            for item in self.items.get(passage.id, []):
                share = _overlap(_at(passage, item), (start, end))
                if item.id not in taken and share > best[0]:
                    best = (share, item)
        return best[1] if best[0] >= _OVERLAP else None


def _count(found: Found, labels: Sequence[dict[str, Any]], split: str, total: BlindScore) -> set[str]:
    taken = set[str]()
    for label in labels:
        match = found.match(label, taken)
        if match:
            taken.add(match.id)
        if label["split"] != split or not label["clear"]:
            continue
        if not found.spans(label):
            total.faults.append(f"? {label['file']}: not one passage: {label['text']}")
        total.labels += 1
        total.explicit += bool(label["explicit"])
        if match is None:
            total.faults.append(f"- {label['file']}: {label['text']} (of {label['passage'][:60]})")
            continue
        total.found += 1
        total.explicit_found += bool(label["explicit"])
        _due(label, match, total)
    return taken


def _due(label: Mapping[str, Any], match: Commitment, total: BlindScore) -> None:
    if not label.get("due_clear", True):
        return
    due, wanted = match.due.to_dict() if match.due else None, label["due"]
    right = (due and (due["start"], due["end"])) == (wanted and (wanted["start"], wanted["end"]))
    if wanted is None:
        total.undated, total.undated_right = total.undated + 1, total.undated_right + right
    elif label.get("due_from") == "text":
        total.printed, total.printed_right = total.printed + 1, total.printed_right + right
    else:
        total.inherited, total.inherited_right = total.inherited + 1, total.inherited_right + right
    if not right:
        total.faults.append(f"d {label['file']}: {match.text[:50]}: {wanted} got {due}")


def _wrong(found: Found, ambiguous: Sequence[dict[str, Any]], taken: set[str], split: str, total: BlindScore) -> None:
    """Count what is found beside the labels in the documents that are labelled exhaustively."""
    open_ = {item.id for one in ambiguous for item in _near(found, one)}
    for item in found.all:
        own = found.files[item.document].startswith("own-")
        if own and item.id not in taken | open_ and split_of(item.passage) == split:
            total.wrong += 1
            total.faults.append(f"+ {found.files[item.document]}: {item.text} {item.cues}")


def _near(found: Found, label: Mapping[str, Any]) -> list[Commitment]:
    return [
        item
        for passage, start, end in found.spans(label)
        for item in found.items.get(passage.id, [])
        if _overlap(_at(passage, item), (start, end)) >= _OVERLAP
    ]


def _at(passage: Passage, item: Commitment) -> tuple[int, int]:
    start = len(_plain(passage.text[: item.at[0]]))
    return start, start + len(_plain(item.text))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    return (min(a[1], b[1]) - max(a[0], b[0])) / max(min(a[1] - a[0], b[1] - b[0]), 1)


def _plain(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    from index.build import ingest

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", choices=SPLITS)
    parser.add_argument("--split", choices=SPLITS, action="append")
    options = parser.parse_args()
    labels, negatives, ambiguous = (load(n, options.folder) for n in ("commitments", "negatives", "ambiguous"))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(kb=Path(folder), model="fast")
        ingest([options.folder / "files"], settings)
        with KnowledgeBase.open(folder, settings) as kb:
            files = {d.id: Path(d.file).name for d in kb.documents()}
            found = Found(list(kb.passages()), register(kb), files)
    for split in options.split or SPLITS:
        total = BlindScore()
        taken = _count(found, labels, split, total)
        _wrong(found, ambiguous, taken, split, total)
        own = [label for label in labels if label["file"].startswith("own-") and label["split"] == split]
        right = sum(found.match(label) is not None for label in own if label["clear"])
        alarms = [n for n in negatives if n["split"] == split and _near(found, n)]
        total.faults += [f"n {n['file']}: {n['text']} ({n['why']})" for n in alarms]
        asked = sum(n["split"] == split for n in negatives)
        print(f"{split:7} {total.line()}")  # noqa: T201
        print(f"{'':7} own documents: precision {right}/{right + total.wrong}; negatives taken {len(alarms)}/{asked}")  # noqa: T201
        if options.errors == split:
            print("\n".join(total.faults))  # noqa: T201


if __name__ == "__main__":
    main()
