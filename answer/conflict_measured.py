"""One figure that two passages of a document give otherwise, in clauses that say nearly the same in any words.

Unlike the rules for labels and nouns this one asks only how much the clauses share, weighed by how rare it is; figures
with the same digits in another order (1,314 and 1,341) need less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from answer.actions import stage
from answer.compare import amounts_agree, comparable
from answer.conflict_apart import told_again
from answer.conflict_clauses import Weights, by_document, in_two_series, labelled_apart, named_apart, one_sentence
from answer.conflict_guards import other_subject
from answer.conflict_tools import FORMERLY, clause_span, exact, sharing, side
from answer.keys import blanked, keys_of
from answer.records import Conflict
from answer.units import Unit
from records import Amount

__all__ = ["alike_from_start", "exchanged", "measured_conflicts"]

# What two pieces share in all (sums of log(N/n)), how much of the shorter that is and of the longer. Set on planted
# conflicts of eight texts and on 90 texts without any.
_LEAST_SHARED, _LEAST_RARE, _SAME, _LEAST_SAME = 20.0, 12.0, 0.6, 0.42
_WHOLLY, _LEAST_WHOLLY = 0.9, 0.3  # where one says all that the other says
_MUCH_SHARED, _MUCH_SAME = 50.0, 0.5
_SWAPPED_SHARED, _SWAPPED_SAME, _LEAST_SWAPPED = 18.0, 0.3, 0.25
_ONE_DAY, _RATE = 15.0, 20.0  # what one month or day in both, or one name of a rate, adds to what they share
_MOST_SHARING, _MOST_ALIKE = 25, 3
_TIMES, _ROUNDED = 1.5, 1.05
_MONTH = 31  # days
_LAST = 100  # days before a report: what it tells without a date was so then
_LATELY = 550  # days before a report: the time that it is likely to cover
_STOPS = "。；，：（）()"
_MEASURE = re.compile(
    r"[\d,.\s一二两三四五六七八九十百千万亿零〇]+(?:多|余)?\s?([个名位人台座家项份期次场套处条种所辆艘起户])"
)
_PEOPLE = frozenset("名位人")
# what makes a figure one of a part, a change or a mean: both clauses must say it
_SORT = re.compile(
    r"其中|其余|其他|其它|另|再|首[批期次]|每|平均|人均|分别|新增|新建|增加|减少|提高|增长|下降|女|男|农村|城镇|中央|地方|比|占|同比|环比"
)
_PLANNED = re.compile(r"目标|计划|拟|预计|力争|要求|应[当该]|须|将|争取|确保|建议|预期|要(?!求)")
_AS_OF, _FROM = re.compile(r"截[至止]\s?$"), re.compile(r"[从由][^，。；]{0,8}$")
_NAMED_RATE = (
    re.compile(r"([\u4e00-\u9fff]{2,6}率)(?:[\u4e00-\u9fff]{0,3}?)$"),
    re.compile(r"^\s?的?([\u4e00-\u9fff]{2,6}率)"),
)
_SHARE = re.compile(r"占|增长|增幅|增速|变动")
_NO_FACT = ("years", "percentage_points", "times")
_UNIT_KEY = re.compile(r"^w:(?:\d.*|.|[万亿].*|.?[美欧]元)$")


@dataclass(frozen=True, slots=True)
class _Figure:
    unit: Unit
    amount: Amount
    keys: frozenset[str]
    before: str
    rate: str
    measure: str
    dates: tuple[tuple[date, date], ...]
    alone: bool


def measured_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of figures of one kind and time in clauses that share most of what they say."""
    for prose in by_document(units):
        weights = Weights(prose)
        figures = [f for u in prose if not u.joint for f in _figures(u)]
        pairs = [(a, b) for a, b in _near(figures) if _one_fact(a, b, weights)]
        alike = Counter(id(f) for pair in pairs for f in pair)
        places = Counter((a.unit.passage.id, b.unit.passage.id) for a, b in pairs)
        for a, b in pairs:
            one_place = places[a.unit.passage.id, b.unit.passage.id] == 1
            again = told_again(a.unit, b.unit, (a.amount.text, b.amount.text))
            if one_place and not again and max(alike[id(a)], alike[id(b)]) <= _MOST_ALIKE:
                yield _conflict(a, b)


