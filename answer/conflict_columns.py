"""What the columns of a table say against each other, and the rows that add them up: sums, shares, rates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answer.conflict_tools import printed_range, side, tables_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Cell, Passage

__all__ = ["column_conflicts"]

_TOTAL = re.compile(r"^(?:合计|总计|共计|总额|总数|总和|[Gg]rand [Tt]otal|[Tt]otal)(?:[（(].*)?$")
_SUBTOTAL = re.compile(r"小计|[Ss]ubtotal")
_INNER = re.compile(r"其中|of which|^\s*[#＃]")
_SHARE = re.compile(r"占比|比重|份额|构成|占总|[Ss]hare|^[%％]|[（(]\s?[%％]\s?[)）]$")
_RATE = re.compile(r"增长率|增速|增幅|变化率|变动率|同比|增长|变化|[Cc]hange|[Gg]rowth")
_RATE_ROW = re.compile(r"变化率|变动率|增长率|增速|增幅")
_COUNTED = re.compile(r"([一二三四五六七八九十]{1,2}|\d{1,2})\s?(?:国|省|市|县|家)")
_LEAST_ROWS = 3


def column_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its rows."""
    for _, rows, _ in tables_of(passages):
        yield from _grouped(rows)
        yield from _across(rows)
        yield from _shares(rows)
        yield from _rates(rows)
        yield from _rate_rows(rows)


def _head(row: Passage) -> str:
    return row.cells[0].row[-1].strip() if row.cells and row.cells[0].row else ""


