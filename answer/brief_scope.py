"""What a briefing is about: words, a country or another name, a sector, or a period, and the passages in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.followup_words import content_words
from index.store import KnowledgeBase
from index.tokens import fold_name
from ingest.dates import parse_date_argument
from records import Entity, Filters, Passage, Period

__all__ = ["BASKET", "Scope", "of_basket", "resolve"]

BASKET = "选定段落"

_WIDER = 62  # days by which an interval may be longer than the period that it is to tell about
_MOST = 60  # passages that a search hands over
_BODY = frozenset({"paragraph", "bullet", "row", "table"})


@dataclass(frozen=True, slots=True)
class Scope:
    """The passages of a topic, the most relevant first, and how a sentence is judged to be about it.

    ``spans`` are the offsets, in the text of a passage, of the words that the search matched.
    """

    kind: str
    label: str
    passages: tuple[Passage, ...]
    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    period: Period | None = None
    spans: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()

    def relevance(self, passage: Passage, start: int, end: int) -> float:
        """How much a sentence is about the topic: 0 not at all, 1 wholly."""
        if self.kind in ("部门", BASKET):
            return 0.5
        if self.names:
            named = any(m.name in self.names and start <= m.at[0] < end for m in passage.entities)
            return 1.0 if named else 0.0
        if self.period is not None:
            within = any(self.covers(d.start, d.end) for d in passage.dates if start <= d.at[0] < end)
            return 1.0 if within else 0.0
        share = len(self.words & content_words(passage.text[start:end])) / max(len(self.words), 1)
        matched = dict(self.spans).get(passage.id, ())
        touched = sum(b - a for a, b in matched if start <= a < end)
        return min(1.0, 0.7 * share + min(touched, 12) / 24)

    def covers(self, start: date | None, end: date | None) -> bool:
        """Whether an interval lies in the period of the topic, more or less: 2021-2023 does not tell about a month."""
        if self.period is None or start is None or end is None:
            return False
        meets = start <= self.period.end and end >= self.period.start
        return meets and (end - start).days <= (self.period.end - self.period.start).days + _WIDER


def resolve(kb: KnowledgeBase, topic: str, filters: Filters) -> Scope:
    """The scope of a topic.

    :raises UsageError: an empty topic, or an unknown name in the filters.
    """
    period = _period(topic)
    if period is not None:
        within = replace(filters, since=filters.since or period.start, until=filters.until or period.end)
        found = tuple(p for p in kb.select(within) if p.form in _BODY)
        return Scope("时期", topic, found, period=period)
    sectors = {d.sector: d for d in kb.documents() if d.sector}
    wanted = fold_name(topic).removesuffix("部门")
    sector = next((s for s in sectors if fold_name(s) == wanted), None)
    if sector is not None:
        documents = tuple(d.id for d in kb.documents() if d.sector == sector)
        found = tuple(p for p in kb.select(replace(filters, documents=documents)) if p.form in _BODY)
        return Scope("部门", sector, found)
    named = _named(kb.entities(), topic)
    if named:
        names = frozenset(entity.name for entity in named)
        ids = [id_ for entity in named for id_ in entity.passages]
        return Scope("名称", named[0].name, _ranked(kb, topic, filters, ids), names=names)
    response = kb.search(topic, filters, _MOST)
    hits = [hit for hit in response.results if hit.passage.form in _BODY]
    strong = [hit for hit in hits if hit.band != "weak"] or hits[:5]
    spans = tuple((hit.passage.id, hit.highlights) for hit in strong)
    return Scope("主题词", topic, tuple(hit.passage for hit in strong), words=content_words(topic), spans=spans)


def of_basket(kb: KnowledgeBase, basket: Sequence[str], label: str) -> Scope:
    """Passages that a person chose, in the order given, each once.

    :raises NotFound: one of them is not in the knowledge base.
    """
    passages = tuple(kb.passage(id_) for id_ in dict.fromkeys(basket))
    return Scope(BASKET, label, passages)


def _named(entities: Sequence[Entity], topic: str) -> list[Entity]:
    form = fold_name(topic)
    return [e for e in entities if form in {fold_name(n) for n in (e.name, e.name_en or "", *e.aliases) if n}]


def _ranked(kb: KnowledgeBase, topic: str, filters: Filters, ids: Sequence[str]) -> tuple[Passage, ...]:
    """The passages of a name, in the order of a search for it, then of reading."""
    allowed = {p.id: p for p in kb.select(filters) if p.form in _BODY}
    ranks = {hit.passage.id: hit.rank for hit in kb.search(topic, filters, _MOST).results}
    order = {id_: place for place, id_ in enumerate(allowed)}
    chosen = [id_ for id_ in dict.fromkeys(ids) if id_ in allowed]
    return tuple(allowed[id_] for id_ in sorted(chosen, key=lambda i: (ranks.get(i, _MOST + 1), order[i])))


def _period(topic: str) -> Period | None:
    if not re.search(r"\d", topic):
        return None
    try:
        return parse_date_argument(topic)
    except ValueError:
        return None
