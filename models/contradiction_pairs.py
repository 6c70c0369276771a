"""Pairs of statements that teach a network whether they tell one fact otherwise (:mod:`models.contradiction`).

Two kinds. ``contradicting.jsonl.gz`` was written for it: a line is a statement (``a``) with two others that exclude it
and four that only look so; each has the title and date of its report, its heading, and what is compared (``value``, and
``of_a`` in the first one). The others are what the program itself finds near each other in invented knowledge bases
with planted contradictions (``planted.jsonl.gz`` and ``eval/cases/unseen``, those that were read), a few of the others
for each that contradicts.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from answer.conflict_read import Told, in_order, side_by_side, told_by
from answer.conflict_steps import both_hold
from answer.conflict_weighed import chances_of, shipped_score
from index.encoders.comprehension import closed_up
from models.conflicts import SORTS, case_of, rows_in
from models.contradiction_made import agreeing, told_again

__all__ = ["WRITTEN", "Found", "Pair", "Written", "drawn", "found_in", "in_pieces"]

WRITTEN = Path(__file__).parent / "contradicting.jsonl.gz"
_CLAUSE = re.compile(r"[^，；。：,;]+[，；。：,;]?")
_BEGIN, _PADDING, _END = 0, 1, 2
_WIDER, _NOTHING = 0.3, 0.1  # shares of what was written with a clause compared, and with nothing named
_WHOLE = 0.15  # share of what was found with the clause compared, whatever differs
_AGAIN, _ITSELF, _AGREEING = 0.33, 0.25, 0.5  # of what was written, of what is told again, and of contradictions
_LONG_COUNTS = 1.5
_OF_A_CASE = 3  # pairs of a planted contradiction that are taught, which count as one together
_LIKELY, _OF_LIKELY = 0.01, 2 / 3  # of the others: what trees do not rule out, and their share


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements as the network reads them, whether they tell one fact otherwise, and what that counts."""

    first: str
    second: str
    contradicts: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Written:
    """A pair that was written: the two statements, each with the words that are compared."""

    a: Told
    b: Told
    contradicts: bool

    @classmethod
    def read(cls, path: Path = WRITTEN) -> list[Written]:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [
            cls(_told(row["a"], other["of_a"]), _told(other, other["value"]), name == "conflict")
            for row in rows
            for name in ("conflict", "fine")
            for other in row[name]
        ]

    def version(self, chance: random.Random) -> Pair:
        """As it is read once: of one report in any order, and not always with what is compared."""
        sides = in_order(self.a, self.b)
        of_one = self.a.title == self.b.title
        if of_one and chance.random() < 0.5:
            sides = sides[1], sides[0]
        wider, nothing = chance.random() < _WIDER, chance.random() < _NOTHING
        one, two = (_wider(told, nothing=nothing) if wider or nothing else told for told in sides)
        return Pair(*side_by_side(one, two, of_one=of_one), self.contradicts)


def _told(side: dict[str, Any], value: str) -> Told:
    text = str(side["text"])
    at = text.find(value) if value else -1
    return Told(side["doc"], side["date"], side["head"], text, (at, at + len(value)) if at >= 0 else None)


def _wider(told: Told, *, nothing: bool) -> Told:
    """With the clause around what is compared, or with nothing named."""
    at = told.compared
    if at and not nothing:
        at = next((m.span() for m in _CLAUSE.finditer(told.text) if m.start() <= at[0] < m.end()), at)
    return Told(told.title, told.issued, told.heading, told.text, None if nothing else at)


@dataclass(frozen=True, slots=True)
class Found:
    """Two statements that a knowledge base has near each other.

    :ivar texts: with what differs; ``whole``: with the clauses in which it does.
    :ivar case: of which planted contradiction they are, if of any; ``decoy``: they are of a pair that looks like one.
    :ivar chance: what trees say (0..1); ``long``: of long reports.
    """

    texts: tuple[str, str]
    whole: tuple[str, str]
    case: tuple[str, int] | None
    decoy: bool
    chance: float
    long: bool


