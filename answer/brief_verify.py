"""A draft held against the knowledge base: every quotation, number, date and name in it, and the nearest source.

A quotation holds where its words stand in one passage, spaces and the shape of quotation marks aside. A number, date or
name of a sentence holds where one of the passages nearest to the sentence has it: the same value and unit, an interval
that contains or is contained, the same thing under any of its names. The nearest passages are those of a search; a
fact that only a distant passage has is therefore reported, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from answer.brief_draft import Paragraph
from answer.followup_words import content_words
from index.store import KnowledgeBase
from index.tokens import fold
from ingest.amounts import find_amounts
from ingest.dates import find_dates
from ingest.entities import find_entities
from ingest.gazetteer import Gazetteer
from ingest.sentences import split_sentences
from records import Amount, DateMention, Passage

__all__ = ["DraftFinding", "Verification", "verify"]

FindingKind = Literal["quotation", "number", "date", "name"]
_NEAR = 8  # passages of a search that may vouch for a sentence
_COPIED = 8  # characters from which a sentence without marks can be told to be copied
_LONGEST = 400  # characters of a sentence that are searched for
_QUOTED = 5  # characters from which words between marks are a quotation, not a term
_ALIKE = 0.3  # share of a sentence's words that the source's sentence has where it vouches for a date or number
_FIGURE = re.compile(r"[-+]?\d[\d,.%]*年?")
_ELLIPSIS = re.compile(r"…+|\.{3,}|⋯+")
_DROPPED = re.compile(r"[\s“”‘’\"'「」『』]+")


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """One thing of a draft and whether it holds. ``at`` are offsets in the paragraph.

    ``nearest`` is the passage that comes closest, ``nearest_text`` what it says instead.
    """

    kind: FindingKind
    text: str
    paragraph: int
    at: tuple[int, int]
    holds: bool
    nearest: Passage | None = None
    nearest_text: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "text": self.text,
            "paragraph": self.paragraph,
            "at": list(self.at),
            "holds": self.holds,
            "nearest": self.nearest.id if self.nearest else None,
            "nearest_text": self.nearest_text or None,
            "citation": self.nearest.citation.text if self.nearest else None,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """Everything that was checked, in the order of the draft."""

    findings: tuple[DraftFinding, ...]
    snapshot: str

    @property
    def faults(self) -> tuple[DraftFinding, ...]:
        return tuple(f for f in self.findings if not f.holds)

    def to_dict(self) -> dict[str, Any]:
        return {
            "snapshot": self.snapshot,
            "checked": len(self.findings),
            "holds": not self.faults,
            "findings": [finding.to_dict() for finding in self.findings],
        }


def verify(kb: KnowledgeBase, draft: Sequence[Paragraph]) -> Verification:
    """Check a draft, paragraph by paragraph."""
    checker = _Checker(kb)
    found = [finding for paragraph in draft if paragraph.checked for finding in checker.paragraph(paragraph)]
    return Verification(tuple(found), kb.snapshot)


class _Checker:
    """Holds what all paragraphs need: the texts without spaces and marks, and the names that are known."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.passages = {p.id: p for p in kb.passages()}
        self.plain = {id_: _plain(p.text) for id_, p in self.passages.items()}
        self.issued = {d.id: d.date for d in kb.documents()}
        self.titles = {d.id: d.title for d in kb.documents()}
        entities = kb.entities()
        self.known = {fold(form): e.name for e in entities for form in (e.name, *e.aliases)}
        self.gazetteer = Gazetteer.base().grown([p.text for p in self.passages.values()], [])

    def paragraph(self, paragraph: Paragraph) -> Iterable[DraftFinding]:
        text = paragraph.text
        quotes = list(_quotations(text))
        held = list(quotes)  # what is between quotation marks is judged as a whole, above
        for start, end in quotes:
            yield self._quotation(paragraph, start, end)
        spans = split_sentences(text)
        copied = [(a, b, id_) for a, b in spans if (id_ := self._copied(text[a:b]))]
        held += [(a, b) for a, b, _ in copied]
        vouching = [self.passages[id_] for id_ in dict.fromkeys(id_ for _, _, id_ in copied)]
        for start, end in spans:
            yield from self._sentence(paragraph, start, end, held, vouching)

    def _quotation(self, paragraph: Paragraph, start: int, end: int) -> DraftFinding:
        text = paragraph.text[start:end]
        parts = [part for part in map(_plain, _ELLIPSIS.split(text)) if part]
        source = next((id_ for id_, plain in self.plain.items() if all(part in plain for part in parts)), None)
        if source:
            return DraftFinding("quotation", text, paragraph.number, (start, end), True, self.passages[source])
        best, said = _closest([*self._near(text), *self._near(_FIGURE.sub(" ", text))], text)
        return DraftFinding("quotation", text, paragraph.number, (start, end), False, best, said)

    def _sentence(
        self,
        paragraph: Paragraph,
        start: int,
        end: int,
        held: Sequence[tuple[int, int]],
        vouching: Sequence[Passage],
    ) -> Iterable[DraftFinding]:
        sentence = paragraph.text[start:end]
        masked = "".join(" " if any(a <= start + i < b for a, b in held) else c for i, c in enumerate(sentence))
        dates = [d for d in find_dates(masked) if d.start and d.end and d.basis == "printed"]
        amounts = [a for a in find_amounts(masked) if not any(a.at[0] < d.at[1] and d.at[0] < a.at[1] for d in dates)]
        names = [m for m in find_entities(masked, self.gazetteer) if m.kind in ("country", "organisation", "place")]
        if not (dates or amounts or names):
            return
        near = [*vouching, *self._near(sentence)]
        about = content_words(sentence) if not vouching else frozenset()
        for date in dates:
            yield self._finding(
                "date", date.text, paragraph, start, date.at, near, _date_in(date, near, about), _dates_said(near)
            )
        for amount in amounts:
            said = _amounts_said(near, amount)
            yield self._finding(
                "number", amount.text, paragraph, start, amount.at, near, _amount_in(amount, near, about), said
            )
        for name in names:
            own = self.known.get(fold(name.text), name.name)
            there = next((p for p in near if self._names(p, own, name.text)), None)
            yield self._finding("name", name.text, paragraph, start, name.at, near, there, "")

    def _finding(
        self,
        kind: FindingKind,
        text: str,
        paragraph: Paragraph,
        start: int,
        at: tuple[int, int],
        near: Sequence[Passage],
        source: Passage | None,
        said: str,
    ) -> DraftFinding:
        span = (start + at[0], start + at[1])
        if source is not None:
            return DraftFinding(kind, text, paragraph.number, span, True, source)
        return DraftFinding(kind, text, paragraph.number, span, False, near[0] if near else None, said)

    def _names(self, passage: Passage, name: str, surface: str) -> bool:
        around = (self.titles[passage.document], *passage.section, passage.text)
        return any(m.name == name for m in passage.entities) or any(surface in text for text in around)

    def _copied(self, sentence: str) -> str | None:
        """The passage that a sentence or cell is copied from, word for word."""
        parts = [part for part in map(_plain, _ELLIPSIS.split(sentence)) if part]
        if sum(map(len, parts)) < _COPIED:
            return None
        return next((id_ for id_, plain in self.plain.items() if all(part in plain for part in parts)), None)

    def _near(self, text: str) -> list[Passage]:
        """The passages nearest to a text; where its figures keep everything away, to the text without them."""
        for query in (text, _FIGURE.sub(" ", text)):
            if query.strip():
                hits = self.kb.search(query[:_LONGEST], limit=_NEAR).results
                if hits:
                    return [hit.passage for hit in hits]
        return []


