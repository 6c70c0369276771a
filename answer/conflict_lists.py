"""Lists and plans of one date that cannot both be right: items that differ, done against planned, due dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.actions import stage
from answer.conflict_names import alike
from answer.conflict_tools import PROSE, clause_span
from answer.records import Conflict, ConflictSide
from index.tokens import fold_name
from ingest.dates import DateContext, find_dates
from records import DateMention, Passage

__all__ = ["list_conflicts", "plan_conflicts"]

_ITEM = re.compile(r"[（(](?:i{1,3}|iv|v|vi{1,3}|\d{1,2})[)）]\s*")
_OPENS = re.compile(r"(?:包括|如下|有|为|are|include)\s?[:：]\s*$")
_HEAD = re.compile(r"[，,；;。]")
_LEAST_PIECE = 6  # characters
_SAME_LEAD, _SAME_ITEM, _LEAST_ITEM = 0.75, 0.72, 0.3
_ORDER = re.compile(r"第\s?(\d+|[一二三四五六七八九十]+)\s?(?:次|届|轮)")
_MAKING = ("开发", "制定", "编制", "编写", "建立", "设立", "成立", "建成", "推出")
_SHOWING = ("发布", "出版", "推出")
_GROUPS = (_MAKING, _SHOWING, ("签署",), ("举办", "召开"), ("启动",))
_VERB = "|".join(dict.fromkeys(verb for group in _GROUPS for verb in group))
_DONE = re.compile(rf"(?:已(?:经)?(?P<v1>{_VERB})了?|(?P<v2>{_VERB})了)(?P<what>[^，。；、（）()]{{6,40}})")
_PLANNED_VERB = re.compile(rf"(?:将|计划|拟)[^，。；]{{0,12}}?({_VERB})")
_LEAST_NAME = 8  # characters of a thing that a row names
_SAME_THING = 0.8
_WORK_PLAN = re.compile(r"工作计划|行动计划|work ?plan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _List:
    lead: str
    items: tuple[tuple[Passage, str], ...]


def list_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Two lists of the same things, as their leads say, of which one has an item that the other has otherwise."""
    comparable: dict[tuple[object, ...], list[_List]] = defaultdict(list)
    for one in _lists(passages):
        numbers = frozenset(re.findall(r"\d+", one.lead))
        if numbers:
            comparable[one.items[0][0].citation.date, len(one.items), numbers].append(one)
    for a, b in (pair for same in comparable.values() for pair in combinations(same, 2)):
        if a.items[0][0].id != b.items[0][0].id and alike(a.lead, b.lead) >= _SAME_LEAD:
            yield from _compared(a, b)


def _lists(passages: Sequence[Passage]) -> list[_List]:
    found = []
    bullets: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.form == "bullet" and passage.parent:
            bullets.setdefault(passage.parent, []).append(passage)
    for passage in passages:
        if passage.form not in PROSE:
            continue
        below = bullets.get(passage.id, [])
        if len(below) > 1 and _OPENS.search(passage.text):
            lead = re.split(r"[。；]", passage.text)[-1]
            found.append(_List(lead, tuple((item, item.text) for item in below)))
        for sentence in re.finditer(r"[^。]+", passage.text):
            lead, *items = _ITEM.split(sentence.group())
            if len(items) > 1 and _OPENS.search(lead):
                found.append(_List(lead, tuple((passage, item.strip(" ；;，,及和以")) for item in items)))
    return found


