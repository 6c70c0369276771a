"""The seam between the index and whatever turns text into vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Encoder", "Progress", "Role"]

Role = Literal["query", "passage"]
Progress = Callable[[int, int], None]


class Encoder(Protocol):
    """Turns texts into unit vectors.

    ``id`` names the model and its exact weights (a digest), so that a knowledge base built with other weights is
    refused; ``dimensions`` is the length of a vector.
    """

    @property
    def id(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Encode texts.

        :param texts: any strings, empty ones included (they give the zero vector).
        :param role: models with separate prompts for queries use this.
        :param progress: called with (done, total) after each batch.
        :returns: shape ``(len(texts), dimensions)``, rows of unit length.
        """
        ...
