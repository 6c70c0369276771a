"""A number of things and the numbers of their sorts right after it: 34个项目中有21个按期，9个滞后，5个严重滞后."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from answer.conflict_tools import PROSE, sentences, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["part_conflicts"]

_COUNT = re.compile(
    r"(?<![\d.第\-—至到一二三四五六七八九十百千万两])(?<!\d,)(?P<n>\d{1,3}(?:,\d{3})+|\d+|[一二两三四五六七八九十百千]+)\s?"
    r"(?P<measure>[个项起家名人份所台处座户条宗件次辆艘](?!月|百分点|工作日|小时|别|人信息))(?P<more>多|余)?"
)
# 9个乡镇中的6个、项目132个: what follows 中的 is one choice, and not the first of a list
_OF_THESE = re.compile(r"[^，。；：、（）()\d]{0,12}?(?:[中里](?!的)(?:[，：]|有)?|，?其中[：，有]?|[：])")
_CHANGE = re.compile(r"(?:多|少|增加?|减少?|上升|下降|新增|[增减]幅)了?\s?$")
_OPEN = re.compile(
    r"除了?|以外|本年|主要|包括|例如|如(?!期)|等(?=[，。；]|$)|约|近|超过|至少|以上|不足|平均|每|各|同时|也|又|兼|女|妇|青年|首次|新|第"
)
_REST = re.compile(r"其余|其他|其它|另|剩")
_CLAUSE = re.compile(r"[^，、；。]*")
_BOTH = re.compile(r"两者|兼|同时|均有|都有|重叠|交叉")
_DOES = re.compile(r"(?P<verb>购买|参加|加入|使用|提供|开展|设有|建有|拥有|签署|批准|接受|启用)[^，、；。]{2}")
_DID = re.compile(r"^[^，、；。]{1,6}了[^，、；。]{2}")
_NOT_YET = re.compile(r"未|仍|尚|还|正在|没|无|不")
_NEXT = re.compile(r"[^。；]{0,28}?")
_MOST_MORE = 2.0  # what is more than this times the whole is no list of its parts
_MOST_OFF = 0.12  # share of the whole that parts fall short of it by mistake
_LEAST_CLOSED = 3  # parts that are meant to be all
_SHARE = re.compile(r"(?P<what>[^，,。；：:、（）()\d]{2,16})占(?:比)?(?:为|达)?\s?(?P<n>\d{1,2}(?:\.\d+)?)\s?[%％]")
_NO_SHARES = re.compile(r"女|男|受访|认为|选择|表示|同意|曾|重复|多选|[从由]|分别|比重")
_SCORE, _SHORT_SCORE = 0.7, 0.5


@dataclass(frozen=True, slots=True)
class _Count:
    value: int
    at: tuple[int, int]
    measure: str
    sure: bool


def part_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences whose parts, counted in one measure, are more than their whole, or listed to the last and fewer."""
    for passage in passages:
        for start, end in sentences(passage) if passage.form in (*PROSE, "footnote", "note") else ():
            text = passage.text[start:end]
            yield from _counts(passage, text)
            yield from _shares(passage, text)


def _counts(passage: Passage, text: str) -> Iterator[Conflict]:
    counts = [_read(match) for match in _COUNT.finditer(text)]
    for index, whole in enumerate(counts):
        cue = _OF_THESE.match(text, whole.at[1])
        if cue is None or not whole.sure or not whole.value:
            continue
        whole = _before_change(text, counts[:index], whole)
        parts = _parts(text, cue.end(), whole, counts[index + 1 :])
        if len(parts) < 2 or _OPEN.search(text[cue.end() : parts[-1].at[1]]):
            continue
        added = sum(part.value for part in parts)
        if whole.value in accumulate(part.value for part in parts):
            continue  # 3项未启动，未启动的三项…: the last is told again
        closed = len(parts) >= _LEAST_CLOSED and _REST.search(text, cue.end()) is None
        short = closed and (1 - _MOST_OFF) * whole.value <= added < whole.value
        if whole.value < added and _may_overlap(text, parts):
            continue
        if whole.value < added <= _MOST_MORE * whole.value or short:
            printed, shown = text[slice(*whole.at)], "、".join(text[slice(*part.at)] for part in parts)
            told = f"总数是“{printed}”，所列各部分“{shown}”相加却是 {added}"
            score = _SHORT_SCORE if short else _SCORE
            yield Conflict("number", side(passage, text, printed), side(passage, text, shown), told, score)
            return


def _may_overlap(text: str, parts: Sequence[_Count]) -> bool:
    """23个项目中有17个完成了筛查，19个指定了协调人: what is done by one part may be done by another too."""
    ends = [*(part.at[0] for part in parts[1:]), len(text)]
    if _BOTH.search(text, parts[-1].at[0]):
        return True
    said = [_CLAUSE.match(text, part.at[1], end) for part, end in zip(parts, ends, strict=True)]
    does = [match["verb"] if (match := _DOES.match(text, part.at[1])) else "" for part in parts]
    if all(does) and len(set(does)) == 1:
        return True  # 有六个购买气旋保险，四个购买地震保险
    return all(found is not None and _DID.search(found[0]) and not _NOT_YET.search(found[0]) for found in said)


def _before_change(text: str, before: Sequence[_Count], whole: _Count) -> _Count:
    """What a list is of that follows 事故14件，比上年减少5件: not of the change, but of what has changed."""
    changed = before[-1] if before and before[-1].measure == whole.measure and before[-1].sure else None
    return changed if changed is not None and _CHANGE.search(text, changed.at[1], whole.at[0]) else whole


def _read(match: re.Match[str]) -> _Count:
    number = parse_number(match["n"].replace(",", ""))
    value = int(number) if number is not None else 0
    return _Count(value, match.span(), match["measure"], match["more"] is None and number is not None)


def _parts(text: str, start: int, whole: _Count, rest: Sequence[_Count]) -> list[_Count]:
    """The counts in the measure of the whole that follow one another, each in a piece of its own."""
    found: list[_Count] = []
    left = start
    for count in rest:
        between = text[left : count.at[0]]
        if (
            count.measure != whole.measure
            or not _NEXT.fullmatch(between)
            or (found and not re.search("[、，]", between))
        ):
            break
        if found and "其中" in between:
            break
        left = count.at[1]
        if not _CHANGE.search(between):  # 41个已接入，较上年增加10个，未接入的5个
            found.append(count)
    return found if all(count.sure for count in found) else []


def _shares(passage: Passage, text: str) -> Iterator[Conflict]:
    """甲占64%，乙占21%，丙占18%: three shares or more, one after another, that make more than the whole."""
    run: list[re.Match[str]] = []
    for match in [*_SHARE.finditer(text), None]:
        if match is not None and (
            not run or re.fullmatch(r"[，,、和及以与\s]{1,3}", text[run[-1].end() : match.start()])
        ):
            run.append(match)
            continue
        apart = len({found["what"] for found in run}) == len(run)
        if len(run) >= _LEAST_CLOSED and apart and not _NO_SHARES.search(text[: run[-1].end()]):
            added = sum(float(found["n"]) for found in run)
            if added > 100 + len(run) * 0.5:
                shown = "、".join(f"{found['n']}%" for found in run)
                told = f"各部分所占的比例“{shown}”相加是 {added:g}%"
                yield Conflict("number", side(passage, text, shown), side(passage, text, shown), told, _SCORE)
        run = [match] if match is not None else []
