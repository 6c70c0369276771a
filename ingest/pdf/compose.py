"""The text layer of a PDF in reading order, and where each line stands in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.glyphs import words_of
from ingest.pdf.aligned import take_aligned_tables
from ingest.pdf.columns import Region, regions
from ingest.pdf.furniture import Furniture, find_furniture, watermarks
from ingest.pdf.lines import Line, lines_of
from ingest.pdf.paragraphs import indents_first_lines
from ingest.pdf.runs import Layout, Run, without_doubles
from ingest.pdf.tables import Table, find_tables

__all__ = ["Page", "Text", "arrange", "compose"]

_ENDED = re.compile(r"[。！？；：.!?;:][”’\"』」）)》]*$")
_SURE = 2  # pairs of lines inside sentences that tell the distance of lines


@dataclass(slots=True)
class Page:
    """One page on its way to blocks.

    :ivar rows: lines outside tables, over the whole width, from top to bottom.
    :ivar columns: the same without furniture, in reading order.
    :ivar aside: text that does not run from left to right (watermarks, turned labels).
    :ivar marks: watermarks.
    :ivar fault: why the page is not to be trusted; its text is kept but not read.
    """

    index: int
    layout: Layout
    tables: list[Table] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    furniture: Furniture = field(default_factory=Furniture)
    columns: list[Region] = field(default_factory=list)
    aside: list[Line] = field(default_factory=list)
    marks: list[Line] = field(default_factory=list)
    fault: str | None = None


@dataclass(slots=True)
class Text:
    """The composed text with the measures of its body.

    :ivar body: the font size of most of the text.
    :ivar leading: the usual distance of baselines for each rounded font size.
    :ivar indented: whether first lines of paragraphs are set in.
    :ivar words: the Latin words that occur undivided.
    """

    source: str
    body: float
    leading: dict[int, float]
    indented: bool
    words: frozenset[str]


def arrange(layouts: Sequence[Layout | None], faults: dict[int, str]) -> list[Page]:
    """Sort out tables, furniture and columns of all pages."""
    marks = watermarks([layout.runs if layout else [] for layout in layouts])
    pages = [_page(i, layout or Layout(0, 0, [], []), marks[i], faults.get(i)) for i, layout in enumerate(layouts)]
    furniture = find_furniture([p.rows for p in pages], [p.layout.height for p in pages])
    if not any(page.layout.images or page.fault for page in pages) and _is_everything(pages, furniture):
        furniture = [Furniture() for _ in pages]  # a few words a page: slides, labels, a collection of cards
    for page, found in zip(pages, furniture, strict=True):
        found.heads += page.marks
        page.furniture = found
        taken = {id(r) for piece in (*found.heads, *found.numbers) for r in piece.runs}
        rest = []
        for row in page.rows:
            left = [r for r in row.runs if id(r) not in taken]
            if any(r.text.strip() for r in left):
                rest.append(row if len(left) == len(row.runs) else Line(left, page.index))
        page.columns = [Region(c) for c in regions(rest, [(t.x0, t.x1, t.y1) for t in page.tables]) if c]
        for column in page.columns if not page.fault else ():
            page.tables += take_aligned_tables(column, page.index)
        page.columns = [column for column in page.columns if column]
        page.tables.sort(key=lambda table: -table.y)
    _set_watermarks_apart(pages)
    return pages


def _is_everything(pages: Sequence[Page], furniture: Sequence[Furniture]) -> bool:
    """Whether nothing would be left but tables, and more than page numbers would go."""
    return any(found.heads for found in furniture) and all(
        found.holds(row) for page, found in zip(pages, furniture, strict=True) for row in page.rows
    )


def _page(index: int, layout: Layout, marks: Collection[Run], fault: str | None) -> Page:
    runs = without_doubles(layout.runs)
    level = [r for r in runs if not r.angle and r not in marks]
    page = Page(index, layout, fault=fault)
    page.marks = [Line([r], index) for r in runs if r in marks]
    page.aside = [Line([r], index) for r in runs if r.angle and r.text.strip()]
    if fault:
        page.rows = lines_of(level, index)
        return page
    page.tables, used = find_tables(layout.rules, level, index)
    page.rows = lines_of([r for i, r in enumerate(level) if i not in used], index)
    return page


def _set_watermarks_apart(pages: Sequence[Page]) -> None:
    """Slanted text that comes back on other pages is furniture."""
    counts = Counter(line.text.strip() for page in pages for line in page.aside)
    for page in pages:
        for line in list(page.aside):
            if counts[line.text.strip()] > 1 or line.runs[0].angle % 90:
                page.aside.remove(line)
                page.furniture.heads.append(line)


class _Composer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, line: Line, end: str = "\n") -> None:
        line.start = self.length
        line.spans = []
        for text, run in line.parts():
            if run is not None:
                line.spans.append((self.length, self.length + len(text)))
            self.add(text)
        line.end = self.length
        self.add(end)

    def table(self, table: Table) -> None:
        table.start = self.length
        for row in table.rows:
            for number, cell in enumerate(row):
                for line in cell.lines:
                    self.line(line)
                if number < len(row) - 1:
                    self.add("\t")
            self.add("\n")


def compose(pages: Sequence[Page]) -> Text:
    """Write the text of all pages, pages apart by form feeds; sets ``start``, ``end`` and ``spans`` of every line."""
    composer = _Composer()
    for page in pages:
        if page.index:
            composer.add("\f")
        middle = page.layout.height / 2
        furniture = sorted((*page.furniture.heads, *page.furniture.numbers), key=lambda line: (-line.y, line.x0))
        for line in furniture:
            if line.y >= middle:
                composer.line(line)
        for item in page.rows if page.fault else _in_order(page):
            if isinstance(item, Table):
                composer.table(item)
            elif not (page.fault and page.furniture.holds(item)):
                composer.line(item)
        for line in (*page.aside, *(f for f in furniture if f.y < middle)):
            composer.line(line)
    lines = [line for page in pages if not page.fault for region in page.columns for line in region]
    leading = _leadings(pages)
    indented = indents_first_lines((region for page in pages for region in page.columns), leading)
    source = "".join(composer.parts)
    return Text(source, _body_size(lines), leading, indented, words_of(source))


def _in_order(page: Page) -> Iterable[Line | Table]:
    """Lines of all columns with the tables where they stand."""
    order: list[Line | Table] = [line for region in page.columns for line in region]
    for table in page.tables:
        place = len(order)
        for i, item in enumerate(order):
            beside = isinstance(item, Line) and item.x1 > table.x0 and item.x0 < table.x1
            if item.y < table.y1 and (beside or isinstance(item, Table)):
                place = i
                break
        order.insert(place, table)
    return order


def _body_size(lines: Iterable[Line]) -> float:
    weight: dict[float, int] = defaultdict(int)
    for line in lines:
        weight[round(line.size * 2) / 2] += len(line.text.strip())
    return max(weight, key=lambda size: (weight[size], size)) if weight else 10.0


def _leadings(pages: Sequence[Page]) -> dict[int, float]:
    """The usual distance of baselines for each font size: that of lines inside sentences, else what occurs most.

    In a report of short paragraphs most lines are a paragraph, and the distance of paragraphs occurs most.
    """
    steps: dict[int, list[float]] = defaultdict(list)
    inside: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for region in page.columns:
            right = max((line.x1 for line in region), default=0.0)
            for a, b in pairwise(region):
                step = a.y - b.y
                if abs(a.size - b.size) < 0.5 and 0.9 * a.size < step < 3 * a.size:
                    steps[round(a.size)].append(step)
                    if right - a.x1 < 1.5 * a.size and not _ENDED.search(a.text.rstrip()):
                        inside[round(a.size)].append(step)
    sure = {size: found for size, found in inside.items() if len(found) >= _SURE}
    return {size: _usual(sure.get(size, found)) for size, found in steps.items() if len(found) >= 3}


def _usual(steps: list[float]) -> float:
    """The most frequent step, to half a point; the median of those near it."""
    counts = Counter(round(s * 2) for s in steps)
    best = max(counts, key=lambda s: (counts[s] + counts[s - 1] + counts[s + 1], -s))
    return median(s for s in steps if abs(round(s * 2) - best) <= 1)
