"""How many members a row or note of a table counts (十国, 不包括…) against those that the table lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_cited import subject_of
from answer.conflict_tools import side, tables_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Cell, Passage

__all__ = ["is_sum", "member_conflicts"]

_NUMBER = r"(?P<count>\d{1,2}|十?[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?)\s?"
_STATES = r"个?(?:[A-Z]{2,}\s?)?(?:成员国|国家|国)(?![\u4e00-\u9fff]{0,2}[家币])"
_ROW_STATES = re.compile(_NUMBER + _STATES)
_NOTE_STATES = re.compile(rf"(?<![第至到\d]){_NUMBER}个?(?:[A-Z]{{2,}}\s?)?(?:成员国|国家|国)")
_NOTE_PLACES = re.compile(rf"(?<![第至到\d]){_NUMBER}(?:个(?:成员)?)?(?P<kind>省份|地区|省|市|县|区|州|旗)")
_LEFT_OUT = re.compile(r"[^，。；]{0,4}?(?:不包括|不含|未包括|未含|不计|除外)(?P<names>[^。；]*)")
_SAID = re.compile(
    rf"(?:本表|上表|此表|表中|表内)(?:共|总共|一共)?(?:列出|列入|列有|列示|收录|包括|包含|涵盖|汇总)了?(?:共|全部)?\s?{_NUMBER}"
    r"(?P<kind>个|家|所|座|项|处|条|种|台)"
)
_SUMS = re.compile(
    r"合计|总计|共计|总额|总数|小计|平均|其中|[Tt]otal|[Aa]verage|of which|全[国省市县区]|以上|其他|其它"
)
_ASIDE = re.compile(r"[（(].*?[)）]")
_FIGURE = re.compile(r"-?\d[\d,]*\.\d+")
_LEAST_LISTED = 3  # rows that make a list


@dataclass(frozen=True, slots=True)
class _Member:
    """A row that is one of those counted, with its name."""

    name: str
    row: Passage


def member_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its rows and notes."""
    for table, rows, notes in tables_of(passages):
        yield from _row_counts(table, rows, notes)
        for note in notes:
            yield from _note_counts(table, rows, note)
            yield from _said_to_list(table, rows, note)


# -- a row that counts ------------------------------------------------------------------------------------------------


def _row_counts(table: Passage, rows: Sequence[Passage], notes: Sequence[Passage]) -> Iterator[Conflict]:
    """A row for so many countries (十国) under a list of fewer or more, which does not add up to it either."""
    for index, row in enumerate(rows):
        count = _ROW_STATES.search(_head(row))
        listed = _states(rows[:index])
        if count is None or len(listed) < _LEAST_LISTED:
            continue
        left_out = _left_out_of(notes, count.group())
        counted = [member for member in listed if member.name not in left_out]
        if _differ(len(counted), count) and not _adds_up(row, [member.row for member in counted]):
            a = side(row, row.text, count.group())
            b = side(table, _title(table), _names(counted))
            text = f"行名说“{count.group()}”，表中这样的国家却有 {len(counted)} 个，相加也不等于该行"
            yield Conflict("count", a, b, text, 0.45)
            return


