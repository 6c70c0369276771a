"""Figures of one sentence that do not add up: parts and wholes, a change and its two ends, a share and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.conflict_tools import clause_span, exact, printed_range, sentences, side
from answer.records import Conflict
from records import Amount, Passage

__all__ = ["sum_conflicts"]

_UP = r"增长|增加|增至|增|上升|升|提高|提升|扩大|上涨|涨|攀升"
_DOWN = r"下降|降低|降|减少|减|缩短|缩小|下跌|跌|收缩|萎缩|回落|压减|压缩"
_CHANGE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_FROM = re.compile(r"[从由](?:[^，。；、]{0,16}?的)?\s?$")
_TO = re.compile(r"(?:至|到|为|达到?)了?(?:[^，。；]{0,12}?的)?\s?$")
_SHARE = re.compile(r"(?:执行率|支出率|完成率|拨付率|到位率|占比|比重|占)(?:达到?|为|是)?\s?$|的\s?$")
_OF_WHAT, _LEAD_OF = re.compile(r"占(?:了|到|其)?([\u4e00-\u9fff]{2,10})的\s?$"), 14
# 由4.7万人增至5.2万人，女性占14%: the share of something else
_OF_OTHERS = re.compile(r"[，；][\u4e00-\u9fff]{2,12}占(?:比)?(?:达到?|为|是)?\s?$")
_SHARE_OF = re.compile(r"占|完成[^，。；]{0,16}的\s?$|执行率|支出率|完成率|拨付率|到位率")
_WHOLE = re.compile(r"总体|总额|总计|合计|共计|总数|平均|全部|总[\u4e00-\u9fff]{1,4}率")
_PARTS = re.compile(r"[A-Z一二三四]\s?类|第[一二三四]\s?(?:类|产业|期|批|组)")
_ITS_SHARE = re.compile(r"[，,（(]\s?占(?:比)?(?:为|达)?\s?")
_OF_WHICH = re.compile(r"其中[：:，,]?")
_INCREMENT = re.compile(r"年均|平均|每|增加|减少|增长|比|较|超")
_MORE_THAN = re.compile(r"比[^，。；]{1,12}(?:多|少|增加?|减少?|高|低)了?\s?$")  # 比上届多171名
_OVERLAP = re.compile(
    r"女|妇|青年|儿童|少数民族|老年|残疾|党员|农村|贫困|中小|首次|新增|累计|利用|来自|上述|年(?:底|末)"
)
_RESPECTIVELY = re.compile(r"(?:比重|占比|占[^，。；、]{0,12}|比例|份额)分别(?:为|达|是)|分别占")
_BETWEEN = re.compile(r"[；。从由]|其中|同比|比上年|年均")
_BY = re.compile(rf"[，,]?\s?(?:共|累计|总共|一共)?(?:{_UP}|{_DOWN})了?\s?")
_UP_TO = re.compile(r"\s?[，,]?\s?(?:至|到|为|达到?)了?(?:[^，。；]{0,12}?的)?\s?")
_MEASURE = re.compile(r"\d[\d,]*\s?([个项家名人份所台处座户条件次辆艘])")
_LEAST_PARTS = 2
_MOST_MORE = 2.0  # what is more than this times a whole is no part of it
_PERCENT = "percent"


def sum_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences of prose and notes whose own figures contradict each other by arithmetic."""
    for passage in passages:
        if passage.form not in ("paragraph", "bullet", "footnote", "note"):
            continue
        for start, end in sentences(passage):
            mine = [a for a in passage.amounts if start <= a.at[0] and a.at[1] <= end and exact(passage.text, a)]
            if len(mine) > 1:
                within = [a for a in passage.amounts if start <= a.at[0] and a.at[1] <= end]
                yield from _changes(passage, (start, end), within)
                yield from _shares(passage, (start, end), mine)
                yield from _classes(passage, (start, end), mine)
                yield from _parts(passage, (start, end), mine)
                yield from _hundred(passage, (start, end), mine)


