"""Bullets that a PDF draws as shapes, as browsers do: each becomes a run of text before its line."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pdf.pen import Box
from ingest.pdf.runs import Run

__all__ = ["with_bullets"]

_LEAST, _MOST = 0.15, 0.75  # ems: the width of a bullet
_NEAR = 2.5  # ems: between a bullet and its text
_BEFORE = 6.0  # ems: other text on the line so near before it shows that it is no bullet
_BULLET = "•"


def with_bullets(runs: list[Run], dots: Sequence[Box]) -> list[Run]:
    """The runs of a page with a bullet for each small shape that stands right before a line of text."""
    if not dots:
        return runs
    found: dict[int, Run] = {}  # by the run that the bullet stands before
    level = [(number, run) for number, run in enumerate(runs) if run.text.strip() and not run.angle]
    for x0, y0, x1, y1 in dots:
        middle = (y0 + y1) / 2
        beside = [(n, r) for n, r in level if r.y < middle < r.y + 0.8 * r.size]
        after = [(r.x0, n, r) for n, r in beside if r.x0 > x1 - 0.1 * r.size]
        if not after:
            continue
        _, number, run = min(after)
        fits = _LEAST * run.size < x1 - x0 < _MOST * run.size and run.x0 - x1 < _NEAR * run.size
        if fits and not any(r.x0 < x0 and x0 - r.x1 < _BEFORE * r.size for _, r in beside):
            found[number] = run._replace(text=f"{_BULLET} ", x0=x0, x1=min(x1 + 0.25 * run.size, run.x0), bold=False)
    out: list[Run] = []
    for number, run in enumerate(runs):
        if number in found:
            out.append(found[number])
        out.append(run)
    return out
