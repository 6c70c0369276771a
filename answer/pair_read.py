"""What the network that reads pairs says of a claim and the passages that come nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from answer.comprehended import as_seen, readable
from answer.pair_nearest import Nearest
from answer.sources import Sources
from index.encoders.comprehension import load_comprehension
from records import Passage

__all__ = ["read_numbers", "read_verdicts"]

_READ = 2  # passages: that of the nearest sentence, and the best one of the search beside it
_FOR, _AGAINST, _APART = range(3)


def read_verdicts(sources: Sources, claim: str, best: Nearest, passages: Sequence[Passage]) -> NDArray[np.float32]:
    """How likely each passage supports a claim, contradicts it or does neither, shape (1 or 2, 3).

    :param passages: those of the search, the best first; the one of the nearest sentence is read first.
    """
    chosen = {passage.id: passage for passage in (best.units[0].passage, *readable(passages))}
    seen = [as_seen(sources, claim, passage) for passage in [*chosen.values()][:_READ]]
    return load_comprehension().verdicts(claim, [one.whole for one in seen])


def read_numbers(told: NDArray[np.float32]) -> dict[str, float]:
    """The same as numbers for learned weighing: of the first passage, the best of all, and that which is nearest."""
    nearest = told[int(told[:, _APART].argmin())]
    others = told[1:] if len(told) > 1 else np.zeros((1, 3), dtype=np.float32)
    return {
        "read_for": float(told[0, _FOR]),
        "read_against": float(told[0, _AGAINST]),
        "read_apart": float(told[0, _APART]),
        "read_most_for": float(told[:, _FOR].max()),
        "read_most_against": float(told[:, _AGAINST].max()),
        "read_least_apart": float(told[:, _APART].min()),
        "read_nearest_for": float(nearest[_FOR]),
        "read_nearest_against": float(nearest[_AGAINST]),
        "read_others_for": float(others[:, _FOR].max()),
        "read_others_against": float(others[:, _AGAINST].max()),
    }
