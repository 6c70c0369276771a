"""Teaches a shallow network the vectors of a deep one, which it is cut out of.

Chosen layers of the teacher, with the inner units that are most active, are taught to give what the teacher gives: the
states of all pieces after some of its layers (Jiao et al. 2020, TinyBERT) and the centred vector of the text (Reimers
and Gurevych 2020). From half of the layers on neighbouring pieces are one (:class:`models.network.Network`).
"""

from __future__ import annotations

import copy
import logging
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional

from models.examples import Examples
from models.export import export_states
from models.network import Layer, Network, pairs

__all__ = ["Lesson", "Plan", "distil", "shallow"]

_SAMPLE = 60  # texts for the scale of the teacher's states and the activity of its inner units
_FIRST_STEPS = 60  # of a rising rate
_ALL = 2**62
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A part of the teaching.

    :ivar rate: of learning, at the beginning and at the end; it falls evenly.
    :ivar roles: of the texts (0 queries, 1 passages), which have at least ``shortest`` pieces.
    :ivar states: what the states of the last layer and of the others count; ``vectors``: the cosine to the teacher's
        vector; ``likeness``: how near texts are to each other.
    """

    steps: int
    rate: tuple[float, float]
    roles: tuple[int, ...] = (1,)
    shortest: int = 14
    states: tuple[float, float] = (0.4, 0.1)
    vectors: float = 8.0
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What the student is made of and how it is taught.

    :ivar layers: of the teacher, that the student starts from; ``towards``: those whose states it is taught.
    :ivar inner: inner units of a layer that are kept.
    :ivar halved: the student's layer before which neighbouring pieces become one.
    :ivar pieces: of a batch; ``checkpoint``: steps after which the state is kept.
    """

    layers: tuple[int, ...] = (0, 1, 3, 6, 9, 11)
    towards: tuple[int, ...] = (1, 3, 5, 7, 9, 11)
    inner: int = 768
    halved: int = 2
    lessons: tuple[Lesson, ...] = (
        Lesson(1_250, (6e-4, 3.4e-4), (0, 1), 0, states=(1.0, 0.3), vectors=3.0, likeness=0.5),
        Lesson(1_620, (4e-4, 1e-5)),
        Lesson(750, (3e-4, 1e-5)),
        Lesson(1_750, (4e-4, 1e-4)),
        Lesson(1_100, (4e-4, 1e-5)),
    )
    pieces: int = 1536
    checkpoint: int = 250
    seed: int = 3


class _Teacher:
    """States of the teacher's layers, by its int8 form: a third cheaper than the float one."""

    def __init__(self, network: Network, towards: tuple[int, ...], path: Path) -> None:
        if not path.exists():
            export_states(copy.deepcopy(network), towards, path)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def states(self, ids: np.ndarray) -> list[torch.Tensor]:
        return [torch.from_numpy(state) for state in self._session.run(None, {"ids": ids})]


def shallow(teacher: Network, plan: Plan, ids: torch.Tensor) -> Network:
    """A student cut out of its teacher.

    :param ids: example texts, shape (texts, pieces), in which the activity of inner units is measured.
    """
    activity = _activity(teacher, ids)
    student = copy.deepcopy(teacher)
    student.layers = nn.ModuleList(student.layers[number] for number in plan.layers)
    student.halved = plan.halved
    for layer, number in zip(_layers(student), plan.layers, strict=True):
        worth = activity[number] * layer.narrow.weight.norm(dim=0)
        kept = worth.topk(plan.inner).indices.sort().values
        layer.wide, layer.narrow = _some_units(layer.wide, kept, out=True), _some_units(layer.narrow, kept, out=False)
    return student


