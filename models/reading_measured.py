"""How well a network of :mod:`models.comprehension` reads pairs that it was not taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from models.comprehension import ComprehensionNetwork
from models.reading_batches import Batch, Pair, batched
from models.reading_lessons import outputs
from models.reading_pairs import SUPPORTED

__all__ = ["Figures", "measured"]

_PIECES, _MOST = 60_000, 256
_BEGINNINGS, _LONGEST = 12, 60  # as the program looks for an answer, see index/encoders/comprehension.py
_LEAKS = (0.05, 0.1)
_ENOUGH = 0.5  # of an answer: what is marked is about right


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1.

    :ivar verdicts: of all claims the right verdict of three; ``supported``: rightly supported or rightly not.
    :ivar recall: of supported claims, those that are told so where a share of the others is (the leak).
    :ivar exact: of questions with an answer, it is said that there is one and exactly the right words are marked;
        ``about``: words with the answer in them, or half of it or more.
    :ivar refused: of questions without an answer.
    """

    verdicts: float
    supported: float
    recall: tuple[tuple[float, float], ...]
    exact: float
    about: float
    refused: float

    def __str__(self) -> str:
        recall = ", ".join(f"{share:.3f} at a leak of {leak}" for leak, share in self.recall)
        return (
            f"verdicts {self.verdicts:.3f}, supported or not {self.supported:.3f} (recall {recall}), "
            f"answers exact {self.exact:.3f}, about right {self.about:.3f}, refused {self.refused:.3f}"
        )


@torch.no_grad()
def measured(network: ComprehensionNetwork, pairs: Sequence[Pair]) -> Figures:
    """Read all pairs; the verdicts of their claims must be one of three."""
    network.train(False)
    device = str(network.places.device)
    chances: list[NDArray[np.float32]] = []
    right: list[int] = []
    marks: list[tuple[str | None, str | None]] = []
    for some in batched(pairs, _PIECES, _MOST):
        batch = Batch.of(some, device)
        out = outputs(network, batch)
        if batch.is_claims:
            chances += [*out.verdict[:, :3].softmax(-1).cpu().numpy()]
            right += [pair.row.verdict for pair in some if pair.row.verdict is not None]
            continue
        for pair, span, told in zip(some, out.span.cpu().numpy(), out.verdict[:, 3].tolist(), strict=True):
            marks.append((pair.row.answer, _marked(pair, span) if told > 0 else None))
    return _figures(np.array(chances).reshape(-1, 3), np.array(right, np.int64), marks)


def _marked(pair: Pair, span: NDArray[np.float32]) -> str:
    """The words of the likeliest span."""
    begins, ends = span[pair.second : len(pair.ids) - 1].T
    found = (-np.inf, 0, 0)
    for first in np.argsort(-begins, kind="stable")[:_BEGINNINGS].tolist():
        last = first + int(np.argmax(ends[first : first + _LONGEST]))
        found = max(found, (float(begins[first] + ends[last]), first, last))
    return pair.row.text[pair.offsets[found[1], 0] : pair.offsets[found[2], 1]].strip() if len(begins) else ""


def _figures(
    chances: NDArray[np.float32], right: NDArray[np.int64], marks: Sequence[tuple[str | None, str | None]]
) -> Figures:
    told, is_supported = chances.argmax(1), right == SUPPORTED
    others = np.sort(chances[~is_supported, SUPPORTED])[::-1]
    recall = [
        (leak, float((chances[is_supported, SUPPORTED] > others[int(leak * len(others))]).mean()))
        for leak in _LEAKS
        if len(others) and is_supported.any()
    ]
    answered = [(answer, marked) for answer, marked in marks if answer is not None]
    return Figures(
        _share([*(told == right)]),
        _share([*((told == SUPPORTED) == is_supported)]),
        tuple(recall),
        _share([marked == answer for answer, marked in answered]),
        _share([_about(answer, marked) for answer, marked in answered if answer]),
        _share([marked is None for answer, marked in marks if answer is None]),
    )


def _share(some: Sequence[bool]) -> float:
    return sum(map(bool, some)) / len(some) if some else float("nan")


def _about(answer: str, marked: str | None) -> bool:
    if not marked:
        return False
    return answer in marked or (marked in answer and len(marked) >= _ENOUGH * len(answer))
