"""Which rows of a table are headers, and what each column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.tables.grid import EMPTY, Grid, Slot
from ingest.tables.numbers import Kind, read_number
from ingest.units import read_unit

__all__ = [
    "ColumnHead",
    "Head",
    "continues_head",
    "find_head",
    "is_heading_word",
    "is_unit_line",
    "name_columns",
    "realign_head",
]

_LOOK_AHEAD = 40  # rows below a possible header row that are asked whether they hold numbers
_LONG_HEADER = 40  # characters; a longer cell is content unless its column is known to be a header

#: Words that stand at the head of a column and are hardly ever data.
_HEADER_WORDS = re.compile(
    r"(?:国家|国别|地区|区域|省份|省市|城市|经济体|指标|项目|名称|类别|分类|类型|品种|科目|行业|部门|领域|年份|年度|时间|日期|期限|序号|编号|代码|编码|内容|活动"
    r"|成果|产出|成效|目标|任务|措施|行动|举措|描述|说明|备注|单位|数量|金额|规模|占比|比重|牵头|负责|责任|机构|状态|进展|进度|来源|地点|主题|会议|文件|职务|姓名"
    r"|缩写|缩略语|简称|全称|中文|英文|含义|定义|术语|预算|决算|合计|总计|country|economy|region|indicator|item|category|sector|year|date|time|name|no\.?"
    r"|number|description|activity|output|outcome|target|action|status|source|amount|unit|value|abbreviation|acronym|term"
    r"|definition|meaning|title|lead|agency|remarks?|notes?|project|type)",
    re.IGNORECASE,
)
_YEAR_WORD = re.compile(r"年份|年度|时间|日期|年|期间|时期|years?|period|date", re.IGNORECASE)
_UNIT_LINE = re.compile(r"[(（]?\s*(?:(?:金额|货币|计量)?单位|units?|currency)\s*[:：]", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"[(（]?(\d{1,2})[)）]?(?:\s*=.*)?")
_NUMBERED_STUB = re.compile(r"[甲乙ABab]|栏次|栏目|序号|行次|列次?")


@dataclass(frozen=True, slots=True)
class Head:
    """The header rows at the top: ``rows`` all of them, ``levels`` those that name columns, outermost first.

    ``context`` are a title and unit lines printed above the columns, ``end`` is the first row of the body.
    """

    rows: tuple[int, ...]
    levels: tuple[int, ...]
    context: tuple[str, ...]
    end: int


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The resolved header of a column, outermost first, with the note marks called in it."""

    texts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def find_head(grid: Grid) -> Head:
    """Find the leading header rows of a grid; none where the table starts with its data."""
    rows: list[int] = []
    levels: list[int] = []
    context: list[str] = []
    end = len(grid.rows)
    for row in range(len(grid.rows)):
        if grid.is_blank(row):
            continue
        if is_unit_line(grid, row) or (not levels and _is_title(grid, row)):
            context += dict.fromkeys(slot.text for slot in grid.rows[row] if slot.filled)
        elif _is_level(grid, row, levels):
            levels.append(row)
        elif not (levels and _is_number_row(grid, row)):
            end = row
            break
        rows.append(row)
    return Head(tuple(rows), tuple(levels), tuple(context), end)


def is_heading_word(text: str) -> bool:
    """Whether a text contains a word that stands at the head of columns."""
    return bool(_HEADER_WORDS.search(text))


def is_unit_line(grid: Grid, row: int) -> bool:
    """单位：亿元 as the only thing in the row."""
    column = grid.lone(row)
    return column is not None and bool(_UNIT_LINE.match(grid.rows[row][column].text))


def _is_title(grid: Grid, row: int) -> bool:
    """A line over the whole table: alone in its row from the first column on, with a header row below."""
    if grid.lone(row) != 0 or grid.width < 2 or _HEADER_WORDS.fullmatch(grid.rows[row][0].text):
        return False
    below = next(
        (r for r in range(row + 1, len(grid.rows)) if not grid.is_blank(r) and not is_unit_line(grid, r)), None
    )
    return below is not None and len(grid.filled(below)) > 1 and _is_first_level(grid, below)


def _is_level(grid: Grid, row: int, levels: Sequence[int]) -> bool:
    if _is_flagged(grid, row):
        return grid.lone(row) != 0  # alone over the whole table it heads a group of rows
    return continues_head(grid, row, levels) if levels else _is_first_level(grid, row)