def _value(amount: Amount) -> float:
    return amount.value[0] if isinstance(amount.value, tuple) else float(amount.value)


def _range(amount: Amount) -> tuple[float, float]:
    if amount.unit.startswith("count:") and amount.text[:1].isdigit() and not re.search(r"[万亿.]", amount.text):
        return _value(amount), _value(amount)  # 38台 is no rounded figure
    return printed_range(_value(amount), amount.text)


def _found(passage: Passage, span: tuple[int, int], values: tuple[str, str], told: str, score: float) -> Conflict:
    sentence = passage.text[slice(*span)]
    return Conflict("number", side(passage, sentence, values[0]), side(passage, sentence, values[1]), told, score)


# -- a change and its ends --------------------------------------------------------------------------------------------


def _changes(passage: Passage, span: tuple[int, int], amounts: Sequence[Amount]) -> Iterator[Conflict]:
    """从15.1小时下降9.4%至13.6小时; 由40%提高到52%，提高10个百分点."""
    text = passage.text
    for index, first in enumerate(amounts):
        rest = amounts[index + 1 : index + 4]
        at = next((i for i, a in enumerate(rest) if a.unit == first.unit and _TO.search(text[: a.at[0]])), None)
        if at is None or not _FROM.search(text[span[0] : first.at[0]]):
            continue
        last, by = rest[at], _size(text, first, rest, at)
        verb = _CHANGE.search(text, first.at[1], last.at[0])
        sure = all(_value(a) > 0 and exact(text, a) for a in (first, last))
        if verb is None or not sure or _BETWEEN.search(text, first.at[1], last.at[0]):
            continue
        if _turned(verb, first, last):
            told = f"说是“{verb.group()}”，从“{first.text}”到“{last.text}”却相反"
            yield _found(passage, span, (first.text, last.text), told, 0.78)
        elif by is not None and exact(text, by) and not _fits(first, last, by):
            told = f"从“{first.text}”到“{last.text}”算不出“{by.text}”"
            yield _found(passage, span, (by.text, f"{first.text}、{last.text}"), told, 0.72)


def _size(text: str, first: Amount, rest: Sequence[Amount], at: int) -> Amount | None:
    """How much a change is said to be: told right after its verb, between its ends or after them."""
    last = rest[at]
    if (
        at == 1
        and _BY.fullmatch(text, first.at[1], rest[0].at[0])
        and _UP_TO.fullmatch(text, rest[0].at[1], last.at[0])
    ):
        return rest[0]
    after = rest[at + 1] if at + 1 < len(rest) else None
    return after if after is not None and _BY.fullmatch(text, last.at[1], after.at[0]) else None


def _turned(verb: re.Match[str], first: Amount, last: Amount) -> bool:
    falls = _value(last) < _value(first)
    return _value(last) != _value(first) and (falls if verb["up"] else not falls)


def _fits(first: Amount, last: Amount, by: Amount) -> bool:
    """Whether a change told fits its ends within the rounding of all three; true where it is no such change."""
    (a_low, a_high), (b_low, b_high), (low, high) = _range(first), _range(last), _range(by)
    low, high = sorted((abs(low), abs(high)))
    if by.unit == _PERCENT and first.unit != _PERCENT:
        least, greatest = sorted((abs(b_low / a_high - 1), abs(b_high / a_low - 1)))
        least, greatest = least * 100, greatest * 100
        if (b_low - a_high) * (b_high - a_low) < 0:
            least = 0.0
    elif (by.unit == "percentage_points" and first.unit == _PERCENT) or by.unit == first.unit != _PERCENT:
        least, greatest = sorted((abs(b_low - a_high), abs(b_high - a_low)))
    else:
        return True
    slack = (high - low) / 2 * 1e-6
    return least - slack <= high and low <= greatest + slack


