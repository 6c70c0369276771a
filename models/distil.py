"""Teaches the transplanted student to put a Chinese sentence where the teacher puts its English translation.

Reimers & Gurevych 2020 (squared distance to the teacher's vector), with an in-batch contrastive term, one batch in
five on the English side, and one in twenty on Chinese question-passage pairs without a teacher.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from models.tasks import Task

__all__ = ["DistilOptions", "Lesson", "Student", "distil", "pooled"]

_LOG = logging.getLogger(__name__)
_TASK_PIECES = 96
_TASK_WEIGHT = 0.3
_CHINESE_TASKS = ("questions", "passages", "laws", "reports", "abstracts", "synonyms")


@dataclass(frozen=True, slots=True)
class DistilOptions:
    """Rates, sizes and the schedule: warm-up, constant, linear cool-down over the last ``cooldown`` steps."""

    steps: int = 960
    warmup: int = 100
    cooldown: int = 460
    batch: int = 48
    workers: int = 2
    body_rate: float = 1e-4
    embedding_rate: float = 1.5e-3
    max_pieces: int = 128
    contrastive: float = 0.3
    scale: float = 25.0
    task_batch: int = 24
    task_every: int = 20
    english_every: int = 5
    save_every: int = 100
    seed: int = 20261121

    def rate(self, step: int) -> float:
        """The factor on both learning rates."""
        warm = min(1.0, (step + 1) / self.warmup)
        return warm * min(1.0, max(0.02, (self.steps - step) / self.cooldown))


@dataclass(frozen=True, slots=True)
class Lesson:
    """Piece ids of both sides of the pairs and the teacher's unit vectors of the English side (float16)."""

    zh: Sequence[Sequence[int]]
    en: Sequence[Sequence[int]]
    targets: NDArray[np.float16]


@dataclass(slots=True)
class Student:
    """A model under training with its two optimisers."""

    model: BertModel
    body: torch.optim.Optimizer
    embeddings: torch.optim.Optimizer
    step: int = 0

    @classmethod
    def of(cls, model: BertModel, options: DistilOptions) -> Student:
        # Row-sparse: a batch touches a thousand rows of the forty-six thousand.
        model.embeddings.word_embeddings.sparse = True
        table = model.embeddings.word_embeddings.weight
        rest = [p for p in model.parameters() if p is not table]
        return cls(
            model,
            torch.optim.AdamW(rest, lr=options.body_rate, weight_decay=0.01),
            torch.optim.SparseAdam([table], lr=options.embedding_rate),
        )

    def save(self, path: Path) -> None:
        state = {
            "model": self.model.state_dict(),
            "body": self.body.state_dict(),
            "embeddings": self.embeddings.state_dict(),
            "step": self.step,
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.body.load_state_dict(state["body"])
        self.embeddings.load_state_dict(state["embeddings"])
        self.step = state["step"]


def pooled(model: BertModel, ids: Sequence[Sequence[int]]) -> torch.Tensor:
    """Unit vectors, shape ``(len(ids), hidden)``: the mean over all pieces, as the teacher pools."""
    width = max(map(len, ids))
    tokens = torch.zeros(len(ids), width, dtype=torch.long)
    for row, pieces in enumerate(ids):
        tokens[row, : len(pieces)] = torch.tensor(pieces)
    lengths = torch.tensor([len(pieces) for pieces in ids])
    mask = (torch.arange(width) < lengths[:, None]).long()
    hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
    mean = (hidden * mask[..., None]).sum(1) / lengths[:, None]
    return functional.normalize(mean, dim=1)


def _ranking_loss(left: torch.Tensor, right: torch.Tensor, scale: float) -> torch.Tensor:
    scores = scale * left @ right.T
    labels = torch.arange(len(left))
    return (functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)) / 2


def _batches(lengths: Sequence[int], size: int, seed: int) -> Iterator[list[int]]:
    """Endless batches of rows of similar length; a window of 32 batches is sorted, the windows follow the order of
    the data, so that a longer run sees new rows first.
    """
    rng = random.Random(seed)
    while True:
        for start in range(0, len(lengths) - size + 1, size * 32):
            window = sorted(range(start, min(start + size * 32, len(lengths))), key=lambda row: (lengths[row], row))
            batches = [window[i : i + size] for i in range(0, len(window) - size + 1, size)]
            rng.shuffle(batches)
            yield from batches


