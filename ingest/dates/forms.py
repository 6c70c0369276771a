"""One reader for each date form: the atom of that form that starts at a given character, if there is one."""

from __future__ import annotations

import re
from datetime import date

from ingest.dates import patterns
from ingest.dates.atoms import Atom, Fixed, Reference, Rolling
from ingest.dates.calendar import FIRST_YEAR, LAST_YEAR, Point, months, plan_period, years
from ingest.dates.fiscal import fiscal_period, school_period
from ingest.numerals import parse_chinese, parse_digits
from records import Period

__all__ = [
    "read_bare",
    "read_bare_year",
    "read_bare_years",
    "read_day",
    "read_decade",
    "read_fiscal",
    "read_numeric",
    "read_plan",
    "read_reference",
    "read_rolling",
    "read_short_year",
    "read_yeared",
]


def read_yeared(text: str, start: int) -> Atom | None:
    """2021年9月, 二〇二一年, 去年底."""
    match = patterns.YEARED.match(text, start)
    return Atom(start, match.end(), _yeared(text, match)) if match else None


def read_bare(text: str, start: int) -> Atom | None:
    """9月28日, 第四季度, 年底."""
    match = patterns.BARE.match(text, start)
    return Atom(start, match.end(), _tail(match, None, None)) if match else None


def read_short_year(text: str, start: int) -> Atom | None:
    """15年3月, 九七年一季度, 08年."""
    match = patterns.SHORT_YEAR.match(text, start)
    if match is None:
        return None
    last = parse_digits(match["short"] or match["zero"]) or 0
    year = last + (1900 if last >= _CENTURY_TURNS else 2000)
    return Atom(start, match.end(), _tail(match, year, None))


def read_day(text: str, start: int) -> Atom | None:
    """23日."""
    match = patterns.DAY.match(text, start)
    return Atom(start, match.end(), Point(day=_number(match["day"]))) if match else None


def read_reference(text: str, start: int) -> Atom | None:
    """报告期内, 上月."""
    match = patterns.REFERENCE.match(text, start)
    if match is None:
        return None
    kind = next(name for name in ("period", "month", "quarter", "years", "day") if match[name])
    day, third, edge = _number(match["mday"]), match["mthird"], match["medge"]
    part = (
        Point(day=day, third=third and third[0], edge="底" if edge == "末" else edge) if day or third or edge else None
    )
    return Atom(start, match.end(), Reference(f"{kind}:{match[kind]}", part))


def read_bare_years(text: str, start: int) -> Atom | None:
    """2001-2020, 2018-20年."""
    match = patterns.BARE_YEARS.match(text, start) or patterns.SHORT_YEARS.match(text, start)
    if match is None:
        return None
    first, last = int(match["first"]), int(match["last"])
    last += first // 100 * 100 if last < 100 else 0
    return Atom(start, match.end(), Fixed(years(first, last))) if FIRST_YEAR <= first < last <= LAST_YEAR else None


def read_bare_year(text: str, start: int) -> Atom | None:
    """The 2018 of (2018)."""
    match = patterns.BARE_YEAR.match(text, start)
    return Atom(start, match.end(), Point(year=int(match[0]))) if match else None


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    value = int(text) if text.isdecimal() else parse_chinese(text)
    return None if value is None else int(value)


_CENTURY_TURNS = 50  # 98年3月 is 1998, 35年底 is 2035
_NAMED = re.compile(r"[A-Za-z]\s?$")
# A year inside the name of a strategy (CAREC 2030 年数字战略, 2030年可持续发展议程) dates nothing.
_NAME_AFTER = re.compile(r"[^\s,，。;:)》”、]{0,10}?(?:\s?)(?:战略|议程|愿景|Strategy|Agenda|Vision)")
_AGENDA_AFTER = re.compile(r"(?:可持续发展)?议程|(?:发展)?(?:战略|愿景)》")


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
        if _AGENDA_AFTER.match(text, match.end()) and before.rstrip()[-1:] not in ("至", "到", "-"):
            return None
        if _NAMED.search(before) and _NAME_AFTER.match(text, match.end()):
            return None
    return point


