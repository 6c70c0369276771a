"""The wording of the passages of a snapshot in a file of its own.

A search compares that of some forty passages, which lie anywhere: read one by one from a plain file they take half the
time that the database takes, whose pages hold forty passages each. It is read, not mapped, so that it takes no memory.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Sequence
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from errors import KnowledgeBaseDamaged
from index.arrays import open_array
from index.layout import share
from index.pace import breathe
from index.vectors import MOST_MORE
from index.wording import Held
from records import PASSAGE_FORMS

if TYPE_CHECKING:  # what searches read needs nothing of what is published
    from index.takeover import LastSnapshot

__all__ = ["WordingFile", "write_wording"]

_CODES, _MORE, _ROWS, _PLACES = "wording.bin", "wording_more.bin", "wording_rows.npy", "wording_places.npy"
_PLACE = np.dtype([("start", "<i8"), ("body", "<u4"), ("context", "<u4"), ("form", f"S{max(map(len, PASSAGE_FORMS))}")])
_FORMS = {form.encode(): form for form in PASSAGE_FORMS}
_READ_BATCH = 4096
_SMALL = 20_000  # below as many passages all are written each time


class WordingFile:
    """Read side; safe to use from several threads.

    The rows of the passages are sorted; a place says where in the file the codes of a passage begin, how many bytes
    those of its text and of its context after it have, and its form.
    """

    def __init__(self, folder: Path) -> None:
        self._rows = open_array(folder / _ROWS, mapped=True)
        self._places = open_array(folder / _PLACES, mapped=True)
        self._file = self._opened(folder / _CODES)
        more = folder / _MORE
        self._more = self._opened(more) if more.is_file() else None
        self._first = os.fstat(self._file).st_size

    def _opened(self, path: Path) -> int:
        file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, file)
        return file

    @classmethod
    def open(cls, folder: Path) -> WordingFile | None:
        """The file in a folder; ``None`` where there is none (a snapshot of an earlier version, or Milvus), or where
        the system has no reading at a place: then the database is asked.

        :raises OSError, ValueError: it cannot be read.
        """
        return cls(folder) if hasattr(os, "pread") and (folder / _CODES).is_file() else None

    def read(self, rows: Sequence[int]) -> Held:
        """The wording of those of the rows (sorted) that are there."""
        if not len(self._rows):
            return Held((), (), (), ())
        wanted = np.asarray(rows, dtype=np.int64)
        at = self._rows.searchsorted(wanted)
        at = at[self._rows.take(at, mode="clip") == wanted]
        found, places = self._rows.take(at).tolist(), self._places.take(at)
        bodies, contexts, forms = places["body"].tolist(), places["context"].tolist(), places["form"].tolist()
        sizes, starts = [*map(add, bodies, contexts)], places["start"].tolist()
        codes = self._codes(sizes, starts)
        if (lengths := [*map(len, codes)]) != sizes:
            row = next(row for row, held, size in zip(found, lengths, sizes, strict=True) if held != size)
            raise KnowledgeBaseDamaged(f"{_CODES}: it ends before passage {row}; run `yiju doctor --repair`")
        return Held(found, [_FORMS[form] for form in forms], codes, bodies)

    def _codes(self, sizes: Sequence[int], starts: Sequence[int]) -> list[bytes]:
        read, file, more, first = os.pread, self._file, self._more, self._first
        if more is None:
            return [read(file, size, start) for size, start in zip(sizes, starts, strict=True)]
        return [
            read(file, size, start) if start < first else read(more, size, start - first)
            for size, start in zip(sizes, starts, strict=True)
        ]


def write_wording(db: sqlite3.Connection, folder: Path, generation: int, last: LastSnapshot | None = None) -> None:
    """Write the wording of a generation that is about to be published.

    :param last: a snapshot whose tokens are of the same analyser. Where nothing was removed and little has come since,
        its first file is shared, and only what came after that is written.
    """
    hidden = "SELECT row FROM passages WHERE removed <= ?"
    gone = np.array([row for (row,) in db.execute(hidden, (generation,))], dtype=np.int64)
    (visible,) = db.execute(f"SELECT count(*) FROM wording WHERE row NOT IN ({hidden})", (generation,)).fetchone()
    rows, places, end = _shared(folder, last, gone, visible)
    written, found = [rows], [places]
    cursor = db.execute(
        f"SELECT row, form, body, context FROM wording WHERE row > ? AND row NOT IN ({hidden}) ORDER BY row",
        (int(rows[-1]) if len(rows) else -1, generation),
    )
    with (folder / (_MORE if len(rows) else _CODES)).open("wb") as file:
        while portion := cursor.fetchmany(_READ_BATCH):
            numbers, forms, bodies, contexts = zip(*portion, strict=True)
            some = np.zeros(len(portion), dtype=_PLACE)
            some["body"], some["context"] = [*map(len, bodies)], [*map(len, contexts)]
            some["form"] = np.array(forms, dtype=_PLACE["form"])
            sizes = some["body"].astype(np.int64) + some["context"]
            some["start"] = end + np.cumsum(sizes) - sizes
            end += int(sizes.sum())
            file.write(b"".join([codes for pair in zip(bodies, contexts, strict=True) for codes in pair]))
            written.append(np.array(numbers, dtype=np.int64))
            found.append(some)
            breathe()
    np.save(folder / _ROWS, np.concatenate(written))
    np.save(folder / _PLACES, np.concatenate(found))


def _shared(
    folder: Path, last: LastSnapshot | None, gone: NDArray[np.int64], visible: int
) -> tuple[NDArray[np.int64], NDArray[np.void], int]:
    """Have a folder share the first file of the last snapshot.

    :param visible: how many passages there are now.
    :returns: the rows and places in that file, and its size; none where there is none or a damaged one, where passages
        that it has are gone, or where too many came since.
    """
    if last and visible > _SMALL and last.has(_ROWS, _PLACES, _CODES):
        end = (last.folder / _CODES).stat().st_size
        places = open_array(last.folder / _PLACES)
        first = int(places["start"].searchsorted(end))
        rows = open_array(last.folder / _ROWS)[:first]
        if visible - first <= MOST_MORE * first and not np.isin(gone, rows).any():
            share(last.folder / _CODES, folder / _CODES)
            return rows, places[:first], end
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=_PLACE), 0
