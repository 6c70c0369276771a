"""The lexical index: BM25 over our own tokens, kept by tantivy.

Tantivy has no Chinese analyser; texts are tokenised here and handed over as space-separated tokens. Two fields: the
passage itself, and its context (title, headings, table headers), which counts less.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.layout import share
from index.ranking import Ranking

__all__ = ["CONTEXT_BOOST", "LexicalEntry", "LexicalIndex", "TermWeight"]

_TOKENIZER = "whitespace"
CONTEXT_BOOST = 0.35
_WRITER_BYTES = 256 * 2**20
# A filter that leaves at least this share is applied to what is found without it; a smaller one is part of the query.
_FEW = 0.05
_REMEMBERED = 8192  # words with the number of passages that have them


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A passage as the index sees it: its row number in the store, the tokens of its text and of the text around it."""

    row: int
    body: str
    context: str


class TermWeight(NamedTuple):
    """A query token and how much it counts (1 for what was typed, less for expansions)."""

    text: str
    weight: float = 1.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    builder.add_text_field("body", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("context", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    """The registry of analysers is not stored with the index."""
    index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class LexicalIndex:
    """Read side of the index in a folder.

    ``removed`` counts the entries that are gone but whose words still count in the statistics.
    """

    def __init__(self, index: tantivy.Index, removed: int = 0) -> None:
        self._schema, self.removed = index.schema, removed
        index.reload()
        self._searcher = index.searcher()
        self._count = int(self._searcher.num_docs)
        # a query asks for the same words several times, and many queries for the same ones
        self._frequency = lru_cache(_REMEMBERED)(self._searcher.doc_freq)

    @classmethod
    def build(cls, folder: Path, entries: Iterable[LexicalEntry]) -> int:
        """Write a new index into an empty folder. One thread, so that equal input gives equal order.

        :returns: how many entries it has.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return _write(tantivy.Index(_schema(), path=str(folder)), (), entries)

    @classmethod
    def update(cls, folder: Path, old: Path, removed: Sequence[int], entries: Iterable[LexicalEntry]) -> int:
        """Write the index in ``old`` without some rows and with new entries into an empty folder.

        Segments never change once they are written, so that both folders share them as hard links. Words of removed
        rows count in the statistics until tantivy merges their segments.

        :returns: how many entries it has.
        """
        folder.mkdir(parents=True)
        for path in old.iterdir():
            if path.suffix != ".lock":
                _link(path, folder / path.name)
        return _write(tantivy.Index.open(str(folder)), removed, entries)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """Open the index in a folder.

        :raises ValueError, OSError: it is missing or cannot be read.
        """
        segments = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["segments"]
        removed = sum((segment["deletes"] or {}).get("num_deleted_docs", 0) for segment in segments)
        try:
            return cls(_with_tokenizer(tantivy.Index.open(str(folder))), removed)
        except ValueError as error:
            if "Lockfile" not in str(error):
                raise
        return cls._open_beside(folder, removed)

    @classmethod
    def _open_beside(cls, folder: Path, removed: int) -> LexicalIndex:
        """Open through links in a temporary folder: tantivy wants a lock file, which a read-only medium cannot have."""
        beside = Path(tempfile.mkdtemp(prefix="yiju-"))
        for path in folder.iterdir():
            if path.suffix != ".lock":
                try:
                    os.symlink(path.resolve(), beside / path.name)
                except OSError:  # Windows without the right to link
                    shutil.copyfile(path, beside / path.name)
        index = cls(_with_tokenizer(tantivy.Index.open(str(beside))), removed)
        weakref.finalize(index, shutil.rmtree, beside, ignore_errors=True)
        return index

    def __len__(self) -> int:
        return self._count

    def idf(self, token: str, least: int = 0) -> float:
        """Inverse document frequency as BM25 uses it, over the bodies of all passages.

        :param least: count as if there were at least so many passages, those that are not there without the token.
        """
        found = self._frequency("body", token)
        return math.log(1 + (max(self._count, least, found) - found + 0.5) / (found + 0.5))

    def known(self, token: str) -> bool:
        """Whether any passage or its context has the token."""
        return bool(self._frequency("body", token) or self._frequency("context", token))

    def search(self, terms: Sequence[TermWeight], limit: int, rows: NDArray[np.int64] | None = None) -> Ranking:
        """The best passages for a bag of terms.

        :param rows: only these rows count, sorted, chosen before ranking; ``None`` for all.
        :returns: rows and BM25 scores, best first, at most ``limit``.
        """
        query = self._query(terms)
        if query is None or limit <= 0 or (rows is not None and not len(rows)):
            return Ranking.of()
        if rows is None:
            return self._found(query, limit)
        share = len(rows) / max(len(self), 1)
        if share >= _FEW:
            return self._found_among(query, limit, rows, share)
        chosen = tantivy.Query.term_set_query(self._schema, "row", rows.tolist())
        silent = tantivy.Query.const_score_query(chosen, 0.0)
        both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)]
        return self._found(tantivy.Query.boolean_query(both), limit)

    def _query(self, terms: Sequence[TermWeight]) -> tantivy.Query | None:
        clauses = []
        for term in terms:
            for field, boost in (("body", 1.0), ("context", CONTEXT_BOOST)):
                if self._frequency(field, term.text):
                    query = tantivy.Query.term_query(self._schema, field, term.text, index_option="freq")
                    clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, boost * term.weight)))
        return tantivy.Query.boolean_query(clauses) if clauses else None

    def _found(self, query: tantivy.Query, limit: int) -> Ranking:
        hits = self._searcher.search(query, limit, count=False).hits
        if not hits:
            return Ranking.of()
        scores, addresses = zip(*hits, strict=True)
        rows = self._searcher.fast_field_values("row", list(addresses))
        return Ranking(np.array(rows, dtype=np.int64), np.array(scores, dtype=np.float64))

    def _found_among(self, query: tantivy.Query, limit: int, rows: NDArray[np.int64], share: float) -> Ranking:
        """The best of some rows, as the best of all that are among them: more are asked for until there are enough."""
        wanted = int(2 * limit / share)
        while True:
            found = self._found(query, wanted)
            among = np.flatnonzero(np.isin(found.rows, rows))
            if len(among) >= limit or len(found) < wanted:
                return Ranking(found.rows[among[:limit]], found.scores[among[:limit]])
            wanted *= 4


def _write(index: tantivy.Index, removed: Sequence[int], entries: Iterable[LexicalEntry]) -> int:
    writer = _with_tokenizer(index).writer(_WRITER_BYTES, 1)
    if removed:  # a deletion by term takes the number for a signed one, and finds nothing
        writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "row", list(removed)))
    for entry in entries:
        document = tantivy.Document()
        document.add_unsigned("row", entry.row)
        document.add_text("body", entry.body)
        document.add_text("context", entry.context)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    return int(index.searcher().num_docs)


def _link(path: Path, target: Path) -> None:
    if path.suffix == ".json":  # replaced at each commit
        shutil.copyfile(path, target)
    else:
        share(path, target)
