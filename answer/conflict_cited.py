"""Which tables a passage speaks of, what a row is about, and which years a sentence names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_tools import PROSE, sentences, tables_of
from records import Passage

__all__ = ["CitedTable", "cited_tables", "subject_of", "years_of"]

_NAMED = re.compile(r"(?<![代发外图地报])(附?表|附录)\s?(\d{1,3}(?:[.．]?[a-z\d])?)(?![\d年月日])")
_BELOW, _ABOVE = re.compile(r"下表|以下表格"), re.compile(r"上表|以上表格")


@dataclass(frozen=True, slots=True)
class CitedTable:
    """A table with what belongs to it."""

    table: Passage
    rows: tuple[Passage, ...]
    notes: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """The caption, or the heading above a table without one, which is its first line of headers otherwise."""
        first = self.table.text.split("\n")[0]
        return first if "|" not in first else " ".join((*self.table.section[-1:], first))


def cited_tables(passages: Sequence[Passage]) -> Iterator[tuple[Passage, tuple[int, int], CitedTable]]:
    """Each sentence of prose with the one table that it speaks of: what it names, else what its passage names."""
    tables = {table.id: CitedTable(table, tuple(rows), tuple(notes)) for table, rows, notes in tables_of(passages)}
    labelled: dict[tuple[str, str], CitedTable] = {}
    for one in tables.values():
        if one.table.label:
            labelled.setdefault((one.table.document, one.table.label), one)
    beside = _neighbours(passages, tables)
    for passage in passages:
        if passage.form not in PROSE:
            continue
        whole = _found(passage, passage.text, labelled, beside)
        for span in sentences(passage) if whole else ():
            named = _found(passage, passage.text[slice(*span)], labelled, beside) or whole
            if len(named) == 1:
                yield passage, span, named[0]


def _neighbours(
    passages: Sequence[Passage], tables: dict[str, CitedTable]
) -> dict[str, tuple[CitedTable | None, CitedTable | None]]:
    """The table above and the one right below each passage of prose."""
    above: dict[str, CitedTable] = {}
    found: dict[str, tuple[CitedTable | None, CitedTable | None]] = {}
    for index, passage in enumerate(passages):
        if passage.id in tables:
            above[passage.document] = tables[passage.id]
        elif passage.form in PROSE:
            after = passages[index + 1] if index + 1 < len(passages) else None
            below = tables.get(after.id) if after is not None and after.document == passage.document else None
            found[passage.id] = above.get(passage.document), below
    return found


def _found(
    passage: Passage,
    text: str,
    labelled: dict[tuple[str, str], CitedTable],
    beside: dict[str, tuple[CitedTable | None, CitedTable | None]],
) -> list[CitedTable]:
    found: dict[str, CitedTable] = defaultdict()
    for match in _NAMED.finditer(text):
        series = "appendix" if match[1] == "附录" else "table"
        one = labelled.get((passage.document, f"{series} {re.sub('[.．]', '', match[2])}"))
        if one is not None:
            found[one.table.id] = one
    above, below = beside.get(passage.id, (None, None))
    for pattern, one in ((_ABOVE, above), (_BELOW, below)):
        if one is not None and pattern.search(text):
            found[one.table.id] = one
    return list(found.values())


def subject_of(row: Passage) -> str:
    """What a row is about, without its unit: 治疗成功率 of 治疗成功率（%）."""
    return re.sub(r"[（(].*?[)）]", "", row.cells[0].row[-1]).strip(" ：:") if row.cells and row.cells[0].row else ""


def years_of(passage: Passage, span: tuple[int, int]) -> set[int]:
    """The years that are named within a span, alone or with a month."""
    here = [d for d in passage.dates if span[0] <= d.at[0] < span[1] and d.start and d.end]
    return {d.start.year for d in here if d.start and d.end and d.start.year == d.end.year}