def _is_flagged(grid: Grid, row: int) -> bool:
    """Whether the format marks every cell printed in the row as a header."""
    own = [slot for slot in grid.rows[row] if slot.filled and slot.printed]
    return bool(own) and all(slot.header for slot in own)


def _is_first_level(grid: Grid, row: int) -> bool:
    """Whether a body could start below this row: it holds no values, and it does not read like the rows below it."""
    filled = grid.filled(row)
    slots = [grid.rows[row][c] for c in filled]
    if grid.is_note(row) or any(s.kind in (Kind.NUMBER, Kind.MISSING, Kind.LABELLED) for s in slots):
        return False
    below = [r for r in range(row + 1, len(grid.rows)) if not grid.is_blank(r)]
    if not below or grid.width < 2 or filled == [0] or _is_form(grid, [row, *below]):
        return False
    if _holds_numbers(grid, below, range(1, grid.width)):
        return True
    return _heads_text(grid, row, below)


def _is_form(grid: Grid, rows: Sequence[int]) -> bool:
    """Whether two columns are names and values (总投资 | 3.5亿元), without a header: colons, or units of many kinds."""
    if any(c > 1 for row in rows for c in grid.filled(row)):
        return False
    colons = sum(grid.rows[row][0].text.endswith((":", "：")) for row in rows)
    printed = [read_number(grid.rows[row][1].text) for row in rows]
    units = {number.unit.code for number in printed if number and number.unit}
    return 2 * colons > len(rows) or len(units) > 1


