"""A total that the text tells against the row that sums up a table of the same: 共培训2,960人次 and 合计 2,860."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.compare import amounts_agree
from answer.conflict_tools import clause_span, exact, sentence_around, side
from answer.grid import Figure, Grid, coverage, reading_of
from answer.records import Conflict
from records import Amount, Passage

__all__ = ["overall_conflicts"]

_TOTAL = re.compile(r"合计|总计|共计|总额|总数|[Tt]otal")
_SUMMED = re.compile(r"(?:共|合计|累计|总共|一共|总计|总额|总数|全部)[\u4e00-\u9fff]{0,10}$")
_PART = re.compile(
    r"其中|新增|目标|计划(?=于|在|到)|预计|拟|约|近|超过|不到|平均|每|另|其余|占|比|较|增|减|上年|去年|年均"
)
_GENERIC = re.compile(
    r"情况|分布|统计|一览|按[\u4e00-\u9fff]{1,6}(?:分|划分)|各[\u4e00-\u9fff]{1,3}|成员国|国别|项目|领域|数|（.*?）"
)
_NEAR = 0.12  # of the total: what is told of another total differs more
_FEW, _SMALL = 2, 40  # things by which a small number is off
_LIKE, _CITED = 0.34, 0.2
_SCORE = 0.58


def overall_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Totals of prose, each with the table of its document that sums up what is told."""
    for passage, grids, cited in reading_of(passages):
        for amount in passage.amounts if grids else ():
            text = passage.text
            start, end = clause_span(text, *amount.at)
            lead = text[start : amount.at[0]]
            if isinstance(amount.value, tuple) or not _SUMMED.search(lead) or _PART.search(text[start:end]):
                continue
            if not exact(text, amount) or amount.unit == "percent":
                continue
            found = [f for grid in grids if (f := _total(grid, text[start:end], amount, grid in cited)) is not None]
            figures = [figure for _, figure in found]
            if figures and figures[0] is not None and len({f.value if f else None for f in figures}) == 1:
                figure = figures[0]
                told = f"正文说“{lead.strip()}{amount.text}”，表中“{figure.cell.row[-1]}”却是“{figure.cell.text}”"
                a = side(passage, sentence_around(text, amount.at[0]), amount.text)
                yield Conflict("number", a, side(figure.row, figure.row.text, figure.cell.text), told, _SCORE)


def _total(grid: Grid, clause: str, amount: Amount, cited: bool) -> tuple[Grid, Figure | None] | None:
    """The total of a table of what a clause tells, if it is another one.

    :returns: ``None`` where the table is of something else.
    """
    caption = _GENERIC.sub("", grid.caption)
    totals = [f for f in grid.figures if f.cell.row and _TOTAL.search(f.cell.row[-1]) and _alike(f, amount)]
    least = _CITED if cited else _LIKE
    totals = [f for f in totals if coverage(f"{caption}{_measure(f)}", clause) >= least]
    if not totals or isinstance(amount.value, tuple):
        return None
    same = [f for f in grid.figures if amounts_agree(amount, Amount(f.cell.text, f.value, amount.unit, (0, 0)))]
    if same:
        return grid, None
    value = float(amount.value)
    near = [
        f for f in totals if abs(f.value - value) <= max(_NEAR * max(f.value, value), _FEW if value < _SMALL else 0)
    ]
    return grid, near[0] if len(near) == 1 else None


def _alike(figure: Figure, amount: Amount) -> bool:
    if figure.cell.unit is None and not isinstance(amount.value, tuple):
        # the unit stands in the caption: 技术援助（万美元）
        plain = re.match(r"\d[\d,]*(?:\.\d+)?", amount.text)
        first = figure.row.text and plain and float(plain.group().replace(",", ""))
        return bool(first) and abs(figure.value - float(first or 0)) <= _NEAR * max(figure.value, float(first or 0))
    counts = amount.unit.startswith("count:") and (figure.cell.unit or "number").startswith(("count:", "number"))
    return figure.cell.unit == amount.unit or counts


def _measure(figure: Figure) -> str:
    return "".join(name for name in figure.names[1:] if not _TOTAL.search(name))
