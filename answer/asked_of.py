"""Whether a clause tells what a question asks of a thing: its capital, its head, who did it, when it began, why."""

from __future__ import annotations

import re

from answer.fitting import is_asking
from answer.itself import tells_of_itself
from answer.placed import tag_of
from answer.questions import FIGURES, WHY, Question
from answer.reading import Reading
from answer.sources import cover
from answer.units import Unit
from ingest.amounts.units import words

__all__ = ["is_told", "says_nothing"]

# 图尔根滑雪场可研的结论是什么: what is asked for must be there, unless it is what any sentence tells
_ATTRIBUTE = re.compile(
    r"的([\u4e00-\u9fff]{2,4}?)(?:是什么|是啥|是怎样的|怎么样|如何|有哪些)"
    r"|^\s*what(?: is|'s| was| are| were) the ([a-z]{4,}) of\b",
    re.IGNORECASE,
)
# 谁设计了中心: what is asked to have been done must be told, in whatever words
_WHO_DOES = re.compile(
    r"谁(?:来|会|将|要|在)?([\u4e00-\u9fff]{2})|\bwho (?:(?:has|have|had|is|was|will|did) )?([a-z]{4,})", re.IGNORECASE
)
# 疫情是什么时候开始的: a date of something else about it is no answer
_WHEN_DOES = re.compile(r"(?:什么时候|何时|哪一?[年天]|几月)(?:才|会|将|要|能)?([\u4e00-\u9fff]{2})的?\s*[？?]?\s*$")
# How much of it must be told of a deed in Chinese, and of a thing in English; of an English verb likeness tells little.
_TOLD = {(True, False): 0.1, (False, True): 0.3}
# 首届, 下一届: another one of the series is no answer
_IN_ORDER = (
    (
        re.compile(r"(?:首|第一)[次届期轮]|\bfirst (?:meeting|conference|session|forum|round)\b", re.IGNORECASE),
        re.compile(r"首|第\s?[一1]\s?[次届期轮]|率先|最早|\bfirst\b", re.IGNORECASE),
    ),
    (
        re.compile(r"最初|起初|最早|\b(?:initially|originally)\b", re.IGNORECASE),
        re.compile(
            r"[最起当]初|首|第一|最早|率先|原|先|始|核定|计划|由|从|\b(?:first|initial\w*|original\w*|from)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"下一?[次届期轮](?!降)|\b(?:next|upcoming)\b", re.IGNORECASE),
        re.compile(r"下一?[次届期轮]|[将拟]|即将|暂定|计划|预计|定于|\b(?:next|upcoming|will)\b", re.IGNORECASE),
    ),
)
# when that is only who asks knows; 去年 may be the year of a report
_TODAYS = re.compile(r"[明后]年|[今明昨]天|下个?(?:月|周|星期|季度)")
_HOW = re.compile(r"怎么(?!样)|如何|\bhow (?:do|can|to)\b", re.IGNORECASE)
_BECAUSE = re.compile(
    r"因|由于|原因|理由|根源|症结|瓶颈|障碍|难点|阻力|问题[是在]|缘于|鉴于|受[^，。；]{1,40}(?:影响|冲击|限制|制约)|导致|致使|造成|使得?|制约|归功于|得益于|拖累|带动"
    r"|规避|避免|防止|逃避|以[免防]|主要[为是]|起因|在于|源于|引起|引发|为了|以便|旨在|为(?:纪念|推动|促进|应对|支持|实现)"
    r"|\b(?:because|due to|owing to|caused? by|result(?:ed|s)? (?:in|from)|in order to|so that|reasons?)\b",
    re.IGNORECASE,
)
# 首都在哪里, 行长是谁: what a place or an office is asked of must be there, another place or person is no answer
_OF_WHICH = re.compile(r"是哪一?个?(?:国家?|省|市|地方)的([\u4e00-\u9fff]{2,4})\s*[？?]?\s*$")  # 是哪个国家的首都
_WHICH = re.compile(r"哪一?[家座条种所部本份]([\u4e00-\u9fff]{2,3})")  # 哪家酒店
_HOW_MUCH = re.compile(
    r"(?:一共|总共|大约|大概)?(?:是|为|有|达到?)多[少大高长](?:[万亿]?[\u4e00-\u9fff]{0,3})?\s*[？?]?\s*$"
)
_TELLING, _NEARLY = 4.0, 0.8  # weight of a rare word; how far another may say it
_WHOSE = {
    "place": re.compile(
        r"(?:设立?|坐落|位)?[在于是](?:哪(?:里|儿|[个座][\u4e00-\u9fff]{1,3})?|什么地方|何处|何地)\s*[？?]?\s*$"
    ),
    "who": re.compile(r"(?<=[长席统理任记使王者家官])(?:现在|目前|究竟|到底)?(?:是|叫)(?:谁|哪位|什么人)"),
}
_ANY = frozenset(
    words("内容 作用 意义 情况 原因 目的 做法 措施 特点 影响 背景 进展 进度 状态 结果 名称 名字 全称 简称 关系 态度")
)


def is_told(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether what is asked of a thing is told at all, not only something else of it."""
    if asked.kind in ("what", "list", "who", "date") and _lacks_attribute(asked, reading, unit):
        return False
    if not tells_of_itself(asked.text, reading, unit) or _asks_the_way(asked, reading):
        return False
    if any(found[0] not in unit.sentence for found in _TODAYS.finditer(asked.text)):
        return False
    if any(order.search(asked.text) and not told.search(unit.sentence) for order, told in _IN_ORDER):
        return False
    if _lacks_head(asked, reading, unit) or _lacks_measured(asked, reading, unit):
        return False
    return WHY.search(asked.text) is None or _BECAUSE.search(unit.sentence) is not None


def _lacks_attribute(asked: Question, reading: Reading, unit: Unit) -> bool:
    found = {"who": _WHO_DOES, "date": _WHEN_DOES}.get(asked.kind, _ATTRIBUTE).search(asked.text)
    wanted = next((group for group in found.groups() if group), "") if found is not None else ""
    if not wanted or wanted in _ANY:
        return False
    whole = asked.kind in ("who", "date")
    features = [f for f in reading.features if wanted in f.text or (f.text in wanted and not whole)]
    if asked.kind == "date":
        return any(f.kind == "word" and cover(f, unit) < _TOLD[True, False] for f in features)
    least = _TOLD.get((whole, wanted.isascii()), 0.0)
    return bool(features) and not any(cover(f, unit) > least for f in features)


def _asks_the_way(asked: Question, reading: Reading) -> bool:
    """Whether nothing but a name is said of what is to be done (怎么去阿拉木图)."""
    return _HOW.search(asked.text) is not None and all(f.kind not in ("word", "action") for f in reading.features)


def says_nothing(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether a sentence with a figure says no word of the question itself, only those beside it do."""
    if asked.kind not in FIGURES or unit.cell is not None or reading.foreign or not reading.features:
        return False
    return not any(f.keys & (unit.keys | unit.around) or f.text in unit.sentence for f in reading.features)


def _lacks_measured(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether a sentence does not say what its figure is asked of (库容 of 库容是多少)."""
    if asked.kind not in FIGURES or unit.cell is not None:
        return False
    own = unit.keys | unit.around
    found = _HOW_MUCH.search(asked.text)
    before = asked.text[: found.start()] if found is not None else ""
    heads = [f for f in reading.features if f.kind == "word" and len(f.text) > 1 and before.endswith(f.text)]
    heads = [f for f in heads if f.weight >= _TELLING and not is_asking(f.text)]
    return any(not f.keys & own and cover(f, unit) < _NEARLY for f in heads)


def _lacks_head(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether what a place, an office or a thing is asked of (首都 of 首都在哪里) stands nowhere around."""
    whose = _WHOSE.get(asked.kind)
    found = whose.search(asked.text) if whose is not None else None
    before = asked.text[: found.start()] if found is not None else ""
    of, which = _OF_WHICH.search(asked.text), _WHICH.search(asked.text) if asked.kind in ("what", "list") else None
    behind = of[1] if of is not None else which[1] if which is not None else ""
    told = unit.keys | unit.around | unit.near | unit.context
    # 拟建在哪个州: a verb is no head
    heads = [f for f in reading.features if f.kind == "word" and len(f.text) > 1 and tag_of(f.text) != "v"]
    heads = [f for f in heads if before.endswith(f.text) or behind.startswith(f.text)]
    return any(not f.keys & told for f in heads)
