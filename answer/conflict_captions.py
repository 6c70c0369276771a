"""What a table says against its own notes: forecasts, periods."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from answer.conflict_tools import side, tables_of
from answer.records import Conflict
from records import Passage

__all__ = ["caption_conflicts"]

_FORECAST = re.compile(
    r"(?P<years>(?:(?:19|20)\d{2}\s?年?(?:、|和|及|与)?)+)(?:数据|数字|数|均)?(?:是|为|系)(?:预测|预计|估计)"
)
_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-–—/]\s?(?:(?:19|20)\d{2}|\d{2})")
_MONTHS = re.compile(r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?(?:至|到|[-–—])\s?(?:(?:19|20)\d{2}\s?年\s?)?\d{1,2}\s?月")


def caption_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its headers and notes; what two tables of one source call a forecast."""
    forecasts: dict[str, list[tuple[Passage, str, set[int], set[int]]]] = defaultdict(list)
    for table, rows, notes in tables_of(passages):
        yield from _forecasts(table, rows, notes)
        yield from _one_period(rows, notes)
        printed = {cell.year for row in rows for cell in row.cells if cell.year}
        for note in notes:
            for told in _FORECAST.finditer(note.text):
                forecasts[note.document].append((note, told.group(), _years_in(told["years"]), printed))
    for (a, one, first, in_first), (b, two, second, in_second) in (
        pair for told_in in forecasts.values() for pair in combinations(told_in, 2)
    ):
        other = (first - second) & in_second | (second - first) & in_first
        if other and first & second:
            told_as = f"{min(other)} 年的数据，一张表说是预测值，另一张表却不是"
            yield Conflict("status", side(a, a.text, one), side(b, b.text, two), told_as, 0.32)


def _years_in(text: str) -> set[int]:
    return {int(year) for year in re.findall(r"(?:19|20)\d{2}", text)}


def _title(table: Passage) -> str:
    return table.text.split("\n")[0]


def _forecasts(table: Passage, rows: Sequence[Passage], notes: Sequence[Passage]) -> Iterator[Conflict]:
    """2021年和2022年数据是预测值 below a table that goes on to 2023."""
    last = max((cell.year for row in rows for cell in row.cells if cell.year), default=0)
    for note in notes:
        for told in _FORECAST.finditer(note.text):
            years = _years_in(told["years"])
            if years and max(years) < last:
                text = f"表注说“{told.group()}”，表中却还有更晚的 {last} 年"
                yield Conflict(
                    "status", side(note, note.text, told.group()), side(table, _title(table), str(last)), text, 0.4
                )


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
