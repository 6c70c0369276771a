"""Trains the static table: one vector a piece, a text is the mean of its pieces (the ``fast`` model).

Loss: symmetric multiple-negatives ranking (Henderson et al. 2017). Only a few thousand rows of the table take part
in a batch, so gradient and Adam run on those rows alone, in plain numpy: minutes on a CPU.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from models.tasks import Task

__all__ = ["Bags", "StaticOptions", "contrastive_gradient", "train_static"]

_LOG = logging.getLogger(__name__)
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class StaticOptions:
    """Sizes and rates of a run."""

    dimensions: int = 256
    steps: int = 8_000
    batch: int = 768
    rate: float = 0.05
    scale: float = 20.0
    max_pieces: int = 200
    seed: int = 20261121


class Bags:
    """Texts as bags of pieces, flat: text ``i`` owns ``pieces[starts[i]:starts[i + 1]]``."""

    def __init__(self, texts: Sequence[str], tokenizer: Tokenizer, max_pieces: int) -> None:
        lengths, parts = [], []
        for at in range(0, len(texts), 20_000):
            for encoding in tokenizer.encode_batch_fast(list(texts[at : at + 20_000]), add_special_tokens=False):
                ids = np.asarray(encoding.ids[:max_pieces], dtype=np.int32)
                parts.append(ids)
                lengths.append(len(ids))
        self.pieces = np.concatenate(parts)
        self.starts = np.concatenate([[0], np.cumsum(lengths)])

    def matrix(self, rows: NDArray[np.int64], columns: int) -> csr_matrix:
        """The mean-pooling matrix of some texts, shape ``(len(rows), columns)``."""
        bags = [self.pieces[self.starts[r] : self.starts[r + 1]] for r in rows]
        lengths = np.array([len(bag) for bag in bags])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        weights = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
        return csr_matrix((weights, np.concatenate(bags), starts), shape=(len(rows), columns))


def contrastive_gradient(left: Floats, right: Floats, scale: float) -> tuple[float, Floats, Floats]:
    """Loss and gradients of the symmetric ranking loss with respect to two sets of pooled vectors.

    :param left: shape ``(n, d)``; row ``i`` belongs to row ``i`` of ``right``, all other rows are negatives.
    """
    left_norm = np.linalg.norm(left, axis=1, keepdims=True) + 1e-8
    right_norm = np.linalg.norm(right, axis=1, keepdims=True) + 1e-8
    a, b = left / left_norm, right / right_norm
    scores = scale * (a @ b.T)
    by_row = np.exp(scores - scores.max(axis=1, keepdims=True))
    by_row /= by_row.sum(axis=1, keepdims=True)
    by_column = np.exp(scores - scores.max(axis=0, keepdims=True))
    by_column /= by_column.sum(axis=0, keepdims=True)
    diagonal = np.arange(len(a))
    hit = by_row[diagonal, diagonal] * by_column[diagonal, diagonal]
    loss = float(-np.log(hit + 1e-12).mean() / 2)
    pull = by_row + by_column
    pull[diagonal, diagonal] -= 2.0
    pull *= scale / (2 * len(a))
    grad_a, grad_b = pull @ b, pull.T @ a
    grad_a -= (grad_a * a).sum(axis=1, keepdims=True) * a
    grad_b -= (grad_b * b).sum(axis=1, keepdims=True) * b
    return loss, grad_a / left_norm, grad_b / right_norm


class _RowAdam:
    """Adam that touches only the rows with a gradient."""

    def __init__(self, table: Floats) -> None:
        self.table, self.mean, self.square = table, np.zeros_like(table), np.zeros_like(table)
        self.step = 0

    def update(self, rows: NDArray[np.int64], gradient: Floats, rate: float) -> None:
        self.step += 1
        mean = 0.9 * self.mean[rows] + 0.1 * gradient
        square = 0.999 * self.square[rows] + 0.001 * gradient * gradient
        self.mean[rows], self.square[rows] = mean, square
        unbiased = mean / (1 - 0.9**self.step)
        spread = np.sqrt(square / (1 - 0.999**self.step))
        self.table[rows] -= rate * unbiased / (spread + 1e-8)


def initial_table(tokenizer: Tokenizer, bags: Sequence[Bags], options: StaticOptions) -> Floats:
    """Random vectors, longer for rarer pieces (inverse document frequency), zero for the special ones."""
    size = tokenizer.get_vocab_size()
    counts = np.ones(size)
    texts = 0
    for bag in bags:
        counts += np.bincount(bag.pieces, minlength=size)
        texts += len(bag.starts) - 1
    idf = np.log(1 + texts / counts)
    noise = np.random.default_rng(options.seed).standard_normal((size, options.dimensions))
    table = noise * (idf / idf.mean() / np.sqrt(options.dimensions))[:, None]
    table[:4] = 0.0
    start: Floats = table.astype(np.float32)
    return start


def train_static(tasks: Sequence[Task], tokenizer: Tokenizer, options: StaticOptions) -> Floats:
    """Train the table.

    :returns: shape ``(pieces, dimensions)``; the order of batches depends on ``options.seed`` alone.
    """
    bags = [
        (Bags([q for q, _ in t.pairs], tokenizer, options.max_pieces),
         Bags([p for _, p in t.pairs], tokenizer, options.max_pieces))
        for t in tasks
    ]  # fmt: skip
    table = initial_table(tokenizer, [side for pair in bags for side in pair], options)
    adam = _RowAdam(table)
    rng = random.Random(options.seed)
    draw = np.random.default_rng(options.seed)
    orders = [draw.permutation(len(task.pairs)) for task in tasks]
    at = [0] * len(tasks)
    losses = dict.fromkeys((task.name for task in tasks), 0.0)
    for step in range(options.steps):
        k = rng.choices(range(len(tasks)), [task.weight for task in tasks])[0]
        if at[k] + options.batch > len(orders[k]):
            orders[k], at[k] = draw.permutation(len(tasks[k].pairs)), 0
        rows = orders[k][at[k] : at[k] + options.batch]
        at[k] += options.batch
        left, right = (side.matrix(rows, len(table)) for side in bags[k])
        loss, grad_left, grad_right = contrastive_gradient(left @ table, right @ table, options.scale)
        used, where = np.unique(np.concatenate([left.indices, right.indices]), return_inverse=True)
        left = csr_matrix((left.data, where[: left.nnz], left.indptr), shape=(len(rows), len(used)))
        right = csr_matrix((right.data, where[-right.nnz :], right.indptr), shape=(len(rows), len(used)))
        gradient = left.T @ grad_left + right.T @ grad_right
        adam.update(used, gradient.astype(np.float32), options.rate * (1 - step / options.steps))
        losses[tasks[k].name] = 0.9 * losses[tasks[k].name] + 0.1 * loss
        if (step + 1) % 500 == 0:
            _LOG.info("step %d %s", step + 1, {name: round(value, 3) for name, value in losses.items()})
    table[:4] = 0.0
    return table
