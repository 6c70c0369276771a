"""From the one setting ``model`` to an encoder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from errors import ModelError
from index.encoder import Encoder
from index.encoders.folder import CONFIG, ModelFolder
from settings import PROJECT

__all__ = ["BUILT_IN", "load_encoder"]

BUILT_IN = {name: PROJECT / "models" / name for name in ("default", "precise", "fast")}
"""The models that come with Yiju and need no network."""


def load_encoder(model: str) -> Encoder:
    """Load an encoder; each kind imports only what it needs.

    :param model: ``default``, ``precise``, ``fast``, the path of a model folder, or a sentence-transformers name or
        path.
    :raises ModelError: the model cannot be had or is damaged; the message names the ways out.
    """
    if not model.strip():
        raise ModelError("The model's name is empty; use 'default', 'precise', 'fast', a folder or a model name")
    path = BUILT_IN.get(model, Path(model).expanduser())
    if model in BUILT_IN or (path / CONFIG).is_file():
        return _load_own(ModelFolder.read(path))
    from index.encoders.sentence import SentenceEncoder

    return SentenceEncoder(model)


@lru_cache(maxsize=2)
def _load_own(folder: ModelFolder) -> Encoder:
    """Kept for the process: each import makes a snapshot to be opened, and its model takes a tenth of a second to load.

    What is kept is what the digests of the folder say; its sizes are compared each time.
    """
    if folder.kind == "static":
        from index.encoders.table import TableEncoder

        return TableEncoder(folder)
    from index.encoders.transformer import TransformerEncoder

    return TransformerEncoder(folder)
