"""Which is the highest or the least: the row of a table column that a question with 最高 or 最少 asks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.candidates import Candidate
from answer.questions import Question
from answer.records import AnswerKind
from answer.unit import Unit

__all__ = ["MOST", "SUPERLATIVE", "asks_for_extreme", "columns", "extreme_rows"]

SUPERLATIVE = re.compile(
    r"最[高低大小多少快慢长短]|居首|首位|榜首|第一(?=$|[，。；、（])|\b(?:highest|largest|biggest|most|longest|lowest|smallest|least|fewest|shortest)\b",
    re.IGNORECASE,
)
#: How a question says it, with how the things move: 降得最多, 增长最快的
MOST = re.compile(rf"(?:[增下上减](?:长|降|升|少|加)|[涨跌降升增减])?得?(?:{SUPERLATIVE.pattern})的?", re.IGNORECASE)
_FALLING = re.compile(r"(?:降|跌|减|减少|萎缩|收缩|下滑)得?最[多大快]")
_LEAST = re.compile(r"最[低小少慢短]|\b(?:lowest|smallest|least|fewest|shortest)\b", re.IGNORECASE)
_KINDS = ("countries", "who", "place", "list", "what")
_SUMS = re.compile(
    r"合计|总计|小计|平均|总体|全国|世界|全球|[一二三四五六七八九十]国$|^(?:total|average|mean)\b", re.IGNORECASE
)
_LEAST_ROWS = 3


def asks_for_extreme(asked: Question) -> bool:
    return asked.kind in _KINDS and SUPERLATIVE.search(asked.text) is not None


def columns(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The figures of each column of the tables that units are cells of, without rows that sum others up."""
    found: dict[tuple[object, ...], list[Unit]] = defaultdict(list)
    for unit in units:
        cell = unit.cell
        if cell is not None and isinstance(cell.value, int | float) and cell.row and not _SUMS.search(cell.row[-1]):
            found[unit.passage.parent, cell.row[:-1], cell.column].append(unit)
    yield from (column for column in found.values() if len(column) >= _LEAST_ROWS)


def extreme_rows(asked: Question, column: Sequence[Unit]) -> list[tuple[Candidate, Unit]]:
    """The rows with the highest or least figure of a column, each as an answer."""
    least = _LEAST.search(asked.text) or _FALLING.search(asked.text)
    pick = min if least else max
    values = [
        (float(unit.cell.value), unit) for unit in column if unit.cell and isinstance(unit.cell.value, int | float)
    ]
    best = pick(value for value, _ in values)
    return [(_candidate(unit), unit) for value, unit in values if value == best]


def _candidate(unit: Unit) -> Candidate:
    label = unit.cell.row[-1] if unit.cell is not None else ""
    named = [e for e in unit.entities if e.text in label]
    kind: AnswerKind = "country" if named and named[0].kind == "country" else "text"
    value = {"names": [e.name for e in named], "names_en": [e.name_en for e in named]} if named else None
    return Candidate(label, kind, value)
