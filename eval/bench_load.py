"""Many users at once, with and without an import that is published meanwhile; every answer is checked."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from eval.bench_asked import queries
from index.layout import Layout
from index.store import KnowledgeBase
from settings import PROJECT, Settings

__all__ = ["LoadResult", "LoadRound", "measure_load"]

_LIMIT = 10
_RATES = ("all_users", "while_importing", "while_publishing")


@dataclass(frozen=True, slots=True)
class LoadRound:
    """Searches a second by two threads, by ``users`` threads, by them during an import and while it is published.

    ``imported`` is how long the import took in seconds, ``published`` its last part, from the new indexes being begun
    until readers are pointed to them; ``wrong`` counts answers that were not those of the snapshot.
    """

    two_threads: float
    all_users: float
    while_importing: float
    while_publishing: float
    imported: float
    published: float
    wrong: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Several rounds, since a publication is short and a machine of others changes its speed meanwhile.

    The shares are medians over the rounds, each of what two threads did just before.
    """

    users: int
    rounds: tuple[LoadRound, ...]

    @property
    def wrong(self) -> int:
        return sum(one.wrong for one in self.rounds)

    def share(self, of: str) -> float:
        """The median of a rate (a field of :class:`LoadRound`) as a share of that of two threads.

        A publication that ended before it was seen has no rate: its round is left out.
        """
        shares = [getattr(one, of) / one.two_threads for one in self.rounds if getattr(one, of)]
        return median(shares) if shares else 0.0

    def to_dict(self) -> dict[str, Any]:
        shares = {f"share_{of}": round(self.share(of), 3) for of in _RATES}
        return {**asdict(self), **shares, "wrong": self.wrong}


def measure_load(folder: Path, users: int = 20, seconds: float = 5.0, rounds: int = 7) -> LoadResult:
    """Ask a knowledge base, which gets one more document a round by this."""
    return LoadResult(users, tuple(_round(folder, users, seconds) for _ in range(rounds)))


def _round(folder: Path, users: int, seconds: float) -> LoadRound:
    kb = KnowledgeBase.open(folder, Settings(kb=folder))
    asked = queries()
    right = {query: _answer(kb, query) for query in asked}
    few, _ = _served(kb, right, 2, _after(seconds))
    many, wrong = _served(kb, right, users, _after(seconds))
    publication = _Publication(kb.layout)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / f"note-{time.time_ns()}.txt"
        source.write_text(f"1. 编号{time.time_ns()}的项目于2021年3月完成。\n", encoding="utf-8")
        command = [sys.executable, "-m", "cli", "ingest", str(source), "--kb", str(folder), "--quiet"]
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=PROJECT) as importing:
            busy, more = _served(kb, right, users, lambda: importing.poll() is not None, publication)
        imported = time.perf_counter() - start
    kb.close()
    rate, published = publication.rate()
    return LoadRound(few, many, busy, rate, imported, published, wrong + more)


class _Publication:
    """Watches when a snapshot is built and published, and how many answers are given meanwhile."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._before = layout, layout.read_manifest().generation
        self._seen: list[tuple[float, int]] = []

    def watch(self, answers: int) -> None:
        """Called every few hundredths of a second with the number of answers so far."""
        building = any(path.suffix == ".tmp" for path in self._layout.snapshots.iterdir())
        done = self._layout.read_manifest().generation != self._before
        if (building and not done) or (done and len(self._seen) == 1):
            self._seen.append((time.perf_counter(), answers))

    def rate(self) -> tuple[float, float]:
        """Answers a second meanwhile, and the seconds."""
        if len(self._seen) < 2:
            return 0.0, 0.0
        (start, before), (end, after) = self._seen[0], self._seen[-1]
        return (after - before) / (end - start), end - start


def _answer(kb: KnowledgeBase, query: str) -> list[tuple[str, float]]:
    return [(hit.passage.id, hit.score) for hit in kb.search(query, limit=_LIMIT).results]


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() >= end


def _served(
    kb: KnowledgeBase,
    right: dict[str, list[tuple[str, float]]],
    threads: int,
    over: Callable[[], bool],
    publication: _Publication | None = None,
) -> tuple[float, int]:
    """Searches a second until it is over, and how many answers were wrong."""
    stop = threading.Event()
    counts, wrong = [0] * threads, [0] * threads
    asked = list(right)

    def user(number: int) -> None:
        place = number
        while not stop.is_set():
            query = asked[place % len(asked)]
            wrong[number] += _answer(kb, query) != right[query]
            counts[number] += 1
            place += 7
        kb.close()

    start = time.perf_counter()
    people = [threading.Thread(target=user, args=(number,)) for number in range(threads)]
    for one in people:
        one.start()
    while not over():
        time.sleep(0.02)
        if publication is not None:
            publication.watch(sum(counts))
    stop.set()
    for one in people:
        one.join()
    return sum(counts) / (time.perf_counter() - start), sum(wrong)
