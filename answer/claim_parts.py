"""What one claim says of several things, told one by one: lists with 分别, names with values, gaps, added clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from answer.actions import find_actions
from ingest.amounts import find_amounts
from ingest.dates import DateContext, date_spans, find_dates

__all__ = ["Part", "dealt_out", "filled", "parts_of", "subject_of", "without_frame"]

_ADVERB = re.compile(
    r"计划|将|已|拟|预计|正在|仍|还|也|均|都|并|则|其中|同时|定于|须|应(?!急|对|用)|需(?!求)|争取|力争|约(?!旦)|共(?!和|同)|达到?(?!喀)|占"
    r"|居(?!民)|位居|比(?!利|例|重|什)|较|同比|环比|累计|为(?!了)|是(?!否)|下降|上升|增长|增加(?!值)|减少|恢复|萎缩|收缩|又|再(?!生)|曾|未(?!来)|尚未"
)
_SUBJECT = re.compile(
    r"^(?:[^，。；]{2,40}?)(?=于|在|从|由|自|已|将|正|也|均|都|计划|申请|加入|签署|启动|\d|是|为|有|被|向|对|与|把)"
)
_CUT = re.compile(
    r"[，；;](?!其中)|(?<![，；])(?=并(?:已|将|计划|于|在))|, (?=(?:and|but|while|which)\b)"
    r"| (?=and (?:has|have|was|were|is|are|will|plans?|became|[a-z]{3,}ed)\b)"
)
_LEADING = re.compile(r"^\s*(?:并且?|且|而且|另外还?|此外还?|后来还?|还|同时|但是?|其|则|and|but|while|which)\s*")
_ADDED = re.compile(r"[，；]\s?(?:还|另外|此外|而且|并且|后来|也|同时)")  # what comes before says something by itself
_ENGLISH_SUBJECT = re.compile(r"^.{3,80}?(?= (?:was|were|is|are|has|have|had|will|plans?|became|[a-z]{3,}ed)\b)")
_LEAST_PART = 5  # characters of a clause that says something by itself
_FRAME = re.compile(
    r"^(?:据|根据|按照)?[^，。；：“”《》\d]{0,14}?(?:报告|声明|公报|文件|宣言|纪要|白皮书|部长们?|会议)(?:中|里|上)?(?:还|也|均)?"
    r"(?:提到|提及|指出|表示|显示|称|说|认为|强调|写道|介绍|载明)了?[，：,:]?|^据(?:估计|统计|了解|报道|悉)，?"
)
_GAP = re.compile(r"^(?:则|却|而|就|只|仅|才|为|是|有|达|约|到|至|的|水平|时|[，,：:])*$")
_MOVE = re.compile(r"(?:同比|环比)?(?:增长|上升|增加|提高|下降|减少|降低|下跌|收缩|萎缩|增至|升至|降至)了?$")
_PAIR = re.compile(r"^\s*[、，,和与及]\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a claim as it can be looked up: whole, and as it stands where it may have a subject of its own.

    ``leaning`` tells that it has taken over its subject, so that only what speaks of the same can be held against it.
    """

    text: str
    bare: str = ""
    leaning: bool = False


def without_frame(claim: str) -> str:
    """A claim without who says so (报告指出, 部长声明提到)."""
    rest = _FRAME.sub("", claim, count=1)
    return rest if len(rest) >= _LEAST_PART else claim


# -- lists ------------------------------------------------------------------------------------------------------------


def dealt_out(claim: str) -> tuple[str, ...]:
    """甲和乙分别于3月和11月加入 as 甲于3月加入 and 乙于11月加入; 甲3月、乙11月加入 likewise; else nothing."""
    return _respectively(claim) or _paired(claim)


def _respectively(claim: str) -> tuple[str, ...]:
    middle = claim.find("分别")
    if middle < 0:
        return ()
    left = max(claim.rfind(stop, 0, middle) for stop in "，；。：") + 1
    opening = max((end for start, end in date_spans(claim) if start == left and end < middle), default=left)
    things = re.split(r"[、和与及]", claim[opening:middle].rstrip("均都"))
    values = _value_spans(claim)
    after = [span for span in values if span[0] >= middle]
    run = _run(claim, after, len(things)) or _run(claim, values, len(things))
    if len(things) < 2 or not run or not all(things):
        return ()
    texts = _whole_dates(claim, run)
    found = []
    for thing, value in zip(things, texts, strict=True):
        if run[0][0] >= middle:
            found.append(claim[:opening] + thing + claim[middle + 2 : run[0][0]] + value + claim[run[-1][1] :])
        else:
            found.append(claim[: run[0][0]] + value + claim[run[-1][1] : opening] + thing + claim[middle + 2 :])
    return tuple(found)


def _paired(claim: str) -> tuple[str, ...]:
    """甲2021年3月、乙2021年11月加入公约."""
    values = _value_spans(claim)
    for first, second in pairwise(values):
        name, between = claim[: first[0]], claim[first[1] : second[0]]
        rest = claim[second[1] :]
        joined = _PAIR.match(between)
        other = between[joined.end() :] if joined else ""
        if joined and 1 < len(other) <= 12 and name and not find_actions(name + between) and find_actions(rest):
            left, right = _whole_dates(claim, (first, second))
            return (f"{name}{left}{rest}", f"{other}{right}{rest}")
    return ()


