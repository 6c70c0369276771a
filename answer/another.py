"""Another thing of the same kind: the skills centre of one town is not that of another."""

from __future__ import annotations

import re
from functools import lru_cache

from answer.actions import find_actions
from answer.reading import Reading
from answer.unit import Unit

__all__ = ["of_another"]

_LEAST = 2  # characters of a word that tells things of a kind apart, and of the kind
_OF_A_KIND = re.compile(r"(?=([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2,6}))")
_KIND_BEFORE = re.compile(r"[\u4e00-\u9fff]{2}$")
_POINTING = re.compile(
    r"[该此本各的等和与及在于了着过是为被把将]|上述|有关|相关|全部|所有|首批|主要|新建|现有|重点|大型"
)


def of_another(reading: Reading, unit: Unit) -> str:
    """What tells the claim's thing from the clause's: 暹粒 where that is of the 琅勃拉邦技能中心; "" of the same thing.

    Only where the passage names both: what stands before the kind may else be a description.
    """
    text, whole = unit.text if unit.alone is not None else unit.said or unit.text, unit.passage.text
    for own, kind, place in _of_a_kind(reading.text) if unit.cell is None else ():
        if f"{own}{kind[:_LEAST]}" not in whole or own in text:
            continue
        if any(e.at[0] < place < e.at[1] for e in reading.entities):
            continue
        while len(kind) >= _LEAST and kind not in text:
            kind = kind[:-1]
        if len(kind) < _LEAST or f"{own}{kind}" not in whole or _descriptive(own) or find_actions(kind):
            continue
        before = _KIND_BEFORE.search(text, 0, text.find(kind))
        if before is not None and not _descriptive(before[0]):
            return own
    return ""


@lru_cache(maxsize=200)
def _of_a_kind(claim: str) -> tuple[tuple[str, str, int], ...]:
    """Every two characters of a claim with those after them, and where these begin."""
    return tuple((match[1], match[2], match.start(2)) for match in _OF_A_KIND.finditer(claim))


def _descriptive(words_before: str) -> bool:
    return _POINTING.search(words_before) is not None or bool(find_actions(words_before))
