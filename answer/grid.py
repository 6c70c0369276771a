"""Tables as figures of a thing, measured somehow, in a year; and which of them a sentence speaks of.

A table has its years in the headers of columns or of rows. What is left of the headers names the thing and the measure,
in whichever order; where nothing is left, the caption does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from answer.conflict_tools import A_YEAR, PROSE, tables_of
from records import Cell, Passage

__all__ = ["Figure", "Grid", "Line", "coverage", "covered", "grids_of", "growth_columns", "reading_of"]

_IN_BRACKETS = re.compile(r"[（(\[][^）)\]]*[）)\]]")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?(?:财?年度?|[.．]\d{1,2})?[末底初]?|第[一二三四]季度|上半年|下半年|全年")
_NUMBER = re.compile(r"^\s?(?:续?附?表|附录|附件)\s?[A-Za-z0-9一二三四五六七八九十.\-—]{0,5}\s?[:：.、]?\s?")
_HAN_OR_LATIN = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,}")
_NOT_MEASURED = re.compile(r"目标|基线|基准|预测|预计|计划|target|baseline|forecast|projection", re.IGNORECASE)
_SUMS = re.compile(
    r"合计|总计|共计|小计|^(?:其余|其他|其它)|平均(?:值|数)?$|总体|全体|^全部|^(?:全国|世界|全球|全区|全省|全市|区域|本?地区)$|(?:[一二两三四五六七八九十]|\d)+个?(?:成员)?国$"
    r"|^(?:total|average|mean|sum)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(r"[\s的及和与、/]|情况|数据|指标|主要|各")
_CITED = re.compile(r"(?<![代发外图地报])(附?表|附录)\s?(\d{1,3}(?:[.．]?[a-z\d])?)(?![\d年月日])")


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell with a value.

    ``names`` are its headers but for years and units: the row's, where it has any, then the column's.
    """

    row: Passage
    cell: Cell
    names: tuple[str, ...]
    year: int | None

    @property
    def value(self) -> float:
        return self.cell.value or 0.0

    @property
    def measured(self) -> bool:
        """Whether it is what was, not what is aimed at or expected."""
        return not _NOT_MEASURED.search(" ".join((*self.cell.row, *self.cell.column)))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured over years; ``figures`` in the order of the years."""

    grid: Grid
    names: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def document(self) -> str:
        return self.grid.table.document

    @property
    def sums_up(self) -> bool:
        return any(_SUMS.search(name) for name in self.names)


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of a document. ``caption`` is its title, or the heading above it, without number, years and unit."""

    table: Passage
    rows: tuple[Passage, ...]
    caption: str
    figures: tuple[Figure, ...]

    @cached_property
    def lines(self) -> list[Line]:
        """What was measured in two years or more, each year once."""
        found: dict[tuple[tuple[str, ...], str | None], dict[int, list[Figure]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for figure in self.figures:
            if figure.year is not None and figure.measured:
                found[figure.names, figure.cell.unit][figure.year].append(figure)
        return [
            Line(self, names, tuple(by_year[year][0] for year in sorted(by_year)))
            for (names, _), by_year in found.items()
            if len(by_year) > 1 and all(len(same) == 1 for same in by_year.values())
        ]

    @cached_property
    def subjects(self) -> list[Figure]:
        """The first figure of each thing that rows are about, without those that sum others up."""
        found: dict[str, Figure] = {}
        for figure in self.figures:
            if figure.names and figure.cell.row and not _SUMS.search(figure.names[0]):
                found.setdefault(figure.names[0], figure)
        return list(found.values())

    @cached_property
    def columns(self) -> list[tuple[Figure, ...]]:
        """The figures of each column, without rows that sum others up."""
        found: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.cell.row and not _SUMS.search(figure.cell.row[-1]) and figure.measured:
                found[figure.cell.column].append(figure)
        return [tuple(column) for column in found.values() if len({f.cell.unit for f in column}) == 1]


def growth_columns(grid: Grid, year: int) -> list[tuple[Figure, ...]]:
    """By how much each thing of a table changed from the year before, absolutely and in percent."""
    pairs: list[tuple[Figure, Figure]] = []
    for line in grid.lines:
        by_year = {figure.year: figure for figure in line.figures}
        first, last = by_year.get(year - 1), by_year.get(year)
        if first and last and first.value > 0 and first.cell.unit != "percent" and not line.sums_up:
            pairs.append((first, last))
    if not pairs:
        return []
    absolute = tuple(_change(a, b, b.value - a.value) for a, b in pairs)
    return [absolute, tuple(_change(a, b, 100 * (b.value / a.value - 1)) for a, b in pairs)]


def _change(first: Figure, last: Figure, value: float) -> Figure:
    cell = replace(last.cell, text=f"{first.cell.text} → {last.cell.text}", value=value)
    return replace(last, cell=cell, names=(*last.names, "增长"))


def grids_of(passages: Sequence[Passage]) -> dict[str, list[Grid]]:
    """The tables of each document, in order."""
    found: dict[str, list[Grid]] = defaultdict(list)
    for table, rows, _ in tables_of(passages):
        figures = tuple(_figure(row, cell) for row in rows for cell in row.cells if cell.value is not None)
        found[table.document].append(Grid(table, tuple(rows), _caption(table), figures))
    return found


def reading_of(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[Grid], list[Grid]]]:
    """Each passage of prose with the tables of its document, and those of them that it names by their number."""
    grids = grids_of(passages)
    for passage in passages:
        if passage.form in PROSE:
            here = grids.get(passage.document, [])
            labels = {
                f"{'appendix' if kind == '附录' else 'table'} {re.sub('[.．]', '', number)}"
                for kind, number in _CITED.findall(passage.text)
            }
            yield passage, here, [grid for grid in here if grid.table.label in labels]


def _figure(row: Passage, cell: Cell) -> Figure:
    names = tuple(name for header in (*cell.row, *cell.column) if (name := _name(header)))
    years = [header for header in (*cell.row, *cell.column) if A_YEAR.match(header.strip())]
    year = cell.year if cell.year is not None and any(str(cell.year) in h for h in (*years, *cell.column)) else None
    if year is None and years and A_YEAR.fullmatch(years[0].strip()):
        year = int(years[0].strip()[:4])
    return Figure(row, cell, names, year)


def _name(header: str) -> str:
    bare = _YEAR.sub("", _IN_BRACKETS.sub("", header)).strip(" ：:*—-–、，,/")
    return bare if _HAN_OR_LATIN.search(bare) else ""


def _caption(table: Passage) -> str:
    first = table.text.split("\n")[0]
    title = first if "|" not in first else " ".join(table.section[-1:])
    return _name(_NUMBER.sub("", title))


def coverage(name: str, text: str) -> float:
    """How much of a name a text has, 0..1: the share of its pairs of characters."""
    bare = _FILLING.sub("", name)
    if len(bare) < 2:
        return float(bool(bare) and bare in text)
    pairs = _pairs(bare)
    return sum(pair in text for pair in pairs) / len(pairs)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1))


def covered(name: str, text: str, passage: Passage, row: Passage) -> float:
    """:func:`coverage`, 1 where the text has the thing by another of its names.

    :param passage: of which the text is part, with the names that are known in it; ``row``: in which the name stands.
    """
    share = coverage(name, text)
    if share < 1.0:
        known = {e.name for e in row.entities if e.text in name and 2 * len(e.text) > len(name)}
        if known and any(e.name in known and e.text in text for e in passage.entities):
            return 1.0
    return share
