"""Teaches the two networks what people ask in their own words.

A question shall be nearer to the passage that answers it than to thousands of others (the loss of Henderson et al.
2017); both networks learn, and the vectors of the passages that a step does not read are those of some steps before
(Wang et al. 2020, "Cross-Batch Memory"). So that nothing else is lost, other queries and the passages are held to the
vectors that they had, and English queries drawn to those of their translations (Reimers and Gurevych 2020).
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.asked import Asked, Beside
from models.network import Network
from models.padded import Padded

__all__ = ["Blend", "Pair", "QuestionPlan", "Taught", "teach_questions"]

_QUERY, _PASSAGE = 0, 1
_FIRST_STEPS = 20  # of a rising rate
_HELD_OUT = 14  # of so many passages with questions one is only measured with
_FIRST = 5  # places in which a held-out question shall find its passage
_LOG = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str], int], Padded]


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """How the questions are taught.

    :ivar rates: of the network of queries and of that of passages.
    :ivar batch: questions of a step; ``beside``: of each other kind of text.
    :ivar remembered: steps after which the vectors of all passages are read anew.
    :ivar scale: of the similarities; ``smoothing``: the share of a question that may belong to other passages.
    :ivar kept: what the cosine to the former vector counts, of a question and of another query; ``translated``: that
        to the vector of the translation; ``passages``: that of a passage with questions and of another one.
    :ivar way: how far the weights go from the former to the taught ones (Wortsman et al. 2022): most of what is learned
        is kept, and what was known before is lost less.
    """

    steps: int = 160
    rates: tuple[float, float] = (1.5e-4, 1e-4)
    batch: int = 1024
    beside: int = 512
    remembered: int = 20
    scale: float = 25.0
    smoothing: float = 0.05
    kept: tuple[float, float] = (0.2, 6.0)
    translated: float = 3.0
    passages: tuple[float, float] = (0.5, 4.0)
    way: float = 0.5
    seed: int = 3


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
class Taught:
    """All texts, on the device where the networks are.

    :ivar queries: first questions, then those that are kept, then translated ones; ``starts`` of the three and the end.
    :ivar wanted: the vectors that they are held or drawn to; ``words``: the table's, of queries and of passages.
    :ivar answer: the passage of each question; ``learned``: numbers of the questions that are learned.
    :ivar asked: how many passages have questions; the others come after them; ``former``: vectors of all passages.
    """

    queries: Padded
    starts: tuple[int, int, int, int]
    wanted: torch.Tensor
    words: tuple[torch.Tensor, torch.Tensor]
    answer: torch.Tensor
    learned: torch.Tensor
    passages: Padded
    asked: int
    former: torch.Tensor

    @classmethod
    @torch.no_grad()
    def read(cls, pair: Pair, asked: Sequence[Asked], beside: Beside, blend: Blend, encode: Encode) -> Taught:
        """Encode all texts and read them with the networks as they are.

        :param encode: texts of a role (0 query, 1 passage) as pieces, where the networks are.
        """
        questions = [(query, number) for number, each in enumerate(asked) for query in each.queries]
        texts = [query for query, _ in questions] + beside.kept + [en for en, _ in beside.translated]
        ends = np.cumsum([0, len(questions), len(beside.kept), len(beside.translated)]).tolist()
        queries, passages = encode(texts, _QUERY), [each.passage for each in asked] + beside.others
        device = queries.ids.device
        wanted = queries.vectors(pair.asking, _QUERY, torch.arange(ends[3], device=device))
        chinese = encode([zh for _, zh in beside.translated], _QUERY)
        wanted[ends[2] :] = chinese.vectors(pair.asking, _QUERY, torch.arange(len(chinese), device=device))
        padded = encode(passages, _PASSAGE)
        words = (torch.from_numpy(blend.words(some)).to(device) for some in (texts, passages))
        answer = torch.tensor([number for _, number in questions], device=device)
        return cls(
            queries,
            (ends[0], ends[1], ends[2], ends[3]),
            wanted,
            (next(words), next(words)),
            answer,
            (answer % _HELD_OUT).nonzero()[:, 0],
            padded,
            len(asked),
            padded.vectors(pair.passages, _PASSAGE, torch.arange(len(padded), device=device)),
        )


def teach_questions(
    pair: Pair, asked: Sequence[Asked], beside: Beside, blend: Blend, encode: Encode, plan: QuestionPlan, path: Path
) -> Pair:
    """Taught copies of the networks; the teaching goes on from the last checkpoint, if there is one.

    :param pair: with their centres, on the device that shall be used.
    :param encode: see :meth:`Taught.read`.
    :param path: of the checkpoint.
    """
    torch.manual_seed(plan.seed)
    texts = Taught.read(pair, asked, beside, blend, encode)
    taught = Pair(copy.deepcopy(pair.asking).train(), copy.deepcopy(pair.passages).train())
    learned = [_learned(network) for network in (taught.asking, taught.passages)]
    groups = [{"params": each, "lr": rate} for each, rate in zip(learned, plan.rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    first = _resumed(path, taught, optimiser)
    _LOG.info("questions: %.3f of those held out are found before", _found(taught, texts, blend))
    remembered = texts.former
    for step, rows in enumerate(_batches(texts, plan)):
        if step < first:
            continue
        if step % plan.remembered == 0:
            remembered = _all(taught.passages, texts)
        for group, rate in zip(optimiser.param_groups, plan.rates, strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / _FIRST_STEPS) * max(0.03, 1 - step / plan.steps)
        loss = _loss(taught, texts, rows, remembered, blend.share, plan)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for each in learned:
            nn.utils.clip_grad_norm_(each, 1.0)
        optimiser.step()
        if (step + 1) % plan.remembered == 0 or step + 1 == plan.steps:
            _LOG.info(
                "questions: step %d, loss %.3f, found %.3f",
                step + 1,
                float(loss.detach()),
                _found(taught, texts, blend),
            )
            _keep(path, taught, optimiser, step + 1)
    return Pair(_between(pair.asking, taught.asking, plan.way), _between(pair.passages, taught.passages, plan.way))


def _learned(network: Network) -> list[nn.Parameter]:
    network.requires_grad_(False)
    network.layers.requires_grad_(True)
    return list(network.layers.parameters())


@dataclass(frozen=True, slots=True)
class _Rows:
    """The numbers of the texts of a step: ``questions``, ``kept`` and ``translated`` queries, ``others``: passages."""

    questions: torch.Tensor
    kept: torch.Tensor
    translated: torch.Tensor
    others: torch.Tensor


def _batches(texts: Taught, plan: QuestionPlan) -> Iterator[_Rows]:
    rng = np.random.default_rng(plan.seed)
    learned = texts.learned.cpu().numpy()
    _, first, second, end = texts.starts
    ranges = (np.arange(first, second), np.arange(second, end), np.arange(texts.asked, len(texts.passages)))
    order: list[int] = []
    for _ in range(plan.steps):
        if len(order) < min(plan.batch, len(learned)):
            order = rng.permutation(learned).tolist()
        questions, order = order[: plan.batch], order[plan.batch :]
        rest = (rng.choice(some, min(plan.beside, len(some)), replace=False) for some in ranges)
        rows = [torch.from_numpy(np.asarray(some)).to(texts.wanted.device) for some in (questions, *rest)]
        yield _Rows(*rows)


def _loss(
    pair: Pair, texts: Taught, rows: _Rows, remembered: torch.Tensor, share: float, plan: QuestionPlan
) -> torch.Tensor:
    queries = torch.cat([rows.questions, rows.kept, rows.translated])
    counts = torch.tensor([len(rows.questions), len(rows.kept), len(rows.translated)], device=queries.device)
    vectors = texts.queries.vectors(pair.asking, _QUERY, queries)
    weight = torch.tensor([*plan.kept, plan.translated], device=queries.device) / counts.clamp(min=1)
    away = 1 - (vectors * texts.wanted[queries]).sum(1)
    loss = (away * weight.repeat_interleave(counts)).sum()
    answers = texts.answer[rows.questions]
    live = torch.cat([torch.unique(answers), rows.others])
    fresh = texts.passages.vectors(pair.passages, _PASSAGE, live)
    away = 1 - (fresh * texts.former[live]).sum(1)
    asked, others = torch.split(away, [len(live) - len(rows.others), len(rows.others)])
    loss = loss + plan.passages[0] * asked.mean() + plan.passages[1] * others.mean()
    passages = _joined(remembered.index_put((live,), fresh), texts.words[1], share)
    questions = _joined(vectors[: len(rows.questions)], texts.words[0][rows.questions], share)
    scores = plan.scale * questions @ passages.T
    nearest: torch.Tensor = functional.cross_entropy(scores, answers, label_smoothing=plan.smoothing)
    return loss + nearest


def _joined(vectors: torch.Tensor, words: torch.Tensor, share: float) -> torch.Tensor:
    return functional.normalize(torch.cat([vectors * (1 - share) ** 0.5, words * share**0.5], dim=1), dim=1)


@torch.no_grad()
def _all(network: Network, texts: Taught) -> torch.Tensor:
    return texts.passages.vectors(network, _PASSAGE, torch.arange(len(texts.passages), device=texts.former.device))


@torch.no_grad()
def _found(pair: Pair, texts: Taught, blend: Blend) -> float:
    """The share of the held-out questions that find their passage among the first ones."""
    rows = (texts.answer % _HELD_OUT == 0).nonzero()[:, 0]
    questions = _joined(texts.queries.vectors(pair.asking, _QUERY, rows), texts.words[0][rows], blend.share)
    scores = questions @ _joined(_all(pair.passages, texts), texts.words[1], blend.share).T
    own = scores.gather(1, texts.answer[rows][:, None])
    return float(((scores > own).sum(1) < _FIRST).float().mean())


def _between(former: Network, taught: Network, way: float) -> Network:
    result = copy.deepcopy(former)
    with torch.no_grad():
        for weight, other in zip(result.layers.parameters(), taught.layers.parameters(), strict=True):
            weight.lerp_(other, way)
    return result.train(False)


def _resumed(path: Path, pair: Pair, optimiser: torch.optim.Optimizer) -> int:
    """How many steps are done."""
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    pair.asking.load_state_dict(kept["asking"])
    pair.passages.load_state_dict(kept["passages"])
    optimiser.load_state_dict(kept["optimiser"])
    return int(kept["steps"])


def _keep(path: Path, pair: Pair, optimiser: torch.optim.Optimizer, steps: int) -> None:
    part = path.with_suffix(".part")
    state = {"asking": pair.asking.state_dict(), "passages": pair.passages.state_dict()}
    torch.save({**state, "optimiser": optimiser.state_dict(), "steps": steps}, part)
    os.replace(part, path)