def _differ(listed: int, count: re.Match[str]) -> bool:
    """Whether a list is longer or shorter than a count, and still the list of what is counted: 27国 is not of five."""
    told = parse_number(count["count"])
    return told is not None and 0 < abs(listed - told) <= max(1, told // 5)


def _left_out_of(notes: Sequence[Passage], count: str) -> set[str]:
    """The countries that a note leaves out of a count."""
    for note in notes:
        at = note.text.find(count)
        clause = _LEFT_OUT.match(note.text, at + len(count)) if at >= 0 else None
        if clause is not None:
            return _countries(note, *clause.span("names"))
    return set()


def _adds_up(row: Passage, members: Sequence[Passage]) -> bool:
    """Whether the first sum of a row that can be added is that of its members."""
    for index, cell in enumerate(row.cells):
        parts = [m.cells[index] for m in members if index < len(m.cells)]
        if cell.value is not None and cell.unit not in (None, "percent") and len(parts) == len(members):
            return is_sum(cell, parts)
    return False


def is_sum(cell: Cell, parts: Sequence[Cell]) -> bool:
    """Whether parts add up to a cell, but for the rounding of each."""
    values = [part.value for part in parts]
    if cell.value is None or any(value is None for value in values):
        return True
    printed = _FIGURE.search(cell.text)
    figure = float(re.sub(r"[^\d.]", "", cell.text) or 0)
    scale = abs(cell.value) / figure if figure else 1.0
    step = scale * (10.0 ** -len(printed.group().split(".")[1]) if printed else 1.0)
    return abs(cell.value - sum(value for value in values if value is not None)) <= step * (len(values) + 1)


# -- a note that counts -----------------------------------------------------------------------------------------------


def _note_counts(table: Passage, rows: Sequence[Passage], note: Passage) -> Iterator[Conflict]:
    """注：十国不包括中国 below nine others: the count, what it leaves out, and what is listed besides."""
    for pattern, members in ((_NOTE_STATES, _states), (_NOTE_PLACES, _places)):
        for count in pattern.finditer(note.text):
            clause = _LEFT_OUT.match(note.text, count.end())
            group = next((i for i, row in enumerate(rows) if count.group().strip() in _head(row)), None)
            listed = members(rows[:group]) if clause is not None else []
            if clause is None or len(listed) < _LEAST_LISTED or not _one_kind(listed, count):
                continue
            left_out = _countries(note, *clause.span("names"))
            counted = [m for m in listed if m.name not in left_out and m.name not in clause["names"]]
            summed_up = group is not None and _adds_up(rows[group], [member.row for member in counted])
            if summed_up or not _differ(len(counted), count):
                continue
            said = _ASIDE.sub("", note.text[count.start() : clause.end()]).split("，")[0]
            text = f"表注说“{said.strip()}”，除此之外表中却列了 {len(counted)} 个"
            yield Conflict(
                "count", side(note, note.text, count.group()), side(table, _title(table), _names(counted)), text, 0.45
            )
            return


def _one_kind(listed: Sequence[_Member], count: re.Match[str]) -> bool:
    """Whether what is listed is of the kind that is counted: 市 of 五市."""
    kind = count.groupdict().get("kind")
    return kind in (None, "地区", "省份") or all(member.name.endswith(str(kind)) for member in listed)


def _said_to_list(table: Passage, rows: Sequence[Passage], note: Passage) -> Iterator[Conflict]:
    """本表列出12个监测点 below eleven rows; in a plain list each row is one."""
    said = _SAID.search(note.text)
    heads = [_head(row) for row in rows]
    plain = all(heads) and len(set(heads)) == len(heads) and all(len(c.row) == 1 for row in rows for c in row.cells)
    if said is None or not plain:
        return
    listed = [head for head in heads if not _SUMS.search(head)]
    if len(listed) >= _LEAST_LISTED and _differ(len(listed), said):
        text = f"表注说“{said.group()}”，表中却有 {len(listed)} 行"
        yield Conflict(
            "count", side(note, note.text, said.group()), side(table, _title(table), "、".join(listed)), text, 0.45
        )


# -- what is listed ---------------------------------------------------------------------------------------------------


def _head(row: Passage) -> str:
    return row.cells[0].row[-1] if row.cells and row.cells[0].row else ""


def _title(table: Passage) -> str:
    return table.text.split("\n")[0]


def _names(members: Sequence[_Member]) -> str:
    return "、".join(member.name for member in members)


def _countries(text_of: Passage, start: int, end: int) -> set[str]:
    return {e.name for e in text_of.entities if e.kind == "country" and start <= e.at[0] < end}


def _states(rows: Sequence[Passage]) -> list[_Member]:
    """The rows of one country each."""
    found = []
    for row in rows:
        names = _countries(row, 0, len(_head(row)))
        if len(names) == 1 and not _ROW_STATES.search(_head(row)):
            found.append(_Member(names.pop(), row))
    return found


def _places(rows: Sequence[Passage]) -> list[_Member]:
    """The rows of a list of places: all but sums, and none where a row has rows below it."""
    if any(len(cell.row) > 1 for row in rows for cell in row.cells):
        return []
    return [
        _Member(name, row)
        for row in rows
        if (name := subject_of(row)) and not _SUMS.search(name) and not _NOTE_PLACES.search(name)
    ]