def _conflict(a: _Figure, b: _Figure) -> Conflict:
    told = f"同一个数说法不同：{a.unit.passage.citation.address}为“{a.amount.text}”，"
    told += f"{b.unit.passage.citation.address}为“{b.amount.text}”"
    one, two = (side(x.unit.passage, x.unit.sentence, x.amount.text) for x in (a, b))
    return Conflict("number", one, two, told, 0.6 if _swapped(a.amount, b.amount) else 0.53)


def _figures(unit: Unit) -> Iterator[_Figure]:
    """The exact figures of a clause, each with what the piece around it says besides figures and dates."""
    text = unit.passage.text
    for amount in unit.amounts:
        start, end = clause_span(text, *amount.at, _STOPS)
        before, after = text[start : amount.at[0]], text[amount.at[1] : end]
        if not exact(text, amount) or amount.unit in _NO_FACT or amount.direction or _FROM.search(before):
            continue
        if FORMERLY.search(before[-6:]):
            continue
        if amount.unit == "percent" and _SHARE.search(before):
            continue
        inside = [_digits(text, a) for a in unit.passage.amounts if start <= a.at[0] and a.at[1] <= end]
        spans = [(x - start, y - start) for x, y in (*inside, *_dates_at(unit, start, end))]
        said = blanked(text[start:end], spans).replace("\0", "，")
        mentions = [e for e in unit.entities if start <= e.at[0] and e.at[1] <= end]
        keys = keys_of(said, mentions)
        rate = next((m[1] for m in (_NAMED_RATE[0].search(before), _NAMED_RATE[1].match(after)) if m), "")
        measure = _MEASURE.match(text, amount.at[0])
        yield _Figure(
            unit,
            amount,
            frozenset(key for key in keys if not _UNIT_KEY.match(key)),
            before,
            rate if amount.unit == "percent" else "",
            measure[1] if measure else "",
            _times(unit),
            len([a for a in inside if a[0] != amount.at[0]]) == 0,
        )


def _digits(text: str, amount: Amount) -> tuple[int, int]:
    """Where a figure and its measure stand, without the noun that it counts."""
    measure = _MEASURE.match(text, amount.at[0]) if amount.unit.startswith("count:") else None
    return (amount.at[0], measure.end()) if measure else amount.at


def _dates_at(unit: Unit, start: int, end: int) -> list[tuple[int, int]]:
    return [d.at for d in unit.passage.dates if start <= d.at[0] and d.at[1] <= end]


def _times(unit: Unit) -> tuple[tuple[date, date], ...]:
    return tuple((d.start, d.end) for d in unit.dates if d.start and d.end)


def _near(figures: Sequence[_Figure]) -> Iterator[tuple[_Figure, _Figure]]:
    """Pairs of different figures of one kind that share keys which few have."""
    for a, b in sharing(figures, [figure.keys for figure in figures], _MOST_SHARING, least=2):
        if not one_sentence(a.unit, b.unit) and _comparable(a, b) and _differ(a, b):
            yield a, b


def _comparable(a: _Figure, b: _Figure) -> bool:
    counts = [x.amount.unit.startswith("count:") for x in (a, b)]
    if not all(counts):
        return not any(counts) and a.amount.unit == b.amount.unit
    measures = {"人" if x.measure in _PEOPLE else x.measure for x in (a, b)}
    return comparable(a.amount, b.amount) or (len(measures) == 1 and "" not in measures)


def _differ(a: _Figure, b: _Figure) -> bool:
    values = [abs(v) for v in (a.amount.value, b.amount.value) if not isinstance(v, tuple)]
    if len(values) != 2 or min(values) <= 1 or max(values) > _TIMES * min(values):
        return False
    # nobody rounds 2.8% to 3% without saying so
    coarse = a.rate and b.rate and max(values) > _ROUNDED * min(values)
    return bool(coarse) or not amounts_agree(a.amount, b.amount)


