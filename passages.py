"""A document and its passages, the smallest things that can be cited; :mod:`records` gives them to everybody.

Offsets are characters in ``text``, half-open. Dates are inclusive intervals. Unknown is ``None``.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from facts import Amount, Cell, Citation, DateMention, EntityMention, PassageType, Period, Segment, TypedSpan

__all__ = ["Document", "Passage", "PassageForm"]

PassageForm = Literal["paragraph", "bullet", "table", "row", "footnote", "heading", "note", "glossary", "cover"]


@dataclass(frozen=True, slots=True)
class Document:
    """One report. A file can hold several; ``part`` counts them from 1. ``passages`` is how many it has."""

    id: str
    title: str
    file: str
    part: int
    date: date | None
    period: Period | None
    sector: str | None
    passages: int
    sha256: str
    notes: tuple[str, ...] = ()
    issuer: str | None = None
    language: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "file": self.file,
            "part": self.part,
            "date": self.date.isoformat() if self.date else None,
            "period": self.period.to_dict() if self.period else None,
            "sector": self.sector,
            "passages": self.passages,
            "sha256": self.sha256,
            "notes": list(self.notes),
            "issuer": self.issuer,
            "language": self.language,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        return cls(
            id=data["id"],
            title=data["title"],
            file=data["file"],
            part=data["part"],
            date=date.fromisoformat(data["date"]) if data["date"] else None,
            period=Period.from_dict(data["period"]) if data["period"] else None,
            sector=data["sector"],
            passages=data["passages"],
            sha256=data["sha256"],
            notes=tuple(data["notes"]),
            issuer=data.get("issuer"),
            language=data.get("language"),
        )


class _FactsLater:
    """A record whose last fields are parsed when the first of them is asked for: few readers of a passage want them."""

    __slots__ = ("_later",)
    _later: bytes

    if not TYPE_CHECKING:  # a checker would take any name for a field

        def __getattr__(self, name: str) -> Any:
            """Called for fields that are not set; in whole records there are none."""
            if name not in _FACTS:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            for field_, value in _facts(json.loads(object.__getattribute__(self, "_later"))):
                object.__setattr__(self, field_, value)
            return object.__getattribute__(self, name)


@dataclass(frozen=True, slots=True)
class Passage(_FactsLater):
    """The smallest thing that can be cited.

    ``position`` counts passages of a document in reading order from 0. ``parent`` is the passage that leads into
    this one: the paragraph above its bullets, the table of a row or a note. ``segments`` lead back to the file.
    ``reasons`` says in words why the passage has its type.
    """

    id: str
    document: str
    label: str | None
    section: tuple[str, ...]
    page: int | None
    form: PassageForm
    type: PassageType
    text: str
    citation: Citation
    position: int
    also: tuple[TypedSpan, ...] = ()
    dates: tuple[DateMention, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    amounts: tuple[Amount, ...] = ()
    footnotes: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    parent: str | None = None
    segments: tuple[Segment, ...] = ()
    reasons: tuple[str, ...] = ()

    def entity_names(self) -> frozenset[str]:
        """What the passage names; of one that was found the other facts are not made for it."""
        try:
            entities = object.__getattribute__(self, "entities")
        except AttributeError:
            return frozenset(entity["name"] for entity in json.loads(self._later)["entities"])
        return frozenset(entity.name for entity in entities)

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "id": self.id,
            "document": self.document,
            "label": self.label,
            "section": list(self.section),
            "page": self.page,
            "form": self.form,
            "type": self.type,
            "also": [span.to_dict() for span in self.also],
            "text": self.text,
            "dates": [mention.to_dict() for mention in self.dates],
            "entities": [mention.to_dict() for mention in self.entities],
            "amounts": [amount.to_dict() for amount in self.amounts],
            "footnotes": list(self.footnotes),
            "citation": self.citation.text,
            "parent": self.parent,
            "position": self.position,
            "source": [[s.start, s.end, s.source_start, s.source_end] for s in self.segments],
            "reasons": list(self.reasons),
        }
        if self.form in ("footnote", "note"):
            data["cited_by"] = list(self.cited_by)
        if self.form in ("table", "row", "glossary"):
            data["cells"] = [cell.to_dict() for cell in self.cells]
        return data

    def to_store(self) -> dict[str, Any]:
        """:meth:`to_dict` with the citation in parts, so that :meth:`from_store` gives the same passage back."""
        return {**self.to_dict(), "citation": self.citation.to_dict(), "cited_by": list(self.cited_by)}

    @classmethod
    def from_store(cls, data: dict[str, Any]) -> Passage:
        return cls(**dict(_head(data)), **dict(_facts(data)))

    @classmethod
    def from_record(cls, record: bytes) -> Passage:
        """The passage of a record as :mod:`index.record_json` writes it; all that follows the text is decoded and
        parsed when the first of it is asked for.
        """
        end = record.find(_FACTS_BEGIN)
        if end < 0:
            return cls.from_store(json.loads(record))
        passage, (data, _) = object.__new__(cls), _HEAD((record[:end] + b"}").decode())
        # as _head gives them; read for each hit, and one by one they take half the time
        for name, put in _AS_THEY_ARE:
            put(passage, data[name])
        _SECTION(passage, tuple(data["section"]))
        _ALSO(passage, tuple([TypedSpan.from_dict(d) for d in data["also"]]) if data["also"] else ())
        _LATER(passage, record)
        return passage


_HEAD = json.JSONDecoder().raw_decode


def _putting(name: str) -> Callable[[Passage, object], None]:
    """What sets a field of a passage that is being made."""
    found: Callable[[Passage, object], None] = inspect.getattr_static(Passage, name).__set__
    return found


_AS_THEY_ARE = [(name, _putting(name)) for name in ("id", "document", "label", "page", "form", "type", "text")]
_SECTION, _ALSO, _LATER = map(_putting, ("section", "also", "_later"))
# in no text: a quotation mark inside one is escaped
_FACTS_BEGIN = b',"dates":['
_FACTS = frozenset(
    ("citation", "position", "dates", "entities", "amounts", "footnotes", "cited_by", "cells", "parent", "segments")
) | {"reasons"}


def _head(data: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return (
        ("id", data["id"]),
        ("document", data["document"]),
        ("label", data["label"]),
        ("section", tuple(data["section"])),
        ("page", data["page"]),
        ("form", data["form"]),
        ("type", data["type"]),
        ("text", data["text"]),
        ("also", tuple([TypedSpan.from_dict(d) for d in data["also"]])),
    )


def _facts(data: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return (
        ("citation", Citation.from_dict(data["citation"])),
        ("position", data["position"]),
        ("dates", tuple([DateMention.from_dict(d) for d in data["dates"]])),
        ("entities", tuple([EntityMention.from_dict(d) for d in data["entities"]])),
        ("amounts", tuple([Amount.from_dict(d) for d in data["amounts"]])),
        ("footnotes", tuple(data["footnotes"])),
        ("cited_by", tuple(data["cited_by"])),
        ("cells", tuple([Cell.from_dict(d) for d in data.get("cells", ())])),
        ("parent", data["parent"]),
        ("segments", tuple([Segment(*s) for s in data["source"]])),
        ("reasons", tuple(data["reasons"])),
    )
