"""In what two statements differ, if they speak of one thing: values, ordinals, stages, denials, extent, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.actions import OPPOSITES, SCALES, find_actions
from answer.conflict_clauses import of_two_orders
from answer.conflict_marks import marks_of
from answer.conflict_measured import alike_from_start
from answer.conflict_sorts import Difference
from answer.conflict_statements import Statement
from answer.conflict_values import of_counts, of_dates, of_durations, of_figures

__all__ = ["differences", "sort_of_text"]

_DUE = re.compile(r"底?之?前|以前")
_LEAST_ALIKE = 6  # characters before two values that are the same, but for those in their midst

_PRINTED = re.compile(r"\d|季度|半年|年[底末初]")
_WHERE = re.compile(r"地点|地址|城市|举办地|所在地|会址|驻地")


def differences(a: Statement, b: Statement) -> Iterator[Difference]:
    """Whatever two statements say otherwise.

    Not what was so at two times (一季度57批，二季度44批), nor what is told of two of a series (首轮, 第二轮).
    """
    apart = list(of_dates(a, b))
    dates = [d for d in apart if not _of_two_things(a, b, d) and not _is_deadline(a, b, d)]
    if not apart:  # the fifth meeting in May and the sixth in June
        yield from _of_ordinals(a, b)
    if of_two_orders(a.unit, b.unit):
        return
    figures = [d for d in of_figures(a, b) if not _of_two_things(a, b, d)]
    of_two_times = bool(dates) and all(_PRINTED.search(text) for text in (dates[0].a, dates[0].b))
    if not (figures and (of_two_times or _of_two_years(a, b))):
        yield from figures
        yield from dates
    yield from of_durations(a, b)
    yield from of_counts(a, b)
    yield from _of_stages(a, b)
    yield from _of_extent(a, b)
    yield from _of_names(a, b)


def _of_two_things(a: Statement, b: Statement, difference: Difference) -> bool:
    """Whether what leads to two values is the same but for one word: 技术委员会会议于…, 学术委员会会议于…"""
    one, two = a.unit.text.partition(difference.a)[0], b.unit.text.partition(difference.b)[0]
    start = alike_from_start(one, two)
    end = alike_from_start(one[start:][::-1], two[start:][::-1])
    return one != two and end > 1 and start + end >= _LEAST_ALIKE and min(len(one), len(two)) > start + end


def _is_deadline(a: Statement, b: Statement, difference: Difference) -> bool:
    """Whether of two things to come one is due before a day (6月前完成审核) and the other not: both may be right."""
    texts = a.unit.text, b.unit.text
    due = [_DUE.match(text.partition(told)[2]) for text, told in zip(texts, (difference.a, difference.b), strict=True)]
    return bool(due[0]) != bool(due[1]) and all(marks_of(text).planned or due[i] for i, text in enumerate(texts))


def _of_two_years(a: Statement, b: Statement) -> bool:
    """Whether a cell is of a year, and what the other tells of another."""
    years = [{s.unit.cell.year} if s.unit.cell and s.unit.cell.year else _years(s) for s in (a, b)]
    cells = any(s.unit.cell and s.unit.cell.year for s in (a, b))
    return cells and bool(years[0] and years[1]) and not years[0] & years[1]


def _years(statement: Statement) -> set[int | None]:
    return {day.year for m in statement.dates if m.dated for day in (m.start, m.end)}


def _of_ordinals(a: Statement, b: Statement) -> Iterator[Difference]:
    """第二届 and 第三届."""
    for one, of, first in marks_of(a.unit.text).ordinals:
        for two, other, second in marks_of(b.unit.text).ordinals:
            if of == other and first != second:
                yield Difference("ordinal", one, two, {"o_gap": abs(first - second)})
                return
    ratings = marks_of(a.unit.text).rating, marks_of(b.unit.text).rating
    if all(ratings) and ratings[0] != ratings[1]:
        yield Difference("ordinal", *ratings)


def _of_stages(a: Statement, b: Statement) -> Iterator[Difference]:
    mine, other = marks_of(a.unit.text), marks_of(b.unit.text)
    if {moment.text for moment in a.dates} & {moment.text for moment in b.dates}:
        pass  # 将于11月举行, 11月举行会议: of one day both speak of what is to come, or of what was
    elif mine.done and other.planned and not mine.planned:
        yield Difference("stage", mine.done, other.planned, behind=2)
    elif other.done and mine.planned and not other.planned:
        yield Difference("stage", mine.planned, other.done, behind=1)
    if mine.rank and other.rank and mine.rank[0] != other.rank[0]:
        yield Difference("scale", mine.rank[1], other.rank[1], behind=1 if mine.rank[0] == "observer" else 2)
        return
    if not mine.acts or not other.acts:
        return
    for scale in SCALES:
        first, second = ([name for name in scale if name in own] for own in (mine.acts, other.acts))
        if first and second and not set(first) & set(second):
            behind = 1 if scale.index(first[-1]) < scale.index(second[-1]) else 2
            yield Difference("scale", _said(a, first[-1]), _said(b, second[-1]), behind=behind)
            break
    for pair in OPPOSITES:
        one, two = pair & mine.acts, pair & other.acts
        if len(one) == 1 and len(two) == 1 and one != two:
            yield Difference("opposite", _said(a, *one), _said(b, *two))
            break


def _said(statement: Statement, action: str) -> str:
    text = statement.unit.text
    return text[slice(*find_actions(text)[action])]


def _of_extent(a: Statement, b: Statement) -> Iterator[Difference]:
    mine, other = marks_of(a.unit.text), marks_of(b.unit.text)
    if bool(mine.denied) != bool(other.denied):
        yield Difference("polarity", mine.denied, other.denied, behind=1 if mine.denied else 2)
    # what the figures of a row do, else what words say
    first, second = ((s.trend, s.unit.text) if s.trend else m.turn for s, m in ((a, mine), (b, other)))
    if first and second and first[0] != second[0]:
        yield Difference("direction", first[1], second[1])
    if mine.every and not other.every and (other.part or b.figures):
        yield Difference("quantity", mine.every, other.part or b.figures[0].text)
    elif other.every and not mine.every and (mine.part or a.figures):
        yield Difference("quantity", mine.part or a.figures[0].text, other.every)


def _of_names(a: Statement, b: Statement) -> Iterator[Difference]:
    marks = marks_of(a.unit.text), marks_of(b.unit.text)
    places = tuple(_place(s, m.places) for s, m in zip((a, b), marks, strict=True))
    for sort, found in (("who", (marks[0].bodies, marks[1].bodies)), ("place", places)):
        apart = _disjoint(*found)
        if apart is not None:
            yield Difference(sort, *apart)  # type: ignore[arg-type]
    for sort, kinds in (("place", ("place",)), ("who", ("organisation",)), ("who", ("country",)), ("who", ("person",))):
        mine, other = ({e.name: e.text for e in s.unit.entities if e.kind in kinds} for s in (a, b))
        if mine and other and not mine.keys() & other.keys():
            yield Difference(sort, next(iter(mine.values())), next(iter(other.values())))  # type: ignore[arg-type]


def _place(statement: Statement, told: tuple[str, ...]) -> tuple[str, ...]:
    """Where something is held or lies, or what a column of places says."""
    cell = statement.unit.cell
    if cell is not None and any(_WHERE.search(head) for head in cell.column):
        return (cell.text,)
    return told


def _disjoint(mine: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, str] | None:
    """One name of each that the other does not have, whatever both have besides."""
    first = [x for x in mine if not any(_one_name(x, y) for y in other)]
    second = [y for y in other if not any(_one_name(x, y) for x in mine)]
    return (first[0], second[0]) if first and second else None


def _one_name(x: str, y: str) -> bool:
    return x in y or y in x or x.endswith(y[-4:]) or y.endswith(x[-4:])


def sort_of_text(text: str) -> tuple[bool, bool]:
    """Whether a text denies something, and whether it speaks of what is to come."""
    marks = marks_of(text)
    return bool(marks.denied), bool(marks.planned)
