"""What other passages report about a promise: evidence, proposed to a person who decides.

A sentence is about a promise when it shares enough of its rare words and names (inverse document frequency over the
sentences of the knowledge base, so that 项目 and 开展 count for little), inside one document or across all. How it
stands to the promise is then read off its own words: told as done, told as under way, promised again, promised for
another day.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from answer.commitment_records import Commitment, CommitmentStatus, Due, Evidence, Relation
from answer.commitment_spans import at_semicolons
from answer.followup_words import content_words, is_done, is_under_way, same_act
from index.store import KnowledgeBase
from ingest.sentences import split_sentences
from records import Passage

__all__ = ["follow_up"]

_ENOUGH = 0.34  # share of the promise's weighted words that a sentence must have; set on eval/cases/followup.jsonl
_REPEATED = 0.5  # share at which another promise is this one again
_DISTINCT = 2  # words of weight that must agree, so that one shared name is not evidence
_RARE = 2.0  # weight from which a word distinguishes: it stands in fewer than one sentence of seven
_TELLING = 3  # words that a promise needs to be told from others
_BACK = ("该", "这", "其", "此", "上述")
_BESIDE = 0.5  # share of the best score below which evidence is noise
_MOST = 5  # pieces of evidence kept for each promise
_FORMS = frozenset({"paragraph", "bullet", "row", "note", "footnote"})


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence with its words; ``promise`` is the commitment that it is, if it is one."""

    passage: Passage
    at: tuple[int, int]
    words: frozenset[str]
    names: frozenset[str]
    issued: date | None
    promise: Commitment | None

    @property
    def text(self) -> str:
        return self.passage.text[self.at[0] : self.at[1]]


