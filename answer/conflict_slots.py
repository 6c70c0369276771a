"""What a clause or cell says that another may say otherwise: each figure and date, with what tells what it is of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from answer.actions import stage
from answer.conflict_clauses import Weights, tells_rules
from answer.conflict_told import told_by_clause, told_by_sentence
from answer.conflict_tools import PROSE, clause_span, exact
from answer.conflict_unread import figures_of, measure_of
from answer.unit import Unit
from records import Amount, DateMention

__all__ = ["Slot", "slots_by_document"]

_FORMS = (*PROSE, "footnote", "row", "note")
_STOPS = "。；，：（）()"
_REACH = 14  # characters before or after a figure that tell what it is of
_MONTH, _YEAR, _ABOUT_YEAR = 27, 366, 400  # days
_SORT = re.compile(
    r"其中|其余|其他|其它|另|再|首[批期次]|每|平均|人均|分别|新增|新建|增加|减少|提高|增长|下降|女|男|农村|城镇|中央|地方|比|占|同比|环比"
)
_SCOPE = re.compile(
    r"累计|总计|合计|新增|年均|同比|其中|平均|人均|上半年|首批|首期|再|又|五年|不低于|力争|进口|出口|城镇|农村|男|女"
    r"|第[一二三四五六七八九十]|前|后|每|仅|以上|最|增加|增长|减少|下降|降低|提高|目标|计划|实际|预计|上年|去年|今年"
    r"|中央|地方|国内|国际|境外|外|其他|其余|剩余|另|以内|左右|约|余额|总额|占|比重|应|未|期|月|日|季度|年初|年末"
    r"|公里|当年|部分|主要|大型|中小|小型"
)
_PLANNED = re.compile(r"目标|计划|拟|预计|力争|要求|应[当该]|须|将|争取|确保|建议|预期|要(?!求)")
_INTENDED = re.compile(
    r"目标|计划(?=于|在|到|[^，。；]{0,4}[完新建开])|拟|预计|力争|要求|应[当该]|须|将(?=于|在|会|要|有|达|增)|争取|建议"
    r"|今年要|确保|以上|左右|控制在|有望|到20[3-9]"
)
_INTENDED_BELOW = re.compile(
    r"工作计划|行动计划|下一步|重点工作|主要任务|总体要求|主要预期目标|work ?plan|next steps", re.IGNORECASE
)
_FROM = re.compile(r"[从由][^，。；]{0,8}$")
_SINCE = re.compile(r"^(?:自|从)|(?:起|以来)$")
_YEAR_SAID = re.compile(r"[自从]?(?:明年|后年|今年|去年|前年)(?:起|内|开始)?")

Times = tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A figure or a date of a clause, with what tells of what it is.

    ``group`` is what it may be compared with: a unit of amounts, ``count`` or ``date``. ``value`` is a number, or the
    first and last day. ``clause`` and ``sentence`` are what these say besides figures and dates, as keys; ``mass`` is
    how much the clause says (sum of log(N/n)). ``dates`` are those of the clause, ``times`` these or what was said
    before. ``planned`` is said at the figure, ``intended`` in its sentence, by its heading or the type of the passage.
    ``alike`` is how many figures of the group the clause has.
    """

    unit: Unit
    group: str
    value: float | tuple[date, date]
    text: str
    noun: str
    measure: str
    clause: frozenset[str]
    sentence: frozenset[str]
    mass: float
    before: str
    after: str
    dates: Times
    times: Times
    planned: bool
    intended: bool
    stage: str | None
    sorts: frozenset[str]
    scope: frozenset[str]
    alike: int
    exact: bool
    changes: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause with what all its slots share."""

    unit: Unit
    amounts: tuple[Amount, ...]
    clause: frozenset[str]
    sentence: frozenset[str]
    mass: float
    intended: bool
    stage: str | None


def slots_by_document(units: Sequence[Unit]) -> Iterator[tuple[list[Slot], Weights]]:
    """The figures and dates of each document, without those of rules (应当, 不得), and what its words weigh."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if not unit.derived and unit.passage.form in _FORMS and not tells_rules(unit.sentence):
            found[unit.passage.document].append(unit)
    for own in found.values():
        weights = Weights(own)
        slots: dict[tuple[str, object], tuple[int, Slot]] = {}
        for unit in own:
            for place, slot, others in _slots(unit, weights):
                # of a clause that is dealt out (分别), or of a change, the part in which the figure stands alone
                if place not in slots or slots[place][0] > others:
                    slots[place] = (others, slot)
        yield [slot for _, slot in slots.values() if slot.clause], weights


