"""Texts of different lengths in one tensor, and their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from models.centre import PROMPTS
from models.network import MOST_PIECES, Network

__all__ = ["Padded"]

_AT_ONCE = 256  # texts
_WIDTHS = 8  # pieces: widths are multiples, so that a device sees few different ones


@dataclass(frozen=True, slots=True)
class Padded:
    """Texts as pieces.

    :ivar ids: shape (texts, most pieces); ``lengths``: shape (texts,), in pieces.
    """

    ids: torch.Tensor
    lengths: torch.Tensor

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]], device: str = "cpu") -> Padded:
        """Texts that are pieces already."""
        lengths = np.array([len(row) for row in rows])
        ids = np.zeros((len(rows), _wide(int(lengths.max(initial=1)))), np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
        return cls(torch.from_numpy(ids).to(device), torch.from_numpy(lengths).to(device))

    @classmethod
    def encoded(cls, texts: Sequence[str], tokenizer: Tokenizer, role: int, device: str = "cpu") -> Padded:
        """Texts with the prompt of their role (0 query, 1 passage), cut after the pieces that a network reads."""
        encodings = tokenizer.encode_batch_fast([PROMPTS[role] + text for text in texts])
        return cls.of([encoding.ids[:MOST_PIECES] for encoding in encodings], device)

    def __len__(self) -> int:
        return len(self.lengths)

    def some(self, rows: torch.Tensor) -> Padded:
        """The texts with these numbers, as wide as the longest of them."""
        lengths = self.lengths[rows]
        return Padded(self.ids[rows, : _wide(int(lengths.max()))], lengths)

    def vectors(self, network: Network, role: int, rows: torch.Tensor, dropped: float = 0.0) -> torch.Tensor:
        """Unit vectors of the texts with these numbers, shape (rows, hidden); they are read in order of length.

        :param dropped: the share of pieces that are left out at random.
        """
        order = self.lengths[rows].argsort(stable=True)
        found = []
        for part in torch.split(order, _AT_ONCE):
            texts = self.some(rows[part])
            with torch.autocast(texts.ids.device.type, torch.bfloat16, enabled=texts.ids.device.type != "cpu"):
                found.append(network.vectors(texts.ids, texts.lengths, role, dropped).float())
        return torch.cat(found)[order.argsort()]


def _wide(length: int) -> int:
    return -(-length // _WIDTHS) * _WIDTHS
