"""Things of one kind that two passages of a document count differently: 安装检测仪38台 and 新装的40台检测仪."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import rjieba

from answer.actions import stage
from answer.compare import amounts_agree, dates_agree
from answer.conflict_apart import of_other_work, one_left_out
from answer.conflict_clauses import Weights, by_document, labelled_apart
from answer.conflict_tools import FORMERLY, TELLING, clause_span, exact, side
from answer.records import Conflict
from answer.units import Unit
from ingest.amounts.units import words
from records import Amount, DateMention, EntityMention

__all__ = ["NOUN", "counted_conflicts", "tagged"]

_FIGURE = re.compile(
    r"[\d,.\s一二两三四五六七八九十百千万亿零〇]+(?:多|余)?\s?"
    r"(?P<measure>[个名位人台座家项份期次场套处条种所辆艘起户])?"
)
_OF_NAME = re.compile(r"n|vn|an|j|l|i|eng|x|b|s|g|f|q")
_SKIPPED = re.compile(r"v|d|p|u|c|m|r|t|a|zg")
_RANGE = re.compile(r"\s?[至到—–\-~]\s?[\d一二三四五六七八九十]")  # 十五人至二十九人
_REACH = 18  # characters before or after a figure in which what is counted stands
_LEAST_HEAD, _OWN_HEAD = 2, 3  # characters of what is counted; from which it tells of one thing by itself
_MOST_COUNTED = 4  # a kind of thing that is counted more often is one thing after another
_NEAR = 1.15
_TIMES = 2.0  # what is counted twice, and wrongly once, is rarely off by more
# Of what a clause says of things that are counted, the other passage must say so much (sums of log(N/n)).
_SHARED, _OWN_SHARED = 12.0, 5.0
_SCORE = 0.54
_PART = re.compile(
    r"其中|[中里]有?$|剩余|其余|其他|其它|另有|另外|另|再|首批|首期|首次|前|后|每|各|平均|人均|分别|约|近|超过|不少于|不超过|至少|最多|以上"
    r"|新增|新设|增加|减少|提高|下降|扩大|缩短|延长|部分|若干|仅|只有|最|比|[上去同]年|之一|占"
)
_ORDER = re.compile(r"第\s?[\d一二三四五六七八九十]{1,3}\s?(?:期|批|次|届|轮|阶段|年)")
_TARGET = re.compile(
    r"目标|计划(?=于|在|到|[^，。；]{0,4}[完新建])|拟|预计|力争|要求|应[当该]|须|将(?=于|在|会|要|有)|争取|建议|不得"
)
_PLACES = frozenset("站点所园区馆院校店厂线路桥港")  # 自动站: the segmenter cuts such ends off
_MARK = re.compile(r"[,;:，；：]")
_SORT = re.compile(r"女|男|青年|儿童|残疾|少数|农村|城镇|国际|国内|公立|私立|外|老|新|旧|大|中|小")
_WHOLE, _AS_OF = re.compile(r"报告期|本年|年内|全年"), re.compile(r"截[至止]\s?$")
_EARLIER = re.compile(r"上一?年|去年|往年|上次|上届|上期|前[几两三]年|同期")
_LATELY = 550  # days before a report: the time that it is likely to cover
_WHOSE = re.compile(r"(?:^|[，。；：\s])(?![本该此其这上])([\u4e00-\u9fff]{3,10})的\s?$")
_VAGUE = frozenset(
    words(
        "方面 问题 情况 工作 基本 方式 措施 任务 原因 部分 阶段 类别 内容 地方 时候 地区 省份 省 市 县 城市 乡镇 "
        "国家 成员国 意见 因素 月 年 天 日 小时"
    )
)


@dataclass(frozen=True, slots=True)
class _Counted:
    unit: Unit
    amount: Amount
    head: str
    near: str
    keys: frozenset[str]


def counted_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of counts of one thing in two passages of one document that are not the same number."""
    for prose in by_document(units, TELLING):
        weights = Weights(prose)
        found = [_counted(u, a) for u in prose if not u.joint for a in u.amounts if a.unit.startswith("count:")]
        counted = [one for one in found if one is not None]
        pairs = [
            (a, b)
            for a, b in _same_kind(counted)
            if _differ(a, b) and _one_time(a.unit, b.unit) and _one_thing(a, b, weights)
        ]
        places = Counter((a.unit.passage.id, b.unit.passage.id) for a, b in pairs)
        for a, b in pairs:
            # passages that differ in several counts speak of two times
            if places[a.unit.passage.id, b.unit.passage.id] == 1:
                yield _conflict(a, b)


