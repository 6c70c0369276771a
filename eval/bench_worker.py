"""One engine of the benchmark in a process of its own, so that its memory is its own; driven by ``eval/bench.py``.

Requests and answers are JSON objects, one a line: ``{"do": "index"}``, ``{"do": "open"}``,
``{"do": "ask", "kind": "hybrid", "queries": [0, 1]}``, ``{"do": "memory"}``.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.bench_engines import ENGINES, Bench

__all__ = ["main"]


class _Worker:
    def __init__(self, engine: str, bench: Bench, target: Path) -> None:
        self.engine, self.bench, self.target = ENGINES[engine](), bench, target
        self.queries: dict[str, Callable[[int], object]] = {}

    def index(self, _: dict[str, Any]) -> dict[str, Any]:
        wall, cpu = time.perf_counter(), time.process_time()
        self.engine.index(self.bench, self.target)
        seconds = time.perf_counter() - wall - self.bench.reading
        used = time.process_time() - cpu - self.bench.reading_cpu + self.bench.helpers_cpu
        return {"seconds": seconds, "cpu": used}

    def open(self, _: dict[str, Any]) -> dict[str, Any]:
        wall = time.perf_counter()
        self.queries = self.engine.open(self.bench, self.target)
        return {"seconds": time.perf_counter() - wall, "kinds": list(self.queries)}

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The milliseconds of each query: as they pass, and of processor time, whatever else runs."""
        answer = self.queries[request["kind"]]
        times: list[tuple[float, float]] = []
        for number in request["queries"]:
            start, used = time.perf_counter(), time.process_time()
            answer(number)
            times.append((1000 * (time.perf_counter() - start), 1000 * (time.process_time() - used)))
        return {"times": times}

    def memory(self, _: dict[str, Any]) -> dict[str, Any]:
        """Resident MB now and at most; 0 where the system does not tell."""
        status = Path("/proc/self/status")
        lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
        sizes = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith(("VmRSS", "VmHWM", "Rss"))}
        return {name: round(int(size) / 1024) for name, size in sizes.items()}


def main(arguments: list[str]) -> None:
    """``ENGINE FOLDER PASSAGES TARGET``"""
    engine, folder, passages, target = arguments
    worker = _Worker(engine, Bench(Path(folder), int(passages)), Path(target))
    answers = sys.stdout
    sys.stdout = sys.stderr  # what engines print is not an answer
    for line in sys.stdin:
        request = json.loads(line)
        result = getattr(worker, request["do"])(request)
        answers.write(json.dumps(result) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
