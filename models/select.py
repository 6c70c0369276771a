"""What may be trained on: nothing that quotes a held-out text; and the terms with their translations."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from models.data import Pair, read_glossary, read_rows

__all__ = ["HeldOut", "translated_terms"]

_HAN_RUN = re.compile(r"[㐀-䶿一-鿿]+")
_SHARED_HAN = 13
"""A run of this many Han in common with a test text counts as contamination; common phrases are shorter."""


def _bigrams(text: str) -> Iterator[str]:
    for run in _HAN_RUN.findall(text):
        yield from map("".join, pairwise(run))


class HeldOut:
    """Texts that no training pair may quote: the test sets and the sample reports.

    :param texts: any Chinese texts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {gram for text in texts for gram in self._grams(text)}

    @staticmethod
    def _grams(text: str) -> Iterator[str]:
        han = "".join(_HAN_RUN.findall(text))
        return (han[i : i + _SHARED_HAN] for i in range(len(han) - _SHARED_HAN + 1))

    def quoted_in(self, text: str) -> bool:
        """Whether ``text`` shares a long run of Han with a held-out text."""
        return any(gram in self._runs for gram in self._grams(text))

    @classmethod
    def from_folders(cls, folders: Iterable[Path]) -> HeldOut:
        """All ``*.txt`` and ``*.jsonl.gz`` files of some folders."""
        texts = []
        for folder in folders:
            texts += [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
            for path in sorted(folder.glob("*.jsonl.gz")):
                with gzip.open(path, "rt", encoding="utf-8") as stream:
                    texts += list(stream)
        return cls(texts)


def translated_terms(folder: Path) -> list[Pair]:
    """Words and names with their English: dictionary, countries, the project's glossary."""
    terms: list[Pair] = []
    for row in read_rows(folder, "cedict.jsonl.gz"):
        glosses = [d for d in row["defs"] if not d.startswith(("surname", "variant of", "old variant", "see "))]
        if glosses and 2 <= len(row["zh"]) <= 8:
            terms.append((row["zh"], "; ".join(glosses[:2])))
    terms += [(row["zh"], row["en"]) for row in read_rows(folder, "countries.jsonl.gz")]
    terms += [(zh, en) for zhs, ens, _ in read_glossary() for zh in zhs for en in ens]
    return terms
