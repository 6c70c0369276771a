"""One figure in two units or sizes, and figures of accounts that fix each other (出口, 进口 and 进出口总额)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from answer.actions import stage
from answer.compare import amounts_agree, dates_agree
from answer.conflict_names import alike
from answer.conflict_tools import PROSE, clause_span, exact, printed_range, sentence_around, side
from answer.records import Conflict, ConflictSide
from index.tokens import fold_name
from records import Amount, DateMention, Passage

__all__ = ["amount_conflicts"]

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SCALES = (1e1, 1e2, 1e3, 1e4, 1e6, 1e8)
_LEAST_DIGITS, _SAME, _LEAST_SHARED = 2, 0.75, 5
_MOST_SHARING = 60  # a figure that stands in more places says nothing of what it is of
_LEAST_WORDS = 4  # characters of a statement without its figure
# what is spent, added or built for something that another clause names
_SPENT = re.compile(r"(?:安排|投入|拨付|提供|完成|实现|增加|减少|支出|新增|新建|改建|发放|下达|筹集|落实)$")
_OPENS = re.compile(r"[\s，,；;在于]*")
_STANDING = re.compile(
    r"覆盖|涉及|包括|总投资|总额|总数|总面积|总长|设|拥|现有|惠及|组成|由|位于|定员|编制|能力|面积|长度|全长|容量|规模|库容|产能"
)
_LIGHT = re.compile(r"[的为是达到了共约有该本此于在已也其中两国]|总共|合计")
_NEAR = 12  # characters between the name of an item and its figure
_MONEY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class _Account:
    """Items that add up: the first of each is the whole, with what its name must not run on into."""

    whole: str
    parts: tuple[str, ...]
    minus: bool = False


_EXPORTS, _IMPORTS = r"(?<!进)出口(?:总?[额值])?(?!入)", r"(?<!出)进口(?:总?[额值])?"
_ACCOUNTS = (
    _Account(r"进出口(?:贸易)?总[额值]", (_EXPORTS, _IMPORTS)),
    _Account(r"(?:国内|地区|全[县市省区])?生产总值", tuple(rf"第{n}产业(?:增加值)?" for n in "一二三")),
    _Account(r"贸易顺差", (_EXPORTS, _IMPORTS), minus=True),
    _Account(r"贸易逆差", (_IMPORTS, _EXPORTS), minus=True),
    _Account(r"(?:常住人口|总人口)", (r"(?:城镇|城市)(?:常住)?人口", r"(?:乡村|农村)(?:常住)?人口")),
)


def amount_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Figures of prose against each other."""
    prose = [p for p in passages if p.form in PROSE]
    for passage in prose:
        for account in _ACCOUNTS:
            yield from _account(passage, account)
    yield from _sizes(prose)
    yield from _statements(prose)


# -- accounts ---------------------------------------------------------------------------------------------------------


def _account(passage: Passage, account: _Account) -> Iterator[Conflict]:
    whole = _item(passage, account.whole)
    parts = [_item(passage, part) for part in account.parts]
    if whole is None or any(part is None or part.unit != whole.unit for part in parts):
        return
    listed = [part for part in parts if part is not None]
    ranges = [printed_range(_value(part), part.text) for part in listed]
    low, high = printed_range(_value(whole), whole.text)
    if account.minus:
        least, greatest = ranges[0][0] - ranges[1][1], ranges[0][1] - ranges[1][0]
    else:
        least, greatest = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    if least <= high and low <= greatest:
        return
    shown = "、".join(part.text for part in listed)
    told = f"“{whole.text}”与它的各项“{shown}”{'相减' if account.minus else '相加'}的结果不符"
    here = sentence_around(passage.text, whole.at[0])
    yield Conflict("number", side(passage, here, whole.text), side(passage, passage.text, shown), told, 0.68)


def _item(passage: Passage, name: str) -> Amount | None:
    """The figure right after the only mention of an item."""
    found = []
    for match in re.finditer(name, passage.text):
        after = [
            a for a in passage.amounts if 0 <= a.at[0] - match.end() <= _NEAR and not _apart(passage.text, match, a)
        ]
        if after and after[0].unit not in ("percent", "percentage_points") and not after[0].direction:
            found.append(after[0])
    same = {amount.at for amount in found}
    return found[0] if len(same) == 1 and exact(passage.text, found[0]) else None


def _apart(text: str, match: re.Match[str], amount: Amount) -> bool:
    return re.search(r"[，。；、]|人均|占|增长|下降|比", text[match.end() : amount.at[0]]) is not None


def _value(amount: Amount) -> float:
    return amount.value[0] if isinstance(amount.value, tuple) else float(amount.value)


# -- one figure, two sizes --------------------------------------------------------------------------------------------


