"""The figures and dates of a claim in one sentence, counted: told, other ones, unsaid, and those of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.pair_cues import COUNTED
from answer.pair_dates import days_in, told_days
from answer.pair_figures import figures_in, told_figures
from answer.pair_labels import labels_apart
from answer.pair_turns import turns_of_figures
from answer.reading import Reading

__all__ = ["values"]

_TELLING = 1.5
_CLAUSE, _LIST, _BEHIND = 20, 10, 6  # characters that a comma, a 、, and to stand behind a value count as
_HOW = ("same", "reckoned", "other", "unsaid")


def values(reading: Reading, sentence: str) -> dict[str, float]:
    """How many figures and dates of a claim a sentence tells, and how far what stands at them is another matter."""
    return {**_figures(reading, sentence), **_dates(reading, sentence)}


def _figures(reading: Reading, sentence: str) -> dict[str, float]:
    claim, stated = reading.text, figures_in(sentence)
    denies = COUNTED["negation"]
    odds = (denies.search(claim) is None) != (denies.search(sentence) is None)
    told = told_figures(claim, sentence, denied=odds)
    out: dict[str, float] = {"figures": len(told), "stated": len(stated)}
    out |= {f"fig_{how}": sum(one.how == how for one in told) for how in _HOW}
    out["fig_hedged"] = sum(one.figure.hedge != "none" for one in told)
    apart = close = unlike = worse = 0.0
    for one in told:
        rivals = [f for f in stated if f.kind == one.figure.kind and f not in one.sources]
        if one.how == "same" and rivals:
            far, near = _elsewhere(reading, sentence, [s.at[0] for s in one.sources], [r.at[0] for r in rivals])
            apart, close = apart + far, close + near
            own, other = labels_apart(claim, one.figure, sentence, one.sources, rivals)
            unlike, worse = max(unlike, 1 - own), max(worse, other - own)
    out |= {"fig_apart": apart, "fig_close": close, "label_unlike": unlike, "label_apart": worse}
    kinds = [turn.kind for turn in turns_of_figures(claim, sentence, told)]
    return out | {f"turn_{kind}": kinds.count(kind) for kind in ("bound", "by_to", "level", "way")}


def _dates(reading: Reading, sentence: str) -> dict[str, float]:
    told, stated = told_days(reading.text, sentence), days_in(sentence)
    out: dict[str, float] = {"dates": len(told)}
    out |= {f"date_{how}": sum(one[1] == how for one in told) for how in ("same", "other", "unsaid")}
    out["date_finer"] = sum(how == "same" and all(o.finest < day.finest for o in same) for day, how, same in told)
    apart = close = unlike = worse = 0.0
    for day, how, same in told:
        rivals = [d for d in stated if d not in same]
        if how == "same" and rivals:
            far, near = _elsewhere(reading, sentence, [s.at[1] for s in same], [r.at[1] for r in rivals])
            apart, close = apart + far, close + near
            own, other = labels_apart(reading.text, day, sentence, same, rivals, leads=True)
            unlike, worse = max(unlike, 1 - own), max(worse, other - own)
    return out | {"date_apart": apart, "date_close": close, "day_unlike": unlike, "day_apart": worse}


def _elsewhere(reading: Reading, text: str, here: Sequence[int], rivals: Sequence[int]) -> tuple[float, float]:
    """The weight of the words of a claim that stand nearer to a rival than to the value that agrees, and of others."""
    apart = close = 0.0
    for feature in reading.features:
        if feature.weight < _TELLING or len(feature.text) < 2:
            continue
        places = [match.start() for match in re.finditer(re.escape(feature.text), text)]
        if not places:
            continue
        mine, others = (min(_distance(text, p, v) for p in places for v in some) for some in (here, rivals))
        if others < mine:
            apart += feature.weight
        else:
            close += feature.weight
    return apart, close


def _distance(text: str, word: int, value: int) -> float:
    """How far a word is from a value; a value follows what it is of more often than it leads it."""
    left, right = sorted((word, value))
    between = text[left:right]
    stops = sum(map(between.count, "，；,;。：")) * _CLAUSE + between.count("、") * _LIST
    return stops + len(between) + (_BEHIND if word > value else 0)
