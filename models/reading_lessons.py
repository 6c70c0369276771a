"""Teaches the network of :mod:`models.comprehension`: by what is right, and by a larger network taught before."""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from models.comprehension import ComprehensionNetwork
from models.reading_batches import Batch, Pair, batched
from models.reading_pairs import NOT_SUPPORTED

__all__ = ["Lesson", "Outputs", "outputs", "shallow", "teach"]

_VERDICTS = 3  # of the four outputs; behind them: whether a question is answered
_HEADS = frozenset({"pool", "verdict", "span"})
_HEADS_RATE = 4.0  # these begin with random weights
_RISING, _LEAST = 0.06, 0.02  # share of the steps in which the rate rises, and what is left of it at the end
_CLIPPED = 1.0
_SOFTENED = 2.0  # temperature of what a teacher gives (Hinton et al. 2015)
_RIGHT, _STATES = 0.3, 0.5  # what the right answers and the teacher's states count beside what it answers
_NEVER = -1e4
_NEARLY = 0.9999
_TOLD = 8  # times that a lesson says how it goes
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One pass over some pairs.

    :ivar rate: of learning: it rises for a while and then falls to nearly nothing.
    :ivar pieces: of a batch at most; ``most``: pairs of it.
    :ivar beside: of made pairs: how many batches of them are read for one of the others.
    :ivar steps: at most; nothing: as many as the pass takes.
    """

    name: str
    rate: float
    pieces: int
    most: int
    beside: float = 0.0
    steps: int | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a network gives for a batch, in float: ``verdict`` (pairs, 4), ``span`` (pairs, pieces, 2) with hardly a
    chance outside of the passage, ``states`` of the last layer.
    """

    verdict: torch.Tensor
    span: torch.Tensor
    states: torch.Tensor


def outputs(network: ComprehensionNetwork, batch: Batch) -> Outputs:
    """Read a batch; with bfloat16 where that is quick, which it is not on a CPU."""
    device = batch.ids.device.type
    with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
        states = network.states(batch.ids, batch.kinds, batch.filled)
        verdict, span = network.heads(states)
    inside = (batch.kinds == 1) & batch.filled
    return Outputs(verdict.float(), span.float().masked_fill(~inside[..., None], _NEVER), states.float())


def shallow(teacher: ComprehensionNetwork, layers: Sequence[int]) -> ComprehensionNetwork:
    """A student with some of the teacher's layers, and all else that it has."""
    student = copy.deepcopy(teacher)
    student.layers = nn.ModuleList(student.layers[number] for number in layers)
    return student


