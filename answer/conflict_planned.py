"""A thing that is planned, in a table of what is to come or in a sentence, and told elsewhere as out or begun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answer.actions import is_negated, stage
from answer.conflict_again import comes_again, elsewhere, of_one_edition
from answer.conflict_events import things_of
from answer.conflict_names import alike, squeezed
from answer.conflict_tools import PROSE, candidates, clause_span, side
from answer.records import Conflict
from answer.units import Unit
from index.tokens import fold_name
from records import DateMention, Passage

__all__ = ["planned_conflicts"]

#: What is done once: the same of one thing cannot be past and to come.
_GROUPS = {
    "publish": r"发布|出版(?!物|社)|推出|印发|公布|发表",
    "launch": r"上线|开通|启用|推出|投入使用|投入运行|投产|通车",
    "begin": r"启动(?!报告|资金|仪式)|着手",
    "carry out": r"启动(?!报告|资金|仪式)|开展|委托|参与|承担|实施",
    "found": r"成立|揭牌|设立|组建",
    "sign": r"签署|签订",
}
_VERBS = {name: re.compile(pattern) for name, pattern in _GROUPS.items()}
_ANY = "|".join(_GROUPS.values())
_LEADS_IN = re.compile(r"(?:^|[，。；、：:]|包括|并|和|及)\s?$")  # before the verb of an entry
_TO_COME = re.compile(rf"要(?:实现|完成|交付)|(?:将|拟|计划|有待)(?:[于在]|[^，。；]{{0,16}}?(?:完成|交付|{_ANY}))")
_PLAN = re.compile(r"可交付成果|(?:工作|行动|活动|实施|推进|出版|发布)计划|工作安排|预期成果|拟开展")
_SETTLED = re.compile(r"已|完成[。；]?$|按期|推迟|延期|取消|√|✓")
_INTENDED = re.compile(r"将(?!近|来)|拟(?!议)|计划(?=[于在到]|\d)|预计|定于|即将")
_UNSURE = re.compile(r"原(?:定|计划|拟)|曾|应当|必须|如果|若|可能|建议|希望|[?？]")
_NUMBERS = re.compile(r"[一二三四五六七八九十两\d]+")
_EMPTY = re.compile(r"[了的\s]*(?:运行|使用|运营|仪式|以来|之?[前后]|时|。)*")
_KIND = re.compile(
    r"(?:旗舰|年度|综合|专题|关键|主要|首[份期部个]|总|分析|研究|评估|政策|的)*"
    r"(?:报告|白皮书|蓝皮书|研究|指南|手册|论文|简报|出版物)$"
)
_FIRST = re.compile(r"^(?:首[个份批部期条届]|了|的|该|其)+")
_LATIN = re.compile(r"[A-Z]{2,}")
_COUNTED = re.compile(r"^[一二三四五六七八九十两\d]+\s?[项份个条座批]")
_SAME, _LEAST_SHARE, _LEAST_CORE, _LEAST = 0.92, 0.7, 8, 8
_HEAD = 2  # characters
_SCORE = 0.55


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    thing: str
    group: str
    sentence: str
    shown: str
    when: DateMention | None


def planned_conflicts(
    units: Sequence[Unit], passages: Sequence[Passage], issued: Mapping[str, date | None]
) -> Iterator[Conflict]:
    """发布《甲》 in a table of what is to be delivered, where 2月出版的《甲》 is told: one of them is stale."""
    plans = [*_in_tables(passages, issued), *(plan for unit in units for plan in _in_words(unit, issued))]
    done = [one for unit in units for one in _done(unit, issued)]
    for i, j in candidates([squeezed(one.thing) for one in (*plans, *done)]):
        if i >= len(plans) or j < len(plans):
            continue
        plan, past = plans[i], done[j - len(plans)]
        if _comparable(plan, past) and _one_thing(plan, past, done):
            told = f"{past.passage.citation.address}说“{past.shown}”，"
            told += f"{plan.passage.citation.address}却把“{plan.shown}”列为将要做的事"
            a, b = side(past.passage, past.sentence, past.shown), side(plan.passage, plan.sentence, plan.shown)
            yield Conflict("status", a, b, told, _SCORE)


# -- plans ------------------------------------------------------------------------------------------------------------


def _in_tables(passages: Sequence[Passage], issued: Mapping[str, date | None]) -> Iterator[_Told]:
    """The entries of tables that say of themselves, above, beside or in a header, that they are of what is to come."""
    by_id = {passage.id: passage for passage in passages if passage.form in (*PROSE, "table", "heading")}
    for row in passages:
        table = by_id.get(row.parent or "") if row.form == "row" else None
        day = issued.get(row.document)
        if table is None or day is None or any(_SETTLED.search(cell.text) for cell in row.cells):
            continue
        above = by_id.get(table.parent or "")
        said = [above.text if above else "", table.text.split("|")[0], *table.section[-1:]]
        times = [d for d in row.dates if d.start and d.end]
        due = times[0] if len(times) == 1 else None
        ahead = due is not None and due.start is not None and due.start > day
        headed = any(_PLAN.search(part) for cell in row.cells for part in cell.column)
        if any(map(_TO_COME.search, said)) or (ahead and (headed or any(map(_PLAN.search, said)))):
            label = row.cells[0].row if row.cells else ()
            for text in (*label, *(cell.text for cell in row.cells)):
                yield from _entries(row, text, due)


def _entries(row: Passage, text: str, due: DateMention | None) -> Iterator[_Told]:
    """What begins with a verb: 发布甲; 指导各部门，包括开展乙."""
    for group, pattern in _VERBS.items():
        for verb in pattern.finditer(text):
            left, right = clause_span(text, *verb.span())
            if _LEADS_IN.search(text[left : verb.start()]) or left == verb.start():
                for thing in _objects(text[left:right], (verb.start() - left, verb.end() - left), None):
                    yield _Told(row, thing, group, row.text, text[verb.start() : right], due)


def _in_words(unit: Unit, issued: Mapping[str, date | None]) -> Iterator[_Told]:
    """甲将于9月发布, 计划9月发布甲."""
    text = unit.passage.text[slice(*unit.at)]
    day = issued.get(unit.passage.document)
    intended = _INTENDED.search(text) if unit.passage.form in PROSE and unit.cell is None and not unit.joint else None
    if day is None or intended is None or _UNSURE.search(text) or is_negated(text):
        return
    own = _own_dates(unit)
    due = own[0] if len(own) == 1 else None
    if own and (due is None or due.start is None or due.start <= day):
        return
    for group, pattern in _VERBS.items():
        verbs = list(pattern.finditer(text, intended.end()))
        for thing in _objects(text, verbs[0].span(), _at(due, unit)) if len(verbs) == 1 else ():
            yield _Told(unit.passage, thing, group, unit.sentence, text.strip(" ，。；"), due)


# -- what is past -----------------------------------------------------------------------------------------------------


def _done(unit: Unit, issued: Mapping[str, date | None]) -> Iterator[_Told]:
    """2月出版的《甲》, 甲于2月上线: by a clause with one time, which was over when the document was written."""
    text = unit.passage.text[slice(*unit.at)]
    day = issued.get(unit.passage.document)
    own = _own_dates(unit)
    if day is None or unit.cell is not None or unit.joint or unit.passage.form not in PROSE or len(own) != 1:
        return
    when = own[0]
    if when.end is None or when.end > day or is_negated(text) or stage(text) in ("planned", "under_way"):
        return
    if _UNSURE.search(text) or _INTENDED.search(text) or "周年" in text:
        return
    for group, pattern in _VERBS.items():
        verbs = list(pattern.finditer(text))
        for thing in _objects(text, verbs[0].span(), _at(when, unit)) if len(verbs) == 1 else ():
            yield _Told(unit.passage, thing, group, unit.sentence, text.strip(" ，。；"), when)


def _own_dates(unit: Unit) -> list[DateMention]:
    return [d for d in unit.dates if d.start and d.end and unit.at[0] <= d.at[0] < unit.at[1]]


def _at(when: DateMention | None, unit: Unit) -> tuple[int, int] | None:
    return (when.at[0] - unit.at[0], when.at[1] - unit.at[0]) if when else None


def _objects(text: str, verb: tuple[int, int], when: tuple[int, int] | None) -> Iterator[str]:
    """What a verb is about: what follows it, else what stands before it (甲于2月上线)."""
    after = re.split(r"[，。；]", text[verb[1] :])[0]
    if _EMPTY.fullmatch(after):
        found = things_of(text[: verb[1]], when or (0, 0), verb)
    else:
        found = things_of(text[verb[0] :], (0, 0), (0, verb[1] - verb[0]))
    yield from dict.fromkeys(_FIRST.sub("", thing) for thing in found)


# -- whether both are of one thing ------------------------------------------------------------------------------------


def _comparable(plan: _Told, past: _Told) -> bool:
    """Whether two tellings are of one day and one verb; a later report of progress contradicts no plan."""
    a, b = plan.passage, past.passage
    of_one_day = a.document == b.document or (a.citation.date is not None and a.citation.date == b.citation.date)
    return of_one_day and a.id != b.id and plan.group == past.group


def _one_thing(plan: _Told, past: _Told, done: Sequence[_Told]) -> bool:
    one, two = fold_name(plan.thing), fold_name(past.thing)
    if sorted(_NUMBERS.findall(one)) != sorted(_NUMBERS.findall(two)) or not of_one_edition(plan.shown, past.shown):
        return False
    if _COUNTED.match(one):
        return one == two and _of_one_context(plan.passage, past.passage)
    of_others = elsewhere((plan.passage, plan.sentence), (past.passage, past.sentence))
    if plan.group == "carry out" or comes_again(one) or of_others:
        return False
    shorter, longer = sorted((squeezed(one), squeezed(two)), key=len)
    of_one_end = longer[-_HEAD:] == shorter[-_HEAD:] and len(shorter) >= max(_LEAST, _LEAST_SHARE * len(longer))
    return (of_one_end and alike(one, two) >= _SAME) or _work_of_that_time(plan, past, done)


def _of_one_context(plan: Passage, past: Passage) -> bool:
    """Whether the heading above one, or its text, has a name that the other has too: STKEC, a corridor, a programme."""
    named = {plan.text[slice(*e.at)] for e in plan.entities if e.kind not in ("country", "organisation")}
    named |= set(_LATIN.findall(plan.text))
    above = " ".join((*past.section[-1:], past.text))
    return any(name in above for name in named)


def _work_of_that_time(plan: _Told, past: _Told, done: Sequence[_Told]) -> bool:
    """发布某地走廊旗舰报告, planned for when 《某地走廊的概念和案例》 came out, the only one so named."""
    core = squeezed(_KIND.sub("", fold_name(plan.thing)))
    if plan.group != "publish" or len(core) < _LEAST_CORE or core == squeezed(plan.thing):
        return False
    if not plan.when or not past.when or not _within(past.when, plan.when):
        return False
    documents = (plan.passage.document, past.passage.document)
    told_there = [squeezed(one.thing) for one in done if one.passage.document in documents]
    of_that_name = {thing for thing in told_there if thing.startswith(core)}
    return of_that_name == {squeezed(past.thing)}


def _within(inner: DateMention, outer: DateMention) -> bool:
    if inner.start is None or inner.end is None or outer.start is None or outer.end is None:
        return False
    return outer.start <= inner.start and inner.end <= outer.end