# -- a share and what it is of ----------------------------------------------------------------------------------------


def _shares(passage: Passage, span: tuple[int, int], amounts: Sequence[Amount]) -> Iterator[Conflict]:
    """完成412公顷，占总目标1,200公顷的34.3%: a share with the two figures that it is made of before it."""
    text = passage.text
    for index, share in enumerate(amounts):
        before = [a for a in amounts[:index] if share.at[0] - a.at[1] < 40 and a.unit not in (_PERCENT, "years")]
        if share.unit != _PERCENT or len(before) < _LEAST_PARTS or _value(share) <= 0:
            continue
        part, whole = before[-2:]
        between = text[part.at[1] : share.at[0]]
        cue = _SHARE_OF.search(text[part.at[1] : share.at[0]])
        before_whole = text[part.at[1] : whole.at[0]]
        if "累计" in before_whole and "占" not in before_whole:
            continue  # 计划支付76，累计将达到174.5，执行率93.8%: of what was approved
        if not _of_one_measure(text, part, whole) or cue is None or not _SHARE.search(text[: share.at[0]]):
            continue
        if not _is_whole(text, part, whole, share) or _OF_OTHERS.search(text[: share.at[0]]):
            continue
        # 共156人，其中女性39人，占25%: of which the share is of the first, if nothing else comes between
        of_first = _OF_WHICH.search(between) is None or _ITS_SHARE.fullmatch(text, whole.at[1], share.at[0])
        if _CHANGE.search(text, whole.at[1], share.at[0]) or re.search(r"[；;。]", between) or not of_first:
            continue
        if _MORE_THAN.search(text[span[0] : part.at[0]]) or _ends_of_change(text, part, whole):
            continue
        if not any(_ratio(x, y, share) for x, y in ((part, whole), (whole, part))):
            told = f"“{part.text}”与“{whole.text}”的比算不出“{share.text}”"
            yield _found(passage, span, (share.text, f"{part.text}、{whole.text}"), told, 0.7)


def _ends_of_change(text: str, first: Amount, last: Amount) -> bool:
    """由2020年的28次增加到61次: neither is a part of the other."""
    changed = _CHANGE.search(text, first.at[1], last.at[0]) is not None
    return changed and _FROM.search(text[: first.at[0]]) is not None and _TO.search(text[: last.at[0]]) is not None


def _of_one_measure(text: str, part: Amount, whole: Amount) -> bool:
    """Whether two figures have one unit, or count by one measure (招标项目40个，已完成28个)."""
    if part.unit == whole.unit:
        return True
    measures = [_MEASURE.match(text, a.at[0]) for a in (part, whole) if a.unit.startswith("count:")]
    return len(measures) == 2 and all(measures) and len({m[1] for m in measures if m}) == 1


def _is_whole(text: str, part: Amount, whole: Amount, share: Amount) -> bool:
    """Whether what a share is said to be of (占总预算的) is one of the two figures, if it is named at all."""
    named = _OF_WHAT.search(text, whole.at[1], share.at[0])
    leads = (text[max(0, figure.at[0] - _LEAD_OF) : figure.at[0]] for figure in (part, whole))
    return named is None or any(named[1][-2:] in lead for lead in leads)


def _ratio(part: Amount, whole: Amount, share: Amount) -> bool:
    (low, high), (w_low, w_high), (s_low, s_high) = _range(part), _range(whole), _range(share)
    if w_low <= 0:
        return True
    return low / w_high * 100 <= s_high * (1 + 1e-9) and s_low <= high / w_low * 100 * (1 + 1e-9)


# -- parts and wholes -------------------------------------------------------------------------------------------------