def _columns(rows: Sequence[Passage]) -> dict[tuple[str, ...], list[tuple[Passage, Cell]]]:
    """The cells with a value below each header, in the order of the rows."""
    found: dict[tuple[str, ...], list[tuple[Passage, Cell]]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            if cell.value is not None and cell.column:
                found[cell.column].append((row, cell))
    return found


def _adds(whole: Cell, parts: Sequence[Cell]) -> bool:
    low, high = printed_range(whole.value or 0.0, whole.text)
    ranges = [printed_range(part.value or 0.0, part.text) for part in parts]
    # half a digit more than rounding allows: parts are often rounded to add up, and one is off
    slack = high - low
    return sum(r[0] for r in ranges) - slack <= high and sum(r[1] for r in ranges) + slack >= low


def _number(value: float) -> str:
    return f"{value:,.10g}"


# -- sums -------------------------------------------------------------------------------------------------------------


def _grouped(rows: Sequence[Passage]) -> Iterator[Conflict]:
    """小计 of each group, and 合计 of the 小计; 合计 may also head the list."""
    heads = [_head(row) for row in rows]
    if not any(_SUBTOTAL.search(head) for head in heads):
        yield from _headed(rows, heads)
        return
    for column, cells in _columns(rows).items():
        group: list[Cell] = []
        subtotals: list[Cell] = []
        for row, cell in cells:
            head = _head(row)
            if _SUBTOTAL.search(head):
                yield from _sum(row, head, cell, group, column)
                subtotals.append(cell)
                group = []
            elif _TOTAL.match(head):
                yield from _sum(row, head, cell, subtotals + group, column)
                break
            elif not _INNER.search(head):
                group.append(cell)


def _headed(rows: Sequence[Passage], heads: Sequence[str]) -> Iterator[Conflict]:
    """总计 as the first row of a plain list."""
    if not rows or not _TOTAL.match(heads[0]) or sum(1 for head in heads if _TOTAL.match(head)) != 1:
        return
    if any(_INNER.search(head) or head.startswith(("一、", "1.", "（一）")) for head in heads):
        return
    for column, cells in _columns(rows).items():
        if cells and cells[0][0].id == rows[0].id and len(cells) == len(rows):
            yield from _sum(rows[0], heads[0], cells[0][1], [cell for _, cell in cells[1:]], column)


def _sum(row: Passage, head: str, whole: Cell, parts: Sequence[Cell], column: tuple[str, ...]) -> Iterator[Conflict]:
    same = all(part.unit == whole.unit for part in parts)
    if len(parts) < 2 or not same or whole.unit == "percent" or _adds(whole, parts):
        return
    added = _number(sum(_figure(part) for part in parts))
    a = side(row, row.text, whole.text)
    told = f"“{head}”在“{column[-1]}”一列为“{whole.text}”，各行相加却是 {added}"
    yield Conflict("number", a, side(row, row.text, added), told, 0.72)


def _figure(cell: Cell) -> float:
    """A value as it is printed, without the unit of its column."""
    digits = re.search(r"-?\d[\d,]*(?:\.\d+)?", cell.text)
    return float(digits.group().replace(",", "")) if digits else 0.0


def _across(rows: Sequence[Passage]) -> Iterator[Conflict]:
    """合计 as a column: the sum of the others in each row."""
    listed = [row for row in rows if len(row.cells) > _LEAST_ROWS - 1 and all(c.column for c in row.cells)]
    wrong: list[tuple[Passage, Cell, float]] = []
    right = 0
    for row in listed:
        totals = [cell for cell in row.cells if _TOTAL.match(cell.column[-1].strip())]
        parts = [c for c in row.cells if c not in totals and c.value is not None]
        if len(totals) != 1 or totals[0].value is None or any(c.value is None for c in row.cells):
            continue
        if any(p.unit != totals[0].unit or _INNER.search(p.column[-1]) for p in parts) or len(parts) < 2:
            continue
        if len({len(p.column) for p in parts}) == 1 and not _adds(totals[0], parts):
            wrong.append((row, totals[0], sum(_figure(p) for p in parts)))
        else:
            right += 1
    # a column that no row adds up to is no sum of the others
    if wrong and right >= len(wrong):
        for row, cell, added in wrong:
            told = f"“{_head(row)}”一行的“{cell.column[-1]}”为“{cell.text}”，各列相加却是 {_number(added)}"
            yield Conflict("number", side(row, row.text, cell.text), side(row, row.text, _number(added)), told, 0.72)


# -- shares and rates -------------------------------------------------------------------------------------------------


def _shares(rows: Sequence[Passage]) -> Iterator[Conflict]:
    """A column of shares beside the column of figures whose shares it gives; most must fit for one to be wrong."""
    total = next((row for row in rows if _TOTAL.match(_head(row))), None)
    if total is None:
        return
    for index, whole in enumerate(total.cells):
        share = total.cells[index + 1] if index + 1 < len(total.cells) else None
        if share is None or not whole.value or share.value != 100 or not _SHARE.search(" ".join(share.column)):
            continue
        wrong: list[tuple[Passage, Cell, float]] = []
        right = 0
        for row in rows:
            pair = row.cells[index : index + 2]
            if row is total or len(pair) < 2 or pair[0].value is None or pair[1].value is None:
                continue
            meant = pair[0].value / whole.value * 100
            low, high = printed_range(pair[1].value, pair[1].text)
            if low - (high - low) / 2 <= meant <= high + (high - low) / 2:
                right += 1
            else:
                wrong.append((row, pair[1], meant))
        if right > len(wrong):
            for row, cell, meant in wrong:
                told = f"“{_head(row)}”占总数的比例印作“{cell.text}”，算出来是 {meant:.4g}"
                yield Conflict("number", side(row, row.text, cell.text), side(total, total.text, whole.text), told, 0.7)


def _rates(rows: Sequence[Passage]) -> Iterator[Conflict]:
    """增长率 after the columns of two years; most must fit for one to be wrong."""
    wrong: list[tuple[Passage, Cell, float]] = []
    right = 0
    for row in rows:
        for rate in row.cells:
            if rate.value is None or rate.unit != "percent" or not rate.column or not _RATE.search(rate.column[-1]):
                continue
            years = [
                c for c in row.cells if c.year and c.value and c.unit != "percent" and c.column[:-1] == rate.column[:-1]
            ]
            if len(years) != 2 or years[1].year != (years[0].year or 0) + 1:
                continue
            least, greatest = _growth(years[0], years[1])
            low, high = printed_range(rate.value, rate.text)
            if least - (high - low) <= high and low <= greatest + (high - low):
                right += 1
            else:
                wrong.append((row, rate, (least + greatest) / 2))
    if right > len(wrong):
        for row, cell, meant in wrong:
            told = f"“{_head(row)}”的“{cell.column[-1]}”印作“{cell.text}”，按两年的数算出来是 {meant:.3g}"
            yield Conflict("number", side(row, row.text, cell.text), side(row, row.text, f"{meant:.3g}"), told, 0.7)


def _growth(first: Cell, last: Cell) -> tuple[float, float]:
    a, b = printed_range(first.value or 1.0, first.text), printed_range(last.value or 0.0, last.text)
    if a[0] <= 0:
        return float("-inf"), float("inf")
    return (b[0] / a[1] - 1) * 100, (b[1] / a[0] - 1) * 100


def _rate_rows(rows: Sequence[Passage]) -> Iterator[Conflict]:
    """九国 and below it 十国变化率: the rate of another group than the row above, from whose figures it comes."""
    for above, row in pairwise(rows):
        head, base = _head(row), _head(above)
        mine, other = _COUNTED.search(head), _COUNTED.search(base)
        if not _RATE_ROW.search(head) or mine is None or other is None:
            continue
        if parse_number(mine[1]) != parse_number(other[1]) and mine.group()[-1] == other.group()[-1]:
            told = f"“{head}”列在“{base}”之下，两行说的个数不同"
            yield Conflict(
                "count", side(row, row.text, mine.group()), side(above, above.text, other.group()), told, 0.5
            )
