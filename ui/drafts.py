"""A draft that somebody hands in, as text; the file is gone when it has been read."""

from __future__ import annotations

import tempfile
from pathlib import Path

from answer.drafts import read_draft
from errors import SourceError, UnreadableSource, UnsupportedSource
from settings import Settings

__all__ = ["SUFFIXES", "draft_text"]

SUFFIXES = (".docx", ".md", ".txt")
_MEGABYTES = 10


def draft_text(name: str, data: bytes, settings: Settings) -> str:
    """The paragraphs of a draft, one a line. Word files are read in a guarded child process.

    :param name: as the browser sends it; only its ending counts, and only one that is on the list.
    :raises SourceError: the file is of another kind, empty, too large or cannot be read; ``reason`` says why.
    """
    suffix = next((known for known in SUFFIXES if name.lower().endswith(known)), None)
    if suffix is None:
        raise UnsupportedSource(name, f"no draft of this kind can be checked (known: {', '.join(SUFFIXES)})")
    if not data:
        raise UnreadableSource(name, "the file is empty")
    if len(data) > _MEGABYTES * 2**20:
        raise UnreadableSource(name, f"{len(data) / 2**20:.0f} MB is more than the limit of {_MEGABYTES} MB")
    with tempfile.TemporaryDirectory(prefix="yiju-draft-") as folder:
        path = Path(folder) / f"draft{suffix}"
        path.write_bytes(data)
        try:
            return read_draft(path, settings)
        except SourceError as error:
            raise UnreadableSource(name, error.reason) from error
