"""Table passages as HTML tables: from their cells with resolved headers, else from their text as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from records import Cell, Passage
from ui.marks import Mark, marked

__all__ = ["Grid", "grid_of", "table_html", "title_of"]

_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in rows and columns. ``columns`` and the row heads are header paths, outermost first."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def grid_of(cells: Sequence[Cell]) -> Grid:
    """Put cells back into the grid that they came from.

    Two rows with the same head stay apart: a row ends where a column comes again.
    """
    columns = tuple(dict.fromkeys(cell.column for cell in cells))
    rows: list[tuple[tuple[str, ...], dict[tuple[str, ...], str]]] = []
    for cell in cells:
        if not rows or rows[-1][0] != cell.row or cell.column in rows[-1][1]:
            rows.append((cell.row, {}))
        rows[-1][1][cell.column] = cell.text
    return Grid(columns, tuple((head, tuple(values.get(c, "") for c in columns)) for head, values in rows))


def table_html(passage: Passage, marks: Sequence[Mark], words: Sequence[str] = (), caption: str = "") -> str:
    """A table or row passage as an HTML table that scrolls sideways on a narrow screen.

    :param marks: marks on the text of the passage, used where the text itself is shown.
    :param words: matched words, marked in cells, which have no offsets.
    :param caption: the title of the table, where the passage is a row of one; a table brings its own.
    """
    own = title_of(passage)
    if passage.cells:
        body = _grid_html(grid_of(passage.cells), words)
    else:
        body = _text_html(passage.text, marks, skip=len(own) + 1 if own else 0)
    title = marked(passage.text, marks, 0, len(own)) if own else escape(caption)
    title = f"<caption>{title}</caption>" if title else ""
    name = escape(own or caption or passage.citation.address)
    return f'<div class="yj-scroll" tabindex="0" role="region" aria-label="{name}"><table>{title}{body}</table></div>'


def title_of(table: Passage) -> str:
    """The line above a table, where its text begins with one."""
    first, line_break, _ = table.text.partition("\n")
    return first if line_break and _SEPARATOR not in first else ""


def _grid_html(grid: Grid, words: Sequence[str]) -> str:
    depth = max((len(column) for column in grid.columns), default=0)
    width = max((len(head) for head, _ in grid.rows), default=0)
    head = "".join(_header_row(grid, level, depth, width) for level in range(depth))
    paths = [path for path, _ in grid.rows]
    body = []
    for row, (_, values) in enumerate(grid.rows):
        cells = "".join(f"<td>{_worded(value, words)}</td>" for value in values)
        body.append(f"<tr>{_row_heads(paths, row, width, words)}{cells}</tr>")
    return f"<thead>{head}</thead><tbody>{''.join(body)}</tbody>"


def _header_row(grid: Grid, level: int, depth: int, width: int) -> str:
    """One line of column heads; equal neighbours under the same head share a cell."""
    corner = f'<td colspan="{width}" rowspan="{depth}"></td>' if level == 0 and width else ""
    cells = []
    for path, group in groupby(grid.columns, key=lambda column: column[: level + 1]):
        span = len(list(group))
        text = path[level] if level < len(path) else ""
        kind = 'th scope="col"' if text else "td"
        cells.append(f'<{kind} colspan="{span}">{escape(text)}</{kind[:2]}>')
    return f"<tr>{corner}{''.join(cells)}</tr>"


def _row_heads(paths: Sequence[tuple[str, ...]], row: int, width: int, words: Sequence[str]) -> str:
    """The heads of a row. An outer head reaches down over all rows under it, the last one to where the values begin."""
    path = paths[row]
    if width and not path:
        return f'<td colspan="{width}"></td>'
    cells = []
    for level, text in enumerate(path):
        last = level == len(path) - 1
        if not last and row and _shared(paths[row - 1], path, level):
            continue  # the head of the row above reaches down to here
        down = 1
        while not last and row + down < len(paths) and _shared(path, paths[row + down], level):
            down += 1
        across = width - level if last else 1
        spans = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
        cells.append(f'<th scope="row"{spans}>{_worded(text, words)}</th>')
    return "".join(cells)


def _shared(above: tuple[str, ...], below: tuple[str, ...], level: int) -> bool:
    """Whether two neighbouring rows stand under the same head of a level, with more heads after it in both."""
    return above[: level + 1] == below[: level + 1] and level < min(len(above), len(below)) - 1


def _worded(text: str, words: Sequence[str]) -> str:
    """A cell with the matched words marked; digits and Latin letters only where they are whole words."""
    marks = []
    for word in filter(None, words):
        pattern = rf"(?<![0-9A-Za-z.]){re.escape(word)}(?![0-9A-Za-z]|\.\d)" if word.isascii() else re.escape(word)
        marks += [Mark("hit", *found.span()) for found in re.finditer(pattern, text)]
    return marked(text, marks)


def _text_html(text: str, marks: Sequence[Mark], skip: int) -> str:
    """Lines are rows, `` | `` parts cells, as readers write tables into text."""
    rows = []
    at = skip
    for line in text[skip:].split("\n"):
        cells = []
        for part in line.split(_SEPARATOR):
            cells.append(f"<td>{marked(text, marks, at, at + len(part))}</td>")
            at += len(part) + len(_SEPARATOR)
        at += 1 - len(_SEPARATOR)
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<tbody>{''.join(rows)}</tbody>"
