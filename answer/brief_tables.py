"""The tables of a briefing: commitments with their due dates, and a series of figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from answer.brief_quotes import whole_thought
from answer.brief_records import BriefTable, Quote, Series, TableCell
from answer.brief_scope import Scope
from answer.commitment_records import Commitment
from answer.export_commitments import STATUS_NAMES
from index.store import KnowledgeBase
from records import Cell, Passage

__all__ = ["commitments_in", "commitments_table", "plain_tables", "series_table"]

_GRID = 12  # rows of a table that is set as it stands
_SERIES = 5  # rows of figures
_YEARS = 3  # values by year that make a series


def commitments_in(scope: Scope, items: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The commitments of a scope: those due first come first, those without a date last."""
    passages = {p.id: p for p in scope.passages}
    found = []
    for item in items:
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
    quotes = [whole_thought(Quote(item.text, kb.passage(item.passage), item.at)) for item in items]
    rows = []
    for item, quote in zip(items, quotes, strict=True):
        if any(_inside(quote, other) for other in quotes):
            continue  # quoted with the sentence that points back to it
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
    heads, widths = ("承诺（原文）", "行动方", "期限", "后续情况"), (0.46, 0.14, 0.2, 0.2)
    if not any(item.actors for item in items):  # nobody is named: a column of dashes tells nothing
        short = tuple((text, due, status) for text, _, due, status in rows)
        return BriefTable("", ("承诺（原文）", "期限", "后续情况"), short, (0.58, 0.22, 0.2))
    return BriefTable("", heads, tuple(rows), widths)


def _inside(quote: Quote, other: Quote) -> bool:
    same = quote.passage.id == other.passage.id and quote.at != other.at
    return same and other.at[0] <= quote.at[0] and quote.at[1] <= other.at[1]


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
        own = [row for row in kb.rows(table) if _longest_series(row)]
        if own:
            rows[table.id] = own
    if not rows:
        return None
    order = {p.id: n for n, p in enumerate(scope.passages)}

    def length(id_: str) -> int:
        return max(len(values) for row in rows[id_] for values in _longest_series(row).values())

    best = min(rows, key=lambda id_: (-length(id_), min(order.get(p.id, len(order)) for p in rows[id_]), id_))
    chosen = sorted(rows[best], key=lambda p: p.position)[:_SERIES]
    heads = list(dict.fromkeys(head for p in chosen for head in _longest_series(p)))
    return _series(kb.passage(best), chosen, heads if len(chosen) == 1 else heads[:1])


def plain_tables(kb: KnowledgeBase, scope: Scope, shown: BriefTable | None) -> list[BriefTable]:
    """The tables and rows of a scope as they stand, each table once, without those that ``shown`` cites already."""
    cited = {cell.quote.passage.id for row in shown.rows for cell in row if cell.quote} if shown else set()
    cited |= {shown.quote.passage.id} if shown and shown.quote else set()
    rows: dict[str, list[Passage]] = defaultdict(list)
    for passage in scope.passages:
        if passage.form == "table":
            rows[passage.id] = [*kb.rows(passage)]
        elif passage.form == "row" and passage.parent and passage.id not in cited:
            rows[passage.parent] += [passage] * (passage not in rows[passage.parent])
    return [_grid(kb.passage(id_), own[:_GRID]) for id_, own in rows.items() if own and id_ not in cited]


def _grid(parent: Passage, rows: Sequence[Passage]) -> BriefTable:
    columns = list(dict.fromkeys(cell.column for row in rows for cell in row.cells))
    body = []
    for row in rows:
        texts = {cell.column: cell.text for cell in row.cells}
        name = " ".join(row.cells[0].row) if row.cells else row.text
        quote = Quote(row.text, row, (0, len(row.text)))
        body.append((TableCell(name, quote), *(TableCell(texts.get(column, "")) for column in columns)))
    heads = ("", *(" ".join(column) for column in columns))
    numbers = all(cell.value is not None or not cell.text.strip(" .…-") for row in rows for cell in row.cells)
    share = 0.7 / max(len(columns), 1)
    return BriefTable(_title(parent), heads, tuple(body), (0.3, *[share] * len(columns)), numbers)


def _longest_series(row: Passage) -> dict[str, list[tuple[int, Cell]]]:
    """Values by year of a row, under their common column head, where there are enough for a series."""
    series: dict[str, list[tuple[int, Cell]]] = defaultdict(list)
    for cell in row.cells:
        if cell.year is not None and cell.text.strip() and cell.value is not None:
            head = " ".join(c for c in cell.column if str(cell.year) not in c)
            series[head].append((cell.year, cell))
    return {head: values for head, values in series.items() if len({y for y, _ in values}) >= _YEARS}


def _series(parent: Passage, rows: Sequence[Passage], heads: Sequence[str]) -> BriefTable:
    years = sorted({year for row in rows for head in heads for year, _ in _longest_series(row).get(head, [])})
    columns = tuple(_printed(rows, year) for year in years)
    body, lines = [], []
    for row in rows:
        for head in heads:
            values = dict(_longest_series(row).get(head, []))
            name = " ".join(row.cells[0].row)
            label = f"{name} {head}".strip() if len(heads) > 1 else name
            quote = Quote(row.text, row, (0, len(row.text))) if head == heads[0] and len(rows) == 1 else None
            cells = [values.get(year) for year in years]
            body.append((TableCell(label, quote), *(TableCell(cell.text if cell else "…") for cell in cells)))
            points = zip(columns, (cell.value if cell else None for cell in cells), strict=True)
            lines.append(Series(label, tuple(points)))
    caption = _title(parent)
    caption = f"{caption}：{heads[0]}" if len(heads) == 1 and heads[0] and heads[0] not in caption else caption
    whole = Quote(parent.text, parent, (0, len(parent.text))) if len(rows) > 1 else None
    caption = f"{caption}（节选{len(rows)}行）" if whole else caption
    share = 0.64 / max(len(years), 1)
    widths = (0.36, *[share] * len(years))
    return BriefTable(caption, ("", *columns), tuple(body), widths, True, whole, tuple(lines))


def _title(parent: Passage) -> str:
    title = parent.text.split("\n", 1)[0]
    return title if " | " not in title else " ".join([*parent.section[-1:], parent.citation.address])


def _printed(rows: Sequence[Passage], year: int) -> str:
    """The head of a year's column as the source prints it, with its unit."""
    return next((cell.column[-1] for row in rows for cell in row.cells if cell.year == year and cell.column), str(year))
