"""What our engine stores in the benchmark, prepared by processes beside it, as the readers of an import prepare it.

Before the clock runs a reader takes a portion of the records, their words and their abbreviations into memory, as the
texts of the other engines are in memory; then it derives what is stored, and sends it over.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.prepared import PreparedFile, prepare
from ingest.annotate import glossary_rows
from ingest.files import ReadFile
from ingest.guard import started
from ingest.terms import find_terms
from records import Term

__all__ = ["READERS", "Feed", "places_of", "serve"]

READERS = 2
_PORTION = 50_000  # passages that are in memory at once
_AHEAD = 2  # files that each reader may be ahead

_Loaded = tuple[ReadFile, list[str], Mapping[str, Sequence[Term]]]


class Feed:
    """The files of a benchmark in order.

    :ivar loading: seconds in which readers took records into memory; :ivar cpu: processor time that they used after it.
    """

    def __init__(self, folder: Path) -> None:
        self.loading = self.cpu = 0.0
        self._folder, self._places = folder, places_of(folder)

    def files(self) -> Iterator[PreparedFile]:
        with ExitStack() as stack:
            readers = [stack.enter_context(_Reader(self._folder, self._places)) for _ in range(READERS)]
            for portion in _portions(self._places[:, 2]):
                start = time.perf_counter()
                for number, reader in enumerate(readers):
                    reader.tell(portion[number::READERS])
                for reader in readers:
                    reader.hear()
                self.loading += time.perf_counter() - start
                yield from _in_turn(readers, len(portion))
                self.cpu += sum(reader.hear() for reader in readers)


def _in_turn(readers: Sequence[_Reader], files: int) -> Iterator[PreparedFile]:
    ahead: deque[Future[PreparedFile]] = deque()
    for reader in readers:
        reader.tell("go")
    for number in range(files):
        reader = readers[number % len(readers)]
        ahead.append(reader.receiver.submit(reader.hear))
        if len(ahead) > _AHEAD * len(readers):
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()


class _Reader:
    """A process that prepares files, begun as an import begins its readers, and the thread that receives them."""

    def __init__(self, folder: Path, places: NDArray[np.int64]) -> None:
        self._process = started("eval.bench_feed")
        self.receiver = ThreadPoolExecutor(1)
        self._where = folder, places

    def __enter__(self) -> _Reader:
        self.tell(self._where)
        return self

    def tell(self, message: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(message, self._process.stdin)
        self._process.stdin.flush()

    def hear(self) -> Any:
        assert self._process.stdout is not None
        return pickle.load(self._process.stdout)  # written by this benchmark

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self.receiver.shutdown()
        self._process.communicate()


def serve() -> None:
    """The process of a reader: for each list of files ``"ready"``, then what is stored of each, then its seconds."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the answers

    def answer(message: object) -> None:
        answers.write(pickle.dumps(message))
        answers.flush()

    folder, places = pickle.load(asked)
    while True:  # until it is killed
        loaded = [_load(folder, *places[number, :2].tolist()) for number in pickle.load(asked)]
        answer("ready")
        pickle.load(asked)
        used = time.process_time()
        for read, words, terms in loaded:
            answer(prepare(read, words, terms))
        answer(time.process_time() - used)


def _load(folder: Path, record: int, line: int) -> _Loaded:
    with (folder / "files.pickle").open("rb") as records, (folder / "words.txt").open("rb") as words:
        records.seek(record)
        words.seek(line)
        read: ReadFile = pickle.load(records)  # written by this benchmark
        bodies = [words.readline().decode().rstrip("\n") for _ in read.passages]
    (document,) = read.documents
    terms = find_terms([(p.id, p.text) for p in read.passages], glossary_rows(read.passages))
    return read, bodies, {document.id: terms}


def _portions(passages: NDArray[np.int64]) -> Iterator[list[int]]:
    """Numbers of files, so many that they have about as many passages as may be in memory."""
    portion: list[int] = []
    size = 0
    for number, count in enumerate(passages.tolist()):
        portion.append(number)
        size += count
        if size >= _PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def places_of(folder: Path) -> NDArray[np.int64]:
    """For each file where its record and its words begin, and how many passages it has: shape (n, 3); kept there."""
    path = folder / "places.npy"
    if not path.exists():
        rows = []
        with (folder / "files.pickle").open("rb") as records, (folder / "words.txt").open("rb") as words:
            while records.peek(1):
                place = records.tell(), words.tell()
                count = len(pickle.load(records).passages)  # written by this benchmark
                for _ in range(count):
                    words.readline()
                rows.append((*place, count))
        np.save(path, np.array(rows, dtype=np.int64))
    places: NDArray[np.int64] = np.load(path)
    return places
