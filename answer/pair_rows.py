"""A claim against one row of a table: whether it is of that row, and has the cell of that row, not that of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.pair_figures import figures_in
from records import Cell, Passage

__all__ = ["as_sentence", "names_row", "of_another_row", "other_cells", "other_column"]

_SHORTENED = re.compile(r"[（(][^）)]*[）)]|\s")
_LEAST = 2


def as_sentence(row: Passage) -> str:
    """A row as it can be read: its first cell, then each cell with its column."""
    told = [f"{' '.join(cell.column)}：{cell.text}" for cell in row.cells]
    label = next((" ".join(cell.row) for cell in row.cells if cell.row), "")
    return f"{label}，{'，'.join(told)}" if told else row.text


def _label(row: Passage) -> str:
    return next((_plain(" ".join(cell.row)) for cell in row.cells if cell.row), "")


def _plain(text: str) -> str:
    return _SHORTENED.sub("", text)


def names_row(claim: str, row: Passage) -> bool:
    """Whether a claim names a row by its first cell."""
    label = _label(row)
    return len(label) >= _LEAST and label in _plain(claim)


def of_another_row(claim: str, row: Passage, rows: Sequence[Passage]) -> str:
    """The label of another row of the table that a claim names, and not that of the row."""
    own = _label(row)
    if not own or own in claim:
        return ""
    others = [_label(other) for other in rows if other.id != row.id]
    named = [label for label in others if len(label) >= _LEAST and label in claim and label not in own]
    return max(named, key=len, default="")


def other_cells(claim: str, row: Passage, rows: Sequence[Passage]) -> tuple[str, str]:
    """A cell of another row that a claim has, with that of the row in the same column, which it has not."""
    plain = _plain(claim)
    for cell in row.cells:
        mine = _plain(cell.text)
        if not mine or mine in plain or (cell.value is not None and not isinstance(cell.value, int | float)):
            continue
        for other in rows:
            if other.id == row.id:
                continue
            for rival in other.cells:
                theirs = _plain(rival.text)
                if rival.column == cell.column and theirs != mine and _has(plain, theirs, mine):
                    return theirs, mine
    return "", ""


def _has(claim: str, theirs: str, mine: str) -> bool:
    if len(theirs) < _LEAST or theirs not in claim:
        return False
    if theirs[0].isdigit():
        return re.search(rf"(?<![\d.]){re.escape(theirs)}(?![\d.])", claim) is not None
    return theirs not in mine


def other_column(claim: str, row: Passage) -> str:
    """The column that a claim means, where it gives the figure of another column of the row."""
    stated = [cell for cell in row.cells if isinstance(cell.value, int | float)]
    told = [f for f in figures_in(claim)]
    for figure in told:
        own = [cell for cell in stated if _worth(cell, figure.value)]
        if not own:
            continue
        fits = {id(cell): _fit(claim, cell) for cell in stated}
        best = max(stated, key=lambda cell: fits[id(cell)])
        if fits[id(best)] > max(fits[id(cell)] for cell in own):
            return " ".join(best.column)
    return ""


def _worth(cell: Cell, value: float) -> bool:
    number = re.search(r"\d[\d,]*(?:\.\d+)?", cell.text)
    printed = float(number.group().replace(",", "")) if number else None
    known = cell.value if isinstance(cell.value, int | float) else None
    return any(
        v is not None and abs(v - value) < 1e-6 * max(1.0, abs(value))
        for v in (printed, known, printed and printed * 1e3, printed and printed * 1e4)
    )


def _fit(claim: str, cell: Cell) -> float:
    """The share of the character pairs of the head of a column that a claim has; a year counts as much as a word."""
    head = _plain("".join(cell.column))
    years = set(re.findall(r"(?:19|20)\d\d", head))
    told = set(re.findall(r"(?:19|20)\d\d", claim))
    words = re.sub(r"(?:19|20)\d\d年?", "", head)
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    share = sum(pair in claim for pair in pairs) / len(pairs) if pairs else 0.0
    return share + (1.0 if years & told else -1.0 if years and told else 0.0)
