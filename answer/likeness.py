"""How near a word comes to what a text says, where the two share no word: by the static table of the models."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from answer.keys import words_of
from errors import ModelError
from index.encoders.factory import BUILT_IN
from index.encoders.folder import ModelFolder
from index.encoders.table import Table

__all__ = ["likeness"]

# Cosines of the table. Words of one meaning have .28 and more (冲击 and 影响, 监测仪 and monitor), words of one field
# up to .2 (失业率 and 增长率). Looked at on some eighty pairs of words; no label was used.
_UNLIKE, _ALIKE = 0.2, 0.45
_KEPT = 4_000


def likeness(word: str, text: str) -> float:
    """How near (0..1) the nearest word of a text comes to a word; names, figures and opposites are told elsewhere."""
    words = _matrix(text)
    if not len(words):
        return 0.0
    nearest = float((words @ _vector(word)).max())
    return min(max((nearest - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0), 1.0)


@lru_cache(maxsize=1)
def _table() -> tuple[Table, Tokenizer]:
    folder = ModelFolder.read(BUILT_IN["fast"])
    try:
        return Table(folder.weights_path), Tokenizer.from_file(str(folder.tokenizer_path))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder.path}: the table of word vectors cannot be read ({error})") from error


@lru_cache(maxsize=50_000)
def _vector(word: str) -> NDArray[np.float32]:
    table, tokenizer = _table()
    return table.mean(tokenizer.encode(word, add_special_tokens=False).ids)


@lru_cache(maxsize=_KEPT)
def _matrix(text: str) -> NDArray[np.float32]:
    table, _ = _table()
    words = [word for word in words_of(text) if not word[0].isdigit()]
    rows = [_vector(word) for word in dict.fromkeys(words)]
    return np.array(rows, dtype=np.float32) if rows else np.zeros((0, table.dimensions), dtype=np.float32)