def follow_up(kb: KnowledgeBase, items: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The commitments with their evidence, status, and the date since which nothing was heard."""
    statements = _statements(kb, items)
    frequency = Counter(word for statement in statements for word in statement.words)
    weights = {word: math.log(1 + len(statements) / count) for word, count in frequency.items()}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for word in statement.words:
            postings[word].append(number)
    own = {s.promise.id: s for s in statements if s.promise is not None}
    issued = {document.id: document.date for document in kb.documents()}
    return tuple(_followed(item, own[item.id], statements, postings, weights, issued) for item in items)


def _followed(
    item: Commitment,
    own: _Statement,
    statements: Sequence[_Statement],
    postings: Mapping[str, list[int]],
    weights: Mapping[str, float],
    issued: Mapping[str, date | None],
) -> Commitment:
    wanted = own.words
    total = sum(weights[word] for word in wanted) or 1.0
    # words of every second sentence cannot single one out: looking them up would cost time and add nothing
    rare = sorted(w for w in wanted if len(postings[w]) <= max(40, len(statements) // 20))
    telling = Counter(n for word in wanted if weights[word] >= _RARE for n in postings[word])
    near = sorted(n for n in {n for word in rare for n in postings[word]} if telling[n] >= _DISTINCT)
    evidence = []
    for number in near:
        other = statements[number]
        if other.passage.id == item.passage:
            continue
        shared = wanted & other.words
        score = sum(weights[word] for word in shared) / total
        if other.promise is not None:  # either may say more than the other
            theirs = sum(weights[word] for word in other.words) or 1.0
            score = max(score, sum(weights[word] for word in shared) / theirs)
        if score < _ENOUGH:
            continue
        found = _relation(item, own, other, score)
        if found:
            due = other.promise.due if other.promise else None
            evidence.append(
                Evidence(other.passage.id, found, other.text, other.at, min(score, 1.0), other.passage.citation, due)
            )
    best = _best(evidence)
    heard = [day for e in best if (day := issued.get(e.passage.rsplit(":", 1)[0])) is not None]
    return replace(item, evidence=best, status=_status(item, best), silent_since=max(heard, default=item.silent_since))


def _relation(item: Commitment, own: _Statement, other: _Statement, score: float) -> Relation | None:
    """How a statement stands to a promise; ``None`` where it cannot report on it."""
    if other.promise is not None:
        # 完成可行性研究 and 获得批准 of one project are two promises
        if score < _REPEATED or not same_act(own.text, other.text):
            return None
        return "delayed" if _later(other.promise.due, item.due) else "repeats"
    earlier = own.issued is not None and other.issued is not None and other.issued < own.issued
    if earlier:
        return None
    same = other.passage.document == item.document or other.issued == own.issued
    if is_done(other.text) and not is_under_way(other.text):
        # what a report tells as done was so before its plans were made, unless a plan's time was over by then
        after = not same or _over(item.due, own.issued)
        return "fulfilled" if after and same_act(own.text, other.text) else "progress"
    return "progress" if is_under_way(other.text) or is_done(other.text) else None


def _over(due: Due | None, day: date | None) -> bool:
    return due is not None and due.end is not None and day is not None and due.end < day


def _later(other: Due | None, own: Due | None) -> bool:
    if other is None or own is None or other.end is None or own.end is None:
        return False
    return other.end > own.end and "inherited" not in (other.basis, own.basis)


def _status(item: Commitment, evidence: Iterable[Evidence]) -> CommitmentStatus:
    """The status that the evidence speaks for; a person decides whether a promise was kept."""
    found = list(evidence)
    relations = {e.relation for e in found}
    if "fulfilled" in relations:
        return "reported_done"
    if item.due and any(e.due is not None and e.due.differs(item.due) for e in found):
        return "rescheduled"
    if "progress" in relations:
        return "in_progress"
    return "repeated" if relations else "no_evidence"


def _best(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The strongest report and the strongest repetition of each passage, the strongest first."""
    ranked = sorted(evidence, key=lambda e: (-e.score, e.passage, e.at))
    seen: dict[tuple[str, bool], Evidence] = {}
    for one in ranked:
        if one.score >= _BESIDE * ranked[0].score:
            seen.setdefault((one.passage, one.relation in ("repeats", "delayed")), one)
    return tuple(seen.values())[:_MOST]


def _statements(kb: KnowledgeBase, items: Sequence[Commitment]) -> list[_Statement]:
    promised: dict[str, list[Commitment]] = defaultdict(list)
    for item in items:
        promised[item.passage].append(item)
    issued = {document.id: document.date for document in kb.documents()}
    found = []
    for passage in kb.passages():
        if passage.form not in _FORMS:
            continue
        own = promised[passage.id]
        spans: list[tuple[tuple[int, int], Commitment | None]] = [(item.at, item) for item in own]
        if passage.form != "row":
            spans += [(s, None) for s in _sentences(passage.text) if not any(_overlaps(s, i.at) for i in own)]
        elif own:
            spans = [((0, len(passage.text)), own[0])]
        for at, promise in sorted(spans, key=lambda s: s[0]):
            words = _words(passage, at, promise)
            names = frozenset(m.name for m in passage.entities if at[0] <= m.at[0] < at[1])
            found.append(_Statement(passage, at, words | names, names, issued.get(passage.document), promise))
    return found


def _sentences(text: str) -> list[tuple[int, int]]:
    """Sentences and the parts between semicolons, as half-open spans."""
    return [(a + c, a + d) for a, b in split_sentences(text) for c, d in at_semicolons(text[a:b])]


def _words(passage: Passage, at: tuple[int, int], promise: Commitment | None) -> frozenset[str]:
    """The words of a statement; a promise that points back (该项目计划…获批) takes those of its passage along."""
    if promise is not None and passage.form == "row":
        return content_words(promise.text)
    text = passage.text[at[0] : at[1]]
    words = content_words(text)
    if promise is not None and (len(words) < _TELLING or text.startswith(_BACK)):
        return words | content_words(passage.text)
    return words


def _overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
