"""How likely each verdict on a claim is, by trees that were learned (``data/judged_*.tsv``); plain numpy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import get_args

import numpy as np

from answer.records import Verdict
from answer.weighing import Trees, chances, read_trees

__all__ = ["VERDICTS", "judged", "likeliest"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
# What the chance of a verdict counts. To call supported what is not is the worst that can happen, and what is supported
# in part is rare. Set on texts left out of the learning.
_COUNTS: Mapping[Verdict, float] = {
    "supported": 0.6, "contradicted": 1.2, "partially_supported": 1.5, "not_found": 1.0
}  # fmt: skip


def judged(numbers: Mapping[str, float]) -> Verdict:
    """The likeliest verdict.

    :param numbers: those of :func:`answer.pair_features.pair_features`.
    """
    names = tuple(sorted(numbers))
    table = np.array([[numbers[name] for name in names]], dtype=np.float32)
    return likeliest({verdict: float(chances(table, _trees(verdict, names))[0]) for verdict in VERDICTS})


def likeliest(found: Mapping[Verdict, float]) -> Verdict:
    """The verdict whose chance counts most."""
    return max(VERDICTS, key=lambda verdict: _COUNTS[verdict] * found[verdict])


@lru_cache(maxsize=8)
def _trees(verdict: Verdict, names: tuple[str, ...]) -> Trees:
    text = (files("answer") / "data" / f"judged_{verdict}.tsv").read_text(encoding="utf-8")
    return read_trees(text, names)
