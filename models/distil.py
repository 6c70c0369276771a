"""Teaches the transplanted student to put a Chinese sentence where the teacher puts its English translation.

Reimers & Gurevych 2020 (squared distance to the teacher's vector), with an in-batch contrastive term, one batch in
five on the English side, and one in ten on Chinese question-passage pairs without a teacher.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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

    steps: int = 3_000
    warmup: int = 100
    cooldown: int = 800
    batch: int = 64
    body_rate: float = 1e-4
    embedding_rate: float = 1.5e-3
    max_pieces: int = 128
    contrastive: float = 0.3
    scale: float = 25.0
    task_batch: int = 24
    task_every: int = 10
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
    if checkpoint.exists():
        student.load(checkpoint)
    rows = _batches([len(ids) for ids in lesson.zh], options.batch, options.seed)
    pairs = _task_batches(tasks, options)
    student.model.train()
    running = 0.0
    for step in range(options.steps):
        if step % options.task_every == options.task_every - 1:
            texts = next(pairs)
            if step < student.step:
                continue
            left, right = ([tokenizer.encode(p[side]).ids[:_TASK_PIECES] for p in texts] for side in (0, 1))
            loss = _TASK_WEIGHT * _ranking_loss(
                pooled(student.model, left), pooled(student.model, right), options.scale
            )
        else:
            batch = next(rows)
            if step < student.step:
                continue
            side = lesson.en if step % options.english_every == 0 else lesson.zh
            vectors = pooled(student.model, [side[row][: options.max_pieces] for row in batch])
            targets = torch.from_numpy(lesson.targets[batch].astype(np.float32))
            distance = ((vectors - targets) ** 2).sum(1).mean()
            loss = distance + options.contrastive * _ranking_loss(vectors, targets, options.scale)
            running = 0.98 * running + 0.02 * distance.item() if running else distance.item()
        _descend(student, loss, options.rate(step), options)
        student.step = step + 1
        if student.step % options.save_every == 0 or student.step == options.steps:
            student.save(checkpoint)
            _LOG.info("step %d, squared distance %.4f", student.step, running)


def _descend(student: Student, loss: torch.Tensor, factor: float, options: DistilOptions) -> None:
    for optimiser, rate in ((student.body, options.body_rate), (student.embeddings, options.embedding_rate)):
        optimiser.zero_grad(set_to_none=True)
        for group in optimiser.param_groups:
            group["lr"] = rate * factor
    loss.backward()  # type: ignore[no-untyped-call]
    for group in student.body.param_groups:
        torch.nn.utils.clip_grad_norm_(group["params"], 1.0)
    student.body.step()
    student.embeddings.step()
