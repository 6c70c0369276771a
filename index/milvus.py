"""The two indexes on Milvus: the same records beyond one machine, through ``MilvusClient`` alone.

The URI says where: a file (``./x.db``, the pure Python edition for tests), a server, or a cluster. Records, facts and
originals stay in SQLite; Milvus holds for each passage its vectors and the BM25 weights of its words, under the row
number that the store gave it. Filters are rows that SQLite has chosen; scores are fused by the same code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from errors import OptionalDependencyError, StoreUnreachable
from index.lexical import TermWeight
from index.ranking import Ranking
from index.vocabulary import Vocabulary
from settings import Settings

if TYPE_CHECKING:
    from pymilvus import MilvusClient

__all__ = ["Milvus", "MilvusDense", "MilvusLexical", "connect"]

_WINDOWS = 1024  # at most so many of a passage: the key of a vector is row * 1024 + window
_MOST = 16_384  # what Milvus gives back at once
_BATCH = 1_000
_RANGES = 256  # a filter is written as ranges of rows up to so many,
_LISTED = 16_384  # as a list up to so many rows, and applied to what is found beyond

Found = list[tuple[int, float]]


def connect(settings: Settings) -> Milvus:
    """The Milvus of the settings.

    :raises OptionalDependencyError: pymilvus is not installed.
    :raises StoreUnreachable: nothing answers at the address.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise OptionalDependencyError(
            "YIJU_STORE=milvus needs the package pymilvus: pip install -r requirements-milvus.txt"
        ) from error
    uri = settings.milvus_uri
    return Milvus(_asked(uri, lambda: MilvusClient(uri, token=settings.milvus_token or "")), uri)


def _asked(uri: str, call: Callable[[], Any]) -> Any:
    from pymilvus.exceptions import MilvusException

    try:
        return call()
    except (MilvusException, ConnectionError) as error:
        message = getattr(error, "message", None) or str(error)
        raise StoreUnreachable(
            f"Milvus at {uri}: {message.strip()[:300]}; start it or set YIJU_MILVUS_URI, or unset YIJU_STORE and run "
            "`yiju rebuild --embed-only` to go on without it"
        ) from error


