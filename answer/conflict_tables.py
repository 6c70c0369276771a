"""What a table says against its own title, its notes, its rows, and the text that quotes it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.compare import amounts_agree
from answer.conflict_members import is_sum
from answer.conflict_tools import PROSE, tables_of
from answer.records import Conflict, ConflictSide
from ingest.numerals import parse_number
from records import Amount, Cell, Passage

__all__ = ["figure_conflicts"]

_GROWTH = re.compile(r"增长率|增速|增幅|变化率|变动率|growth|change", re.IGNORECASE)
_SHARE = re.compile(r"占比|比重|份额|所占|share of|% of", re.IGNORECASE)
_NOTED = re.compile(r"((?:19|20)\d{2})\s?年(?:数据|数字|数值)?(?:为|是)\s?(-?\d[\d,]*(?:\.\d+)?)\s?[%％]")
_COUNT = r"(\d{1,2}|十?[一二三四五六七八九]|十)\s?个?(?:[A-Z]{2,}\s?)?(?:成员国|国家|国)"
_ROW_COUNT = re.compile(rf"{_COUNT}(?![\u4e00-\u9fff]{{0,2}}[家币])")
_TEXT_COUNT = re.compile(r"(\d{1,2}|十?[一二三四五六七八九]|十)\s?个\s?(?:[A-Z]{2,}\s?)?(?:成员国|国家|经济体)")
_MEAN = re.compile(r"平均|人均|每[\u4e00-\u9fff]|率|比例|倍")  # nothing to be added up
_TOTAL = re.compile(r"^(?:合计|总计|共计|总额|总数|[Gg]rand [Tt]otal|[Tt]otal)$")
_SUB = re.compile(r"小计|其中|合计|总计|[Ss]ubtotal|of which")
_LEAST_LISTED = 3  # rows that make a list
_LEAST_QUOTED = 2  # figures of one row that a sentence repeats before it is taken to quote the row
_FIGURE = re.compile(r"-?\d[\d,]*\.\d+")


def figure_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its rows and notes, and the sentences of its document that repeat a row of it."""
    prose: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.form in PROSE:
            prose[passage.document].append(passage)
    for table, rows, notes in tables_of(passages):
        yield from _titles(table, rows)
        yield from _noted(rows, notes)
        yield from _sums(table, rows)
        yield from _quoted(rows, prose[table.document])


def _titles(table: Passage, rows: Sequence[Passage]) -> Iterator[Conflict]:
    """表2：年增长率 over columns that are 占比: two measures for the same cells."""
    title = table.text.split("\n")[0]
    if not _GROWTH.search(title) or _SHARE.search(title):
        return
    columns = {part for row in rows for cell in row.cells for part in cell.column}
    if any(_GROWTH.search(part) for part in columns):
        return
    shares = sorted(part for part in columns if _SHARE.search(part))
    if shares and all(any(_SHARE.search(part) for part in cell.column) for row in rows for cell in row.cells):
        a = ConflictSide(table.id, title, _first(_GROWTH, title))
        b = ConflictSide(table.id, "；".join(shares), _first(_SHARE, shares[0]))
        text = f"表题说是“{a.value}”，表头却是“{b.value}”"
        yield Conflict("unit", a, b, text, 0.66)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


def _noted(rows: Sequence[Passage], notes: Sequence[Passage]) -> Iterator[Conflict]:
    """A note that gives the figure of a year against the cell of that year which it is a note of."""
    for note in notes:
        for said in _NOTED.finditer(note.text):
            value = float(said[2].replace(",", ""))
            for row in rows:
                marked = [c for c in row.cells if any(said.group() in n for n in c.notes) and c.value is not None]
                of_year = [c for c in row.cells if c.year == int(said[1]) and c.unit == "percent"]
                cell = next((c for c in of_year if c.value is not None), None)
                if marked and cell is not None and not _agree(value, said[2], cell):
                    a = ConflictSide(note.id, note.text, said.group())
                    b = ConflictSide(row.id, row.text, cell.text)
                    text = f"表注说“{said.group()}”，{said[1]} 年的单元格却是“{cell.text}”"
                    yield Conflict("number", a, b, text, 0.68)


def _agree(value: float, printed: str, cell: Cell) -> bool:
    mine = Amount(printed, value, "percent", (0, 0))
    return amounts_agree(mine, Amount(cell.text, cell.value or 0.0, "percent", (0, 0)))


def _sums(table: Passage, rows: Sequence[Passage]) -> Iterator[Conflict]:
    """合计 at the end of a plain list of figures that does not add up to it."""
    heads = [row.cells[0].row[-1].strip() if row.cells and row.cells[0].row else "" for row in rows]
    totals = [index for index, head in enumerate(heads) if _TOTAL.match(head)]
    if len(totals) != 1 or totals[0] < _LEAST_LISTED or any(_SUB.search(h) for h in heads[: totals[0]]):
        return
    total, parts = rows[totals[0]], rows[: totals[0]]
    for index, cell in enumerate(total.cells):
        column = [row.cells[index] for row in parts if index < len(row.cells)]
        same = all(part.column == cell.column and part.unit == cell.unit for part in column)
        if _MEAN.search(" ".join(cell.column)):
            continue
        if len(column) == len(parts) and same and cell.unit != "percent" and not is_sum(cell, column):
            added = sum(part.value or 0.0 for part in column)
            a = ConflictSide(total.id, total.text, cell.text)
            b = ConflictSide(table.id, table.text.split("\n")[0], f"{added:g}")
            text = f"“{heads[totals[0]]}”一行为“{cell.text}”，各行相加却不等于它"
            yield Conflict("number", a, b, text, 0.7)


def _quoted(rows: Sequence[Passage], prose: Sequence[Passage]) -> Iterator[Conflict]:
    """九个成员国 with the very figures of a row 十国: the same figures, another count of countries."""
    for row in rows:
        head = row.cells[0].row[-1] if row.cells and row.cells[0].row else ""
        count = _ROW_COUNT.search(head)
        figures = {f.lstrip("-") for cell in row.cells for f in _FIGURE.findall(cell.text)}
        if count is None or len(figures) < _LEAST_QUOTED:
            continue
        for passage in prose:
            for sentence in re.finditer(r"[^。！？]+", passage.text):
                told = _TEXT_COUNT.search(sentence.group())
                here = {f.lstrip("-") for f in _FIGURE.findall(sentence.group())}
                if told and len(here & figures) >= _LEAST_QUOTED and parse_number(told[1]) != parse_number(count[1]):
                    a = ConflictSide(passage.id, sentence.group().strip(), told.group())
                    b = ConflictSide(row.id, row.text, count.group())
                    text = f"同样的数字，正文说是“{told.group()}”的，表中一行却是“{head}”"
                    yield Conflict("count", a, b, text, 0.68)
