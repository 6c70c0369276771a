"""What a table calls a forecast: against its own years, another table of its document, and the text that cites it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from answer.compare import amounts_agree
from answer.conflict_cited import CitedTable, cited_tables, years_of
from answer.conflict_tools import clause_span, exact, side, tables_of
from answer.records import Conflict
from records import Amount, Cell, Passage

__all__ = ["forecast_conflicts"]

_FORECAST = re.compile(
    r"(?P<years>(?:(?:19|20)\d{2}\s?年?(?:、|和|及|与|[-–—至到])?)+)(?:的?数据|数字|数|数值|均)?(?:均|都)?(?:是|为|系)"
    r"(?P<called>预测|预计|估计)"
)
_HEADER = re.compile(r"预测|预计|forecast|projected|(?<=\d{4})\s?[fF]\b")
_RANGE = re.compile(r"((?:19|20)\d{2})\s?年?[-–—至到]((?:19|20)\d{2})")
_UNSURE = re.compile(r"预[计测期估]|估计|展望|有望|可能|将|推算|测算|计划|目标|规划|力争|假设|如果|若")
_BASED = re.compile(r"(?:据|按|根据|依据)[^。；]{0,20}(?:预测|展望|预计)")
_COMPARED = re.compile(r"(?:与|比|较|同)\s?(?P<year>(?:19|20)\d{2})\s?年")
_ASIDE = re.compile(r"[（(].*?[)）]|(?:19|20)\d{2}\s?年?|\d+")
_VAGUE = frozenset(
    ("增长", "长率", "变化", "年度", "情况", "数据", "指标", "预测", "预计", "国家", "地区", "合计", "单位")
)


def forecast_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table with its notes; what two tables of one document call a forecast; the sentences that cite a table."""
    told_in: dict[str, list[tuple[Passage, str, set[int], set[int]]]] = defaultdict(list)
    for table, rows, notes in tables_of(passages):
        yield from _later_years(table, rows, notes)
        printed = {cell.year for row in rows for cell in row.cells if cell.year}
        for note in notes:
            for told in _FORECAST.finditer(note.text):
                told_in[note.document].append((note, told.group(), _years_in(told["years"]), printed))
    for same in told_in.values():
        yield from _two_tables(same)
    yield from _as_facts(passages)


def _years_in(text: str) -> set[int]:
    years = {int(year) for year in re.findall(r"(?:19|20)\d{2}", text)}
    for first, last in _RANGE.findall(text):
        years.update(range(int(first), int(last) + 1))
    return years


def _two_tables(told_in: Sequence[tuple[Passage, str, set[int], set[int]]]) -> Iterator[Conflict]:
    for (a, one, first, in_first), (b, two, second, in_second) in combinations(told_in, 2):
        other = (first - second) & in_second | (second - first) & in_first
        if other and first & second:
            told_as = f"{min(other)} 年的数据，一张表说是预测值，另一张表却不是"
            yield Conflict("status", side(a, a.text, one), side(b, b.text, two), told_as, 0.32)


def _later_years(table: Passage, rows: Sequence[Passage], notes: Sequence[Passage]) -> Iterator[Conflict]:
    """2021年和2022年数据是预测值 below a table that goes on to 2023."""
    last = max((cell.year for row in rows for cell in row.cells if cell.year), default=0)
    for note in notes:
        for told in _FORECAST.finditer(note.text):
            years = _years_in(told["years"])
            if years and max(years) < last:
                text = f"表注说“{told.group()}”，表中却还有更晚的 {last} 年"
                title = table.text.split("\n")[0]
                yield Conflict("status", side(note, note.text, told.group()), side(table, title, str(last)), text, 0.4)


# -- told as a fact ---------------------------------------------------------------------------------------------------


def _as_facts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """2022年出口增长8.2%（表1） where the table says that its figures of 2022 are forecasts."""
    told: set[tuple[str, str]] = set()
    for passage, span, cited in cited_tables(passages):
        place = _place(cited)
        if place is None or (passage.id, place[0].id) in told or _BASED.search(passage.text[: span[1]]):
            continue
        where, printed, years = place
        found = _fact(passage, span, cited, years)
        if found is not None:
            told.add((passage.id, where.id))
            amount, when, score = found
            a = side(passage, passage.text[slice(*span)], amount.text)
            text = f"正文把{when}的“{amount.text}”当作已有的数字，表里却说“{printed}”"
            yield Conflict("status", a, side(where, where.text, printed), text, score)


def _place(cited: CitedTable) -> tuple[Passage, str, set[int]] | None:
    """Where a table says which years are forecasts: a note, else headers; an estimate of what was is a figure."""
    for note in cited.notes:
        found = _FORECAST.search(note.text)
        if found is not None and found["called"] != "估计":
            return (
                note,
                found.group() + ("值" if note.text[found.end() : found.end() + 1] == "值" else ""),
                _years_in(found["years"]),
            )
    marked = [c for row in cited.rows for c in row.cells if c.year and _HEADER.search(" ".join(c.column))]
    if not marked:
        return None
    return cited.table, " ".join(marked[0].column), {cell.year for cell in marked if cell.year}


def _fact(
    passage: Passage, span: tuple[int, int], cited: CitedTable, years: set[int]
) -> tuple[Amount, str, float] | None:
    """A figure that a sentence tells of a year that is a forecast, of which year, and how sure that is."""
    text = passage.text[slice(*span)]
    if _UNSURE.search(text) or not _names(text, cited):
        return None
    named = years_of(passage, span)
    compared = _COMPARED.search(text)
    for amount in passage.amounts:
        if not (span[0] <= amount.at[0] and amount.at[1] <= span[1]) or not exact(passage.text, amount):
            continue
        start, _ = clause_span(passage.text, *amount.at, "。；")
        before = years_of(passage, (max(start, span[0]), amount.at[0]))
        cells = [c for row in cited.rows for c in row.cells if c.value is not None and c.unit == amount.unit]
        if len(named) == 1 and before == named and named <= years and compared is None:
            of_year = [cell for cell in cells if cell.year in named]
            if any(_is(amount, cell) for cell in of_year):
                return amount, f"{min(named)}年", 0.42
        elif compared is not None and named == {int(compared["year"])} and not before:
            # what is compared with the last year before the forecasts is of one of them
            later = {cell.year for cell in cells if cell.year and cell.year > int(compared["year"])}
            if later and min(later) >= min(years):
                return amount, f"与{compared['year']}年相比", 0.34
    return None


def _is(amount: Amount, cell: Cell) -> bool:
    return amounts_agree(amount, Amount(cell.text, cell.value or 0.0, amount.unit, (0, 0)))


def _names(text: str, cited: CitedTable) -> bool:
    """Whether a sentence has a word of what a table measures."""
    headers = {part for row in cited.rows for cell in row.cells for part in cell.column}
    words = " ".join((cited.title.split("|")[0], *headers))
    bare = _ASIDE.sub(" ", words)
    pieces = {bare[i : i + 2] for i in range(len(bare) - 1)} - _VAGUE
    return any(re.fullmatch(r"[\u4e00-\u9fff]{2}", piece) and piece in text for piece in pieces)