def _slots(unit: Unit, weights: Weights) -> Iterator[tuple[tuple[str, object], Slot, int]]:
    """Each slot with its place and how many others its clause has."""
    if unit.passage.form == "row" and unit.cell is None:
        return
    amounts = figures_of(unit)
    dates = unit.passage.form in PROSE and not unit.inherited  # in footnotes those of works and visits
    dated = [d for d in unit.dates if _tells(unit, d)] if dates and unit.cell is None else []
    if not amounts and not dated:
        return
    said = _said(unit, amounts, weights)
    for amount in amounts:
        if not isinstance(amount.value, tuple) and amount.unit not in ("years", "number"):
            place = unit.text if unit.cell is not None else amount.at[0]
            yield (unit.passage.id, place), _figure(said, amount, amount.value), len(amounts)
    for mention in dated:
        span = _span(mention)
        if span is not None:
            yield (unit.passage.id, ("date", mention.at[0])), _date(said, mention, span, len(dated)), len(unit.dates)


def _said(unit: Unit, amounts: tuple[Amount, ...], weights: Weights) -> _Said:
    clause = told_by_clause(unit, amounts, weights)
    passage = unit.passage
    intended = (
        passage.type in ("commitment", "deliverable")
        or _INTENDED.search(unit.sentence) is not None
        or any(_INTENDED_BELOW.search(heading) for heading in passage.section)
    )
    return _Said(unit, amounts, clause, told_by_sentence(unit), weights.sum(clause), intended, stage(unit.text))


def _figure(said: _Said, amount: Amount, value: float) -> Slot:
    unit, text = said.unit, said.unit.passage.text
    if unit.cell is not None:
        before, after, piece, measure = unit.text.partition("：")[0][-10:], "", unit.text, amount.unit[6:7]
        measure = measure if amount.unit.startswith("count:") else ""
    else:
        start, end = clause_span(text, *amount.at, _STOPS)
        stop, measure = measure_of(text, amount)
        before = text[max(start, amount.at[0] - _REACH) : amount.at[0]]
        after, piece = text[stop : min(end, stop + _REACH)], text[start:end]
    group = "count" if amount.unit.startswith("count:") else amount.unit
    groups = ["count" if a.unit.startswith("count:") else a.unit for a in said.amounts]
    return _slot(
        said, group, value, amount.text, piece, before=before, after=after, noun=amount.unit, measure=measure,
        times=_times(unit, amount.at[0]), dates=tuple((d.start, d.end) for d in unit.dates if d.start and d.end),
        sorts=frozenset(_SORT.findall(before)), alike=groups.count(group),
        exact=unit.cell is not None or exact(text, amount), changes=_FROM.search(before) is not None,
    )  # fmt: skip


def _date(said: _Said, mention: DateMention, span: tuple[date, date], alike: int) -> Slot:
    (start, end), text = said.unit.at, said.unit.passage.text
    before = text[max(start, mention.at[0] - _REACH) : mention.at[0]]
    after = text[mention.at[1] : min(end, mention.at[1] + _REACH)]
    return _slot(said, "date", span, mention.text, said.unit.text, before=before, after=after, alike=alike)


def _slot(
    said: _Said, group: str, value: float | tuple[date, date], text: str, piece: str, *, before: str, after: str,
    alike: int, noun: str = "", measure: str = "", times: Times = (), dates: Times = (),
    sorts: frozenset[str] = frozenset(), exact: bool = True, changes: bool = False,
) -> Slot:  # fmt: skip
    planned = _PLANNED.search(piece) is not None or said.stage == "planned"
    return Slot(
        said.unit, group, value, text, noun, "人" if measure in ("名", "位") else measure, said.clause, said.sentence,
        said.mass, before, after, dates, times, planned, said.intended, said.stage, sorts,
        frozenset(_SCOPE.findall(piece)), alike, exact, changes,
    )  # fmt: skip


def _tells(unit: Unit, mention: DateMention) -> bool:
    """Whether a date is printed in the clause, says when by itself and covers no more than a year."""
    span = _span(mention)
    own = unit.at[0] <= mention.at[0] and (mention.basis != "relative" or _YEAR_SAID.fullmatch(mention.text))
    return span is not None and bool(own) and (span[1] - span[0]).days <= _YEAR


def _span(mention: DateMention) -> tuple[date, date] | None:
    """What a date covers; of one that is open (自1月起) the month in which it begins."""
    if mention.start is None:
        return None
    if mention.end is None or _SINCE.search(mention.text):
        return mention.start, mention.start + timedelta(days=_MONTH)
    return mention.start, mention.end


def _times(unit: Unit, position: int) -> Times:
    """The dates of a clause, else the last one before in the passage, else what its document reports on."""
    own = tuple((d.start, d.end) for d in unit.dates if d.start and d.end)
    if own:
        return own
    before = [(d.start, d.end) for d in unit.passage.dates if d.at[0] < position and d.start and d.end]
    last = [span for span in before if (span[1] - span[0]).days <= _ABOUT_YEAR][-1:]
    if last and unit.cell is None:
        return tuple(last)
    return tuple((d.start, d.end) for d in unit.period if d.start and d.end)
