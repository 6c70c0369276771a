"""Where the words and names of a query stand in a text.

Compiling one pattern of all of them costs more than a tenth of a search, and each query has others; so they are looked
for one by one, and what an alternation of them would match is taken: at each place the first of them in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

__all__ = ["Marks"]

_PLURALS = ("es", "s", "")
_BETWEEN = "\0"  # texts: part of no word

_Span = tuple[int, int]


class Marks:
    """Words and names, folded, the longest first."""

    def __init__(self, forms: Iterable[str]) -> None:
        pieces = {form: _piece(form) for form in forms}
        self._forms = sorted(pieces, key=lambda form: (-len(pieces[form]), pieces[form]))
        self._patterns = frozenset(form for form in self._forms if _is_pattern(form))

    def spans(self, texts: Sequence[str]) -> list[list[_Span]]:
        """Where they stand in each of some folded texts: half-open, in order, none overlapping another.

        The texts are gone through as one: most forms are in none of them.
        """
        joined = _BETWEEN.join(texts)
        found = sorted(
            (start, order, end)
            for order, form in enumerate(self._forms)
            if form in joined or form in self._patterns
            for start, end in _places(form, joined)
        )
        spans: list[list[_Span]] = [[] for _ in texts]
        begins = list(accumulate((len(text) + len(_BETWEEN) for text in texts), initial=0))
        number, last = 0, 0
        for start, _, end in found:  # of those that begin together the first in order
            while start >= begins[number + 1]:
                number += 1
            if start >= last and end < begins[number + 1]:
                spans[number].append((start - begins[number], end - begins[number]))
                last = end
        return spans


def _places(form: str, text: str) -> Iterator[_Span]:
    """All places where the pattern of a form matches, overlapping ones too."""
    if _is_pattern(form):
        found = _pattern(form).search(text)
        while found:
            yield found.span()
            found = _pattern(form).search(text, found.start() + 1)
        return
    whole_before, whole_after = _is_latin(form[0]), _is_latin(form[-1])
    place = text.find(form)
    while place >= 0:
        end = _whole_end(text, place + len(form)) if whole_after else place + len(form)
        if end and not (whole_before and place and _is_letter(text[place - 1])):
            yield place, end
        place = text.find(form, place + 1)


def _is_pattern(form: str) -> bool:
    """Whether a form is written in several ways: 2,000 and 2000."""
    return form[0].isdigit() or form[-1].isdigit()


def _whole_end(text: str, end: int) -> int:
    """Where a Latin word with its plural ends; 0 where it goes on."""
    for plural in _PLURALS:
        after = end + len(plural)
        if text.startswith(plural, end) and not _is_letter(text[after : after + 1]):
            return after
    return 0


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"


@lru_cache(maxsize=1024)
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(_piece(form))


@lru_cache(maxsize=4096)
def _piece(form: str) -> str:
    """The pattern of one word or name: Latin words and numbers whole (with their plural), 第20 also as 第 二十."""
    if form.startswith("第") and form[1:].isdigit():
        return rf"第\s*(?:{form[1:]}|{_chinese(int(form[1:]))})"
    escaped = ",?".join(form) if form.isdigit() else re.escape(form)
    if form[0].isascii() and form[0].isalnum():
        escaped = rf"(?<![a-z\d.,]){escaped}" if form[0].isdigit() else rf"(?<![a-z]){escaped}"
    if form[-1].isascii() and form[-1].isalnum():
        escaped += r"(?![\d,.]*\d)" if form[-1].isdigit() else r"(?:e?s)?(?![a-z])"
    return escaped


def _chinese(number: int) -> str:
    """1 to 99 in Chinese, as meetings are counted."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number % 100, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
