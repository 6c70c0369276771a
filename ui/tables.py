"""Table passages as HTML tables: from their cells with resolved headers, else from their text as printed."""

from __future__ import annotations

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
    body = []
    previous: tuple[str, ...] = ()
    for path, values in grid.rows:
        heads = _row_heads(path, previous, width, words)
        body.append(f"<tr>{heads}{''.join(f'<td>{_worded(value, words)}</td>' for value in values)}</tr>")
        previous = path
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


def _row_heads(path: tuple[str, ...], previous: tuple[str, ...], width: int, words: Sequence[str]) -> str:
    """The heads of a row; what the row above says already is left blank for the eye, kept for screen readers.

    The last head reaches to where the values begin.
    """
    if width and not path:
        return f'<td colspan="{width}"></td>'
    cells = []
    for level, text in enumerate(path):
        last = level == len(path) - 1
        repeated = not last and path[: level + 1] == previous[: level + 1]
        style = ' class="yj-repeated"' if repeated else ""
        span = f' colspan="{width - level}"' if last and width > level + 1 else ""
        cells.append(f'<th scope="row"{style}{span}><span>{_worded(text, words)}</span></th>')
    return "".join(cells)


def _worded(text: str, words: Sequence[str]) -> str:
    marks = []
    for word in words:
        at = text.find(word)
        while word and at >= 0:
            marks.append(Mark("hit", at, at + len(word)))
            at = text.find(word, at + len(word))
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
