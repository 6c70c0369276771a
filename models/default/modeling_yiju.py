# mypy: ignore-errors
"""Lets sentence-transformers run this folder: ``SentenceTransformer("models/default", trust_remote_code=True)``.

The same vectors as ``index.encoders`` gives; this file needs nothing of the project but its model folders.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from safetensors.numpy import load_file
from sentence_transformers.base.modules import InputModule
from tokenizers import Tokenizer

_TABLE_PIECES = 256
_PAD = 0


class YijuModel(InputModule):
    """The ONNX transformer with the static table of ``../fast`` joined to it; texts one by one, unit vectors."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._config = json.loads((folder / "yiju.json").read_text(encoding="utf-8"))
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._marks = [self.tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]")]
        self._table = load_file(str(folder / self._config["table"]))["embedding.weight"]
        self._session = onnxruntime.InferenceSession(
            str(folder / self._config["weights"]), providers=["CPUExecutionProvider"]
        )

    @property
    def max_seq_length(self) -> int:
        return int(self._config["max_pieces"])

    def get_embedding_dimension(self) -> int:
        return int(self._config["dimensions"])

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Piece ids, padded on the right."""
        texts = [(prompt or "") + text for text in inputs]
        encodings = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        ids = [torch.tensor(encoding.ids[:_TABLE_PIECES], dtype=torch.long) for encoding in encodings]
        return {"input_ids": torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=_PAD)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds ``sentence_embedding``."""
        rows = features["input_ids"].cpu().numpy()
        features["sentence_embedding"] = torch.from_numpy(np.stack([self._vector(row[row != _PAD]) for row in rows]))
        return features

    def _vector(self, ids: Any) -> Any:
        if not len(ids):
            return np.zeros(self.get_embedding_dimension(), dtype=np.float32)
        start, end = self._marks
        pieces = np.array([[start, *ids[: self.max_seq_length - 2], end]], dtype=np.int64)
        (context,) = self._session.run(None, {"input_ids": pieces, "attention_mask": np.ones_like(pieces)})
        words = self._table[ids].sum(axis=0, dtype=np.float32)
        weight = float(self._config["table_weight"])
        parts = ((context[0], 1 - weight), (words, weight))
        joined = np.concatenate([np.sqrt(w) * part / max(float(np.linalg.norm(part)), 1e-12) for part, w in parts])
        return joined / np.linalg.norm(joined)

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        raise NotImplementedError("copy the folders models/default and models/fast instead")

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> YijuModel:
        return cls(Path(model_name_or_path) / subfolder)
