"""The teacher's vectors of the English sides, computed once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertModel

from models.distil import pooled

__all__ = ["teacher_vectors"]

_SHARD = 8192
_BATCH = 32
_MAX_PIECES = 160


def teacher_vectors(teacher: Path, texts: Sequence[str], cache: Path) -> NDArray[np.float16]:
    """Unit vectors of English texts, shape ``(len(texts), 384)``.

    :param teacher: folder of the sentence-transformers model.
    :param cache: folder for shards; those already there are not computed again.
    """
    cache.mkdir(parents=True, exist_ok=True)
    model = BertModel.from_pretrained(str(teacher), add_pooling_layer=False)
    model.train(False)
    tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_PIECES)
    shards = []
    for start in range(0, len(texts), _SHARD):
        path = cache / f"{start:08d}.npy"
        if not path.exists():
            np.save(path, _shard(model, tokenizer, list(texts[start : start + _SHARD])))
        shards.append(np.load(path))
    return np.concatenate(shards)


def _shard(model: BertModel, tokenizer: Tokenizer, texts: list[str]) -> NDArray[np.float16]:
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    vectors = np.zeros((len(texts), model.config.hidden_size), dtype=np.float16)
    with torch.inference_mode():
        for at in range(0, len(order), _BATCH):
            rows = order[at : at + _BATCH]
            vectors[rows] = pooled(model, [ids[row] for row in rows]).numpy()
    return vectors
