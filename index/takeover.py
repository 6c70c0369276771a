"""What a publication takes over from the last snapshot, as far as that is what its manifest says."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import open_array
from index.dense import DenseWriter
from index.layout import Manifest
from index.pace import breathe
from index.vectors import MORE, MOST_MORE, VECTORS, Joined, open_vectors, parts_of

__all__ = ["LastSnapshot", "build_dense", "file_digest"]

_READ_BATCH = 4096
_CHUNK = 2_048
_PORTION = 1 << 20


@dataclass(frozen=True, slots=True)
class LastSnapshot:
    """The snapshot that readers see while the next one is built."""

    folder: Path
    manifest: Manifest

    def has(self, *names: str) -> bool:
        """Whether files are there and their every byte is what was published."""
        paths = {name: self.folder / name for name in names}
        return all(path.is_file() and self.manifest.checksums.get(n) == file_digest(path) for n, path in paths.items())

    def checksum(self, name: str, path: Path) -> str | None:
        """What was noted of a file that the next snapshot (at ``path``) shares with this one.

        A segment of the lexical index never changes, and its name is its own for ever. A byte that changed on the disk
        since is found by what was noted, also in the snapshots that share the file.
        """
        segment = name.startswith("lexical/") and not name.endswith(
            (".json", ".npy")
        )  # words.npy: of Milvus, made anew
        twin = self.folder / name
        shared = segment or (twin.is_file() and path.samefile(twin))
        return self.manifest.checksums.get(name) if shared else None


def build_dense(
    db: sqlite3.Connection, folder: Path, generation: int, dimensions: int, last: LastSnapshot | None
) -> int:
    """Write the vector index of a generation: vectors that the last one has from there, the others from the database.

    :param last: a snapshot whose vectors are of the same model.
    :returns: how many vectors there are.
    """
    hidden = np.array(
        [row for (row,) in db.execute("SELECT row FROM passages WHERE removed <= ?", (generation,))], dtype=np.int64
    )
    query = "SELECT count(*) FROM vectors WHERE passage NOT IN (SELECT row FROM passages WHERE removed <= ?)"
    count = int(db.execute(query, (generation,)).fetchone()[0])
    owners, vectors = _known(last, dimensions)
    stays = np.isin(owners, hidden, invert=True)
    codes = last.folder if last and len(owners) and stays.all() and last.has("codes.faiss") else None
    first = len(parts_of(vectors)[0])
    shared = first if codes and count - first <= MOST_MORE * first else 0
    with DenseWriter(folder, count, dimensions, codes, shared) as writer:
        for start in range(shared, len(owners), _CHUNK):
            some = slice(start, start + _CHUNK)
            writer.add(owners[some][stays[some]], vectors[some][stays[some]])
            breathe()
        # rows are only ever appended: what the last snapshot does not have comes after all that it has
        after = int(owners[-1]) if len(owners) else -1
        cursor = db.execute("SELECT passage, vector FROM vectors WHERE passage > ? ORDER BY passage, window", (after,))
        gone = set(hidden.tolist())
        while rows := cursor.fetchmany(_READ_BATCH):
            kept = [(row, vector) for row, vector in rows if row not in gone]
            found = np.fromiter((row for row, _ in kept), dtype=np.int64, count=len(kept))
            blob = np.frombuffer(b"".join(vector for _, vector in kept), dtype="<f4")
            writer.add(found, blob.reshape(len(kept), dimensions))
    return count


def _known(last: LastSnapshot | None, dimensions: int) -> tuple[NDArray[np.int64], NDArray[np.float32] | Joined]:
    """The rows and vectors (n, d) of the last snapshot; none where its files are damaged."""
    names = [VECTORS, "owners.npy", *([MORE] if last and MORE in last.manifest.checksums else [])]
    if last is None or last.manifest.dimensions != dimensions or not last.has(*names):
        return np.zeros(0, dtype=np.int64), np.zeros((0, dimensions), dtype=np.float32)
    return open_array(last.folder / "owners.npy"), open_vectors(last.folder)


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while portion := file.read(_PORTION):
            digest.update(portion)
            breathe()
    return digest.hexdigest()
