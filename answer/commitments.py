"""The register: every forward-looking item of a knowledge base, verbatim, with who, where, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from answer.commitment_cues import TASK
from answer.commitment_due import inherited_due, printed_due
from answer.commitment_parties import actors_of, countries_of, names_of
from answer.commitment_plan import looks_back, tells_plans
from answer.commitment_records import Commitment, CommitmentFilter, CommitmentKind, Due
from answer.commitment_spans import Promise, Span, promises_in, trim
from index.store import KnowledgeBase
from ingest.cues import heading_votes, lead_votes
from ingest.dates import DateContext, find_dates
from ingest.sentences import split_sentences
from records import DateMention, Document, Passage

__all__ = ["Surroundings", "commitments_of", "find_commitments", "register"]

_ITEM = 3  # sentences that an item of a list of tasks has at most; more are a paragraph with a dash before it
_SKIPPED = frozenset({"heading", "glossary", "cover", "table"})
_DUE_COLUMN = re.compile(r"时间|期限|时限|完成日期|截止|进度安排|季度|[Dd]ue|[Dd]eadline|[Tt]iming|[Dd]ate")
_OWNER_COLUMN = re.compile(r"责任|牵头|负责|承办|[Oo]wner|[Rr]esponsib")
_NUMBER_COLUMN = re.compile(r"^(?:序号|编号|No\.?|#)?$")
_OUTPUTS = re.compile(r"可交付|交付成果|成果清单|会议成果|(?i:deliverable)")
_PLANS = re.compile(r"工作计划|行动计划|任务|安排|举措|(?i:work ?plan|action plan)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a passage: its document, and what leads into it, the nearest first."""

    document: Document
    leads: tuple[Passage, ...] = ()


def register(kb: KnowledgeBase, wanted: CommitmentFilter | None = None) -> tuple[Commitment, ...]:
    """The commitments of a knowledge base with what other passages report about them, in reading order.

    :raises UsageError: the filter names a document, country or entity that the knowledge base does not know.
    """
    from answer.commitment_select import select
    from answer.followup import follow_up

    items = find_commitments(kb)
    return select(kb, follow_up(kb, items), wanted or CommitmentFilter())


def find_commitments(kb: KnowledgeBase) -> tuple[Commitment, ...]:
    """Every commitment of a knowledge base, in reading order, not yet followed up."""
    found: list[Commitment] = []
    for document in kb.documents():
        passages = list(kb.passages(document.id))
        by_id = {p.id: p for p in passages}
        for passage in passages:
            found += commitments_of(passage, Surroundings(document, _leads(passage, by_id)))
    return tuple(found)


def commitments_of(passage: Passage, around: Surroundings) -> tuple[Commitment, ...]:
    """The commitments of one passage, in order."""
    if passage.form in _SKIPPED:
        return ()
    if passage.form == "row":
        item = _row(passage, around)
        return (item,) if item else ()
    kind = _scope(passage, around)
    if kind == "deliverable" and passage.form == "bullet":
        promises = _listed_output(passage.text)
    else:
        task = kind is not None
        names = {m.text for m in passage.entities if m.kind in ("country", "organisation")}
        promises = promises_in(
            passage.text,
            task=task,
            listed=task and passage.form == "bullet" and len(split_sentences(passage.text)) <= _ITEM,
            planned=task and (kind == "workplan" or tells_plans(passage.text)),
            names=names,
        )
    outputs = _deliverable_spans(passage)
    made: list[Commitment] = []
    head = -1
    for number, promise in enumerate(promises, start=1):
        listed_output = kind == "deliverable" or any(a <= promise.span[0] < b for a, b in outputs)
        own: CommitmentKind = "request" if promise.kind == "request" else "deliverable" if listed_output else "workplan"
        item = _item(passage, around, promise, own, number, inherits=kind is not None)
        if made and not item.actors and promise.head == head:
            item = replace(item, actors=made[-1].actors)  # the second promise of a sentence has the first one's subject
        made.append(item)
        head = promise.head
    return tuple(made)


def _item(
    passage: Passage, around: Surroundings, promise: Promise, kind: CommitmentKind, number: int, *, inherits: bool
) -> Commitment:
    text, span, issued = passage.text, promise.span, around.document.date
    due = printed_due(text, span, passage.dates, issued, promise.head)
    if due is None and inherits:
        due = inherited_due(_sources(passage, around), issued)
    lead_entities = [m for lead in around.leads for m in lead.entities]
    return Commitment(
        id=f"{passage.id}/c{number}",
        text=text[span[0] : span[1]],
        passage=passage.id,
        document=passage.document,
        at=span,
        kind=kind,
        citation=passage.citation,
        actors=actors_of(text, span, passage.entities),
        countries=countries_of(text, span, passage.entities, lead_entities),
        entities=names_of(span, passage.entities),
        due=due,
        cues=(promise.cue,),
        sector=around.document.sector,
        section=passage.section,
        silent_since=issued,
    )


