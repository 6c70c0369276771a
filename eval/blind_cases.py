"""Labels that were written without sight of the program, and the passages that they speak of.

The labels lie in two folders. ``facts/`` speaks of the shipped reports by passage id. ``genres/`` speaks of the texts
in ``genres/files`` by printed line; a passage belongs to a line if one holds the other, spaces and dashes folded. Rows
are split in ``dev`` (to work on) and ``report`` (to measure only), row by row.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from eval.facts_dates import Score
from ingest.files import find_sources, read_file
from ingest.folding import fold
from ingest.gazetteer import Gazetteer
from records import Passage
from settings import PROJECT, Settings

__all__ = [
    "BLIND",
    "Case",
    "Row",
    "Split",
    "corpus_cases",
    "corpus_passages",
    "genre_cases",
    "places",
    "plain",
    "rows",
    "split_of",
]

Row = dict[str, Any]
Split = Literal["dev", "report"]

BLIND = Path(__file__).resolve().parent / "labels" / "blind"
_KINDS = ("dates", "amounts", "entities", "types")


@dataclass(slots=True)
class Case:
    """A labelled line or passage: the passages that the program made of it, and the labels of each kind.

    ``windows`` says which part of a passage is meant, where it holds more than the line. ``exhaustive`` names the kinds
    of which every instance is labelled; only there a finding without a label is false.
    ``optional`` are texts of a kind that count neither way.
    """

    key: str
    passages: list[Passage]
    exhaustive: set[str]
    windows: dict[str, tuple[int, int]] = field(default_factory=dict)
    labels: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})
    optional: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in _KINDS})


@dataclass(slots=True)
class BlindScores:
    """Scores by set (``corpus``, ``genres``, ``third parties``) and kind, and the faults in words, of one split."""

    split: Split
    scores: dict[tuple[str, str], Score] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def of(self, part: str, kind: str) -> Score:
        return self.scores.setdefault((part, kind), Score())

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``yiju eval facts --json``."""
        return {
            "split": self.split,
            "scores": [
                {
                    "set": part,
                    "kind": kind,
                    "labelled": score.labelled,
                    "precision": round(score.precision, 4),
                    "recall": round(score.recall, 4),
                    "f1": round(score.f1, 4),
                    "exact": score.exact,
                }
                for (part, kind), score in self.scores.items()
            ],
        }


def rows(path: Path) -> list[Row]:
    """The rows of a file, none if it is not there."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def split_of(key: str) -> Split:
    """The split that a false finding counts in where no label is near: half of the passages each, by their key."""
    return "dev" if zlib.crc32(key.encode()) % 2 else "report"


def corpus_passages() -> tuple[Passage, ...]:
    """The passages of the shipped reports, read afresh."""
    return tuple(_read(find_sources([PROJECT / "corpus"])))


def corpus_cases(folder: Path, passages: Sequence[Passage]) -> list[Case]:
    """The labelled passages of the shipped reports; one that is no longer there has no passage, and its labels miss."""
    by_id = {p.id: p for p in passages}
    cases: dict[str, Case] = {}

    def case(row: Row) -> Case:
        id_ = row["passage"]
        return cases.setdefault(id_, Case(id_, [by_id[id_]] if id_ in by_id else [], set()))

    for row in rows(folder / "corpus_passages.jsonl"):
        case(row).exhaustive |= {kind for kind in _KINDS if row.get(kind)}
    for kind in _KINDS:
        for row in rows(folder / f"corpus_{kind}.jsonl"):
            case(row).labels[kind].append(row)
        for row in rows(folder / f"corpus_{kind}_optional.jsonl"):
            case(row).optional[kind].append(row["text"])
    for row in rows(folder / "corpus_dates_more.jsonl"):
        case(row).labels["dates"].append(row)
        case(row).exhaustive.add("dates")
    return list(cases.values())


def genre_cases(folder: Path) -> list[Case]:
    """The labelled lines of the texts in ``folder/files``."""
    found: dict[str, list[tuple[str, Passage]]] = {}
    files = folder / "files"
    for path in sorted(files.glob("*.txt")):
        found[path.name] = [(plain(p.text), p) for p in _read([path])]
    cases: dict[tuple[str, str], Case] = {}

    def case(row: Row) -> Case:
        line = (row["file"], row["passage"])
        if line not in cases:
            passages = _of_line(line[1], found.get(line[0], []))
            windows = {p.id: at for p in passages for at in places(p.text, line[1])[:1]}
            cases[line] = Case(f"{line[0]}: {line[1][:24]}", passages, set(), windows)
        return cases[line]

    for row in rows(folder / "passages.jsonl"):
        if (files / row["file"]).is_file():
            case(row).exhaustive |= {kind for kind in _KINDS if row.get(kind)}
    for kind in _KINDS:
        for row in rows(folder / f"{kind}.jsonl"):
            if (files / row["file"]).is_file():
                case(row).labels[kind].append(row)
    return list(cases.values())


def _read(paths: Iterator[Path] | Sequence[Path]) -> Iterator[Passage]:
    settings, gazetteer = Settings(), Gazetteer.base()
    for path in paths:
        yield from read_file(path, settings, gazetteer).passages


def _of_line(line: str, found: Sequence[tuple[str, Passage]]) -> list[Passage]:
    """The passages that hold the line, or most of it (its number or bullet may be their label)."""
    wanted = plain(line)
    return [p for text, p in found if wanted in text or (text in wanted and 2 * len(text) >= len(wanted))]


def plain(text: str) -> str:
    """A text as it is compared: folded, without spaces and the bars between the cells of a row."""
    return "".join(fold(text).text.replace("|", "").split())


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where ``wanted`` stands in ``text``, whatever the spaces: half-open spans of ``text``."""
    folded, needle = fold(text), plain(wanted)
    kept = [i for i, c in enumerate(folded.text) if not c.isspace() and c != "|"]
    squeezed = "".join(folded.text[i] for i in kept)
    found, start = [], squeezed.find(needle)
    while needle and start >= 0:
        found.append(folded.span(kept[start], kept[start + len(needle) - 1] + 1))
        start = squeezed.find(needle, start + 1)
    return found