def _heads_text(grid: Grid, row: int, below: Sequence[int]) -> bool:
    """Whether the first row of a table of words is its header: header words, or shorter than what stands below."""
    texts = [slot.text for slot in grid.rows[row] if slot.filled]
    if any(_HEADER_WORDS.search(t) and len(t) <= _LONG_HEADER for t in texts):
        return not texts[0].endswith((":", "："))
    if any(len(t) > _LONG_HEADER for t in texts) or texts[0].endswith((":", "：")):
        return False
    first_kinds = {grid.rows[r][0].kind for r in below}
    if grid.rows[row][0].kind is Kind.PERIOD and first_kinds == {Kind.PERIOD}:
        return False  # a timeline without a header
    if any(grid.rows[row][c].kind is Kind.PERIOD for c in range(1, grid.width)):
        return True
    if grid.width > 2:
        return True
    lengths = sorted(len(slot.text) for r in below for slot in grid.rows[r][1:] if slot.filled)
    return bool(lengths) and lengths[len(lengths) // 2] > 2 * max(len(t) for t in texts)


def _holds_numbers(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether at least half of what stands in these places is a number or stands for a missing one."""
    slots = [grid.rows[r][c] for r in rows[:_LOOK_AHEAD] for c in columns]
    filled = [slot.kind for slot in slots if slot.filled]
    numbers = sum(kind in (Kind.NUMBER, Kind.LABELLED) for kind in filled)
    return numbers > 0 and 2 * (numbers + filled.count(Kind.MISSING)) >= len(filled)


def continues_head(grid: Grid, row: int, levels: Sequence[int]) -> bool:
    """Whether a row below header rows is one more of them."""
    slots = grid.rows[row]
    if any(slot.filled and not slot.printed for slot in slots):  # a header cell reaches down to here
        return not any(s.printed and s.kind in (Kind.NUMBER, Kind.LABELLED, Kind.MISSING) for s in slots)
    values = grid.filled(row, 1)
    kinds = {slots[c].kind for c in values}
    if not values or kinds & {Kind.NUMBER, Kind.MISSING, Kind.LABELLED}:
        return False
    stub = slots[0].text
    headless = not stub or any(grid.rows[level][0].text == stub for level in levels)
    if kinds == {Kind.PERIOD}:
        return headless or bool(_YEAR_WORD.fullmatch(stub)) or not _is_complete(grid, levels)
    if all(read_unit(slots[c].text) for c in values):
        return headless or bool(_HEADER_WORDS.search(stub))
    below = [r for r in range(row + 1, len(grid.rows)) if not grid.is_blank(r)]
    if _holds_numbers(grid, below, values):
        return headless or not _is_complete(grid, levels)
    return headless and _under_spans(grid, values, levels)


def _is_complete(grid: Grid, levels: Sequence[int]) -> bool:
    """Whether the header rows so far give each column a name of its own, so that none is needed below."""
    names = [tuple(grid.rows[level][c].text for level in levels) for c in range(1, grid.width)]
    while names and not any(names[-1]):
        names.pop()
    return all(any(name) for name in names) and len(set(names)) == len(names)


def _under_spans(grid: Grid, values: Sequence[int], levels: Sequence[int]) -> bool:
    """Whether each value stands below a header cell that spans columns, or below the gap beside one."""
    above = grid.rows[levels[-1]]
    gaps = {c for c in range(1, grid.width) if not above[c].filled or not above[c].lead}
    spanned = gaps | {c - 1 for c in gaps if above[c - 1].filled}
    return bool(gaps) and spanned.issuperset(values)


def _is_number_row(grid: Grid, row: int) -> bool:
    """Whether the row only numbers the columns (甲 1 2 3, or (1) (2) (3=1+2))."""
    matches = [_COLUMN_NUMBER.fullmatch(grid.rows[row][c].text) for c in grid.filled(row, 1)]
    numbers = [int(match[1]) for match in matches if match]
    stub = grid.rows[row][0].text
    if len(numbers) < 2 or len(numbers) != len(matches) or numbers[0] > 2:
        return False
    named = not stub or bool(_NUMBERED_STUB.fullmatch(stub)) or stub.strip("()（）") == str(numbers[0] - 1)
    return named and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def realign_head(grid: Grid, head: Head) -> Grid:
    """Put header rows that lost their empty first cell (an empty corner) back over their columns."""
    body = [r for r in range(head.end, len(grid.rows)) if len(grid.filled(r)) > 1]
    if not body or not head.levels:
        return grid
    ends = [grid.filled(r)[-1] for r in body]
    last = max(set(ends), key=ends.count)
    corner = [grid.rows[level][0] for level in head.levels]
    if (
        any(_HEADER_WORDS.match(slot.text) and slot.kind is not Kind.PERIOD for slot in corner)
        or any(not slot.filled for slot in corner)
        or any(grid.filled(level)[-1] >= last for level in head.levels)
        or grid.filled(head.levels[-1])[-1] != last - 1
        or not _holds_numbers(grid, body, [1])
        or _holds_numbers(grid, body, [0])
        or not _holds_numbers(grid, body, [last])
    ):
        return grid
    rows = list(grid.rows)
    for level in head.levels:
        rows[level] = (EMPTY, *rows[level][:-1])
    return replace(grid, rows=tuple(rows))


def name_columns(grid: Grid, levels: Sequence[int], first: int) -> tuple[ColumnHead, ...]:
    """The header of each column, outermost first, from the header rows ``levels``.

    :param first: the first column of values; labels to the left of it do not spread to the right.
    """
    slots = [_spread(grid, levels, number, first) for number in range(len(levels))]
    return tuple(_head([level[c] for level in slots]) for c in range(grid.width))


def _head(slots: Sequence[Slot]) -> ColumnHead:
    """One column: its levels from the top, a label repeated by a merged cell once."""
    texts: list[str] = []
    marks: list[str] = []
    for slot in slots:
        text = " ".join(slot.text.split())
        if text and (not texts or texts[-1] != text):
            texts.append(text)
        marks += slot.marks
    return ColumnHead(tuple(texts), tuple(dict.fromkeys(marks)))


def _spread(grid: Grid, levels: Sequence[int], number: int, first: int) -> list[Slot]:
    """One header row with its spanning labels repeated over the columns that they span.

    A label spans the empty places to its right, as far as a lower header row has something there.
    """
    row = list(grid.rows[levels[number]])
    lower = [grid.rows[level] for level in levels[number + 1 :]]

    def below(column: int) -> bool:
        return any(line[column].filled for line in lower)

    centred = _centred(row, first, below)
    if centred:
        return centred
    spanning: Slot | None = None
    for column in range(first, len(row)):
        if row[column].filled:
            spanning = row[column] if below(column) else None
        elif spanning and below(column):
            row[column] = replace(spanning, lead=False)
    return row


def _centred(row: list[Slot], first: int, below: Callable[[int], bool]) -> list[Slot] | None:
    """The row with labels that stand over the middle of equal groups of columns, or ``None`` if it is not so."""
    columns = [c for c in range(first, len(row)) if below(c)]
    labels = [c for c in columns if row[c].filled]
    if len(labels) < 2 or row[columns[0]].filled or len(columns) % len(labels):
        return None
    size = len(columns) // len(labels)
    groups = [columns[i : i + size] for i in range(0, len(columns), size)]
    if size < 3 or any(label not in group for label, group in zip(labels, groups, strict=True)):
        return None
    spread = list(row)
    for label, group in zip(labels, groups, strict=True):
        for column in group:
            spread[column] = row[label]
    return spread
