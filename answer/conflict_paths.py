"""How one line of a table went over the years, as the text tells it: 逐年增加, 在2020年见顶, 比上年减少3.5小时."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from answer.compare import amounts_agree
from answer.conflict_lines import CITED, FAR, NEAR, Clause, Lines, clauses_of, likeliest, meant, sums
from answer.conflict_related import Matters
from answer.conflict_tools import exact, printed_range, side
from answer.grid import Figure, Line, coverage, grids_of, reading_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Amount, Passage

__all__ = ["path_conflicts"]

_RISING = "上升|增长|增加|提高|上涨|升高|回升|攀升|上扬|走高|扩大|递增|改善"
_FALLING = "下降|减少|降低|下滑|下跌|回落|走低|缩小|缩短|递减|萎缩|收窄"
_STEADY = re.compile(
    r"(?:逐年|连年|年年|持续|不断|一路|稳步|每年(?:都|均)?|连续(?:第?(?P<count>[\d一二两三四五六七八九十]{1,2})个?(?:财政)?年度?)?(?:都|均|保持|实现)?)"
    rf"[^，。；、]{{0,3}}?(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))"
    r"|一[年期](?:比|高过|多过|快过|低过|少过|高于|多于|少于|低于|好过)一[年期](?:在)?(?P<way>[高多大快贵低少小短]|便宜|减少|增加|下降|上升|缩短)?"
)
_REVISED = re.compile(
    r"上一?(?:年度|期|版|次|份)|此前公布|曾公布|初步数|修订|更正|追溯|口径|调整[后前]|改按|重新(?:计算|分类|统计)"
)
_YEAR = r"(?P<year>(?:19|20)\d{2})\s?年?"
_TOP = re.compile(
    rf"{_YEAR}[^，。；\d]{{0,6}}?(?:见顶|(?:达到?|升至|触及|创下?)了?(?:[历近][史年来]*)?(?:峰值|顶峰|顶点|最高点?值?水?平?|高点|新高))"
)
_FLOOR = re.compile(
    rf"{_YEAR}[^，。；\d]{{0,6}}?(?:触底|见底|探底|(?:降|跌|落)(?:至|到|入)?了?(?:[历近][史年来]*)?(?:最低点?值?水?平?|谷底|低谷|低点|新低)|创下?(?:[历近][史年来]*)?新低)"
)
_TURNED = re.compile(r"先(?P<first>升|增|涨|降|减|跌)后(?P<then>降|减|跌|升|增|涨)")
_CHANGED = re.compile(
    r"(?:比|较)(?P<from>上一?年度?|去年|前一年|(?:19|20)\d{2}\s?年?)[^，。；\d]{0,8}?"
    rf"(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))了?\s?$"
)
# what may stand between a year and the figure of the line: its name, and 为, 达, 的
_IN_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?年(?:底|末|度)?(?:[^，。；\d]*?)$")
_PART = re.compile(
    r"第[一二三四五六七八九十\d]|：|部分|属于|用于|中的|增|减|升(?!至|到)|降(?!至|到)|缩短|占|其中|比|较|新|净|超|差|每|均(?!为|达)|月|上半年|季度|目标|计划|预计|另"
)
_COMPARED = re.compile(
    rf"(?:比|较)(?P<from>上一?年度?|去年|前一年|(?:19|20)\d{{2}}\s?年?)[^，。；\d]{{0,6}}?(?:(?P<up>{_RISING})|(?P<down>{_FALLING}))了?(?=[，。；]|$)"
)
_UP = frozenset("升增涨")
_UNSURE = re.compile(
    r"期内|期间|初步|暂定|估算|预计|预期|预测|可能|力争|目标|计划|希望|估计|除[^，。；]{1,20}外|并非|不是|未能|没有|其中|基本|总体上?|大体|波动|曾经?"
)
_OTHER_MEASURE = re.compile(r"增速|增长率|增幅|降幅|涨幅|比重|占比|份额|比例|人均|平均|累计|年均")
_RATES = re.compile(r"增长|增速|增幅|变化|变动|涨幅|降幅|同比|growth|change", re.IGNORECASE)
_GROWTH = re.compile(r"增长率|增速|增幅|变化率|变动率|涨幅|降幅|growth|change", re.IGNORECASE)
_HALF = 0.5  # of a name that must stand before a figure
_TIMES = 1.5
_SCORE = 0.6


def path_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Clauses that tell a course which the line of a table that they name did not take.

    Where no table of the document has the line, one of a document on the same matter may, if the clause names it fully.
    """
    elsewhere = Lines([grid for own in grids_of(passages).values() for grid in own])
    for passage, grids, cited in reading_of(passages):
        lines = [line for grid in cited or grids for line in grid.lines]
        for told in clauses_of(passage):
            found_in = meant(told, lines, CITED if cited else NEAR)
            if not found_in and _STEADY.search(told.clause):
                found_in = likeliest(told, lines)
            if not found_in:
                far = [line for line in elsewhere.of(told) if matters.related(passage.document, line.document)]
                found_in = meant(told, far, FAR)
            found = [_against(told, line) for line in found_in]
            if found and found[0] is not None and all(found):
                yield found[0]