def teach(
    network: ComprehensionNetwork,
    pairs: Sequence[Pair],
    lesson: Lesson,
    made: Sequence[Pair] = (),
    teacher: ComprehensionNetwork | None = None,
) -> None:
    """One lesson; the network is changed by it.

    :param made: what is read beside the pairs (:attr:`Lesson.beside`).
    :param teacher: whose answers and states count beside what is right.
    """
    torch.manual_seed(lesson.seed)
    rng = random.Random(lesson.seed)
    device = str(network.places.device)
    beside = lesson.beside if made else 0.0
    steps = int(len(batched(pairs, lesson.pieces, lesson.most, rng)) * (1 + beside))
    steps = max(1, min(steps, lesson.steps or steps))
    optimiser = _optimiser(network, lesson.rate)
    rates = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share(step / steps))
    own, others = _Drawn(pairs, lesson, 1, rng), _Drawn(made, lesson, 2, rng)
    network.train()
    recent: list[torch.Tensor] = []
    for step in range(1, steps + 1):
        is_made = rng.random() < beside / (1 + beside)
        batch = Batch.of((others if is_made else own).next(), device)
        loss = _loss(outputs(network, batch), batch, teacher)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), _CLIPPED)
        optimiser.step()
        rates.step()
        recent.append(loss.detach())
        if step % max(1, steps // _TOLD) == 0:
            _LOG.info("%s, step %d of %d: loss %.4f", lesson.name, step, steps, float(torch.stack(recent).mean()))
            recent.clear()
    network.train(False)


class _Drawn:
    """Batches without end, each pair once before the next pass."""

    def __init__(self, pairs: Sequence[Pair], lesson: Lesson, times: int, rng: random.Random) -> None:
        self._pairs, self._pieces, self._most, self._rng = pairs, lesson.pieces, lesson.most * times, rng
        self._left: list[list[Pair]] = []

    def next(self) -> list[Pair]:
        if not self._left:
            self._left = batched(self._pairs, self._pieces, self._most, self._rng)
        return self._left.pop()


def _optimiser(network: ComprehensionNetwork, rate: float) -> torch.optim.Optimizer:
    named = [(name.split(".")[0], each) for name, each in network.named_parameters() if each.requires_grad]
    body = [each for name, each in named if name not in _HEADS]
    heads = [each for name, each in named if name in _HEADS]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": rate * _HEADS_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _share(went: float) -> float:
    """What share of the rate is used after a share of the steps."""
    return min(1.0, went / _RISING + 0.01) * max(_LEAST, 1 - went)


# -- what is lacking --------------------------------------------------------------------------------------------------


def _loss(out: Outputs, batch: Batch, teacher: ComprehensionNetwork | None) -> torch.Tensor:
    right = _verdict_loss(out, batch) if batch.is_claims else _answer_loss(out, batch)
    if teacher is None:
        return right
    with torch.no_grad():
        wanted = outputs(teacher, batch)
    alike = _apart(out.verdict[:, :_VERDICTS], wanted.verdict[:, :_VERDICTS]) * 2
    if not batch.is_claims:
        told = functional.binary_cross_entropy_with_logits(out.verdict[:, _VERDICTS], wanted.verdict[:, -1].sigmoid())
        alike = _apart(out.span[..., 0], wanted.span[..., 0]) + _apart(out.span[..., 1], wanted.span[..., 1]) + 2 * told
    squares = (out.states - wanted.states) ** 2 * batch.filled[..., None]
    return _RIGHT * right + alike + _STATES * squares.sum() / batch.filled.sum() / out.states.shape[-1]


def _apart(own: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """How far the softened chances are from the teacher's."""
    own, wanted = (functional.log_softmax(each / _SOFTENED, -1) for each in (own, wanted))
    return functional.kl_div(own, wanted, log_target=True, reduction="batchmean") * _SOFTENED


def _verdict_loss(out: Outputs, batch: Batch) -> torch.Tensor:
    """Where it is only said that a claim is not supported, the chances of both other verdicts count together."""
    right = torch.tensor([pair.row.verdict for pair in batch.pairs], device=out.verdict.device)
    chances = functional.log_softmax(out.verdict[:, :_VERDICTS], -1)
    either = torch.log1p(-chances[:, 0].exp().clamp(max=_NEARLY))
    one = chances.gather(1, right.clamp(max=_VERDICTS - 1)[:, None])[:, 0]
    return -torch.where(right == NOT_SUPPORTED, either, one).mean()


def _answer_loss(out: Outputs, batch: Batch) -> torch.Tensor:
    """Whether there is an answer, and where: the chances of all places that hold it are added up."""
    device = out.verdict.device
    has = torch.tensor([float(pair.row.answer is not None) for pair in batch.pairs], device=device)
    told = functional.binary_cross_entropy_with_logits(out.verdict[:, _VERDICTS], has)
    spans = [(number, first, last) for number, pair in enumerate(batch.pairs) for first, last in pair.spans]
    if not spans:
        return told
    number, first, last = torch.tensor(spans, device=device).T
    begins, ends = (functional.log_softmax(out.span[..., side], -1) for side in (0, 1))
    chances = (begins[number, first] + ends[number, last]).exp()
    whole = torch.zeros(len(batch.pairs), device=device).index_add(0, number, chances)
    return told - ((whole + 1e-9).log() * has).sum() / has.sum() / 2
