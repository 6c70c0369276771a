"""A draft file as text to check."""

from __future__ import annotations

from pathlib import Path

from ingest.files import fingerprint, read_source
from settings import Settings

__all__ = ["read_draft"]


def read_draft(path: Path, settings: Settings | None = None) -> str:
    """The paragraphs and list items of a draft (.txt, .md, .docx and what else can be ingested), one a line.

    Headings and tables are left out: they state nothing by themselves.

    :raises errors.SourceError: the file cannot be read.
    """
    _, data = fingerprint(path, settings or Settings())
    source = read_source(path, data, settings or Settings())
    blocks = (block for block in source.blocks if block.kind != "heading" and not block.cells)
    return "\n".join(str(block.text.text) for block in blocks if block.text.text.strip())
