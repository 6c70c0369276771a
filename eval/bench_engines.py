"""The engines of the benchmark behind one interface: ours, three peers, and the floor that memory sets.

Every engine gets the same passages, already cut into words, and the same vectors; ours also stores the records with
their facts, and explains what it finds. Peers are optional.
"""

from __future__ import annotations

import importlib.util
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from eval.bench_asked import selective
from index.encoder import Progress, Role

if TYPE_CHECKING:
    from index.store import KnowledgeBase

__all__ = ["CLAIMS", "ENGINES", "PACKAGES", "Bench", "Engine", "installed"]

CLAIMS = "claims.txt"
_TOP = 10


@dataclass(slots=True)
class Bench:
    """What was prepared in a folder for one size: records, words, vectors, queries.

    ``reading`` are the seconds that went into reading it, which no engine is to blame for, ``reading_cpu`` this
    process's part of them; ``helpers_cpu`` is processor time that other processes of an engine used.
    """

    folder: Path
    passages: int
    reading: float = 0.0
    reading_cpu: float = 0.0
    helpers_cpu: float = 0.0

    def texts(self) -> list[str]:
        start, used = time.perf_counter(), time.process_time()
        texts = (self.folder / "words.txt").read_text(encoding="utf-8").split("\n")[:-1]
        self.reading += time.perf_counter() - start
        self.reading_cpu += time.process_time() - used
        return texts

    def vectors(self) -> NDArray[np.float32]:
        mapped: NDArray[np.float32] = np.load(self.folder / "vectors.npy", mmap_mode="r")
        return mapped

    def groups(self) -> list[int]:
        """The number of the document of each passage."""
        return [int(g) for g in np.load(self.folder / "groups.npy")]

    def queries(self) -> tuple[list[str], list[str], NDArray[np.float32]]:
        """The queries as they were typed, cut into words, and as vectors."""
        lines = (self.folder / "queries.txt").read_text(encoding="utf-8").split("\n")[:-1]
        typed, words = zip(*(line.split("\t") for line in lines), strict=True)
        return list(typed), list(words), np.load(self.folder / "query_vectors.npy")

    def claims(self) -> list[str]:
        """Real sentences to check, as many as there are queries at most."""
        return (self.folder / CLAIMS).read_text(encoding="utf-8").splitlines()


class Engine(Protocol):
    """``kinds`` are the queries that an engine can answer: hybrid, dense, filtered …"""

    def index(self, bench: Bench, target: Path) -> None: ...

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        """Functions from the number of a query to its results, by kind."""
        ...


class Precomputed:
    """The vectors of the benchmark in the order in which passages are stored; queries by the model itself."""

    def __init__(self, bench: Bench, model: Any) -> None:
        self.id, self.dimensions = model.id, model.dimensions
        self._vectors, self._at = bench.vectors(), 0

    def encode(
        self, texts: Sequence[str], *, role: Role = "passage", progress: Progress | None = None
    ) -> NDArray[np.float32]:
        start, self._at = self._at, self._at + len(texts)
        return self._vectors[start : self._at]


class Ours:
    """Yiju, through the same functions that the command line and the app call."""

    def __init__(self, model: str = "fast") -> None:
        self.model = model

    def index(self, bench: Bench, target: Path) -> None:
        from eval.bench_feed import Feed
        from index.encoders import load_encoder
        from index.writer import Writer

        start, used = time.perf_counter(), time.process_time()
        feed = Feed(bench.folder)
        bench.reading, bench.reading_cpu = time.perf_counter() - start, time.process_time() - used
        with Writer(target) as writer:
            for file in feed.files():
                writer.put(f"/bench/{file.file}", file)
            others = _cpu_of_children()
            writer.publish(Precomputed(bench, load_encoder(self.model)), self.model)
        bench.reading += feed.loading
        bench.helpers_cpu = feed.cpu + _cpu_of_children() - others

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        from index.filters import allowed_rows
        from index.store import KnowledgeBase
        from records import Filters
        from settings import Settings

        kb = KnowledgeBase.open(target, Settings(kb=target))
        typed, _, vectors = bench.queries()
        dense = kb.dense
        few = Filters(documents=selective(bench.passages))
        rows = allowed_rows(kb.db, kb.manifest.generation, few)
        claims = bench.claims()
        return {
            "hybrid": lambda i: kb.search(typed[i], limit=_TOP),
            # facts of hits are parsed when they are asked for: here all of them are, and written as JSON
            "hybrid, all facts": lambda i: kb.search(typed[i], limit=_TOP).to_dict(),
            "dense": lambda i: dense.search(vectors[i], _TOP),
            "filtered": lambda i: dense.search(vectors[i], _TOP, rows),
            "filtered hybrid": lambda i: kb.search(typed[i], few, _TOP),
            "ask": lambda i: _ask(kb, typed[i]),
            "check": lambda i: _check(kb, claims[i % len(claims)]),
        }


