"""Names of a claim that its nearest sentence has otherwise: another in their place, of another level or half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.pair_nearest import Nearest
from answer.reading import Reading

__all__ = ["best_half", "swapped_names"]

_HALVES = re.compile(r"[；;。！？]")
_KINDS = ("country", "place", "organisation")
_PLACE = re.compile(r"[\u4e00-\u9fff][省市县区州邦岛厅局]")  # the end of a name of a place or an office
# Before such an ending these say no name (全省, 各市, 该局, 报省, 移送了市局).
_NO_NAME = frozenset("全各该本我两三四五六七八九十几数每同外跨地城自小大新老的和与及在由向对是为被了个报送届何任至到其")
_LEVEL = r"国家|全国|中央|自治区|省|市|县|区"
_BODY = re.compile(
    rf"({_LEVEL})((?:(?!{_LEVEL})[\u4e00-\u9fff]){{1,12}}?"
    r"(?:委员会|改革委|卫健委|国资委|部|委|厅|局|院|署|办公室|办|银行|公司|集团|中心))"
)
_OWNER = re.compile(
    r"厅|局|委员会|委(?=[^员托])|部(?=[^分门署队])|院|校|公司|集团|银行|协会|署|政府|中心|大学|基金会|事务所"
)
_BESIDE, _AHEAD = 3, 4  # characters beside a name that a claim and a sentence have the same
_OWN, _REST = 0.6, 0.35  # the share of a claim that one half has at least, and the half of the name at most
_LEAST_NAME = 4


def swapped_names(reading: Reading, best: Nearest) -> Iterator[tuple[str, str]]:
    """Names of a claim, each with what the sentence has in its place."""
    yield from _by_ending(reading.text, best.text)
    yield from _by_neighbour(reading, best)
    yield from _other_levels(reading.text, best.text)
    yield from _of_other_half(reading.text, best.text)


def best_half(reading: Reading, sentence: str) -> str:
    """The part between semicolons that has most of a claim."""
    pieces = _halves(sentence)
    return max(pieces, key=lambda piece: sum(f.weight for f in reading.features if f.text in piece), default=sentence)


def _halves(sentence: str) -> list[str]:
    return [piece for piece in _HALVES.split(sentence) if piece.strip()]


def _by_ending(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """A name that differs only before what it ends with (福冈县 and 福岛县), beside the same words."""
    for match in _PLACE.finditer(claim):
        name = match[0]
        if name[0] in _NO_NAME or name in sentence:
            continue
        after, before = _behind(claim, match.end()), claim[max(match.start() - _AHEAD, 0) : match.start()]
        for other in _PLACE.finditer(sentence):
            if other[0][1] != name[1] or other[0][0] in _NO_NAME or other[0] in claim:
                continue
            ahead = sentence[max(other.start() - _AHEAD - 2, 0) : other.start()]
            behind = _behind(sentence, other.end())
            if (len(after) == _BESIDE and after == behind) or (len(before) > 1 and before[:2] in ahead):
                yield name, other[0]
                break


def _behind(text: str, place: int) -> str:
    return text[place : place + _BESIDE + 1].removeprefix("的")[:_BESIDE]


def _by_neighbour(reading: Reading, best: Nearest) -> Iterator[tuple[str, str]]:
    """A name that stands before words before which the sentence has another of its kind (老挝的学校, 柬埔寨的学校)."""
    claim, sentence = reading.text, best.text
    for name in {e.text: e.kind for e in reading.entities if e.kind in _KINDS}.items():
        beside = {e.text for unit in best.units for e in unit.entities if e.kind == name[1]}
        others = {other for other in beside if other not in claim and name[0] not in other}
        for match in re.finditer(re.escape(name[0]), claim):
            after = _behind(claim, match.end())
            if len(after) < _BESIDE or re.search(r"[，。；、,\d]", after) or _before(name[0], after, sentence):
                continue
            yield from ((name[0], other) for other in sorted(others) if _before(other, after, sentence))


def _before(name: str, words: str, sentence: str) -> bool:
    return f"{name}{words}" in sentence or f"{name}的{words}" in sentence


def _other_levels(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """Bodies that the sentence only has of another level (省发展改革委 and 国家发展改革委)."""
    theirs: dict[str, str] = {}
    for level, body in _BODY.findall(sentence):
        theirs.setdefault(body, level)
    for level, body in _BODY.findall(claim):
        if body in theirs and level + body not in sentence and theirs[body] + body not in claim:
            yield level + body, theirs[body] + body


def _of_other_half(claim: str, sentence: str) -> Iterator[tuple[str, str]]:
    """Bodies that only a half has that tells something else, with what begins the half that tells it."""
    pieces = _halves(sentence)
    if len(pieces) < 2:
        return
    for name in _bodies(claim, sentence):
        rest = claim.replace(name, " ")
        shares = [_share(rest, piece) for piece in pieces]
        top = shares.index(max(shares))
        own = [n for n, piece in enumerate(pieces) if name in piece]
        # what is told of a body goes on in the next half, unless that names another
        led = own[0] > top or name[-2:] in pieces[top].split("，")[0]
        if shares[top] >= _OWN and top not in own and max(shares[n] for n in own) <= _REST and led:
            yield name, pieces[top].strip().split("，")[0]


def _bodies(claim: str, sentence: str) -> Iterator[str]:
    """What a claim and a sentence have the same up to the end of the name of a body."""
    for match in _OWNER.finditer(claim):
        start = match.start()
        while start > 0 and claim[start - 1 : match.end()] in sentence and "\u4e00" <= claim[start - 1] <= "\u9fff":
            start -= 1
        name = claim[start : match.end()]
        if len(name) >= _LEAST_NAME and name in sentence:
            yield name


def _share(claim: str, piece: str) -> float:
    runs = [claim[i : i + 2] for i in range(len(claim) - 1) if " " not in claim[i : i + 2]]
    return sum(run in piece for run in runs) / len(runs) if runs else 0.0
