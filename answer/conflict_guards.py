"""Why two clauses that differ in one slot may both be right: progress, another part, time, subject or sum."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from answer.actions import stage
from answer.compare import amounts_agree, comparable, dates_agree
from answer.unit import Unit
from records import DateMention

__all__ = ["both_right", "counted_until", "other_subject", "within_deadline"]

_UNSAID = re.compile(r"[的为是达到了共约有该本此于在已也其中\s，,]|截至|截止|目前|此外|同时|据统计|总共|合计|全年")
_PLANS = ("commitment", "deliverable")
_PLAN_HEADING = re.compile(r"工作计划|行动计划|下一步|work ?plan|next steps", re.IGNORECASE)
_TARGET = re.compile(r"预期|目标|力争|今年要|确保|以上$|左右$")
_PART = re.compile(r"第?\s?([一二三四五六七八九十\d]{1,3}\s?(?:期|批|阶段|轮|号线|标段|子项目))")
_UNTIL = re.compile(r"截[至止]到?\s?$")
_BEFORE = re.compile(r"\s?(?:底|末)?(?:之前|以前|前(?!后|期|往|来|述|景|瞻))")
# 只完成55.0%; 完成的面积最大: how much, not that it is done
_PARTLY = re.compile(r"完成了?\s?\d[\d.]*\s?[%％]|完成的(?=[^，。；]{0,12}?(?:面积|里程|数量|金额|比例|最))|完成率")
_YEAR = 360  # days
_GROWTH = re.compile(r"增|减|升|降|涨|跌")
_ANNIVERSARY = re.compile(r"周年")


def both_right(slot: str, a: Unit, b: Unit) -> bool:
    """Whether two statements may both be right: what was planned in one document is done in a later one."""
    if _other_part(a.text, b.text):
        return True
    if slot == "date":
        no_date = any(
            _ANNIVERSARY.search(unit.text) or any(d.basis == "relative" for d in unit.dates) for unit in (a, b)
        )
        return (
            no_date
            or _two_measurements(a, b)
            or within_deadline(a, b)
            or _grew_in_years(a, b)
            or any(counted_until(a, d) for d in a.dates) != any(counted_until(b, d) for d in b.dates)
            or (
                any(unit.inherited for unit in (a, b))
                and a.passage.document == b.passage.document
                and not ({key for key in a.keys & b.keys if key.startswith("e:")})
            )
        )
    if slot == "status":
        partly = any(_PARTLY.search(unit.text) for unit in (a, b))
        return partly or a.passage.citation.date != b.passage.citation.date or _both_planned(a, b)
    if slot == "number":
        return any(may(a, b) for may in (_other_money, _other_time, other_subject, _target_and_result, _undated_change))
    return False


def counted_until(unit: Unit, when: DateMention) -> bool:
    """Whether a date of a clause is the day up to which something is counted: 截至2023年11月，成果包括…"""
    return _UNTIL.search(unit.passage.text[: when.at[0]]) is not None


def _grew_in_years(a: Unit, b: Unit) -> bool:
    """Whether two clauses tell what grew in one year and in another, of which only the clause before speaks."""
    dates = [d for unit in (a, b) for d in unit.dates]
    years = all(d.start is not None and d.end is not None and (d.end - d.start).days >= _YEAR for d in dates)
    return years and a.inherited and b.inherited and all(_GROWTH.search(unit.text) for unit in (a, b))


def within_deadline(a: Unit, b: Unit) -> bool:
    """Whether one clause sets a time before which (2023年年底以前) it had happened, as a later document tells."""
    for set_by, told_by in ((a, b), (b, a)):
        due = [d for d in set_by.dates if _BEFORE.match(set_by.passage.text, d.at[1])]
        done = [d for d in told_by.dates if not _BEFORE.match(told_by.passage.text, d.at[1])]
        issued = told_by.passage.citation.date
        if issued is None or stage(told_by.text) == "planned":
            continue
        if any(x.end and y.end and y.end <= x.end and y.end <= issued for x in due for y in done):
            return True
    return False


def _two_measurements(a: Unit, b: Unit) -> bool:
    """Whether two clauses give figures that differ: what was measured at two times, not one thing dated twice."""
    same = any(comparable(x, y) and amounts_agree(x, y) for x in a.amounts for y in b.amounts)
    return bool(a.amounts and b.amounts) and not same


def _other_time(a: Unit, b: Unit) -> bool:
    """Whether two figures of two documents may be of two years: only a time told in both says that they are of one."""
    if a.passage.document == b.passage.document:
        return False
    if a.dates and b.dates:
        return not any(dates_agree(x, y) for x in a.dates for y in b.dates)
    issued = (a.passage.citation.date, b.passage.citation.date)
    return issued[0] is None or issued[0] != issued[1]


def _both_planned(a: Unit, b: Unit) -> bool:
    """Whether two clauses of plans say nothing of their stage: a bare verb (讨论…期间) reports nothing done."""
    plans = all(unit.passage.type in _PLANS or _headed_as_plan(unit) for unit in (a, b))
    return plans and stage(a.text) is None and stage(b.text) is None


def _headed_as_plan(unit: Unit) -> bool:
    return any(_PLAN_HEADING.search(part) for part in unit.passage.section)


def _target_and_result(a: Unit, b: Unit) -> bool:
    """Whether one figure is planned and the other is not: last year's result and this year's target."""
    planned = [
        unit.passage.type in _PLANS or stage(unit.text) == "planned" or _TARGET.search(unit.sentence) is not None
        for unit in (a, b)
    ]
    return planned[0] != planned[1]


def _undated_change(a: Unit, b: Unit) -> bool:
    """Whether one of two rates of change says not of what time it is: that of a year, that of five years."""
    change = any(x.direction for unit in (a, b) for x in unit.amounts)
    return change and not any((x.start, x.end) == (y.start, y.end) for x in a.dates for y in b.dates)


def other_subject(a: Unit, b: Unit) -> bool:
    """Whether what stands before the words that two clauses share is something else: 甲乡 and 乙乡建成卫生室…个."""
    first, second = (_UNSAID.sub("", _plain(unit)) for unit in (a, b))
    block = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    leads = first[: block.a], second[: block.b]
    if not all(leads) or 2 * block.size < min(len(first), len(second)):
        return False
    return all(leads[0][i : i + 2] not in leads[1] for i in range(max(len(leads[0]) - 1, 1)))


def _plain(unit: Unit) -> str:
    """A clause without its figures and dates."""
    spans = [*(a.at for a in unit.amounts), *(d.at for d in unit.dates)]
    start = unit.at[0]
    text = unit.passage.text[slice(*unit.at)]
    return "".join(c for i, c in enumerate(text, start) if not any(x <= i < y for x, y in spans))


def _other_money(a: Unit, b: Unit) -> bool:
    """Whether two sums are of two currencies and not the same digits: two sums, not one told in two ways."""
    first, second = ({x.unit: x.value for x in unit.amounts if re.fullmatch("[A-Z]{3}", x.unit)} for unit in (a, b))
    different = bool(first and second) and first.keys().isdisjoint(second)
    return different and set(first.values()).isdisjoint(second.values())


def _other_part(a: str, b: str) -> bool:
    """Whether two texts name different parts of one thing: 一期 and 二期, 第一批 and 第二批."""
    first, second = (set(_PART.findall(text)) for text in (a, b))
    return bool(first and second) and first.isdisjoint(second)
