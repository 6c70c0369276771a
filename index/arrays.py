"""Opening the arrays of a snapshot, from as many threads as there are users.

``numpy.load`` has the Python compiler read the header of a file (``ast.literal_eval``), and CPython 3.11 keeps one
count for all threads while it builds a syntax tree: where the collector runs in the midst of it and lets another thread
open an array, the file is said to have failed with ``SystemError`` (python/cpython#106905). A header of ours has three
entries, always the same.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HEADER = re.compile(r"\{'descr': (?P<descr>.+), 'fortran_order': False, 'shape': \((?P<shape>[\d, ]*)\),? ?\}\s*")
_PLAIN = re.compile(r"'(?P<plain>[<>|=]?[biufSU]\d*)'")
_COLUMNS = re.compile(r"\[(?:\('\w+', '[<>|=]?[biufSU]\d*'\)(?:, )?)+\]")
_COLUMN = re.compile(r"\('(\w+)', '([^']+)'\)")


def open_array(path: Path, *, mapped: bool = False) -> NDArray[Any]:
    """The array that ``numpy.save`` wrote.

    :param mapped: read its pages when they are asked for. The array is a plain one, read-only: the class of mapped
        ones makes each access slower.
    :raises OSError: there is no such file.
    :raises ValueError: it is not such an array, or was cut short.
    """
    with path.open("rb") as file:
        version = np.lib.format.read_magic(file)
        length = int.from_bytes(file.read(2 if version == (1, 0) else 4), "little")
        header = file.read(length)
        start = file.tell()
    dtype, shape = _parsed(header.decode("latin-1"), path)
    count = math.prod(shape)
    if path.stat().st_size < start + dtype.itemsize * count:
        raise ValueError(f"{path.name} was cut short")
    if not count:
        return np.zeros(shape, dtype)
    if mapped:
        return np.asarray(np.memmap(path, dtype, "r", start, shape))
    return np.fromfile(path, dtype, count, offset=start).reshape(shape)


def _parsed(header: str, path: Path) -> tuple[np.dtype[Any], tuple[int, ...]]:
    found = _HEADER.fullmatch(header)
    if found is None:
        raise ValueError(f"the header of {path.name} is not that of an array: {header[:80]!r}")
    shape = tuple(int(size) for size in found["shape"].split(",") if size.strip())
    if plain := _PLAIN.fullmatch(found["descr"]):
        return np.dtype(plain["plain"]), shape
    if _COLUMNS.fullmatch(found["descr"]):
        return np.dtype(_COLUMN.findall(found["descr"])), shape
    raise ValueError(f"the header of {path.name} names no type of numbers: {found['descr'][:80]!r}")
