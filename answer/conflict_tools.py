"""What the rules of single kinds of conflict share: sentences, printed precision, the items of a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from answer.compare import Hedge, hedge_of
from answer.records import ConflictSide
from ingest.numerals import fold, parse_number
from ingest.sentences import split_sentences
from records import Amount, Passage

__all__ = [
    "A_YEAR",
    "FORMERLY",
    "PROSE",
    "TELLING",
    "Items",
    "candidates",
    "clause_span",
    "exact",
    "items_of",
    "items_open",
    "of_two_sessions",
    "printed_range",
    "sentence_around",
    "sentences",
    "sharing",
    "side",
    "tables_of",
]

PROSE = ("paragraph", "bullet")
TELLING = (*PROSE, "footnote")

_T = TypeVar("_T")

_PIECE, _MOST_SHARING = 4, 60
_DECIMALS = re.compile(r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d[\d,]*)(?:\.(\d+))?")
_SESSION = re.compile(
    r"(?:第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?[次届轮]|首[届轮次])(?=[^，。；]{0,12}?(?:会议|论坛|大会|峰会|对话|高官会|部长会))"
)
_MARK = re.compile(
    r"[（(](?:[ivx]{1,4}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①②③④⑤⑥⑦⑧⑨⑩]"
    r"|(?<![\dA-Za-z.])\d{1,2}[)）]"
)
_FIRST = re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九十]{1,2})是")
_LAST = re.compile(r"(?<=[\u4e00-\u9fffA-Za-z）》”)])\s?(?:以及|和|及|与|并)\s?(?=[\u4e00-\u9fffA-Za-z《“])")
A_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?度?")  # a row of that name has many figures, and is of none
FORMERLY = re.compile(r"原(?:有|来|先|设|列|定|含|为)|最初|起初|曾")  # before it was changed
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_TITLES = re.compile(r"(?:[《“][^》”]*[》”][、，,；和及与以\s]*)+")
_OPEN = re.compile(r"等|包括但不限|之一|及其他|和其他|以及其他|such as|其中|例如|比如|如[：:]?|主要|…|\.\.\.")


def candidates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share a piece of four characters which few others have, in order."""
    pieces = [{text[i : i + _PIECE] for i in range(len(text) - _PIECE + 1)} for text in texts]
    yield from sharing(range(len(texts)), pieces, _MOST_SHARING)


def sharing(
    items: Sequence[_T], keys: Sequence[Collection[Hashable]], most: int, *, least: int = 1
) -> Iterator[tuple[_T, _T]]:
    """Pairs of items that share keys which few have, in order.

    :param keys: those of each item.
    :param most: a key that more items have brings none of them together.
    :param least: how many keys a pair must share.
    """
    having: dict[Hashable, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in own:
            having[key].append(index)
    shared = Counter(pair for same in having.values() if len(same) <= most for pair in combinations(same, 2))
    for (i, j), count in sorted(shared.items()):
        if count >= least:
            yield items[i], items[j]


def sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a passage."""
    yield from split_sentences(passage.text)


def sentence_around(text: str, position: int) -> str:
    """The sentence in which a position lies."""
    for start, end in split_sentences(text):
        if start <= position < end:
            return text[start:end]
    return text


def clause_span(text: str, start: int, end: int, stops: str = "。；，") -> tuple[int, int]:
    """From after the last mark before ``start``, else the beginning, to the first mark after ``end``, else the end."""
    left = max(text.rfind(mark, 0, start) for mark in stops) + 1
    right = min((at for at in (text.find(mark, end) for mark in stops) if at >= 0), default=len(text))
    return left, right


def of_two_sessions(a: str, b: str) -> bool:
    """Whether two texts speak of two meetings in a series: 首届会议, 第十届会议."""
    first, second = ({parse_number(m["n"] or "一") for m in _SESSION.finditer(text)} for text in (a, b))
    return bool(first and second) and first.isdisjoint(second)


def tables_of(passages: Sequence[Passage]) -> Iterator[tuple[Passage, list[Passage], list[Passage]]]:
    """Each table with its rows and its notes."""
    under: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.form in ("row", "note") and passage.parent:
            under[passage.parent].append(passage)
    for table in passages:
        if table.form == "table":
            below = under.get(table.id, [])
            yield table, [p for p in below if p.form == "row"], [p for p in below if p.form == "note"]


def side(passage: Passage, text: str, value: str) -> ConflictSide:
    return ConflictSide(passage.id, text.strip(), value.strip())


def exact(text: str, amount: Amount) -> bool:
    """Whether an amount is one number that nothing takes back (约, 近, 超过)."""
    return not isinstance(amount.value, tuple) and hedge_of(text, amount) is Hedge.NONE


def printed_range(value: float, printed: str) -> tuple[float, float]:
    """The least and the greatest number that are printed so: 9.35 and 9.45 for 9.4, 27.5 and 28.5万 for 二十八万."""
    printed = fold(printed)
    match = _DECIMALS.search(printed)
    if match is None:
        decimals = re.search(r"点([零〇一二三四五六七八九]+)", printed)
        scale = next((size for word, size in (("亿", 1e8), ("万", 1e4)) if word in printed), 1.0)
        half = scale * 10.0 ** -len(decimals[1] if decimals else "") / 2
        return value - half, value + half
    figure = float(re.sub(r"[, ]", "", match.group()))
    scale = abs(value) / figure if figure else 1.0
    half = scale * 10.0 ** -len(match[1] or "") / 2
    return value - half, value + half


class Items:
    """How many items a list may have: what 和 joins inside the last one may be one or two."""

    def __init__(self, pieces: list[str], least: int, most: int) -> None:
        self.pieces, self.least, self.most = pieces, least, most

    def allows(self, count: int) -> bool:
        return self.least <= count <= self.most


def items_of(text: str) -> Items | None:
    """The items of a closed list; ``None`` where it is none or says itself that there are more (等, 其中).

    Marks like (i) or 一是 count where they are there, else the marks between the items.
    """
    marks = _MARK.findall(text)
    if len(marks) > 1:
        return Items([piece for piece in _MARK.split(text) if piece.strip()], len(marks), len(marks))
    firsts = _FIRST.findall(text)
    if len(firsts) > 1:
        return Items([piece for piece in _FIRST.split(text)[2::2] if piece.strip()], len(firsts), len(firsts))
    if items_open(text):
        return None
    if _TITLES.fullmatch(bare := _IN_BRACKETS.sub("", text).strip()):
        titles = re.findall(r"《[^》]*》|“[^”]*”", bare)
        return Items(titles, len(titles), len(titles)) if len(titles) > 1 else None
    flat = _flat(bare)
    mark = "；" if "；" in flat or ";" in flat else "、"
    pieces = [piece for piece in re.split("[；;]" if mark == "；" else "、", flat) if piece.strip("\0 ，,")]
    joined = len(_LAST.findall(pieces[-1])) if pieces else 0
    if len(pieces) < 2:
        return None
    return Items([piece.strip() for piece in pieces], len(pieces), len(pieces) + joined)


def items_open(text: str) -> bool:
    """Whether a list says itself that there is more (等, 其中)."""
    return _OPEN.search(text) is not None


def _flat(text: str) -> str:
    """The text with what stands in brackets, quotes and titles blanked out, so that no mark in it counts."""
    for pattern in (r"《[^《》]*》", r"“[^“”]*”", r"[（(][^（()）]*[)）]"):
        text = re.sub(pattern, lambda match: "名" * 2 + "\0" * (len(match.group()) - 2), text)
    return text
