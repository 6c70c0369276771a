"""What the text reads out of a table: a mean, the greatest or least, one cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.compare import amounts_agree
from answer.conflict_cited import subject_of, years_of
from answer.conflict_tools import A_YEAR, PROSE, clause_span, exact, printed_range, sentences, side
from answer.records import Conflict
from records import Amount, Cell, Passage

__all__ = ["reading_conflicts"]

_REFERS = re.compile(r"(?:[（(]|见|如|据)\s?(表|附录|附表)\s?(\d{1,3}(?:[.．]?[a-z\d])?)")
_MOST = re.compile(r"最(?P<way>高|大|多|快|低|小|少|慢)|居首|位居第一|排名第一")
_LOW = frozenset("低小少慢")
_MEAN = re.compile(r"平均")
_GROUP = re.compile(r"合计|总计|小计|平均|全国|世界|全球|总体|[一二三四五六七八九十]国|其中")
_OF_ONE = re.compile(r"[为向][^，。；]{2,24}?(?:项目|工程|方案)[^，。；]{0,4}(?:提供|批准|发放|安排)|追加|增资|新增")
_PROJECT_REACH = 2
_REVISED = re.compile(r"上一?(?:年度|[期版次份])|追溯|口径|重新(?:计算|分类)|此前公布|曾公布|初步数|修订|更正|调整后")
# the mean of some of the rows: 已批准协议的四国，平均落实率为97.4%
_SOME = re.compile(r"[的中](?:[两三四五六七八九十\d]+[国个省市县家]|国家|成员国|地区)[，的]")
_TOTAL = re.compile(r"合计|总计|总额|[Tt]otal")
_RATE = re.compile(r"增长|增速|增幅|变化|变动|下降|降幅")
_SECTION = re.compile(r"(?:[段区侧幅层栋]|区间|部分|工程|标段|子项|分项)\s?$")  # 全线改扩建的甲至乙段31公里
_LEAST_ROWS, _LEAST_SUBJECT = 4, 4
_TIMES = 1.3  # by which a total that is told wrongly is off at most


def reading_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences that refer to a table of their document, against its cells."""
    rows: dict[str, list[Passage]] = defaultdict(list)
    tables: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        if passage.form == "row" and passage.parent:
            rows[passage.parent].append(passage)
        elif passage.form == "table" and passage.label:
            tables.setdefault((passage.document, passage.label), passage)
    named: dict[str, list[Passage]] = defaultdict(list)
    for table in tables.values():
        # without a reference only a long name and a year say that a cell is meant
        named[table.document] += (
            row for row in rows[table.id] if len(subject_of(row)) >= _LEAST_SUBJECT and any(c.year for c in row.cells)
        )
    for passage in passages:
        if passage.form in PROSE:
            for table in _referred(passage, tables):
                yield from _means(passage, table, rows[table.id])
                for span in sentences(passage):
                    yield from _extremes(passage, span, rows[table.id], table.text.split("\n")[0])
                    yield from _cells(passage, span, rows[table.id], table.text.split("\n")[0])
            for span in sentences(passage) if not _REFERS.search(passage.text) else ():
                yield from _cells(passage, span, named[passage.document], "") if years_of(passage, span) else ()


def _referred(passage: Passage, tables: dict[tuple[str, str], Passage]) -> list[Passage]:
    """The tables that a passage refers to by number."""
    found = []
    for match in _REFERS.finditer(passage.text):
        series = "table" if match[1] == "表" else "appendix"
        table = tables.get((passage.document, f"{series} {re.sub('[.．]', '', match[2])}"))
        if table is not None and table not in found:
            found.append(table)
    return found


def _sums_up(row: Passage, rows: Sequence[Passage]) -> bool:
    """Whether a row stands for others: 合计, 十国; beside countries, the programme or body that they form."""
    subject = subject_of(row)
    if _GROUP.search(subject):
        return True
    formed = any(e.kind in ("programme", "organisation") and e.text in subject for e in row.entities)
    return formed and any(e.kind == "country" and e.text in subject_of(one) for one in rows for e in one.entities)