def _conflict(a: _Counted, b: _Counted) -> Conflict:
    told = f"同样的“{_shared(a.head, b.head)}”数量不同：{a.unit.passage.citation.address}为“{a.amount.text}”，"
    told += f"{b.unit.passage.citation.address}为“{b.amount.text}”"
    one, two = (side(x.unit.passage, x.unit.sentence, x.amount.text) for x in (a, b))
    return Conflict("number", one, two, told, _SCORE)


def _counted(unit: Unit, amount: Amount) -> _Counted | None:
    text = unit.passage.text
    figure = _FIGURE.match(text, amount.at[0])
    if not exact(text, amount) or _RANGE.match(text, amount.at[1]):
        return None
    if figure is None or figure.end() > amount.at[1] + 1:
        return None
    start, end = clause_span(text, amount.at[0], amount.at[1], "。；，、：（）()“”《》")
    before, after = (
        text[max(start, amount.at[0] - _REACH) : amount.at[0]],
        text[figure.end() : min(end, amount.at[1] + _REACH)],
    )
    head, keys = _leading(after) or _trailing(before), unit.keys
    if not head:
        head, keys = _before(unit, amount, figure["measure"]), unit.around
    near = f"{before}{after}"
    if (
        len(head) < _LEAST_HEAD
        or _MARK.search(head)
        or head in _VAGUE
        or any(e.text == head and e.kind in ("country", "place") for e in unit.passage.entities)  # 秘鲁10次: not Perus
        or _PART.search(before[-6:])
        or FORMERLY.search(before[-6:])
        or _ORDER.search(near)
    ):
        return None
    return _Counted(unit, amount, head, near, keys)


def _before(unit: Unit, amount: Amount, measure: str | None) -> str:
    """What the figure before counts by the same measure in the sentence: 新建自动站17座，累计达到46座."""
    text, start = unit.passage.text, unit.sentence_at[0]
    found = [a for a in unit.passage.amounts if start <= a.at[0] < amount.at[0] and a.unit.startswith("count:")]
    if not found or not measure or not text[: found[-1].at[1]].endswith(measure):
        return ""
    last = found[-1]
    left, right = clause_span(text, *last.at, "。；，、：（）()“”《》")
    noun = _leading(text[last.at[0] + len(last.text.rstrip()) : right]) if measure in last.text else ""
    counted = last.text.partition(measure)[2].strip()
    return f"{counted}{noun}" or _trailing(text[max(left, last.at[0] - _REACH) : last.at[0]])


def _leading(text: str) -> str:
    """The noun phrase that a text begins with; a 的 inside of it is left out."""
    found = ""
    for word, tag in tagged(text.strip()):
        if word == "的" and found:
            continue
        if not (_OF_NAME.match(tag) or (found and word in _PLACES)):
            break
        found += word
    return found.strip()


def _trailing(text: str) -> str:
    """The last noun phrase of a text, before verbs and the like."""
    found = ""
    for word, tag in reversed(tagged(text.strip())):
        if _OF_NAME.match(tag) or (not found and word in _PLACES):
            found = word + found
        elif found or not _SKIPPED.match(tag):
            break
    return found


NOUN = re.compile(r"n|vn|an|j|l|i")  # tags of words that name a thing


@lru_cache(maxsize=20_000)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(word), str(tag)) for word, tag in rjieba.tag(text)) if text else ()


def _shared(a: str, b: str) -> str:
    """The end that two phrases have in common."""
    size = 0
    while size < min(len(a), len(b)) and a[-1 - size] == b[-1 - size]:
        size += 1
    return a[len(a) - size :]


