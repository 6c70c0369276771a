"""Whether a figure is that of the whole, or of another part, where a question asks for one part of it.

A cell is of another part where one of its headers says the opposite (非燃料) of what the question does (燃料).
"""

from __future__ import annotations

import re

from answer.keys import keys_of
from answer.match_words import rivals_between
from answer.reading import Reading
from answer.units import Unit

__all__ = ["of_another_part"]

_OF_WHICH = re.compile(r"其中|[仅只](?:有|在)?$")
_NEAR = 8  # characters between 其中 and the part
_SHARE_ASKED = re.compile(r"([\u4e00-\u9fff]{2,8})占")
_SHARE_TOLD = re.compile(r"(?:其中)?([^，。；、：\d]{2,})(?:约|将|仅|只|已|共|各)?占")
_LEAST = 2.5  # weight of a word that names a part


def of_another_part(question: str, reading: Reading, unit: Unit) -> bool:
    if unit.cell is not None:
        return any(rivals_between(question, label) for label in (*unit.cell.row, *unit.cell.column))
    return _of_all_countries(reading, unit) or _share_of_other(question, reading, unit)


def _of_all_countries(reading: Reading, unit: Unit) -> bool:
    """186处，其中老挝97处 says nothing of another country."""
    asked = [f for f in reading.features if f.kind == "country"]
    text, (start, end) = unit.passage.text, unit.sentence_at
    if not asked or any(f.keys & unit.around for f in asked):
        return False
    named = [e for e in unit.passage.entities if e.kind == "country" and start <= e.at[0] < end]
    return any(_OF_WHICH.search(text[max(e.at[0] - _NEAR, start) : e.at[0]]) for e in named)


def _share_of_other(question: str, reading: Reading, unit: Unit) -> bool:
    """企业自筹占68%，其余由银行贷款解决: the share is that of what stands right before 占."""
    wanted, told = _SHARE_ASKED.search(question), _SHARE_TOLD.search(unit.text)
    if wanted is None or told is None:
        return False
    parts = [f for f in reading.features if f.weight >= _LEAST and wanted[1].endswith(f.text)]
    own = keys_of(told[1], ())
    return any(f.text in unit.sentence and f.text not in told[1] and not f.keys & own for f in parts)