def _columns(rows: Sequence[Passage]) -> dict[tuple[str, ...], list[tuple[str, Cell]]]:
    found: dict[tuple[str, ...], list[tuple[str, Cell]]] = defaultdict(list)
    for row in rows:
        if not _sums_up(row, rows):
            for cell in row.cells:
                if cell.value is not None and cell.column:
                    found[cell.column].append((subject_of(row), cell))
    return found


def _named_in(column: tuple[str, ...], text: str, caption: str) -> bool:
    """Whether a text has a word of what a column measures: 出口 of 商品出口; below a bare year, of the caption."""
    words = _words(" ".join(column))
    if not words:
        words = [" ".join(_words(caption))]
        return any(words[0][i : i + 2] in text for i in range(len(words[0]) - 1))
    return all(any(word[i : i + 2] in text for i in range(len(word) - 1)) for word in words)


def _words(text: str) -> list[str]:
    """Words of a header or caption without its number, year, unit and what is in brackets."""
    bare = re.sub(r"[（(].*?[)）]|^\s?(?:附?表|附录)\s?[\w.]+\s?[:：.]?|\d+\s?年?|单位", " ", text)
    return re.findall(r"[\u4e00-\u9fff]{2,}", bare)


# -- means ------------------------------------------------------------------------------------------------------------


def _means(passage: Passage, table: Passage, rows: Sequence[Passage]) -> Iterator[Conflict]:
    """出口和进口分别增长30.1%和27.1%（平均） where no mean, plain or without one row, comes near."""
    for span in sentences(passage):
        if not _MEAN.search(passage.text, *span):
            continue
        years = years_of(passage, span)
        told = [a for a in passage.amounts if span[0] <= a.at[0] and a.at[1] <= span[1] and a.unit == "percent"]
        candidates = [
            [cell for _, cell in cells]
            for column, cells in _columns(rows).items()
            if len(cells) >= _LEAST_ROWS
            and cells[0][1].unit == "percent"
            and _named_in(column, passage.text, table.text.split("\n")[0])
            and (not years or not cells[0][1].year or cells[0][1].year in years)
        ]
        if not candidates or not told or _grouped(rows) or _SOME.search(passage.text, *span):
            continue
        off = [amount for amount in told if not any(_mean(cells, amount) for cells in candidates)]
        if off:
            a = side(passage, passage.text[slice(*span)], "、".join(amount.text for amount in off))
            text = f"正文说平均为“{off[0].text}”，表中各行的平均没有一列是它（也许是加权平均）"
            yield Conflict("number", a, side(table, table.text.split("\n")[0], "各行平均"), text, 0.3)
            return


def _grouped(rows: Sequence[Passage]) -> bool:
    return any(_sums_up(row, rows) for row in rows)


def _mean(cells: Sequence[Cell], told: Amount) -> bool:
    values = [cell.value for cell in cells if cell.value is not None]
    if isinstance(told.value, tuple):
        return True
    low, high = printed_range(abs(told.value), told.text)
    mean = sum(values) / len(values)
    slack = high - low
    return low - slack <= abs(mean) <= high + slack


# -- the greatest and the least ---------------------------------------------------------------------------------------


def _extremes(passage: Passage, span: tuple[int, int], rows: Sequence[Passage], caption: str) -> Iterator[Conflict]:
    """蒙古的增幅最大（表2） where another row of the column is greater."""
    text = passage.text
    for told in _MOST.finditer(text, *span):
        start = max(clause_span(text, *told.span())[0], span[0])
        stop = min((at for at in (text.find(mark, told.end()) for mark in "。；，（(") if at >= 0), default=span[1])
        clause = text[start:stop]
        subjects = {s for row in rows if len(s := subject_of(row)) > 1 and s in clause and not _sums_up(row, rows)}
        if len(subjects) != 1 or re.search(r"之一|第二|仅次于|较|降幅|跌幅", clause):
            continue
        years = years_of(passage, span)
        columns = {
            c: cells
            for c, cells in _columns(rows).items()
            if len(cells) >= _LEAST_ROWS and _named_in(c, clause, caption)
        }
        if years:
            columns = {c: cells for c, cells in columns.items() if not cells[0][1].year or cells[0][1].year in years}
        best = [_best(cells, told["way"] in _LOW if told["way"] else False) for cells in columns.values()]
        subject = subjects.pop()
        if best and all(subject not in names for names, _ in best):
            other, cell = next(iter(best[0][0])), best[0][1]
            row = next(r for r in rows if subject_of(r) == other)
            a = side(passage, text[slice(*span)], clause.strip())
            told_as = f"正文说“{subject}”{told.group()}，表中{told.group()}的却是“{other}”（{cell.text}）"
            yield Conflict("number", a, side(row, row.text, cell.text), told_as, 0.6)


