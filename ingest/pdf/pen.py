"""Straight lines that a PDF page draws: strokes, and filled rectangles too thin to be anything else."""

from __future__ import annotations

from typing import Any

from ingest.pdf.runs import Matrix, Rule

__all__ = ["MOST_RULES", "Pen"]

MOST_RULES = 6000  # a page with more drawn lines is a map or a chart, not a table
_MOST_DOTS = 1000  # the same of small round or square shapes: a scatter plot
_THIN = 2.5  # points: a filled rectangle not thicker than this is a line


Box = tuple[float, float, float, float]


class Pen:
    """Carries out the path operators (PDF 32000-1, 8.5) under the matrix ``cm``.

    What is drawn is in ``rules`` (straight lines) and ``dots`` (small shapes: left, bottom, right, top).
    """

    def __init__(self, matrix: Matrix) -> None:
        self.cm = matrix
        self.rules: list[Rule] = []
        self.path: list[Rule] = []  # lines of the current path, in page space
        self.boxes: list[Box] = []
        self.curves: list[tuple[float, float]] = []  # points of curves in the current path
        self.dots: list[Box] = []  # small shapes as high as wide: bullets, where text stands beside them
        self.point = self.start = (0.0, 0.0)

    def rectangle(self, operands: list[Any]) -> None:
        x, y, w, h = (float(v) for v in operands[:4])
        (x0, y0), (x1, y1) = self._place(x, y), self._place(x + w, y + h)
        self.boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def go(self, operands: list[Any]) -> None:
        self.point = self.start = self._place(float(operands[0]), float(operands[1]))

    def draw(self, operands: list[Any]) -> None:
        to = self._place(float(operands[0]), float(operands[1]))
        if len(self.path) <= MOST_RULES:
            self.path.append(Rule(*self.point, *to))
        self.point = to

    def curve(self, operands: list[Any]) -> None:
        points = [float(v) for v in operands[:6]]
        places = [self._place(*pair) for pair in zip(points[::2], points[1::2], strict=True)]
        if len(self.curves) <= MOST_RULES:
            self.curves += [self.point, *places]
        self.point = places[-1]

    def close(self, _: list[Any]) -> None:
        self.path.append(Rule(*self.point, *self.start))

    def stroke(self, _: list[Any]) -> None:
        self._keep_dots()
        for x0, y0, x1, y1 in self.boxes:
            self.path += [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
        self._keep_straight(self.path)
        self.forget(_)

    def fill(self, _: list[Any]) -> None:
        """Filled rectangles are lines when they are thin; a path of four lines may be a thin rectangle, too."""
        self._keep_dots()
        if 3 <= len(self.path) <= 4 and not self.curves:
            xs = [x for r in self.path for x in (r.x0, r.x1)]
            ys = [y for r in self.path for y in (r.y0, r.y1)]
            self.boxes.append((min(xs), min(ys), max(xs), max(ys)))
        for x0, y0, x1, y1 in self.boxes:
            if y1 - y0 <= _THIN < x1 - x0:
                self._keep_straight([Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)])
            elif x1 - x0 <= _THIN < y1 - y0:
                self._keep_straight([Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)])
        self.forget(_)

    def forget(self, _: list[Any]) -> None:
        self.path, self.boxes, self.curves = [], [], []

    def _keep_dots(self) -> None:
        """Bullets that programs draw instead of writing them: a disc, a circle, a small square."""
        boxes = list(self.boxes)
        if self.curves:
            xs, ys = [x for x, _ in self.curves], [y for _, y in self.curves]
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
        for x0, y0, x1, y1 in boxes:
            wide, high = x1 - x0, y1 - y0
            if 1 < wide < 9 and abs(wide - high) < 0.25 * wide and len(self.dots) <= _MOST_DOTS:
                self.dots.append((x0, y0, x1, y1))

    def _keep_straight(self, lines: list[Rule]) -> None:
        if len(self.rules) > MOST_RULES:
            return
        for x0, y0, x1, y1 in lines:
            if abs(y1 - y0) < 0.5 < abs(x1 - x0):
                self.rules.append(Rule(min(x0, x1), y0, max(x0, x1), y0))
            elif abs(x1 - x0) < 0.5 < abs(y1 - y0):
                self.rules.append(Rule(x0, min(y0, y1), x0, max(y0, y1)))

    def _place(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.cm
        return x * a + y * c + e, x * b + y * d + f
