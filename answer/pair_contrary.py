"""What a sentence tells the other way round: not yet done, done already, in part, at times, no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from answer.pair_figures import figures_in
from answer.records import Slot

__all__ = ["contrary"]

_HAN = r"[\u4e00-\u9fff]"
_DONE = re.compile(rf"已经?(?:获得?|全部|正式|先后|基本)*({_HAN}{{2}})")
_WAITS = re.compile(
    rf"(?:还在|仍在|正在|尚在)?(?:等待?|等候|尚?待|有待)[^，。；\d]{{0,12}}?({_HAN}{{2}})(?=[。，；]|$)"
    rf"|(?:尚未|还没有?|至今没有?|至今未)(?:获得?|得到)?({_HAN}{{2}})"
)
_NOT_YET = (
    r"(?:拟|尚?待|有待|尚未|至今未|还未|未能|(?<!按)计划|争取|力争|预计|有望|定于|即将|须经|正在申请)[^，。；,;]{0,10}?"
)
_ALREADY = r"已经?[^，。；,;不未没]{0,10}?"
_WHOLE = re.compile(rf"(?:全盘|全部|完全|全面|悉数|全数|足额|整体)(?:地|都|予以|得到|获得?)?({_HAN}{{2}})")
_ALL = re.compile(r"全盘|全部|全额|悉数|全数|足额|一次性")
_PARTLY = r"(?:部分|大部分|基本|未完全|未全部|没有完全|没有全部|未全额|未足额)(?:地|予以|得到|获得?)?"
_AT_ONCE = re.compile(r"一次(?:性)?(?=[付拨支缴交还结清发])")
_AT_TIMES = re.compile(r"分(?:[\d一二两三四五六七八九十]+|多|若干)(?:期|次|批|年|个?月)(?![至到])")
_OF_IT = re.compile(
    r"(?:中|里|之中|当中)?[，,]?(?:其中)?(?:只|仅|实际|目前|已经?|到位|拨付|支付|完成|使用|支出|落实)[^，。；\d]{0,6}"
)
_MOVED = re.compile(
    r"(?:由|从)([^，。；,;]{2,24}?)(?:扩大|扩展|扩面|推广|改|转|变|调整|升级|升格|更名|迁|移|并入|提|延|缩|拓展)"
    r"[^，。；,;\d]{0,4}?(?:到|至|为|成|入)([^，。；,;]{2,24})"
)
_ONCE = re.compile(r"由|从|原|曾|之前|以前|此前|过去|起初|最初|本来|当初|扩|改|转|变|调|升|迁|移|延|缩")
_MOST, _LITTLE = 0.6, 0.3
_FINISHED = re.compile(
    r"(?:已经?|均已|都)[^，。；不未没]{0,8}?(?:完成|完毕|办结|补齐|补足|建成|到位|竣工|销号|结清|付清|整改完|交付|投产|投用)"
    r"|(?:完成|办结|补齐|补足|建成|竣工|结清|付清|整改完|交付|投产|投用)了"
)
# A whole cell of a row: how far it is.
_OPEN_CELL = re.compile(
    r"：((?:正在|尚未|尚待|未|待|部分)[^，。；：\d]{2,8}|(?:进行|推进|筹备|规划|在建|整改)中|未启动|在建)(?=[，。]|$)"
)
_VAGUE = frozenset({"经过", "成为", "进行", "开展", "实现", "达到", "具有", "包括"})


def contrary(claim: str, sentence: str) -> Iterator[tuple[Slot, str, str]]:
    """The slot, what the claim says, and what the sentence says, wherever these exclude each other.

    :param sentence: the part of it that is about the claim; in another part another thing may be done.
    """
    for verb in _DONE.findall(claim):
        if (found := _only(verb, _NOT_YET, sentence)) and verb not in _VAGUE:
            yield "status", f"已{verb}", found
        elif verb not in sentence and (waits := re.search(rf"(?<![等对])[待未]{verb[0]}(?=[，。；、）]|$)", sentence)):
            yield "status", f"已{verb}", waits[0]
    for match in _WAITS.finditer(claim):
        verb = match[1] or match[2]
        if (found := _only(verb, _ALREADY, sentence)) and verb not in _VAGUE:
            yield "status", match[0], found
    for match in _WHOLE.finditer(claim):
        if match[0] not in sentence and (partly := re.search(_PARTLY + match[1], sentence)):
            yield "quantity", match[0], partly[0]
    if (once := _AT_ONCE.search(claim)) and not _AT_ONCE.search(sentence) and (times := _AT_TIMES.search(sentence)):
        yield "quantity", once[0], times[0]
    if (done := _FINISHED.search(claim)) and not _FINISHED.search(sentence) and (cell := _OPEN_CELL.search(sentence)):
        yield "status", done[0], cell[1]
    yield from _all_of_it(claim, sentence)
    yield from _no_longer(claim, sentence)


def _only(verb: str, before: str, sentence: str) -> str:
    """What a verb of a sentence stands behind, where it stands behind such words each time."""
    places = [match.start() for match in re.finditer(re.escape(verb), sentence)]
    found = [re.search(rf"{before}$", sentence[:place]) for place in places]
    return f"{found[0][0]}{verb}" if found and found[0] and all(found) else ""


def _all_of_it(claim: str, sentence: str) -> Iterator[tuple[Slot, str, str]]:
    """1500万已全部拨付, where by the sentence 980万 of the 1500万 are."""
    whole = _ALL.search(claim)
    if whole is None or _ALL.search(sentence):
        return
    stated = figures_in(sentence)
    for mine in figures_in(claim):
        for sum_, part in pairwise(stated):
            between = sentence[sum_.at[1] : part.at[0]]
            smaller = sum_.value == mine.value and sum_.kind == part.kind and part.value < sum_.value
            if smaller and _OF_IT.fullmatch(between):
                yield "quantity", whole[0], sentence[slice(*part.at)]


def _no_longer(claim: str, sentence: str) -> Iterator[tuple[Slot, str, str]]:
    """What was before (由两区扩大到全市), told as what is."""
    for before, after in _MOVED.findall(sentence):
        if not _ONCE.search(claim) and _share(before, claim) >= _MOST and _share(after, claim) <= _LITTLE:
            yield "object", before, after


def _share(part: str, text: str) -> float:
    runs = [part[i : i + 2] for i in range(len(part) - 1)]
    return sum(run in text for run in runs) / len(runs) if runs else 0.0