def _quotations(text: str) -> Iterable[tuple[int, int]]:
    """The spans between “ and ”, outermost only."""
    depth, start = 0, 0
    for i, char in enumerate(text):
        if char == "“":
            depth += 1
            start = i + 1 if depth == 1 else start
        elif char == "”" and depth:
            depth -= 1
            if not depth and len(_plain(text[start:i])) >= _QUOTED:
                yield start, i


def _plain(text: str) -> str:
    return _DROPPED.sub("", fold(text))


def _date_in(date: DateMention, near: Sequence[Passage], about: frozenset[str]) -> Passage | None:
    """The passage that dates something like the sentence to that time, more or less exactly."""
    for passage in near:
        for other in passage.dates:
            if other.start is None or other.end is None or date.start is None or date.end is None:
                continue
            inside = other.start <= date.start and date.end <= other.end
            around = date.start <= other.start and other.end <= date.end
            # a draft may say less exactly than the source, but not more: 2021年 for 2021年9月
            exact = (other.end - other.start).days <= (date.end - date.start).days + 62
            if (around or (inside and exact)) and _like(passage, other.at, about):
                return passage
    return None


def _amount_in(amount: Amount, near: Sequence[Passage], about: frozenset[str]) -> Passage | None:
    digits = re.sub(r"[,，\s]", "", amount.text)
    for passage in near:
        if any(
            a.value == amount.value and _same_unit(a, amount) and _like(passage, a.at, about) for a in passage.amounts
        ):
            return passage
        if any(c.value is not None and c.value == amount.value for c in passage.cells):
            return passage
        at = re.sub(r"[,，]", "", passage.text).find(digits)
        if at >= 0 and _like(passage, (at, at), about):
            return passage
    return None


def _like(passage: Passage, at: tuple[int, int], about: frozenset[str]) -> bool:
    """Whether the sentence around a place is about what the draft says: it shares enough of the draft's words.

    In a table the words stand in the heads, so that a row or table is taken whole.
    """
    if not about or passage.form in ("row", "table", "note"):
        return True
    spans = [(a, b) for a, b in split_sentences(passage.text) if a <= at[0] < b] or [(0, len(passage.text))]
    start, end = spans[0]
    return len(about & content_words(passage.text[start:end])) >= _ALIKE * len(about)


def _same_unit(a: Amount, b: Amount) -> bool:
    return a.unit == b.unit or (a.unit.startswith("count:") and b.unit.startswith("count:"))


def _dates_said(near: Sequence[Passage]) -> str:
    return "、".join(dict.fromkeys(d.text for d in near[0].dates)) if near else ""


def _amounts_said(near: Sequence[Passage], amount: Amount) -> str:
    if not near:
        return ""
    same = [a.text for a in near[0].amounts if _same_unit(a, amount)]
    return "、".join(dict.fromkeys(same or [a.text for a in near[0].amounts]))


def _closest(near: Sequence[Passage], text: str) -> tuple[Passage | None, str]:
    """The sentence that shares most pairs of characters with a text, and its passage; the first one on a tie."""
    wanted = _pairs(text)
    best: tuple[float, Passage | None, str] = (0.0, None, "")
    for passage in near:
        for start, end in split_sentences(passage.text):
            sentence = passage.text[start:end]
            own = _pairs(sentence)
            score = len(wanted & own) / max(len(wanted | own), 1)
            if score > best[0]:
                best = (score, passage, sentence)
    return best[1], best[2]


def _pairs(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