def _tail(match: re.Match[str], year: int | None, reference: str | None) -> Point | None:
    """The point that the shared groups of YEARED and BARE describe; ``None`` if a number is impossible."""
    group = match.groupdict()
    opening = group["opening"] or ""
    month = 1 if group["month"] == "元" or "月" in opening else _number(group["month"])
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
        quarter=1 if "季" in opening else _number(quarter),
        half={"上": 1, "下": 2, None: None}[group["half"]],
        third=group["third"][0] if group["third"] else None,
        edge={"末": "底", "年中": "中"}.get(edge, edge),
        season=group["season"],
        first_months=counted,
    )


def read_numeric(text: str, start: int) -> Atom | None:
    """2021-09-28, 2021.7-2022.6."""
    match = patterns.NUMERIC.match(text, start)
    if match is None:
        return None
    group = {name: int(value) for name, value in match.groupdict().items() if value and name != "sep"}
    try:
        if "y" in group:
            first_day = date(group["y"], group["m"], group["d"])
            last_day = first_day
            if "y2" in group:
                last_day = date(group["y2"], group["m2"], group["d2"])
            elif "m3" in group:
                last_day = date(group["y"], group["m3"], group["d3"])
            value: Fixed | None = Fixed(Period(first_day, last_day)) if first_day <= last_day else None
        elif "ym" in group:
            first, last = months(group["ym"], group["mm"]), months(group["ym2"], group["mm2"])
            value = Fixed(Period(first.start, last.end)) if first.start <= last.end else None
        elif "py" in group:
            value = Fixed(months(group["py"], group["pm"]))
        elif group["im"] > group["iy"] % 100:
            return None  # 2008-12, 2010-11: a month or two years
        else:
            value = Fixed(months(group["iy"], group["im"]))
    except ValueError:
        value = None
    return Atom(start, match.end(), value)


def read_fiscal(text: str, start: int) -> Atom | None:
    """2021/22, FY2021, 2022财年."""
    match = patterns.FISCAL.match(text, start)
    if match is None:
        return None
    first = int(match["first"] or match["slash"] or match["fy"])
    printed = match["second"] or match["slash2"] or match["fy2"]
    second = first + 1 if printed else None
    if printed and int(printed) not in (first + 1, (first + 1) % 100):
        return None
    if match["slash"] and int(printed) <= 12 and not match[0].endswith("度"):
        return None  # 2008/09: a month or a fiscal year
    if match["part"]:
        return Atom(start, match.end(), None)  # a quarter or half of a fiscal year
    if match["kind"] == "学年":
        period, approximate = school_period(first, second), True
    else:
        period, approximate = fiscal_period(text, start, first, second)
    return Atom(start, match.end(), Fixed(period, approximate, carries_year=False))


_PLAN_FOLLOWS = re.compile(r"\s?(?:规划|计划|以来|以前|初|时)")


def read_plan(text: str, start: int) -> Atom | None:
    """“十四五”期间, 第十个五年计划."""
    match = patterns.PLAN.match(text, start)
    if match is None:
        return None
    number = _number(match["quoted"] or match["plain"] or match["long"])
    period = plan_period(number) if number is not None else None
    if number is None or period is None:
        return None
    if match["quoted"] and number <= 10 and not match["part"] and not _PLAN_FOLLOWS.match(text, match.end()):
        return None
    if match["part"] and "末" in match["part"]:
        period = years(period.end.year)
    return Atom(start, match.end(), Fixed(period, carries_year=False))


def read_decade(text: str, start: int) -> Atom | None:
    """20世纪90年代, 2020年代."""
    match = patterns.DECADE.match(text, start)
    return Atom(start, match.end(), _decade(match)) if match else None


def _decade(match: re.Match[str]) -> Fixed | None:
    if match["year"] or match["english"]:
        first = parse_digits(match["year"] or match["english"]) or 0
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


def read_rolling(text: str, start: int) -> Atom | None:
    """过去两年, 五年来, 三年前."""
    match = patterns.ROLLING.match(text, start)
    return Atom(start, match.end(), _rolling(match)) if match else None


def _rolling(match: re.Match[str]) -> Rolling | None:
    if match["ago"]:
        count = _number(match["ago"])
        return Rolling(-1, count, match["ago_unit"][-1], ago=True) if count else None
    count = _number(match["high"] or match["count"] or match["since_count"])
    sign = 1 if match["window"] in ("未来", "今后", "接下来") else -1
    unit = match["unit"] or "年"
    return Rolling(sign, count, "季" if "季" in unit else unit[-1]) if count else None