def _ask(kb: KnowledgeBase, question: str) -> object:
    from answer.ask import ask  # with ONNX Runtime, which searches need not load

    return ask(kb, question)


def _check(kb: KnowledgeBase, claim: str) -> object:
    from answer.check import check

    return check(kb, claim)


def _cpu_of_children() -> float:
    """Seconds of processor time of the processes that have ended."""
    used = os.times()
    return used.children_user + used.children_system


class Floor:
    """All vectors in memory, one product, the ten best: no exact search is faster than reading them once."""

    def index(self, bench: Bench, target: Path) -> None:
        target.mkdir(parents=True)
        np.save(target / "vectors.npy", bench.vectors())

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        vectors = np.load(target / "vectors.npy")
        queries = bench.queries()[2]
        return {"dense": lambda i: np.argpartition(vectors @ queries[i], -min(_TOP, len(vectors)))[-_TOP:]}


_LOOKED_UP: dict[str, NDArray[np.float32]] = {}


def look_up(texts: Sequence[str]) -> NDArray[np.float32]:
    """What txtai calls for vectors: those of the benchmark."""
    return np.array([_LOOKED_UP[text] for text in texts], dtype=np.float32)


class Txtai:
    def index(self, bench: Bench, target: Path) -> None:
        from txtai import Embeddings

        texts = bench.texts()
        _LOOKED_UP.update(zip(texts, bench.vectors(), strict=True))
        settings = {"method": "external", "transform": "eval.bench_engines.look_up", "content": True, "hybrid": True}
        embeddings = Embeddings(settings)
        embeddings.index((number, text, None) for number, text in enumerate(texts))
        embeddings.save(str(target))

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        from txtai import Embeddings

        _, words, vectors = bench.queries()
        _LOOKED_UP.update(zip(words, vectors, strict=True))
        embeddings = Embeddings()
        embeddings.load(str(target))
        return {"hybrid": lambda i: embeddings.search(words[i], _TOP)}


class Lance:
    def index(self, bench: Bench, target: Path) -> None:
        import lancedb
        import pyarrow

        vectors = bench.vectors()
        flat = pyarrow.array(np.ascontiguousarray(vectors).reshape(-1))
        column = pyarrow.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
        rows = pyarrow.table({"vector": column, "text": bench.texts(), "document": bench.groups()})
        table = lancedb.connect(str(target)).create_table("passages", rows)
        table.create_fts_index(
            "text", base_tokenizer="whitespace", stem=False, remove_stop_words=False, ascii_folding=False
        )

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        import lancedb

        _, words, vectors = bench.queries()
        table = lancedb.connect(str(target)).open_table("passages")
        few = "document IN (0, 1)"
        return {
            "hybrid": lambda i: (
                table.search(query_type="hybrid").vector(vectors[i]).text(words[i]).limit(_TOP).to_list()
            ),
            "dense": lambda i: table.search(vectors[i]).metric("dot").limit(_TOP).to_list(),
            "filtered": lambda i: (
                table.search(vectors[i]).metric("dot").where(few, prefilter=True).limit(_TOP).to_list()
            ),
        }


class Chroma:
    def _client(self, target: Path) -> Any:
        import chromadb

        return chromadb.PersistentClient(str(target), settings=chromadb.Settings(anonymized_telemetry=False))

    def index(self, bench: Bench, target: Path) -> None:
        collection = self._client(target).create_collection("passages", metadata={"hnsw:space": "ip"})
        texts, vectors, groups = bench.texts(), bench.vectors(), bench.groups()
        for start in range(0, len(texts), 4000):
            part = range(start, min(start + 4000, len(texts)))
            collection.add(
                ids=[str(i) for i in part],
                embeddings=np.asarray(vectors[part.start : part.stop]),
                documents=texts[part.start : part.stop],
                metadatas=[{"document": groups[i]} for i in part],
            )

    def open(self, bench: Bench, target: Path) -> dict[str, Callable[[int], object]]:
        vectors = bench.queries()[2]
        collection = self._client(target).get_collection("passages")
        few = {"document": {"$in": [0, 1]}}
        return {
            "dense": lambda i: collection.query(query_embeddings=[vectors[i]], n_results=_TOP),
            "filtered": lambda i: collection.query(query_embeddings=[vectors[i]], n_results=_TOP, where=few),
        }


ENGINES: dict[str, Callable[[], Engine]] = {
    "yiju": Ours,
    "floor": Floor,
    "txtai": Txtai,
    "lancedb": Lance,
    "chroma": Chroma,
}
PACKAGES = {"txtai": "txtai", "lancedb": "lancedb", "chroma": "chromadb"}


def installed(engine: str) -> bool:
    """Whether the package of an engine is there; ours always is."""
    return engine not in PACKAGES or importlib.util.find_spec(PACKAGES[engine]) is not None