def distil(teacher: Network, examples: Examples, plan: Plan, work: Path) -> Network:
    """Teach a student; it goes on from the last checkpoint in ``work``, if there is one.

    :param teacher: with its centre.
    """
    torch.manual_seed(plan.seed)
    sample = torch.from_numpy(next(examples.batches(plan.pieces, plan.seed))[0][:_SAMPLE])
    student = shallow(teacher, plan, sample).train()
    student.words.requires_grad_(False)
    with torch.no_grad():
        scale = [teacher.states(sample)[number].var(dim=(0, 1)).clamp(min=1e-4) for number in plan.towards]
    states_of = _Teacher(teacher, plan.towards, work / "teacher.onnx")
    done = _Progress(student, work)
    for number, lesson in enumerate(plan.lessons):
        learned = [parameter for parameter in student.parameters() if parameter.requires_grad]
        optimiser = torch.optim.AdamW(learned, lr=lesson.rate[0], weight_decay=0.01, betas=(0.9, 0.98))
        first = done.resume(optimiser, number)
        batches = examples.some(lesson.roles, lesson.shortest).batches(plan.pieces, plan.seed + number)
        for step, (ids, role) in zip(range(lesson.steps), batches, strict=False):
            if step < first:
                continue
            for group in optimiser.param_groups:
                group["lr"] = _rate(lesson, step)
            loss, near = _loss(student, lesson, torch.from_numpy(ids), states_of.states(ids), scale, role)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            if (step + 1) % plan.checkpoint == 0 or step + 1 == lesson.steps:
                _LOG.info("lesson %d, step %d: cosine %.3f", number + 1, step + 1, near)
                done.keep(optimiser, number, step + 1)
    return student.train(False)


def _rate(lesson: Lesson, step: int) -> float:
    start, end = lesson.rate
    return min(1.0, (step + 1) / _FIRST_STEPS) * (start + (end - start) * step / lesson.steps)


def _loss(
    student: Network,
    lesson: Lesson,
    ids: torch.Tensor,
    wanted: list[torch.Tensor],
    scale: list[torch.Tensor],
    role: int,
) -> tuple[torch.Tensor, float]:
    """What the student lacks, and the mean cosine of the centred vectors."""
    states = student.states(ids)
    loss = torch.zeros(())
    for number, (state, target, variance) in enumerate(zip(states, wanted, scale, strict=True)):
        target = target if student.halved is None or number < student.halved else pairs(target)
        weight = lesson.states[0 if number == len(states) - 1 else 1]
        loss = loss + weight * ((state - target) ** 2 / variance).mean()
    own, other = (_centred(state, student.centre[role]) for state in (states[-1], wanted[-1]))
    near = (own * other).sum(1).mean()
    likeness, likeness_wanted = 15 * own @ other.T, 15 * other @ other.T
    apart = functional.kl_div(likeness.log_softmax(1), likeness_wanted.softmax(1), reduction="batchmean")
    return loss + lesson.vectors * (1 - near) + lesson.likeness * apart, float(near.detach())


def _centred(state: torch.Tensor, centre: torch.Tensor) -> torch.Tensor:
    return functional.normalize(functional.normalize(state.mean(1), dim=-1) - centre, dim=-1)


@torch.no_grad()
def _activity(network: Network, ids: torch.Tensor) -> list[torch.Tensor]:
    """How active the inner units of each layer are, shape (inner,)."""
    found: list[torch.Tensor] = []
    hooks = [
        layer.wide.register_forward_hook(lambda _, __, out: found.append(functional.gelu(out).abs().sum((0, 1))))
        for layer in _layers(network)
    ]
    network.states(ids)
    for hook in hooks:
        hook.remove()
    return found


def _layers(network: Network) -> list[Layer]:
    return [layer for layer in network.layers if isinstance(layer, Layer)]


def _some_units(linear: nn.Linear, kept: torch.Tensor, *, out: bool) -> nn.Linear:
    """A linear layer with some of its outputs or inputs only."""
    size = (linear.in_features, len(kept)) if out else (len(kept), linear.out_features)
    small = nn.Linear(*size)
    with torch.no_grad():
        small.weight.copy_(linear.weight[kept] if out else linear.weight[:, kept])
        small.bias.copy_(linear.bias[kept] if out else linear.bias)
    return small


class _Progress:
    """What is kept of the teaching, in ``student.pt``."""

    def __init__(self, student: Network, work: Path) -> None:
        self._student, self._path = student, work / "student.pt"
        self._kept = torch.load(self._path, weights_only=True) if self._path.exists() else None
        if self._kept is not None:
            student.load_state_dict(self._kept["student"])

    def resume(self, optimiser: torch.optim.Optimizer, lesson: int) -> int:
        """How many steps of a lesson are done."""
        if self._kept is None or self._kept["lesson"] < lesson:
            return 0
        if self._kept["lesson"] > lesson:
            return _ALL
        optimiser.load_state_dict(self._kept["optimiser"])
        return int(self._kept["step"])

    def keep(self, optimiser: torch.optim.Optimizer, lesson: int, step: int) -> None:
        part = self._path.with_suffix(".part")
        state = {"student": self._student.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "lesson": lesson, "step": step}, part)
        os.replace(part, self._path)