# -- what it says -----------------------------------------------------------------------------------------------------


def _against(told: Clause, line: Line) -> Conflict | None:
    text = told.clause
    names = " ".join((*line.names, line.grid.caption))
    if _UNSURE.search(text) or _UNSURE.search(told.sentence[:8]) or _REVISED.search(told.sentence):
        return None
    if any(m.group() not in names for m in _OTHER_MEASURE.finditer(text)):
        return None
    if _RATES.search(names) and not _GROWTH.search(text):
        return None  # a rate that falls is still growth
    figures = _within(told, line)
    wrong = _unsteady(text, figures) or _not_there(text, line.figures) or _other_turn(text, figures)
    if wrong is None:
        return _changed(told, line) or _went_back(told, line) or _otherwise(told, line)
    first, last = wrong
    shown = f"“{first.cell.text}”（{first.year}年）到“{last.cell.text}”（{last.year}年）"
    said = f"正文说“{text.strip()}”，表中“{'·'.join(line.names)}”却由{shown}"
    a = side(told.passage, told.sentence, text)
    return Conflict("number", a, side(last.row, last.row.text, f"{first.cell.text} → {last.cell.text}"), said, _SCORE)


def _within(told: Clause, line: Line) -> tuple[Figure, ...]:
    """The figures of the years that a clause speaks of: from the first that it names, to the last if it names two."""
    here = [d for d in told.passage.dates if told.span[0] <= d.at[0] < told.span[1] and d.start and d.end]
    years = [d.start.year for d in here if d.start] + [d.end.year for d in here if d.end]
    if not years:
        return line.figures
    last = max(years) if max(years) > min(years) else 9999
    if "以来" not in told.clause and "起" not in told.clause and last == 9999:
        return tuple(f for f in line.figures if (f.year or 0) <= max(years))
    return tuple(f for f in line.figures if min(years) <= (f.year or 0) <= last)


