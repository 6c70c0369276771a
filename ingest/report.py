"""The ingest report: what was read from each file, what became of it, what went wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.ledger import PASSAGE, UNPLACED
from records import Document, Passage

__all__ = ["FileReport"]

_PAGE = re.compile(r"page (\d+) (has|is|takes) (.*)", re.DOTALL)
_PLURAL = {"has": "have", "is": "are", "takes": "take"}


@dataclass(frozen=True, slots=True)
class FileReport:
    """The account of one file.

    ``status`` is ``added``, ``replaced``, ``unchanged`` or ``failed``. Characters: ``read`` = ``kept`` (in passages)
    + the sum of ``remainders``; ``unplaced`` ones would be a loss and are always reported.
    """

    file: str
    status: str
    documents: tuple[str, ...] = ()
    passages: int = 0
    forms: tuple[tuple[str, int], ...] = ()
    types: tuple[tuple[str, int], ...] = ()
    pages: int | None = None
    characters: int = 0
    kept: int = 0
    remainders: tuple[tuple[str, int], ...] = ()
    unresolved_marks: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None

    @property
    def unplaced(self) -> int:
        return dict(self.remainders).get(UNPLACED, 0)

    @classmethod
    def of(
        cls,
        file: str,
        status: str,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        counts: dict[str, int],
        **more: Any,
    ) -> FileReport:
        """The report of a file that was read."""
        return cls(
            file=file,
            status=status,
            documents=tuple(d.id for d in documents),
            passages=len(passages),
            forms=tuple(Counter(p.form for p in passages).most_common()),
            types=tuple(Counter(p.type for p in passages).most_common()),
            characters=sum(counts.values()),
            kept=counts.get(PASSAGE, 0),
            remainders=tuple((kind, n) for kind, n in counts.items() if kind != PASSAGE),
            **more,
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "status": self.status,
            "documents": list(self.documents),
            "passages": self.passages,
            "forms": dict(self.forms),
            "types": dict(self.types),
            "pages": self.pages,
            "characters": {"read": self.characters, "kept": self.kept, "remainders": dict(self.remainders)},
            "unresolved_marks": self.unresolved_marks,
            "warnings": list(self.warnings),
            "error": self.error,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> FileReport:
        return cls(
            file=data["file"],
            status=data["status"],
            documents=tuple(data["documents"]),
            passages=data["passages"],
            forms=tuple(data["forms"].items()),
            types=tuple(data["types"].items()),
            pages=data["pages"],
            characters=data["characters"]["read"],
            kept=data["characters"]["kept"],
            remainders=tuple(data["characters"]["remainders"].items()),
            unresolved_marks=data["unresolved_marks"],
            warnings=tuple(data["warnings"]),
            error=data["error"],
        )

    @property
    def line(self) -> str:
        """The report as one line for people."""
        if self.error is not None:
            return f"✗ {self.error}"
        if self.status == "unchanged":
            return f"= {self.file}: unchanged, {self.passages} passages"
        if self.status == "duplicate":
            return f"= {self.file}: {self.warnings[0]}"
        left = self.characters - self.kept
        line = (
            f"✓ {self.file}: {self.status}, {len(self.documents)} documents, {self.passages} passages; "
            f"{self.characters} characters read, {self.kept} in passages, {left} in named remainders"
        )
        return line + (f"; {len(self.warnings)} warnings" if self.warnings else "")

    @property
    def details(self) -> tuple[str, ...]:
        """The rest of the account for people: what the passages are, where the other characters are, the warnings."""
        if self.status not in ("added", "replaced"):
            return ()
        pages = f"{self.pages} pages; " if self.pages is not None else ""
        types = ", ".join(_counted(self.types))
        lines = [f"{pages}{', '.join(_counted(self.forms))}; by type {types}"]
        if self.remainders:
            lines.append(f"not in passages: {', '.join(_counted(self.remainders))}")
        if self.unresolved_marks:
            lines.append(f"! footnote marks without a note: {self.unresolved_marks}")
        return (*lines, *(f"! {warning}" for warning in _gathered(self.warnings)))


def _counted(counts: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{n} {kind.replace('_', ' ')}" for kind, n in sorted(counts, key=lambda pair: (-pair[1], pair[0]))]


def _gathered(warnings: Sequence[str]) -> list[str]:
    """Warnings with those that say the same of several pages as one: ``pages 3-5, 9 have no text layer``."""
    pages: dict[tuple[str, str], list[int]] = {}
    for warning in warnings:
        if match := _PAGE.fullmatch(warning):
            pages.setdefault((match.group(2), match.group(3)), []).append(int(match.group(1)))
    out: list[str] = []
    for warning in warnings:
        match = _PAGE.fullmatch(warning)
        numbers = pages.pop((match.group(2), match.group(3)), []) if match else []
        if match is None or len(numbers) == 1:
            out.append(warning)
        elif numbers:
            out.append(f"pages {_ranges(numbers)} {_PLURAL[match.group(2)]} {match.group(3)}")
    return out


def _ranges(numbers: Sequence[int]) -> str:
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, pair)) for pair in found)
