"""The ``default`` encoder: a small transformer with int8 weights, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder import Progress, Role
from index.encoders.folder import ModelFolder

__all__ = ["TransformerEncoder"]

_REPORT_EVERY = 16


class TransformerEncoder:
    """A transformer exported to ONNX: token ids in, one vector out.

    Texts are encoded one by one: int8 activations are scaled by the largest value of a batch, so the neighbours in
    a batch would change a text's vector; one by one there is no padding either.

    :param folder: a model folder of kind ``transformer``.
    :param threads: of ONNX Runtime within one text.
    """

    def __init__(self, folder: ModelFolder, threads: int = 1) -> None:
        self._folder = folder
        self._tokenizer = Tokenizer.from_file(str(folder.tokenizer_path))
        self._tokenizer.enable_truncation(folder.max_pieces)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder.weights_path), options, providers=["CPUExecutionProvider"]
        )

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
        for row, text in enumerate(texts):
            ids = self._tokenizer.encode(text).ids
            # Two pieces are the start and end marks: nothing to embed.
            if len(ids) > 2:
                tokens = np.asarray([ids], dtype=np.int64)
                (vector,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
                vectors[row] = vector[0] / np.linalg.norm(vector[0])
            if progress is not None and ((row + 1) % _REPORT_EVERY == 0 or row + 1 == len(texts)):
                progress(row + 1, len(texts))
        return vectors
