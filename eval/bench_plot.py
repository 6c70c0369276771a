"""Draws the growth curves from saved results: ``python -m eval.bench_plot RESULTS.json … PICTURE.svg``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["draw"]

_COLOURS = {"yiju": "#b3261e", "txtai": "#3b6ea8", "lancedb": "#4a8f5c", "chroma": "#8a6fb0", "floor": "#777777"}


def draw(results: list[dict[str, Any]], target: Path) -> None:
    """Three curves over the number of passages: a query, building the indexes, memory while serving.

    :raises ImportError: matplotlib is not installed (requirements-bench.txt).
    """
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    figure, (query, build, memory) = pyplot.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    rows = [row for one in results for row in one["results"]]
    for engine in dict.fromkeys(row["engine"] for row in rows):
        mine = sorted((row for row in rows if row["engine"] == engine), key=lambda row: row["passages"])
        style = {"color": _COLOURS.get(engine), "marker": "o", "label": engine}
        kind = "hybrid" if "hybrid" in mine[0]["warm"] else "dense"
        name = engine if kind == "hybrid" else f"{engine} (vectors only)"
        sizes = [row["passages"] for row in mine]
        query.plot(sizes, [row["warm"][kind][0] for row in mine], **{**style, "label": name})
        if engine != "floor":
            build.plot(sizes, [row["index_seconds"] for row in mine], **style)
            memory.plot(sizes, [row["serve_mb"] for row in mine], **style)
    titles = ((query, "warm query, p50", "ms"), (build, "storing and indexing", "s"), (memory, "memory", "MB"))
    for axes, title, unit in titles:
        axes.set(title=title, ylabel=unit, xlabel="passages", xscale="log", yscale="log")
        axes.grid(alpha=0.3, which="both")
    query.legend(fontsize=8, frameon=False)
    figure.suptitle(f"{results[-1]['date']}, commit {results[-1]['commit']}", fontsize=9)
    figure.savefig(target)


if __name__ == "__main__":
    *files, picture = sys.argv[1:]
    draw([json.loads(Path(name).read_text(encoding="utf-8")) for name in files], Path(picture))
