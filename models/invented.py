"""Invented documents with what is asked or claimed about them (``*.jsonl.gz``), as knowledge bases to learn from.

A line is a document: ``base`` (documents of one name lie in one knowledge base), ``file``, ``text``, and what belongs
to it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["built", "invented_bases"]


def invented_bases(
    file: Path, folder: Path, settings: Settings
) -> Iterator[tuple[KnowledgeBase, list[dict[str, Any]]]]:
    """Each knowledge base of a file, open until the next one is asked for, with its documents.

    :param folder: an empty one that the knowledge bases are written into.
    """
    documents = [json.loads(line) for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines()]
    for base in sorted({document["base"] for document in documents}):
        own = [document for document in documents if document["base"] == base]
        texts = folder / f"texts-{base}"
        texts.mkdir()
        for document in own:
            (texts / document["file"]).write_text(document["text"], encoding="utf-8")
        with built(folder / f"base-{base}", [texts], settings) as kb:
            yield kb, own


def built(folder: Path, sources: Sequence[Path], settings: Settings) -> KnowledgeBase:
    """A knowledge base of some files, with the model of ``settings``."""
    own = Settings(kb=folder, model=settings.model)
    ingest(sources, own)
    return KnowledgeBase.open(folder, own)
