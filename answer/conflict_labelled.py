"""One sum or measure that two passages of a document give otherwise, with the same words for it in any order:
累计支出1,208万美元 and 项目支出累计达到1,280万美元.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.actions import stage
from answer.compare import amounts_agree, dates_agree
from answer.conflict_clauses import by_document, labelled_apart
from answer.conflict_counted import tagged
from answer.conflict_tools import clause_span, exact, sharing, side
from answer.records import Conflict
from answer.units import Unit
from ingest.amounts.units import words
from records import Amount

__all__ = ["labelled_conflicts"]

_NAMING = re.compile(r"n|vn|v|an|j|l|eng|b")
_LIGHT = frozenset(
    words(
        "项目 计划 方案 达到 为 是 有 共 累计 合计 总计 共计 报告期 截至 截止 已 约 资金 金额 该 本 全 实际 目前 "
        "其中 达 拟定 总额 完成 实现 可 仅 由 年 月 日 底 末 说 称 报告 显示 年度"
    )
)
_CHANGING = re.compile(
    r"增加|减少|增长|下降|提高|降低|扩大|缩小|新增|追加|比|较|超|约|近|每|人均|平均|至少|不少于|以上"
    r"|其中|余下|剩余|另|分别|上年|去年|同期"
)
_EARLIER, _FROM = re.compile(r"上一?年|去年|往年|同期"), re.compile(r"比重|[从由][^，。；]{0,8}$")
_OF_EACH = re.compile(r"[/／]|每")
_SAME, _MOST_SHARING = 0.6, 12
_MOST_TOLD = 3  # the same words for more sums speak of one after another
_TIMES = 2.0
_SCORE = 0.56


@dataclass(frozen=True, slots=True)
class _Told:
    unit: Unit
    amount: Amount
    label: frozenset[str]


def labelled_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of sums of one currency, of measures or shares, with the same words at them and one date."""
    told: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    for unit in (unit for prose in by_document(units) for unit in prose):
        if not unit.joint and len(unit.amounts) == 1:
            label = _label(unit, unit.amounts[0])
            if label:
                told[unit.passage.document, unit.amounts[0].unit].append(_Told(unit, unit.amounts[0], label))
    for same in told.values():
        for a, b in _alike(same):
            if a.unit.passage.id == b.unit.passage.id or not _differ(a.amount, b.amount):
                continue
            if _one_time(a, b) and not labelled_apart(a.unit, b.unit):
                said = f"“{'、'.join(sorted(a.label & b.label))}”的数字不同："
                said += f"{a.unit.passage.citation.address}为“{a.amount.text}”，"
                said += f"{b.unit.passage.citation.address}为“{b.amount.text}”"
                one, two = (side(x.unit.passage, x.unit.sentence, x.amount.text) for x in (a, b))
                yield Conflict("number", one, two, said, _SCORE)


def _alike(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Pairs with nearly the same label, which few others have."""
    for a, b in sharing(told, [one.label for one in told], _MOST_SHARING):
        others = sum(a.label & b.label <= one.label for one in told)
        if others <= _MOST_TOLD and len(a.label & b.label) >= _SAME * len(a.label | b.label):
            yield a, b


def _label(unit: Unit, amount: Amount) -> frozenset[str]:
    """The words at a figure in its clause that say what it is of; none where it is a change or a part."""
    text = unit.passage.text
    if amount.direction or amount.unit.startswith("count:") or amount.unit in ("percentage_points", "years"):
        return frozenset()
    start, end = clause_span(text, *amount.at, "。；，：（）()")
    dated = [d.at for d in unit.passage.dates]
    before = "".join(
        c for i, c in enumerate(text[start : amount.at[0]], start) if not any(x <= i < y for x, y in dated)
    )
    if _FROM.search(before) or (amount.unit == "percent" and "占" in before):
        return frozenset()
    if not exact(text, amount) or _CHANGING.search(before) or _OF_EACH.match(text, amount.at[1]):
        return frozenset()
    found = [*tagged(before.strip()), *tagged(text[amount.at[1] : end].strip())]
    return frozenset(word for word, tag in found if _NAMING.match(tag) and word not in _LIGHT)


def _differ(x: Amount, y: Amount) -> bool:
    values = [abs(v) for v in (x.value, y.value) if not isinstance(v, tuple)]
    return len(values) == 2 and min(values) > 0 and max(values) <= _TIMES * min(values) and not amounts_agree(x, y)


def _one_time(a: _Told, b: _Told) -> bool:
    """Whether two clauses tell of one time and place, and both of a plan or neither; less said needs a date in both."""
    earlier = [_EARLIER.search(x.unit.sentence) is not None for x in (a, b)]
    if any(earlier) or (stage(a.unit.text) == "planned") != (stage(b.unit.text) == "planned"):
        return False
    countries = [{e.name for e in x.unit.entities if e.kind in ("country", "place")} for x in (a, b)]
    if all(countries) and countries[0].isdisjoint(countries[1]):
        return False
    dates = [[d for d in x.unit.dates if d.start and d.end] for x in (a, b)]
    if dates[0] and dates[1]:
        return any(dates_agree(x, y) is not False for x in dates[0] for y in dates[1])
    if a.amount.unit == "percent":
        return False  # rates of things without a date are seldom of one time
    return not dates[0] and not dates[1] and countries[0] == countries[1] and len(a.label & b.label) > 1
