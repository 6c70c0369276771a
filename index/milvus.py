"""The two indexes on Milvus: the same records beyond one machine, through ``MilvusClient`` alone.

The URI says where: a file (``./x.db``, the pure Python edition for tests), a server, or a cluster. Records, facts and
originals stay in SQLite; Milvus holds for each passage its vectors and, from 2.4 on, the BM25 weights of its words as
sparse vectors, under the row number that the store gave it. Before 2.4 words are looked for in the folder. Filters are
rows that SQLite has chosen; scores are fused by the same code.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from errors import OptionalDependencyError, StoreUnreachable
from settings import Settings

if TYPE_CHECKING:
    from pymilvus import MilvusClient

__all__ = ["BOUNDED", "MOST", "STRONG", "Found", "Milvus", "connect"]

_WINDOWS = 1024  # at most so many of a passage: the key of a vector is row * 1024 + window
MOST = 16_384  # what Milvus gives back at once
_BATCH = 1_000
# Of 100,000 vectors the ten nearest were found .98 of the time so, by the index that a server chooses itself (a graph)
# .88; docs/scale-out.md.
_LISTS, _PROBED = 1024, 128
_SPARSE_FROM = (2, 4)  # the version of a server that has sparse vectors

STRONG, BOUNDED = "Strong", "Bounded"
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
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it prints a traceback of every error that is told below
    return Milvus(_asked(uri, lambda: MilvusClient(uri, token=settings.milvus_token or "")), uri)


def _asked(uri: str, call: Callable[[], Any]) -> Any:
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    try:
        return call()
    except (MilvusException, ConnectionError, RpcError) as error:
        message = getattr(error, "message", None) or str(error)
        raise StoreUnreachable(
            f"Milvus at {uri}: {message.strip()[:300]}; start it or set YIJU_MILVUS_URI, or unset YIJU_STORE and run "
            "`yiju rebuild --embed-only` to go on without it"
        ) from error


class Milvus:
    """The collections of one knowledge base: ``<name>_vectors``, and ``<name>_words`` where it can hold words."""

    def __init__(self, client: MilvusClient, uri: str) -> None:
        self._client, self._uri = client, uri

    def ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        """What a method of ``MilvusClient`` returns; its errors become ours."""
        return _asked(self._uri, lambda: getattr(self._client, method)(*arguments, **named))

    @property
    def _is_file(self) -> bool:
        """Whether this is the edition in a file, which compares all vectors."""
        return self._uri.endswith(".db")

    @cached_property
    def holds_words(self) -> bool:
        """Whether it can hold words, as sparse vectors; what tells no version of a server is an edition that can."""
        from grpc import RpcError, StatusCode

        try:
            told = self.ask("get_server_version")
        except StoreUnreachable as error:
            cause = error.__cause__
            if isinstance(cause, RpcError) and cause.code() is StatusCode.UNIMPLEMENTED:
                return True
            raise
        version = re.match(r"v?(\d+)\.(\d+)", told)
        return version is None or (int(version[1]), int(version[2])) >= _SPARSE_FROM

    def close(self) -> None:
        self._client.close()

    def create(self, name: str, dimensions: int, *, words: bool) -> None:
        """Empty collections; those of the same name are dropped.

        :param words: whether there is to be one for the words as well; likewise below.
        """
        from pymilvus import DataType

        near, lists = ("FLAT", {}) if self._is_file else ("IVF_FLAT", {"nlist": _LISTS})
        fields: dict[str, tuple[str, DataType, dict[str, int], str, dict[str, int]]] = {
            f"{name}_vectors": ("vector", DataType.FLOAT_VECTOR, {"dim": dimensions}, near, lists),
            f"{name}_words": ("words", DataType.SPARSE_FLOAT_VECTOR, {}, "SPARSE_INVERTED_INDEX", {}),
        }
        self.drop(name)
        for collection in _collections(name, words=words):
            field, kind, more, index, parts = fields[collection]
            schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("key", DataType.INT64, is_primary=True)
            schema.add_field("row", DataType.INT64)
            schema.add_field("window", DataType.INT64)
            schema.add_field("added", DataType.INT64)
            schema.add_field(field, kind, **more)
            params = self._client.prepare_index_params()
            params.add_index(field, index_type=index, metric_type="IP", params=parts)
            self.ask("create_collection", collection, schema=schema, index_params=params, consistency_level=STRONG)

    def drop(self, name: str) -> None:
        for collection in _collections(name, words=True):
            if self.ask("has_collection", collection):
                self.ask("drop_collection", collection)

    def names(self, prefix: str) -> set[str]:
        """The names of our collections that begin so."""
        found = self.ask("list_collections")
        return {name.rpartition("_")[0] for name in found if name.startswith(prefix)}

    def load(self, name: str, *, words: bool) -> bool:
        """Have the collections ready to be searched; ``False`` where they do not exist."""
        wanted = _collections(name, words=words)
        if not all(self.ask("has_collection", collection) for collection in wanted):
            return False
        for collection in wanted:
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

    def delete(self, name: str, rows: Sequence[int], *, words: bool) -> None:
        for start in range(0, len(rows), _BATCH):
            chosen = list(rows[start : start + _BATCH])
            for collection in _collections(name, words=words):
                self.ask("delete", collection, filter=f"row in {chosen}")

    def count(self, collection: str) -> int:
        found = self.ask("query", collection, filter="", output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def nearest(
        self, collection: str, field: str, vector: Any, limit: int, expression: str, level: str, *, few: bool
    ) -> Found:
        """(row, inner product) of the nearest entities, best first; a row can come more than once.

        :param few: the expression leaves few entities, which may lie anywhere.
        :param level: how sure it must be that the server sees all that was written, in the words of Milvus.
        """
        params = {"nprobe": _LISTS if few else _PROBED} if field == "vector" and not self._is_file else {}
        hits = self.ask(
            "search",
            collection,
            data=[vector],
            anns_field=field,
            limit=limit,
            filter=expression,
            output_fields=["row"],
            search_params={"metric_type": "IP", "params": params},
            consistency_level=level,
        )[0]
        return [(int(hit["entity"]["row"]), float(hit["distance"])) for hit in hits]

    def vectors(self, name: str, expression: str, level: str) -> list[tuple[int, int, NDArray[np.float32]]]:
        """(row, window, vector) of the entities that an expression selects."""
        fields = ["row", "window", "vector"]
        found = self.ask(
            "query", f"{name}_vectors", filter=expression, output_fields=fields, limit=MOST, consistency_level=level
        )
        return [(int(e["row"]), int(e["window"]), np.asarray(e["vector"], dtype=np.float32)) for e in found]


def _collections(name: str, *, words: bool) -> tuple[str, ...]:
    return (f"{name}_vectors", f"{name}_words") if words else (f"{name}_vectors",)