def _value_spans(claim: str) -> list[tuple[int, int]]:
    """Dates and figures in order, none inside of another."""
    spans = sorted({*date_spans(claim), *(a.at for a in find_amounts(claim))}, key=lambda s: (s[0], -s[1]))
    found: list[tuple[int, int]] = []
    for span in spans:
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _run(claim: str, spans: Sequence[tuple[int, int]], count: int) -> list[tuple[int, int]]:
    """As many values next to each other as are asked for, joined by 和 or 、."""
    for start in range(len(spans) - count + 1):
        some = list(spans[start : start + count])
        if count > 1 and all(re.fullmatch(r"\s?[、和与及，]\s?", claim[a[1] : b[0]]) for a, b in pairwise(some)):
            return some
    return []


def _whole_dates(claim: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of values; a month that takes its year from the date before it (2021年3月和11月) gets it."""
    dates = {d.at: d for d in find_dates(claim, DateContext())}
    texts = []
    for span in spans:
        text = claim[slice(*span)]
        mention = dates.get(span)
        if mention is not None and mention.start is not None and "年" not in text and text[:1].isdigit():
            text = f"{mention.start.year}年{text}"
        texts.append(text)
    return texts


# -- clauses ----------------------------------------------------------------------------------------------------------


def parts_of(claim: str) -> tuple[Part, ...]:
    """The clauses of a claim that can be looked up one by one, each with the subject of the first.

    A piece without a verb, a figure or a place of its own (a date, a list) belongs to the piece after it.
    """
    dealt = dealt_out(claim)
    if dealt:
        return tuple(Part(text) for text in dealt)
    cuts = [0, *(m.start() for m in _CUT.finditer(claim)), len(claim)]
    pieces: list[str] = []
    pending = ""
    for left, right in pairwise(cuts):
        piece = pending + claim[left:right]
        whole = len(piece) >= _LEAST_PART and _ADDED.match(claim, right)
        if right < len(claim) and not (whole or find_actions(piece) or find_amounts(piece)):
            pending = piece
            continue
        pieces.append(piece.strip(" ，,；;。."))
        pending = ""
    pieces = [piece for piece in pieces if len(piece) >= _LEAST_PART]
    if len(pieces) < 2:
        return (Part(claim),)
    first = pieces[0]
    return (Part(first), *(_completed(first, _LEADING.sub("", piece)) for piece in pieces[1:]))


def _completed(first: str, piece: str) -> Part:
    """A later clause with what it leaves out."""
    whole = filled(first, piece)
    if whole:
        return Part(whole)
    english = _ENGLISH_SUBJECT.match(first)
    if english:
        return Part(f"{english.group()} {piece}", leaning=True)
    if subject_of(piece) and not date_spans(piece[:1]):
        opening = _opening_date(first) if not date_spans(piece) else ""
        return Part(piece, bare=f"{opening}{piece}" if opening else "")
    subject = subject_of(first)
    return Part(f"{subject}{piece}", leaning=True)


def filled(first: str, piece: str) -> str:
    """2017年只有四个 after 2021年有七个国家…: the first clause with the date and the figure of the second."""
    mine, own = _value_spans(piece), _value_spans(first)
    dates, figures = date_spans(piece), [a.at for a in find_amounts(piece)]
    if not dates or not figures or dates[0][0] > 1:
        return ""
    start, end = figures[-1]
    between = piece[dates[0][1] : start]
    move = _MOVE.search(between)
    if not _GAP.match(between[: move.start()] if move else between) or len(piece) - end > 2 or len(mine) != 2:
        return ""
    first_dates, first_figures = date_spans(first), [a.at for a in find_amounts(first)]
    if len(first_dates) != 1 or len(first_figures) != 1 or len(own) != 2:
        return ""
    (a, b), (c, d) = first_dates[0], first_figures[0]
    if move:
        old = _MOVE.search(first[:c])
        c = old.start() if old else c
        start = dates[0][1] + move.start()
    figure = piece[start:end]
    noun = re.sub(r"^[\d.,一二两三四五六七八九十百千万亿]+[个项名家次场台份]?", "", first[c:d]) if not move else ""
    figure += noun if noun and re.search(r"[个项名家次场台份]$", figure) else ""
    whole = first[:c] + figure + first[d:]
    return whole[:a] + piece[slice(*dates[0])] + whole[b:] if a < c else ""


def _opening_date(first: str) -> str:
    return next((first[start:end] for start, end in date_spans(first) if start <= 1), "")


def subject_of(piece: str) -> str:
    """What stands before the first adverb, preposition or verb, without a leading date."""
    rest = piece.strip()
    for start, end in date_spans(rest):
        if start <= 1:
            rest = rest[end:].lstrip("，, ")
    match = None if _ADVERB.match(rest) else _SUBJECT.match(rest)
    return match.group().strip() if match else ""
