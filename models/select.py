"""Chooses, in a fixed order, the translation pairs that the transformer is distilled on."""

from __future__ import annotations

import gzip
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path

from models.data import Pair, read_glossary, read_pairs, read_rows

__all__ = ["HeldOut", "domain_scorer", "select_pairs", "translated_terms"]

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


def domain_scorer(institutional: Iterable[str], general: Iterable[str]) -> Callable[[str], float]:
    """How institutional a Chinese sentence sounds: mean log-odds of its bigrams (Moore & Lewis 2010, simplified).

    :param institutional: laws and work reports.
    :param general: sentences of all kinds.
    """
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for counter, texts in ((inside, institutional), (outside, general)):
        for text in texts:
            counter.update(_bigrams(text))
    scale = math.log((outside.total() + 1) / (inside.total() + 1))
    odds = {g: math.log((n + 1) / (outside[g] + 1)) + scale for g, n in inside.items() if n + outside[g] >= 5}

    def score(text: str) -> float:
        values = [min(max(odds.get(gram, -2.0), -3.0), 3.0) for gram in _bigrams(text)]
        return sum(values) / len(values) if values else -3.0

    return score


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


def _joined(pairs: list[Pair], sizes: tuple[int, ...], count: int, rng: random.Random) -> list[Pair]:
    """Runs of neighbouring pairs joined into longer texts, so that the student sees long inputs too."""
    joined = []
    for _ in range(count):
        size = rng.choice(sizes)
        start = rng.randrange(len(pairs) - size)
        part = pairs[start : start + size]
        joined.append(("".join(zh for zh, _ in part), " ".join(en for _, en in part)))
    return joined


def select_pairs(folder: Path, held_out: HeldOut, *, sentences: int, seed: int) -> list[Pair]:
    """The distillation pairs in training order: two thirds institutional sentences, one third of any kind,
    mixed with terms, official bitexts and joined neighbours.

    :param sentences: how many example sentences to take.
    :param held_out: what must not be trained on.
    """
    rng = random.Random(seed)
    pairs = read_pairs(folder)
    laws = (row["text"] for row in islice(read_rows(folder, "laws.jsonl.gz"), 60_000))
    reports = (row["text"] for row in read_rows(folder, "gwr_zh_history.jsonl.gz"))
    score = domain_scorer([*laws, *reports], [zh for zh, _ in pairs[::4]])
    ranked = sorted(range(len(pairs)), key=lambda i: (-score(pairs[i][0]), i))
    cut = len(ranked) // 4
    near, far = ranked[:cut], ranked[cut:]
    rng.shuffle(near)
    rng.shuffle(far)
    chosen = [pairs[i] for i in near[: sentences * 2 // 3] + far[: sentences - sentences * 2 // 3]]
    official = [(row["zh"], row["en"]) for row in read_rows(folder, "gwr_zh_en.jsonl.gz")]
    goals = [(row["zh"], row["en"]) for row in read_rows(folder, "sdg_zh_en.jsonl.gz")]
    tatoeba = [(row["zh"], row["en"].lstrip("\ufeff")) for row in read_rows(folder, "tatoeba_zh_en.jsonl.gz")]
    terms = translated_terms(folder)
    longer = _joined(official, (2, 3, 4), sentences // 60, rng) + _joined(chosen, (3, 4, 5), sentences // 60, rng)
    mixed = chosen + official + goals * 2 + longer
    mixed += rng.sample(tatoeba, min(len(tatoeba), sentences // 20))
    mixed += rng.sample(terms, min(len(terms), sentences // 4))
    mixed = [(zh, en) for zh, en in mixed if not held_out.quoted_in(zh)]
    rng.shuffle(mixed)
    return mixed
