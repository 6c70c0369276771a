"""How well a figure is what a question asks for: its unit, what it counts, whether it is the level or a share."""

from __future__ import annotations

import re

from answer.questions import MEASURE, Question
from answer.units import Unit
from records import Amount

__all__ = ["amount_bonus"]

# 降到多少 asks for the level that is reached
_LEVEL_ASKED = re.compile(r"[到至达为]了?多少")
_FORMER, _FORMER_ASKED = re.compile(r"[从由]\s?$"), re.compile(r"[从由]|原来|此前|之前|以前|原先")
# 还剩多少: what is told to be left, not what was done
_LEFT_ASKED = re.compile(
    r"[还仍尚]?[剩余欠缺]下?(?:着|了)?(?:多少|几)|[还仍尚]有(?:多少|几)|\b(?:left|remain(?:s|ed|ing)?|still)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(r"(?:其?余下?的?|剩[余下]?的?|[尚仍还][有余缺欠剩])[\u4e00-\u9fff]{0,6}$")
_LEFT_TOLD = re.compile(_LEFT.pattern.rstrip("$") + r"\d")
_TO_LEVEL = re.compile(r"[到至达为]\s?$")
_TIMES = ("hours", "days", "working_days", "minutes", "weeks", "months", "quarters", "years")
_MEASURED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"小时|多长时间|多久|几[天周年](?!级)|几个?(?:月|星期|小时|季度)|多少[天年]|耗时|时长|\bhow long\b|\bhours?\b",
        _TIMES,
    ),
    (r"成本|费用|价格|\bcosts?\b", ("money",)),
    (r"多远|距离|\bhow far\b", ("km", "m")),
    (r"多重|\bhow heavy\b", ("tonnes", "kg")),
)
# Measure words that exclude each other; 个 and 项 go with anything.
_MEASURES = ("名位人", "场次届轮期", "家", "台套架", "份本册", "条", "座", "笔", "户")
_ASKED_MEASURE = re.compile(rf"(?:多少|几)\s?([{''.join(_MEASURES)}])")
_MEASURE_WORD = re.compile(rf"[\d一二两三四五六七八九十百千万亿余多]\s?([{''.join(_MEASURES)}])")
_MEASURABLE = re.compile(
    r"(?:费用?|工资|价格?|成本|额度?|金额|资金|率|里程|面积|长度|时间|标准)"
    r"(?:一共|总共|大约|大概|各|约)?(?:是|为|有|达到?)?多少(?![个名家项人次台份所])"
)
# what is counted or paid is no share
_NO_SHARE = re.compile(
    rf"(?:多少|几)\s?[{MEASURE}万亿]|额|[花贷借罚赚付捐赔欠卖省支收]了?[出到掉]?多少|\bhow many\b", re.IGNORECASE
)
_NO_CURRENCIES = ("TEU",)  # units of three capitals that are no money
_PEOPLE = re.compile(r"[员工人者生户民师]$")
# 多少吨: a share or a sum is no answer
_UNIT_ASKED = re.compile(
    r"多少(?:[百千万亿]*)(公?吨|公斤|千克|公里|千米|平方公里|平方米|公顷|亩|立方米|兆瓦|千瓦时|千瓦)"
)
_ONE_MEASURE = (("吨",), ("公斤", "千克"), ("平方公里", "公顷", "亩"), ("公里", "千米"), ("兆瓦", "千瓦", "吉瓦"))
# how many people: neither meetings nor products
_COUNTED_IN_ENGLISH = (
    (
        re.compile(
            r"\bhow many (?:\w+ )?(?:people|persons|participants|officials|experts|staff|students|women|men)\b",
            re.IGNORECASE,
        ),
        re.compile(r"[名位人员者生]"),
    ),
    (re.compile(r"\bhow many (?:\w+ )?(?:countries|states|nations|members?)\b", re.IGNORECASE), re.compile(r"国")),
    (
        re.compile(
            r"\bhow many (?:\w+ )?(?:meetings|workshops|seminars|webinars|sessions|trainings|events)\b", re.IGNORECASE
        ),
        re.compile(r"[次届场期轮]|会|培训|活动|研讨"),
    ),
)
_THINGS = re.compile(
    r"(?:多少|几)个(?![月小时百分点亿万季周星])"
    r"|\bhow many (?!(?:dollars|euros|yuan|years|months|weeks|days|hours|per))",
    re.IGNORECASE,
)
_SUM_HEAD = re.compile(
    r"[金款费额价资税薪]|元|投入|支出|收入|预算|成本|产值|利润|贷|债|usd|eur|cost|budget|amount", re.IGNORECASE
)
_EACH = re.compile(r"每个?([\u4e00-\u9fff])(?!年|月|次)")


