"""The encoder of a snapshot: the one that its vectors were made with."""

from __future__ import annotations

from errors import KnowledgeBaseMismatch
from index.encoder import Encoder
from index.encoders.factory import load_encoder
from index.layout import Manifest
from settings import Settings

__all__ = ["open_encoder"]


def open_encoder(manifest: Manifest, settings: Settings) -> Encoder:
    """The encoder that the vectors were made with; never another one.

    :raises KnowledgeBaseMismatch: another one is asked for or installed.
    :raises ModelError: it cannot be loaded.
    """
    if settings.model is not None and settings.model != manifest.setting:
        raise KnowledgeBaseMismatch(
            f"this knowledge base was embedded with the model {manifest.setting!r}, but {settings.model!r} is asked "
            f"for; run `yiju rebuild --embed-only` with YIJU_MODEL={settings.model}, or unset YIJU_MODEL"
        )
    encoder = load_encoder(manifest.setting)
    if encoder.id != manifest.model:
        raise KnowledgeBaseMismatch(
            f"this knowledge base was embedded with {manifest.model}, the installed model is {encoder.id}; "
            "run `yiju rebuild --embed-only`"
        )
    return encoder
