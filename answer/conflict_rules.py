"""Statements that disagree within themselves, with their document, or with a table: each rule by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from answer.actions import stage
from answer.compare import amounts_agree, comparable, dates_agree
from answer.records import Conflict, ConflictSide
from answer.units import Unit
from index.tokens import fold_name
from records import Amount, DateMention, Passage

__all__ = ["count_conflicts", "name_conflicts", "reference_conflicts", "table_conflicts", "tense_conflicts"]

_COUNTED = re.compile(r"count:(?:国家|成员国|国|缔约国|参与国|countries)")
_OPEN_LIST = re.compile(r"等|包括但不限|such as|其中")
_TOLD_AS_DONE = re.compile(
    r"(?:加入|举行|举办|启动|完成|签署|发布|出版|召开|通过|批准|成立|上线|实施|生效)了|已(?:经|于|在)?|举办的|召开的"
)
_TABLE_BELOW = re.compile(r"见下表|如下表|下表(?:列|为|所示|中)|the table below|following table")
_LEAST_TITLE = 10  # characters of a title that two references share
_CORRIDOR = re.compile(r"(?:区域|地区)?(?:经济)?走廊$")
_RESPELT = ("corridor", "place", "publication", "agreement")
_LEAST_NAME, _MOST_RESPELT = 6, 3
_HAN = re.compile(r"[\u3400-\u9fff]")


def count_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """八个国家（甲、乙、丙、丁和戊）: a count of countries with a bracket right after it that lists fewer or more."""
    for unit in units:
        for amount in unit.amounts:
            if not _COUNTED.fullmatch(amount.unit) or isinstance(amount.value, tuple) or unit.cell is not None:
                continue
            text = unit.passage.text
            bracket = re.compile(r"[^，。；]{0,20}?[（(]([^）)]*)[）)]").match(text, amount.at[1])
            if bracket is None or _OPEN_LIST.search(bracket[1]):
                continue
            start, end = bracket.span(1)
            listed = {e.name for e in unit.passage.entities if e.kind == "country" and start <= e.at[0] < end}
            if len(listed) >= 2 and len(listed) != amount.value:
                here = ConflictSide(unit.passage.id, unit.sentence, amount.text)
                there = ConflictSide(unit.passage.id, unit.sentence, bracket[1])
                yield Conflict("count", here, there, f"说是“{amount.text}”，括号里却列了 {len(listed)} 个", 0.92)


def tense_conflicts(
    units: Sequence[Unit], issued: Mapping[str, date | None], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """What a document tells as done on a day after its own date."""
    for unit in units:
        day = issued.get(unit.passage.document)
        if day is None or unit.cell is not None or unit.inherited or unit.joint:
            continue
        later = [d for d in unit.dates if d.start and d.start > day]
        if later and _TOLD_AS_DONE.search(unit.text) and stage(unit.text) == "done":
            cover = covers.get(unit.passage.document, unit.passage.id)
            here = ConflictSide(unit.passage.id, unit.sentence, later[0].text)
            there = ConflictSide(cover, f"文件日期 {day.isoformat()}", day.isoformat())
            text = f"文件日期是 {day.isoformat()}，却把“{later[0].text}”的事说成已经发生"
            yield Conflict("tense", here, there, text, 0.85)


def reference_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """One cited work with two days of publication in two notes."""
    found: dict[str, list[tuple[Passage, str, DateMention]]] = defaultdict(list)
    for passage in passages:
        if passage.form in ("footnote", "note"):
            for match in re.finditer(r"[^；;]+", passage.text):
                here = [d for d in passage.dates if match.start() <= d.at[0] < match.end()]
                days = [d for d in here if d.start and d.start == d.end]
                pieces = [fold_name(piece.strip()) for piece in re.split(r"[，。,（）()]", match.group())]
                title = max((piece for piece in pieces if _HAN.search(piece)), key=len, default="")
                if len(days) == 1 and len(title) >= _LEAST_TITLE:
                    found[title].append((passage, match.group().strip(), days[0]))
    for same in found.values():
        first = same[0]
        for other in same[1:]:
            if other[2].start != first[2].start:
                a = ConflictSide(first[0].id, first[1], first[2].text)
                b = ConflictSide(other[0].id, other[1], other[2].text)
                yield Conflict("date", a, b, f"同一出版物的日期不同：“{a.value}”与“{b.value}”", 0.7)


def table_conflicts(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Prose against table: a figure of the same thing and year, and a deadline that the table below does not have."""
    yield from _figures(units)
    for index, passage in enumerate(passages[:-1]):
        table = passages[index + 1]
        if table.form != "table" or table.document != passage.document or not _TABLE_BELOW.search(passage.text):
            continue
        years = {cell.year for cell in table.cells if cell.year}
        for mention in passage.dates:
            if years and mention.start and mention.start.year not in years:
                printed = "、".join(str(year) for year in sorted(years))
                a = ConflictSide(passage.id, passage.text, mention.text)
                b = ConflictSide(table.id, table.text.split("\n")[0], printed)
                yield Conflict("date", a, b, f"正文说“{mention.text}”，下表的年份却是 {printed}", 0.72)


