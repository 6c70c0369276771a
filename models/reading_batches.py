"""Pairs as pieces, and batches of pairs of like lengths for the network of :mod:`models.comprehension`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoders.comprehension import closed_up
from models.comprehension import MOST_PIECES
from models.reading_pairs import Row

__all__ = ["Batch", "Pair", "batched", "encoded"]

_BEGIN, _PADDING, _END = 0, 1, 2
_FIRST = 90  # pieces of a claim or question that are read
_AT_ONCE = 20_000
_JITTER = 12  # pieces: lengths are taken to be so much longer at random, so that each pass has other batches


@dataclass(frozen=True, slots=True)
class Pair:
    """A row as the network reads it: ``<s> claim or question </s> passage </s>``.

    :ivar second: the place of the passage's first piece among ``ids``.
    :ivar offsets: where each piece of the passage stands in its text (characters), shape (pieces, 2).
    :ivar spans: places of the first and last piece of the answer among ``ids``, wherever the passage holds it.
    """

    row: Row
    ids: NDArray[np.int32]
    second: int
    offsets: NDArray[np.int32]
    spans: tuple[tuple[int, int], ...] = ()


def encoded(rows: Sequence[Row], tokenizer: Tokenizer) -> list[Pair]:
    """The rows in their order, without the questions whose answer is cut off."""
    found = []
    for start in range(0, len(rows), _AT_ONCE):
        some = [_as_read(row) for row in rows[start : start + _AT_ONCE]]
        firsts = tokenizer.encode_batch([row.first for row in some], add_special_tokens=False)
        texts = tokenizer.encode_batch([row.text for row in some], add_special_tokens=False)
        for row, first, text in zip(some, firsts, texts, strict=True):
            ids = [_BEGIN, *first.ids[:_FIRST], _END]
            room = MOST_PIECES - 1 - len(ids)
            offsets = text.offsets[:room]
            spans = tuple((len(ids) + a, len(ids) + b) for a, b in _spans(row, offsets))
            if row.answer is None or spans:
                whole = np.array([*ids, *text.ids[:room], _END], np.int32)
                found.append(Pair(row, whole, len(ids), np.array(offsets, np.int32).reshape(-1, 2), spans))
    return found


def _as_read(row: Row) -> Row:
    """Without the spaces that only the printing has: the program leaves them out too."""
    answer = None if row.answer is None else closed_up(row.answer)[0]
    return replace(row, first=closed_up(row.first)[0], text=closed_up(row.text)[0], answer=answer)


def _spans(row: Row, offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last piece (of the passage, from 0) wherever it holds the answer."""
    if row.answer is None:
        return
    at = row.text.find(row.answer)
    while at >= 0:
        end = at + len(row.answer)
        first = next((n for n, (_, stop) in enumerate(offsets) if stop > at), None)
        last = next((n for n in reversed(range(len(offsets))) if offsets[n][0] < end), None)
        if first is not None and last is not None and first <= last and offsets[-1][1] >= end:
            yield first, last
        at = row.text.find(row.answer, at + 1)


def batched(pairs: Sequence[Pair], pieces: int, most: int, rng: random.Random | None = None) -> list[list[Pair]]:
    """All pairs in batches of claims and batches of questions, of like lengths.

    :param pieces: of a batch at most, with what fills up the shorter pairs; one pair may have more.
    :param most: pairs of a batch.
    :param rng: draws the order; nothing: by length.
    """
    ordered = sorted(
        pairs, key=lambda pair: (pair.row.is_claim, len(pair.ids) + (rng.random() * _JITTER if rng else 0))
    )
    found: list[list[Pair]] = []
    widest = 0
    for pair in ordered:
        widest = max(widest, len(pair.ids))
        last = found[-1] if found else []
        if (
            not last
            or last[0].row.is_claim != pair.row.is_claim
            or len(last) >= most
            or (len(last) + 1) * widest > pieces
        ):
            found.append([pair])
            widest = len(pair.ids)
        else:
            last.append(pair)
    if rng:
        rng.shuffle(found)
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of one task as tensors of shape (pairs, most pieces).

    :ivar filled: true where a pair has a piece.
    """

    pairs: Sequence[Pair]
    ids: torch.Tensor
    kinds: torch.Tensor
    filled: torch.Tensor

    @classmethod
    def of(cls, pairs: Sequence[Pair], device: str) -> Batch:
        shape = (len(pairs), max(len(pair.ids) for pair in pairs))
        ids, kinds, filled = np.full(shape, _PADDING, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
        for number, pair in enumerate(pairs):
            ids[number, : len(pair.ids)] = pair.ids
            kinds[number, pair.second : len(pair.ids)] = 1
            filled[number, : len(pair.ids)] = True
        return cls(pairs, *(torch.from_numpy(each).to(device) for each in (ids, kinds, filled)))

    @property
    def is_claims(self) -> bool:
        return self.pairs[0].row.is_claim