def _best(cells: Sequence[tuple[str, Cell]], lowest: bool) -> tuple[set[str], Cell]:
    values = [cell.value or 0.0 for _, cell in cells]
    wanted = min(values) if lowest else max(values)
    names = {name for name, cell in cells if cell.value == wanted}
    return names, next(cell for _, cell in cells if cell.value == wanted)


# -- one figure -------------------------------------------------------------------------------------------------------


def _cells(passage: Passage, span: tuple[int, int], rows: Sequence[Passage], caption: str) -> Iterator[Conflict]:
    """2022年监测支出为1300万元（表1） where no cell of the row 监测 is so."""
    text = passage.text
    for amount in passage.amounts:
        start = max(clause_span(text, *amount.at)[0], span[0])
        inside = [a for a in passage.amounts if start <= a.at[0] < amount.at[1]]
        if not span[0] <= amount.at[0] < span[1] or len(inside) != 1 or not exact(text, amount):
            continue
        lead = text[start : amount.at[0]]
        named = [row for row in rows if len(subject_of(row)) > 1 and subject_of(row) in lead]
        if not named and _words(caption) and _words(caption)[-1] in lead:
            named = [row for row in rows if _TOTAL.match(subject_of(row))]
        if len(named) != 1 or re.search("其中|占|比" if amount.unit == "percent" else "其中|占|比|增|减|降", lead):
            continue
        if A_YEAR.fullmatch(subject_of(named[0])) or _REVISED.search(text[slice(*span)]):
            continue  # a year has many figures; what was published before may have been mended
        if _of_part(text, start, amount):
            continue
        own = lead.rpartition(subject_of(named[0]))[2] if named[0] and subject_of(named[0]) in lead else ""
        if "的" in own and _SECTION.search(own):
            continue
        cells = [c for c in named[0].cells if c.value is not None and c.unit == amount.unit]
        if amount.direction and not _RATE.search(f"{caption} {' '.join(h for c in cells for h in c.column)}"):
            continue
        years = years_of(passage, span)
        of_year = [c for c in cells if c.year in years]
        if not cells or (years and any(c.year for c in cells) and not of_year):
            continue
        if not any(amounts_agree(amount, Amount(c.text, c.value or 0.0, amount.unit, (0, 0))) for c in cells):
            cell = (of_year or cells)[0]
            if (subject_of(named[0]) not in lead or _TOTAL.match(subject_of(named[0]))) and not _near(amount, cell):
                continue  # another total
            a = side(passage, text[slice(*span)], amount.text)
            told = f"正文说“{subject_of(named[0])}”为“{amount.text}”，表中这一行却是“{cell.text}”"
            yield Conflict("number", a, side(named[0], named[0].text, cell.text), told, 0.66)


def _of_part(text: str, start: int, amount: Amount) -> bool:
    """Whether a figure is one of many of its row: 某行1.2亿美元的贷款协定, 某行为某项目提供8,600万, 追加承诺2,000万."""
    if text.startswith("的", amount.at[1]) and not text.startswith("的合计", amount.at[1]):
        return True
    return _OF_ONE.search(text[start : amount.at[1] + _PROJECT_REACH]) is not None


def _near(amount: Amount, cell: Cell) -> bool:
    value = 0.0 if isinstance(amount.value, tuple) else abs(float(amount.value))
    return bool(cell.value) and value > 0 and max(value, cell.value or 0) <= _TIMES * min(value, cell.value or 0)