def _task_batches(tasks: Sequence[Task], options: DistilOptions) -> Iterator[list[tuple[str, str]]]:
    rng = random.Random(options.seed)
    chosen = [task for task in tasks if task.name in _CHINESE_TASKS]
    while True:
        task = rng.choices(chosen, [task.weight for task in chosen])[0]
        yield rng.sample(task.pairs, min(options.task_batch, len(task.pairs)))


def distil(
    student: Student,
    lesson: Lesson,
    tasks: Sequence[Task],
    tokenizer: Tokenizer,
    options: DistilOptions,
    checkpoint: Path,
) -> None:
    """Train up to ``options.steps``, saving to ``checkpoint``; a later call continues there.

    The order of batches depends on the seed alone: a resumed run skips those already seen.
    """
    torch.set_num_threads(1)  # see _descend
    if checkpoint.exists():
        student.load(checkpoint)
    rows = _batches([len(ids) for ids in lesson.zh], options.batch, options.seed)
    pairs = _task_batches(tasks, options)
    # No dropout: the run is too short to overfit, and the random masks would depend on the threads.
    student.model.train(False)
    running, side = 0.0, lesson.zh
    with ThreadPoolExecutor(options.workers) as pool:
        for step in range(options.steps):
            contrast = step % options.task_every == options.task_every - 1
            if contrast:
                texts = [next(pairs) for _ in range(options.workers)]
                losses = [partial(_task_loss, student.model, tokenizer, part, options) for part in texts]
            else:
                parts = [next(rows) for _ in range(options.workers)]
                side = lesson.en if step % options.english_every == 0 else lesson.zh
                losses = [partial(_lesson_loss, student.model, side, lesson.targets, part, options) for part in parts]
            if step < student.step:
                continue
            loss = _descend(student, losses, options.rate(step), options, pool)
            if side is lesson.zh and not contrast:
                running = 0.98 * running + 0.02 * loss if running else loss
            student.step = step + 1
            if student.step % options.save_every == 0 or student.step == options.steps:
                student.save(checkpoint)
                _LOG.info("step %d, loss %.4f", student.step, running)


def _lesson_loss(
    model: BertModel,
    texts: Sequence[Sequence[int]],
    targets: NDArray[np.float16],
    rows: Sequence[int],
    options: DistilOptions,
) -> torch.Tensor:
    vectors = pooled(model, [texts[row][: options.max_pieces] for row in rows])
    wanted = torch.from_numpy(targets[rows].astype(np.float32))
    distance = ((vectors - wanted) ** 2).sum(1).mean()
    return distance + options.contrastive * _ranking_loss(vectors, wanted, options.scale)


def _task_loss(
    model: BertModel, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], options: DistilOptions
) -> torch.Tensor:
    left, right = ([tokenizer.encode(pair[side]).ids[:_TASK_PIECES] for pair in pairs] for side in (0, 1))
    return _TASK_WEIGHT * _ranking_loss(pooled(model, left), pooled(model, right), options.scale)


def _descend(
    student: Student,
    losses: Sequence[Callable[[], torch.Tensor]],
    factor: float,
    options: DistilOptions,
    pool: ThreadPoolExecutor,
) -> float:
    """One step on the mean of several losses, each computed by a thread of its own.

    One thread a batch, and the gradients added at the end, is five times as fast on a busy machine as several
    threads within each matrix product, which wait for one another thousands of times a step.
    """
    parameters = list(student.model.parameters())

    def gradients(loss: Callable[[], torch.Tensor]) -> tuple[float, tuple[torch.Tensor, ...]]:
        value = loss()
        return value.item(), torch.autograd.grad(value, parameters)

    parts = list(pool.map(gradients, losses))
    for parameter, *grads in zip(parameters, *(grads for _, grads in parts), strict=True):
        total = sum(grads[1:], start=grads[0]) / len(parts)
        parameter.grad = total.coalesce() if total.is_sparse else total
    for optimiser, rate in ((student.body, options.body_rate), (student.embeddings, options.embedding_rate)):
        for group in optimiser.param_groups:
            group["lr"] = rate * factor
    for group in student.body.param_groups:
        torch.nn.utils.clip_grad_norm_(group["params"], 1.0)
    student.body.step()
    student.embeddings.step()
    return sum(value for value, _ in parts) / len(parts)