class Milvus:
    """The collections of one knowledge base: ``<name>_vectors`` and ``<name>_words``."""

    def __init__(self, client: MilvusClient, uri: str) -> None:
        self._client, self._uri = client, uri

    def ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        """What a method of ``MilvusClient`` returns; its errors become ours."""
        return _asked(self._uri, lambda: getattr(self._client, method)(*arguments, **named))

    def close(self) -> None:
        self._client.close()

    def create(self, name: str, dimensions: int) -> None:
        """Empty collections; those of the same name are dropped."""
        from pymilvus import DataType

        exact = self._uri.endswith(".db")  # the file edition compares all; servers choose their index
        fields = {
            f"{name}_vectors": ("vector", DataType.FLOAT_VECTOR, {"dim": dimensions}, "FLAT" if exact else "AUTOINDEX"),
            f"{name}_words": ("words", DataType.SPARSE_FLOAT_VECTOR, {}, "SPARSE_INVERTED_INDEX"),
        }
        self.drop(name)
        for collection, (field, kind, more, index) in fields.items():
            schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("key", DataType.INT64, is_primary=True)
            schema.add_field("row", DataType.INT64)
            schema.add_field("window", DataType.INT64)
            schema.add_field("added", DataType.INT64)
            schema.add_field(field, kind, **more)
            params = self._client.prepare_index_params()
            params.add_index(field, index_type=index, metric_type="IP")
            self.ask("create_collection", collection, schema=schema, index_params=params, consistency_level="Strong")

    def drop(self, name: str) -> None:
        for collection in (f"{name}_vectors", f"{name}_words"):
            if self.ask("has_collection", collection):
                self.ask("drop_collection", collection)

    def names(self, prefix: str) -> set[str]:
        """The names of our collections that begin so."""
        found = self.ask("list_collections")
        return {name.rpartition("_")[0] for name in found if name.startswith(prefix)}

    def load(self, name: str) -> bool:
        """Have the collections ready to be searched; ``False`` where they do not exist."""
        both = (f"{name}_vectors", f"{name}_words")
        if not all(self.ask("has_collection", collection) for collection in both):
            return False
        for collection in both:
            self.ask("load_collection", collection)
        return True

    def put_vectors(self, name: str, vectors: Iterable[tuple[int, int, int, Sequence[float]]]) -> int:
        """Add or replace (row, window, generation, vector); tells how many."""
        return self._put(
            f"{name}_vectors",
            ({"key": r * _WINDOWS + w, "row": r, "window": w, "added": g, "vector": v} for r, w, g, v in vectors),
        )

    def put_words(self, name: str, words: Iterable[tuple[int, int, dict[int, float]]]) -> int:
        """Add or replace (row, generation, sparse vector); an entry without words is left out."""
        return self._put(
            f"{name}_words",
            ({"key": r, "row": r, "window": 0, "added": g, "words": vector} for r, g, vector in words if vector),
        )

    def _put(self, collection: str, entities: Iterator[dict[str, Any]]) -> int:
        total = 0
        while batch := list(islice(entities, _BATCH)):
            self.ask("upsert", collection, batch)
            total += len(batch)
        return total

    def delete(self, name: str, rows: Sequence[int]) -> None:
        for start in range(0, len(rows), _BATCH):
            chosen = list(rows[start : start + _BATCH])
            for collection in (f"{name}_vectors", f"{name}_words"):
                self.ask("delete", collection, filter=f"row in {chosen}")

    def count(self, collection: str) -> int:
        found = self.ask("query", collection, filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def nearest(self, collection: str, field: str, vector: Any, limit: int, expression: str) -> Found:
        """(row, inner product) of the nearest entities, best first; a row can come more than once."""
        hits = self.ask(
            "search",
            collection,
            data=[vector],
            anns_field=field,
            limit=limit,
            filter=expression,
            output_fields=["row"],
            search_params={"metric_type": "IP"},
        )[0]
        return [(int(hit["entity"]["row"]), float(hit["distance"])) for hit in hits]

    def vectors(self, name: str, expression: str) -> list[tuple[int, int, NDArray[np.float32]]]:
        """(row, window, vector) of the entities that an expression selects."""
        fields = ["row", "window", "vector"]
        found = self.ask("query", f"{name}_vectors", filter=expression, output_fields=fields, limit=_MOST)
        return [(int(e["row"]), int(e["window"]), np.asarray(e["vector"], dtype=np.float32)) for e in found]


class _Snapshot:
    """What one generation sees: nothing that was added after it, nothing that it has removed."""

    def __init__(self, milvus: Milvus, name: str, generation: int, hidden: NDArray[np.int64]) -> None:
        self._milvus, self._name, self._generation, self._hidden = milvus, name, generation, hidden

    def _best(
        self, collection: str, field: str, vector: Any, limit: int, rows: NDArray[np.int64] | None, more: str = ""
    ) -> Ranking:
        """The best rows, each once: more entities are asked for until there are enough."""
        clauses = [f"added <= {self._generation}", *([more] if more else [])]
        chosen = _expression(rows) if rows is not None else None
        wanted = 2 * limit
        while True:
            expression = " and ".join([*clauses, *([f"({chosen})"] if chosen else [])])
            wanted = min(wanted, _MOST)
            found = self._milvus.nearest(collection, field, vector, wanted, expression)
            best: dict[int, float] = {}
            for row, score in found:
                best.setdefault(row, score)
            kept = self._kept(best, rows if chosen is None else None)
            if len(kept) >= limit or len(found) < wanted or wanted == _MOST:
                return Ranking.of(sorted(kept.items(), key=lambda item: (-item[1], item[0]))[:limit])
            wanted *= 4

    def _kept(self, best: dict[int, float], rows: NDArray[np.int64] | None) -> dict[int, float]:
        found = np.fromiter(best, dtype=np.int64, count=len(best))
        keep = ~np.isin(found, self._hidden)
        if rows is not None:
            keep &= np.isin(found, rows)
        return {row: best[row] for row in found[keep].tolist()}


class MilvusDense(_Snapshot):
    """See :class:`index.engines.Dense`. ``windows`` is how many vectors the snapshot has."""

    def __init__(self, milvus: Milvus, name: str, generation: int, hidden: NDArray[np.int64], windows: int) -> None:
        super().__init__(milvus, name, generation, hidden)
        self._windows = windows

    def __len__(self) -> int:
        return self._windows

    def search(
        self, query: NDArray[np.float32], limit: int, rows: NDArray[np.int64] | None = None, *, first: bool = False
    ) -> Ranking:
        if limit <= 0 or not len(self) or (rows is not None and not len(rows)):
            return Ranking.of()
        more = "window == 0" if first else ""
        return self._best(f"{self._name}_vectors", "vector", query.tolist(), limit, rows, more)

    def score(self, query: NDArray[np.float32], rows: Sequence[int], *, first: bool = False) -> Ranking:
        scores: dict[int, float] = {}
        for start in range(0, len(rows), _RANGES):
            chosen = [int(row) for row in rows[start : start + _RANGES]]
            for row, window, vector in self._milvus.vectors(self._name, f"row in {chosen}"):
                if not (first and window):
                    scores[row] = max(scores.get(row, -2.0), float(vector @ query))
        return Ranking.of(scores.items())


class MilvusLexical(_Snapshot):
    """See :class:`index.engines.Lexical`: BM25 as an inner product of sparse vectors."""

    def __init__(
        self, milvus: Milvus, name: str, generation: int, hidden: NDArray[np.int64], words: Vocabulary
    ) -> None:
        super().__init__(milvus, name, generation, hidden)
        self._vocabulary = words

    def __len__(self) -> int:
        return len(self._vocabulary)

    def idf(self, token: str, least: int = 0) -> float:
        return self._vocabulary.idf(token, least)

    def known(self, token: str) -> bool:
        return any(self._vocabulary.frequencies(token))

    def search(self, terms: Sequence[TermWeight], limit: int, rows: NDArray[np.int64] | None = None) -> Ranking:
        vector = self._vocabulary.of_query(terms)
        if not vector or limit <= 0 or (rows is not None and not len(rows)):
            return Ranking.of()
        return self._best(f"{self._name}_words", "words", vector, limit, rows)


def _expression(rows: NDArray[np.int64]) -> str | None:
    """Rows as Milvus filters by them; ``None`` where there are too many to write down."""
    breaks = np.flatnonzero(np.diff(rows) > 1) + 1
    if len(breaks) < _RANGES:
        runs = np.split(rows, breaks)
        return " or ".join(f"(row >= {run[0]} and row <= {run[-1]})" for run in runs)
    return f"row in {rows.tolist()}" if len(rows) <= _LISTED else None
