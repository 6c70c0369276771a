"""The same words denied in one of a claim and its sentence only, or with the opposite of a word in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

__all__ = ["flipped", "opposed"]

_WEAK = re.compile(r"已经?|[的了均都“”《》\"\s]|(?<=予)以")  # what comes and goes without a change of meaning
_STOPS = re.compile(r"[，,；;。：:！!？?、\n（）()]")
_STOP = "|"
_DENIAL = re.compile(
    r"(?:并|尚|从|还|仍|至今)?(?:没有|没|未(?!来|成年|必)|不再|不(?![仅但只过同断少足超低高久良等论宜妨到合])"
    r"|(?<=[并而绝])非)"
)
_CANNOT = re.compile(r"[\u4e00-\u9fff]不了")  # 申请不了: told of an ability
# 未经批准的不得开工: what holds under a condition
_IF = re.compile(r"的[，,]?(?:不|可|应|须|视为|予)|的[^，。；]{1,6}(?:不得|不予|不享|不适|可以|方可)")
_JUST_DENIED = re.compile(r"(?:不是|并非|没有|不会|不可能|不得)[^|]{0,2}$")
_DENIED = re.compile(r"(?:没有?|未|不|无|非|免|拒绝?|停止?|难以|否)[^|]{0,12}$")
# Where these stand, what is denied of one holds for another, or the denial is half of a condition, a plan or a demand.
_EXCEPT = re.compile(r"除外|例外|除非|除[^|]{1,12}外|以外|之外|不在此")
_PARTED = re.compile(
    r"(?:只有|仅|仅有|不足|不到)\d|\d[%％]|多数|大部分|一半|[一二三四五六七八九]成|方可|方能|才[能可]?|只[有能限]|必须|仅|唯"
    r"|原[定拟计本]|本应|要求|整改|取消|停止"
)
_TOWARDS = re.compile(r"[向从由对给与和在于]")
_BESIDE = 8  # characters on each side that are compared
_AFTER, _LEAST, _TOGETHER = 2, 3, 5  # the same behind a denial: to look at, to count; and on both sides of it
_AROUND, _SHORT = 3, 4  # the same on both sides of an opposite; of one of a single character
_ENOUGH_BEHIND, _ENOUGH_AHEAD = 2, 4  # so much behind an opposite, or before it where its clause ends


def flipped(claim: str, sentence: str) -> tuple[tuple[str, str], ...]:
    """What a claim says the other way round, with what the sentence has in its place, both with the words behind.

    Nothing, where the sentence tells of an exception, of a condition or of shares: what is denied there of one holds
    for another. A denial and an opposite beside it cancel each other.
    """
    if _CANNOT.search(claim) or _CANNOT.search(sentence):
        return ()
    mine, theirs = _plain(claim), _plain(sentence)
    if _EXCEPT.search(mine) or _EXCEPT.search(theirs):
        return ()
    denied: list[tuple[str, str]] = []
    if not any(map(_PARTED.search, (mine, theirs))) and not any(map(_IF.search, (claim, sentence))):
        denied = [*_denied_in_one(mine, theirs), *((b, a) for a, b in _denied_in_one(theirs, mine))]
    replaced = [*dict.fromkeys(_opposite_in_place(mine, theirs))]
    return () if denied and replaced else (*denied, *replaced)


def opposed(claim: str, sentence: str) -> bool:
    """Whether a claim has a word that the sentence lacks, and the sentence its opposite, which the claim lacks."""
    return any(a in claim and b in sentence and a not in sentence and b not in claim for a, b in _opposites())


def _plain(text: str) -> str:
    return _WEAK.sub("", _STOPS.sub(_STOP, text.rstrip("。.；; \n"))).lower()


def _denied_in_one(one: str, other: str) -> Iterator[tuple[str, str]]:
    """What ``one`` denies and ``other`` says in the same words, while neither says it the other way as well."""
    for denial in _DENIAL.finditer(one):
        before, after = one[: denial.start()], one[denial.end() :]
        if len(after) < _AFTER or after[0] == _STOP or _JUST_DENIED.search(before):
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
    """A word of the claim for which the sentence has the opposite only, between the same words."""
    for word, opposite in _opposites():
        if word not in mine or word in theirs or opposite in mine:
            continue
        for match in re.finditer(re.escape(word), mine):
            before, after = mine[: match.start()], mine[match.end() :]
            for other in re.finditer(re.escape(opposite), theirs):
                if _in_place(word, before, after, theirs, other):
                    behind = _same_start(after, theirs[other.end() :])
                    yield word + after[:behind], opposite + after[:behind]


def _in_place(word: str, before: str, after: str, theirs: str, other: re.Match[str]) -> bool:
    ahead, behind = _same_end(before, theirs[: other.start()]), _same_start(after, theirs[other.end() :])
    ends = _ends(after, 0) and _ends(theirs, other.end())
    if len(word) == 1 and (ahead + behind < _SHORT or not ahead or not (behind or ends)):
        return False
    if ahead + behind < _AROUND or not (behind >= _ENOUGH_BEHIND or (ends and ahead >= _ENOUGH_AHEAD)):
        return False
    if _denies(before, after) != _denies(theirs[: other.start()], theirs[other.end() :]):
        return False  # 不低于三类 and 达到三类
    return not _told_from_the_other_end(before, after, theirs[: other.start()])


def _denies(before: str, after: str) -> bool:
    """Whether anything is denied in the clause between two texts."""
    clause = before.rsplit(_STOP, 1)[-1] + "  " + after.split(_STOP, 1)[0]
    return _DENIED.search(before) is not None or _DENIAL.search(clause) is not None


def _told_from_the_other_end(before: str, after: str, theirs: str) -> bool:
    """Whether two that are compared have changed sides with the word (甲高于乙, 乙低于甲)."""
    mine, clause = (_TOWARDS.sub("", text.rsplit(_STOP, 1)[-1]) for text in (before, theirs))
    rest = after.split(_STOP, 1)[0]
    return (len(rest) >= _AFTER and rest in clause) or (mine != clause and sorted(mine) == sorted(clause))


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
