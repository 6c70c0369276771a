"""The rows of the register that somebody asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from answer.commitment_records import Commitment, CommitmentFilter
from errors import UsageError
from index.store import KnowledgeBase
from index.tokens import fold_name

__all__ = ["is_overdue", "judged_at", "select"]


def select(kb: KnowledgeBase, items: Sequence[Commitment], wanted: CommitmentFilter) -> tuple[Commitment, ...]:
    """The commitments that satisfy the filter, in the order given.

    A promise concerns a country when it names it or the country acts in it.

    :raises UsageError: a document, country or entity that the knowledge base does not know.
    """
    documents = _documents(kb, wanted.documents)
    countries = _canonical(kb, wanted.countries, country=True)
    entities = _canonical(kb, wanted.entities, country=False)
    chosen = [
        item
        for item in items
        if (not documents or item.document in documents)
        and (not countries or countries & {*item.countries, *item.actors})
        and (not entities or entities & {*item.entities, *item.actors, *item.countries})
        and (not wanted.sectors or item.sector in wanted.sectors)
        and (not wanted.kinds or item.kind in wanted.kinds)
        and (not wanted.statuses or item.status in wanted.statuses)
        and _due_within(item, wanted.due_since, wanted.due_until)
    ]
    day = wanted.overdue_at
    if day is None:
        return tuple(chosen)
    return tuple(replace(item, overdue=True) for item in chosen if is_overdue(item, day))


def is_overdue(item: Commitment, day: date) -> bool:
    """Whether the due interval ended before ``day`` and no passage tells the promise as done."""
    return item.due is not None and item.due.end is not None and item.due.end < day and item.status != "reported_done"


def judged_at(items: Sequence[Commitment], day: date) -> tuple[Commitment, ...]:
    """The commitments, each with whether it is overdue on that day."""
    return tuple(replace(item, overdue=is_overdue(item, day)) for item in items)


def _due_within(item: Commitment, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if item.due is None or item.due.end is None:
        return False
    start = item.due.start or item.due.end
    return (since is None or item.due.end >= since) and (until is None or start <= until)


def _documents(kb: KnowledgeBase, given: Sequence[str]) -> frozenset[str]:
    known = [document.id for document in kb.documents()]
    found = set()
    for name in given:
        matching = [id_ for id_ in known if id_ == name] or [id_ for id_ in known if id_.startswith(f"{name}.")]
        if not matching:
            raise UsageError(f"no document {name!r}; `yiju documents` lists the ids")
        found.update(matching)
    return frozenset(found)


def _canonical(kb: KnowledgeBase, given: Sequence[str], *, country: bool) -> frozenset[str]:
    if not given:
        return frozenset()
    known: dict[str, set[str]] = {}
    for entity in kb.entities("country" if country else None):
        for form in (entity.name, entity.name_en or "", *entity.aliases):
            known.setdefault(fold_name(form), set()).add(entity.name)
    found: set[str] = set()
    for name in given:
        if fold_name(name) not in known:
            what = "country" if country else "entity"
            raise UsageError(f"no passage names the {what} {name!r}; check the spelling")
        found |= known[fold_name(name)]
    return frozenset(found)
