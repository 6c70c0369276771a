"""A draft becomes claims: sentences, and of sentences that tell several events one claim each."""

from __future__ import annotations

import re

from answer.actions import find_actions
from answer.claim_parts import filled, subject_of
from answer.units import clause_spans
from ingest.amounts import find_amounts
from ingest.dates import date_spans
from ingest.sentences import split_sentences

__all__ = ["split_claims"]

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）])?\s*\S{1,20}$")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])\s*[^\s，,；;：:\d]{1,20}$")
_ENDS = re.compile(r"[。！？.!?]$")
_MARKUP = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)]|#{1,6})\s+|\*\*")
_DEPENDENT = re.compile(
    r"^(?:其|该|这|此|并|且|而|但|也|又|还|以|从而|旨在|包括|分别|成为|尤其|特别|即|主要|使|让|用于|支持|涵盖|为)"
)
_OUTCOME = re.compile(r"^(?:但|而)?(?:实际|最终|结果)")  # goes with the plan before it


def split_claims(text: str) -> tuple[str, ...]:
    """The claims of a text, in order, each readable on its own.

    A sentence is split where both sides tell an event with a date or a figure of its own; a clause without a subject
    takes that of the clause before it. Headings are left out, unless there is nothing else; among sentences that end as
    such a short numbered line is one, whatever it says (四、审计建议).
    """
    sentences = [_MARKUP.sub("", text[start:end]).strip() for start, end in split_sentences(text)]
    sentences = [sentence for sentence in sentences if sentence]
    ended = any(_ENDS.search(sentence) for sentence in sentences)
    told = [sentence for sentence in sentences if not _is_heading(sentence, among_sentences=ended)] or sentences
    return tuple(claim for sentence in told for claim in _events(sentence))


def _is_heading(sentence: str, *, among_sentences: bool) -> bool:
    if _ENDS.search(sentence):
        return False
    if among_sentences and _NUMBERED.match(sentence):
        return True
    return bool(_HEADING.match(sentence)) and not find_actions(sentence)


def _events(sentence: str) -> list[str]:
    spans = clause_spans(sentence, 0, len(sentence))
    parts: list[str] = []
    for span in spans:
        piece = sentence[slice(*span)]
        if parts and not (_is_event(piece) and _is_event(parts[-1])):
            parts[-1] += piece
        else:
            parts.append(piece)
    if len(parts) < 2:
        return [sentence]
    subject = subject_of(parts[0])
    claims = []
    for number, part in enumerate(parts):
        claim = part.strip(" ，,；;")
        whole = filled(parts[0].strip(" ，,；;"), claim) if number else ""
        if whole:
            claims.append(whole)
            continue
        needs_subject = number and subject and not subject_of(claim) and not claim.startswith(subject)
        claims.append(f"{subject}{claim}" if needs_subject else claim)
    return claims


def _is_event(piece: str) -> bool:
    """Whether a clause stands for itself: it says what happened, and when or how much."""
    if _OUTCOME.match(piece.strip()):
        return False
    if _DEPENDENT.match(piece.strip()) and not date_spans(piece[:8]):
        return False
    return bool(find_actions(piece)) and bool(date_spans(piece) or find_amounts(piece))
