"""Everyday English words and what stands for them in Chinese reports: a table that can be read and mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

__all__ = ["english_words"]

_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_LONGEST = 4  # words of a phrase
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("d", ""))


def english_words(text: str) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """The words and phrases of the table in an English text, each with its Chinese forms, and the text without them."""
    words, found, rest, start = _WORD.findall(text.lower()), [], [], 0
    while start < len(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            forms = _forms(words[start : start + length])
            if forms:
                found.append((" ".join(words[start : start + length]), forms))
                start += length
                break
        else:
            rest.append(words[start])
            start += 1
    return found, " ".join(rest)


def _forms(words: Sequence[str]) -> tuple[str, ...]:
    return next((forms for phrase in _spellings(" ".join(words)) if (forms := _table().get(phrase))), ())


def _spellings(phrase: str) -> Iterator[str]:
    yield phrase
    for ending, instead in _ENDINGS:
        if phrase.endswith(ending) and len(phrase) > len(ending) + 2:
            yield phrase.removesuffix(ending) + instead


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    lines = (files("answer") / "data" / "english.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return {english: tuple(chinese.split()) for english, chinese in pairs}
