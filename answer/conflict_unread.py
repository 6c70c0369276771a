"""Figures of a clause, also those that are read as no amount: 188起, 两站, 平均停留时间（小时）；2023年：9.8."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.unit import Unit
from ingest.amounts import find_amounts
from ingest.numerals import parse_number
from records import Amount

__all__ = ["figures_of", "measure_of"]

_MEASURE = "个项处人所份起名间条家笔次箱只批张头例座辆门户国站岁道台套节艘册株支部组队期场位种类款件轮"
_MEASURED = re.compile(
    r"[\d,.\s一二两三四五六七八九十百千万亿零〇]+(?:多|余)?\s?([个名位人台座家项份期次场套处条种所辆艘起户])"
)
# a number of things that is read as no amount: 188起, 两站, 23.6万婴幼儿
_COUNTED = re.compile(
    r"(?<![\d.A-Za-z第年一二三四五六七八九十百千几数])(?P<number>\d[\d,.]*(?: \d{3})*|[一二两三四五六七八九十百]+)\s?"
    rf"(?P<scale>[万亿]?)(?:多|余)?(?:(?P<measure>[{_MEASURE}])(?!月|分)|(?<=[万亿])(?=[\u4e00-\u9fff]))"
)
_UNIT = re.compile("[美欧日港]?元|第纳尔|比索|卢比|索尔|法郎|比尔|埃斯库|克瓦查|吨|公里|斤|千瓦|平方|立方|亩|公顷|米")
_SCALES = {"万": 1e4, "亿": 1e8}
_LABELLED = re.compile(r"[（(](?P<unit>[\u4e00-\u9fff%]{1,5})[）)][；：:，]")
_BARE = re.compile(r"[：:]\s?(?P<number>\d[\d,.]*(?: \d{3})*)(?=\s?(?:[；;。]|$))")


def figures_of(unit: Unit) -> tuple[Amount, ...]:
    """The amounts of a clause, numbers of things, and figures whose measure stands in a label before."""
    return (*unit.amounts, *_counted(unit), *_measured(unit))


def _counted(unit: Unit) -> Iterator[Amount]:
    """Numbers of things that are read as no amount."""
    if unit.cell is not None:
        return
    text = unit.passage.text
    for match in _COUNTED.finditer(text, *unit.at):
        if _taken(unit, match.start("number")):
            continue
        value = parse_number(match["number"].replace(" ", ""))
        if value is None or (value < 2 and not match["scale"]):
            continue
        if match["measure"] or not _UNIT.match(text, match.end()):
            measure = match["measure"] or ""
            yield Amount(match.group(), value * _SCALES.get(match["scale"], 1.0), f"count:{measure}", match.span())


def _measured(unit: Unit) -> Iterator[Amount]:
    """Figures whose measure stands in a label before: 平均停留时间（小时）；2022年：14.2；2023年：9.8."""
    text, start = unit.passage.text, unit.sentence_at[0]
    label = _LABELLED.search(text, start, unit.at[0]) if unit.cell is None else None
    if label is None:
        return
    for match in _BARE.finditer(text, *unit.at):
        found = find_amounts(f"{match['number']}{label['unit']}")
        if len(found) == 1 and not _taken(unit, match.start("number")):
            yield Amount(match["number"], found[0].value, found[0].unit, match.span("number"))


def _taken(unit: Unit, at: int) -> bool:
    """Whether a place lies in what was read as a date, an amount or a name."""
    passage = unit.passage
    spans = (*(d.at for d in passage.dates), *(a.at for a in passage.amounts), *(e.at for e in passage.entities))
    return any(start <= at < end for start, end in spans)


def measure_of(text: str, amount: Amount) -> tuple[int, str]:
    """Where a figure and its measure end, without the noun that it counts, and the measure."""
    if not amount.unit.startswith("count:"):
        return amount.at[1], ""
    match = _MEASURED.match(text, amount.at[0])
    return (match.end(), match[1]) if match else (amount.at[1], amount.unit[6:7])