def _unsteady(text: str, figures: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The step of a line that goes the other way than its clause says of each."""
    said = _STEADY.search(text)
    if said is None or _TOP.search(text) or _FLOOR.search(text):
        return None
    steps = list(pairwise(figures))
    count = parse_number(said["count"]) if said["count"] else None
    if count is not None:
        steps = steps[-int(count) :]
    elif len(steps) < 2:
        return None
    if said.group().endswith("改善"):
        return None
    rising = bool(said["up"]) or bool(re.search("[高多大快贵增升]", said.group()) and not said["down"])
    wrong = [(a, b) for a, b in steps if (b.value <= a.value if rising else b.value >= a.value)]
    return wrong[0] if wrong and any(a.value != b.value for a, b in wrong) else None


def _not_there(text: str, figures: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """The year of the greatest or least figure, where a clause names another as such; first of the two is the named."""
    for pattern, pick in ((_TOP, max), (_FLOOR, min)):
        said = pattern.search(text)
        if said is None:
            continue
        named = next((f for f in figures if f.year == int(said["year"])), None)
        others = [f for f in figures if "新" not in said.group() or (f.year or 0) <= int(said["year"])]
        if named is not None and len(others) > 2:
            best = pick(others, key=lambda f: f.value)
            if best.value != named.value:
                return named, best
    return None


def _other_turn(text: str, figures: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """先升后降 of a line whose first step falls or whose last one rises."""
    said = _TURNED.search(text)
    if said is None or len(figures) < 3:
        return None
    for way, (a, b) in ((said["first"], figures[:2]), (said["then"], figures[-2:])):
        if (b.value - a.value) * (1 if way in _UP else -1) < 0:
            return a, b
    return None


def _changed(told: Clause, line: Line) -> Conflict | None:
    """比上年减少3.5小时 against the two cells."""
    for amount in told.passage.amounts:
        lead = told.passage.text[told.span[0] : amount.at[0]]
        said = _CHANGED.search(lead) if told.span[0] <= amount.at[0] < told.span[1] else None
        if said is None or not exact(told.passage.text, amount) or isinstance(amount.value, tuple):
            continue
        years = _years(told, said, line)
        by_year = {f.year: f for f in line.figures}
        first, last = (by_year.get(year) for year in years) if years else (None, None)
        if first is None or last is None or not first.value:
            continue
        if not _could_be(amount, first, last, rising=said["up"] is not None):
            a = side(told.passage, told.sentence, f"{said.group().strip()}{amount.text}")
            b = side(last.row, last.row.text, f"{first.cell.text} → {last.cell.text}")
            shown = f"由“{first.cell.text}”（{first.year}年）到“{last.cell.text}”（{last.year}年）"
            return Conflict("number", a, b, f"正文说“{a.value}”，表中“{'·'.join(line.names)}”却{shown}", _SCORE)
    return None


def _went_back(told: Clause, line: Line) -> Conflict | None:
    """2021年已比上一年缩短 of what was longer in that year."""
    said = _COMPARED.search(told.clause)
    if said is None:
        return None
    years = _years(told, said, line)
    by_year = {f.year: f for f in line.figures}
    first, last = (by_year.get(year) for year in years) if years else (None, None)
    if first is None or last is None or (last.value - first.value) * (1 if said["up"] else -1) >= 0:
        return None
    a = side(told.passage, told.sentence, said.group().strip())
    b = side(last.row, last.row.text, f"{first.cell.text} → {last.cell.text}")
    shown = f"由“{first.cell.text}”（{first.year}年）到“{last.cell.text}”（{last.year}年）"
    return Conflict("number", a, b, f"正文说“{a.value}”，表中“{'·'.join(line.names)}”却{shown}", _SCORE)


def _otherwise(told: Clause, line: Line) -> Conflict | None:
    """2022年贸易额达171.5亿美元, 由2021年的9.4小时降至2023年的5.8小时 against the cells of these years."""
    by_year = {f.year: f for f in line.figures}
    for amount in told.passage.amounts:
        lead = told.passage.text[told.span[0] : amount.at[0]]
        said = _IN_YEAR.search(lead) if told.span[0] <= amount.at[0] < told.span[1] else None
        figure = by_year.get(int(said["year"])) if said else None
        if figure is None or said is None or not _same_unit(amount, figure) or not exact(told.passage.text, amount):
            continue
        before = f"{told.before}{lead}"
        if any(coverage(name, before) < _HALF for name in line.names if not sums(line, name)):
            continue
        # a figure in the words of a share, a rise or a part is none of the line itself
        if _PART.search(lead[said.start() :]):
            continue
        cell = Amount(figure.cell.text, figure.value, amount.unit, (0, 0))
        if not _near(amount, figure):
            continue  # another kind of thing: what is told wrongly is seldom off by more
        if not amounts_agree(amount, cell) and not amounts_agree(cell, amount):
            a = side(told.passage, told.sentence, amount.text)
            text = f"正文说“{'·'.join(line.names)}”{said['year']}年为“{amount.text}”，表中却是“{figure.cell.text}”"
            return Conflict("number", a, side(figure.row, figure.row.text, figure.cell.text), text, _SCORE)
    return None


def _near(amount: Amount, figure: Figure) -> bool:
    value = _plain(amount)
    return min(value, figure.value) > 0 and max(value, figure.value) <= _TIMES * min(value, figure.value)


def _same_unit(amount: Amount, figure: Figure) -> bool:
    counts = amount.unit.startswith("count:") and (figure.cell.unit or "number").startswith(("count:", "number"))
    return amount.unit == figure.cell.unit or counts


def _years(told: Clause, said: re.Match[str], line: Line) -> tuple[int, int] | None:
    here = told.passage.text[told.span[0] : told.span[0] + said.start()]
    named = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=\s?年)", here)]
    known = [f.year for f in line.figures if f.year is not None]
    base = said["from"].strip("年 ")
    last = named[-1] if named else known[-1]
    first = int(base) if base.isdigit() else last - 1
    return (first, last) if first < last else None


def _could_be(amount: Amount, first: Figure, last: Figure, *, rising: bool) -> bool:
    """Whether two printed figures differ by an amount, in their unit, in percent or in percentage points."""
    low, high = printed_range(float(abs(_plain(amount))), amount.text)
    a, b = (printed_range(f.value, f.cell.text) for f in (first, last))
    sign = 1 if rising else -1
    if amount.unit == first.cell.unit or (amount.unit == "percentage_points" and first.cell.unit == "percent"):
        ends = sign * (b[0] - a[1]), sign * (b[1] - a[0])
    elif amount.unit == "percent" and first.cell.unit != "percent" and a[0] > 0:
        ends = sign * (b[0] / a[1] - 1) * 100, sign * (b[1] / a[0] - 1) * 100
    else:
        return True
    slack = high - low
    return min(ends) - slack <= high and low <= max(ends) + slack


def _plain(amount: Amount) -> float:
    return 0.0 if isinstance(amount.value, tuple) else float(amount.value)
