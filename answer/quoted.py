"""A claim that stands in a source word for word: no rule about its parts can say that it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.records import ClaimCheck, Evidence
from answer.sources import squeezed
from ingest.sentences import split_sentences
from records import Passage

__all__ = ["quoted", "told_in_its_words"]

_LEAST = 8  # characters: less is a name or a phrase, not a statement
_FORMS = frozenset({"paragraph", "bullet", "note", "footnote"})
_STOPS = "，,。；;：:！!？?—…、•）)"
_AT_THE_END = re.compile(r"[。．.；;！!]+$")
# What comes before may make a statement of something that is not so.
_CONDITIONAL = re.compile(
    r"如果|[若倘]|假[如设]|一旦|除非|只有|是否|能否|原[定本拟]|本[应该来]|否认|并非|\b(?:if|unless|whether|deny|denies)\b"
)


def quoted(claim: str, passages: Sequence[Passage]) -> Evidence | None:
    """The sentence that has all words of a claim in a row, from the beginning of a clause to the end of one."""
    words = _AT_THE_END.sub("", squeezed(claim))
    if len(words) < _LEAST:
        return None
    for passage in passages:
        if passage.form not in _FORMS or words not in squeezed(passage.text):
            continue
        for start, end in split_sentences(passage.text):
            sentence = passage.text[start:end]
            if _stands(words, squeezed(sentence)):
                return Evidence(passage.id, sentence, "supports")
    return None


def _stands(words: str, sentence: str) -> bool:
    start = sentence.find(words)
    if start < 0 or _CONDITIONAL.search(sentence[:start].lower()):
        return False
    end = start + len(words)
    return (not start or sentence[start - 1] in _STOPS) and (end == len(sentence) or sentence[end] in _STOPS + "（(")


def told_in_its_words(found: ClaimCheck, claim: str, passages: Sequence[Passage]) -> ClaimCheck:
    """The verdict, but supported where a source has the claim word for word and no other one disagrees with it."""
    if found.verdict == "supported" or found.reason == "disagree":
        return found
    evidence = quoted(claim, passages)
    if evidence is None:
        return found
    return replace(
        found,
        verdict="supported",
        evidence=(evidence,),
        differences=(),
        explanation="来源原文如此",
        reason="agrees",
        lacking=(),
    )
