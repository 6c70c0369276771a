"""Small stand-ins that keep the contracts of the real things, for tests that are not about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Progress, Role
from index.tokens import analyse


class HashingEncoder:
    """Bags of tokens hashed into a few dimensions: deterministic, fast, and near for texts that share words."""

    id = "hashing/64"
    dimensions = 64

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for token in analyse(text):
                digest = hashlib.blake2b(token.text.encode(), digest_size=8).digest()
                vector[digest[0] % self.dimensions] += 1.0 if digest[1] % 2 else -1.0
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)
