"""One sum of money for two numbers of things: 新批技术援助9项，合计860万美元 and 新批准的七项技术援助共计860万美元."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.conflict_related import Matters
from answer.conflict_tools import PROSE, exact, sentences, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["sametotal_conflicts"]

_COUNT = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{2,4})(?:共|为|达)?(?P<m>\d{1,3}|[一二两三四五六七八九十]{1,4})\s?[项个笔份期](?=[，。；、（(]|$)|"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,4})\s?[项个笔份期](?P<after>[\u4e00-\u9fff]{2,4})"
)
_CURRENCY = re.compile(r"[A-Z]{3}")
_PART = re.compile(r"其中|第$|另")
_LEAST_DIGITS, _SCORE = 3, 0.56


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    shown: str
    noun: str
    number: int


def sametotal_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences that tell one sum, and before it two numbers of one kind of thing."""
    told: dict[tuple[str, float], list[_Told]] = defaultdict(list)
    for passage in passages:
        for start, end in sentences(passage) if passage.form in PROSE else ():
            for amount in passage.amounts:
                if not start <= amount.at[0] < end or not _CURRENCY.fullmatch(amount.unit):
                    continue
                if isinstance(amount.value, tuple) or not exact(passage.text, amount):
                    continue
                if len(re.sub(r"\D", "", amount.text).strip("0")) < _LEAST_DIGITS - 1:
                    continue
                one = _count(passage, passage.text[start:end], passage.text[start : amount.at[0]], amount.text)
                if one is not None:
                    told[amount.unit, float(amount.value)].append(one)
    for same in told.values():
        for a, b in combinations(same, 2):
            differ = a.passage.id != b.passage.id and a.number != b.number and a.noun == b.noun
            if differ and matters.related(a.passage.document, b.passage.document, surely=True):
                text = f"金额相同而数目不同：一处为“{a.shown}”，另一处为“{b.shown}”"
                first, second = (side(x.passage, x.sentence, x.shown) for x in (a, b))
                yield Conflict("count", first, second, text, _SCORE)


def _count(passage: Passage, sentence: str, lead: str, money: str) -> _Told | None:
    """The last number of things before a sum."""
    found = [m for m in _COUNT.finditer(lead) if not _PART.search(lead[max(0, m.start() - 3) : m.start()])]
    if not found:
        return None
    last = found[-1]
    number, noun = parse_number(last["m"] or last["n"]), last["before"] or last["after"]
    return _Told(
        passage, sentence, f"{last.group()}…{money}", noun[-2:] if last["before"] else noun[:4][-2:], int(number or 0)
    )
