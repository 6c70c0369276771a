"""The thing that two sentences both name: the longest phrase that they share, if few passages have it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from answer.conflict_tools import sharing
from records import Passage

__all__ = ["Things", "pairs_between", "pairs_within"]

_PIECE, _LEAST, _LONG = 4, 5, 8
_MOST, _MOST_LONG = 12, 25  # passages that may have a phrase
_TRIM = re.compile(
    r"^[的在由于为对向从自把将使经以、，和与及该本其这]+|[的在由于为对向从自把将使经以、，和与及了已是]+$"
)
_MOST_SHARING = 60  # texts that share a piece: a phrase that more have brings none of them together
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EMPTY = re.compile(
    r"^(?:[\d年月日至第一二三四五六七八九十个项次届国家成员部长级高级官员会议秘书处机制方案计划组织基金报告期内截止底末上下半全各共有累计完成实施开展进行工作情况项目单位代表部门机构]+)$"
)


class Things:
    """Phrases that few passages have."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._having: dict[str, int] = defaultdict(int)
        for passage in passages:
            pieces = {passage.text[i : i + _PIECE] for i in range(len(passage.text) - _PIECE + 1)}
            for piece in pieces:
                self._having[piece] += 1

    def shared(self, a: str, b: str) -> str:
        """What both sentences name; "" for nothing of its own.

        Titles in quotation marks count whatever their length from three characters on.
        """
        titles = set(re.findall(r"[“《]([^”》]{3,30})[”》]", a)) & set(re.findall(r"[“《]([^”》]{3,30})[”》]", b))
        if titles:
            return str(max(sorted(titles), key=len))
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        for block in sorted(matcher.get_matching_blocks(), key=lambda m: -m.size):
            phrase: str = _TRIM.sub("", a[block.a : block.a + block.size].split("，")[0])
            if block.size < _LEAST:
                break
            if len(_HAN.findall(phrase)) >= _LEAST and not _EMPTY.match(phrase) and self._rare(phrase):
                return phrase
        return ""

    def _rare(self, phrase: str) -> bool:
        """Whether some piece of a phrase is in few passages; a short phrase must be rarer."""
        pieces = [phrase[i : i + _PIECE] for i in range(len(phrase) - _PIECE + 1)]
        most = _MOST if len(phrase) < _LONG else _MOST_LONG
        return min((self._having.get(piece, 0) for piece in pieces), default=0) <= most


def pairs_within(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of texts that share three characters in a row which few others have: each pair once, in order."""
    yield from sharing(range(len(texts)), [_pieces(text) for text in texts], _MOST_SHARING)


def pairs_between(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same of one text of the first list and one of the second."""
    count = len(first)
    for i, j in pairs_within([*first, *second]):
        if i < count <= j:
            yield i, j - count


def _pieces(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2) if _HAN.match(text[i])}
