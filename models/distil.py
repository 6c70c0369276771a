"""Teaches a shallow network the vectors of a deep one, which it is cut out of.

Chosen layers of the teacher, with the inner units that are most active, are taught to give what the teacher gives: the
states of all pieces after some of its layers (Jiao et al. 2020, TinyBERT) and the centred vector of the text (Reimers
and Gurevych 2020). From half of the layers on neighbouring pieces are one (:class:`models.network.Network`).
"""

from __future__ import annotations

import copy
import logging
import os
from collections.abc import Callable
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

__all__ = ["Lesson", "Plan", "distil", "passage_plan", "query_plan", "shallow"]

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
    halved: int | None = 2
    lessons: tuple[Lesson, ...] = (Lesson(2_850, (1.5e-3, 1e-5)),)
    pieces: int = 32_768
    checkpoint: int = 250
    seed: int = 3


def passage_plan() -> Plan:
    """Of the network of passages: half as deep and as wide inside, on pairs of pieces from its third layer on."""
    return Plan()


def query_plan() -> Plan:
    """Of the network that reads queries: all layers, a little less than half as wide inside."""
    every = tuple(range(12))
    states, likeness = (0.4, 0.05), 0.5
    lessons = (
        Lesson(600, (8e-4, 3.2e-4), (0, 1), 0, states=states, likeness=likeness),
        Lesson(400, (3.2e-4, 1e-5), (0,), 0, states=states, likeness=likeness),
    )
    return Plan(every, every, 704, None, lessons)


def _states_of(teacher: Network, plan: Plan, path: Path, device: str) -> Callable[[np.ndarray], list[torch.Tensor]]:
    """States of the teacher's layers; on the CPU by its int8 form, a third cheaper than the float one.

    :param path: of the int8 form, which is written if it is not there.
    """
    if device != "cpu":
        moved = copy.deepcopy(teacher).to(device).train()

        @torch.no_grad()
        def read(ids: np.ndarray) -> list[torch.Tensor]:
            with torch.autocast(device, torch.bfloat16):
                states = moved.states(torch.from_numpy(ids).to(device))
            return [states[number] for number in plan.towards]

        return read
    if not path.exists():
        export_states(copy.deepcopy(teacher), plan.towards, path)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda ids: [torch.from_numpy(state) for state in session.run(None, {"ids": ids})]


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


def distil(teacher: Network, examples: Examples, plan: Plan, path: Path, device: str = "cpu") -> Network:
    """Teach a student; it goes on from the last checkpoint, if there is one.

    :param teacher: with its centre.
    :param path: of the checkpoint.
    :param device: ``cpu`` or ``cuda``, where bfloat16 is used.
    """
    torch.manual_seed(plan.seed)
    sample = torch.from_numpy(next(examples.batches(plan.pieces, plan.seed))[0][:_SAMPLE])
    student = shallow(teacher, plan, sample).train().to(device)
    student.words.requires_grad_(False)
    with torch.no_grad():
        states = teacher.states(sample)
        scale = [states[number].var(dim=(0, 1)).clamp(min=1e-4).to(device) for number in plan.towards]
    states_of = _states_of(teacher, plan, path.with_name(f"{path.stem}-teacher.onnx"), device)
    done = _Progress(student, path)
    for number, lesson in enumerate(plan.lessons):
        learned = [parameter for parameter in student.parameters() if parameter.requires_grad]
        optimiser = torch.optim.AdamW(learned, lr=lesson.rate[0], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        first = done.resume(optimiser, number)
        batches = examples.some(lesson.roles, lesson.shortest).batches(plan.pieces, plan.seed + number)
        for step, (ids, role) in zip(range(lesson.steps), batches, strict=False):
            if step < first:
                continue
            for group in optimiser.param_groups:
                group["lr"] = _rate(lesson, step)
            loss, near = _loss(student, lesson, torch.from_numpy(ids).to(device), states_of(ids), scale, role)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learned, 1.0)
            optimiser.step()
            if (step + 1) % plan.checkpoint == 0 or step + 1 == lesson.steps:
                _LOG.info("%s, lesson %d, step %d: cosine %.4f", path.stem, number + 1, step + 1, float(near))
                done.keep(optimiser, number, step + 1)
    return student.to("cpu").train(False)


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
) -> tuple[torch.Tensor, torch.Tensor]:
    """What the student lacks, and the mean cosine of the centred vectors."""
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=ids.device.type != "cpu"):
        states = [state.float() for state in student.states(ids)]
    wanted = [state.float() for state in wanted]
    loss = torch.zeros((), device=ids.device)
    for number, (state, target, variance) in enumerate(zip(states, wanted, scale, strict=True)):
        target = target if student.halved is None or number < student.halved else pairs(target)
        weight = lesson.states[0 if number == len(states) - 1 else 1]
        loss = loss + weight * ((state - target) ** 2 / variance).mean()
    own, other = (_centred(state, student.centre[role]) for state in (states[-1], wanted[-1]))
    near = (own * other).sum(1).mean()
    likeness, likeness_wanted = 15 * own @ other.T, 15 * other @ other.T
    apart = functional.kl_div(likeness.log_softmax(1), likeness_wanted.softmax(1), reduction="batchmean")
    return loss + lesson.vectors * (1 - near) + lesson.likeness * apart, near.detach()


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
    """What is kept of the teaching in a file."""

    def __init__(self, student: Network, path: Path) -> None:
        self._student, self._path = student, path
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
