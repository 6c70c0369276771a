"""Sentences worth quoting: verbatim, one idea each, with what the source notes there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from answer.brief_records import Quote
from answer.brief_scope import Scope
from index.store import KnowledgeBase
from ingest.sentences import split_sentences
from records import DateMention, Document, Passage, PassageType

__all__ = ["best_sentence", "dated_clause", "quotable", "source_notes", "typed_sentences", "whole_thought"]

_LONGEST = 170  # characters of a sentence that one reads at a glance
_SHORTEST = 12
_TELLS = 24  # characters after a date that tell what happened
_LINE = 60
_LEADS_IN = re.compile(r"[:：]$|如下|见下表|包括：|(?:如下|以下)[^。]{0,10}。?$")
_POINTS_BACK = re.compile(
    r"^(?:该|这|此|其|它|他|上述|随后|此外|同时|以上|但|因此|为此|其中|然而|不过|第一步|This|It|They|These)"
)
_NOTE_MARK = re.compile(r"<sup>\s*\[?(\d{1,3})\]?\s*</sup>|\[\^?(\d{1,3})\]|^\s*(\d{1,3})\s*$")


def typed_sentences(passage: Passage) -> Iterable[tuple[int, int, PassageType]]:
    """The sentences of a paragraph or bullet with the type of each."""
    if passage.form not in ("paragraph", "bullet"):
        return
    for start, end in split_sentences(passage.text):
        other = next((s.type for s in passage.also if s.start <= start < s.end), None)
        yield start, end, other or passage.type


def quotable(scope: Scope, wanted: PassageType) -> list[tuple[float, Quote]]:
    """Sentences of the wanted type, the best of each passage, the most relevant first.

    A sentence that points back (该项目…) is quoted with the one before it.
    """
    found = []
    for rank, passage in enumerate(scope.passages):
        best: tuple[float, Quote] | None = None
        spans = list(typed_sentences(passage))
        for index, (start, end, kind) in enumerate(spans):
            text = passage.text[start:end]
            if kind != wanted or _LEADS_IN.search(text) or len(text) < _SHORTEST:
                continue
            score = scope.relevance(passage, start, end)
            if score <= 0.0:
                continue
            if _POINTS_BACK.match(text) and index > 0:
                start = spans[index - 1][0]
            length = end - start
            worth = score - 0.01 * rank - 0.002 * max(length - _LONGEST, 0)
            if best is None or worth > best[0]:
                best = (worth, Quote(passage.text[start:end], passage, (start, end)))
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda pair: (-pair[0], pair[1].passage.id))


def best_sentence(passage: Passage) -> Quote | None:
    """The first sentence of a passage's own type that stands by itself and reads at a glance."""
    for start, end, kind in typed_sentences(passage):
        text = passage.text[start:end]
        fits = _SHORTEST <= len(text) <= _LONGEST and not _LEADS_IN.search(text) and not _POINTS_BACK.match(text)
        if kind == passage.type and fits:
            return Quote(text, passage, (start, end))
    return None


def whole_thought(quote: Quote) -> Quote:
    """A quotation that points back (该项目…) with the sentence before it."""
    if not _POINTS_BACK.match(quote.text):
        return quote
    before = [a for a, b in split_sentences(quote.passage.text) if b <= quote.at[0]]
    if not before:
        return quote
    at = (before[-1], quote.at[1])
    return Quote(quote.passage.text[at[0] : at[1]], quote.passage, at, quote.number, quote.comment)


def dated_clause(passage: Passage, mention: DateMention) -> tuple[int, int]:
    """The span around a date that tells what happened then: the clauses from its own on, as many as a line takes."""
    text = passage.text
    spans = [(a, b) for a, b in split_sentences(text) if a <= mention.at[0] < b]
    start, end = spans[0] if spans else (0, len(text))
    stops = [i for i in range(start, end) if text[i] in "，；;" and _balanced(text[start:i])]
    start = max((i + 1 for i in stops if i < mention.at[0]), default=start)
    after = [i for i in stops if i >= mention.at[1] + _TELLS]
    if after and end - start > _LINE:
        end = next((i for i in after if i - start >= _LINE), after[0])
    while start < end and text[start] in " \u3000":
        start += 1
    return start, end


def _balanced(piece: str) -> bool:
    return all(piece.count(a) == piece.count(b) for a, b in ("（）", "()", "《》", "“”"))


def source_notes(kb: KnowledgeBase, document: Document, quote: Quote) -> tuple[str, ...]:
    """The source's own notes that are called inside a quotation.

    Where a call stands is read off the source: it lies between two segments of the passage. A note whose call cannot
    be placed travels with every quotation of its passage, so that none is lost.
    """
    passage = quote.passage
    if not passage.footnotes:
        return ()
    notes = [kb.passage(id_) for id_ in passage.footnotes]
    places = _calls(kb.source_text(document), passage)
    kept = []
    for note in notes:
        number = (note.label or "").removeprefix("fn")
        at = places.get(number)
        if at is None or quote.at[0] < at <= quote.at[1]:
            kept.append(note.text.strip())
    return tuple(kept)


def _calls(source: str, passage: Passage) -> dict[str, int]:
    """Where in a passage's text each note is called, by the number printed there."""
    found: dict[str, int] = {}
    segments = passage.segments
    for index, segment in enumerate(segments):
        after = segments[index + 1].source_start if index + 1 < len(segments) else segment.source_end + 20
        gap = source[segment.source_end : max(after, segment.source_end)]
        match = _NOTE_MARK.match(gap.lstrip())
        if match:
            found.setdefault(next(group for group in match.groups() if group), segment.end)
    return found
