"""Text to date atoms, without any context: what is printed, not yet what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.dates import patterns
from ingest.dates.calendar import FIRST_YEAR, LAST_YEAR, Point, months, years
from ingest.dates.english import english_atoms
from ingest.numerals import fold, parse_chinese, parse_digits
from records import Period

__all__ = ["Atom", "Fixed", "Reference", "Rolling", "date_spans", "scan"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that the print gives in full: a bare range, a plan, a decade, a fiscal year."""

    period: Period
    approximate: bool = False
    carries_year: bool = True
    """Whether a later 第三季度 may take its year from here: not from a plan or a decade."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """A window that ends (``sign`` -1) or starts (+1) at the document's date, or the year ``ago`` before it."""

    sign: int
    count: int
    unit: str
    ago: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A word that points to the reporting period, the month of issue, the date named before."""

    word: str


@dataclass(frozen=True, slots=True)
class Atom:
    """``value`` is ``None`` for a form that was read but means no date that exists, so that no part of it is read."""

    start: int
    end: int
    value: Point | Fixed | Rolling | Reference | None


@lru_cache(maxsize=64)  # dates and amounts of one passage are asked for one after the other
def scan(text: str) -> tuple[str, tuple[Atom, ...]]:
    """The folded text with links blanked out (same length), and its date atoms, sorted, non-overlapping."""
    # Links end at full-width punctuation, so they are blanked out before it is folded.
    folded = fold(patterns.MASKED.sub(lambda m: "\0" * len(m[0]), text) if _has_link(text) else text)
    if not patterns.HINT.search(folded):
        return folded, ()
    found = sorted(_candidates(folded), key=lambda atom: (atom.start, -atom.end))
    kept: list[Atom] = []
    for atom in found:
        if kept and atom.start < kept[-1].end:
            continue
        if _stands(folded, atom, kept[-1] if kept else None):
            kept.append(atom)
    return folded, tuple(kept)


def date_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where dates are printed, whether or not they can be resolved: digits there are no amounts."""
    return tuple((atom.start, atom.end) for atom in scan(text)[1])


def _has_link(text: str) -> bool:
    return "://" in text or "www." in text or "_" in text or "@" in text or "10." in text


_ENGLISH = re.compile(r"[a-z]|[QH][1-4]|\dQ")


def _candidates(text: str) -> Iterator[Atom]:
    digits = any(char.isdigit() for char in text)
    for match in patterns.YEARED.finditer(text):
        yield Atom(match.start(), match.end(), _yeared(text, match))
    for match in patterns.BARE.finditer(text):
        yield Atom(match.start(), match.end(), _tail(match, None, None))
    yield from _words(text)
    if digits:
        yield from _numeric(text)
    if digits and _ENGLISH.search(text):
        yield from (Atom(*atom) for atom in english_atoms(text))


def _words(text: str) -> Iterator[Atom]:
    if "年" in text or "未" in text or "过" in text or "近" in text or "今后" in text:
        for match in patterns.ROLLING.finditer(text):
            yield Atom(match.start(), match.end(), _rolling(match))
    if "年代" in text or "0s" in text:
        for match in patterns.DECADE.finditer(text):
            yield Atom(match.start(), match.end(), _decade(match))
    if "五" in text or "个五年" in text:
        for match in patterns.PLAN.finditer(text):
            yield from _plan(text, match)
    for match in patterns.REFERENCE.finditer(text):
        yield Atom(match.start(), match.end(), Reference(str(match.lastgroup) + ":" + match[0]))
    if "日" in text or "号" in text:
        for match in patterns.DAY.finditer(text):
            yield Atom(match.start(), match.end(), Point(day=_number(match["day"])))


def _numeric(text: str) -> Iterator[Atom]:
    for match in patterns.NUMERIC.finditer(text):
        yield from _numbers_only(match)
    for match in patterns.FISCAL.finditer(text):
        yield from _fiscal(match)
    for pattern in (patterns.BARE_YEARS, patterns.SHORT_YEARS):
        for match in pattern.finditer(text):
            first, last = int(match["first"]), int(match["last"])
            last += first // 100 * 100 if last < 100 else 0
            if FIRST_YEAR <= first < last <= LAST_YEAR:
                yield Atom(match.start(), match.end(), Fixed(years(first, last)))
    for match in patterns.BARE_YEAR.finditer(text):
        group = str(match.lastgroup)
        yield Atom(*match.span(group), Point(year=int(match[group])))


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    value = int(text) if text.isdigit() else parse_chinese(text)
    return None if value is None else int(value)


_NAMED = re.compile(r"[A-Za-z]\s?$")
# A year inside the name of a strategy (CAREC 2030 年数字战略, 2030年可持续发展议程) dates nothing.
_NAME_AFTER = re.compile(r"[^\s,，。;:)》”、]{0,10}?(?:\s?)(?:战略|议程|愿景|Strategy|Agenda|Vision)")
_AGENDA_AFTER = re.compile(r"(?:可持续发展)?议程")


def _yeared(text: str, match: re.Match[str]) -> Point | None:
    printed = match["digits"] or match["han"] or match["open"] or match["glued"]
    if printed is None:
        return _tail(match, None, match["anchor"])
    year = parse_digits(printed)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    point = _tail(match, year, None)
    if point is not None and point.whole_year and match["open"] is None:
        before = text[max(0, match.start() - 2) : match.start()]
        if _AGENDA_AFTER.match(text, match.end()):
            return None
        if _NAMED.search(before) and _NAME_AFTER.match(text, match.end()):
            return None
    return point


