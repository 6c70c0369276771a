"""What people wrote down elsewhere is joined with what is here after an import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from answer.dismissals import join_dismissals, load_dismissals
from answer.reviews import load_reviews, merge_reviews, save_reviews
from index.adopt import KeptFile

__all__ = ["merge_kept"]


def merge_kept(root: Path, kept: Sequence[KeptFile]) -> tuple[str, ...]:
    """Join reviews and dismissed conflicts; where both judge the same promise or conflict, ours stays.

    :returns: what a person has to look at: files that differ and cannot be joined.
    :raises KnowledgeBaseDamaged: a file of reviews cannot be read; neither is changed.
    """
    notes = []
    for file in kept:
        if file.aside is None:
            continue
        if file.name == "reviews.json":
            ours, theirs = load_reviews(root), load_reviews(file.aside.parent)
            save_reviews(root, merge_reviews(theirs, ours))
            judged = {(r.commitment, r.preset): r.verdict for r in ours}
            other = [r for r in theirs if judged.get((r.commitment, r.preset), r.verdict) != r.verdict]
            if other:
                notes.append(f"{len(other)} reviews differ from ours, which stay; theirs: {file.aside}")
        elif file.name == "dismissed.json":
            join_dismissals(root, load_dismissals(file.aside.parent))
        else:
            notes.append(f"{file.name} differs from ours, which stays; theirs: {file.aside}")
    return tuple(notes)
