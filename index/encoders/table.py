"""The ``fast`` encoder: the mean of one vector a piece, with numpy alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder import Progress, Role
from index.encoders.folder import ModelFolder

__all__ = ["TableEncoder"]

_BATCH = 1024
_TABLE = "embedding.weight"  # the key that sentence-transformers' StaticEmbedding expects


def _map_table(path: Path) -> NDArray[np.float16]:
    """The table of a safetensors file, memory-mapped, so that a query reads only the rows of its pieces.

    The format is a little-endian header length, a JSON header and the raw tensors.
    """
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        entry = json.loads(stream.read(length))[_TABLE]
    shape = tuple(entry["shape"])
    return np.memmap(path, dtype=np.float16, mode="r", offset=8 + length + entry["data_offsets"][0], shape=shape)


class TableEncoder:
    """Static embeddings: no context, no word order, thousands of passages a second.

    :param folder: a model folder of kind ``static``.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        self._tokenizer = Tokenizer.from_file(str(folder.tokenizer_path))
        self._table = _map_table(folder.weights_path)

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
            self._encode_batch(batch, vectors[start : start + len(batch)])
            if progress is not None:
                progress(start + len(batch), len(texts))
        return vectors

    def _encode_batch(self, texts: list[str], out: NDArray[np.float32]) -> None:
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        for row, encoding in enumerate(encodings):
            ids = encoding.ids[: self._folder.max_pieces]
            if ids:
                total = self._table[ids].sum(axis=0, dtype=np.float32)
                length = np.linalg.norm(total)
                # Text without a known piece has the zero vector, as an empty one: it is near to nothing.
                if length > 0:
                    out[row] = total / length
