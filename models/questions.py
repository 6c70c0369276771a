"""Teaches the network that reads queries what people ask in their own words; the vectors of passages stay.

Its upper layers learn to put a question nearer to the passage that answers it than to thousands of others (the loss of
Henderson et al. 2017, with all passages as the others). So that nothing else is lost, other queries are held to the
vectors that they had, and English ones drawn to those of their translations (Reimers and Gurevych 2020).
"""

from __future__ import annotations

import copy
import logging
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from index.encoder import Encoder
from models.asked import Asked, Beside
from models.centre import PROMPTS
from models.network import MOST_PIECES, Network

__all__ = ["Blend", "QuestionPlan", "blend_of", "teach_questions"]

_QUERY, _PASSAGE = 0, 1
_AT_ONCE = 128  # texts
_FIRST_STEPS = 60  # of a rising rate
_LOG = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """How the questions are taught.

    :ivar frozen: layers, from the first, that stay as they are.
    :ivar passes: over all texts; ``batch``: texts of a step.
    :ivar scale: of the similarities; ``smoothing``: the share of a question that may belong to other passages.
    :ivar kept: what the cosine to the former vector counts, of a question and of another query; ``translated``: that
        to the vector of the translation.
    :ivar way: how far the weights go from the former to the taught ones (Wortsman et al. 2022): most of what is learned
        is kept, and what was known before is lost less.
    """

    frozen: int = 6
    passes: int = 2
    rate: float = 1e-4
    batch: int = 48
    scale: float = 25.0
    smoothing: float = 0.05
    kept: tuple[float, float] = (0.2, 6.0)
    translated: float = 3.0
    way: float = 0.75
    seed: int = 3


@dataclass(frozen=True, slots=True)
class Blend:
    """The rest of the model, which stays.

    :ivar passages: gives joined unit vectors of passages, shape (texts, hidden + table).
    :ivar words: gives unit vectors of the static table, shape (texts, table); ``share`` is its part of a similarity.
    """

    passages: Embed
    words: Embed
    share: float


@dataclass(frozen=True, slots=True)
class _Texts:
    """All queries.

    :ivar lower: the states of each after the frozen layers, shape (pieces, hidden); ``words``: the table's vectors.
    :ivar wanted: the vectors that they are held or drawn to; ``weight``: how much that counts.
    :ivar answer: the passage of each, -1 if there is none.
    """

    lower: list[torch.Tensor]
    words: torch.Tensor
    wanted: torch.Tensor
    weight: torch.Tensor
    answer: torch.Tensor

    def batches(self, size: int, rng: random.Random) -> Iterator[list[int]]:
        """Numbers of texts of one length: all questions, or none."""
        groups: dict[tuple[bool, int], list[int]] = {}
        order = list(range(len(self.lower)))
        rng.shuffle(order)
        for number in order:
            groups.setdefault((bool(self.answer[number] >= 0), len(self.lower[number])), []).append(number)
        cut = [group[i : i + size] for group in groups.values() for i in range(0, len(group), size)]
        rng.shuffle(cut)
        yield from cut


def blend_of(student: Network, tokenizer: Tokenizer, table: Encoder, share: float) -> Blend:
    """The model of a student and a static table whose part of a similarity is ``share``."""

    @torch.no_grad()
    def passages(texts: Sequence[str]) -> Floats:
        ids = [tokenizer.encode(PROMPTS[_PASSAGE] + text).ids[:MOST_PIECES] for text in texts]
        own = [student(torch.tensor([each]), torch.tensor([_PASSAGE]))[0].numpy() for each in ids]
        context = np.stack([vector / np.linalg.norm(vector) for vector in own])
        joined = np.concatenate([context * np.sqrt(1 - share), table.encode(texts) * np.sqrt(share)], axis=1)
        joined /= np.linalg.norm(joined, axis=1, keepdims=True)
        return joined.astype(np.float32)

    return Blend(passages, table.encode, share)


