"""Is the knowledge base whole? Every stored thing against every other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import (
    KnowledgeBaseDamaged,
    KnowledgeBaseError,
    KnowledgeBaseMismatch,
    KnowledgeBaseMissing,
    ModelError,
    StoreUnreachable,
    UsageError,
)
from index.arrays import open_array
from index.encoders import BUILT_IN, verify_model
from index.encoders.comprehension import COMPREHENSION, CONTRADICTION
from index.inspect import Fault, inspect_originals, inspect_records, inspect_vectors
from index.remote import milvus_of
from index.search import SearchOptions
from index.store import KnowledgeBase
from index.takeover import file_digest
from index.tokens import ANALYSER
from index.vectors import open_vectors
from ingest.gazetteer import Gazetteer
from settings import Settings

__all__ = ["REPAIR", "Finding", "examine"]

_SELF_TESTS = 5
REPAIR = "yiju doctor --repair"
_REBUILD = "yiju rebuild --embed-only"
_BACKUP = "restore a backup (yiju import), or ingest the sources into a new folder"


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
    except KnowledgeBaseMissing as error:
        return (Finding("open", False, str(error), "yiju ingest"),)
    except KnowledgeBaseMismatch as error:
        return (Finding("open", False, str(error), "yiju rebuild"),)
    except KnowledgeBaseError as error:
        return (Finding("open", False, str(error), REPAIR if "--repair" in str(error) else _BACKUP),)
    with kb:
        findings = [Finding("open", True, f"snapshot {kb.snapshot}, built {kb.manifest.built}")]
        try:
            findings += _database(kb)
            if findings[-1].ok:
                findings += _contents(kb)
                findings += _caches(kb)
                findings += _model(kb)
        except KnowledgeBaseMismatch as error:
            findings.append(Finding("database", False, str(error), "yiju rebuild"))
        except KnowledgeBaseDamaged as error:
            findings.append(Finding("database", False, str(error), _BACKUP))
        findings += _aliases(kb)
        findings += [_network("comprehension", COMPREHENSION), _network("contradiction", CONTRADICTION)]
        return tuple(findings)


def _database(kb: KnowledgeBase) -> Iterator[Finding]:
    result = str(kb.db.execute("PRAGMA quick_check(1)").fetchone()[0])
    yield Finding("database", result == "ok", f"SQLite: {result}", None if result == "ok" else _BACKUP)


def _contents(kb: KnowledgeBase) -> Iterator[Finding]:
    """Records against what was stored, against the counts, against their sources, and against the tables of facts."""
    held = tuple(_visible(kb, table) for table in ("documents", "passages"))
    manifest = kb.manifest
    counts = f"{held[0]} documents, {held[1]} passages"
    right = held == (manifest.documents, manifest.passages)
    detail = counts if right else f"{counts}, but the manifest says {manifest.documents} and {manifest.passages}"
    yield Finding("counts", right, detail, None if right else "yiju rebuild")
    faults = list(inspect_records(kb.db, manifest.generation))
    for check, whole in (("records", "as they were stored"), ("facts", "tokens, windows and facts follow the records")):
        yield _finding(check, [fault for fault in faults if fault.check == check], f"{held[1]} passages, {whole}")
    originals = list(inspect_originals(kb.db, manifest.generation))
    yield _finding("originals", originals, f"{held[1]} passages lead back to their sources")


def _finding(check: str, faults: list[Fault], whole: str) -> Finding:
    if not faults:
        return Finding(check, True, whole)
    more = f", and {len(faults) - 1} more" if len(faults) > 1 else ""
    return Finding(check, False, f"{faults[0].what}{more}", REPAIR)


def _visible(kb: KnowledgeBase, table: str) -> int:
    query = f"SELECT count(*) FROM {table} WHERE added <= :g AND (removed IS NULL OR removed > :g)"
    return int(kb.db.execute(query, {"g": kb.manifest.generation}).fetchone()[0])


def _caches(kb: KnowledgeBase) -> Iterator[Finding]:
    """Every byte of the indexes against the manifest, every vector against the database."""
    folder, manifest = kb.layout.snapshot(kb.manifest.generation), kb.manifest
    for name, digest in manifest.checksums.items():
        path = folder / name
        if not path.is_file():
            yield Finding("caches", False, f"{name} is gone", REPAIR)
            return
        if file_digest(path) != digest:
            yield Finding("caches", False, f"{name} has changed since it was built", REPAIR)
            return
    yield Finding("caches", True, f"{len(manifest.checksums)} files as they were built")
    if manifest.store == "milvus":
        yield _milvus(kb)
        return
    vectors, owners = open_vectors(folder), open_array(folder / "owners.npy")
    faults = list(inspect_vectors(kb.db, manifest.generation, vectors, owners))
    yield _finding("vectors", faults, f"{len(owners)} vectors as in the database")
    searchable = kb.db.execute(
        "SELECT count(*) FROM passages WHERE form <> 'heading' AND added <= :g AND (removed IS NULL OR removed > :g)",
        {"g": manifest.generation},
    ).fetchone()[0]
    segments = json.loads((folder / "lexical" / "meta.json").read_text(encoding="utf-8"))["segments"]
    entries = sum(s["max_doc"] - (s["deletes"] or {}).get("num_deleted_docs", 0) for s in segments)
    right = entries == searchable
    detail = f"{entries} entries" if right else f"{entries} entries for {searchable} in the database"
    yield Finding("lexical index", right, detail, None if right else REPAIR)


def _milvus(kb: KnowledgeBase) -> Finding:
    """Milvus keeps what the last snapshot still sees as well: it may have more vectors, never fewer."""
    from index.milvus_publish import has_words

    manifest = kb.manifest
    try:
        milvus = milvus_of(kb.settings)
        loaded = milvus is not None and milvus.load(manifest.collection, words=not has_words(manifest))
        held = milvus.count(f"{manifest.collection}_vectors") if milvus and loaded else 0
    except StoreUnreachable as error:
        return Finding("milvus", False, str(error), "start it")
    if held < manifest.windows:
        return Finding("milvus", False, f"{held} of {manifest.windows} vectors are there", _REBUILD)
    return Finding("milvus", True, f"{held} vectors in {manifest.collection}")


def _model(kb: KnowledgeBase) -> Iterator[Finding]:
    if kb.manifest.analyser != ANALYSER:
        detail = f"built with analyser {kb.manifest.analyser}, this program has {ANALYSER}"
        yield Finding("analyser", False, detail, _REBUILD)
        return
    try:
        if kb.manifest.setting in BUILT_IN:
            verify_model(BUILT_IN[kb.manifest.setting])
        finding = _self_test(kb)
    except (KnowledgeBaseMismatch, ModelError, StoreUnreachable) as error:
        yield Finding("model", False, str(error), _REBUILD)
        return
    except KnowledgeBaseDamaged as error:
        yield Finding("search", False, str(error), REPAIR)
        return
    yield Finding("model", True, kb.manifest.model)
    yield finding


def _network(name: str, path: Path) -> Finding:
    """One of the networks that read two texts together; no knowledge base depends on them."""
    try:
        return Finding(name, True, verify_model(path).id)
    except ModelError as error:
        return Finding(name, False, str(error), "install Yiju again")


def _self_test(kb: KnowledgeBase) -> Finding:
    """Some passages are looked for by their own words: by all means, by meaning alone, and by words alone."""
    rows = kb.db.execute(
        "SELECT id FROM passages WHERE form IN ('paragraph', 'bullet') AND json_array_length(windows) > 1 "
        "AND added <= :g AND (removed IS NULL OR removed > :g) ORDER BY row",
        {"g": kb.manifest.generation},
    ).fetchall()
    sample = rows[:: max(len(rows) // _SELF_TESTS, 1)][:_SELF_TESTS]
    ways = {"": SearchOptions(), " by meaning": SearchOptions(lexical=False), " by words": SearchOptions(dense=False)}
    for (id_,) in sample:
        text = kb.passage(id_).text[:110]
        for way, options in ways.items():
            found = kb.search(text, limit=10, options=options)
            if id_ not in {i for hit in found.results for i in (hit.passage.id, *hit.folded)}:
                return Finding("search", False, f"{id_} is not found{way} by its own words", REPAIR)
    if not sample:
        return Finding("search", True, "no passage is long enough to be looked for by its own words")
    return Finding("search", True, f"{len(sample)} passages found by their own words")


def _aliases(kb: KnowledgeBase) -> Iterator[Finding]:
    path = kb.settings.aliases or kb.layout.aliases
    if path.exists():
        try:
            Gazetteer.base(path)
        except UsageError as error:
            yield Finding("aliases", False, str(error), "mend the file")
            return
        yield Finding("aliases", True, f"{path.name} can be read")