def _tail(match: re.Match[str], year: int | None, reference: str | None) -> Point | None:
    """The point that the shared groups of YEARED and BARE describe; ``None`` if a number is impossible."""
    group = match.groupdict()
    month = 1 if group["month"] == "元" else _number(group["month"])
    day = _number(group["day"])
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    quarter = group["quarter"] or group["q"]
    counted = _number(group["months"])
    if group["quarters"]:
        counted = 3 * int(_number(group["quarters"]) or 0)
    edge = group["edge"] or group["month_edge"]
    return Point(
        year=year,
        reference=reference,
        month=month,
        day=day,
        quarter=_number(quarter),
        half={"上": 1, "下": 2, None: None}[group["half"]],
        third=group["third"][0] if group["third"] else None,
        edge={"末": "底", "年中": "中"}.get(edge, edge),
        season=group["season"],
        first_months=counted,
    )


def _numbers_only(match: re.Match[str]) -> Iterator[Atom]:
    group = {name: int(value) for name, value in match.groupdict().items() if value and name != "sep"}
    try:
        if "y" in group:
            start = date(group["y"], group["m"], group["d"])
            end = start
            if "y2" in group:
                end = date(group["y2"], group["m2"], group["d2"])
            elif "m3" in group:
                end = date(group["y"], group["m3"], group["d3"])
            value: Fixed | None = Fixed(Period(start, end)) if start <= end else None
        elif "ym" in group:
            first, last = months(group["ym"], group["mm"]), months(group["ym2"], group["mm2"])
            value = Fixed(Period(first.start, last.end)) if first.start <= last.end else None
        elif "py" in group:
            value = Fixed(months(group["py"], group["pm"]))
        elif group["im"] > group["iy"] % 100:
            return  # 2008-12, 2010-11: a month or two years
        else:
            value = Fixed(months(group["iy"], group["im"]))
    except ValueError:
        value = None
    yield Atom(match.start(), match.end(), value)


def _fiscal(match: re.Match[str]) -> Iterator[Atom]:
    first = int(match["first"] or match["slash"] or match["fy"])
    second = match["second"] or match["slash2"] or match["fy2"]
    if second is not None and int(second) not in (first + 1, (first + 1) % 100):
        return
    if match["slash"] and int(second) <= 12 and not match[0].endswith("度"):
        return  # 2008/09: a month or a fiscal year
    last = first + 1 if second else first
    period = years(first, last)
    if match["kind"] == "学年" and second:
        period = Period(date(first, 9, 1), date(last, 8, 31))
    yield Atom(match.start(), match.end(), Fixed(period, approximate=True, carries_year=second is None))


_PLAN_FOLLOWS = re.compile(r"\s?(?:规划|计划|以来|以前|初|时)")


def _plan(text: str, match: re.Match[str]) -> Iterator[Atom]:
    number = _number(match["quoted"] or match["plain"] or match["long"])
    if number is None or not 1 <= number <= 30:
        return
    if match["quoted"] and number <= 10 and not match["part"] and not _PLAN_FOLLOWS.match(text, match.end()):
        return
    # The first two plans ran 1953-1957 and 1958-1962; from the third (1966-1970) on one follows the other.
    first = {1: 1953, 2: 1958}.get(number, 1966 + 5 * (number - 3))
    period = years(first + 4) if match["part"] and "末" in match["part"] else years(first, first + 4)
    yield Atom(match.start(), match.end(), Fixed(period, carries_year=False))


def _decade(match: re.Match[str]) -> Fixed | None:
    if match["year"] or match["english"]:
        first = int(match["year"] or match["english"])
        return Fixed(years(first, first + 9), carries_year=False)
    decade = _number(match["decade"])
    if decade is None:
        return None
    century = match["century"]
    if century is None:
        if decade < 30:
            return None
        base = 1900
    elif century.startswith("上"):
        base = 1900
    else:
        base = 2000 if century == "本" else (int(_number(century) or 0) - 1) * 100
    first = base + decade
    known = FIRST_YEAR <= first <= LAST_YEAR - 9
    return Fixed(years(first, first + 9), carries_year=False) if known else None


def _rolling(match: re.Match[str]) -> Rolling | None:
    if match["ago"]:
        count = _number(match["ago"])
        return Rolling(-1, count, match["ago_unit"][-1], ago=True) if count else None
    count = _number(match["high"] or match["count"] or match["since_count"])
    sign = 1 if match["window"] in ("未来", "今后", "接下来") else -1
    unit = match["unit"] or "年"
    return Rolling(sign, count, "季" if "季" in unit else unit[-1]) if count else None


_NUMBER_BEFORE = re.compile(r"[表图件每任这该]\s?$")
_QUARTER_BEFORE = re.compile(r"[每任上下这该本各]\s?$")


def _stands(text: str, atom: Atom, previous: Atom | None) -> bool:
    """Whether a point without a year may be one: 二月 in a name, 3 of 表3、, a day without a month may not."""
    point = atom.value
    if not isinstance(point, Point) or point.dated or point.english:
        return True
    linked = previous is not None and patterns.LINK.fullmatch(text, previous.end, atom.start) is not None
    printed = text[atom.start : atom.end]
    before = text[max(0, atom.start - 2) : atom.start]
    if point.day_only:
        return linked and isinstance(previous, Atom) and isinstance(previous.value, Point) and bool(previous.value.day)
    if point.quarter is not None:
        return linked or not _QUARTER_BEFORE.search(before)
    if point.month is not None:
        whole = not (point.day or point.third or point.edge)
        if not linked and whole and not printed[0].isdigit() and "份" not in printed:
            return False
        return linked or "月" in printed or not _NUMBER_BEFORE.search(before)
    return True
