"""Every record that crosses a folder. Frozen; tuples, never lists; ``to_dict`` gives the JSON of the interface.

Offsets are characters in ``text``, half-open. Dates are inclusive intervals. Unknown is ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from facts import (
    Amount,
    Cell,
    Citation,
    DateBasis,
    DateMention,
    EntityKind,
    EntityMention,
    PassageType,
    Period,
    Segment,
    TypedSpan,
    plain_number,
)
from passages import Document, Passage, PassageForm

__all__ = [
    "ENTITY_KINDS",
    "PASSAGE_FORMS",
    "PASSAGE_TYPES",
    "Amount",
    "Band",
    "Cell",
    "Citation",
    "DateBasis",
    "DateMention",
    "Document",
    "Entity",
    "EntityKind",
    "EntityMention",
    "Filters",
    "Hit",
    "Passage",
    "PassageForm",
    "PassageType",
    "Period",
    "SearchResponse",
    "Segment",
    "Term",
    "TypedSpan",
]

Band = Literal["strong", "related", "weak"]

PASSAGE_FORMS: tuple[PassageForm, ...] = get_args(PassageForm)
PASSAGE_TYPES: tuple[PassageType, ...] = get_args(PassageType)
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with one canonical name, all its surface forms, and the passages that mention it."""

    name: str
    name_en: str | None
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "name_en": self.name_en,
            "kind": self.kind,
            "aliases": list(self.aliases),
            "passages": list(self.passages),
        }


@dataclass(frozen=True, slots=True)
class Term:
    """An abbreviation with its expansions and the passages that define it."""

    abbreviation: str
    zh: str | None
    en: str | None
    defined_in: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "abbreviation": self.abbreviation,
            "zh": self.zh,
            "en": self.en,
            "defined_in": list(self.defined_in),
        }


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. Empty tuples and ``None`` do not limit.

    Within one field any value may match; between fields all must. ``since`` and ``until`` ask for a date in the
    text whose interval overlaps; ``issued_since`` and ``issued_until`` for the date of the document. ``terms`` are
    abbreviations or their expansions, as the text has them. ``units`` are units of amounts (USD, percent, or
    ``count`` for every count); ``amount_from`` and ``amount_to`` bound the value of an amount in base units, of one
    of ``units`` if there are any; a range counts where it overlaps.
    """

    documents: tuple[str, ...] = ()
    types: tuple[PassageType, ...] = ()
    countries: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    issued_since: date | None = None
    issued_until: date | None = None
    terms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    amount_from: float | None = None
    amount_to: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Only the limits that are set."""
        values: dict[str, Any] = {
            "documents": list(self.documents),
            "types": list(self.types),
            "countries": list(self.countries),
            "entities": list(self.entities),
        }
        for name in ("since", "until", "issued_since", "issued_until"):
            bound: date | None = getattr(self, name)
            values[name] = bound.isoformat() if bound else None
        values |= {"terms": list(self.terms), "units": list(self.units)}
        set_ = {name: value for name, value in values.items() if value}
        amounts = {"amount_from": self.amount_from, "amount_to": self.amount_to}
        return set_ | {name: plain_number(value) for name, value in amounts.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result. ``score`` is comparable within a response only; ``band`` is the calibrated strength.

    ``matched`` are the words of the query (or their aliases) that the passage contains, ``highlights`` their
    offsets in ``passage.text``, ``why`` one short sentence for people. ``folded`` are the ids of near-duplicates.
    """

    rank: int
    score: float
    band: Band
    passage: Passage
    matched: tuple[str, ...] = ()
    highlights: tuple[tuple[int, int], ...] = ()
    why: str = ""
    folded: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "band": self.band,
            "matched": list(self.matched),
            "highlights": [list(h) for h in self.highlights],
            "why": self.why,
            "folded": list(self.folded),
            "passage": self.passage.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class SearchResponse:
    """The ranked hits of one query over one snapshot.

    ``notes`` tell what was corrected or expanded, ``searched`` how many passages the filters left to be searched.
    """

    query: str
    filters: Filters
    snapshot: str
    results: tuple[Hit, ...] = ()
    notes: tuple[str, ...] = field(default=())
    searched: int | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "filters": self.filters.to_dict(),
            "snapshot": self.snapshot,
            "results": [hit.to_dict() for hit in self.results],
            "notes": list(self.notes),
            "searched": {"passages": self.searched},
        }
