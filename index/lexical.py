"""The lexical index: BM25 over our own tokens, kept by tantivy.

Tantivy has no Chinese analyser; texts are tokenised here and handed over as space-separated tokens. Two fields: the
passage itself, and its context (title, headings, table headers), which counts less.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from index.tokens import analyse

__all__ = ["LexicalEntry", "LexicalIndex", "TermWeight"]

_TOKENIZER = "whitespace"
_CONTEXT_BOOST = 0.35
_WRITER_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """A passage as the index sees it: its row number in the store, its text, and the text around it."""

    row: int
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A query token and how much it counts (1 for what was typed, less for expansions)."""

    text: str
    weight: float = 1.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True, fast=True)
    builder.add_text_field("body", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("context", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


class LexicalIndex:
    """Read side of the index in a folder."""

    def __init__(self, index: tantivy.Index) -> None:
        # the registry of analysers is not stored with the index
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._schema = index.schema
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, entries: Iterable[LexicalEntry]) -> None:
        """Write a new index into an empty folder. One thread, so that equal input gives equal order."""
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(_schema(), path=str(folder))
        index.register_tokenizer(_TOKENIZER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = index.writer(_WRITER_BYTES, 1)
        for entry in entries:
            document = tantivy.Document()
            document.add_unsigned("row", entry.row)
            document.add_text("body", " ".join(token.text for token in analyse(entry.text)))
            document.add_text("context", " ".join(token.text for token in analyse(entry.context)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        return cls(tantivy.Index.open(str(folder)))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def idf(self, token: str, least: int = 0) -> float:
        """Inverse document frequency as BM25 uses it, over the bodies of all passages.

        :param least: count as if there were at least so many passages, those that are not there without the token.
        """
        found = self._searcher.doc_freq("body", token)
        return math.log(1 + (max(len(self), least) - found + 0.5) / (found + 0.5))

    def known(self, token: str) -> bool:
        """Whether any passage or its context has the token."""
        return bool(self._searcher.doc_freq("body", token) or self._searcher.doc_freq("context", token))

    def search(
        self, terms: Sequence[TermWeight], limit: int, rows: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The best passages for a bag of terms.

        :param rows: only these rows count, chosen before ranking; ``None`` for all.
        :returns: (row, BM25 score), best first, at most ``limit``.
        """
        known = [term for term in terms if self.known(term.text)]
        if not known or limit <= 0 or (rows is not None and not len(rows)):
            return []
        clauses = []
        for term in known:
            for field, boost in (("body", 1.0), ("context", _CONTEXT_BOOST)):
                query = tantivy.Query.term_query(self._schema, field, term.text, index_option="freq")
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, boost * term.weight)))
        query = tantivy.Query.boolean_query(clauses)
        if rows is not None:
            chosen = tantivy.Query.term_set_query(self._schema, "row", [int(row) for row in rows])
            silent = tantivy.Query.const_score_query(chosen, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)])
        found = self._searcher.search(query, limit)
        hits = [(score, address) for score, address in found.hits]
        rows_found = self._searcher.fast_field_values("row", [address for _, address in hits])
        return [(int(row or 0), float(score)) for (score, _), row in zip(hits, rows_found, strict=True)]
