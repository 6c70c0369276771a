"""Static embeddings: the mean of one vector a piece, with numpy alone. The ``fast`` model is nothing else."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Progress, Role
from index.encoders.folder import ModelFolder
from index.encoders.tokenizer import TextPieces

__all__ = ["Table", "TableEncoder"]

_BATCH = 1024
_TENSOR = "embedding.weight"  # the key that sentence-transformers' StaticEmbedding expects
# Of a float16 in the bits of a float32: 13 more bits of fraction, an exponent that counts from 127 instead of 15.
_MORE_FRACTION, _SIGN_AND_VALUE, _EXPONENTS = 13, np.int32(-0x70000001), np.float32(2.0**112)


class Table:
    """A safetensors table of float16 rows, memory-mapped, so that a query reads only the rows of its pieces.

    The format is a little-endian header length, a JSON header and the raw tensors.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            entry = json.loads(stream.read(length))[_TENSOR]
        offset = 8 + length + entry["data_offsets"][0]
        shape = tuple(entry["shape"])
        # as a plain array: the class of mapped ones makes each access slower
        self._rows = np.asarray(np.memmap(path, dtype=np.int16, mode="r", offset=offset, shape=shape))

    @property
    def dimensions(self) -> int:
        return int(self._rows.shape[1])

    def mean(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The mean of some rows, scaled to unit length; zero if there is none to speak of."""
        # float16 to float32 by hand, in whole registers: where numpy converts number by number it takes thrice as long
        bits = self._rows.take(ids, axis=0).astype(np.int32)
        bits <<= _MORE_FRACTION
        bits &= _SIGN_AND_VALUE
        total: NDArray[np.float32] = bits.view(np.float32).sum(axis=0) * _EXPONENTS
        length = math.sqrt(total.dot(total))
        return total / length if length > 0 else total


class TableEncoder:
    """No context, no word order, thousands of passages a second.

    :param folder: a model folder of kind ``static``.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        self._pieces = TextPieces(folder.tokenizer_path)
        self._table = Table(folder.weights_path)

    @property
    def id(self) -> str:
        return self._folder.id

    @property
    def dimensions(self) -> int:
        return self._folder.dimensions

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """See :class:`index.encoder.Encoder`; ``role`` makes no difference."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            for row, pieces in enumerate(self._pieces.of_all(batch), start):
                vectors[row] = self._table.mean(pieces[: self._folder.max_pieces])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors
