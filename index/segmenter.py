"""Chinese words, as jieba cuts them with its dictionary alone (no guessing of unknown words).

The library (rjieba) cuts everything but the first words of a process: its dictionary takes a tenth of a second to load,
for which whoever asks one question on the command line would wait. Until then the same dictionary is looked up in a
mapped file, and the likeliest cut is worked out here, the same to the last word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from index.pieces import Pieces, write_pieces

__all__ = ["cut_from_file", "share_of_words", "words_of", "write_dictionary"]

_FILE = Path(__file__).with_name("dictionary.bin")
_SURE = "\u4e00", "\u9fff"  # from, to: characters that the library takes for Han without a doubt
_LONGEST = 64  # characters of a run
_FIRST = 500  # characters that are cut here before the library is loaded


class _Segmenter:
    def __init__(self) -> None:
        self._left = _FIRST
        self._library: Callable[[str, bool], list[str]] | None = None

    def words(self, run: str) -> Sequence[str]:
        if self._library is None:
            self._left -= len(run)
            if self._left >= 0 and len(run) <= _LONGEST and _SURE[0] <= min(run) and max(run) <= _SURE[1]:
                return cut_from_file(run)
            from rjieba import cut

            self._library = cut
        return self._library(run, False)


words_of = _Segmenter().words
"""The words of a run of Han."""


def cut_from_file(run: str) -> list[str]:
    """The words of a run of Han by the dictionary in the file.

    Of all ways to cut it the one whose words are the likeliest together, each by its share of all words (jieba's way);
    a character that is no word counts as one that was seen once.
    """
    dictionary, total = _dictionary()
    count = len(run)
    best, lengths = [0.0] * (count + 1), [1] * count
    for start, found in zip(range(count - 1, -1, -1), reversed(dictionary.found(run)), strict=True):
        best[start] = best[start + 1] - total
        for length, score, _ in found:
            likely = score - total + best[start + length]
            if length == 1 or likely >= best[start]:
                best[start], lengths[start] = likely, length
    words, start = [], 0
    while start < count:
        words.append(run[start : start + lengths[start]])
        start += lengths[start]
    return words


def share_of_words(word: str) -> float:
    """Which share of all words a word is, by the dictionary; 0 where it does not have it."""
    if not word or len(word) > _LONGEST:
        return 0.0
    dictionary, total = _dictionary()
    found = dictionary.found(word)[0]
    return next((math.exp(score - total) for length, score, _ in found if length == len(word)), 0.0)


def write_dictionary(path: Path = _FILE) -> None:
    """Write the dictionary of the package jieba, which rjieba has built in, as a file to look words up in."""
    lines = (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines()
    known = {word: int(count) for word, count, *_ in map(str.split, lines)}
    total = sum(known.values())
    shares = ((word, math.log(count)) for word, count in known.items())
    write_pieces(path, shares, (total >> 16, total & 0xFFFF, 0))


@lru_cache(maxsize=1)
def _dictionary() -> tuple[Pieces, float]:
    """With the logarithm of how often all words were seen."""
    pieces = Pieces(_FILE)
    high, low, _ = pieces.marks
    return pieces, math.log((high << 16) + low)


if __name__ == "__main__":
    write_dictionary()
