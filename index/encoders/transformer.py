"""A small transformer with int8 weights, run by ONNX Runtime; the ``default`` model joins the static table to it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from threading import Lock

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from index.encoder import Progress, Role
from index.encoders.folder import ModelFolder
from index.encoders.table import Table
from index.encoders.tokenizer import TextPieces

__all__ = ["TransformerEncoder", "open_network"]

_REPORT_EVERY = 16
_WORD = re.compile(r"\w")
ROLES: tuple[Role, Role] = ("query", "passage")
_TABLE_PIECES = 256  # the table costs nothing: it may read on where the transformer stops


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def open_network(weights: Path, threads: int) -> onnxruntime.InferenceSession:
    """A network in a file of ONNX, on the processor; threads that wait leave it to others."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


class TransformerEncoder:
    """A transformer exported to ONNX (piece ids in, one vector out), with or without a static table beside it.

    With a table the two unit vectors are joined, each scaled so that a dot product is the weighted mean of the two
    cosines: the transformer understands paraphrases, the table is surer of names and key words.

    Texts are encoded one by one: int8 activations are scaled by the largest value of a batch, so the neighbours in
    a batch would change a text's vector; one by one there is no padding either.

    Passages may have a network of their own, which is loaded when the first one is to be encoded.

    :param folder: a model folder of kind ``transformer`` or ``blend``.
    :param threads: of ONNX Runtime within one text.
    """

    def __init__(self, folder: ModelFolder, threads: int = 1) -> None:
        self._folder, self._threads = folder, threads
        self._words = None
        self._loading = Lock()
        with ThreadPoolExecutor(1) as pool:  # ONNX Runtime reads its file outside of the interpreter
            session = pool.submit(open_network, folder.weights_path, threads)
            self._pieces = TextPieces(folder.tokenizer_path, folder.max_pieces)
            if folder.table_path is not None and folder.table_tokenizer_path is not None:
                self._words = Table(folder.table_path), TextPieces(folder.table_tokenizer_path)
            self._sessions: dict[Role, onnxruntime.InferenceSession] = {"query": session.result()}

    @property
    def id(self) -> str:
        return self._folder.id

    @property
    def dimensions(self) -> int:
        return self._folder.dimensions

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """See :class:`index.encoder.Encoder`; queries and passages are told apart by a prompt and a centre."""
        if len(texts) == 1:  # a query: no threads beside those of other users
            return self._row(texts[0], role)[None]
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        with ThreadPoolExecutor(_cores()) as pool:  # the tokenizer and ONNX Runtime let go of the interpreter
            for row, vector in enumerate(pool.map(self._row, texts, repeat(role))):
                vectors[row] = vector
                if progress is not None and ((row + 1) % _REPORT_EVERY == 0 or row + 1 == len(texts)):
                    progress(row + 1, len(texts))
        return vectors

    def _row(self, text: str, role: Role) -> NDArray[np.float32]:
        return self._vector(text, role) if _WORD.search(text) else np.zeros(self.dimensions, dtype=np.float32)

    def _vector(self, text: str, role: Role) -> NDArray[np.float32]:
        context = self._in_context(text, role)
        if self._words is None:
            return context
        table, pieces = self._words
        weight = self._folder.table_weight
        words = table.mean(pieces.of(text)[:_TABLE_PIECES])
        joined: NDArray[np.float32] = np.concatenate([context * np.sqrt(1 - weight), words * np.sqrt(weight)])
        # Not of unit length where the table knows none of the pieces.
        return (joined / np.linalg.norm(joined)).astype(np.float32)

    def _in_context(self, text: str, role: Role) -> NDArray[np.float32]:
        number = ROLES.index(role)
        ids = self._pieces.of(self._folder.prompts[number] + text)
        (output,) = self._session_of(role).run(None, {"ids": np.array([ids]), "role": np.array([number])})
        vector: NDArray[np.float32] = output[0]
        return vector / np.linalg.norm(vector)

    def _session_of(self, role: Role) -> onnxruntime.InferenceSession:
        if role not in self._sessions:
            with self._loading:
                if role not in self._sessions:
                    path = self._folder.passage_weights_path
                    self._sessions[role] = open_network(path, self._threads) if path else self._sessions["query"]
        return self._sessions[role]