def _same_kind(counted: Sequence[_Counted]) -> Iterator[tuple[_Counted, _Counted]]:
    by_end: dict[str, list[_Counted]] = defaultdict(list)
    for one in counted:
        by_end[one.head[-_LEAST_HEAD:]].append(one)
    for same in by_end.values():
        for a, b in combinations(same, 2):
            head = _shared(a.head, b.head)
            also = [c for c in same if c.head.endswith(head)]
            few = len(also) <= _MOST_COUNTED or _standing(a, b, also)
            if a.unit.passage.id != b.unit.passage.id and few and head not in _VAGUE:
                yield a, b


def _standing(a: _Counted, b: _Counted, also: Sequence[_Counted]) -> bool:
    """Whether one of two near figures is told again and again and the other once: 63家卫生中心, and once 61家."""
    values = [str(one.amount.value) for one in also]
    told = sorted(values.count(str(x.amount.value)) for x in (a, b))
    if isinstance(a.amount.value, tuple) or isinstance(b.amount.value, tuple):
        return False
    near = max(a.amount.value, b.amount.value) <= _NEAR * min(a.amount.value, b.amount.value)
    return near and told[0] == 1 and told[1] > 1


def _differ(a: _Counted, b: _Counted) -> bool:
    values = [x.amount.value for x in (a, b) if not isinstance(x.amount.value, tuple)]
    if len(values) != 2 or min(values) <= 1 or amounts_agree(a.amount, b.amount):
        return False
    if of_other_work(a.unit, b.unit, (a.amount.text, b.amount.text)) or one_left_out(
        a.unit, b.unit, (a.amount, b.amount)
    ):
        return False
    planned = [bool(_TARGET.search(x.unit.text)) or stage(x.unit.text) == "planned" for x in (a, b)]
    return max(values) <= _TIMES * min(values) and planned[0] == planned[1]


def _one_time(a: Unit, b: Unit) -> bool:
    """Whether two clauses tell no different times; one without a date speaks of what its report covers."""
    earlier = [_EARLIER.search(unit.sentence) is not None for unit in (a, b)]
    if earlier[0] != earlier[1]:
        return False
    first, second = _own_dates(a), _own_dates(b)
    if first and second:
        return any(dates_agree(x, y) is not False for x in first for y in second)
    issued = a.passage.citation.date
    return issued is None or all(
        d.end is not None and 0 <= (issued - d.end).days <= _LATELY and not _AS_OF.search(u.passage.text[: d.at[0]])
        for u, own in ((a, first), (b, second))
        for d in own
    )


def _own_dates(unit: Unit) -> list[DateMention]:
    dates = () if unit.inherited else unit.dates
    return [d for d in dates if d.start and d.end and not _WHOLE.search(d.text)]


def _one_thing(a: _Counted, b: _Counted, weights: Weights) -> bool:
    """Whether two clauses share enough besides what they count, and none names what the other's passage does not."""
    head = _shared(a.head, b.head)
    shared = weights.sum(frozenset(k for k in a.keys & b.keys if k[:2] not in ("w:",) or len(k) > 3))
    if shared < (_OWN_SHARED if len(head) >= _OWN_HEAD else _SHARED):
        return False
    return not labelled_apart(a.unit, b.unit) and not any(_foreign(x, y) for x, y in ((a, b), (b, a)))


def _foreign(one: _Counted, other: _Counted) -> bool:
    """Whether a clause says of which place, country or sort it is, and the other passage says nothing of that."""
    said = other.unit.passage.text
    named: list[EntityMention] = [e for e in one.unit.entities if e.kind in ("country", "place") and e.text in one.near]
    others = {e.name for e in other.unit.passage.entities}
    if any(e.text not in said and e.name not in others for e in named):
        return True
    of = [_WHOSE.search(x.unit.passage.text[: x.amount.at[0]]) for x in (one, other)]
    if of[0] and of[1] and of[0][1] != of[1][1] and of[0][1][-2:] == of[1][1][-2:]:
        return True  # 旅游支柱的五项指标, 灾害支柱的八项指标
    head = _shared(one.head, other.head)
    own, others_own = (x.head[: len(x.head) - len(head)] for x in (one, other))
    unsaid = len(own) > 1 and not any(own[i : i + 2] in said for i in range(len(own) - 1))
    return unsaid and (len(others_own) > 1 or len(head) < _OWN_HEAD or _SORT.search(own) is not None)
