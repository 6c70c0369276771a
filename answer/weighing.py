"""How likely each possible answer is, by trees that were learned (``data/weighing.tsv``); plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from answer.evidence import FEATURES

__all__ = ["Trees", "chances", "read_trees"]

_FILE = "weighing.tsv"


@dataclass(frozen=True, slots=True)
class Trees:
    """All nodes of all trees one behind the other; ``roots`` are the first ones. A leaf leads to itself."""

    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    without: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int
    base: float


def chances(table: NDArray[np.float32], trees: Trees | None = None) -> NDArray[np.float64]:
    """The chance (0..1) that each row of :func:`answer.evidence.evidence` is the answer.

    :param table: shape ``(n, len(FEATURES))``; what is not known is nan.
    :param trees: others than the shipped ones.
    :returns: shape ``(n,)``.
    """
    trees = trees or _shipped()
    values = table.astype(np.float64)
    rows = np.arange(len(values))[:, None]
    at = np.broadcast_to(trees.roots, (len(values), len(trees.roots)))
    for _ in range(trees.depth):
        seen = values[rows, trees.feature[at]]
        goes = np.where(np.isnan(seen), trees.without[at], seen <= trees.threshold[at])
        at = np.where(goes, trees.left[at], trees.right[at])
    told: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(trees.base + trees.value[at].sum(axis=1))))
    return told


@lru_cache(maxsize=1)
def _shipped() -> Trees:
    return read_trees((files("answer") / "data" / _FILE).read_text(encoding="utf-8"))


def read_trees(text: str, features: Sequence[str] = FEATURES, file: str = _FILE) -> Trees:
    """Trees as ``models/weighing.py`` writes them.

    :param features: the names of the columns that they are asked about.
    :param file: where they were read.
    :raises ValueError: a feature that is none of these.
    """
    lines = text.splitlines()
    base = next(float(line.split()[-1]) for line in lines if line.startswith("# base "))
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(row[0], place)
    inner = [row[2] != "" for row in rows]
    unknown = {row[2] for row, is_ in zip(rows, inner, strict=True) if is_}.difference(features)
    if unknown:
        raise ValueError(f"{file}: {', '.join(sorted(unknown))} not known; learn it again as docs/models.md says")
    left = np.array([first[r[0]] + int(r[5]) if is_ else i for i, (r, is_) in enumerate(zip(rows, inner, strict=True))])
    right = np.array(
        [first[r[0]] + int(r[6]) if is_ else i for i, (r, is_) in enumerate(zip(rows, inner, strict=True))]
    )
    depths = np.zeros(len(rows), dtype=np.int64)
    for place, is_ in enumerate(inner):  # a node stands before those that it leads to
        if is_:
            depths[left[place]] = depths[right[place]] = depths[place] + 1
    return Trees(
        roots=np.array(list(first.values())),
        feature=np.array([features.index(r[2]) if is_ else 0 for r, is_ in zip(rows, inner, strict=True)]),
        threshold=np.array([float(r[3]) if is_ else 0.0 for r, is_ in zip(rows, inner, strict=True)]),
        without=np.array([r[4] == "left" for r in rows]),
        left=left,
        right=right,
        value=np.array([0.0 if is_ else float(r[7]) for r, is_ in zip(rows, inner, strict=True)]),
        depth=int(depths.max()),
        base=base,
    )
