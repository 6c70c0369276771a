"""The number of a thing in its series (第21次会议, 第二十次…, the 18th conference), compared within one series."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.amounts.units import words
from ingest.numerals import parse_number

__all__ = ["Ordinal", "ordinals_in", "ranks_in", "rival_ordinals", "without_ordinals"]

_CHINESE = re.compile(
    r"第\s*(\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[次届期号轮批](?!方)\s*([A-Za-z0-9]{2,10}\s*)?([\u4e00-\u9fff]{0,8})"
)
_ENGLISH_WORDS = {
    word: number
    for number, word in enumerate(
        words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
}
_ENGLISH = re.compile(rf"\b(?:(\d{{1,3}})(?:st|nd|rd|th)|({'|'.join(_ENGLISH_WORDS)}))\b", re.IGNORECASE)
_LETTERED = re.compile(r"(?<![A-Za-z0-9])([A-Z])\s?([类级组款])")  # A类承诺, B级
_RANK = re.compile(
    r"(?:居|列|排名?|排在)[^，。；\d]{0,8}?第\s?(\d{1,3}|[一二三四五六七八九十]{1,3})(?![\d一二三四五六七八九十次届期个])"
)
_LEAST_SHARED = 2  # characters of the noun that two names of one series share


@dataclass(frozen=True, slots=True)
class Ordinal:
    """``noun`` is what stands after it, "" where nothing Chinese does; ``text`` the number with its measure word."""

    number: float
    noun: str
    text: str


@lru_cache(maxsize=20_000)
def ordinals_in(text: str) -> tuple[Ordinal, ...]:
    """The ordinals of a text, in order."""
    found = []
    for match in _CHINESE.finditer(text):
        value = parse_number(match[1])
        if value is not None:
            found.append(
                Ordinal(float(value), match[3], "".join(match.group()[: match.end(1) + 1 - match.start()].split()))
            )
    for match in _ENGLISH.finditer(text):
        value = int(match[1]) if match[1] else _ENGLISH_WORDS[match[2].lower()]
        found.append(Ordinal(float(value), "", match.group()))
    for match in _LETTERED.finditer(text):
        found.append(Ordinal(float(ord(match[1])), f"{match[2]}类", match.group()))
    return tuple(found)


def rival_ordinals(claim: str, source: str) -> list[tuple[Ordinal, tuple[Ordinal, ...]]]:
    """Each ordinal of a claim with those that stand in its place in a source: of the same series, another number."""
    theirs = ordinals_in(source)
    found = []
    for own in ordinals_in(claim):
        series = [other for other in theirs if _one_series(own, other, len(theirs))]
        if series and all(other.number != own.number for other in series):
            found.append((own, tuple(series)))
    return found


def ranks_in(text: str) -> list[str]:
    """The places in an order that a text gives, as printed: 四 of 居全国第四."""
    return _RANK.findall(text)


def without_ordinals(text: str) -> str:
    """A text without 第N次, 第N届 …: the name of the series."""
    return re.sub(r"第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[次届期号轮批]\s*", "", text)


def _one_series(a: Ordinal, b: Ordinal, among: int) -> bool:
    """Whether two ordinals count the same kind of thing; one without a noun is compared with the only one there is."""
    if not a.noun or not b.noun:
        return among == 1
    return any(a.noun[i : i + _LEAST_SHARED] in b.noun for i in range(min(len(a.noun) - 1, 4)))
