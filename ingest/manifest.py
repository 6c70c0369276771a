"""``manifest.jsonl`` beside the sources: what is known about each file from elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from errors import UsageError

__all__ = ["MANIFEST", "ManifestEntry", "read_manifest"]

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One line of the manifest. Only ``file`` is required; unknown fields are ``None``."""

    file: str
    title: str | None = None
    issuer: str | None = None
    date: date | None = None
    language: str | None = None
    source: str | None = None
    licence: str | None = None
    sha256: str | None = None


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """The entries of ``folder/manifest.jsonl`` by file name; empty where there is none.

    :raises UsageError: a line that is not a JSON object with a ``file``; names the file and the line.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    entries: dict[str, ManifestEntry] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            entry = _entry(line, f"{path}, line {number}")
            entries[entry.file] = entry
    return entries


def _entry(line: str, where: str) -> ManifestEntry:
    try:
        data = json.loads(line)
        issued = date.fromisoformat(data["date"]) if data.get("date") else None
        known = {name: data.get(name) for name in ("title", "issuer", "language", "source", "licence", "sha256")}
        return ManifestEntry(file=data["file"], date=issued, **known)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{where}: not a manifest entry ({error}); expected one JSON object "
            'such as {"file": "a.pdf", "title": "…"}'
        ) from error
