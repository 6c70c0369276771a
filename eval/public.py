"""Judges the search on public reading-comprehension and translation sets: find the one right text for each query.

The sets go through the product's own store, indexes and search, each as a knowledge base of its own. They are not part
of this project; whoever has them names their folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import UsageError
from eval.metrics import ANSWERS, Estimate, mean, ndcg
from eval.retrieval import plain_terms
from index.dense import DenseIndex
from index.encoders import load_encoder
from index.lexical import LexicalIndex
from index.prepared import prepare
from index.ranking import Ranking
from index.search import load_passages
from index.store import KnowledgeBase
from index.writer import Writer
from ingest.files import ReadFile
from ingest.report import FileReport
from records import Citation, Document, Passage
from settings import Settings

__all__ = ["SETS", "PublicScore", "PublicSet", "score_set"]

_DEPTH = 10
_DOCUMENT = "public"


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Rows of ``files`` with a query in field ``query`` and the text to be found in field ``text``."""

    name: str
    files: tuple[str, ...]
    query: str
    text: str

    def read(self, folder: Path) -> tuple[list[str], list[tuple[str, int]]]:
        """The distinct texts, and each query with the number of its text.

        :raises UsageError: a file is missing.
        """
        rows: list[dict[str, Any]] = []
        for name in self.files:
            if not (folder / name).is_file():
                raise UsageError(f"{folder}: no {name}; --public wants a folder with {', '.join(self.files)}")
            with gzip.open(folder / name, "rt", encoding="utf-8") as stream:
                rows += [json.loads(line) for line in stream]
        place = {text: number for number, text in enumerate(dict.fromkeys(row[self.text] for row in rows))}
        return list(place), [(row[self.query], place[row[self.text]]) for row in rows]


SETS = (
    PublicSet("CMRC+DRCD dev", ("cmrc_dev.jsonl.gz", "drcd_dev.jsonl.gz"), "q", "p"),
    PublicSet("XQuAD en-zh", ("xquad_zh_en.jsonl.gz",), "q_en", "p_zh"),
    PublicSet("XQuAD zh-zh", ("xquad_zh_en.jsonl.gz",), "q_zh", "p_zh"),
    PublicSet("NTREX en-zh", ("ntrex_zh_en.jsonl.gz",), "en", "zh"),
)


@dataclass(frozen=True, slots=True)
class PublicScore:
    """nDCG@10 of one way to search on one set."""

    set_name: str
    model: str
    way: str
    ndcg_at_10: Estimate

    def to_dict(self) -> dict[str, Any]:
        return {"set": self.set_name, "model": self.model, "way": self.way, "ndcg_at_10": self.ndcg_at_10.to_dict()}


def score_set(chosen: PublicSet, folder: Path, model: str, most: int | None = None) -> tuple[PublicScore, ...]:
    """BM25, the vectors alone and the product's search on a set.

    :param model: ``default``, ``fast``, a folder or a name.
    :param most: ask only so many queries, evenly spaced; ``None`` for all.
    """
    texts, queries = chosen.read(folder)
    if most is not None and most < len(queries):
        queries = [queries[i * len(queries) // most] for i in range(most)]
    with tempfile.TemporaryDirectory(prefix="yiju-eval-") as scratch:
        root = Path(scratch)
        with Writer(root) as writer:
            writer.put(_DOCUMENT, prepare(_as_file(texts)))
            writer.publish(load_encoder(model), model)
        with KnowledgeBase.open(root, Settings(kb=root)) as kb:
            return tuple(
                PublicScore(chosen.name, kb.manifest.model, way, mean(_gains(search, queries)))
                for way, search in _ways(kb).items()
            )


Search = Callable[[str], list[str]]


def _gains(search: Search, queries: Sequence[tuple[str, int]]) -> list[float]:
    return [ndcg([[id_] for id_ in search(query)], {_id(wanted): ANSWERS}, _DEPTH) for query, wanted in queries]


def _ways(kb: KnowledgeBase) -> dict[str, Search]:
    folder = kb.layout.snapshot(kb.manifest.generation)
    lexical, dense = LexicalIndex.open(folder / "lexical"), DenseIndex.open(folder)
    encoder = load_encoder(kb.manifest.setting)

    def named(found: Ranking) -> list[str]:
        passages = load_passages(kb.db, found.rows.tolist())
        return [passages[row].id for row in found.rows.tolist()]

    return {
        "BM25": lambda query: named(lexical.search(plain_terms(query), _DEPTH)),
        "dense": lambda query: named(dense.search(encoder.encode([query], role="query")[0], _DEPTH)),
        "product": lambda query: [hit.passage.id for hit in kb.search(query, limit=_DEPTH).results],
    }


def _as_file(texts: Sequence[str]) -> ReadFile:
    """Texts as one document without title or headings, so that nothing but the text itself is searched."""
    passages = tuple(_passage(number, text) for number, text in enumerate(texts))
    sha256 = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    document = Document(_DOCUMENT, "", _DOCUMENT, 1, None, None, None, len(passages), sha256)
    report = FileReport(_DOCUMENT, "added", (_DOCUMENT,), len(passages))
    return ReadFile(_DOCUMENT, sha256, "", (document,), passages, report)


def _passage(number: int, text: str) -> Passage:
    citation = Citation(_DOCUMENT, None, str(number))
    return Passage(_id(number), _DOCUMENT, str(number), (), None, "paragraph", "other", text, citation, position=number)


def _id(number: int) -> str:
    return f"{_DOCUMENT}:{number}"
