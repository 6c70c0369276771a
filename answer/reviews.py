"""The review sheet: what people decided about promises, kept by the office beside the knowledge base.

The program proposes evidence; whether a promise was kept is decided here, by a person, and read again by a second one.
A review is pinned to the digest of the passage that it judged: when the source changes, it is flagged, not dropped.

Scales: the completion levels of the Open Government Partnership (Independent Reporting Mechanism) and
the compliance scores of the G20 Research Group (Compliance Coding Manual, 2020).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from filelock import FileLock

from errors import KnowledgeBaseDamaged, NotFound, UsageError
from index.store import KnowledgeBase

__all__ = [
    "PRESETS",
    "Preset",
    "Review",
    "ReviewState",
    "digest_of",
    "load_reviews",
    "merge_reviews",
    "save_reviews",
    "state_of",
    "store_reviews",
    "withdraw_review",
]

Preset = Literal["ogp", "g20"]
ReviewState = Literal["current", "source_changed", "source_gone"]

#: Each scale with its steps: what is stored, and what it means.
PRESETS: Mapping[Preset, Mapping[str, str]] = {
    "ogp": {
        "no_evidence": "没有证据",
        "not_started": "未开始",
        "limited": "有限",
        "substantial": "大体完成",
        "complete": "完成",
    },
    "g20": {"-1": "未履行", "0": "部分履行或正在履行", "+1": "履行"},
}
_FILE, _LOCK = "reviews.json", "reviews.lock"


@dataclass(frozen=True, slots=True)
class Review:
    """One judgement. ``digest`` is that of the passage when it was judged, ``day`` an ISO date or empty."""

    commitment: str
    passage: str
    digest: str
    preset: Preset
    verdict: str
    reason: str
    reviewer: str
    day: str = ""
    second_reader: str = ""
    second_verdict: str = ""

    def __post_init__(self) -> None:
        steps = PRESETS.get(self.preset)
        if steps is None:
            raise UsageError(f"{self.commitment}: no scale {self.preset!r}; there are {', '.join(PRESETS)}")
        for verdict in filter(None, (self.verdict, self.second_verdict)):
            if verdict not in steps:
                raise UsageError(f"{self.commitment}: {verdict!r} is no step of {self.preset}: {', '.join(steps)}")
        if not self.verdict or not self.reviewer:
            raise UsageError(f"{self.commitment}: a review needs a verdict and the name of its reviewer")
        if self.second_verdict and self.second_reader in ("", self.reviewer):
            raise UsageError(f"{self.commitment}: the second reader must be named and be another person")

    @property
    def disputed(self) -> bool:
        """Whether the second reader judges otherwise."""
        return bool(self.second_verdict) and self.second_verdict != self.verdict


def digest_of(text: str) -> str:
    """The digest of a passage's text, without regard to spaces: a new line break changes no meaning."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def state_of(kb: KnowledgeBase, review: Review) -> ReviewState:
    """Whether the passage is still what was judged."""
    try:
        passage = kb.passage(review.passage)
    except NotFound:
        return "source_gone"
    return "current" if digest_of(passage.text) == review.digest else "source_changed"


def load_reviews(root: Path) -> tuple[Review, ...]:
    """The reviews stored in the folder of a knowledge base, by commitment.

    :raises KnowledgeBaseDamaged: the file is there and cannot be read; it is never overwritten then.
    """
    path = root / _FILE
    if not path.exists():
        return ()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Review(**entry) for entry in data["reviews"])
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise KnowledgeBaseDamaged(f"{path}: cannot be read ({error}); mend it or restore it from a backup") from error


def save_reviews(root: Path, reviews: Sequence[Review]) -> None:
    """Store all reviews, in one step: a crash leaves the old file or the new one."""
    names = [field.name for field in fields(Review)]
    ordered = sorted(reviews, key=lambda r: (r.commitment, r.preset))
    data = {"version": 1, "reviews": [{name: getattr(r, name) for name in names} for r in ordered]}
    aside = root / f".{_FILE}.{os.getpid()}"
    try:
        with aside.open("w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(root / _FILE)
    finally:
        aside.unlink(missing_ok=True)


def merge_reviews(old: Sequence[Review], new: Sequence[Review]) -> tuple[Review, ...]:
    """All reviews, where a new one takes the place of the old one of the same commitment and scale."""
    merged = {(r.commitment, r.preset): r for r in old} | {(r.commitment, r.preset): r for r in new}
    return tuple(merged[key] for key in sorted(merged))


def store_reviews(root: Path, new: Sequence[Review]) -> None:
    """Add reviews to those that are stored; two people who do so at once wait for each other.

    :raises KnowledgeBaseDamaged: the file is there and cannot be read.
    """
    with FileLock(root / _LOCK):
        save_reviews(root, merge_reviews(load_reviews(root), new))


def withdraw_review(root: Path, commitment: str, preset: Preset) -> None:
    """Take a review back; nothing happens where there is none.

    :raises KnowledgeBaseDamaged: the file is there and cannot be read.
    """
    with FileLock(root / _LOCK):
        kept = [r for r in load_reviews(root) if (r.commitment, r.preset) != (commitment, preset)]
        save_reviews(root, kept)
