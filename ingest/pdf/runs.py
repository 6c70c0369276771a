"""What stands where on a PDF page, in points from the lower left corner of the page as displayed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = [
    "IDENTITY",
    "Layout",
    "Matrix",
    "Rule",
    "Run",
    "follows",
    "multiply",
    "page_matrix",
    "sideways",
    "without_doubles",
]

Matrix = tuple[float, float, float, float, float, float]
_TURNED = 40  # characters: less is a mark in the margin
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Run(NamedTuple):
    """Characters shown at once in one font. ``y`` is the baseline, ``size`` the height of the font as displayed.

    ``angle`` is 0 for text that is read from left to right, else the rounded rotation in degrees. ``artifact`` marks
    what the PDF itself declares to be page furniture.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    angle: int = 0
    artifact: bool = False

    @property
    def top(self) -> float:
        return self.y + 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.y - 0.2 * self.size


class Rule(NamedTuple):
    """A horizontal (``y0 == y1``) or vertical (``x0 == x1``) drawn line."""

    x0: float
    y0: float
    x1: float
    y1: float


class Layout(NamedTuple):
    """One page. ``unmapped`` counts characters whose font does not say which characters its glyphs are."""

    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    images: int = 0
    unmapped: int = 0


def follows(a: Run, b: Run) -> bool:
    """Whether ``b`` goes on where ``a`` ends, in the same type: printers often show characters one by one."""
    return (
        -0.1 * a.size < b.x0 - a.x1 < 0.1 * a.size
        and abs(a.y - b.y) < 0.01 * a.size
        and abs(a.size - b.size) < 0.01 * a.size
        and a[5:] == b[5:]
    )


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """The transformation ``m``, then ``n`` (PDF 32000-1, 8.3.4)."""
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def page_matrix(box: tuple[float, float, float, float], rotation: int) -> tuple[Matrix, float, float]:
    """From default user space to the page as displayed, with its width and height.

    :param box: the crop box (left, bottom, right, top).
    :param rotation: ``/Rotate``, degrees clockwise.
    """
    x0, y0, x1, y1 = box
    turn = rotation % 360
    if turn == 90:
        return (0.0, -1.0, 1.0, 0.0, -y0, x1), y1 - y0, x1 - x0
    if turn == 180:
        return (-1.0, 0.0, 0.0, -1.0, x1, y1), x1 - x0, y1 - y0
    if turn == 270:
        return (0.0, 1.0, -1.0, 0.0, y1, -x0), y1 - y0, x1 - x0
    return (1.0, 0.0, 0.0, 1.0, -x0, -y0), x1 - x0, y1 - y0


def sideways(runs: Iterable[Run]) -> int:
    """Degrees clockwise by which a page must be turned so that most of its text is level; 0 where it is."""
    weight: dict[int, int] = {0: 0}
    for run in runs:
        weight[run.angle] = weight.get(run.angle, 0) + len(run.text.strip())
    most = max(weight, key=lambda angle: (weight[angle], angle))
    turned = most % 90 == 0 and weight[most] >= max(_TURNED, 0.6 * sum(weight.values()))
    return most % 360 if turned else 0


def without_doubles(runs: list[Run]) -> list[Run]:
    """Runs without those drawn twice at nearly the same place (shadows and poor man's bold)."""
    kept: list[Run] = []
    seen: dict[tuple[str, int, int], Run] = {}
    for run in runs:
        step = max(run.size * 0.15, 0.5)
        column, row = round(run.x0 / step), round(run.y / step)
        near = (seen.get((run.text, column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if run.text.strip() and any(
            twin and abs(twin.x0 - run.x0) < step and abs(twin.y - run.y) < step and abs(twin.size - run.size) < 0.5
            for twin in near
        ):
            continue
        seen[run.text, column, row] = run
        kept.append(run)
    return kept
