"""What the headers of a table speak of against its title: 商业服务，出口和进口 over 商品出口 and 商品进口."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from answer.conflict_tools import side, tables_of
from answer.records import Conflict
from records import Passage

__all__ = ["header_conflicts"]

# classes of one thing of which a table shows one; each may be called in several ways
_CLASSES = (
    ("服务", "商品|货物"),
    ("进口", "出口"),
    ("公路", "铁路", "航空", "水路|水运"),
    ("城镇|城市", "农村|乡村"),
    ("收入", "支出"),
    ("贷款", "赠款"),
    ("流入", "流出"),
    ("计划", "实际"),
    ("男", "女"),
    ("小学", "初中", "高中"),
    ("门诊", "住院"),
)
_TRADE = re.compile("进出口|进口|出口|贸易")
_BOTH = re.compile("进出口")
_ASIDE = re.compile(r"[（(].*?[)）]")
_NEUTRAL = re.compile(r"占|比重|份额|同比|增长|增速|增幅|变化|排名|位次|合计|总计|备注|序号")
_VAGUE = frozenset(("情况", "数量", "金额", "总额", "数据", "合计", "比例", "总数", "人数", "统计", "单位", "主要"))
_NUMBER = re.compile(r"^\s?(?:附?表|附录)?\s?(?:\d[\w.．]*|[一二三四五六七八九十]+)\s?[:：.、．]?\s?")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?(?:[-–—至]\s?(?:19|20)?\d{2}\s?)?年?度?")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_LEAST_SAME = 4  # characters that two titles share besides the one word in which they differ


@dataclass(frozen=True, slots=True)
class _Headed:
    """A table with its title, the passage that has it, and the headers over its figures."""

    table: Passage
    place: Passage
    title: str
    columns: tuple[str, ...]


def header_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Every table whose headers all name another class of the thing than its title does."""
    headed = [one for one in _headed(passages) if one.columns]
    known = [_by_class(one) for one in headed]
    for one, found in zip(headed, known, strict=True):
        if found is not None:
            yield _conflict(one, *found, "")
    by_document: dict[str, list[_Headed]] = defaultdict(list)
    for one, found in zip(headed, known, strict=True):
        if found is None:
            by_document[one.table.document].append(one)
    for same in by_document.values():
        for one, other in permutations(same, 2):
            words = _other_word(one, other)
            if words is not None:
                yield _conflict(one, *words, "，那是另一张表标题里的")


def _conflict(one: _Headed, told: str, printed: str, aside: str) -> Conflict:
    text = f"表题说的是“{told}”，各列却是“{printed}”{aside}"
    return Conflict(
        "unit",
        side(one.place, one.title, told),
        side(one.table, "；".join(one.columns), printed),
        text,
        0.5,
    )


def _headed(passages: Sequence[Passage]) -> Iterator[_Headed]:
    headings = _headings(passages)
    for table, rows, _ in tables_of(passages):
        first = table.text.split("\n")[0]
        place, title = (table, first) if "|" not in first else headings.get(table.id, (table, ""))
        columns = {" ".join(cell.column) for row in rows for cell in row.cells if cell.value is not None}
        if title and all(columns):
            yield _Headed(table, place, title, tuple(sorted(columns)))


def _headings(passages: Sequence[Passage]) -> dict[str, tuple[Passage, str]]:
    """The heading right above each table, as the title of one that has no caption."""
    last: dict[tuple[str, str], Passage] = {}
    found: dict[str, tuple[Passage, str]] = {}
    for passage in passages:
        if passage.form == "heading":
            last[passage.document, passage.text.strip()] = passage
        elif passage.form == "table" and passage.section:
            title = passage.section[-1].strip()
            found[passage.id] = last.get((passage.document, title), passage), title
    return found


# -- classes that are known -------------------------------------------------------------------------------------------


def _by_class(one: _Headed) -> tuple[str, str] | None:
    """The class in the title and another one in all headers, of something that both name after it."""
    title = _plain(one.title)
    columns = [column for column in map(_plain, one.columns) if not _NEUTRAL.search(column)]
    for classes in _CLASSES:
        named = [found for pattern in classes if (found := re.search(pattern, title))]
        if len(named) != 1 or not columns:
            continue
        mine = named[0].re.pattern
        for other in classes:
            printed = [re.search(other, column) for column in columns] if other != mine else [None]
            if any(re.search(mine, column) for column in columns) or not all(printed):
                continue
            if all(_one_thing(title, named[0], column, other) for column in columns) and printed[0] is not None:
                return named[0].group(), printed[0].group()
    return None


def _plain(text: str) -> str:
    """A title or header without years and what is in brackets; 进出口 is both."""
    return _BOTH.sub("进口、出口", _YEAR.sub(" ", _ASIDE.sub(" ", text)))


def _one_thing(title: str, named: re.Match[str], column: str, other: str) -> bool:
    """Whether a header names, besides its class, what the title has after its own: 出口 of 商品出口."""
    rest = re.sub(other, "|", column)
    pieces = {rest[i : i + 2] for i in range(len(rest) - 1)} - _VAGUE
    after = title[named.end() :]
    if any(re.fullmatch(r"[\u4e00-\u9fff]{2}", piece) and piece in after for piece in pieces):
        return True
    return bool(_TRADE.search(title.replace(named.group(), "|")) and _TRADE.search(rest))


# -- classes that two titles show -------------------------------------------------------------------------------------


def _other_word(one: _Headed, other: _Headed) -> tuple[str, str] | None:
    """The only word in which two titles differ, where all headers of the first have that of the other."""
    a, b = (_NUMBER.sub("", _plain(x.title)).strip() for x in (one, other))
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next((i for i, (x, y) in enumerate(zip(a[start:][::-1], b[start:][::-1], strict=False)) if x != y), 0)
    mine, its = a[start : len(a) - end], b[start : len(b) - end]
    if start + end < _LEAST_SAME or not _HAN.fullmatch(mine) or not _HAN.fullmatch(its) or its in a or mine in b:
        return None
    if all(its in column and mine not in column for column in one.columns):
        return mine, its
    return None