def _sizes(prose: Sequence[Passage]) -> Iterator[Conflict]:
    """86.4亿美元 and 86.4万美元, 350万美元 and 350万元, for one thing."""
    by_digits: dict[str, list[tuple[Passage, Amount]]] = defaultdict(list)
    for passage in prose:
        for amount in passage.amounts:
            printed = _DIGITS.search(amount.text)
            if printed and not isinstance(amount.value, tuple) and len(printed.group().strip("0.,")) >= _LEAST_DIGITS:
                by_digits[printed.group().replace(",", "")].append((passage, amount))
    for digits, same in by_digits.items():
        for (a, one), (b, two) in combinations(same, 2) if len(same) <= _MOST_SHARING else ():
            kind = _kind(one, two)
            if kind is not None and a.id != b.id and _one_thing(a, one, b, two):
                told = f"同一个数 {digits}，一处是“{one.text}”，另一处是“{two.text}”"
                yield Conflict(kind, _side(a, one), _side(b, two), told, 0.64)


def _side(passage: Passage, amount: Amount) -> ConflictSide:
    return side(passage, sentence_around(passage.text, amount.at[0]), amount.text)


def _kind(one: Amount, two: Amount) -> Literal["unit", "number"] | None:
    """``unit`` where the currencies differ, ``number`` where one is ten or more times the other."""
    if _MONEY.fullmatch(one.unit) and _MONEY.fullmatch(two.unit) and one.unit != two.unit:
        return "unit"
    if one.unit != two.unit or _value(one) == 0 or _value(two) == 0:
        return None
    ratio = max(_value(one), _value(two)) / min(_value(one), _value(two))
    return "number" if any(abs(ratio / scale - 1) < 1e-6 for scale in _SCALES) else None


def _one_thing(a: Passage, one: Amount, b: Passage, two: Amount) -> bool:
    """Whether the clauses of two figures say the same but for the figures."""
    first, second = _around(a, one), _around(b, two)
    shorter, longer = sorted((len(first), len(second)))
    return shorter >= _LEAST_SHARED and 2 * shorter >= longer and alike(first, second) >= _SAME


def _around(passage: Passage, amount: Amount) -> str:
    """The clause of a figure without its figures and dates."""
    start, end = clause_span(passage.text, *amount.at)
    spans = [a.at for a in passage.amounts] + [d.at for d in passage.dates]
    left = (c for i, c in enumerate(passage.text[start:end], start) if not any(x <= i < y for x, y in spans))
    return _LIGHT.sub("", fold_name("".join(left)))


# -- one statement, two figures ---------------------------------------------------------------------------------------


def _statements(prose: Sequence[Passage]) -> Iterator[Conflict]:
    """项目覆盖六个县 and 项目覆盖八个县: clauses of one document that say the same but for their only figure."""
    told_in: dict[tuple[str, str, str], list[tuple[Passage, Amount]]] = defaultdict(list)
    for passage in prose:
        for amount in passage.amounts:
            start, end = clause_span(passage.text, *amount.at)
            opens = _OPENS.fullmatch(_undated(passage, (0, start))) is not None
            alone = opens and sum(start <= a.at[0] < end for a in passage.amounts) == 1
            words = _around(passage, amount)
            if (
                alone
                and len(words) >= _LEAST_WORDS
                and not _SPENT.search(words)
                and exact(passage.text, amount)
                and not amount.direction
            ):
                told_in[passage.document, words, amount.unit].append((passage, amount))
    for same in told_in.values():
        # a clause that comes again and again speaks of one thing after another
        if len(same) == 2:
            (a, one), (b, two) = same
            planned = [stage(p.text[slice(*clause_span(p.text, *x.at))]) == "planned" for p, x in same]
            if a.id != b.id and planned[0] == planned[1] and not amounts_agree(one, two) and _one_time(a, one, b, two):
                told = f"同一说法的数字不同：“{one.text}”与“{two.text}”"
                yield Conflict("number", _side(a, one), _side(b, two), told, 0.6)


def _undated(passage: Passage, span: tuple[int, int]) -> str:
    """What stands before a clause in its sentence, without dates."""
    start = passage.text.rfind("。", *span) + 1
    spans = [d.at for d in passage.dates]
    return "".join(
        c for i, c in enumerate(passage.text[start : span[1]], start) if not any(x <= i < y for x, y in spans)
    )


def _one_time(a: Passage, one: Amount, b: Passage, two: Amount) -> bool:
    """Whether the sentences of two figures tell no different times, and their headings no different plans."""
    first, second = _dates(a, one), _dates(b, two)
    if first and second:
        return any(dates_agree(x, y) for x in first for y in second)
    static = all(_STANDING.search(_around(p, x)) for p, x in ((a, one), (b, two)))
    return not first and not second and a.section == b.section and static


def _dates(passage: Passage, amount: Amount) -> list[DateMention]:
    """Those of the clause of a figure, else of its sentence."""
    spans = (clause_span(passage.text, *amount.at), clause_span(passage.text, *amount.at, "。"))
    found = ([d for d in passage.dates if start <= d.at[0] < end] for start, end in spans)
    return next((dates for dates in found if dates), [])