def _classes(passage: Passage, span: tuple[int, int], amounts: Sequence[Amount]) -> Iterator[Conflict]:
    """平均总体执行率为76.8%；A类为45.5%，B类为20.8%，C类为21.0%: neither their sum nor anything between them."""
    text = passage.text
    rates = [a for a in amounts if a.unit == _PERCENT and not a.direction]
    for index, whole in enumerate(rates):
        parts: list[Amount] = []
        for part in rates[index + 1 :]:
            previous = parts[-1].at[1] if parts else whole.at[1]
            if not _PARTS.search(text, previous, part.at[0]):
                break
            parts.append(part)
        start, _ = clause_span(text, *whole.at)
        if len(parts) < _LEAST_PARTS or not _WHOLE.search(text, max(start, span[0]), whole.at[0]):
            continue
        values = [_value(part) for part in parts]
        low, high = _range(whole)
        half = (high - low) / 2
        adds = abs(sum(values) - _value(whole)) <= half * (len(values) + 1) * (1 + 1e-9)
        if not adds and not min(values) <= _value(whole) <= max(values):
            told = f"总的是“{whole.text}”，各类相加却是 {sum(values):g}%，也没有一类达到它"
            if _value(whole) < max(values):
                told = f"总的是“{whole.text}”，各类相加却是 {sum(values):g}%，每一类也都不低于它"
            yield _found(passage, span, (whole.text, "、".join(p.text for p in parts)), told, 0.66)
            return


def _parts(passage: Passage, span: tuple[int, int], amounts: Sequence[Amount]) -> Iterator[Conflict]:
    """共120人，其中甲80人、乙60人: parts that are more than the whole."""
    text = passage.text
    for cue in _OF_WHICH.finditer(text, *span):
        wholes = [a for a in amounts if a.at[1] <= cue.start() and cue.start() - a.at[1] < 16]
        stop = min((at for at in (text.find(mark, cue.end()) for mark in "；。") if at >= 0), default=span[1])
        if not wholes or text.find("其中", cue.end(), stop) >= 0:
            continue
        whole = wholes[-1]
        if _INCREMENT.search(text[max(span[0], whole.at[0] - 12) : whole.at[0]]):
            continue
        parts = [a for a in amounts if cue.end() <= a.at[0] and a.at[1] <= stop and a.unit == whole.unit]
        if whole.unit in (_PERCENT, "percentage_points", "years", "number") or not parts:
            continue
        named = [
            text[left : part.at[0]] for left, part in zip([cue.end(), *(p.at[1] for p in parts)], parts, strict=False)
        ]
        if any(re.search("[：:]", name) for name in named[1:]):
            continue  # 代表处62人：甲16人、乙15人: parts of a part
        if any(_OVERLAP.search(name) or len(name) > 16 or _CHANGE.search(name) for name in named):
            continue
        added = sum(_range(part)[0] for part in parts)
        if _range(whole)[1] < added <= _MOST_MORE * _range(whole)[1]:
            told = f"总数是“{whole.text}”，其中各部分相加却更多"
            values = (whole.text, "、".join(part.text for part in parts))
            yield _found(passage, span, values, told, 0.7)


def _hundred(passage: Passage, span: tuple[int, int], amounts: Sequence[Amount]) -> Iterator[Conflict]:
    """占比分别为45%、40%和25%: shares of one whole that are more than all of it."""
    text = passage.text
    cue = _RESPECTIVELY.search(text, *span)
    if cue is None:
        return
    shares = [a for a in amounts if a.at[0] >= cue.end() and a.unit == _PERCENT]
    run: list[Amount] = []
    for share in shares:
        left = run[-1].at[1] if run else cue.end()
        if not re.fullmatch(r"\s?[、和与及]?\s?", text[left : share.at[0]]):
            break
        run.append(share)
    added = sum(_range(share)[0] for share in run)
    if len(run) > _LEAST_PARTS and added > 100:
        told = f"各部分所占的比例相加超过百分之百：{'、'.join(share.text for share in run)}"
        yield _found(passage, span, (run[0].text, "、".join(share.text for share in run)), told, 0.5)
