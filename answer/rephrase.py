"""A question in other words, by the optional language model: the answers still come from the sources alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.ask import ask
from answer.language_model import LanguageModel
from answer.reading import Reading
from answer.records import AskResponse
from answer.sources import sources_of
from index.store import KnowledgeBase
from records import Filters

__all__ = ["ask_in_other_words", "rephrasings"]

_MOST = 3
_LONGEST = 300  # characters of a question
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.、)）])\s*|^[“\"']|[”\"']$")
_INSTRUCTION = (
    "把用户的问题换成三种说法，用机构报告里常见的书面中文，每行一个，不要编号，不要解释，不要回答。"
    "不得增加、删去或改动其中的国家、机构、名称、日期和数字。"
)


def ask_in_other_words(
    kb: KnowledgeBase, question: str, model: LanguageModel, filters: Filters | None = None, limit: int = 3
) -> AskResponse:
    """:func:`answer.ask.ask`; where that finds nothing, the same for what the model makes of the question.

    The response says in ``rephrased`` which wording was answered.

    :raises errors.LanguageModelError: the model does not answer.
    :raises errors.UsageError: an empty question or an unknown name in a filter.
    """
    response = ask(kb, question, filters, limit)
    if response.answered:
        return response
    for wording in rephrasings(kb, question, model):
        other = ask(kb, wording, filters, limit)
        if other.answered:
            return replace(other, question=question, rephrased=wording)
    return response


def rephrasings(kb: KnowledgeBase, question: str, model: LanguageModel) -> tuple[str, ...]:
    """Other wordings with the same names, dates and figures; those with others are dropped, they ask something else."""
    reader = sources_of(kb).reader
    asked = _fixed(reader.read(question))
    found: dict[str, None] = {}
    for line in model.complete(_INSTRUCTION, question, tokens=400).splitlines():
        wording = _LIST_MARK.sub("", line.strip()).strip()
        if wording and wording != question and len(wording) <= _LONGEST and _fixed(reader.read(wording)) == asked:
            found.setdefault(wording)
    return tuple(found)[:_MOST]


def _fixed(reading: Reading) -> Sequence[object]:
    """What a rewording may not change."""
    return (
        {e.name for e in reading.entities},
        {(d.start, d.end) for d in reading.dates},
        {(a.value, a.unit) for a in reading.amounts},
    )
