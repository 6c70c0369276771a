"""What the network of :mod:`models.comprehension` is taught: claims and questions, each with a passage and what is
right.

``read.jsonl.gz`` holds passages with claims and questions on them, ``read_in_context.jsonl.gz`` claims and questions
with passages as the program gives them to the network: behind headings, found by a search, rows of tables. All is
invented.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

__all__ = [
    "CONTRADICTED",
    "NOT_FOUND",
    "NOT_SUPPORTED",
    "READ",
    "READ_IN_CONTEXT",
    "SUPPORTED",
    "InContext",
    "Passage",
    "Row",
    "Written",
    "read_in_context",
    "read_passages",
]

READ, READ_IN_CONTEXT = (Path(__file__).with_name(f"{name}.jsonl.gz") for name in ("read", "read_in_context"))

SUPPORTED, CONTRADICTED, NOT_FOUND = range(3)  #: as the network's outputs
NOT_SUPPORTED = 3  #: contradicted, or not found: it is not said which
_VERDICTS = {"supported": SUPPORTED, "contradicted": CONTRADICTED, "not_found": NOT_FOUND}
_LABELS = (*_VERDICTS.values(), NOT_SUPPORTED)

_BESIDE = 0.3  # share of passages that another one stands beside
_ELSEWHERE = (0.12, 0.15)  # shares of claims and questions that are also put to another passage
_HEADED = 0.7  # share of the passages in context that stand behind their headings
_NEIGHBOURS = 125  # passages that stand together in the file are alike, and the harder to tell apart
_OTHER, _TOGETHER, _HEADING = 200, 380, 80  # characters of another passage, of two at most, of headings


@dataclass(frozen=True, slots=True)
class Row:
    """A claim or a question with a passage.

    :ivar first: the claim or the question.
    :ivar verdict: on a claim; nothing: it is a question.
    :ivar answer: to a question, verbatim from ``text``; nothing: the passage gives none.
    """

    first: str
    text: str
    verdict: int | None = None
    answer: str | None = None

    @property
    def is_claim(self) -> bool:
        return self.verdict is not None


@dataclass(frozen=True, slots=True)
class Passage:
    """An invented passage with what is put to it; the rows have it as their text."""

    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class InContext:
    """A row, and the headings that its passage stands under."""

    row: Row
    headings: str


def read_passages(path: Path = READ) -> list[Passage]:
    """The passages in file order.

    A line is ``{"text", "claims": [[claim, verdict, what differs or how it is said]], "questions": [[question,
    answer]]}``.

    :raises ValueError: a verdict of another name, an answer that the passage does not hold.
    """
    found = []
    for number, line in enumerate(_lines(path), start=1):
        text = str(line["text"])
        try:
            rows = [Row(claim, text, _VERDICTS[verdict]) for claim, verdict, _ in line["claims"]]
        except KeyError as error:
            raise ValueError(f"{path.name}, line {number}: expected one of {[*_VERDICTS]}, got {error}") from error
        rows += [_asked(question, text, answer, path, number) for question, answer in line["questions"]]
        found.append(Passage(text, tuple(rows)))
    return found


def read_in_context(path: Path = READ_IN_CONTEXT) -> list[InContext]:
    """The rows in file order.

    A line is ``["c", claim, text, verdict, headings]`` or ``["q", question, text, answer, headings]``.

    :raises ValueError: a verdict that is no number of one, an answer that the passage does not hold.
    """
    found = []
    for number, (task, first, text, right, headings) in enumerate(_lines(path), start=1):
        if task == "q":
            row = _asked(first, text, right, path, number)
        elif right in _LABELS:
            row = Row(first, text, right)
        else:
            raise ValueError(f"{path.name}, line {number}: expected one of {_LABELS}, got {right!r}")
        found.append(InContext(row, headings))
    return found


def _lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _asked(question: str, text: str, answer: str | None, path: Path, number: int) -> Row:
    if answer is not None and (not answer or answer not in text):
        raise ValueError(f"{path.name}, line {number}: the answer {answer!r} is not in the passage")
    return Row(question, text, answer=answer)


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote for this network; one passage in ``every`` is held out, with all that is put to it.

    :ivar every: 0: none is.
    """

    passages: Sequence[Passage]
    in_context: Sequence[InContext]
    every: int = 20

    @classmethod
    def read(cls, first: int | None = None) -> Written:
        """From the two files; of each only the ``first`` so many."""
        return cls(read_passages()[:first], read_in_context()[:first])

    def held_out(self) -> list[Row]:
        """What is not taught, as it is written; in context the question or claim decides what is held out."""
        rows = [row for passage in self.passages if self._is_held_out(passage.text) for row in passage.rows]
        for each in self.in_context:
            if self._is_held_out(each.row.first) and each.row.verdict != NOT_SUPPORTED:
                rows.append(_under(each))
        return rows

    def version(self, number: int, seed: int) -> list[Row]:
        """What is taught, in one of many versions: which passages have another one beside them, what is put to other
        passages too, and what stands behind headings, is drawn anew. The same for the same ``number`` and ``seed``.
        """
        rng = random.Random(1000 * seed + number)
        taught = [passage for passage in self.passages if not self._is_held_out(passage.text)]
        rows: list[Row] = []
        for start in range(0, len(taught), _NEIGHBOURS):
            near = taught[start : start + _NEIGHBOURS]
            rows += [row for passage in near for row in _varied(passage, near, rng)]
        for each in self.in_context:
            if not self._is_held_out(each.row.first):
                rows.append(_under(each) if rng.random() < _HEADED else each.row)
        return rows

    def _is_held_out(self, text: str) -> bool:
        return bool(self.every) and zlib.crc32(text.encode("utf-8")) % self.every == 0


def _varied(passage: Passage, near: Sequence[Passage], rng: random.Random) -> Iterator[Row]:
    for row in passage.rows:
        yield replace(row, text=_beside(passage.text, rng.choice(near).text, rng))
        other = rng.choice(near).text
        if rng.random() >= _ELSEWHERE[0 if row.is_claim else 1] or other == passage.text:
            continue
        if row.is_claim:
            yield Row(row.first, other, NOT_FOUND)
        elif row.answer is None or row.answer not in other:
            yield Row(row.first, other)


def _beside(text: str, other: str, rng: random.Random) -> str:
    """A passage, sometimes with the beginning of another one before or behind it."""
    if rng.random() >= _BESIDE or other == text or len(text) + len(other[:_OTHER]) > _TOGETHER:
        return text
    return text + other[:_OTHER] if rng.random() < 0.5 else other[:_OTHER] + text


def _under(each: InContext) -> Row:
    return replace(each.row, text=each.headings[-_HEADING:] + each.row.text)
