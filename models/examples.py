"""Texts for teaching a student: queries and passages of many kinds and lengths, as pieces."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.asked import read_asked
from models.centre import PROMPTS
from models.data import Pair, read_pairs, read_rows
from models.select import HeldOut

__all__ = ["Examples", "example_texts"]

_LONG = 40  # characters: what a passage has at least
_LENGTHS = (60, 110, 110, 200)  # characters of passages; most windows of the index have about 110
_ASKED = (12, 20, 30)  # and of passages' parts that stand for queries
_QUERY, _PASSAGE = 0, 1
_MIN_CHARACTERS = 4
_FEWEST = 8  # texts of a batch
_EVEN = 8  # pieces

Text = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts as pieces, one after the other.

    ``pieces`` of all; ``lengths`` and ``roles`` (0 query, 1 passage) of each.
    """

    pieces: NDArray[np.int32]
    lengths: NDArray[np.int64]
    roles: NDArray[np.int8]

    @classmethod
    def build(cls, texts: Sequence[Text], tokenizer: Tokenizer, most: int) -> Examples:
        """Encode texts with the prompt of their role; at most ``most`` pieces of each."""
        tokenizer.enable_truncation(most)
        encodings = tokenizer.encode_batch_fast([PROMPTS[role] + text for role, text in texts])
        tokenizer.no_truncation()
        return cls(
            np.concatenate([np.array(encoding.ids, np.int32) for encoding in encodings]),
            np.array([len(encoding.ids) for encoding in encodings]),
            np.array([role for role, _ in texts], np.int8),
        )

    def evened(self) -> Examples:
        """Long texts cut to multiples of some pieces: a device is quick where it sees few different lengths.

        The last piece, which marks the end, stays the last one.
        """
        lengths = np.where(self.lengths > 2 * _EVEN, self.lengths // _EVEN * _EVEN, self.lengths)
        starts = np.cumsum(self.lengths) - self.lengths
        inside = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        pieces = self.pieces[np.repeat(starts, lengths) + inside]
        pieces[np.cumsum(lengths) - 1] = self.pieces[np.cumsum(self.lengths) - 1]
        return Examples(pieces, lengths, self.roles)

    def some(self, roles: Sequence[int], shortest: int) -> Examples:
        """Those of some roles with so many pieces at least."""
        chosen = np.isin(self.roles, roles) & (self.lengths >= shortest)
        return Examples(self.pieces[np.repeat(chosen, self.lengths)], self.lengths[chosen], self.roles[chosen])

    def batches(self, pieces: int, seed: int) -> Iterator[tuple[NDArray[np.int64], int]]:
        """Without end: ids of texts of one length and role, shape (texts, length), about ``pieces`` of them; role."""
        rng = np.random.default_rng(seed)
        starts = np.cumsum(self.lengths) - self.lengths
        kinds = self.lengths * 2 + self.roles
        groups = [(np.flatnonzero(kinds == kind), int(kind) // 2, int(kind) % 2) for kind in np.unique(kinds)]
        while True:
            batches = []
            for rows, length, role in groups:
                rng.shuffle(rows)
                size = max(_FEWEST, pieces // length)
                cut = (rows[first : first + size] for first in range(0, len(rows), size))
                batches += [(some, length, role) for some in cut if len(some) >= min(_FEWEST, len(rows))]
            for place in rng.permutation(len(batches)):
                rows, length, role = batches[place]
                yield self.pieces[starts[rows][:, None] + np.arange(length)].astype(np.int64), role


def example_texts(folder: Path, held_out: HeldOut, seed: int, times: float = 1.0) -> list[Text]:
    """Some 330,000 texts with their roles, in random order.

    :param held_out: texts that none of them may quote.
    :param times: as many laws and example sentences; all of them at 2.3.
    """
    rng = random.Random(seed)
    pairs = read_pairs(folder)
    rng.shuffle(pairs)
    laws = [(row["title"], row["text"]) for row in read_rows(folder, "laws.jsonl.gz") if len(row["text"]) >= _LONG]
    rng.shuffle(laws)
    read = int(60_000 * times)
    texts = [*_passages(folder, laws[:read], rng), *_sentences(folder, pairs[: int(260_000 * times)], rng)]
    texts += [(_QUERY, _part(text, rng.choice(_ASKED), rng)) for _, text in laws[read : read * 3 // 2]]
    for asked in read_asked():
        texts += [(_PASSAGE, asked.passage), *((_QUERY, query) for query in asked.queries)]
    texts = [text for text in texts if len(text[1]) >= _MIN_CHARACTERS and not held_out.quoted_in(text[1])]
    rng.shuffle(texts)
    return texts


def _passages(folder: Path, laws: Sequence[Pair], rng: random.Random) -> Iterator[Text]:
    """Articles of laws, half of them under their title; paragraphs of work reports, abstracts, encyclopedia."""
    for title, text in laws:
        part = _part(text, rng.choice(_LENGTHS), rng)
        yield _PASSAGE, f"{title} {part}" if title and rng.random() < 0.5 else part
    reports = [row["text"] for row in read_rows(folder, "gwr_zh_history.jsonl.gz") if len(row["text"]) >= _LONG]
    abstracts = [row.get("abst") or row["content"] for row in read_rows(folder, "fewclue_csl.jsonl.gz")]
    answers = {row["p"]: None for file in _ASKING for row in read_rows(folder, file)}
    for text in (*reports * 4, *abstracts, *[*answers] * 3):
        yield _PASSAGE, _part(text, rng.choice(_LENGTHS), rng)


_JOINED = (0.46, 0.54)  # of example sentences: up to here Chinese ones, then English ones are joined
_ASKING = ("drcd_test.jsonl.gz", "cmrc_trial.jsonl.gz")


def _sentences(folder: Path, pairs: Sequence[Pair], rng: random.Random) -> Iterator[Text]:
    """Example sentences of both languages, joined to passages and alone; translated reports; questions."""
    chinese, english = (int(len(pairs) * part) for part in _JOINED)
    for start in range(0, chinese, 4):
        yield _PASSAGE, _part("".join(zh for zh, _ in pairs[start : start + 4]), rng.choice((60, 110, 150)), rng)
    for start in range(chinese, english, 3):
        yield _PASSAGE, " ".join(en for _, en in pairs[start : start + 3])[:400]
    for zh, en in pairs[english:]:
        yield rng.choice((_QUERY, _QUERY, _PASSAGE)), rng.choice((zh, zh, en))
    for file in ("gwr_zh_en.jsonl.gz", "sdg_zh_en.jsonl.gz"):
        for row in [*read_rows(folder, file)] * 2:
            yield rng.choice((_QUERY, _PASSAGE)), row["zh"]
            yield rng.choice((_QUERY, _PASSAGE)), row["en"]
    for file in _ASKING:
        for row in [*read_rows(folder, file)] * 3:
            yield _QUERY, row["q"]


def _part(text: str, length: int, rng: random.Random) -> str:
    """So many characters from somewhere in a text."""
    start = 0 if len(text) <= length else rng.randrange(max(1, len(text) - length // 2))
    return text[start : start + length]
