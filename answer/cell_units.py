"""Table cells as statements: what a cell says, about what, measured how, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from answer.keys import keys_of, terms_of
from answer.unit import Unit
from ingest.amounts import find_amounts
from ingest.dates import DateContext, find_dates
from records import Amount, Cell, DateMention, Passage

__all__ = ["cell_units"]

_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def cell_units(passage: Passage, lead: str, context: frozenset[str], caption: str = "") -> Iterator[Unit]:
    titles = tuple(part for part in (*passage.section[-1:], lead) if part)
    for cell in passage.cells:
        if not cell.text.strip(" .…-—") or cell.text.strip() == "...":
            continue
        header = " ".join((*cell.row, *cell.column))
        whole = f"{header}：{cell.text}"
        dates, heads = _cell_dates(cell, passage, titles), _heads(cell, passage, (caption, *titles[:1]))
        around = keys_of(whole, tuple(e for e in passage.entities if any(e.text in p for p in (*cell.row, cell.text))))
        for piece in _pieces(cell):
            if cell.value is not None:
                amounts: tuple[Amount, ...] = (Amount(piece, cell.value, cell.unit or "number", (0, len(piece))),)
            else:
                amounts = find_amounts(piece)
            text = f"{header}：{piece}"
            own = tuple(e for e in passage.entities if any(e.text in part for part in (*cell.row, piece)))
            yield Unit(
                passage=passage, text=text, sentence=whole, at=(0, len(passage.text)),
                sentence_at=(0, len(passage.text)), keys=keys_of(text, own), around=around, context=context,
                dates=dates, inherited=False, amounts=amounts, entities=own, cell=cell, heads=heads,
            )  # fmt: skip


def _pieces(cell: Cell) -> list[str]:
    """The statements of a cell: what ；and 。 separate in a cell of text."""
    if cell.value is not None:
        return [cell.text]
    return [piece for piece in re.split(r"[；;。]\s*", cell.text) if piece.strip()] or [cell.text]


def _heads(cell: Cell, passage: Passage, titles: Sequence[str]) -> tuple[tuple[frozenset[str], ...], ...]:
    """The words of each header but names, years and units; those of the titles where no header has any."""
    names = {e.text for e in passage.entities}
    own = [_without(names, _IN_BRACKETS.sub("", part)) for part in (*cell.row, *cell.column) if part not in names]
    return _word_keys(own) or _word_keys(_without(names, _IN_BRACKETS.sub("", title)) for title in titles)


def _without(names: Iterable[str], part: str) -> str:
    for name in sorted(names, key=lambda n: (-len(n), n)):
        part = part.replace(name, " ")
    return part


def _word_keys(parts: Iterable[str]) -> tuple[tuple[frozenset[str], ...], ...]:
    words = ([w for w in terms_of(part) if not w[0].isdigit() and len(w) > 1] for part in parts)
    return tuple(tuple(keys_of(word, ()) for word in some) for some in words if some)


def _cell_dates(cell: Cell, passage: Passage, titles: Sequence[str]) -> tuple[DateMention, ...]:
    """Those in the cell, else the year of its column, else the one span of years in a title (2001–2020累计)."""
    own = tuple(d for d in passage.dates if d.text in cell.text)
    if own:
        return own
    if cell.year is None:
        spans = [d for d in find_dates(" ".join(titles[:1]), DateContext()) if d.start and d.end]
        return tuple(replace(d, at=(0, 0), basis="inherited") for d in spans) if len(spans) == 1 else ()
    return (DateMention(str(cell.year), date(cell.year, 1, 1), date(cell.year, 12, 31), (0, 0), "inherited"),)
