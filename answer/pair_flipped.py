"""The same words denied in one of a claim and its sentence only, or with the opposite of a word in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

__all__ = ["flipped"]

_WEAK = re.compile(r"已经?|[的了均都“”《》\"\s]|(?<=予)以")  # what comes and goes without a change of meaning
_STOPS = re.compile(r"[，,；;。：:！!？?、\n（）()]")
_STOP = "|"
_DENIAL = re.compile(
    r"(?:并|尚|从|还|仍|至今)?(?:没有|没|未(?!来|成年|必)|不再|不(?![仅但只过同断少足超低高久良等论宜妨到])"
    r"|非(?!洲|常|法|正式))"
)
_CANNOT = re.compile(r"[\u4e00-\u9fff]不了")  # 申请不了: told of an ability
_DENIED = re.compile(r"(?:没有?|未|不|无|非|免|拒绝?|停止?|难以|否)[^|]{0,12}$")
# Where some are told and others are not: what is denied of one holds for another.
_EXCEPT = re.compile(r"除外|例外|除非|除[^|]{1,12}外")
_PARTED = re.compile(r"(?:只有|仅|仅有|不足|不到)\d|\d[%％]|多数|大部分|一半|[一二三四五六七八九]成")
_BESIDE = 8  # characters on each side that are compared
_AFTER, _LEAST, _TOGETHER = 2, 3, 5  # the same behind a denial: to look at, to count; and on both sides of it
_AROUND, _SHORT = 3, 4  # the same on both sides of an opposite; of one of a single character
_ENOUGH_BEHIND, _ENOUGH_AHEAD = 2, 4  # so much behind an opposite, or before it where its clause ends
_LISTED = 3  # characters between two opposites that are told together (出口和进口)


def flipped(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """What a claim says the other way round, with what the sentence has in its place, both with the words behind."""
    if _CANNOT.search(claim) or _CANNOT.search(sentence):
        return
    mine, theirs = _plain(claim), _plain(sentence)
    if _EXCEPT.search(mine) or _EXCEPT.search(theirs):
        return
    if not _PARTED.search(mine) and not _PARTED.search(theirs):
        yield from _denied_in_one(mine, theirs)
        yield from ((b, a) for a, b in _denied_in_one(theirs, mine))
    yield from _opposite_in_place(mine, theirs)


def _plain(text: str) -> str:
    return _WEAK.sub("", _STOPS.sub(_STOP, text.rstrip("。.；; \n"))).lower()


def _denied_in_one(one: str, other: str) -> Iterator[tuple[str, str]]:
    """What ``one`` denies and ``other`` says in the same words, while neither says it the other way as well."""
    for denial in _DENIAL.finditer(one):
        before, after = one[: denial.start()], one[denial.end() :]
        if len(after) < _AFTER or after[0] == _STOP:
            continue
        said = [m.start() for m in re.finditer(re.escape(after[:_AFTER]), other)]
        told = [m.start() for m in re.finditer(re.escape(after[:_AFTER]), one) if m.start() != denial.end()]
        if any(_DENIED.search(other[:place]) for place in said):
            continue
        for place in said:
            behind, ahead = _same_start(after, other[place:]), _same_end(before, other[:place])
            ends = _ends(after, behind) and _ends(other[place:], behind)
            if behind + ahead < _TOGETHER or behind < (_AFTER if ends and ahead >= _LEAST else _LEAST):
                continue
            if all(_same_start(one[p:], other[place:]) + _same_end(one[:p], other[:place]) < behind for p in told):
                yield denial[0] + after[:behind], other[place : place + behind]
                break


def _ends(text: str, place: int) -> bool:
    return place >= len(text) or text[place] == _STOP


def _opposite_in_place(mine: str, theirs: str) -> Iterator[tuple[str, str]]:
    for word, opposite in _opposites():
        for match in re.finditer(re.escape(word), mine):
            before, after = mine[: match.start()], mine[match.end() :]
            same = [*re.finditer(re.escape(word), theirs)]
            for other in re.finditer(re.escape(opposite), theirs):
                if any(abs(other.start() - m.start()) <= len(opposite) + _LISTED for m in same):
                    continue
                ahead, behind = _alike(before, after, theirs, other)
                ends = _ends(after, 0) and _ends(theirs, other.end())
                if len(word) == 1 and (ahead + behind < _SHORT or not ahead or not (behind or ends)):
                    continue
                if ahead + behind < _AROUND or not (behind >= _ENOUGH_BEHIND or (ends and ahead >= _ENOUGH_AHEAD)):
                    continue
                if all(sum(_alike(before, after, theirs, m)) < ahead + behind for m in same):
                    yield word + after[:behind], opposite + after[:behind]


def _alike(before: str, after: str, text: str, match: re.Match[str]) -> tuple[int, int]:
    return _same_end(before, text[: match.start()]), _same_start(after, text[match.end() :])


def _same_start(a: str, b: str) -> int:
    """Characters that both begin with, up to where a clause ends."""
    count = 0
    for x, y in zip(a[:_BESIDE], b, strict=False):
        if x != y or x == _STOP:
            break
        count += 1
    return count


def _same_end(a: str, b: str) -> int:
    return _same_start(a[::-1], b[::-1])


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[str, str], ...]:
    """Both ways, from ``data/opposites.tsv``."""
    text = (files("answer") / "data" / "opposites.tsv").read_text(encoding="utf-8")
    pairs = [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((a, b) for one, two in pairs for a, b in ((one, two), (two, one)))
