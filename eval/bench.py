"""How fast, how large: ingest, index, cold and warm queries, memory and disk, at several sizes, beside other engines.

Each engine runs in a process of its own; the warm queries of all engines are asked in turn, a few each, so that what
else the machine does falls on all alike. Medians are reported.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from errors import UsageError
from eval.bench_engines import ENGINES, Bench, installed
from eval.bench_prepare import ENCODED, prepare
from settings import PROJECT

__all__ = ["BenchResults", "SizeResult", "bench_text", "measure"]

_WARM_UP = 10
_PORTION = 7  # queries of one engine before the next one has its turn
_COLD_RUNS = 5
_MORE = frozenset({"ask", "check"})


@dataclass(slots=True)
class SizeResult:
    """One engine at one size. Seconds, MB (2**20); ``warm``: milliseconds by kind (p50, p95, p50 of processor time).

    ``serve_mb`` is the memory after all searches, ``all_mb`` after questions and checks too, which peers do not have.
    """

    engine: str
    passages: int
    index_seconds: float = 0.0
    index_cpu: float = 0.0
    index_mb: int = 0
    open_seconds: float = 0.0
    serve_mb: int = 0
    all_mb: int = 0
    disk_mb: float = 0.0
    cold_seconds: float | None = None
    warm: dict[str, tuple[float, float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BenchResults:
    """``missing`` are engines that are not installed."""

    date: str
    commit: str
    model: str
    cores: int
    encoded: int
    results: tuple[SizeResult, ...]
    missing: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure(
    folder: Path, sizes: Sequence[int], engines: Sequence[str] = (), rounds: int = 2, model: str = "fast"
) -> BenchResults:
    """Measure engines at several sizes.

    :param folder: the data is kept here, for further runs; indexes are deleted.
    :param engines: their names; empty for all that are installed.
    :param rounds: how often each engine is asked every query.
    :raises UsageError: an engine that nobody knows.
    """
    unknown = set(engines) - ENGINES.keys()
    if unknown:
        raise UsageError(f"no engine {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    wanted = list(engines or ENGINES)
    present = [name for name in wanted if installed(name)]
    found: list[SizeResult] = []
    for size in sizes:
        bench = prepare(folder / f"{size}-{model}", size, model)
        with tempfile.TemporaryDirectory(dir=folder, prefix="indexes-") as scratch:
            found += _one_size(bench, present, Path(scratch), rounds)
    return BenchResults(
        datetime.now(UTC).date().isoformat(),
        _commit(),
        model,
        os.cpu_count() or 1,
        ENCODED,
        tuple(found),
        tuple(name for name in wanted if name not in present),
    )


def _one_size(bench: Bench, engines: Sequence[str], scratch: Path, rounds: int) -> list[SizeResult]:
    results = [_indexed(SizeResult(name, bench.passages), bench, scratch / name) for name in engines]
    with ExitStack() as stack:
        workers = {r.engine: stack.enter_context(_worker(r.engine, bench, scratch / r.engine)) for r in results}
        kinds: dict[str, list[str]] = {}
        for result in results:
            opened = workers[result.engine].do("open")
            result.open_seconds, kinds[result.engine] = opened["seconds"], opened["kinds"]
        count = len(bench.queries()[0])
        searches = {engine: [kind for kind in asked if kind not in _MORE] for engine, asked in kinds.items()}
        times = _asked_in_turn(workers, searches, count, rounds)
        for result in results:  # before what the others cannot do
            result.serve_mb = workers[result.engine].do("memory")["VmRSS"]
        more = {engine: [kind for kind in asked if kind in _MORE] for engine, asked in kinds.items()}
        times |= _asked_in_turn(workers, more, count, rounds)
        for result in results:
            result.all_mb = workers[result.engine].do("memory")["VmRSS"]
            result.warm = {kind: _spread(times[result.engine, kind]) for kind in kinds[result.engine]}
    for result in results:
        if result.engine == "yiju":
            result.cold_seconds = cold_query(scratch / result.engine, bench.queries()[0])
    return results


def _indexed(result: SizeResult, bench: Bench, target: Path) -> SizeResult:
    with _worker(result.engine, bench, target) as worker:
        built = worker.do("index")
        result.index_seconds, result.index_cpu = built["seconds"], built["cpu"]
        result.index_mb = worker.do("memory")["VmHWM"]
    result.disk_mb = sum(p.stat().st_size for p in target.rglob("*") if p.is_file()) / 2**20
    return result


def _asked_in_turn(
    workers: dict[str, _Worker], kinds: dict[str, list[str]], queries: int, rounds: int
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    ways = [(engine, kind) for engine in workers for kind in kinds[engine]]
    for engine, kind in ways:
        times[engine, kind] = []
        workers[engine].do("ask", kind=kind, queries=list(range(min(_WARM_UP, queries))))
    for _ in range(rounds):
        for start in range(0, queries, _PORTION):
            for engine, kind in ways:
                portion = list(range(start, min(start + _PORTION, queries)))
                times[engine, kind] += workers[engine].do("ask", kind=kind, queries=portion)["times"]
    return times


def _spread(times: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    ordered = sorted(wall for wall, _ in times)
    slow = ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]
    return statistics.median(ordered), slow, statistics.median(cpu for _, cpu in times)


def cold_query(kb: Path, queries: Sequence[str], runs: int = _COLD_RUNS) -> float:
    """The median wall time of a search by a new process, in seconds, as people wait for it."""
    times = []
    for query in queries[:runs]:
        start = time.perf_counter()
        command = [sys.executable, "-m", "cli", "search", query, "--kb", str(kb), "--json"]
        subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


# -- workers ----------------------------------------------------------------------------------------------------


class _Worker:
    """The far side is eval/bench_worker.py."""

    def __init__(self, process: subprocess.Popen[str], engine: str) -> None:
        self._process, self._engine = process, engine

    def do(self, what: str, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **request}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise UsageError(f"{self._engine} stopped at {what!r}; its message is above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def _worker(engine: str, bench: Bench, target: Path) -> Iterator[_Worker]:
    command = [sys.executable, "-m", "eval.bench_worker", engine, str(bench.folder), str(bench.passages), str(target)]
    # one thread a query for everybody: with many users the cores are taken anyway
    one = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    one["ALLOW_RESOLVE_TRANSFORM"] = "True"  # txtai calls our function for its vectors
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **one}
    ) as process:
        yield _Worker(process, engine)
        if process.stdin is not None:
            process.stdin.close()


def _commit() -> str:
    if shutil.which("git") is None:
        return ""
    run = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], cwd=PROJECT, capture_output=True, text=True)
    return run.stdout.strip()


# -- for people -------------------------------------------------------------------------------------------------

_HEAD = " passages engine    index s   cpu s  disk MB  RAM MB  cold s  warm p50/p95/cpu ms"


def bench_text(results: BenchResults) -> str:
    """The table that the terminal shows."""
    lines = [
        f"commit {results.commit or '?'}, {results.date}, model {results.model}, {results.cores} cores",
        _HEAD,
        *(_row(result) for result in results.results),
        *(f"{name} is not installed: pip install -r requirements-bench.txt" for name in results.missing),
    ]
    for size in dict.fromkeys(result.passages for result in results.results):
        lines += _ratios([result for result in results.results if result.passages == size])
    return "\n".join(lines)


def _row(result: SizeResult) -> str:
    warm = "  ".join(f"{kind} {p50:.2f}/{p95:.2f}/{cpu:.2f}" for kind, (p50, p95, cpu) in result.warm.items())
    cold = f"{result.cold_seconds:7.2f}" if result.cold_seconds is not None else f"{'–':>7}"
    return (
        f"{result.passages:9,} {result.engine:8} {result.index_seconds:8.1f} {result.index_cpu:7.1f} "
        f"{result.disk_mb:8.0f} {result.serve_mb:7} {cold}  {warm}"
    )


def _ratios(results: Iterable[SizeResult]) -> Iterator[str]:
    """How many times as long (or as much) another engine takes as ours."""
    by_name = {result.engine: result for result in results}
    ours = by_name.pop("yiju", None)
    if ours is None:
        return
    for name, other in by_name.items():
        parts = [_compared(kind, other, ours) for kind in other.warm if kind in ours.warm]
        if name != "floor":
            cpu = f"(cpu {other.index_cpu / ours.index_cpu:.2f})"
            parts.append(f"index × {other.index_seconds / ours.index_seconds:.2f} {cpu}")
            parts.append(f"memory × {other.serve_mb / ours.serve_mb:.2f}")
        yield f"{ours.passages:9,} {name} / yiju: {', '.join(parts)}"


def _compared(kind: str, other: SizeResult, ours: SizeResult) -> str:
    (wall, _, cpu), (our_wall, _, our_cpu) = other.warm[kind], ours.warm[kind]
    return f"{kind} × {wall / our_wall:.2f} (cpu {cpu / our_cpu:.2f})"
