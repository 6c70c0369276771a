"""How fast, how large: ``bench``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from commands.options import Add, positive, print_json
from settings import Settings

__all__ = ["register"]

_SIZES = (1_000, 10_000, 100_000)


def register(add: Add) -> None:
    bench = add("bench", _bench, "Measure speed, memory and disk at several sizes, beside other engines.")
    bench.add_argument("--folder", metavar="DIR", default="bench-data", help="where the passages are kept")
    bench.add_argument("--size", type=positive, action="append", metavar="N", help="passages; repeat for several")
    bench.add_argument(
        "--engine", action="append", default=[], metavar="NAME", help="all that are installed if not given"
    )
    bench.add_argument("--rounds", type=positive, default=2, metavar="N", help="how often every query is asked")
    bench.add_argument("--users", type=positive, metavar="N", help="instead: N users at once on --kb, during an import")
    bench.add_argument("--save", metavar="FILE", help="write the numbers as JSON; eval/bench_plot.py draws them")


def _bench(options: argparse.Namespace, settings: Settings) -> int:
    if options.users:
        from eval.bench_load import measure_load

        load = measure_load(settings.kb, options.users).to_dict()
        print(json.dumps(load))
        return 0
    from eval.bench import bench_text, measure

    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    results = measure(folder, options.size or _SIZES, options.engine, options.rounds)
    if options.save:
        Path(options.save).write_text(json.dumps(results.to_dict(), indent=1) + "\n", encoding="utf-8")
    if options.json:
        print_json(results.to_dict())
    else:
        print(bench_text(results))
    return 0