def found_in(base: dict[str, Any], folder: Path, *, long: bool) -> list[Found]:
    """The pairs of one invented knowledge base, each by the likeliest of its differences.

    :param base: a line of ``planted.jsonl.gz``.
    """
    cases = [case for case in base["cases"] if case["b"]]
    rows, listed = rows_in(base, folder)
    documents = {document.id: document for document in listed}
    chances = chances_of(np.array([row[3] for row in rows], np.float32), shipped_score()) if rows else ()
    best: dict[tuple[int, int], Found] = {}
    for (a, b, difference, _), chance in zip(rows, chances, strict=True):
        number = case_of(cases, a, b)
        case = cases[number] if number is not None else None
        real = case is not None and case["severity"] != "decoy"
        if case is not None and real and difference.sort not in SORTS.get(case.get("kind", ""), (difference.sort,)):
            continue  # neither a conflict nor none
        known = best.get((id(a), id(b)))
        if both_hold(a, b, difference) or (known is not None and known.chance >= chance):
            continue
        of = documents[a.unit.passage.document], documents[b.unit.passage.document]
        named, whole = (
            side_by_side(*in_order(told_by(a, one, of[0]), told_by(b, two, of[1])), of_one=of[0].id == of[1].id)
            for one, two in ((difference.a, difference.b), ("", ""))
        )
        place = (base["base"], number) if real and number is not None else None
        best[id(a), id(b)] = Found(named, whole, place, case is not None and not real, float(chance), long)
    return [*best.values()]


def drawn(written: Sequence[Written], found: Sequence[Found], others: int, chance: random.Random) -> list[Pair]:
    """What is read in one pass, in random order.

    :param others: pairs that are no contradiction for each that is, of those that were found.
    """
    pairs = [one.version(chance) for one in [*written, *_made(written, chance)]]
    by_case: dict[tuple[str, int], list[Found]] = defaultdict(list)
    for one in found:
        if one.case is not None:
            by_case[one.case].append(one)
    taught = 0
    for own in by_case.values():
        own.sort(key=lambda one: -one.chance)
        for one in own[:_OF_A_CASE]:
            weight = (_LONG_COUNTS if one.long else 1.0) / min(len(own), _OF_A_CASE)
            pairs.append(Pair(*_texts(one, chance), True, weight))
            taught += 1
    rest = [one for one in found if one.case is None]
    likely = [one for one in rest if one.decoy or one.chance > _LIKELY]
    unlikely = [one for one in rest if one.long and not one.decoy and one.chance <= _LIKELY]
    first = min(len(likely), round(taught * others * _OF_LIKELY))
    second = min(len(unlikely), taught * others - first)
    for one in [*chance.sample(likely, first), *chance.sample(unlikely, second)]:
        pairs.append(Pair(*_texts(one, chance), False))
    chance.shuffle(pairs)
    return pairs


def _made(written: Sequence[Written], chance: random.Random) -> Iterator[Written]:
    """Some of what was written again with another figure, now and then with its own one, or with the other side's."""
    for one in written:
        if chance.random() < _AGAIN:
            told, other = chance.choice(((one.a, one.b), (one.b, one.a)))
            again = told_again(told, other, chance)
            if again is not None:
                yield Written(told, again, contradicts=True)
                if chance.random() < _ITSELF:
                    yield Written(told, told, contradicts=False)
        if one.contradicts and chance.random() < _AGREEING:
            same = agreeing(one.a, one.b)
            if same is not None:
                yield Written(one.a, same, contradicts=False)


def _texts(one: Found, chance: random.Random) -> tuple[str, str]:
    return one.whole if chance.random() < _WHOLE else one.texts


def in_pieces(
    pairs: Sequence[Pair], tokenizer: Tokenizer, first: int, most: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pairs as the network reads them: ids, kinds and where there is a piece, each of shape (pairs, most pieces).

    :param first: pieces of the first statement at most; ``most``: of both together with the three marks.
    """
    rows = []
    for pair in pairs:
        one, two = (
            tokenizer.encode(closed_up(text)[0], add_special_tokens=False).ids for text in (pair.first, pair.second)
        )
        one = [_BEGIN, *one[:first], _END]
        rows.append((one, [*two[: most - 1 - len(one)], _END]))
    shape = len(rows), max(len(one) + len(two) for one, two in rows)
    ids, kinds = torch.full(shape, _PADDING), torch.zeros(shape, dtype=torch.long)
    for number, (one, two) in enumerate(rows):
        ids[number, : len(one) + len(two)] = torch.tensor([*one, *two])
        kinds[number, len(one) : len(one) + len(two)] = 1
    return ids, kinds, ids != _PADDING
