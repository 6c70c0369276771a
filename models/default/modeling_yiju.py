# mypy: ignore-errors
"""Lets sentence-transformers run this folder: ``SentenceTransformer("models/default", trust_remote_code=True)``.

The same vectors as ``index.encoders`` gives; this file needs nothing of the project but its model folders.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from safetensors.numpy import load_file
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

_TABLE_PIECES = 256


class YijuModel(InputModule):
    """The ONNX transformer with the static table of ``../fast`` joined to it; texts one by one, unit vectors.

    ``encode_query`` and ``encode_document`` choose the role; ``encode`` without a prompt takes passages.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._config = json.loads((folder / "yiju.json").read_text(encoding="utf-8"))
        self._table_path = folder / self._config["table"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(self.max_seq_length)
        self._words = Tokenizer.from_file(str(self._table_path.with_name("tokenizer.json")))
        self._table = load_file(str(self._table_path))["embedding.weight"]
        weights = (self._config["weights"], self._config["passage_weights"])
        self._sessions = [
            onnxruntime.InferenceSession(str(folder / name), providers=["CPUExecutionProvider"]) for name in weights
        ]

    @property
    def max_seq_length(self) -> int:
        return int(self._config["max_pieces"])

    def get_embedding_dimension(self) -> int:
        return int(self._config["dimensions"])

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Vectors at once: the two halves have tokenizers of their own, so piece ids alone would not do."""
        role = int(prompt != self._config["prompts"][0])
        return {"vectors": torch.from_numpy(np.stack([self._vector(text, role) for text in inputs]))}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds ``sentence_embedding``."""
        features["sentence_embedding"] = features["vectors"]
        return features

    def _vector(self, text: str, role: int) -> Any:
        if not re.search(r"\w", text):
            return np.zeros(self.get_embedding_dimension(), dtype=np.float32)
        ids = self.tokenizer.encode(self._config["prompts"][role] + text).ids
        (context,) = self._sessions[role].run(None, {"ids": np.array([ids]), "role": np.array([role])})
        pieces = self._words.encode(text, add_special_tokens=False).ids[:_TABLE_PIECES]
        words = self._table[pieces].sum(axis=0, dtype=np.float32)
        weight = float(self._config["table_weight"])
        parts = ((context[0], 1 - weight), (words, weight))
        joined = np.concatenate([np.sqrt(w) * part / max(float(np.linalg.norm(part)), 1e-12) for part, w in parts])
        return joined / np.linalg.norm(joined)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        raise NotImplementedError("copy the folders models/default and models/fast instead")

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> YijuModel:
        return cls(Path(model_name_or_path) / subfolder)
