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
    "supported": 0.37, "contradicted": 1.0, "partially_supported": 1.5, "not_found": 1.2
}  # fmt: skip
# How likely a contradiction must be where nothing is seen that differs: below, most of those claims are true.
_LEAST_UNSEEN = 0.4
# How much likelier than support a contradiction must be where the rules support a claim and nothing turns it, and a
# sentence has so much of the claim, or nothing is seen that differs; and where a sentence has nearly all of it, though
# something may turn it.
_BELIEVED, _PLAINLY = 0.45, 0.6
_DOUBTED, _WHOLLY = 0.2, 0.9
_POSSIBLY = 0.1  # how likely support must be where the rules see it, to be believed against that nothing is found
# How likely a contradiction may be where a claim that would be called supported in part is likelier wholly supported.
_HARDLY = 0.2
_UNDECIDED: tuple[Verdict, ...] = ("partially_supported", "not_found")


def judged(numbers: Mapping[str, float], *, seen: bool = True, turned: bool = True, whole: bool = False) -> Verdict:
    """The likeliest verdict.

    :param numbers: those of :func:`answer.pair_features.pair_features`.
    :param seen: whether anything is known that differs; without it only what is likely is contradicted.
    :param turned: whether any of it turns a claim whatever stands beside; without it the rules are believed that
        support one, unless it is likely that they err.
    :param whole: whether a sentence has all of the claim, the rules support it, and nothing turns it: then they are
        believed against every verdict, unless it is likely that they err.
    """
    names = tuple(sorted(numbers))
    table = np.array([[numbers[name] for name in names]], dtype=np.float32)
    found = {verdict: float(chances(table, _trees(verdict, names))[0]) for verdict in VERDICTS}
    lead = found["contradicted"] - found["supported"]
    if whole and lead <= _BELIEVED:
        return "supported"
    verdict = likeliest(found)
    if verdict == "partially_supported" and _wholly_rather(found):
        return "supported"
    if verdict != "contradicted":
        if turned or not numbers["v_supported"]:
            return verdict
        surely = numbers["hard"] >= _WHOLLY and found[verdict] < found["supported"]
        possibly = verdict == "not_found" and not seen and found["supported"] >= _POSSIBLY
        return "supported" if surely or possibly else verdict
    if numbers["v_supported"] and lead <= _margin(numbers["hard"], seen, turned):
        return "supported"
    if not seen and found["contradicted"] < _LEAST_UNSEEN:
        return likeliest({other: found[other] for other in _UNDECIDED})
    return verdict


def _wholly_rather(found: Mapping[Verdict, float]) -> bool:
    """Whether support is likelier than support in part, and what it counts less for, being wrong, is unlikely."""
    return found["supported"] > found["partially_supported"] and found["contradicted"] < _HARDLY


def _margin(hard: float, seen: bool, turned: bool) -> float:
    if not turned and (hard >= _PLAINLY or not seen):
        return _BELIEVED
    return _DOUBTED if hard >= _WHOLLY else 0.0


def likeliest(found: Mapping[Verdict, float]) -> Verdict:
    """The verdict whose chance counts most."""
    return max(found, key=lambda verdict: _COUNTS[verdict] * found[verdict])


@lru_cache(maxsize=8)
def _trees(verdict: Verdict, names: tuple[str, ...]) -> Trees:
    text = (files("answer") / "data" / f"judged_{verdict}.tsv").read_text(encoding="utf-8")
    return read_trees(text, names)
