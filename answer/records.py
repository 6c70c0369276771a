"""What answering and checking return. Frozen; ``to_dict`` gives the JSON of the interface."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from records import Passage

__all__ = [
    "SLOT_NAMES",
    "Answer",
    "AnswerKind",
    "AskResponse",
    "CheckResponse",
    "ClaimCheck",
    "Conflict",
    "ConflictKind",
    "ConflictSide",
    "Difference",
    "Evidence",
    "Reason",
    "Slot",
    "Stance",
    "Verdict",
]

AnswerKind = Literal["date", "entity", "country", "count", "amount", "percent", "whether", "place", "text"]
Verdict = Literal["supported", "partially_supported", "contradicted", "not_found"]
Reason = Literal["agrees", "disagree", "coarse", "differs", "partly", "apart", "nothing"]
Stance = Literal["supports", "contradicts", "related"]
Slot = Literal[
    "actor", "action", "object", "date", "number", "place", "status", "polarity", "direction", "quantity", "name"
]
ConflictKind = Literal["date", "number", "status", "name", "count", "tense", "unit", "event", "reference"]

#: What the parts of a claim are called in Chinese.
SLOT_NAMES: dict[Slot, str] = {
    "actor": "主体", "action": "行动", "object": "对象", "date": "日期", "number": "数字", "place": "地点",
    "status": "进展状态", "polarity": "肯定与否定", "direction": "升降方向", "quantity": "范围", "name": "名称",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A span that answers a question, verbatim, with its sentence.

    ``value`` is the machine-readable form (interval, number with unit, canonical names), ``citations`` the passages
    that say the same, the best first; ``fit`` (0..1) is how likely it is, or how much of the question its sentence
    covers where that is not known.
    """

    text: str
    kind: AnswerKind
    value: dict[str, Any] | None
    sentence: str
    citations: tuple[str, ...]
    fit: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "kind": self.kind,
            "value": self.value,
            "sentence": self.sentence,
            "citations": list(self.citations),
            "fit": round(self.fit, 4),
        }


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of two statements that disagree."""

    passage: str
    text: str
    value: str

    def to_dict(self) -> dict[str, Any]:
        return {"passage": self.passage, "text": self.text, "value": self.value}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be right; ``score`` (0..1) orders them, the surest and gravest first."""

    kind: ConflictKind
    a: ConflictSide
    b: ConflictSide
    explanation: str
    score: float

    @property
    def id(self) -> str:
        """The same for the same passages and kind, whatever else is in the knowledge base."""
        parts = (self.kind, *sorted((self.a.passage, self.b.passage)))
        whole = "".join(f"{len(part)}:{part}" for part in parts)
        return hashlib.sha256(whole.encode()).hexdigest()[:10]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "a": self.a.to_dict(),
            "b": self.b.to_dict(),
            "explanation": self.explanation,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True)
class AskResponse:
    """Answers, the best first, or none; ``passages`` are the nearest ones, which are not answers by themselves.

    ``rephrased`` is the wording that was answered, where a language model put the question in other words.
    """

    question: str
    answers: tuple[Answer, ...]
    passages: tuple[Passage, ...]
    conflicts: tuple[Conflict, ...]
    documents: int
    searched: int
    rephrased: str | None = None

    @property
    def answered(self) -> bool:
        return bool(self.answers)

    def to_dict(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "answered": self.answered,
            "answers": [answer.to_dict() for answer in self.answers],
            "passages": [passage.to_dict() for passage in self.passages],
            "conflicts": [conflict.to_dict() for conflict in self.conflicts],
            "searched": {"documents": self.documents, "passages": self.searched},
            **({"rephrased": self.rephrased} if self.rephrased else {}),
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that bears on a claim."""

    passage: str
    sentence: str
    stance: Stance

    def to_dict(self) -> dict[str, Any]:
        return {"passage": self.passage, "sentence": self.sentence, "stance": self.stance}


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot in which a claim and its source differ; ``source`` is ``None`` where the source says nothing."""

    slot: Slot
    claim: str
    source: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"slot": self.slot, "claim": self.claim, "source": self.source}


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """The verdict on one claim, with everything that it rests on.

    ``reason`` and ``lacking`` (what no source says) are what ``explanation`` is made of, for other languages.
    """

    claim: str
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    differences: tuple[Difference, ...]
    explanation: str
    reason: Reason = "nothing"
    lacking: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "claim": self.claim,
            "verdict": self.verdict,
            "evidence": [item.to_dict() for item in self.evidence],
            "differences": [difference.to_dict() for difference in self.differences],
            "explanation": self.explanation,
        }


@dataclass(frozen=True, slots=True)
class CheckResponse:
    """The claims of a text in the order in which they stand there."""

    claims: tuple[ClaimCheck, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"claims": [claim.to_dict() for claim in self.claims]}
