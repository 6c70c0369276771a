"""What all measurements of the readers have in common: rows of numbers, measured on a day and a commit."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from eval.report import checkout

__all__ = ["Measurement", "Row"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of numbers."""

    def to_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Measurement:
    """Where results come from; ``changed``: the checkout differed from the commit."""

    date: str
    commit: str
    changed: bool

    def to_dict(self) -> dict[str, Any]:
        return {"date": self.date, "commit": self.commit, "changed": self.changed}

    @staticmethod
    def head() -> tuple[str, str, bool]:
        """Today (UTC) and this checkout."""
        return datetime.now(UTC).date().isoformat(), *checkout()
