"""Dates that cannot be: no such day, another weekday, an end before its beginning, a length that does not fit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from answer.conflict_tools import TELLING, clause_span, sentence_around, side
from answer.records import Conflict
from ingest.numerals import fold, parse_number
from records import DateMention, Passage

__all__ = ["calendar_conflicts"]

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")
_WEEKDAY = re.compile(r"\s?[（(，,]?\s?(?:星期|礼拜|周)([一二三四五六日天])(?![\u4e00-\u9fff]{0,3}刊)")
_WEEKDAYS = "一二三四五六日"
_POINT = r"((?:19|20)\d{2})\s?年?(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)?(?:底|末|初)?"
_RANGE = re.compile(rf"(?<![\d.%])(?<!第){_POINT}\s?(?:至|到|-{{1,2}}|~)\s?{_POINT}(?![\d.%年号期])")
_COUNTING_DOWN = re.compile(r"较|比|从[^，。]{0,30}(?:下降|减少|缩短)|第|号")
_LENGTH = re.compile(
    r"(?:为期|历时|持续|未来|今后|过去|执行期|实施期|建设期|期限|任期)(?:为|共)?\s?"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?P<unit>年|个月|天|日|周)(?!以上|左右|多|半)"
)
_AFTER_LENGTH = re.compile(r"[^，。；（(]{0,6}[（(,，]?\s?(?:即|从|自)?\s?")
_BEFORE_LENGTH = re.compile(r"[)）]?\s?(?:的|，|,|为)?\s?(?:为期|共|历时)?\s?$")
_BARE_LENGTH = re.compile(
    r"\s?(?:的|为期|共|历时|这)?\s?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s?(?P<unit>年|个月|天)(?:间|期|里|内|来|的)"
)
_BRACKET = re.compile(r"\s?[（(]\s?$")
_BEGUN = r"成立|建交|创立|建立|创建|创办|开通|签署|生效"
_ANNIVERSARY = re.compile(rf"(?P<verb>{_BEGUN})\s?(?P<n>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s?周年")
_FOUNDED = re.compile(
    rf"(?P<y1>(?:19|20)\d{{2}})\s?年[^，。；]{{0,16}}?(?P<v1>{_BEGUN})(?!\s?[\d一二三四五六七八九十]+\s?周年)"
    rf"|(?P<v2>{_BEGUN})于\s?(?P<y2>(?:19|20)\d{{2}})\s?年"
)
_BEGINS = re.compile(r"启动|开始|开工|动工|生效|起")
_ENDS = re.compile(r"[^，。；]{0,6}?(?:结束|完成|完工|竣工|到期|终止|截止)")
_WEEK, _BARE_YEAR = 7, 6
_RANGED = re.compile(r"至|到|-|—|–|~|－")


def calendar_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """What the calendar itself refutes, in one passage at a time."""
    for passage in passages:
        if passage.form not in ("paragraph", "bullet", "footnote", "note", "cover", "row"):
            continue
        text = fold(passage.text)
        yield from _days(passage, text)
        yield from _reversed(passage, text)
        if passage.form != "row":
            yield from _lengths(passage, text)
            yield from _runs(passage, text)
            yield from _brackets(passage, text)
    yield from _anniversaries(passages)


def _conflict(passage: Passage, at: int, values: tuple[str, str], told: str, score: float) -> Conflict:
    sentence = sentence_around(passage.text, at)
    return Conflict("date", side(passage, sentence, values[0]), side(passage, sentence, values[1]), told, score)


def _days(passage: Passage, text: str) -> Iterator[Conflict]:
    """2023年2月30日; 2022年6月28日（星期一）."""
    for found in _DAY.finditer(text):
        year, month, day = (int(group) for group in found.groups())
        printed = found.group()
        try:
            meant = date(year, month, day)
        except ValueError:
            yield _conflict(passage, found.start(), (printed, printed), f"没有“{printed}”这一天", 0.8)
            continue
        weekday = _WEEKDAY.match(text, found.end())
        if weekday is not None:
            right = _WEEKDAYS[meant.weekday()]
            if weekday[1].replace("天", "日") != right:
                told = f"“{printed}”是星期{right}，却写成“{weekday.group().strip(' （(，,')}”"
                yield _conflict(passage, found.start(), (printed, weekday.group().strip(" （(，,")), told, 0.8)


def _reversed(passage: Passage, text: str) -> Iterator[Conflict]:
    """2024年至2022年: a period that ends before it begins."""
    for found in _RANGE.finditer(text):
        first, last = (tuple(int(g or 0) for g in found.groups()[i : i + 3]) for i in (0, 3))
        common = [(a, b) for a, b in zip(first, last, strict=True) if a and b]
        if common[0][0] - common[0][1] > 100 or _COUNTING_DOWN.search(text[max(0, found.start() - 2) : found.start()]):
            continue
        if tuple(b for _, b in common) < tuple(a for a, _ in common):
            printed = found.group().strip()
            ends = re.split(r"至|到|-{1,2}|~", printed, maxsplit=1)
            told = f"“{printed}”的终点早于起点"
            yield _conflict(passage, found.start(), (ends[0], ends[-1]), told, 0.8)


def _lengths(passage: Passage, text: str) -> Iterator[Conflict]:
    """为期五年（2020年至2023年）; 未来12个月（2022年7月至2023年5月）: a length beside the period that it is of."""
    ranges = [d for d in passage.dates if d.start and d.end and _RANGED.search(d.text) and d.basis == "printed"]
    for length in _LENGTH.finditer(text):
        gap = _AFTER_LENGTH.match(text, length.end())
        period = next((d for d in ranges if gap and length.end() <= d.at[0] <= gap.end()), None)
        if period is None:
            period = next((d for d in ranges if _joined(text[d.at[1] : length.start()])), None)
        yield from _length(passage, length, period)
    for period in ranges:
        bare = _BARE_LENGTH.match(text, period.at[1])
        if bare is not None and _LENGTH.search(text, period.at[1], bare.end()) is None:
            yield from _length(passage, bare, period)


def _runs(passage: Passage, text: str) -> Iterator[Conflict]:
    """于2020年7月启动，为期五年，将于2024年6月结束: a beginning, a length and an end in one sentence."""
    for length in _LENGTH.finditer(text):
        start, stop = clause_span(text, *length.span(), "。")
        dates = [d for d in passage.dates if start <= d.at[0] < stop and d.start and d.end and "月" in d.text]
        begun = [d for d in dates if d.at[1] <= length.start() and _BEGINS.search(text, d.at[1], length.start())]
        ended = [d for d in dates if d.at[0] >= length.end() and _ENDS.match(text, d.at[1])]
        count = parse_number(length["n"])
        if len(dates) != len(("begun", "ended")) or not begun or not ended or count is None:
            continue
        first, last = begun[0].start, ended[0].end
        if first is None or last is None or length["unit"] not in ("年", "个月"):
            continue
        months = (last.year - first.year) * 12 + last.month - first.month
        told = int(count * (12 if length["unit"] == "年" else 1))
        if told not in (months, months + 1):
            said = f"“{begun[0].text}”开始、“{ended[0].text}”结束，却说是“{length.group().strip()}”"
            values = (length.group(), f"{begun[0].text}、{ended[0].text}")
            yield _conflict(passage, length.start(), values, said, 0.7)


def _joined(between: str) -> bool:
    return len(between) <= 4 and _BEFORE_LENGTH.fullmatch(between) is not None


def _length(passage: Passage, length: re.Match[str], period: DateMention | None) -> Iterator[Conflict]:
    count = parse_number(length["n"])
    if period is None or period.start is None or period.end is None or count is None:
        return
    if any(e.at[0] <= period.at[0] and period.at[1] <= e.at[1] for e in passage.entities):
        return
    least, greatest = _span(period, length["unit"])
    if not least <= count <= greatest:
        told = f"说是“{length.group().strip()}”，“{period.text}”却是{_in_words(least, greatest, length['unit'])}"
        yield _conflict(passage, length.start(), (length.group(), period.text), told, 0.74)


def _span(period: DateMention, unit: str) -> tuple[int, int]:
    """How long a period is, its last unit counted or not."""
    start, end = period.start or date.min, period.end or date.min
    days = (end - start).days
    if unit == "年":
        years = end.year - start.year
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if "月" in period.text:
            return (months // 12, -(-months // 12))
        return years, years + 1
    if unit == "个月":
        months = (end.year - start.year) * 12 + end.month - start.month
        return months, months + 1
    if unit == "周":
        return days // _WEEK, -(-(days + 1) // _WEEK)
    return days, days + 1


def _in_words(least: int, greatest: int, unit: str) -> str:
    return f" {greatest} {unit}" if least in (greatest, greatest - 1) else f" {least} 至 {greatest} {unit}"


def _brackets(passage: Passage, text: str) -> Iterator[Conflict]:
    """2022年第二季度（7月）: a date in brackets that explains another and lies outside of it."""
    dates = [d for d in passage.dates if d.start and d.end]
    for first, second in pairwise(dates):
        if (
            not _BRACKET.fullmatch(text[first.at[1] : second.at[0]])
            or text[second.at[1] : second.at[1] + 1] not in "）)"
        ):
            continue
        if first.start is None or first.end is None or second.start is None or second.end is None:
            continue
        if second.basis == "relative" or (first.text.rstrip().endswith("年") and len(first.text) <= _BARE_YEAR):
            continue
        if second.end < first.start or first.end < second.start:
            told = f"“{first.text}”之后的括号里却是“{second.text}”"
            yield _conflict(passage, first.at[0], (first.text, second.text), told, 0.6)


# -- anniversaries ----------------------------------------------------------------------------------------------------


def _anniversaries(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """成立于2008年, and 2022年是成立15周年."""
    founded: dict[str, list[tuple[Passage, re.Match[str]]]] = defaultdict(list)
    for passage in passages:
        if passage.form in TELLING:
            founded[passage.document] += ((passage, match) for match in _FOUNDED.finditer(fold(passage.text)))
    for passage in passages:
        if passage.form not in TELLING:
            continue
        for told in _ANNIVERSARY.finditer(fold(passage.text)):
            count, year = parse_number(told["n"]), _year_of(passage, told.start())
            for other, begun in founded[passage.document]:
                same = told["verb"] in (begun["v1"], begun["v2"])
                start = int(begun["y1"] or begun["y2"])
                if not same or year is None or count is None or start == year - count or start >= year:
                    continue
                if told["verb"] == "建交" or _subject(passage, told.start()) & _subject(other, begun.start()):
                    text = f"{start} 年{told['verb']}，到 {year} 年不是“{told.group()}”"
                    a = side(other, sentence_around(other.text, begun.start()), str(start))
                    b = side(passage, sentence_around(passage.text, told.start()), told.group())
                    yield Conflict("date", a, b, text, 0.66)


def _year_of(passage: Passage, at: int) -> int | None:
    """The only year that the clause of an anniversary gives, else that of the document."""
    start, stop = clause_span(passage.text, at, at)
    years = {d.start.year for d in passage.dates if start <= d.at[0] < stop and d.start and d.basis == "printed"}
    if len(years) == 1:
        return years.pop()
    return passage.citation.date.year if not years and passage.citation.date else None


def _subject(passage: Passage, at: int) -> set[str]:
    """The pieces of three characters before a word, in its clause."""
    start, _ = clause_span(passage.text, at, at)
    text = re.sub(r"[\d年月日是于在\s]", "", passage.text[start:at])
    return {text[i : i + 3] for i in range(len(text) - 2)}
