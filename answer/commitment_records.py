"""Records of the register of commitments. Frozen; ``to_dict`` gives the JSON of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from records import Citation, DateBasis

__all__ = [
    "COMMITMENT_KINDS",
    "COMMITMENT_STATUSES",
    "Commitment",
    "CommitmentFilter",
    "CommitmentKind",
    "CommitmentStatus",
    "Due",
    "Evidence",
    "Relation",
]

CommitmentKind = Literal["deliverable", "workplan", "request"]
CommitmentStatus = Literal["reported_done", "in_progress", "rescheduled", "repeated", "no_evidence"]
Relation = Literal["fulfilled", "progress", "repeats", "delayed"]

COMMITMENT_KINDS: tuple[CommitmentKind, ...] = get_args(CommitmentKind)
COMMITMENT_STATUSES: tuple[CommitmentStatus, ...] = get_args(CommitmentStatus)


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due: an inclusive interval, with the words that print it.

    ``basis`` is ``inherited`` where the words stand in a heading, a lead-in or a column header.
    """

    start: date | None
    end: date | None
    text: str
    basis: DateBasis = "printed"

    def differs(self, other: Due) -> bool:
        """Whether two printed due intervals cannot both be meant: they end on other days, or lie apart.

        What is inherited says only in which plan a promise stands.
        """
        if "inherited" in (self.basis, other.basis) or self.end is None or other.end is None:
            return False
        return self.end != other.end

    def to_dict(self) -> dict[str, Any]:
        return {
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "text": self.text,
            "basis": self.basis,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that reports on a promise, proposed by the program and judged by a person.

    ``at`` are its offsets in the text of its passage, ``score`` (0..1) the weighted share of the promise's words that
    it has, ``due`` the date that it gives where it states the promise again.
    """

    passage: str
    relation: Relation
    text: str
    at: tuple[int, int]
    score: float
    citation: Citation
    due: Due | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "passage": self.passage,
            "relation": self.relation,
            "text": self.text,
            "at": list(self.at),
            "score": round(self.score, 3),
            "due": self.due.to_dict() if self.due else None,
            "citation": self.citation.text,
        }


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise, verbatim: ``text`` is ``at`` of its passage's text.

    ``cues`` are the words by which it was recognised. ``silent_since`` is the date of the newest document that reports
    on it, or of its own where none does. ``overdue`` is ``None`` where no day was asked for.
    """

    id: str
    text: str
    passage: str
    document: str
    at: tuple[int, int]
    kind: CommitmentKind
    citation: Citation
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    due: Due | None = None
    cues: tuple[str, ...] = ()
    sector: str | None = None
    section: tuple[str, ...] = ()
    status: CommitmentStatus = "no_evidence"
    evidence: tuple[Evidence, ...] = ()
    silent_since: date | None = None
    overdue: bool | None = None

    @property
    def other_dues(self) -> tuple[Evidence, ...]:
        """Where the same promise is stated for another time, to stand beside its own due date."""
        own = self.due
        return tuple(e for e in self.evidence if e.due is not None and own is not None and e.due.differs(own))

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "passage": self.passage,
            "document": self.document,
            "at": list(self.at),
            "kind": self.kind,
            "actors": list(self.actors),
            "countries": list(self.countries),
            "entities": list(self.entities),
            "due": self.due.to_dict() if self.due else None,
            "other_dues": [
                {"due": e.due.to_dict(), "passage": e.passage, "citation": e.citation.text}
                for e in self.other_dues
                if e.due is not None
            ],
            "sector": self.sector,
            "section": list(self.section),
            "status": self.status,
            "evidence": [evidence.to_dict() for evidence in self.evidence],
            "silent_since": self.silent_since.isoformat() if self.silent_since else None,
            "overdue": self.overdue,
            "cues": list(self.cues),
            "citation": self.citation.text,
        }


@dataclass(frozen=True, slots=True)
class CommitmentFilter:
    """What a register is limited to; empty tuples and ``None`` do not limit.

    ``due_since`` and ``due_until`` ask for a due interval that overlaps. ``overdue_at`` keeps the promises whose due
    interval ended before that day and of which no passage reports that they were done.
    """

    documents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    kinds: tuple[CommitmentKind, ...] = ()
    statuses: tuple[CommitmentStatus, ...] = ()
    due_since: date | None = None
    due_until: date | None = None
    overdue_at: date | None = None