def _compared(a: _List, b: _List) -> Iterator[Conflict]:
    """The one item of each list that has no counterpart in the other, where all others have."""
    pairs = sorted(
        ((_share(x[1], y[1]), i, j) for i, x in enumerate(a.items) for j, y in enumerate(b.items)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used: dict[int, tuple[int, float]] = {}
    for share, i, j in pairs:
        if i not in used and j not in {k for k, _ in used.values()}:
            used[i] = (j, share)
    others = [(i, j, share) for i, (j, share) in used.items() if _differ(a.items[i][1], b.items[j][1], share)]
    if len(others) != 1:
        return
    i, j, share = others[0]
    if share >= _LEAST_ITEM:
        one, two = a.items[i], b.items[j]
        first, second = ConflictSide(one[0].id, one[1], one[1]), ConflictSide(two[0].id, two[1], two[1])
        text = f"两处清单说的是同一组事项，其中一项不同：“{_short(one[1])}”与“{_short(two[1])}”"
        yield Conflict("event", first, second, text, 0.78)


def _differ(a: str, b: str, share: float) -> bool:
    numbers = [set(_ORDER.findall(text)) for text in (a, b)]
    return share < _SAME_ITEM or (all(numbers) and numbers[0] != numbers[1])


def _share(a: str, b: str) -> float:
    """How alike two items are in the pieces that say what they are, without when and what for."""
    pieces = [[piece for piece in _HEAD.split(text) if len(piece.strip()) >= _LEAST_PIECE] or [text] for text in (a, b)]
    return max(alike(x, y) for x in pieces[0] for y in pieces[1])


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


# -- plans ------------------------------------------------------------------------------------------------------------


def plan_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """A row of a plan against clauses that tell its thing as done, or plan it for another time; same document date."""
    prose: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.form in PROSE:
            prose[passage.document].append(passage)
    for row in passages:
        name = row.cells[0].row[-1] if row.form == "row" and row.cells and row.cells[0].row else ""
        if len(fold_name(name)) < _LEAST_NAME:
            continue
        for passage in prose[row.document]:
            yield from _done(row, name, passage)
            yield from _due(row, name, passage)


def _done(row: Passage, name: str, passage: Passage) -> Iterator[Conflict]:
    plan = next((m for m in map(_PLANNED_VERB.search, (cell.text for cell in row.cells)) if m), None)
    if plan is None:
        return
    for told in _DONE.finditer(passage.text):
        verb = told["v1"] or told["v2"]
        same_verb = any(verb in group and plan[1] in group for group in _GROUPS)
        clause = told.group()
        if same_verb and stage(clause) == "done" and _same_thing(name, told["what"]):
            a = ConflictSide(passage.id, _sentence(passage.text, told.start()), clause)
            b = ConflictSide(row.id, row.text, plan.group())
            yield Conflict("status", a, b, f"正文说“{clause}”，表中却是“{plan.group()}”", 0.68)


def _same_thing(name: str, what: str) -> bool:
    if re.findall(r"\d+", name) != re.findall(r"\d+", what):
        return False
    return alike(name, what) >= _SAME_THING and alike(what, name) >= _SAME_THING


def _sentence(text: str, position: int) -> str:
    return text[slice(*clause_span(text, position, position, "。；"))].strip()


def _due(row: Passage, name: str, passage: Passage) -> Iterator[Conflict]:
    """A task that a work plan for some months names, and a row of tasks for a time outside of them."""
    heading = next((part for part in reversed(passage.section) if _WORK_PLAN.search(part)), None)
    period = next((d for d in find_dates(heading, DateContext()) if d.start and d.end), None) if heading else None
    due = [d for d in row.dates if d.start and d.end]
    if heading is None or period is None or len(due) != 1 or fold_name(name) not in fold_name(passage.text):
        return
    own = [d for d in passage.dates if d.start and d.end]
    if not own and _apart(period, due[0]):
        at = fold_name(passage.text).find(fold_name(name))
        a = ConflictSide(row.id, row.text, due[0].text)
        b = ConflictSide(passage.id, _sentence(passage.text, min(at, len(passage.text) - 1)), period.text)
        text = f"同一项任务，表中时间为“{due[0].text}”，却列在“{period.text}”的计划里"
        yield Conflict("date", a, b, text, 0.68)


def _apart(a: DateMention, b: DateMention) -> bool:
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return False
    return a.end < b.start or b.end < a.start
