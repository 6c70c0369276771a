"""All texts that questions are taught with, where the networks are, and which of them lie near each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from models.asked import Asked, Beside
from models.network import Network
from models.padded import Padded

__all__ = ["PASSAGE", "QUERY", "Blend", "Encode", "Pair", "Reports", "Taught", "joined"]

QUERY, PASSAGE = 0, 1
_HELD_OUT, _HELD_REPORTS = 14, 8  # of so many passages with questions, and reports, one is only measured with
_WEIGHTS = (2.0, 1.0, 3.0)  # how often a question, a detail, a question to a whole report is drawn
_AT_ONCE = 4_096  # questions whose nearest passages are looked for
_NOWHERE = -9.0  # less than any similarity

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str], int], Padded]


@dataclass(frozen=True, slots=True)
class Pair:
    """The network of queries and that of passages."""

    asking: Network
    passages: Network


@dataclass(frozen=True, slots=True)
class Blend:
    """The static table, which stays.

    :ivar words: gives its unit vectors, shape (texts, table); ``share`` is its part of a similarity.
    """

    words: Callable[[Sequence[str]], Floats]
    share: float


@dataclass(frozen=True, slots=True)
class Reports:
    """Which passages are of one report.

    :ivar number: of the report of each passage, -1 of one that stands alone.
    :ivar members: passages of each report, shape (reports, most passages); ``filled``: where there is one.
    :ivar place: of each passage in its report.
    """

    number: torch.Tensor
    members: torch.Tensor
    filled: torch.Tensor
    place: torch.Tensor

    @classmethod
    def of(cls, asked: Sequence[Asked], passages: int, device: torch.device) -> Reports:
        """:param passages: how many there are with those that nobody asks about."""
        names = {
            name: number for number, name in enumerate(dict.fromkeys(each.report for each in asked if each.report))
        }
        rows: list[list[int]] = [[] for _ in names]
        number, place = np.full(passages, -1), np.zeros(passages, np.int64)
        for row, each in enumerate(asked):
            if each.report:
                number[row] = names[each.report]
                place[row] = len(rows[number[row]])
                rows[number[row]].append(row)
        members = np.zeros((len(rows), max(map(len, rows), default=0)), np.int64)
        filled = np.zeros(members.shape, bool)
        for report, some in enumerate(rows):
            members[report, : len(some)], filled[report, : len(some)] = some, True
        tensors = (torch.from_numpy(some).to(device) for some in (number, members, filled, place))
        return cls(*tensors)

    def loss(self, scores: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
        """How surely questions find their passages among those of the report, as a mean over all questions.

        :param scores: shape (questions, passages); ``answers``: shape (questions,).
        """
        of_report = (self.number[answers] >= 0).nonzero()[:, 0]
        if not len(of_report):
            return scores.new_zeros(())
        number = self.number[answers[of_report]]
        near = scores[of_report].gather(1, self.members[number]).masked_fill(~self.filled[number], -1e4)
        loss: torch.Tensor = functional.cross_entropy(near, self.place[answers[of_report]], reduction="sum")
        return loss / len(answers)


@dataclass(frozen=True, slots=True)
class Taught:
    """All texts, on the device where the networks are.

    :ivar queries: first questions, then those that are kept, then translated ones; ``starts`` of the three and the end.
    :ivar wanted: the vectors that they are held or drawn to; ``words``: the table's, of queries and of passages.
    :ivar answer: the passage of each question; ``learned``: numbers of the questions that are learned, ``weights``: how
        often each is drawn; ``measured``: numbers of the others.
    :ivar asked: how many passages have questions; the others come after them; ``former``: vectors of all passages.
    """

    queries: Padded
    starts: tuple[int, int, int, int]
    wanted: torch.Tensor
    words: tuple[torch.Tensor, torch.Tensor]
    answer: torch.Tensor
    learned: NDArray[np.int64]
    weights: NDArray[np.float64]
    measured: torch.Tensor
    passages: Padded
    asked: int
    former: torch.Tensor
    reports: Reports

    @classmethod
    @torch.no_grad()
    def read(cls, pair: Pair, asked: Sequence[Asked], beside: Beside, blend: Blend, encode: Encode) -> Taught:
        """Encode all texts and read them with the networks as they are.

        :param encode: texts of a role (0 query, 1 passage) as pieces, where the networks are.
        """
        questions = [(query, row) for row, each in enumerate(asked) for query in each.queries + each.details]
        texts = [query for query, _ in questions] + beside.kept + [en for en, _ in beside.translated]
        ends = np.cumsum([0, len(questions), len(beside.kept), len(beside.translated)]).tolist()
        queries, passages = encode(texts, QUERY), [each.passage for each in asked] + beside.others
        device = queries.ids.device
        wanted = queries.vectors(pair.asking, QUERY, torch.arange(ends[3], device=device))
        chinese = encode([zh for _, zh in beside.translated], QUERY)
        wanted[ends[2] :] = chinese.vectors(pair.asking, QUERY, torch.arange(len(chinese), device=device))
        padded = encode(passages, PASSAGE)
        answer = np.array([row for _, row in questions])
        reports = Reports.of(asked, len(passages), device)
        held = _held_out(reports.number.cpu().numpy())[answer]
        learned = np.flatnonzero(~held)
        return cls(
            queries,
            (ends[0], ends[1], ends[2], ends[3]),
            wanted,
            (torch.from_numpy(blend.words(texts)).to(device), torch.from_numpy(blend.words(passages)).to(device)),
            torch.from_numpy(answer).to(device),
            learned,
            _weights(asked)[learned],
            torch.from_numpy(np.flatnonzero(held)).to(device),
            padded,
            len(asked),
            padded.vectors(pair.passages, PASSAGE, torch.arange(len(padded), device=device)),
            reports,
        )

    @torch.no_grad()
    def all_passages(self, network: Network) -> torch.Tensor:
        """Their vectors."""
        return self.passages.vectors(network, PASSAGE, torch.arange(len(self.passages), device=self.former.device))

    @torch.no_grad()
    def found(self, asking: Network, passages: torch.Tensor, share: float, first: int) -> float:
        """The part of the held-out questions that find their passage among so many first ones.

        :param passages: the vectors of all; ``share``: of the table.
        """
        questions = self.questions(asking, self.measured, share)
        scores = questions @ joined(passages, self.words[1], share).T
        own = scores.gather(1, self.answer[self.measured][:, None])
        return float(((scores > own).sum(1) < first).float().mean())

    @torch.no_grad()
    def nearest(self, asking: Network, passages: torch.Tensor, share: float, count: int) -> NDArray[np.int64]:
        """The passages with questions that come nearest to a question but do not answer it, shape (questions, count).

        Parameters are those of :meth:`found`.
        """
        near = joined(passages, self.words[1], share)[: self.asked]
        found = []
        for rows in torch.split(torch.arange(self.starts[1], device=near.device), _AT_ONCE):
            scores = self.questions(asking, rows, share) @ near.T
            scores.scatter_(1, self.answer[rows][:, None], _NOWHERE)
            found.append(scores.topk(min(count, self.asked - 1), dim=1).indices.cpu().numpy())
        return np.concatenate(found)

    def questions(self, asking: Network, rows: torch.Tensor, share: float) -> torch.Tensor:
        """Vectors of the questions with these numbers, joined with the table's."""
        return joined(self.queries.vectors(asking, QUERY, rows), self.words[0][rows], share)


def joined(vectors: torch.Tensor, words: torch.Tensor, share: float) -> torch.Tensor:
    """The vectors whose dot products are the similarities of the networks and the table, mixed."""
    return functional.normalize(torch.cat([vectors * (1 - share) ** 0.5, words * share**0.5], dim=1), dim=1)


def _held_out(reports: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Of whole reports, and of passages that stand alone, one in so many."""
    alone = np.arange(len(reports)) % _HELD_OUT == 0
    held: NDArray[np.bool_] = np.where(reports >= 0, reports % _HELD_REPORTS == _HELD_REPORTS // 2 - 1, alone)
    return held


def _weights(asked: Sequence[Asked]) -> NDArray[np.float64]:
    question, detail, of_report = _WEIGHTS
    kinds = ((of_report if each.report else question, len(each.queries), len(each.details)) for each in asked)
    return np.array([w for first, some, more in kinds for w in [first] * some + [detail] * more])
