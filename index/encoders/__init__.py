"""Encoders: the built-in models, a folder of the same format, or any sentence-transformers model."""

from index.encoders.factory import BUILT_IN, load_encoder
from index.encoders.folder import ModelFolder, verify_model

__all__ = ["BUILT_IN", "ModelFolder", "load_encoder", "verify_model"]
