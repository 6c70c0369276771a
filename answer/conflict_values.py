"""In what figures, dates, spans of time and numbers of things two statements differ."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from answer.compare import amounts_agree, comparable
from answer.conflict_marks import marks_of
from answer.conflict_printed import PrintedNumber
from answer.conflict_sorts import Difference
from answer.conflict_statements import Statement
from ingest.numerals import parse_number

__all__ = [
    "of_counts",
    "of_dates",
    "of_durations",
    "of_figures",
    "says_a_list",
    "says_from_to",
    "says_how_long",
    "tells_the_same_figure",
]

_MOST_APART = 1.2  # logarithm of the ratio of two figures
_LEAST_DIGITS = 2
_CELL_SCALES = (1.0, 1e3, 1e4, 1e6, 1e8, 1e-3, 1e-4, 1e-6, 1e-8)
_MOST_DAYS = 1500
_FEW = 20
_MOST_MISSED = 2.0
_DAYS = {"天": 1.0, "日": 1.0, "周": 7.0, "星期": 7.0, "月": 30.4, "年": 365.2}
_DURATION_SLACK, _DURATION_DAYS = 0.12, 1.1
_FROM_TO = re.compile(r"至|到|—|－|-|结束|截止|完工")


def of_figures(a: Statement, b: Statement) -> Iterator[Difference]:
    if tells_the_same_figure(a, b):
        return
    pairs = [
        (_apart(x.value, y.value), x.text, y.text, float(x.value), float(y.value), float(x.unit == y.unit))
        for x in a.amounts for y in b.amounts
        if not isinstance(x.value, tuple) and not isinstance(y.value, tuple)
        and x.unit != "years" and _group(x.unit) == _group(y.unit)
    ]  # fmt: skip
    if not any(pair[0] < _MOST_APART for pair in pairs):
        cells = a.unit.cell is not None or b.unit.cell is not None
        pairs = [
            (_scaled(x, y) if cells else _apart(x.value, y.value), x.text, y.text, x.value, y.value,
             1.0 if x.unit[:2] == y.unit[:2] else 0.5)
            for x in a.figures for y in b.figures if _may_be_compared(x, y, cells=cells)
        ]  # fmt: skip
    apart, one, two, x, y, alike = min(pairs, key=lambda pair: pair[0], default=(9.0, "", "", 0.0, 0.0, 0.0))
    if not 0 < apart < _MOST_APART:
        return
    digits = [re.sub(r"\D", "", text) for text in (one, two)]
    yield Difference("number", one, two, {
        "v_apart": apart, "v_unit": alike, "v_digits": float(min(*(len(d.strip("0")) for d in digits), 4)),
        "v_swapped": float(sorted(digits[0]) == sorted(digits[1])), "v_length": float(len(digits[0]) == len(digits[1])),
        "v_step": float(abs(x - y) == 1 and max(x, y) <= _FEW), "v_percent": float("%" in one),
    })  # fmt: skip


def of_dates(a: Statement, b: Statement) -> Iterator[Difference]:
    pairs = [(x.beside(y), y.beside(x)) for x in a.dates for y in b.dates if x.dated or y.dated or x.start != y.start]
    if not pairs or any(x.start <= y.end and y.start <= x.end for x, y in pairs):
        return
    one, two = min(pairs, key=lambda pair: abs((pair[0].start - pair[1].start).days))
    gap = abs((one.start - two.start).days)
    if gap > _MOST_DAYS:
        return
    longest = max((moment.end - moment.start).days for moment in (one, two))
    yield Difference("date", one.text, two.text, {
        "t_gap": math.log1p(gap), "t_year": float(one.start.year == two.start.year),
        "t_day": float((one.start.month, one.start.day) == (two.start.month, two.start.day)),
        "t_others": float(len(a.dates) + len(b.dates) - 2), "t_longest": math.log1p(longest),
    })  # fmt: skip


def of_durations(a: Statement, b: Statement) -> Iterator[Difference]:
    """自6月13日至7月22日 and 历时三个月."""
    for one, two in ((a, b), (b, a)):
        told = marks_of(two.unit.text).lasts
        if told is None or not says_from_to(one):
            continue
        number = 0.5 if told["n"] == "半" else parse_number(told["n"])
        first, last = min(m.start for m in one.dates), max(m.end for m in one.dates)
        days, said = (last - first).days + 1.0, float(number or 0) * _DAYS[told["unit"]]
        if said and days > 1 and abs(days - said) > max(_DURATION_SLACK * said, _DURATION_DAYS):
            printed = "—".join(dict.fromkeys(m.text for m in one.dates))
            values = (printed, told.group()) if one is a else (told.group(), printed)
            yield Difference("duration", *values, {"t_ratio": _apart(days, said)})
            return


def of_counts(a: Statement, b: Statement) -> Iterator[Difference]:
    """四个国家 and a list of five names."""
    for one, two in ((a, b), (b, a)):
        listed = marks_of(two.unit.text).listed
        counts = [x for x in one.amounts if x.unit.startswith("count:") and x.value in range(2, _FEW)]
        if listed is None or not counts or any(x.value == listed[1] for x in (*one.amounts, *two.amounts)):
            continue
        nearest = min(counts, key=lambda x: abs(float(x.value) - listed[1]) if not isinstance(x.value, tuple) else 9.0)
        gap = abs(float(nearest.value) - listed[1]) if not isinstance(nearest.value, tuple) else 9.0
        if gap <= _MOST_MISSED:
            values = nearest.text, listed[0]
            yield Difference("count", *(values if one is a else values[::-1]), {"o_gap": gap})
            return


def says_a_list(statement: Statement) -> bool:
    return marks_of(statement.unit.text).listed is not None


def says_how_long(statement: Statement) -> bool:
    return marks_of(statement.unit.text).lasts is not None


def says_from_to(statement: Statement) -> bool:
    """Whether a clause tells when something begins and when it ends."""
    days = {day for moment in statement.dates for day in (moment.start, moment.end)}
    return len(days) > 1 and _FROM_TO.search(statement.unit.text) is not None


def tells_the_same_figure(a: Statement, b: Statement) -> bool:
    """Whether one figure stands in both, as printed or in another unit: then both may well be right."""
    for x in a.amounts:
        for y in b.amounts:
            same = x.value == y.value or (comparable(x, y) and amounts_agree(x, y))
            if same and x.unit != "years" and _group(x.unit) == _group(y.unit):
                return True
    cells = a.unit.cell is not None or b.unit.cell is not None
    for one in a.figures:
        for two in b.figures:
            if one.value == two.value or (cells and len(one.digits) > 1 and one.digits == two.digits):
                return True
            if (one.sure != two.sure or cells) and _rounded(one, two):
                return True
    return False


def _rounded(x: PrintedNumber, y: PrintedNumber) -> bool:
    """Whether one figure is the other in fewer digits: 约2,400万 and 2,384.6万, or 2,384.6 in a table."""
    rough, fine = sorted((x, y), key=lambda figure: len(figure.digits))
    if (
        len(rough.digits) < _LEAST_DIGITS
        or len(rough.digits) == len(fine.digits)
        or (rough.sure and "." not in fine.text)
    ):
        return False
    places = len(rough.digits) - len(fine.digits)
    return str(round(int(fine.digits), places)).rstrip("0") == rough.digits


def _group(unit: str) -> str:
    return "count" if unit.startswith("count:") else unit


def _may_be_compared(x: PrintedNumber, y: PrintedNumber, *, cells: bool) -> bool:
    """Whether what follows two numbers is alike, or nothing does: in a cell, or after one scale (268.4万)."""
    if x.unit and y.unit:
        return x.unit[0] == y.unit[0]
    return cells or (x.scale == y.scale != "")


def _scaled(x: PrintedNumber, y: PrintedNumber) -> float:
    """How far a figure is from one in a cell, whose unit may stand above the table."""
    apart = [_apart(x.value, y.value * scale) for scale in ((1.0,) if x.unit and y.unit else _CELL_SCALES)]
    return min(apart)


def _apart(x: float, y: float) -> float:
    return abs(math.log(abs(x) / abs(y))) if x and y else 9.0
