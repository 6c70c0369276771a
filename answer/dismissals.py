"""Conflicts that a person has looked at and set aside, with the reason, kept beside the knowledge base.

A dismissal is pinned to the digests of both passages: when one of them changes, the conflict is listed again, with what
was said about it. Reading documents again, or building the indexes again, does not touch the file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from answer.records import Conflict
from answer.reviews import digest_of
from errors import KnowledgeBaseBusy, KnowledgeBaseDamaged, UsageError
from index.store import KnowledgeBase

__all__ = ["Dismissal", "Sorted", "dismiss", "join_dismissals", "load_dismissals", "restore", "sort_dismissed"]

_FILE, _LOCK = "dismissed.json", ".dismissed.lock"
_WAIT = 5.0  # seconds for another person's click


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why a conflict is none. ``digests`` are those of the two passages when it was set aside; ``day`` is ISO."""

    conflict: str
    digests: tuple[str, str]
    reason: str
    by: str
    day: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise UsageError("a conflict is set aside with a reason; say in a few words why the two do not disagree")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Conflicts by what people said of them. ``reopened`` are open ones whose source changed after a dismissal."""

    open: tuple[Conflict, ...]
    dismissed: tuple[tuple[Conflict, Dismissal], ...]
    reopened: Mapping[str, Dismissal]


def dismiss(kb: KnowledgeBase, conflict: Conflict, reason: str, by: str, day: str) -> Dismissal:
    """Set a conflict aside; an older dismissal of it is replaced.

    :param by: who does so; may be empty.
    :param day: ISO date.
    :raises errors.UsageError: no reason.
    :raises errors.KnowledgeBaseDamaged: the file of dismissals cannot be read.
    :raises errors.KnowledgeBaseBusy: somebody else is writing it.
    """
    made = Dismissal(conflict.id, _digests(kb, conflict), reason.strip(), by.strip(), day)
    _change(kb.layout.root, lambda old: [*(d for d in old if d.conflict != conflict.id), made])
    return made


def restore(kb: KnowledgeBase, conflict: str) -> None:
    """List a conflict again, by its id. Raises like :func:`dismiss`."""
    _change(kb.layout.root, lambda old: [d for d in old if d.conflict != conflict])


def sort_dismissed(kb: KnowledgeBase, conflicts: Iterable[Conflict]) -> Sorted:
    """Tell the open conflicts from those that were set aside and whose passages are still the same.

    :raises errors.KnowledgeBaseDamaged: the file of dismissals cannot be read.
    """
    known = {d.conflict: d for d in load_dismissals(kb.layout.root)}
    open_, dismissed, reopened = [], [], {}
    for conflict in conflicts:
        said = known.get(conflict.id)
        if said is not None and said.digests == _digests(kb, conflict):
            dismissed.append((conflict, said))
            continue
        open_.append(conflict)
        if said is not None:
            reopened[conflict.id] = said
    return Sorted(tuple(open_), tuple(dismissed), reopened)


def load_dismissals(root: Path) -> tuple[Dismissal, ...]:
    """The dismissals in the folder of a knowledge base, by conflict.

    :raises errors.KnowledgeBaseDamaged: the file is there and cannot be read; it is never overwritten then.
    """
    path = root / _FILE
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Dismissal(**{**entry, "digests": tuple(entry["digests"])}) for entry in data["dismissed"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, UsageError) as error:
        raise KnowledgeBaseDamaged(f"{path}: cannot be read ({error}); mend it or restore it from a backup") from error


def join_dismissals(root: Path, theirs: Sequence[Dismissal]) -> None:
    """Add what was set aside elsewhere; where both did, ours stays. Raises like :func:`dismiss`."""
    known = {d.conflict for d in load_dismissals(root)}
    new = [d for d in theirs if d.conflict not in known]
    _change(root, lambda old: [*old, *new])


def _change(root: Path, change: Callable[[Sequence[Dismissal]], Sequence[Dismissal]]) -> None:
    """Read, change and write the file in one step; a crash leaves the old file or the new one."""
    try:
        with FileLock(root / _LOCK, timeout=_WAIT):
            kept = change(load_dismissals(root))
            data = {"version": 1, "dismissed": [asdict(d) for d in sorted(kept, key=lambda d: d.conflict)]}
            aside = root / f".{_FILE}.{os.getpid()}"
            with aside.open("w", encoding="utf-8") as file:
                json.dump(data, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(root / _FILE)
    except Timeout as error:
        raise KnowledgeBaseBusy(f"{root / _FILE}: somebody else is writing it; try again in a moment") from error


def _digests(kb: KnowledgeBase, conflict: Conflict) -> tuple[str, str]:
    a, b = (digest_of(kb.passage(side.passage).text) for side in (conflict.a, conflict.b))
    return a, b
