"""Teaches the two networks what people ask in their own words.

A question shall be nearer to the passage that answers it than to thousands of others (the loss of Henderson et al.
2017), and among those of its report; both networks learn, and the vectors of the passages that a step does not read are
those of some steps before (Wang et al. 2020, "Cross-Batch Memory"). A step reads the passages that are mistaken for the
answers too (Xiong et al. 2021, ANCE). So that nothing else is lost, other queries and the passages are held to the
vectors that they had, and English queries drawn to those of their translations (Reimers and Gurevych 2020).
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from models.asked import Asked, Beside
from models.network import Network
from models.taught import PASSAGE, QUERY, Blend, Encode, Pair, Taught, joined

__all__ = ["Blend", "Pair", "QuestionPlan", "mean_of", "plans", "teach_questions"]

_FIRST_STEPS = 20  # of a rising rate
_FIRST = 5  # places in which a held-out question shall find its passage
_DRAWN = 0.7  # of the questions, until the next ones are drawn
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """How the questions are taught.

    :ivar rates: of the network of queries and of that of passages.
    :ivar batch: questions of a step; ``beside``: of each other kind of text.
    :ivar remembered: steps after which the vectors of all passages, and what is mistaken for what, are read anew.
    :ivar mistaken: passages of each question that are mistaken for its answer; ``most`` of them are read in a step.
    :ivar inside: what the loss among the passages of a report counts.
    :ivar dropped: the share of pieces of a question that are left out.
    :ivar scale: of the similarities; ``smoothing``: the share of a question that may belong to other passages.
    :ivar kept: what the cosine to the former vector counts, of a question and of another query; ``translated``: that
        to the vector of the translation; ``passages``: that of a passage with questions and of another one.
    """

    steps: int = 130
    rates: tuple[float, float] = (1.5e-4, 1e-4)
    batch: int = 1024
    beside: int = 512
    remembered: int = 40
    mistaken: int = 3
    most: int = 768
    inside: float = 0.5
    dropped: float = 0.0
    scale: float = 25.0
    smoothing: float = 0.05
    kept: tuple[float, float] = (0.2, 6.0)
    translated: float = 3.0
    passages: tuple[float, float] = (0.5, 4.0)
    seed: int = 3


def plans() -> tuple[QuestionPlan, ...]:
    """Of three runs, whose mean is taken: in other order, without some pieces of the questions, with other rates."""
    bold = QuestionPlan(
        steps=173, rates=(3e-4, 2e-4), batch=2048, dropped=0.12, scale=20.0, kept=(0.05, 6.0), seed=6
    )  # fmt: skip
    return QuestionPlan(), QuestionPlan(steps=214, dropped=0.12, seed=4), bold


def mean_of(pairs: Sequence[Pair]) -> Pair:
    """The mean of the weights (Wortsman et al. 2022, "Model soups")."""
    return Pair(_mean([pair.asking for pair in pairs]), _mean([pair.passages for pair in pairs]))


def teach_questions(
    pair: Pair, asked: Sequence[Asked], beside: Beside, blend: Blend, encode: Encode, plan: QuestionPlan, path: Path
) -> Pair:
    """Taught copies of the networks; the teaching goes on from the last checkpoint, if there is one.

    :param pair: with their centres, on the device that shall be used.
    :param encode: see :meth:`models.taught.Taught.read`.
    :param path: of the checkpoint.
    """
    torch.manual_seed(plan.seed)
    texts = Taught.read(pair, asked, beside, blend, encode)
    taught = Pair(copy.deepcopy(pair.asking).train(), copy.deepcopy(pair.passages).train())
    learned = [_learned(network) for network in (taught.asking, taught.passages)]
    groups = [{"params": each, "lr": rate} for each, rate in zip(learned, plan.rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    first = _resumed(path, taught, optimiser)
    mistaken, remembered = None, texts.former
    for step, questions in enumerate(_questions(texts, plan)):
        if step < first:
            continue
        if mistaken is None or step % plan.remembered == 0:
            remembered = texts.all_passages(taught.passages)
            mistaken = texts.nearest(taught.asking, remembered, blend.share, plan.mistaken)
            found = texts.found(taught.asking, remembered, blend.share, _FIRST)
            _LOG.info("questions: step %d, %.3f of those held out are found", step, found)
        for group, rate in zip(optimiser.param_groups, plan.rates, strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / _FIRST_STEPS) * max(0.03, 1 - step / plan.steps)
        rows = _Rows.drawn(texts, questions, mistaken, plan, step)
        loss = _loss(taught, texts, rows, remembered, blend.share, plan)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for each in learned:
            nn.utils.clip_grad_norm_(each, 1.0)
        optimiser.step()
        if (step + 1) % plan.remembered == 0 or step + 1 == plan.steps:
            _keep(path, taught, optimiser, step + 1)
    return Pair(taught.asking.train(False), taught.passages.train(False))


def _learned(network: Network) -> list[nn.Parameter]:
    network.requires_grad_(False)
    network.layers.requires_grad_(True)
    return list(network.layers.parameters())


def _questions(texts: Taught, plan: QuestionPlan) -> Iterator[NDArray[np.int64]]:
    """The numbers of the questions of each step."""
    rng = np.random.default_rng(plan.seed)
    chances, order = texts.weights / texts.weights.sum(), texts.learned[:0]
    drawn = max(1, int(len(texts.learned) * _DRAWN))
    for _ in range(plan.steps):
        if len(order) < min(plan.batch, drawn):
            order = rng.choice(texts.learned, drawn, replace=False, p=chances)
        yield order[: plan.batch]
        order = order[plan.batch :]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The numbers of the texts of a step: ``questions``, ``kept`` and ``translated`` queries; passages that are asked
    about or ``mistaken`` for those, and ``others``.
    """

    questions: torch.Tensor
    kept: torch.Tensor
    translated: torch.Tensor
    asked: torch.Tensor
    others: torch.Tensor

    @classmethod
    def drawn(
        cls, texts: Taught, questions: NDArray[np.int64], mistaken: NDArray[np.int64], plan: QuestionPlan, step: int
    ) -> _Rows:
        rng = np.random.default_rng((plan.seed, step))
        _, first, second, end = texts.starts
        ranges = (np.arange(first, second), np.arange(second, end), np.arange(texts.asked, len(texts.passages)))
        kept, translated, others = (rng.choice(all_, min(plan.beside, len(all_)), replace=False) for all_ in ranges)
        answers = np.unique(texts.answer.cpu().numpy()[questions])
        wrong = np.setdiff1d(mistaken[questions], answers)
        wrong = rng.permutation(wrong)[: plan.most]
        rows = (questions, kept, translated, np.concatenate([answers, wrong]), others)
        return cls(*(torch.from_numpy(some).to(texts.wanted.device) for some in rows))