def amount_bonus(asked: Question, amount: Amount, unit: Unit) -> float | None:
    """How well an amount is of the kind that is asked for; ``None`` where it is not."""
    if not _has_unit(asked, amount, unit) or (
        unit.cell is None
        and any(of.search(asked.text) and not counted.search(amount.text) for of, counted in _COUNTED_IN_ENGLISH)
    ):
        return None
    currency = len(amount.unit) == 3 and amount.unit.isupper() and amount.unit not in _NO_CURRENCIES
    money = currency and not _counts_things(asked, unit)
    fit = _unit_fit(asked, amount, unit, money=money)
    if fit is None or unit.cell is not None:
        return fit
    before = unit.passage.text[: amount.at[0]]
    if _LEFT_ASKED.search(asked.text) and _LEFT_TOLD.search(unit.sentence) and not _LEFT.search(before):
        return None
    return fit + _level_bonus(asked, before) + _share_bonus(asked, amount, unit)


def _counts_things(asked: Question, unit: Unit) -> bool:
    """Whether a column of a table in 万元 gives no sums but numbers of things: 移送线索 beside 违规金额."""
    if unit.cell is None or asked.kind != "count" or not _ASKED_MEASURE.search(asked.text):
        return False
    return _SUM_HEAD.search(" ".join((*unit.cell.row, *unit.cell.column))) is None


def _has_unit(asked: Question, amount: Amount, unit: Unit) -> bool:
    """Whether an amount, or the head of its column, is in the unit that is asked for, or in one of its kind."""
    found = _UNIT_ASKED.search(asked.text)
    if found is None:
        return True
    told = unit.text if unit.cell is not None else amount.text
    alike = next((group for group in _ONE_MEASURE if any(one in found[1] for one in group)), (found[1],))
    return any(one in told for one in alike)


def _level_bonus(asked: Question, before: str) -> float:
    """What is reached rather than what was left (从199美元增加至357美元), unless the question asks for that."""
    if _LEVEL_ASKED.search(asked.text) and _TO_LEVEL.search(before):
        return 0.06
    return -0.04 if _FORMER.search(before) and not _FORMER_ASKED.search(asked.text) else 0.0


def _counts_other(asked: Question, amount: Amount) -> bool:
    """Whether a count is in another measure word than is asked for (17期 of 多少名), or no count is asked for."""
    if _MEASURABLE.search(asked.text):
        return True
    wanted, found = _ASKED_MEASURE.search(asked.text), _MEASURE_WORD.search(amount.text)
    groups = [next((g for g in _MEASURES if m[1] in g), "") if m is not None else "" for m in (wanted, found)]
    return all(groups) and groups[0] != groups[1]


def _share_bonus(asked: Question, amount: Amount, unit: Unit) -> float:
    """每户平均多少 asks for what stands after it, and not for how many 户 there are."""
    each = _EACH.search(asked.text)
    if each is None:
        return 0.0
    if amount.unit == f"count:{each[1]}" or amount.text.endswith(each[1]):
        return -0.2
    before = unit.passage.text[unit.at[0] : amount.at[0]]
    return (
        0.1
        if re.search(rf"(?:每{re.escape(each[1])}|{re.escape(each[1])}均|人均|平均)[^，。；\d]{{0,4}}$", before)
        else 0.0
    )


def _is_no_count(asked: Question, amount: Amount, *, money: bool, percent: bool) -> bool:
    """Whether things are asked for and a sum, a share or a time is told: 几家, 多少人, 多少个."""
    if _THINGS.search(asked.text) and (money or percent or amount.unit in _TIMES):
        return True
    return money and bool(_ASKED_MEASURE.search(asked.text) or _PEOPLE.search(asked.noun or ""))


def _unit_fit(asked: Question, amount: Amount, unit: Unit, *, money: bool) -> float | None:
    percent = amount.unit in ("percent", "percentage_points", "permille")
    if asked.kind == "money":
        return 0.05 if money else None
    if asked.kind == "percent":
        points = amount.unit == "percentage_points" and "百分点" not in asked.text
        return (-0.1 if points else 0.05) if percent else None
    measured = next((units for pattern, units in _MEASURED if re.search(pattern, asked.text)), None)
    if measured:
        if amount.unit in measured or (measured == ("money",) and money):
            return 0.1
        return -0.15 if measured == ("money",) or amount.unit == "number" else None
    if asked.kind == "figure":
        return 0.0
    noun = asked.noun or ""
    if _is_no_count(asked, amount, money=money, percent=percent):
        return None
    if amount.unit.startswith("count:") and _counts_other(asked, amount):
        return None
    head = amount.unit.removeprefix("count:")
    if noun and amount.unit.startswith("count:"):
        if head in noun or noun in amount.text or noun.endswith(head):
            return 0.1
        return -0.15 if len(noun) > 1 else None  # 几个省: not 四个国家
    if money and re.search(r"美元|英镑|资金|投资|贸易额|出口|进口|流入", asked.text):
        return 0.05
    if percent and (noun or _NO_SHARE.search(asked.text)) and not re.search(r"占|率|比|增长|下降", asked.text):
        return None
    return -0.1 if noun and not unit.cell else 0.0
