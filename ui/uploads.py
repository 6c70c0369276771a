"""Files that people hand in: kept under a name made from their content, then read like any other source."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from errors import UnreadableSource, UnsupportedSource
from ingest.files import SUFFIXES
from settings import Settings

__all__ = ["FOLDER", "keep", "own_name"]

FOLDER = "uploads"
"""Beside the files of the knowledge base, inside of its folder."""


_LONGEST = 120  # characters of a name; the end says what kind of file it is


def own_name(name: str) -> str:
    """The name of a file as people know it, for showing: no folders, no control characters, not endless."""
    last = re.split(r"[/\\]", name)[-1]
    clean = " ".join("".join(c if c.isprintable() else " " for c in last).split())
    return clean[-_LONGEST:]


def keep(name: str, data: bytes, settings: Settings) -> Path:
    """Save an uploaded file; the same content is saved once.

    Of the name that the browser sends only the suffix counts, and only one that is on the list: it never becomes part
    of a path in any other way.

    :raises UnsupportedSource: a kind of file that no reader takes.
    :raises UnreadableSource: the file is empty or too large.
    """
    suffix = next((known for known in SUFFIXES if name.lower().endswith(known)), None)
    if suffix is None:
        raise UnsupportedSource(name, f"no reader for this kind of file (known: {', '.join(sorted(SUFFIXES))})")
    if not data:
        raise UnreadableSource(name, "the file is empty")
    if len(data) > settings.max_binary_bytes:
        limit = settings.max_binary_bytes // 2**20
        raise UnreadableSource(name, f"{len(data) / 2**20:.0f} MB is more than the limit of {limit} MB; split the file")
    folder = settings.kb / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}{suffix}"
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    os.replace(aside, path)
    return path
