"""The texts of several passages folded at once, each character looked up in a table instead of by Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

import numpy as np

from index.tokens import fold

__all__ = ["fold_all"]

_PLANE = 0x10000  # characters beyond are rare, and folded one by one
_UNKNOWN, _BETWEEN, _CHARACTER = np.uint32(0xFFFFFFFF), np.uint32(1 << 31), np.uint32((1 << 31) - 1)
# What each character becomes, and a bit more where that stands between words; filled as characters are met.
_FOLDED = np.full(_PLANE, _UNKNOWN, dtype=np.uint32)
_BETWEEN_WORDS = re.compile(r"\W+")
_CODING, _HALVES = "utf-32-le", "surrogatepass"  # as they come: halves of a pair alone too


def fold_all(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Of each text what :func:`index.tokens.fold` makes of it, and that without what stands between words."""
    codes = np.frombuffer("".join(texts).encode(_CODING, _HALVES), dtype="<u4")
    try:
        folded = _FOLDED.take(codes)
    except IndexError:
        return [(one, _BETWEEN_WORDS.sub("", one)) for one in map(fold, texts)]
    if len(folded) and folded.max() == _UNKNOWN:
        _learn({*codes[folded == _UNKNOWN].tolist()})
        folded = _FOLDED.take(codes)
    (inside,) = (folded < _BETWEEN).nonzero()
    folded &= _CHARACTER
    whole, words = (held.tobytes().decode(_CODING, _HALVES) for held in (folded, folded.take(inside)))
    ends = list(accumulate(map(len, texts), initial=0))
    cuts = inside.searchsorted(ends).tolist()
    return [(whole[a:b], words[c:d]) for (a, b), (c, d) in zip(pairwise(ends), pairwise(cuts), strict=True)]


def _learn(codes: Iterable[int]) -> None:
    chars = "".join(map(chr, codes))
    for char, folded in zip(chars, fold(chars), strict=True):
        in_words = folded.isalnum() or folded == "_"  # what \w is
        _FOLDED[ord(char)] = ord(folded) if in_words else ord(folded) | _BETWEEN
