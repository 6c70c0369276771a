"""Two parts of a claim that stand in each other's place in its sentence (甲段用人工、乙段用机械, and the reverse)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

__all__ = ["exchanged_parts"]

_UNITS = re.compile(
    r"\d{4}年(?:\d+月)?(?:\d+日)?|\d+月(?:\d+日)?|\d[\d.,]*(?:[%％‰]|[十百千万亿]*[\u4e00-\u9fff])?|[A-Za-z]+|."
)
_STOP, _LIST = "|", "、"
_STOPS = re.compile(r"[，,；;。：:！!？?\n]")
_WEAK = re.compile(r"已经?|[的了均都“”《》\"\s]")  # what comes and goes without a change of meaning
# Between these two names may stand in either order: members of a list, ends of a road.
_EITHER_WAY = re.compile(r"[、和与及同跟并或/&—–\-~～至到距离]|以及")
_IS = frozenset("为是系")  # 主席为王明, 王明为主席
_IN_TURN = "分别"  # what goes with what is told by the order of two lists
_TAIL = 3  # units of a neighbour that must stand beside a part
_LEAST = 2  # characters of a part
_COVERED = 0.7  # the share of a claim that is made of parts of its sentence


@dataclass(frozen=True, slots=True)
class _Block:
    """Units in a row that the sentence has in a row too, as many as go; or one that it lacks, which is not ``said``."""

    units: tuple[str, ...]
    said: bool

    @property
    def text(self) -> str:
        return "".join(self.units)


def exchanged_parts(claim: str, sentence: str) -> tuple[str, str] | None:
    """The two parts of a claim that its sentence has in each other's place, in the claim's order; nothing, if none do.

    The claim is cut into blocks, each as long as the sentence has it in one piece. Two of them are exchanged where the
    sentence has each beside what the claim has beside the other one. A block that has only moved, clauses in another
    order and the members of a list are not.
    """
    if _IN_TURN in claim and _IN_TURN in sentence:
        return None
    theirs = _units(sentence)
    blocks = [*_blocks(_units(claim), theirs)]
    whole = sum(len(block.text) for block in blocks if block.text not in (_STOP, _LIST))
    covered = sum(len(block.text) for block in blocks if block.said and _is_part(block))
    if covered < _COVERED * whole:
        return None
    text = _joined(theirs)
    places = [n for n, block in enumerate(blocks) if block.said and _is_part(block)]
    pairs = ((a, b) for a, b in combinations(places, 2) if a + 1 < b and _are_exchanged(blocks, a, b, text))
    told = [(blocks[a].text, blocks[b].text) for a, b in pairs]
    # where two of a kind have changed places, so have the two that they belong to: the shorter pair says it best
    return _without_common_ends(*min(told, key=_told_best)) if told else None


def _told_best(pair: tuple[str, str]) -> tuple[bool, int]:
    return not all(part[0].isdigit() for part in pair), sum(map(len, pair))


def _without_common_ends(one: str, two: str) -> tuple[str, str]:
    while min(len(one), len(two)) > _LEAST and one[-1] == two[-1] and not one[0].isdigit():
        one, two = one[:-1], two[:-1]
    return one, two


def _units(text: str) -> list[str]:
    """Figures with their unit, dates and words of Latin letters as a whole, else characters; stops are all alike."""
    return _UNITS.findall(_WEAK.sub("", _STOPS.sub(_STOP, text.rstrip("。. \n"))))


def _joined(units: Sequence[str]) -> str:
    """With a mark between units, so that 5天 is not found in 15天."""
    return "\0" + "\0".join(units) + "\0"


def _blocks(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[_Block]:
    text, start = _joined(theirs), 0
    while start < len(mine):
        end = start
        while end < len(mine) and mine[end] not in (_STOP, _LIST) and _joined(mine[start : end + 1]) in text:
            end += 1
        yield _Block(tuple(mine[start : max(end, start + 1)]), said=end > start)
        start = max(end, start + 1)


def _is_part(block: _Block) -> bool:
    return len(block.text) >= _LEAST or block.text[0].isdigit()


def _are_exchanged(blocks: Sequence[_Block], first: int, second: int, text: str) -> bool:
    one, two = blocks[first], blocks[second]
    if one.text == two.text or (second == first + 2 and _EITHER_WAY.fullmatch(blocks[first + 1].text)):
        return False
    before, after = _meets(blocks, first - 1, two, text, -1), _meets(blocks, second + 1, one, text, 1)
    inner = _meets(blocks, first + 1, two, text, 1), _meets(blocks, second - 1, one, text, -1)
    # what both meet between them only may be told in another order: 甲全部更换, 更换全部甲
    if not (before or after) and all(block.text not in (_STOP, _LIST) for block in blocks[first:second]):
        return False
    return (before or inner[0]) and (after or inner[1])


def _meets(blocks: Sequence[_Block], place: int, part: _Block, text: str, side: int) -> bool:
    """Whether the sentence has a part beside a block: behind its end (-1), or before its beginning (1)."""
    if not 0 <= place < len(blocks) or not blocks[place].said or blocks[place].text in _IS:
        return False
    units = blocks[place].units
    joined = [*units[-_TAIL:], *part.units] if side < 0 else [*part.units, *units[:_TAIL]]
    return _joined(joined) in text