def teach_questions(
    network: Network,
    tokenizer: Tokenizer,
    asked: Sequence[Asked],
    beside: Beside,
    blend: Blend,
    plan: QuestionPlan,
    work: Path,
) -> Network:
    """A taught copy of the network; it goes on after the last whole pass in ``work``, if there is one.

    :param network: with its centre.
    """
    torch.manual_seed(plan.seed)
    passages = torch.from_numpy(blend.passages([each.passage for each in asked] + beside.others))
    texts = _prepared(network, tokenizer, asked, beside, blend, plan)
    taught = copy.deepcopy(network).train()
    taught.requires_grad_(False)
    layers = taught.layers[plan.frozen :].requires_grad_(True)
    learned = list(layers.parameters())
    optimiser = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=0.01, betas=(0.9, 0.98))
    path = work / "questions.pt"
    first = _resumed(path, taught, optimiser)
    for number in range(first, plan.passes):
        batches = list(texts.batches(plan.batch, random.Random(plan.seed + number)))
        for step, batch in enumerate(batches):
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * _share_of_rate(step + number * len(batches), plan.passes * len(batches))
            loss = _loss(taught, texts, batch, passages, blend.share, plan)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            if (step + 1) % 100 == 0:
                _LOG.info("questions: pass %d, step %d of %d: loss %.3f", number + 1, step + 1, len(batches), loss)
        _keep(path, taught, optimiser, number + 1)
    with torch.no_grad():
        for weight, former in zip(learned, network.layers[plan.frozen :].parameters(), strict=True):
            weight.lerp_(former, 1 - plan.way)
    return taught.train(False)


def _loss(
    network: Network, texts: _Texts, batch: list[int], passages: torch.Tensor, share: float, plan: QuestionPlan
) -> torch.Tensor:
    state = torch.stack([texts.lower[number] for number in batch])
    for layer in network.layers[plan.frozen :]:
        state = layer(state)
    vectors = _centred(state, network)
    held = (texts.weight[batch] * (1 - (vectors * texts.wanted[batch]).sum(1))).mean()
    answer = texts.answer[batch]
    if answer[0] < 0:
        return held
    joined = torch.cat([vectors * (1 - share) ** 0.5, texts.words[batch] * share**0.5], dim=1)
    scores = plan.scale * functional.normalize(joined, dim=1) @ passages.T
    return held + functional.cross_entropy(scores, answer, label_smoothing=plan.smoothing)


def _prepared(
    network: Network, tokenizer: Tokenizer, asked: Sequence[Asked], beside: Beside, blend: Blend, plan: QuestionPlan
) -> _Texts:
    questions = [(query, number) for number, each in enumerate(asked) for query in each.queries]
    texts = [query for query, _ in questions] + beside.kept + [en for en, _ in beside.translated]
    lower, own = _read(network, tokenizer, texts, plan.frozen)
    _, translated = _read(network, tokenizer, [zh for _, zh in beside.translated], plan.frozen)
    counts = len(questions), len(beside.kept), len(beside.translated)
    return _Texts(
        lower,
        torch.from_numpy(blend.words(texts)),
        torch.cat([own[: counts[0] + counts[1]], translated]),
        torch.repeat_interleave(torch.tensor([*plan.kept, plan.translated]), torch.tensor(counts)),
        torch.tensor([number for _, number in questions] + [-1] * (counts[1] + counts[2])),
    )


@torch.no_grad()
def _read(
    network: Network, tokenizer: Tokenizer, texts: Sequence[str], frozen: int
) -> tuple[list[torch.Tensor], torch.Tensor]:
    """States after the frozen layers, and the unit vectors, shape (texts, hidden)."""
    ids = [tokenizer.encode(PROMPTS[_QUERY] + text).ids for text in texts]
    states: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    vectors = torch.empty(len(texts), network.centre.shape[1])
    order = sorted(range(len(texts)), key=lambda number: len(ids[number]))
    while order:
        length = len(ids[order[0]])
        some = [number for number in order[:_AT_ONCE] if len(ids[number]) == length]
        order = order[len(some) :]
        found = network.states(torch.tensor([ids[number] for number in some]))
        vectors[some] = _centred(found[-1], network)
        for number, state in zip(some, found[frozen - 1], strict=True):
            states[number] = state.clone()
    return states, vectors


def _centred(state: torch.Tensor, network: Network) -> torch.Tensor:
    return functional.normalize(functional.normalize(state.mean(1), dim=-1) - network.centre[_QUERY], dim=-1)


def _share_of_rate(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / _FIRST_STEPS) * max(0.03, 1 - step / steps)


def _resumed(path: Path, network: Network, optimiser: torch.optim.Optimizer) -> int:
    """How many passes are done."""
    if not path.exists():
        return 0
    kept = torch.load(path, weights_only=True)
    network.load_state_dict(kept["network"])
    optimiser.load_state_dict(kept["optimiser"])
    return int(kept["passes"])


def _keep(path: Path, network: Network, optimiser: torch.optim.Optimizer, passes: int) -> None:
    part = path.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "passes": passes}, part)
    os.replace(part, path)
