"""The label columns of a table (its stub) and what each row is called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.tables.grid import Grid, Slot
from ingest.tables.head import Head
from ingest.tables.numbers import Kind, header_year, is_period
from ingest.units import find_units, names_rate, read_unit

__all__ = ["RowLabels", "Stub", "find_parts", "find_stub"]

_SERIAL = re.compile(r"序号|编号|行次|no\.?|#|s/?n", re.IGNORECASE)
_UNIT_COLUMN = re.compile(r"(?:计量|计算)?单位|units?(?: of measure(?:ment)?)?", re.IGNORECASE)
_LABEL_COLUMN = re.compile(
    r".{0,6}(?:指标|项目|类别|分类|品种|分项|科目|名称|细目)|.*\b(?:indicator|item|category|name|series)s?",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:总\s*计|grand total)", re.IGNORECASE)
_SUM = re.compile(r"(?:总\s*计|合\s*计|总\s*和|总额|全部|(?:grand )?total|all)", re.IGNORECASE)
_NUMBERINGS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]+\s*[、.．]",
        r"[(（][一二三四五六七八九十]+[)）]",
        r"\d+(?:\.\d+){2,}",
        r"\d+\.\d+",
        r"\d+\s*[、.．]",
        r"[(（]\d+[)）]",
        r"[IVX]+\s*[、.．]",
        r"[A-Z]\s*[、.．]",
        r"[a-z]\s*[、.．)]",
    )
)


@dataclass(frozen=True, slots=True)
class Stub:
    """The leading columns that name the rows: ``width`` of them, ``labels`` the ones that do (not a serial number).

    ``units`` is the column that gives the unit of each row, ``codes`` says that the first column holds a code of each
    row (8471, 0201), which no other row takes over, ``words`` that the body holds no numbers at all.
    """

    width: int
    labels: tuple[int, ...]
    units: int | None
    codes: bool
    words: bool


def find_stub(grid: Grid, head: Head) -> Stub:
    """Find the label columns: leading columns of words, up to the first column of values."""
    body = [r for r in range(head.end, len(grid.rows)) if not grid.is_blank(r) and not grid.is_note(r)]
    counts = [Counter(grid.rows[r][c].kind for r in body) for c in range(grid.width)]
    heads = [" ".join(dict.fromkeys(grid.rows[level][c].text for level in head.levels)) for c in range(grid.width)]
    measures = [_is_measure(counts[c], heads[c]) for c in range(grid.width)]
    words = not any(count[Kind.NUMBER] or count[Kind.LABELLED] for count in counts[1:])
    width = 0 if _starts_with_values(grid, body, counts, heads) else 1
    labels = list(range(width))
    units: int | None = None
    serial = width == 1 and _is_serial(grid, body, heads[0]) if heads else False
    codes = width == 1 < grid.width and not serial and counts[0][Kind.NUMBER] > counts[0][Kind.TEXT] and not measures[1]
    while 0 < width < grid.width - 1:
        leading = (serial or codes) and width == 1
        if not leading and (measures[width] or not any(measures[width + 1 :])):
            break
        if _is_unit_column(grid, body, heads[width], width):
            units = width
        elif not leading and not _names_rows(grid, body, heads[width], width):
            break
        else:
            labels.append(width)
        width += 1
    if serial and len(labels) > 1:
        labels = labels[1:]
    return Stub(min(width, grid.width), tuple(labels), units, codes, words)


def find_parts(grid: Grid, head: Head) -> list[tuple[int, int]]:
    """The tables printed side by side as one (收入 beside 支出): start and end column of each.

    A new one starts where, to the right of values, a column of words stands under the header of the first column.
    """
    body = [r for r in range(head.end, len(grid.rows)) if not grid.is_blank(r) and not grid.is_note(r)]
    if not head.levels or len(body) < 2:
        return [(0, grid.width)]
    names = grid.rows[head.levels[-1]]
    counts = [Counter(grid.rows[r][c].kind for r in body) for c in range(grid.width)]
    starts = [0]
    for column in range(2, grid.width - 1):
        words, same = counts[column][Kind.TEXT], names[column].text == names[0].text
        alike = same or (_LABEL_COLUMN.fullmatch(names[column].text) and _LABEL_COLUMN.fullmatch(names[0].text))
        only_words = words > 1 and not counts[column][Kind.NUMBER] and not counts[column][Kind.LABELLED]
        if only_words and names[column].filled and alike and _is_measure(counts[column - 1], ""):
            starts.append(column)
    return list(zip(starts, [*starts[1:], grid.width], strict=True))


def _is_measure(count: Counter[Kind], head: str) -> bool:
    """Whether a column holds values: mostly numbers, or a header that is a period or states a unit."""
    numbers = count[Kind.NUMBER] + count[Kind.MISSING] + count[Kind.LABELLED] + count[Kind.PERIOD]
    if 2 * numbers > numbers + count[Kind.TEXT]:
        return True
    dated = is_period(head) or header_year(head) is not None
    return dated or bool(count[Kind.NUMBER] and (find_units(head) or names_rate(head)))


def _starts_with_values(grid: Grid, body: Sequence[int], counts: Sequence[Counter[Kind]], heads: Sequence[str]) -> bool:
    """Whether the first column already holds values, so that the rows have no names."""
    if not heads or not heads[0] or counts[0][Kind.TEXT] or not counts[0][Kind.NUMBER]:
        return False
    if any(grid.rows[r][0].header for r in body) or _is_serial(grid, body, heads[0]):
        return False
    printed = [grid.rows[r][0].text for r in body]
    return (
        bool(find_units(heads[0]) or names_rate(heads[0]))
        or len(body) <= 2
        or all(set(t) & set(".,，") for t in printed)
    )


def _is_serial(grid: Grid, body: Sequence[int], head: str) -> bool:
    """Whether the first column only counts the rows."""
    printed = [grid.rows[r][0].text for r in body if grid.rows[r][0].filled]
    if _SERIAL.fullmatch(head.strip()):
        return True
    digits = [int(t) for t in printed if re.fullmatch(r"\d{1,3}", t)]
    return len(digits) > 1 and len(digits) == len(printed) and digits == list(range(1, len(digits) + 1))


def _is_unit_column(grid: Grid, body: Sequence[int], head: str, column: int) -> bool:
    printed = [grid.rows[r][column].text for r in body if grid.rows[r][column].filled]
    known = sum(read_unit(t) is not None for t in printed)
    return bool(_UNIT_COLUMN.fullmatch(head.strip())) and 2 * known >= len(printed) > 0


def _names_rows(grid: Grid, body: Sequence[int], head: str, column: int) -> bool:
    """Whether a column of words names the rows too: its header says so, or those before do not tell rows apart."""
    if _LABEL_COLUMN.fullmatch(head.strip()) or not head:
        return True
    if all(grid.rows[r][column].header for r in body if grid.rows[r][column].filled):
        return True
    before = [tuple(grid.rows[r][c].text for c in range(column)) for r in body if grid.filled(r, column)]
    groups = [key for key in before if any(key)]
    covered = any(not grid.rows[r][c].printed for r in body for c in range(column))
    return covered or len(groups) < len(before) or len(set(groups)) < len(groups)


@dataclass(slots=True)
class _Group:
    column: int
    slot: Slot
    row: int


class RowLabels:
    """Reads a table from top to bottom and tells what each row is called.

    A label holds for the rows below it while its own place there is empty. A row with a label and nothing else
    heads a group: it holds until the next such row of its rank, or until a column to its left gets a new label.
    """

    def __init__(self) -> None:
        self._labels: dict[int, Slot] = {}
        self._groups: list[_Group] = []
        self._parents: list[tuple[int, int, Slot]] = []  # column, indentation, label: outer labels of indented rows

    def forget(self, column: int) -> None:
        """The label of a column does not hold for the rows below."""
        self._labels.pop(column, None)

    def group(self, row: int, labels: Sequence[tuple[int, Slot]], follows: int) -> None:
        """Take in a row that only names what follows.

        :param labels: column and content of its label places, left to right.
        :param follows: how many rows in succession, this one included, head groups from here on.
        """
        filled = [(c, s) for c, s in labels if s.filled]
        for column, slot in filled[:-1]:
            self._enter(column, slot)
        column, slot = filled[-1]
        self._drop(column)
        same = [g for g in self._groups if g.column == column]
        other = [g for g in self._groups if g.column != column]
        self._groups = other + same[: _rank(same, slot, row, follows)] + [_Group(column, slot, row)]
        self._labels.pop(column, None)

    def hold(self, labels: Sequence[tuple[int, Slot]]) -> None:
        """Take in a row that only sets labels for the rows below, whose places for them are empty."""
        for column, slot in labels:
            if slot.filled:
                self._enter(column, slot)

    def name(self, labels: Sequence[tuple[int, Slot]], *, last: bool, whole: Slot | None = None) -> list[Slot]:
        """The labels of a row with values, outermost first.

        :param last: whether it is the last such row of the table: a sum there stands outside all groups.
        :param whole: label of the row that this one is part of (其中).
        """
        fresh = False
        for column, slot in labels:
            held = self._labels.get(column)
            repeated = held is not None and not fresh and (held.text == slot.text or not slot.printed)
            if slot.filled and not repeated:
                self._leave_groups(column, slot, last)
                self._enter(column, slot)  # forgets all labels to its right
                fresh = True
        path: list[Slot] = []
        for column in sorted({c for c, _ in labels} | {g.column for g in self._groups}):
            path += [g.slot for g in self._groups if g.column == column]
            path += [s for c, _, s in self._parents if c == column and s is not self._labels.get(column)]
            if column in self._labels:
                path.append(self._labels[column])
        if whole is not None and path and whole not in path:
            path.insert(len(path) - 1, whole)
        return path

    def _enter(self, column: int, slot: Slot) -> None:
        """A new label: everything to its right is forgotten."""
        self._drop(column)
        previous = self._labels.get(column)
        outer = [p for p in self._parents if p[0] == column]
        if previous and slot.indent > previous.indent:
            outer.append((column, previous.indent, previous))
        outer = [p for p in outer if p[1] < slot.indent]
        self._parents = [p for p in self._parents if p[0] != column] + outer
        self._labels[column] = slot

    def _drop(self, column: int) -> None:
        self._groups = [g for g in self._groups if g.column <= column]
        self._labels = {c: s for c, s in self._labels.items() if c <= column}
        self._parents = [p for p in self._parents if p[0] <= column]

    def _leave_groups(self, column: int, slot: Slot, last: bool) -> None:
        """A grand total, or a sum in the last row, belongs to no group."""
        bare = slot.text.strip("：: ")
        if _TOTAL.fullmatch(bare) or (last and _SUM.fullmatch(bare)):
            self._groups = [g for g in self._groups if g.column != column]
        styled = _numbering(slot.text)
        if styled is not None and slot.printed:
            # 二、 with values of its own ends the group that 一、 opened
            for position, group in enumerate(self._groups):
                if group.column == column and _numbering(group.slot.text) == styled:
                    self._groups = self._groups[:position]
                    break


def _rank(same: Sequence[_Group], slot: Slot, row: int, follows: int) -> int:
    """How many of the open groups of a column stay open above a new one."""
    style = _numbering(slot.text)
    for position, group in enumerate(same):
        if style is not None and _numbering(group.slot.text) == style:
            return position
    for position, group in enumerate(same):
        if group.slot.indent > slot.indent:
            return position
    if same and (same[-1].row == row - 1 or same[-1].slot.indent < slot.indent):
        return len(same)  # directly below another heading, or set in: one rank lower
    if style is not None and any(_numbering(g.slot.text) is not None for g in same):
        return len(same)  # a numbering not met before, under a numbered heading
    return max(0, len(same) - follows)


def _numbering(text: str) -> int | None:
    """The style of the number that a label starts with (一、 or 1. or (1)), or ``None``."""
    return next((style for style, pattern in enumerate(_NUMBERINGS) if pattern.match(text)), None)
