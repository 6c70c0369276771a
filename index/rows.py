"""Passages as rows of the store, many at a time: one statement a table instead of several a passage."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from index.database import digest_of, whole
from index.tokens import token_texts
from index.windows import context_of, windows_of, without_links
from index.wording import codes_of
from records import Document, Passage

__all__ = ["insert_passages", "passage_of", "tokens_of"]

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_plain = json.JSONEncoder(ensure_ascii=False).encode


def insert_passages(
    db: sqlite3.Connection, first: int, document_row: int, document: Document, passages: Sequence[Passage], added: int
) -> None:
    """Insert the passages of a document, with the facts to filter by, as rows ``first``, ``first + 1`` …"""
    by_id = {p.id: p for p in passages}
    stored: list[tuple[object, ...]] = []
    wording: list[tuple[int, str, bytes, bytes]] = []
    types: list[tuple[str, int]] = []
    dates: list[tuple[int, str, str]] = []
    entities: list[tuple[int, str, str, str, str]] = []
    for row, passage in enumerate(passages, first):
        context = context_of(passage, document, by_id)
        searchable = passage.form != "heading"  # headings are found through the passages under them
        windows = windows_of(passage, document, by_id) if searchable else ()
        record = _compact(passage.to_store())
        tokens = tokens_of(passage.text, context) if searchable else "\n"
        place = (document_row, passage.position, passage.form, passage.type)
        body, _, around = tokens.partition("\n")
        wording.append((row, passage.form, codes_of(body.split()), _context_codes(around)))
        stored.append((row, passage.id, *place, record, digest_of(record), context, tokens, _plain(windows), added))
        types += [(kind, row) for kind in sorted({passage.type, *(span.type for span in passage.also)})]
        dates += [(row, d.start.isoformat(), d.end.isoformat()) for d in passage.dates if d.start and d.end]
        entities += sorted({(row, e.name, e.text, e.name_en or "", e.kind) for e in passage.entities})
    db.executemany(
        "INSERT INTO passages (row, id, document, position, form, type, record, digest, context, tokens, windows, "
        "added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        stored,
    )
    db.executemany("INSERT INTO wording VALUES (?, ?, ?, ?)", wording)
    db.executemany("INSERT INTO passage_types VALUES (?, ?)", types)
    db.executemany("INSERT INTO passage_dates VALUES (?, ?, ?)", dates)
    db.executemany("INSERT INTO passage_entities VALUES (?, ?, ?, ?, ?)", entities)


def passage_of(record: str, digest: str | None) -> Passage:
    """A stored passage.

    :raises KnowledgeBaseDamaged: its record has changed since it was stored.
    """
    return Passage.from_store(json.loads(whole(record, digest, "a passage")))


def tokens_of(text: str, context: str) -> str:
    """All tokens of a text in order, a line break, and those of its context: what the lexical index is built from."""
    return f"{' '.join(token_texts(without_links(text)))}\n{_context_tokens(context)}"


@lru_cache(maxsize=1024)
def _context_tokens(context: str) -> str:
    """Passages under one heading have one context."""
    return " ".join(token_texts(context))


@lru_cache(maxsize=1024)
def _context_codes(tokens: str) -> bytes:
    return codes_of(tokens.split())
