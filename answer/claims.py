"""A draft becomes claims: sentences, and of sentences that tell several events one claim each."""

from __future__ import annotations

import re
from itertools import pairwise

from answer.actions import find_actions
from answer.units import clause_spans
from ingest.amounts import find_amounts
from ingest.dates import date_spans
from ingest.sentences import split_sentences

__all__ = ["parts_of", "split_claims"]

_HEADING = re.compile(r"^\s*(?:#{1,6}\s|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）])?\s*\S{1,20}$")
_MARKUP = re.compile(r"^\s*(?:[-*•·]|\d{1,2}[.、)]|#{1,6})\s+|\*\*")
_DEPENDENT = re.compile(
    r"^(?:其|该|这|此|并|且|而|但|也|又|还|以|从而|旨在|包括|分别|成为|尤其|特别|即|主要|使|让|用于|支持|涵盖|为)"
)
_SUBJECT = re.compile(r"^(?:[^，。；]{2,40}?)(?=于|在|从|自|已|将|正|也|均|都|计划|申请|加入|签署|启动|\d)")


def split_claims(text: str) -> tuple[str, ...]:
    """The claims of a text, in order, each readable on its own.

    A sentence is split where both sides tell an event with a date or a figure of its own; a clause without a subject
    takes that of the clause before it. Headings are left out, unless there is nothing else.
    """
    sentences = [_MARKUP.sub("", text[start:end]).strip() for start, end in split_sentences(text)]
    sentences = [sentence for sentence in sentences if sentence]
    told = [sentence for sentence in sentences if not _is_heading(sentence)] or sentences
    return tuple(claim for sentence in told for claim in _events(sentence))


_ADVERB = re.compile(r"计划|将|已|拟|预计|正在|仍|还|也|均|都|并")
_CUT = re.compile(
    r"[，；;](?!其中)|(?<![，；])(?=并(?:已|将|计划|于|在))|, (?=(?:and|but|while|which)\b)"
    r"| (?=and (?:has|have|was|were|is|are|will|plans?)\b)"
)
_LEADING = re.compile(r"^\s*(?:并且?|且|而且|同时|但是?|其|and|but|while|which)\s*")
_ENGLISH_SUBJECT = re.compile(r"^.{3,80}?(?= (?:was|were|is|are|has|have|had|will|plans?)\b)")
_LEAST_PART = 5  # characters of a clause that says something by itself


def parts_of(claim: str) -> tuple[str, ...]:
    """The clauses of a claim that can be looked up one by one, each with the subject of the first.

    A piece without a verb, a figure or a place of its own (a date, a list) belongs to the piece after it.
    """
    cuts = [0, *(m.start() for m in _CUT.finditer(claim)), len(claim)]
    pieces: list[str] = []
    pending = ""
    for left, right in pairwise(cuts):
        piece = pending + claim[left:right]
        if right < len(claim) and not (find_actions(piece) or find_amounts(piece)):
            pending = piece
            continue
        pieces.append(piece.strip(" ，,；;。."))
        pending = ""
    pieces = [piece for piece in pieces if len(piece) >= _LEAST_PART]
    if len(pieces) < 2:
        return (claim,)
    first = pieces[0]
    english = _ENGLISH_SUBJECT.match(first)
    subject = english.group() + " " if english else _subject(first)
    rest = (_LEADING.sub("", piece) for piece in pieces[1:])
    return (first, *(piece if _subject(piece) else f"{subject}{piece}" for piece in rest))


def _is_heading(sentence: str) -> bool:
    return bool(_HEADING.match(sentence)) and not re.search(r"[。！？.!?]$", sentence) and not find_actions(sentence)


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
    subject = _subject(parts[0])
    claims = []
    for number, part in enumerate(parts):
        claim = part.strip(" ，,；;")
        needs_subject = number and subject and not _subject(claim) and not claim.startswith(subject)
        claims.append(f"{subject}{claim}" if needs_subject else claim)
    return claims


def _is_event(piece: str) -> bool:
    """Whether a clause stands for itself: it says what happened, and when or how much."""
    if _DEPENDENT.match(piece.strip()) and not date_spans(piece[:8]):
        return False
    return bool(find_actions(piece)) and bool(date_spans(piece) or find_amounts(piece))


def _subject(piece: str) -> str:
    """What stands before the first adverb, preposition or verb, without a leading date."""
    rest = piece.strip()
    for start, end in date_spans(rest):
        if start <= 1:
            rest = rest[end:].lstrip("，, ")
    match = None if _ADVERB.match(rest) else _SUBJECT.match(rest)
    return match.group().strip() if match else ""
