"""What the text says that a row of a table was in a year, against its cell: 由2020年的48%升至2022年的72.5%."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.compare import amounts_agree
from answer.conflict_tools import A_YEAR, PROSE, clause_span, exact, sentence_around, side
from answer.records import Conflict
from records import Amount, Cell, Passage

__all__ = ["course_conflicts"]

_YEAR_OF = re.compile(r"((?:19|20)\d{2})\s?年(?:底|末)?(?:的|为|达到?了?|约)?\s?$")
_BRACKETS = re.compile(r"[（(].*?[)）]")
_LEAST_NAME, _SCORE = 4, 0.68
_GROWTH = re.compile(r"增长|增速|增幅|变化|占")


def course_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Figures that a sentence gives with their years, of what one row of a table of the document is about."""
    rows: dict[str, list[tuple[str, Passage]]] = defaultdict(list)
    for passage in passages:
        if passage.form == "row" and passage.cells and passage.cells[0].row:
            name = _BRACKETS.sub("", passage.cells[0].row[-1]).strip(" ：:*")
            if len(name) >= _LEAST_NAME and not A_YEAR.fullmatch(name) and any(cell.year for cell in passage.cells):
                rows[passage.document].append((name, passage))
    for passage in passages:
        known = rows.get(passage.document, ()) if passage.form in PROSE else ()
        for amount in passage.amounts if known else ():
            yield from _against(passage, amount, known)


def _against(passage: Passage, amount: Amount, rows: Sequence[tuple[str, Passage]]) -> Iterator[Conflict]:
    text = passage.text
    year = _YEAR_OF.search(text, max(0, amount.at[0] - 14), amount.at[0])
    if year is None or not exact(text, amount):
        return
    start, _ = clause_span(text, *amount.at, "。；，")
    lead = text[start : amount.at[0]]
    named = [(name, row) for name, row in rows if name in lead]
    longest = max((len(name) for name, _ in named), default=0)
    named = [(name, row) for name, row in named if len(name) == longest]
    if len(named) != 1 or (amount.unit == "percent" and _GROWTH.search(lead) and not _GROWTH.search(named[0][0])):
        return
    name, row = named[0]
    cells = [c for c in row.cells if c.year == int(year[1]) and c.value is not None and _measured_alike(c, amount)]
    if cells and not any(amounts_agree(amount, Amount(c.text, c.value or 0.0, amount.unit, (0, 0))) for c in cells):
        told = f"正文说“{name}”{year[1]}年为“{amount.text}”，表中却是“{cells[0].text}”"
        here = side(passage, sentence_around(text, amount.at[0]), amount.text)
        yield Conflict("number", here, side(row, row.text, cells[0].text), told, _SCORE)


def _measured_alike(cell: Cell, amount: Amount) -> bool:
    """Whether a cell has the unit of a figure; a count of a table seldom says its noun."""
    return cell.unit == amount.unit or (amount.unit.startswith("count:") and cell.unit in (None, "number"))
