"""What the columns of a table say against its notes: periods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.conflict_tools import side, tables_of
from answer.records import Conflict
from records import Passage

__all__ = ["caption_conflicts"]

_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-–—/]\s?(?:(?:19|20)\d{2}|\d{2})")
_MONTHS = re.compile(r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?(?:至|到|[-–—])\s?(?:(?:19|20)\d{2}\s?年\s?)?\d{1,2}\s?月")


def caption_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its headers and notes."""
    for _, rows, notes in tables_of(passages):
        yield from _one_period(rows, notes)


def _one_period(rows: Sequence[Passage], notes: Sequence[Passage]) -> Iterator[Conflict]:
    """One note that gives the months of a period, on columns of two periods (2020-2021, 2021-2022)."""
    marked: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for cell in row.cells:
            for text in cell.notes:
                if cell.column and _YEARS.fullmatch(cell.column[-1].strip()) and _MONTHS.search(text):
                    marked[text].add(cell.column[-1].strip())
    for text, columns in marked.items():
        note = next((n for n in notes if text in n.text), None)
        months = _MONTHS.search(text)
        if note is not None and months is not None and len(columns) > 1:
            headers = "、".join(sorted(columns))
            told = f"表注说的期间是“{months.group()}”，却同时注在“{headers}”两列上"
            first = next(row for row in rows if any(text in cell.notes for cell in row.cells))
            yield Conflict("date", side(note, text, months.group()), side(first, first.text, headers), told, 0.35)
