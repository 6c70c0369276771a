"""The account of a source: what became of each of its characters."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["PASSAGE", "REMAINDERS", "UNPLACED", "WHITESPACE", "Ledger"]

UNPLACED = "unplaced"
PASSAGE = "passage"
WHITESPACE = "whitespace"

#: The named remainders: characters that are read but belong to no passage, each with the reason.
REMAINDERS: dict[str, str] = {
    WHITESPACE: "white space between and at the ends of passages",
    "markup": "Markdown, HTML and escape characters",
    "label": "printed numbers and bullets, kept as the label of their passage",
    "note_mark": "footnote marks, kept as links",
    "page_number": "page numbers",
    "running_head": "headers and footers repeated on many pages",
    "rule": "ruled lines and table borders",
    "image": "images and their placeholders",
    "dead_link": "error texts that a word processor left for a broken link",
    "contents": "tables of contents",
    "navigation": "menus and other page furniture of HTML",
    "control": "control characters, byte order marks and soft hyphens",
    "unreadable": "pages without a usable text layer",
    "empty_cell": "cells that hold nothing but white space or fillers",
}


class Ledger:
    """One category for each character of a source.

    A character is claimed once: as part of a passage, or as a named remainder. Passages may share characters (a
    table and its rows), a remainder and a passage may not.
    """

    def __init__(self, length: int) -> None:
        self._names = [UNPLACED, PASSAGE, *REMAINDERS]
        self._codes = {name: code for code, name in enumerate(self._names)}
        self._cells = bytearray(length)

    def __len__(self) -> int:
        return len(self._cells)

    def claim(self, start: int, end: int, kind: str) -> None:
        """Give characters ``start:end`` to ``kind``; what is already claimed stays as it is.

        :raises KeyError: for a kind that is not in :data:`REMAINDERS`.
        """
        code = self._codes[kind]
        held = self._cells[start:end]
        if not held.strip(b"\0"):
            self._cells[start:end] = bytes([code]) * (end - start)
            return
        for offset, value in enumerate(held, start):
            if not value:
                self._cells[offset] = code

    def claim_all(self, spans: Iterable[tuple[int, int]], kind: str) -> None:
        for start, end in spans:
            self.claim(start, end, kind)

    def kind_at(self, offset: int) -> str:
        return self._names[self._cells[offset]]

    def settle(self, source: str) -> None:
        """Claim the white space that nobody claimed."""
        white = self._codes[WHITESPACE]
        for offset, value in enumerate(self._cells):
            if not value and source[offset].isspace():
                self._cells[offset] = white

    def counts(self) -> dict[str, int]:
        """Characters by category, in a fixed order, zero ones left out."""
        found = {name: self._cells.count(code) for code, name in enumerate(self._names)}
        return {name: count for name, count in found.items() if count}

    def unplaced(self) -> list[tuple[int, int]]:
        """The intervals that nobody claimed."""
        spans: list[tuple[int, int]] = []
        for offset, value in enumerate(self._cells):
            if value:
                continue
            if spans and spans[-1][1] == offset:
                spans[-1] = (spans[-1][0], offset + 1)
            else:
                spans.append((offset, offset + 1))
        return spans
