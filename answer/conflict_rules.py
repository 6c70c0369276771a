"""Statements that disagree within themselves, with their document, or with a table: each rule by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from answer.compare import amounts_agree, comparable, dates_agree
from answer.conflict_names import two_directions
from answer.conflict_tools import PROSE, sentence_around
from answer.records import Conflict, ConflictSide
from answer.units import Unit
from index.tokens import fold_name
from records import Amount, Passage

__all__ = ["count_conflicts", "name_conflicts", "table_conflicts"]

_COUNTED = re.compile(r"count:(?:国家|成员国|国|缔约国|参与国|countries)")
_OPEN_LIST = re.compile(r"等|包括但不限|such as|其中")
_LEAST_OF = re.compile(r"(?:至少|不少于|最少|超过|逾|多于|最多|不超过|任意)\s?$")  # 至少五个成员国: which five is open
_TABLE_BELOW = re.compile(r"见下表|如下表|下表(?:列|为|所示|中)|the table below|following table")
_CORRIDOR = re.compile(r"(?:区域|地区)?(?:经济)?走廊$")
_RESPELT = ("corridor", "place", "publication", "agreement", "programme", "organisation")
_BODIES, _TYPE = ("programme", "organisation"), re.compile(r"机制|组织|计划|地区|年度")
_LEAST_NAME, _MOST_RESPELT = 6, 3
_NEAR, _SAME_WORDS = 12, 5  # characters after a count, and of them that two counts of one thing share
_JOINING = re.compile("[和与及]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def count_conflicts(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """八个国家（甲、乙、丙、丁和戊）: a count of countries with a bracket right after it that lists fewer or more."""
    for unit in units:
        for amount in unit.amounts:
            if not _COUNTED.fullmatch(amount.unit) or isinstance(amount.value, tuple) or unit.cell is not None:
                continue
            text = unit.passage.text
            if _LEAST_OF.search(text[: amount.at[0]]):
                continue
            bracket = re.compile(r"[^，。；,;]{0,20}?[（(]([^）)]*)[）)]").match(text, amount.at[1])
            if bracket is None or _OPEN_LIST.search(bracket[1]):
                continue
            start, end = bracket.span(1)
            listed = {e.name for e in unit.passage.entities if e.kind == "country" and start <= e.at[0] < end}
            if len(listed) >= 2 and len(listed) != amount.value:
                here = ConflictSide(unit.passage.id, unit.sentence, amount.text)
                there = ConflictSide(unit.passage.id, unit.sentence, bracket[1])
                yield Conflict("count", here, there, f"说是“{amount.text}”，括号里却列了 {len(listed)} 个", 0.92)
                yield from _echoed(unit, amount, bracket, len(listed), passages)


def _echoed(
    unit: Unit, amount: Amount, bracket: re.Match[str], listed: int, passages: Sequence[Passage]
) -> Iterator[Conflict]:
    """The same number of the same things in another passage of the document: 8个国家能力建设计划."""
    things = unit.passage.text[amount.at[1] : bracket.start(1) - 1]
    for passage in passages:
        if passage.document != unit.passage.document or passage.id == unit.passage.id or passage.form not in PROSE:
            continue
        for told in passage.amounts:
            after = passage.text[told.at[0] : told.at[1] + _NEAR]
            if told.unit.startswith("count:") and told.value == amount.value and _common(things, after) >= _SAME_WORDS:
                a = ConflictSide(passage.id, sentence_around(passage.text, told.at[0]), told.text)
                b = ConflictSide(unit.passage.id, unit.sentence, bracket[1])
                text = f"说是“{told.text}”，{unit.passage.citation.address}列出的国家却是 {listed} 个"
                yield Conflict("count", a, b, text, 0.5)


def _common(a: str, b: str) -> int:
    """The length of the longest piece that two texts share."""
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size


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
    if not header or not all(_mostly_in(word, unit.text) for word in header):
        return None
    mine: Amount | None = next((a for a in unit.amounts if comparable(a, cell.amounts[0])), None)
    if mine is None or any(amounts_agree(a, cell.amounts[0]) for a in unit.amounts):
        return None
    a = ConflictSide(unit.passage.id, unit.sentence, mine.text)
    b = ConflictSide(cell.passage.id, cell.text, cell.cell.text)
    return Conflict("number", a, b, f"正文为“{mine.text}”，表中为“{cell.cell.text}”", 0.7)


def _mostly_in(word: str, text: str) -> bool:
    """Whether a text has more than half of a word's pairs of characters: 批准 alone is no 批准额."""
    pieces = [word[i : i + 2] for i in range(len(word) - 1)]
    return 2 * sum(piece in text for piece in pieces) > len(pieces)


def name_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """One thing under two spellings of one length: 苦盏 and 库扬, 协定 and 协议, two titles of one work."""
    where: dict[tuple[str, str, str], Passage] = {}
    for passage in passages:
        for mention in passage.entities:
            form = _CORRIDOR.sub("", fold_name(mention.text))
            if mention.kind in _RESPELT and len(form) >= _LEAST_NAME and _HAN.search(form):
                where.setdefault((mention.kind, mention.name, form), passage)
    # only names of one thing, or any two works, and only forms of one length are compared
    groups: dict[tuple[str, str, int], list[tuple[tuple[str, str, str], Passage]]] = defaultdict(list)
    for key, passage in where.items():
        kind, name, form = key
        groups[kind, "" if kind == "publication" else name, len(_JOINING.sub("和", form))].append((key, passage))
    for (a, one), (b, two) in (pair for same in groups.values() for pair in combinations(same, 2)):
        if _respelt(a[2], b[2]) and not two_directions(a[2], b[2]):
            if a[0] in _BODIES and _TYPE.sub("", a[2]) == _TYPE.sub("", b[2]):
                continue  # 合作组织, 合作机制, 合作计划: what a body is called besides its name
            first, second = ConflictSide(one.id, a[2], a[2]), ConflictSide(two.id, b[2], b[2])
            yield Conflict("name", first, second, f"同一名称的写法不同：“{a[2]}”与“{b[2]}”", 0.4)


def _respelt(a: str, b: str) -> bool:
    """Whether two forms of one length differ in a few characters, and in no digit or letter (2020 and 2021)."""
    a, b = (_JOINING.sub("和", text) for text in (a, b))
    if len(a) != len(b):
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return 1 <= len(different) <= _MOST_RESPELT and all(_HAN.match(x) and _HAN.match(y) for x, y in different)
