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

import numpy as np

from errors import KnowledgeBaseDamaged
from index.arrays import open_array
from index.wording import Held
from records import PASSAGE_FORMS

__all__ = ["WordingFile", "write_wording"]

_CODES, _ROWS, _PLACES = "wording.bin", "wording_rows.npy", "wording_places.npy"
_PLACE = np.dtype([("start", "<i8"), ("body", "<u4"), ("context", "<u4"), ("form", f"S{max(map(len, PASSAGE_FORMS))}")])
_FORMS = {form.encode(): form for form in PASSAGE_FORMS}
_READ_BATCH = 4096


class WordingFile:
    """Read side; safe to use from several threads.

    The rows of the passages are sorted; a place says where in the file the codes of a passage begin, how many bytes
    those of its text and of its context after it have, and its form.
    """

    def __init__(self, folder: Path) -> None:
        self._rows = open_array(folder / _ROWS, mapped=True)
        self._places = open_array(folder / _PLACES, mapped=True)
        self._file = os.open(folder / _CODES, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

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
        sizes, read, file = [*map(add, bodies, contexts)], os.pread, self._file
        codes = [read(file, size, start) for size, start in zip(sizes, places["start"].tolist(), strict=True)]
        if (lengths := [*map(len, codes)]) != sizes:
            row = next(row for row, held, size in zip(found, lengths, sizes, strict=True) if held != size)
            raise KnowledgeBaseDamaged(f"{_CODES}: it ends before passage {row}; run `yiju doctor --repair`")
        return Held(found, [_FORMS[form] for form in forms], codes, bodies)


def write_wording(db: sqlite3.Connection, folder: Path, generation: int) -> None:
    """Write the wording of a generation that is about to be published."""
    cursor = db.execute(
        "SELECT row, form, body, context FROM wording "
        "WHERE row NOT IN (SELECT row FROM passages WHERE removed <= ?) ORDER BY row",
        (generation,),
    )
    rows: list[int] = []
    places = [np.zeros(0, dtype=_PLACE)]
    end = 0
    with (folder / _CODES).open("wb") as file:
        while portion := cursor.fetchmany(_READ_BATCH):
            numbers, forms, bodies, contexts = zip(*portion, strict=True)
            some = np.zeros(len(portion), dtype=_PLACE)
            some["body"], some["context"] = [*map(len, bodies)], [*map(len, contexts)]
            some["form"] = np.array(forms, dtype=_PLACE["form"])
            sizes = some["body"].astype(np.int64) + some["context"]
            some["start"] = end + np.cumsum(sizes) - sizes
            end += int(sizes.sum())
            file.write(b"".join([codes for pair in zip(bodies, contexts, strict=True) for codes in pair]))
            rows += numbers
            places.append(some)
    np.save(folder / _ROWS, np.array(rows, dtype=np.int64))
    np.save(folder / _PLACES, np.concatenate(places))
