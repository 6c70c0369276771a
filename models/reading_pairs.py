"""What the network of :mod:`models.comprehension` is taught: claims and questions, each with a passage and what is
right.

``read.jsonl.gz`` holds passages with claims and questions on them, ``read_under_headings.jsonl.gz`` such passages with
the title and heading that they stand under, ``read_in_context.jsonl.gz`` claims and questions with passages as the
program gives them to the network: behind headings, found by a search, rows of tables. All is invented.
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
    "READ_UNDER_HEADINGS",
    "SUPPORTED",
    "InContext",
    "Passage",
    "Row",
    "Written",
    "read_in_context",
    "read_passages",
]

READ, READ_UNDER_HEADINGS, READ_IN_CONTEXT = (
    Path(__file__).with_name(f"{name}.jsonl.gz") for name in ("read", "read_under_headings", "read_in_context")
)

SUPPORTED, CONTRADICTED, NOT_FOUND = range(3)  #: as the network's outputs
NOT_SUPPORTED = 3  #: contradicted, or not found: it is not said which
_VERDICTS = {"supported": SUPPORTED, "contradicted": CONTRADICTED, "not_found": NOT_FOUND, "partly": NOT_SUPPORTED}

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
    """An invented passage with what is put to it.

    :ivar text: without the headings; that of the ``rows`` too.
    :ivar headings: title and heading that it stands under, if any.
    """

    text: str
    rows: tuple[Row, ...]
    headings: str = ""


@dataclass(frozen=True, slots=True)
class InContext:
    """A row, and the headings that its passage stands under."""

    row: Row
    headings: str


def read_passages(path: Path = READ) -> list[Passage]:
    """The passages in file order.

    A line is ``{"text", "claims": [[claim, verdict, what differs or how it is said]], "questions": [[question,
    answer]]}``, with ``"headings"`` where it stands under some.

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
        found.append(Passage(text, tuple(rows), str(line.get("headings", ""))))
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
        elif right in _VERDICTS.values():
            row = Row(first, text, right)
        else:
            raise ValueError(f"{path.name}, line {number}: expected one of {[*_VERDICTS.values()]}, got {right!r}")
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
        """From the three files; of each only the ``first`` so many."""
        passages = [*read_passages()[:first], *read_passages(READ_UNDER_HEADINGS)[:first]]
        return cls(passages, read_in_context()[:first])

    def held_out(self) -> list[Row]:
        """What is not taught, as it is written, if it has one of three verdicts; in context the question or claim
        decides what is held out.
        """
        held = [passage for passage in self.passages if self._is_held_out(passage.text)]
        rows = [_under(row, passage.headings) for passage in held for row in passage.rows]
        rows += [_under(each.row, each.headings) for each in self.in_context if self._is_held_out(each.row.first)]
        return [row for row in rows if row.verdict != NOT_SUPPORTED]

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
                rows.append(_under(each.row, each.headings if rng.random() < _HEADED else ""))
        return rows

    def _is_held_out(self, text: str) -> bool:
        return bool(self.every) and zlib.crc32(text.encode("utf-8")) % self.every == 0


def _varied(passage: Passage, near: Sequence[Passage], rng: random.Random) -> Iterator[Row]:
    for row in passage.rows:
        yield _under(replace(row, text=_beside(passage.text, rng.choice(near).text, rng)), passage.headings)
        other = rng.choice(near)
        if rng.random() >= _ELSEWHERE[0 if row.is_claim else 1] or other.text == passage.text:
            continue
        if row.is_claim:
            yield _under(Row(row.first, other.text, NOT_FOUND), other.headings)
        elif row.answer is None or row.answer not in other.text:
            yield _under(Row(row.first, other.text), other.headings)


def _beside(text: str, other: str, rng: random.Random) -> str:
    """A passage, sometimes with the beginning of another one before or behind it."""
    if rng.random() >= _BESIDE or other == text or len(text) + len(other[:_OTHER]) > _TOGETHER:
        return text
    return text + other[:_OTHER] if rng.random() < 0.5 else other[:_OTHER] + text


def _under(row: Row, headings: str) -> Row:
    return replace(row, text=headings[-_HEADING:] + row.text)
