"""Runs of a PDF page become lines: what shares a baseline, with raised marks, cut where a wide gap stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.aligned import Aligned
from ingest.pdf.runs import Run

__all__ = ["HAN", "Line", "is_han", "lines_of", "merged", "segments", "space_between"]

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Han and the punctuation that is as wide: no word space stands beside these.
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uffef“”‘’—…]")
_MARK = 0.9  # of the size of the line
_LONGEST_MARK = 6
_GAP = 1.6  # em: a wider gap separates two segments (cells, columns, a label and its text)


def is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or bool(re.match(f"[{HAN}]", char))


@dataclass(slots=True, eq=False)
class Line:
    """Runs that share a baseline, from left to right.

    :ivar size: the font size that most of its characters have.
    :ivar y: the baseline of those characters.
    :ivar page: index of the page, from 0.
    :ivar spans: where each run stands in the text of the source, once the text is composed.
    :ivar notes: labels of the footnotes of its column.
    """

    runs: list[Run]
    page: int = 0
    x0: float = 0.0
    x1: float = 0.0
    y: float = 0.0
    size: float = 0.0
    spans: list[tuple[int, int]] = field(default_factory=list)
    start: int = 0
    end: int = 0
    notes: frozenset[str] = frozenset()
    _text: str | None = None
    _ending: str | None = None
    _bold: float | None = None
    _letters: int | None = None

    def __post_init__(self) -> None:
        self.runs.sort(key=_order)
        self.measure()

    def measure(self) -> None:
        inked = [r for r in self.runs if r.text.strip()] or self.runs
        self.x0, self.x1 = min(_ink(r)[0] for r in inked), max(_ink(r)[1] for r in inked)
        weight: dict[tuple[float, float], int] = defaultdict(int)
        for run in inked:
            weight[round(run.size, 1), round(run.y, 1)] += len(run.text)
        # The larger of equals: a mark alone with a one-character word must not set the measure.
        self.size, self.y = max(weight, key=lambda key: (weight[key], key))

    @property
    def top(self) -> float:
        return self.y + 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.y - 0.2 * self.size

    @property
    def text(self) -> str:
        """The text as it will stand in the source."""
        if self._text is None:
            self._text = "".join(text for text, _ in self.parts())
        return self._text

    @property
    def ending(self) -> str:
        """The text without a raised mark at its end: a note after the full stop does not keep a sentence open."""
        if self._ending is None:
            self._ending = self._without_mark()
        return self._ending

    def _without_mark(self) -> str:
        text = self.text.rstrip()
        for run in reversed(self.runs):
            mark = run.text.strip()
            if mark and not (run.size < _MARK * self.size and len(mark) <= _LONGEST_MARK and text.endswith(mark)):
                break
            text = text[: len(text) - len(mark)].rstrip() if mark else text
        return text

    def parts(self) -> Iterable[tuple[str, Run | None]]:
        """The texts of the runs, with a space where the gap between two of them is one."""
        before: Run | None = None
        for run in self.runs:
            if before is not None and space_between(before, run):
                yield " ", None
            yield run.text, run
            before = run

    def aligned(self, source: str) -> Aligned:
        return Aligned.verbatim(source, self.start, self.end)

    @property
    def letters(self) -> int:
        if self._letters is None:
            self._letters = sum(char.isalpha() for char in self.text)
        return self._letters

    def bold_share(self) -> float:
        if self._bold is None:
            self._bold = self._share_in_bold()
        return self._bold

    def _share_in_bold(self) -> float:
        if not any(r.bold for r in self.runs):
            return 0.0
        total = sum(len(r.text.strip()) for r in self.runs)
        return sum(len(r.text.strip()) for r in self.runs if r.bold) / total if total else 0.0


def _order(run: Run) -> float:
    """Where the first letter of a run has its middle: a bracket set closer to the one before may begin left of it."""
    wide = bool(run.text) and bool(_WIDE.match(run.text[0]))
    return run.x0 + min((0.5 if wide else 0.25) * run.size, 0.5 * (run.x1 - run.x0))


def _ink(run: Run) -> tuple[float, float]:
    """The extent of a run without white space at its ends; a space counts as a quarter of an em."""
    text = run.text
    if not text or not (text[0].isspace() or text[-1].isspace()):
        return run.x0, run.x1
    left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
    wide = 1.0 if "\u3000" in text else 0.25
    return run.x0 + left * wide * run.size, max(run.x0, run.x1 - right * wide * run.size)


def space_between(a: Run, b: Run) -> bool:
    """Whether the gap between two runs of a line means a space that is not printed as a character."""
    if not a.text or not b.text or a.text[-1].isspace() or b.text[0].isspace():
        return False
    gap = (b.x0 - a.x1) / max(min(a.size, b.size), 0.1)
    if b.size < 0.8 * a.size or a.size < 0.8 * b.size:
        return gap > 0.5  # a note mark stands close to its word
    wide = bool(_WIDE.match(a.text[-1])) or bool(_WIDE.match(b.text[0]))
    return gap > (0.6 if wide else 0.14)


def lines_of(runs: Sequence[Run], page: int = 0) -> list[Line]:
    """Lines from top to bottom.

    A run belongs to the line whose height it shares for more than half of its own: that takes in raised and lowered
    marks but not the line above, even where lines stand tight.
    """
    groups: list[list[Run]] = []
    extents: list[tuple[float, float]] = []  # bottom and top of the tallest run of each group
    for run in sorted((r for r in runs if r.text), key=lambda r: (-(r.top + r.bottom), r.x0)):
        best, share = -1, 0.5
        for index in range(max(0, len(groups) - 4), len(groups)):
            low, high = extents[index]
            common = min(high, run.top) - max(low, run.bottom)
            part = common / max(min(run.size, high - low), 0.1)
            if part > share:
                best, share = index, part
        if best < 0:
            groups.append([run])
            extents.append((run.bottom, run.top))
        else:
            groups[best].append(run)
            low, high = extents[best]
            if run.size > 1.02 * (high - low) and run.text.strip():
                extents[best] = (run.bottom, run.top)
    lines = [Line(group, page) for group in groups if any(r.text.strip() for r in group)]
    lines.sort(key=lambda line: -line.y)
    return lines


def segments(line: Line, gap: float = _GAP) -> list[Line]:
    """The line cut at gaps of so many ems, as a rule wider than any word space."""
    parts: list[list[Run]] = [[]]
    right: float | None = None
    for run in line.runs:
        if not run.text.strip():
            if parts[-1]:
                parts[-1].append(run)
            continue
        if right is not None and run.x0 - right > gap * max(line.size, run.size):
            parts.append([])
        parts[-1].append(run)
        right = run.x1 if right is None else max(right, run.x1)
    if len(parts) == 1:
        return [line]
    return [Line(part, line.page) for part in parts]


def merged(lines: Iterable[Line]) -> Line:
    """One line out of segments that stand side by side."""
    lines = list(lines)
    if len(lines) == 1:
        return lines[0]
    return Line([run for line in lines for run in line.runs], lines[0].page)