def _row(passage: Passage, around: Surroundings) -> Commitment | None:
    """A row of a table of outputs or tasks: its naming cell is the promise, its time column the due date."""
    columns = [" ".join(cell.column) for cell in passage.cells]
    timed = any(_DUE_COLUMN.search(c) for c in columns)
    owned = any(_OWNER_COLUMN.search(c) for c in columns)
    said = " ".join([*passage.section[-1:], *(lead.text.split("\n", 1)[0] for lead in around.leads)])
    if passage.type != "deliverable" and not (timed and (owned or _PLANS.search(said))):
        return None
    span = _naming_cell(passage)
    if span is None:
        return None
    kind: CommitmentKind = "deliverable" if _OUTPUTS.search(said) or not owned else "workplan"
    item = _item(passage, around, Promise(span, "promise", "表格", span[0]), kind, 1, inherits=False)
    due = next((Due(d.start, d.end, d.text, d.basis) for d in passage.dates if d.at[0] >= span[1]), item.due)
    countries = tuple(dict.fromkeys(m.name for m in passage.entities if m.kind == "country"))
    owner = next((c.text for c in passage.cells if _OWNER_COLUMN.search(" ".join(c.column)) and c.text.strip()), None)
    return replace(item, due=due, countries=countries, actors=(owner,) if owner else item.actors)


def _naming_cell(passage: Passage) -> Span | None:
    """The span of the first cell that names something: not a running number, not a date."""
    start = 0
    for cell in passage.text.split(" | "):
        end = start + len(cell)
        is_date = any(d.at[0] <= start and d.at[1] >= end for d in passage.dates)
        if not is_date and not _NUMBER_COLUMN.match(cell.strip()) and re.search(r"[\u3400-\u9fffA-Za-z]{2}", cell):
            return trim(passage.text, (start, end))
        start = end + 3
    return None


def _listed_output(text: str) -> tuple[Promise, ...]:
    """A bullet of a list of outputs is one promise, however it is worded; at semicolons within it, several."""
    span = trim(text, (0, len(text)))
    if text[span[0] : span[1]].endswith(("：", ":")):
        return ()
    return (Promise(span, "promise", "成果清单", 0),)


def _scope(passage: Passage, around: Surroundings) -> CommitmentKind | None:
    """Whether the passage stands in a plan or a list of outputs, where bare verbs and names promise."""
    if passage.type == "deliverable":
        return "deliverable"
    if passage.type != "commitment":
        return "workplan" if _sets_tasks(passage) else None
    told = next((votes for votes in map(heading_votes, reversed(passage.section)) if votes), ())
    if told and all(vote.type == "achievement" for vote in told):
        return None
    leads = [vote for lead in around.leads[:1] for vote in lead_votes(lead.text)]
    headings = [vote for heading in passage.section for vote in heading_votes(heading)]
    said = any(vote.type == "commitment" for vote in (*leads, *headings))
    if said or any(lead.type == "commitment" for lead in around.leads):
        return "workplan"
    first = passage.text.lstrip()
    bare = TASK.match(first) and not re.match(r"[与同把让使和]", first)
    return "workplan" if (bare and not looks_back(passage.text)) or tells_plans(passage.text) else None


def _sets_tasks(passage: Passage) -> bool:
    """Whether a passage that is no plan by its type or heading is one by its sentences."""
    if passage.form not in ("paragraph", "bullet"):
        return False
    headings = [vote.type for heading in passage.section for vote in heading_votes(heading)]
    return "achievement" not in headings and tells_plans(passage.text)


def _deliverable_spans(passage: Passage) -> list[Span]:
    whole = [(0, len(passage.text))] if passage.type == "deliverable" else []
    return whole + [(span.start, span.end) for span in passage.also if span.type == "deliverable"]


def _leads(passage: Passage, by_id: Mapping[str, Passage]) -> tuple[Passage, ...]:
    """The passages that lead into one, the nearest first."""
    return tuple(_climb(passage, by_id))


def _climb(passage: Passage, by_id: Mapping[str, Passage]) -> Iterator[Passage]:
    seen = {passage.id}
    parent = by_id.get(passage.parent or "")
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        yield parent
        parent = by_id.get(parent.parent or "")


def _sources(passage: Passage, around: Surroundings) -> Sequence[tuple[str, Sequence[DateMention]]]:
    context = DateContext(around.document.date, around.document.period)
    texts = [(lead.text, lead.dates) for lead in around.leads if lead.form not in ("table", "row")]
    headings = [(heading, find_dates(heading, context)) for heading in reversed(passage.section)]
    title = around.document.title
    named = [(title, find_dates(title, context))] if _PLANS.search(title) else []
    return [*texts, *headings, *named]
