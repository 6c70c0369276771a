"""What a note draws on beside the passages: the register and the conflicts, computed once for many notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from answer.commitment_records import Commitment
from answer.commitments import register
from answer.conflicts import find_conflicts
from answer.records import Conflict
from index.store import KnowledgeBase

__all__ = ["Known", "know"]


@dataclass(frozen=True, slots=True)
class Known:
    """The register of a snapshot, and its conflicts; ``None`` while these are still being looked for."""

    commitments: tuple[Commitment, ...]
    conflicts: tuple[Conflict, ...] | None


@lru_cache(maxsize=4)
def know(kb: KnowledgeBase) -> Known:
    """Both for a whole knowledge base; the same ones for the same snapshot."""
    return Known(register(kb), find_conflicts(kb))