def _swapped(x: Amount, y: Amount) -> bool:
    """Whether two printed figures have the same digits in another order."""
    one, two = (re.sub(r"[^\d.万亿]", "", amount.text) for amount in (x, y))
    return len(one) > 1 and one != two and sorted(one) == sorted(two) and one.strip("0") != two.strip("0")


def _one_fact(a: _Figure, b: _Figure, weights: Weights) -> bool:
    swapped = _swapped(a.amount, b.amount)
    both = a.keys & b.keys
    shared = weights.sum(both)
    if not _one_time(a, b, swapped=swapped) or not _one_sort(a, b, swapped=swapped) or _foreign(a, b) or _foreign(b, a):
        return False
    own = [weights.sum(x.keys) for x in (a, b)]
    more = _ONE_DAY if any(x == y and (x[1] - x[0]).days <= _MONTH for x in a.dates for y in b.dates) else 0.0
    if a.rate and b.rate and (a.rate.endswith(b.rate) or b.rate.endswith(a.rate)):
        more += _RATE
    less, most = sorted((shared + more) / (mass + more) for mass in own)
    least = _SAME if a.unit.passage.id == b.unit.passage.id else _SWAPPED_SAME
    if swapped and shared >= _SWAPPED_SHARED and most >= least and less >= _LEAST_SWAPPED:
        return True
    if not (a.alone and b.alone) or shared + more < _LEAST_SHARED or weights.rare(both) + more < _LEAST_RARE:
        return False
    if a.unit.passage.id == b.unit.passage.id or labelled_apart(a.unit, b.unit) or other_subject(a.unit, b.unit):
        return False
    if exchanged(a.before, b.before):
        return False
    same = _MUCH_SAME if shared >= _MUCH_SHARED else _SAME
    return most >= same and less >= (_LEAST_SAME if most < _WHOLLY else _LEAST_WHOLLY)


def exchanged(a: str, b: str) -> bool:
    """Whether two leads are alike but for one word in the middle (入境的甲河平均流量, 入境的乙河平均流量)."""
    start = alike_from_start(a, b)
    end = alike_from_start(a[start:][::-1], b[start:][::-1])
    return start > 1 and end > 1 and min(len(a), len(b)) - start - end > 1


def alike_from_start(a: str, b: str) -> int:
    """How many characters two texts begin with in common."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _foreign(one: _Figure, other: _Figure) -> bool:
    """Whether a clause names a country or place of which the other passage says nothing."""
    said, names = other.unit.passage.text, {e.name for e in other.unit.passage.entities}
    named = [e for e in one.unit.entities if e.kind in ("country", "place")]
    return any(e.text not in said and e.name not in names for e in named)


def _one_sort(a: _Figure, b: _Figure, *, swapped: bool) -> bool:
    """Whether two figures are of one thing: no part against a whole, plan against result, one name against another."""
    if named_apart(a.unit, b.unit):
        return False
    sorts = [set(_SORT.findall(x.before)) for x in (a, b)]
    planned = [bool(_PLANNED.search(x.before)) or stage(x.before) == "planned" for x in (a, b)]
    if not (a.rate and b.rate) and planned[0] != planned[1]:
        return False
    return (sorts[0] == sorts[1] or swapped) and not in_two_series(a.unit, b.unit)


def _one_time(a: _Figure, b: _Figure, *, swapped: bool) -> bool:
    """Whether two figures are of one time; one without a date is of what its report covers."""
    if a.dates and b.dates:
        return any(x == y or (_is_as_of(a) and _is_as_of(b) and x[1] == y[1]) for x in a.dates for y in b.dates)
    issued = a.unit.passage.citation.date
    dated = a.dates or b.dates
    if (_is_as_of(a) or _is_as_of(b)) and not all(issued and (issued - end).days <= _LAST for _, end in dated):
        return False
    if swapped or issued is None or not dated:
        return True
    return all(0 <= (issued - end).days <= _LATELY for _, end in dated)


def _is_as_of(figure: _Figure) -> bool:
    return any(_AS_OF.search(figure.unit.passage.text[: d.at[0]]) for d in figure.unit.dates)
