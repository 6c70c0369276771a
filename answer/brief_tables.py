"""The tables of a briefing: commitments with their due dates, and a series of figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from answer.brief_quotes import whole_thought
from answer.brief_records import BriefTable, Quote, TableCell
from answer.brief_scope import Scope
from answer.commitment_records import Commitment
from answer.commitments import register
from answer.export_commitments import STATUS_NAMES
from index.store import KnowledgeBase
from records import Passage

__all__ = ["commitments_in", "commitments_table", "series_table"]

_ROWS = 7  # commitments that fit on a note of two pages
_SERIES = 5  # rows of figures
_YEARS = 3  # values by year that make a series


def commitments_in(kb: KnowledgeBase, scope: Scope) -> tuple[Commitment, ...]:
    """The commitments of a scope: those due first come first, those without a date last."""
    passages = {p.id: p for p in scope.passages}
    found = []
    for item in register(kb):
        named = bool(scope.names & {*item.countries, *item.entities, *item.actors})
        inside = item.passage in passages and scope.relevance(passages[item.passage], *item.at) > _needed(scope)
        due = item.due
        falls_due = due is not None and scope.covers(due.start, due.end)
        if named or inside or falls_due:
            found.append(item)
    return tuple(sorted(found, key=lambda i: (i.due is None, str(i.due.end if i.due else ""))))


def _needed(scope: Scope) -> float:
    return 0.34 if scope.words else 0.0


def commitments_table(kb: KnowledgeBase, items: Sequence[Commitment]) -> BriefTable | None:
    """The commitments as a table; each row cites its passage."""
    if not items:
        return None
    rows = []
    for item in items[:_ROWS]:
        quote = whole_thought(Quote(item.text, kb.passage(item.passage), item.at))
        other = next((e.due.text for e in item.evidence if e.due and item.due and e.due.end != item.due.end), None)
        status = STATUS_NAMES[item.status]
        if item.status == "rescheduled" and other:
            status = f"另述为{other}"
        due = item.due.text if item.due else "未写明"
        if item.due and item.due.end and not any(c.isdigit() for c in due):
            due = f"{item.due.end.year}年{due}"  # 第三季度 under the head 时间 (2022)
        rows.append(
            (TableCell(quote.text, quote), TableCell("、".join(item.actors) or "—"), TableCell(due), TableCell(status))
        )
    heads, widths = ("承诺（原文）", "行动方", "期限", "后续情况"), (0.52, 0.15, 0.16, 0.17)
    if not any(item.actors for item in items[:_ROWS]):  # nobody is named: a column of dashes tells nothing
        short = tuple((text, due, status) for text, _, due, status in rows)
        return BriefTable("", ("承诺（原文）", "期限", "后续情况"), short, (0.64, 0.18, 0.18))
    return BriefTable("", heads, tuple(rows), widths)


def series_table(kb: KnowledgeBase, scope: Scope) -> BriefTable | None:
    """The series that a table of the scope gives: its rows on the topic, or all of a table that is on it.

    Only values by year are taken, as printed, under the head that the source gives them.
    """
    rows: dict[str, list[Passage]] = defaultdict(list)
    for passage in scope.passages:
        if passage.form == "row" and passage.parent and _longest_series(passage):
            rows[passage.parent].append(passage)
    tables = [p for p in scope.passages if p.form == "table" and p.id not in rows]
    for table in tables if not scope.names else []:
        own = [
            p for p in kb.passages(table.document) if p.parent == table.id and p.form == "row" and _longest_series(p)
        ]
        if own:
            rows[table.id] = own
    if not rows:
        return None
    order = {p.id: n for n, p in enumerate(scope.passages)}

    def length(id_: str) -> int:
        return max(len(values) for row in rows[id_] for values in _longest_series(row).values())

    best = min(rows, key=lambda id_: (-length(id_), min(order.get(p.id, len(order)) for p in rows[id_]), id_))
    parent = kb.passage(best)
    chosen = sorted(rows[best], key=lambda p: p.position)[:_SERIES]
    heads = list(dict.fromkeys(head for p in chosen for head in _longest_series(p)))
    return _series(parent, chosen, heads if len(chosen) == 1 else heads[:1])


def _longest_series(row: Passage) -> dict[str, list[tuple[int, str]]]:
    """Values by year of a row, under their common column head, where there are enough for a series."""
    series: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for cell in row.cells:
        if cell.year is not None and cell.text.strip() and cell.value is not None:
            head = " ".join(c for c in cell.column if str(cell.year) not in c)
            series[head].append((cell.year, cell.text))
    return {head: values for head, values in series.items() if len({y for y, _ in values}) >= _YEARS}


def _series(parent: Passage, rows: Sequence[Passage], heads: Sequence[str]) -> BriefTable:
    years = sorted({year for row in rows for head in heads for year, _ in _longest_series(row).get(head, [])})
    body = []
    for row in rows:
        for head in heads:
            values = dict(_longest_series(row).get(head, []))
            name = " ".join(row.cells[0].row)
            label = f"{name} {head}".strip() if len(heads) > 1 else name
            quote = Quote(row.text, row, (0, len(row.text))) if head == heads[0] and len(rows) == 1 else None
            body.append((TableCell(label, quote), *(TableCell(values.get(year, "…")) for year in years)))
    title = parent.text.split("\n", 1)[0]
    caption = title if " | " not in title else " ".join([*parent.section[-1:], parent.citation.address])
    caption = f"{caption}：{heads[0]}" if len(heads) == 1 and heads[0] and heads[0] not in caption else caption
    whole = Quote(parent.text, parent, (0, len(parent.text))) if len(rows) > 1 else None
    caption = f"{caption}（节选{len(rows)}行）" if whole else caption
    share = 0.64 / max(len(years), 1)
    columns = tuple(_printed(rows, year) for year in years)
    return BriefTable(caption, ("", *columns), tuple(body), (0.36, *[share] * len(years)), True, whole)


def _printed(rows: Sequence[Passage], year: int) -> str:
    """The head of a year's column as the source prints it, with its unit."""
    return next((cell.column[-1] for row in rows for cell in row.cells if cell.year == year and cell.column), str(year))
