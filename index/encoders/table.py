"""Static embeddings: the mean of one vector a piece, with numpy alone. The ``fast`` model is nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder import Progress, Role
from index.encoders.folder import ModelFolder

__all__ = ["Table", "TableEncoder", "read_tokenizer"]

_BATCH = 1024
_TENSOR = "embedding.weight"  # the key that sentence-transformers' StaticEmbedding expects


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in a file; ``Tokenizer.from_file`` gives the same and takes almost twice as long."""
    return Tokenizer.from_str(path.read_text(encoding="utf-8"))


class Table:
    """A safetensors table of float16 rows, memory-mapped, so that a query reads only the rows of its pieces.

    The format is a little-endian header length, a JSON header and the raw tensors.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            entry = json.loads(stream.read(length))[_TENSOR]
        offset = 8 + length + entry["data_offsets"][0]
        # as a plain array: the class of mapped ones makes each access slower
        self._rows = np.asarray(np.memmap(path, dtype=np.float16, mode="r", offset=offset, shape=tuple(entry["shape"])))

    @property
    def dimensions(self) -> int:
        return int(self._rows.shape[1])

    def mean(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """The mean of some rows, scaled to unit length; zero if there is none to speak of."""
        # converted as a whole: a sum that converts number by number takes twice as long
        total: NDArray[np.float32] = self._rows.take(ids, axis=0).astype(np.float32).sum(axis=0)
        length = float(np.linalg.norm(total))
        return total / length if length > 0 else total


class TableEncoder:
    """No context, no word order, thousands of passages a second.

    :param folder: a model folder of kind ``static``.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        self._tokenizer = read_tokenizer(folder.tokenizer_path)
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
            batch = list(texts[start : start + _BATCH])
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                vectors[row] = self._table.mean(encoding.ids[: self._folder.max_pieces])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors
