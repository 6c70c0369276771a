"""Is the knowledge base whole? Every stored thing against every other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import KnowledgeBaseDamaged, KnowledgeBaseError, ModelError
from index.dense import DenseIndex
from index.encoders import BUILT_IN, verify_model
from index.lexical import LexicalIndex
from index.publish import file_digest
from index.store import KnowledgeBase
from index.tokens import ANALYSER
from records import Passage
from settings import Settings

__all__ = ["Finding", "examine"]

_SELF_TESTS = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it holds, and what mends it if not."""

    check: str
    ok: bool
    detail: str
    repair: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {"check": self.check, "ok": self.ok, "detail": self.detail, "repair": self.repair}


def examine(root: Path, settings: Settings) -> tuple[Finding, ...]:
    """All checks, in order. A check that cannot be made because an earlier one failed is left out."""
    try:
        kb = KnowledgeBase.open(root, settings)
    except KnowledgeBaseError as error:
        return (Finding("open", False, str(error), "yiju ingest"),)
    with kb:
        findings = [Finding("open", True, f"snapshot {kb.snapshot}, built {kb.manifest.built}")]
        findings += _database(kb)
        if findings[-1].ok:
            findings += _caches(kb)
            findings += _model(kb)
        return tuple(findings)


def _database(kb: KnowledgeBase) -> Iterator[Finding]:
    try:
        result = kb.db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except (sqlite3.DatabaseError, KnowledgeBaseDamaged) as error:
        yield Finding("database", False, f"knowledge.sqlite cannot be read ({error})", "restore a backup")
        return
    yield Finding("database", result == "ok", f"SQLite: {result}", None if result == "ok" else "restore a backup")
    documents = kb.documents()
    passages = list(kb.passages())
    manifest = kb.manifest
    counts = f"{len(documents)} documents, {len(passages)} passages"
    right = len(documents) == manifest.documents and len(passages) == manifest.passages
    detail = counts if right else f"{counts}, but the manifest says {manifest.documents} and {manifest.passages}"
    yield Finding("counts", right, detail, None if right else "yiju rebuild")
    yield _offsets(kb, passages)


def _offsets(kb: KnowledgeBase, passages: list[Passage]) -> Finding:
    """Every passage must lead back to the very characters of its source."""
    texts = {d.id: kb.source_text(d) for d in kb.documents()}
    for passage in passages:
        source = texts[passage.document]
        for s in passage.segments:
            verbatim = s.end - s.start == s.source_end - s.source_start
            if verbatim and not _same(passage.text[s.start : s.end], source[s.source_start : s.source_end]):
                where = f"{passage.id}, characters {s.start}-{s.end}"
                return Finding("originals", False, f"{where} are not in the source", "yiju ingest the file again")
    return Finding("originals", True, f"{len(passages)} passages lead back to their sources")


def _same(text: str, source: str) -> bool:
    return len(text) == len(source) and sum(a != b for a, b in zip(text, source, strict=True)) <= len(text) // 2


def _caches(kb: KnowledgeBase) -> Iterator[Finding]:
    folder = kb.layout.snapshot(kb.manifest.generation)
    for name, digest in kb.manifest.checksums.items():
        path = folder / name
        if not path.is_file():
            yield Finding("caches", False, f"{path.name} is gone", "yiju doctor --repair")
            return
        if file_digest(path) != digest:
            yield Finding("caches", False, f"{path.name} has changed since it was built", "yiju doctor --repair")
            return
    try:
        dense, lexical = DenseIndex.open(folder), LexicalIndex.open(folder / "lexical")
    except (KnowledgeBaseDamaged, RuntimeError, OSError, ValueError) as error:
        yield Finding("caches", False, f"an index cannot be opened ({error})", "yiju doctor --repair")
        return
    searchable = sum(p.form != "heading" for p in kb.passages())
    vectors = kb.db.execute(
        "SELECT count(*) FROM vectors v JOIN passages p ON p.row = v.passage "
        "WHERE p.added <= :g AND (p.removed IS NULL OR p.removed > :g)",
        {"g": kb.manifest.generation},
    ).fetchone()[0]
    windows = sum(
        len(json.loads(texts))
        for (texts,) in kb.db.execute(
            "SELECT windows FROM passages WHERE added <= :g AND (removed IS NULL OR removed > :g)",
            {"g": kb.manifest.generation},
        )
    )
    for check, found, expected in (
        ("vectors", vectors, windows),
        ("vector index", len(dense), windows),
        ("lexical index", len(lexical), searchable),
    ):
        right = found == expected
        detail = f"{found} entries" if right else f"{found} entries for {expected} in the database"
        yield Finding(check, right, detail, None if right else "yiju doctor --repair")


def _model(kb: KnowledgeBase) -> Iterator[Finding]:
    if kb.manifest.analyser != ANALYSER:
        detail = f"built with analyser {kb.manifest.analyser}, this program has {ANALYSER}"
        yield Finding("analyser", False, detail, "yiju rebuild")
        return
    try:
        if kb.manifest.setting in BUILT_IN:
            verify_model(BUILT_IN[kb.manifest.setting])
        tested = 0
        sample = [p for p in kb.passages() if p.form in ("paragraph", "bullet") and len(p.text) >= 20]
        for passage in sample[:: max(len(sample) // _SELF_TESTS, 1)][:_SELF_TESTS]:
            found = kb.search(passage.text[:80], limit=3)
            if passage.id not in {i for hit in found.results for i in (hit.passage.id, *hit.folded)}:
                yield Finding("search", False, f"{passage.id} is not found by its own words", "yiju doctor --repair")
                return
            tested += 1
    except (KnowledgeBaseError, ModelError) as error:
        yield Finding("model", False, str(error), "yiju rebuild --embed-only")
        return
    yield Finding("model", True, kb.manifest.model)
    yield Finding("search", True, f"{tested} passages found by their own words")
