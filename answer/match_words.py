"""Where a claim and a clause say different things in words: action, stage, negation, quantity, opposite words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from answer.actions import OPPOSITES, SCALES, find_actions, is_negated, quantity, stage
from answer.compare import dates_agree
from answer.ordinals import ordinals_in, ranks_in, rival_ordinals
from answer.reading import Feature, Reading
from answer.records import Difference, Slot
from answer.synonyms import words_for
from answer.units import Unit
from ingest.amounts.units import words
from ingest.numerals import parse_number

__all__ = ["SUPERLATIVES", "action_text", "ranks_of", "rivals_between", "said_differently", "worded_differently"]

_COMPLETE = "complete"
_MOVED = frozenset({"up", "down"})
_COURSES = frozenset({"apply", "acceding", "draft"})  # what goes on until something else ends it
_STAGES = {"planned": "计划中", "under_way": "进行中", "done": "已完成"}
_QUANTITIES = {"all": "全部", "most": "大部分", "some": "部分"}
# Words that exclude each other where one stands for the other.
_RIVALS = tuple(
    tuple(pair.split("/"))
    for pair in words(
        "出口/进口 公路/铁路 线上/线下 燃料/非燃料 货物/服务 有延误/无延误 时间/成本 上半年/下半年 双边/三边 "
        "国内/国际 首次/末次 最高/最低 最大/最小 最多/最少 兽医/植物 动物/植物 世界其他地区/地区内 上升/下降 "
        "第一/第二 第一/第三 第二/第三 上半年/全年 下半年/全年 城镇/农村 城市/农村 贷款/赠款 登记失业率/调查失业率 "
        "启动报告/最终报告 中期报告/最终报告 年度/季度 年度/月度 北部/南部 东部/西部 一期/二期 全国/全省 口头/书面 "
        "强制/自愿 公立/私立 短期/长期 中期/长期 名义/实际 顺差/逆差 批发/零售 供给/需求 常住/户籍 永久/临时 "
        "博士/硕士 博士/本科 硕士/本科 硕士/专科 本科/专科 中职/高职 "
        "正式成员/观察员 直接/间接 新建/扩建 男性/女性 多边/双边 "
        "exports/imports road/rail urban/rural loan/grant"
    )
)
#: Keys of words that set one thing above all others: who or what is so, only its own clause can say.
SUPERLATIVES = frozenset(
    key for group in ("首次", "首个", "最后") for key in (f"s:{group}", *(f"w:{w}" for w in (group, *words_for(group))))
)
_OWN_CLAUSE = ("时间", "成本", "上升", "下降", "有延误", "无延误")
_ORDINAL = re.compile(r"^第\d+$")
_NOT = re.compile(r"(?:[无非未不没]|[未不]予|没有|[未不]能|不[再会]|[尚并]未|未予以|不予以)$")
_HELD_IN = re.compile(r"在([\u4e00-\u9fff]{2,6}?)(举行|召开|举办|签署|开幕|闭幕|发起)")
_DECIDES = re.compile(r"决定(?!性)|商定|同意(?!意见)|\b(?:decid|agree)\w*")
_RESOLVES = re.compile(
    r"(?:理事会|委员会|大会|董事会|会议|国会|议会|部长们?|双方|各方)(?:一致|正式)?(?:批准|通过|核准|核可|同意|决定|商定)"
)
# 肯尼亚报告，…: what somebody tells of what is
_REPORTED = re.compile(r"\s*[^，。；：]{1,12}(?:报告|介绍|通报|汇报)[称说了]?[，：]")
_LEAST = 2  # characters of a word that may be negated


# -- what is said to happen -------------------------------------------------------------------------------------------

_ALL_OF_THESE = re.compile(r"(?:、|和|以及|及|与)[^，。；]{1,30}?[均都皆]")  # 报告和《手册》均已写完


def said_differently(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """Differences of action, stage, negation and quantity."""
    theirs = find_actions(unit.text)
    for action in reading.actions:
        if action in theirs:
            continue
        # 同意其申请，接纳为成员: a sentence may tell of two stages
        both = f"a:{action}" in unit.around
        other = _other_stage(action, theirs)
        other = None if other and both and _earlier(action, other) else other or _opposite(action, theirs)
        if other and other not in reading.actions:
            start, end = theirs[other]
            slot: Slot = (
                ("direction") if action in ("up", "down") else "status" if _other_stage(action, theirs) else "action"
            )
            yield Difference(slot, action_text(action, reading), unit.text[start:end])
            implicated |= {f for f in reading.features if f.keys == {f"a:{action}"}}
    shared = set(reading.actions) & set(theirs)
    if _COMPLETE in reading.actions and _COMPLETE not in theirs and shared & _COURSES:
        yield Difference("status", _STAGES["done"], _STAGES["under_way"])  # 完成入世进程 and 推动入世工作
        return
    if not shared and set(reading.actions) - {_COMPLETE}:
        return
    if is_negated(reading.text) != is_negated(unit.text):
        words = ("否定", "肯定") if is_negated(reading.text) else ("肯定", "否定")
        yield Difference("polarity", *words)
    elif unit.cell is None:
        claimed, stated = _stages(reading, unit)
        if claimed and stated and claimed != stated:
            yield Difference("status", _STAGES[claimed], _STAGES[stated])
            if not shared:  # 已完成谈判 and 正在谈判: completing is how far it is, not another deed
                implicated |= {f for f in reading.features if f.keys == {f"a:{_COMPLETE}"}}
    claimed_quantity, stated_quantity = quantity(reading.text), quantity(unit.text)
    if claimed_quantity and stated_quantity and claimed_quantity != stated_quantity:
        yield Difference("quantity", _QUANTITIES[claimed_quantity], _QUANTITIES[stated_quantity])
    elif (
        claimed_quantity == "all"
        and stated_quantity is None
        and not reading.amounts
        and not any(e.kind == "country" for e in reading.entities)  # 中国和格鲁吉亚都: all of those that are named
        and not _ALL_OF_THESE.search(reading.text)
        and (unit.amounts or len(unit.entities) > 1)
    ):
        yield Difference("quantity", "全部", "、".join(e.text for e in unit.entities) or unit.amounts[0].text)


def _stages(reading: Reading, unit: Unit) -> tuple[str | None, str | None]:
    """The stages of claim and unit. A bare verb in a claim reads as done; in a plan it reads as planned."""
    claimed = stage(reading.text)
    stated = stage(unit.text)
    if stated is None and unit.passage.type in ("commitment", "deliverable") and not (_past(unit) or _tells(unit)):
        stated = None if _RESOLVES.search(unit.text) else "planned"
    if stated is None and claimed == "planned":
        # 该战略将通过整合，支持建立体系: a clause goes on with what is planned before it
        ahead = stage(unit.passage.text[unit.sentence_at[0] : unit.at[1]]) if unit.cell is None else None
        stated = "planned" if ahead == "planned" else "done" if unit.passage.type == "achievement" else None
    if claimed is None and stated == "planned" and reading.actions and not _at_its_time(reading, unit):
        claimed = "done" if not (_DECIDES.search(reading.text) and _DECIDES.search(unit.text)) else stated
    return claimed, stated


def _at_its_time(reading: Reading, unit: Unit) -> bool:
    """Whether a claim gives the time for which a thing is planned: 2022年9月举办 does not say that it is over."""
    return any(dates_agree(mine, other) for mine in reading.dates for other in unit.dates)


def _past(unit: Unit) -> bool:
    """Whether a clause names a time of its own before its document."""
    issued = unit.passage.citation.date
    if issued is None or unit.inherited:
        return False
    return any(mention.end and mention.end <= issued for mention in unit.dates)


def _tells(unit: Unit) -> bool:
    """Whether a clause tells what is, in a passage that promises: a measured change, what a sentence says is done."""
    measured = bool(unit.amounts) and not _MOVED.isdisjoint(find_actions(unit.text))
    return measured or stage(unit.sentence) == "done" or _REPORTED.match(unit.sentence) is not None


def _other_stage(action: str, theirs: Mapping[str, tuple[int, int]]) -> str | None:
    others = (other for scale in SCALES if action in scale for other in reversed(scale))
    return next((other for other in others if other in theirs and other != action), None)


def _earlier(action: str, other: str) -> bool:
    """Whether an action is an earlier stage than another, which it does not exclude."""
    return any(action in s and other in s and s.index(action) < s.index(other) for s in SCALES)


def _opposite(action: str, theirs: Mapping[str, tuple[int, int]]) -> str | None:
    return next((o for pair in OPPOSITES if action in pair for o in pair if o != action and o in theirs), None)


def action_text(action: str, reading: Reading) -> str:
    return next((f.text for f in reading.features if f.keys == {f"a:{action}"}), action)


# -- words ------------------------------------------------------------------------------------------------------------


def worded_differently(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """Words of the claim in whose place the unit has a rival: 铁路 for 公路, 第21次 for 第20次."""
    text, sentence = (unit.said or unit.text).lower(), unit.sentence.lower()
    for mine, other in _rivals_of(_in_both_languages(reading)):
        if _stands(mine, text):
            continue
        nearby = sentence if not _stands(mine, sentence) and mine not in _OWN_CLAUSE else ""
        if _stands(other, text) or _stands(other, nearby):
            yield Difference("object", mine, other)
            implicated |= {f for f in reading.features if f.kind == "word" and (f.text in mine or mine in f.text)}
    yield from _ranked_differently(reading, unit, implicated)
    yield from _negated_words(reading, unit, implicated)
    yield from _held_elsewhere(reading, unit, implicated)
    numbered = unit.text if ordinals_in(unit.text) else unit.sentence
    for own, rivals in rival_ordinals(reading.text, numbered) if unit.cell is None else ():
        implicated |= {f for f in reading.features if _ORDINAL.match(f.text) or ordinals_in(f.text)}
        yield Difference("number", own.text, "、".join(dict.fromkeys(other.text for other in rivals)))


def _in_both_languages(reading: Reading) -> str:
    """A claim in lower case; an English one with the Chinese that its words stand for, which the sources have."""
    if not reading.foreign:
        return reading.text.lower()
    chinese = {key[2:] for f in reading.features if f.kind == "word" for key in f.keys if key[:2] in ("w:", "g:")}
    return " ".join((reading.text.lower(), *sorted(word for word in chinese if not word.isascii())))


def _negated_words(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """保留意见 where the clause has 无保留意见, or the other way round."""
    for feature in reading.features:
        word = feature.text
        text = next((t for t in (unit.said or unit.text, unit.sentence) if word in t), "")
        if feature.kind != "word" or len(word) < _LEAST or word not in text or word not in reading.text:
            continue
        mine, theirs = (
            all(_NOT.search(t[: m.start()]) for m in re.finditer(re.escape(word), t)) for t in (reading.text, text)
        )
        if mine != theirs and not (mine and _denied(word, text)):
            implicated.add(feature)
            yield Difference("polarity", f"无{word}" if mine else word, f"无{word}" if theirs else word)


def _denied(word: str, text: str) -> bool:
    """Whether a text denies a word further on (住宿调查未能开展)."""
    return re.search(rf"{re.escape(word)}[^，。；]*(?:未|没有?|无法|不[能再])", text) is not None


def _held_elsewhere(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """在曼谷举行 where the clause has 在暹粒举行: places that no table knows are told by where they stand."""
    for place, verb in _HELD_IN.findall(reading.text) if unit.cell is None else ():
        others = [other for other, same in _HELD_IN.findall(unit.text) if same == verb]
        if others and place not in unit.sentence and not any(other in place for other in others):
            implicated |= {f for f in reading.features if f.text in place or place in f.text}
            yield Difference("place", place, "、".join(dict.fromkeys(others)))


def _ranked_differently(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """居全国第二 where the clause, or else its sentence, has 居全国第四."""
    mine = {parse_number(rank) for rank in ranks_in(reading.text)}
    theirs = ranks_of(unit) if mine else []
    if theirs and mine.isdisjoint(map(parse_number, theirs)):
        implicated |= {f for f in reading.features if f.text.startswith("第")}
        yield Difference(
            "number", "、".join(f"第{rank}" for rank in ranks_in(reading.text)), "、".join(f"第{r}" for r in theirs)
        )


def ranks_of(unit: Unit) -> list[str]:
    """The places in an order that a clause, or else its sentence, gives."""
    return (ranks_in(unit.text) or ranks_in(unit.sentence)) if unit.cell is None else []


@lru_cache(maxsize=200)
def _rivals_of(claim: str) -> tuple[tuple[str, str], ...]:
    """The words of a claim that have a rival which it does not have itself, with that rival."""
    both = (pair[::step] for pair in _RIVALS for step in (1, -1))
    return tuple((mine, other) for mine, other in both if _stands(mine, claim) and not _stands(other, claim))


def rivals_between(claim: str, text: str) -> int:
    """How many words of a claim have a rival in a text that has not these words themselves."""
    return sum(_stands(other, text) and not _stands(mine, text) for mine, other in _rivals_of(claim))


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text, and not as part of its own opposite (燃料 in 非燃料)."""
    if word not in text:
        return False
    guard = "" if word[0] in "非无有" else "(?<![非无有不])"
    return re.search(guard + re.escape(word), text) is not None
