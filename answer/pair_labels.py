"""What stands at a figure or date: whether a claim says it of what the sentence does, or of what a rival is of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

__all__ = ["Placed", "denied", "excepted", "labels_apart", "staged_otherwise"]

_STOPS = re.compile(r"[，,；;。：:、！？（）()|]")
_FILLER = re.compile(r"[\s\d的了为是在于和与及共约近达已经]|[年月日]")
_CONTRAST = re.compile(r"(?:而不是|而非|并不是|并非|不是|不在于|不属于|不含|不包括|没有包括)([^，。；,;]{2,24})")
_EXCEPT = re.compile(
    r"(?:^|[，,；;（(。])(?:但|其中)?([^，。；,;（()）]{2,24}?)(?:除外|不在此列|例外|不适用)|除([^，。；,;]{2,20}?)(?:外|以外|之外)"
)
_DENIES = re.compile(r"不|没|未|非|无|除|例外|而是")
_NOT_YET = re.compile(
    r"(?:争取|力争|拟|尚?待|计划|预计|将|正在|仍在|有望|准备|申请|建议|考虑|研究|推迟|未能?|没有?|不[再得能予会可]?|尚未|无法|暂停|停止|须经|取消|否决|拒绝)[^，。；,;]{0,10}$"
)


class Placed(Protocol):
    """What has a place in a text."""

    @property
    def at(self) -> tuple[int, int]: ...


def labels_apart(
    claim: str, own: Placed, sentence: str, same: Sequence[Placed], rivals: Sequence[Placed], *, leads: bool = False
) -> tuple[float, float]:
    """How far what the claim has at a value stands at the same value of the sentence, and at most at a rival of it.

    :param leads: whether what a value is of stands behind it (2022年11月获批准), not before.
    """
    mine = _label(claim, own.at, leads=leads)
    if len(mine) < 2:
        return 1.0, 0.0
    return (
        max((_shared(mine, _label(sentence, one.at, leads=leads)) for one in same), default=0.0),
        max((_shared(mine, _label(sentence, one.at, leads=leads)) for one in rivals), default=0.0),
    )


def _label(text: str, at: tuple[int, int], *, leads: bool) -> str:
    if leads:
        after = text[at[1] :]
        stop = _STOPS.search(after, 1) if after[:1] in "，," else _STOPS.search(after)
        return _FILLER.sub("", after[: stop.start() if stop else None])[:24]
    before = text[: at[0]]
    stops = [m.end() for m in _STOPS.finditer(before)]
    label = before[stops[-1] if stops else 0 :]
    digits = [m.end() for m in re.finditer(r"\d", label)]
    label = _FILLER.sub("", label[digits[-1] if digits else 0 :])
    if len(label) >= 2:
        return label[-24:]
    after = text[at[1] :]
    stop = _STOPS.search(after)
    return _FILLER.sub("", after[: stop.start() if stop else None])[:16]


def _shared(mine: str, theirs: str) -> float:
    pairs = {mine[i : i + 2] for i in range(len(mine) - 1)}
    return sum(pair in theirs for pair in pairs) / len(pairs) if pairs else 0.0


def denied(claim: str, sentence: str) -> float:
    """The most of what a sentence denies (而不是资金短缺) that a claim says without denying it."""
    told = [match[1] for match in _CONTRAST.finditer(sentence)]
    return max((_said(part, claim) for part in told), default=0.0) if not _DENIES.search(claim) else 0.0


def excepted(claim: str, sentence: str) -> float:
    """The most of what a sentence excepts (融资平台公司除外) that a claim says without excepting it."""
    told = [match[1] or match[2] for match in _EXCEPT.finditer(sentence)]
    return max((_said(part, claim) for part in told), default=0.0) if not _DENIES.search(claim) else 0.0


def _said(part: str, claim: str) -> float:
    runs = [part[i : i + 2] for i in range(len(part) - 1)]
    return sum(run in claim for run in runs) / len(runs) if runs else 0.0


def staged_otherwise(claim: str, sentence: str, verbs: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Verbs of both that the sentence only has as planned, wished or denied, and the claim as done, or the reverse.

    :returns: each with whether it is the sentence that has it so.
    """
    for verb in verbs:
        theirs = [bool(_NOT_YET.search(sentence[: m.start()])) for m in re.finditer(re.escape(verb), sentence)]
        mine = [bool(_NOT_YET.search(claim[: m.start()])) for m in re.finditer(re.escape(verb), claim)]
        if theirs and mine and all(theirs) != all(mine) and any(theirs) == all(theirs):
            yield verb, all(theirs)
