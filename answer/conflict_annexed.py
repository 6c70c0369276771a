"""How many things a sentence says its annex or table lists, against the rows that it has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.conflict_tools import PROSE, sentence_around, side, tables_of
from answer.grid import coverage
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["annexed_conflicts"]

_SAID = re.compile(
    r"(?P<where>附件[一二三四五六七八九十\d]?|附表[一二三四五六七八九十\d]?|附录[一二三四五六七八九十\d]?|表\s?\d{1,2}|下表)(?:中|内|里)?(?:所)?(?:列|载|示|附)?(?:出|明)?(?:的|了|为)?"
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s?[项个条类件种](?P<what>[\u4e00-\u9fff]{2,12})"
)
_BEFORE = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s?[项个条类件种](?P<what>[^，。；、\d]{2,14})，?[^。；]{0,24}?(?:见|载于|列于|列在|载入|详见|列入)(?:本[^，。；]{1,4})?(?P<where>附件[一二三四五六七八九十\d]?|附表[一二三四五六七八九十\d]?|附录[一二三四五六七八九十\d]?|表\s?\d{1,2}|下表)"
)
_SUMS = re.compile(r"^(?:合计|总计|小计|共计|平均|总)|(?:合计|总计|总额|总数|平均)$")
_PART = re.compile(r"其中|第|至少|超过|之一|完成|推迟|部分")
_LEAST, _MOST_OFF = 3, 3
_SCORE = 0.58


def annexed_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """附件所列的七个优先项目 beside an annex of eight rows."""
    tables: dict[str, list[tuple[Passage, list[Passage]]]] = defaultdict(list)
    for table, rows, _ in tables_of(passages):
        tables[table.document].append((table, rows))
    for passage in passages:
        if passage.form not in PROSE or not tables[passage.document]:
            continue
        for said in (*_SAID.finditer(passage.text), *_BEFORE.finditer(passage.text)):
            number = parse_number(said["n"])
            if number is None or number < _LEAST or _PART.search(passage.text[max(0, said.start() - 4) : said.end()]):
                continue
            found = _table(passage, said, tables[passage.document])
            if found is None:
                continue
            rows = [row for row in found if row.cells and row.cells[0].row and not _SUMS.search(row.cells[0].row[-1])]
            if len(rows) >= _LEAST and 0 < abs(len(rows) - number) <= _MOST_OFF:
                text = f"正文说“{said['where']}”列有“{said['n']}”项，表中却有 {len(rows)} 行"
                a = side(passage, sentence_around(passage.text, said.start()), said.group())
                yield Conflict("count", a, side(rows[-1], rows[-1].text, f"{len(rows)} 行"), text, _SCORE)


def _table(
    passage: Passage, said: re.Match[str], tables: Sequence[tuple[Passage, list[Passage]]]
) -> list[Passage] | None:
    """The rows of the one table that a reference means."""
    where = re.sub(r"\s", "", said["where"])
    if where.startswith("表"):
        found = [rows for table, rows in tables if table.label == f"table {where[1:]}"]
    else:
        named = [(table, rows) for table, rows in tables if _is_called(table, where[:2], where[2:])]
        if len(named) > 1:
            named = [
                one
                for one in named
                if coverage(said["what"], f"{one[0].text.split(chr(10))[0]}{''.join(one[0].section)}") > 0
            ]
        found = [rows for _, rows in named]
    return found[0] if len(found) == 1 else None


def _is_called(table: Passage, kind: str, number: str) -> bool:
    """Whether a table is 附件二, by its heading or its first line."""
    heads = (*(head for head in table.section if kind[:1] in head), table.text)
    return any(re.match(rf"\s?(?:附件|附表|附录)\s?{re.escape(number)}", head) for head in heads)