def _loss(
    pair: Pair, texts: Taught, rows: _Rows, remembered: torch.Tensor, share: float, plan: QuestionPlan
) -> torch.Tensor:
    vectors = texts.queries.vectors(pair.asking, QUERY, rows.questions, plan.dropped)
    loss = plan.kept[0] * (1 - (vectors * texts.wanted[rows.questions]).sum(1)).mean()
    for some, weight in ((rows.kept, plan.kept[1]), (rows.translated, plan.translated)):
        near = (texts.queries.vectors(pair.asking, QUERY, some) * texts.wanted[some]).sum(1)
        loss = loss + weight * (1 - near).mean()
    live = torch.cat([rows.asked, rows.others])
    fresh = texts.passages.vectors(pair.passages, PASSAGE, live)
    away = 1 - (fresh * texts.former[live]).sum(1)
    asked, others = torch.split(away, [len(rows.asked), len(rows.others)])
    loss = loss + plan.passages[0] * asked.mean() + plan.passages[1] * others.mean()
    passages = joined(remembered.index_put((live,), fresh), texts.words[1], share)
    scores = plan.scale * joined(vectors, texts.words[0][rows.questions], share) @ passages.T
    answers = texts.answer[rows.questions]
    nearest: torch.Tensor = functional.cross_entropy(scores, answers, label_smoothing=plan.smoothing)
    return loss + nearest + plan.inside * texts.reports.loss(scores, answers)


def _mean(networks: Sequence[Network]) -> Network:
    result = copy.deepcopy(networks[0])
    with torch.no_grad():
        for weight, *others in zip(*(network.layers.parameters() for network in (result, *networks[1:])), strict=True):
            weight.copy_(torch.stack([weight, *others]).mean(0))
    return result


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
