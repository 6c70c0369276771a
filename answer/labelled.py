"""Which of several figures of one clause: the one before which the words of the question stand."""

from __future__ import annotations

import re

from answer.evidence import Possible
from records import Amount

__all__ = ["labelled"]

_LABEL = re.compile(r"[\u4e00-\u9fff]{1,12}\s?$")  # between the figure before, or a comma, and this one


def labelled(question: str, item: Possible) -> float:
    """How much (0..1) of what stands right before a figure the question says: 乡里 of 县里出三成、乡里出七成."""
    fact = item.candidate.fact
    if not isinstance(fact, Amount) or item.unit.cell is not None or len(item.unit.amounts) < 2:
        return 0.0
    found = _LABEL.search(item.unit.passage.text[: fact.at[0]])
    label = found.group().strip() if found is not None else ""
    return sum(c in question for c in label) / len(label) if label else 0.0
