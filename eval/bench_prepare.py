"""Writes what the engines of the benchmark read: records, words, vectors and queries of one size, in one folder."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.bench_asked import queries
from eval.bench_data import make_files, statements
from eval.bench_engines import CLAIMS, Bench
from index.encoder import Encoder
from index.encoders import load_encoder
from index.prepared import tokens_of
from index.windows import windows_of
from ingest.files import ReadFile

__all__ = ["ENCODED", "prepare"]

#: Passages that are really encoded; the vectors of further ones are those of others with noise, at a cosine of 0.9.
ENCODED = 100_000
_NOISE = 0.48  # length of the noise beside a unit vector: cosine 1 / sqrt(1 + 0.48²) = 0.90
_SEED = 20261125


def prepare(folder: Path, passages: int, model: str = "fast", encoded: int = ENCODED) -> Bench:
    """Write the data of one size, unless they are there already.

    :param encoded: how many passages are really encoded with ``model``.
    """
    bench = Bench(folder, passages)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / CLAIMS).exists():
        lines = [f"{' '.join(claim.split())}\n" for claim in statements(len(queries()))]
        (folder / CLAIMS).write_text("".join(lines), encoding="utf-8")
    if (folder / "query_vectors.npy").exists():
        return bench
    encoder = load_encoder(model)
    vectors = np.lib.format.open_memmap(
        folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(passages, encoder.dimensions)
    )
    groups = np.zeros(passages, dtype=np.int32)
    chosen = np.random.default_rng(_SEED)
    start = 0
    with (folder / "files.pickle").open("wb") as records, (folder / "words.txt").open("w", encoding="utf-8") as words:
        for number, read in enumerate(make_files(passages)):
            pickle.dump(read, records, protocol=5)
            words.writelines(f"{_words(p.text)}\n" for p in read.passages)
            end = start + len(read.passages)
            groups[start:end] = number
            new = (
                _encoded(encoder, read) if start < encoded else _sampled(vectors[:encoded], len(read.passages), chosen)
            )
            vectors[start:end] = new
            start = end
    vectors.flush()
    np.save(folder / "groups.npy", groups)
    _write_queries(folder, queries(), encoder)
    return bench


def _words(text: str) -> str:
    """A text cut into the tokens that our own index has too, for engines without a Chinese analyser."""
    return tokens_of(text, ()).strip()


def _encoded(encoder: Encoder, read: ReadFile) -> NDArray[np.float32]:
    (document,) = read.documents
    windows = [windows_of(p, document, {}) for p in read.passages]
    return encoder.encode([texts[0] for texts in windows], role="passage")


def _sampled(real: NDArray[np.float32], count: int, chosen: np.random.Generator) -> NDArray[np.float32]:
    noise = chosen.standard_normal((count, real.shape[1]), dtype=np.float32)
    noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    vectors = real[chosen.integers(0, len(real), count)] + noise
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _write_queries(folder: Path, typed: Sequence[str], encoder: Encoder) -> None:
    lines = [f"{' '.join(query.split())}\t{_words(query) or query}\n" for query in typed]
    (folder / "queries.txt").write_text("".join(lines), encoding="utf-8")
    np.save(folder / "query_vectors.npy", encoder.encode(list(typed), role="query"))