def _figures(units: Sequence[Unit]) -> Iterator[Conflict]:
    cells: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.cell is not None and unit.cell.value is not None:
            for entity in unit.entities:
                cells[entity.name].append(unit)
    for unit in units:
        if unit.cell is not None or unit.joint or not unit.dates:
            continue
        for country in (e for e in unit.entities if e.kind == "country"):
            for cell in cells.get(country.name, ()):
                conflict = _figure(unit, cell)
                if conflict is not None:
                    yield conflict


def _figure(unit: Unit, cell: Unit) -> Conflict | None:
    if cell.cell is None or not any(dates_agree(a, b) for a in unit.dates for b in cell.dates):
        return None
    header = [w for part in cell.cell.column for w in re.findall(r"[\u4e00-\u9fff]{2,}", part)]
    if not header or not all(any(w[i : i + 2] in unit.text for i in range(len(w) - 1)) for w in header):
        return None
    mine: Amount | None = next((a for a in unit.amounts if comparable(a, cell.amounts[0])), None)
    if mine is None or any(amounts_agree(a, cell.amounts[0]) for a in unit.amounts):
        return None
    a = ConflictSide(unit.passage.id, unit.sentence, mine.text)
    b = ConflictSide(cell.passage.id, cell.text, cell.cell.text)
    return Conflict("number", a, b, f"正文为“{mine.text}”，表中为“{cell.cell.text}”", 0.7)


def name_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """One thing under two spellings of one length: 苦盏 and 库扬, 协定 and 协议, two titles of one work."""
    where: dict[tuple[str, str, str], Passage] = {}
    for passage in passages:
        for mention in passage.entities:
            form = _CORRIDOR.sub("", fold_name(mention.text))
            if mention.kind in _RESPELT and len(form) >= _LEAST_NAME and _HAN.search(form):
                where.setdefault((mention.kind, mention.name, form), passage)
    for (a, one), (b, two) in combinations(where.items(), 2):
        if a[0] == b[0] and (a[1] == b[1] or a[0] == "publication") and _respelt(a[2], b[2]):
            first, second = ConflictSide(one.id, a[2], a[2]), ConflictSide(two.id, b[2], b[2])
            yield Conflict("name", first, second, f"同一名称的写法不同：“{a[2]}”与“{b[2]}”", 0.4)


def _respelt(a: str, b: str) -> bool:
    """Whether two forms of one length differ in a few characters, and in no digit or letter (2020 and 2021)."""
    if len(a) != len(b):
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return 1 <= len(different) <= _MOST_RESPELT and all(_HAN.match(x) and _HAN.match(y) for x, y in different)
