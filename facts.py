"""What is read in a passage: dates, names, amounts, cells, and where it stands. Frozen; tuples, never lists.

Offsets are characters in ``text``, half-open. Dates are inclusive intervals. Unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

__all__ = [
    "Amount",
    "Cell",
    "Citation",
    "DateBasis",
    "DateMention",
    "EntityKind",
    "EntityMention",
    "PassageType",
    "Period",
    "Segment",
    "TypedSpan",
    "plain_number",
]

PassageType = Literal["achievement", "challenge", "deliverable", "commitment", "context", "footnote", "table", "other"]
EntityKind = Literal["country", "organisation", "programme", "agreement", "place", "corridor", "publication", "event"]
DateBasis = Literal["printed", "inherited", "relative"]


@dataclass(frozen=True, slots=True)
class Period:
    """An inclusive interval of days."""

    start: date
    end: date

    def to_dict(self) -> dict[str, Any]:
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Period:
        return cls(date.fromisoformat(data["start"]), date.fromisoformat(data["end"]))


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date, month, quarter, year or range as printed, with the interval that it means.

    ``start`` or ``end`` is ``None`` where the text leaves that side open or unknown. ``approximate`` marks
    intervals whose edges are a convention (近三年, 年底前后).
    """

    text: str
    start: date | None
    end: date | None
    at: tuple[int, int]
    basis: DateBasis = "printed"
    approximate: bool = False

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "text": self.text,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "at": list(self.at),
            "basis": self.basis,
        }
        if self.approximate:
            data["approximate"] = True
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DateMention:
        return cls(
            text=data["text"],
            start=date.fromisoformat(data["start"]) if data["start"] else None,
            end=date.fromisoformat(data["end"]) if data["end"] else None,
            at=(data["at"][0], data["at"][1]),
            basis=data["basis"],
            approximate=data.get("approximate", False),
        )


@dataclass(frozen=True, slots=True)
class EntityMention:
    """One occurrence of an entity: ``text`` is the surface form, ``name`` the canonical Chinese name."""

    text: str
    name: str
    name_en: str | None
    kind: EntityKind
    at: tuple[int, int]

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "name": self.name,
            "name_en": self.name_en,
            "kind": self.kind,
            "at": list(self.at),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EntityMention:
        return cls(data["text"], data["name"], data["name_en"], data["kind"], (data["at"][0], data["at"][1]))


@dataclass(frozen=True, slots=True)
class Amount:
    """Money, a percentage or a count with its unit; ``value`` in base units, a pair for a range.

    ``unit`` is an ISO currency code, ``percent``, a physical unit (``hours``, ``km``), or ``count:<noun>``.
    ``direction`` is ``up`` or ``down`` where the text says that the figure is a rise or a fall.
    """

    text: str
    value: float | tuple[float, float]
    unit: str
    at: tuple[int, int]
    direction: Literal["up", "down"] | None = None

    def to_dict(self) -> dict[str, Any]:
        value = [plain_number(v) for v in self.value] if isinstance(self.value, tuple) else plain_number(self.value)
        data: dict[str, Any] = {"text": self.text, "value": value, "unit": self.unit, "at": list(self.at)}
        if self.direction:
            data["direction"] = self.direction
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Amount:
        raw = data["value"]
        value = (raw[0], raw[1]) if isinstance(raw, list) else raw
        return cls(data["text"], value, data["unit"], (data["at"][0], data["at"][1]), data.get("direction"))


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A sentence of another type inside a passage."""

    type: PassageType
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        return {"type": self.type, "start": self.start, "end": self.end}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> TypedSpan:
        return cls(data["type"], data["start"], data["end"])


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its resolved headers, outermost first. ``...`` and empty cells have no ``value``."""

    row: tuple[str, ...]
    column: tuple[str, ...]
    text: str
    value: float | None = None
    unit: str | None = None
    year: int | None = None
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "row": list(self.row),
            "column": list(self.column),
            "text": self.text,
            "value": None if self.value is None else plain_number(self.value),
            "unit": self.unit,
            "year": self.year,
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Cell:
        return cls(
            tuple(data["row"]),
            tuple(data["column"]),
            data["text"],
            data["value"],
            data["unit"],
            data["year"],
            tuple(data["notes"]),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """``text[start:end]`` of a passage came from characters ``source_start:source_end`` of its file."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage stands, for people. Every surface (screen, terminal, Word, CSV) prints ``text``.

    ``address`` is the place inside the document (第18段, 脚注21, 表1第3行); ``page`` is printed only where the
    passage has no label of its own.
    """

    title: str
    date: date | None
    address: str
    page: int | None = None

    @property
    def text(self) -> str:
        issued = f"（{self.date.year}年{self.date.month}月{self.date.day}日）" if self.date else ""
        page = f"（第{self.page}页）" if self.page is not None else ""
        return f"《{self.title}》{issued}，{self.address}{page}"

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "address": self.address,
            "page": self.page,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Citation:
        issued = date.fromisoformat(data["date"]) if data["date"] else None
        return cls(data["title"], issued, data["address"], data["page"])


def plain_number(value: float) -> float | int:
    """2000000.0 as 2000000, so that JSON shows whole numbers whole."""
    return int(value) if float(value).is_integer() else value
