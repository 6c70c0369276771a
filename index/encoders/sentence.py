"""Any sentence-transformers model, by name or path, for whoever can get one. Imports torch: seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from errors import ModelError
from index.encoder import Progress, Role

__all__ = ["SentenceEncoder"]

_BATCH = 32
_WAYS_OUT = (
    "Ways out: (1) use the built-in model, YIJU_MODEL=default; "
    "(2) give the path of a folder that holds the model; "
    "(3) set HF_ENDPOINT to a mirror that you can reach, or download the model elsewhere and copy its folder here."
)


def _digest(model: Any) -> str:
    """A digest of the weights: of every tensor's name, shape and bytes."""
    total = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        total.update(f"{name}{tuple(tensor.shape)}".encode())
        total.update(np.ascontiguousarray(tensor.detach().cpu().float().numpy()).tobytes())
    return total.hexdigest()[:12]


class SentenceEncoder:
    """Wraps ``sentence_transformers.SentenceTransformer``; HF_ENDPOINT and HF_HUB_OFFLINE are respected by it.

    :param model: a name on a model hub, or the path of a folder.
    :raises ModelError: the library is not installed, or the model cannot be found, fetched or read.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"The model {model!r} needs the package sentence-transformers, which is not installed: "
                f"pip install sentence-transformers. {_WAYS_OUT}"
            ) from error
        try:
            self._model = SentenceTransformer(model, device="cpu")
        # Hub clients raise errors of several libraries (OSError, ValueError, httpx's): all mean the same.
        except Exception as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(f"The model {model!r} could not be loaded ({reason}). {_WAYS_OUT}") from error
        name = Path(model).name if Path(model).is_dir() else model
        self._id = f"{name}@{_digest(self._model)}"
        self._prompts: dict[str, str | None] = dict(self._model.prompts or {})

    @property
    def id(self) -> str:
        return self._id

    @property
    def dimensions(self) -> int:
        dimensions: int | None = self._model.get_embedding_dimension()
        if dimensions is None:
            raise ModelError(f"The model {self._id} does not say how long its vectors are")
        return dimensions

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """See :class:`index.encoder.Encoder`; the model's prompt for ``role`` is used where it has one."""
        prompt = self._prompts.get(role) or (self._prompts.get("document") if role == "passage" else None)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), _BATCH):
            rows = filled[start : start + _BATCH]
            vectors[rows] = self._model.encode(
                [texts[i] for i in rows], prompt=prompt, normalize_embeddings=True, show_progress_bar=False
            )
            if progress is not None:
                progress(min(start + _BATCH, len(filled)), len(filled))
        return vectors
