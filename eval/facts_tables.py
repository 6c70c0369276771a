"""How many table cells get the right headers, value, unit and year.

``python -m eval.facts_tables`` prints one line for each labelled table and one for each set. The development set is
the tables of the sample reports, the other set are tables of other genres; the two are never added up.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.tables import RawCell, resolve_table
from records import Cell

__all__ = ["LabelledTable", "TableScore", "labelled_tables", "score_table"]

LABELS = Path(__file__).resolve().parent / "labels"
SETS = ("tables_corpus", "tables_other", "tables_held_out")

_ASPECTS = ("row", "column", "value", "unit", "year")


@dataclass(frozen=True, slots=True)
class LabelledTable:
    """A table with its cells labelled by hand: input row and the cell that it should give."""

    id: str
    genre: str
    caption: str
    notes: dict[str, str]
    rows: tuple[tuple[RawCell, ...], ...]
    header_rows: tuple[int, ...]
    cells: tuple[tuple[int, Cell], ...]


@dataclass(frozen=True, slots=True)
class TableScore:
    """Labelled cells, those right in every aspect, those right by aspect, and cells found that no label has."""

    id: str
    labelled: int
    right: int
    by_aspect: Counter[str]
    extra: int
    headers_right: bool
    faults: tuple[str, ...]


def labelled_tables(path: Path) -> Iterator[LabelledTable]:
    """Read a file of labelled tables, one JSON object a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        data: dict[str, Any] = json.loads(line)
        yield LabelledTable(
            id=data["id"],
            genre=data["genre"],
            caption=data["caption"],
            notes=data["notes"],
            rows=tuple(tuple(_raw(cell) for cell in row) for row in data["rows"]),
            header_rows=tuple(data["header_rows"]),
            cells=tuple((label["r"], Cell.from_dict({"notes": [], **label})) for label in data["cells"]),
        )


def _raw(cell: str | dict[str, Any]) -> RawCell:
    if isinstance(cell, str):
        return RawCell(cell)
    return RawCell(**{**cell, "marks": tuple(cell.get("marks", ()))})


def score_table(table: LabelledTable) -> TableScore:
    """Resolve a labelled table; a labelled cell is right if its row, column, value, unit and year all are.

    A cell is looked for among those with its text in its row, the best match first, each used once.
    """
    resolved = resolve_table(table.rows, caption=table.caption, notes=table.notes)
    by_aspect: Counter[str] = Counter()
    faults: list[str] = []
    used: Counter[tuple[int, int]] = Counter()
    right = 0
    for row, label in table.cells:
        candidates = [i for i, c in enumerate(resolved.rows[row]) if c.text == label.text and not used[row, i]]
        if not candidates:
            faults.append(f"r{row} {label.text[:20]!r}: no such cell")
            continue
        best = max(candidates, key=lambda i: (len(_agreeing(resolved.rows[row][i], label)), -i))
        used[row, best] += 1
        agreeing = _agreeing(resolved.rows[row][best], label)
        by_aspect.update(agreeing)
        right += len(agreeing) == len(_ASPECTS)
        for aspect in _ASPECTS:
            if aspect not in agreeing:
                got, want = getattr(resolved.rows[row][best], aspect), getattr(label, aspect)
                faults.append(f"r{row} {label.text[:20]!r}: {aspect} {got!r}, labelled {want!r}")
    extra = sum(len(cells) for cells in resolved.rows) - sum(used.values())
    headers = resolved.header_rows == table.header_rows
    return TableScore(table.id, len(table.cells), right, by_aspect, extra, headers, tuple(faults))


def _agreeing(found: Cell, label: Cell) -> list[str]:
    return [aspect for aspect in _ASPECTS if getattr(found, aspect) == getattr(label, aspect)]


def report(name: str, faults: int = 3) -> list[str]:
    """The score of a set of labelled tables as lines of text; of each table at most so many faults."""
    scores = [score_table(table) for table in labelled_tables(LABELS / f"{name}.jsonl")]
    lines = []
    for score in scores:
        header = "" if score.headers_right else ", header rows differ"
        lines.append(f"  {score.id}: {score.right}/{score.labelled} right, {score.extra} unlabelled{header}")
        lines += [f"    {fault}" for fault in score.faults[:faults]]
    total, right = sum(s.labelled for s in scores), sum(s.right for s in scores)
    aspects = sum((s.by_aspect for s in scores), Counter[str]())
    shares = ", ".join(f"{aspect} {aspects[aspect] / max(1, total):.3f}" for aspect in _ASPECTS)
    head = (
        f"{name}: {right}/{total} = {right / max(1, total):.3f} of cells right in all ({shares}), {len(scores)} tables"
    )
    return [head, *lines]


def main() -> None:
    """Print the scores of all sets that exist."""
    for name in SETS:
        if (LABELS / f"{name}.jsonl").exists():
            print("\n".join(report(name)))  # noqa: T201


if __name__ == "__main__":
    main()
