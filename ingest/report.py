"""The ingest report: what was read from each file, what became of it, what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ingest.ledger import PASSAGE, UNPLACED
from records import Document, Passage

__all__ = ["FileReport"]


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
