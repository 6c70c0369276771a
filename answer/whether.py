"""Yes or no: a question turned into the statement that it asks about, and checked like any claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.check import check_passages
from answer.records import Answer, ClaimCheck
from answer.sources import Sources
from records import Passage

__all__ = ["answer_whether", "statement_of"]

_ENGLISH = re.compile(
    r"^\s*(?P<verb>did|is|are|was|were|has|have|does|do|will|can)\s+(?P<rest>.+?)[?？]?\s*$", re.IGNORECASE
)
_ENDINGS = re.compile(r"(?:了没有|没有|了没|了吗|吗|了么|么|呢|对吗|对不对|是吗)?\s*[？?。]?\s*$")
_MARKS = (
    ("是不是", "是"),
    ("有没有", ""),
    ("是否", ""),
    ("能否", "能"),
    ("可否", "可"),
    ("会不会", "会"),
    ("有无", "有"),
)


def statement_of(question: str) -> str:
    """What a question asks to be confirmed: 阿塞拜疆已加入世贸组织 of 阿塞拜疆是否已加入世贸组织？

    Only its last clause that asks counts; what stands before (部长们…是什么态度) is another question.
    """
    english = _ENGLISH.match(question)
    if english:
        return f"{english['rest']}." if english["verb"].lower() in ("do", "does", "did") else _declared(english)
    clauses = [clause for clause in re.split(r"(?<=[，；])", question) if clause.strip()]
    done = re.search(r"了(?:没有|没|吗|么)\s*[？?]?\s*$", question) is not None
    text = "".join(clauses)
    for mark, instead in _MARKS:
        text = text.replace(mark, instead)
    text = _ENDINGS.sub("", text)
    return f"{text}了" if done and not text.endswith("了") else text


def _declared(english: re.Match[str]) -> str:
    """The verb after its subject again: the portal has been developed."""
    words = english["rest"].split()
    place = next((i for i, word in enumerate(words) if i and re.fullmatch(r"\w+(?:ed|en|ing)|still|not|open", word)), 1)
    return f"{' '.join(words[:place])} {english['verb'].lower()} {' '.join(words[place:])}."


def answer_whether(sources: Sources, question: str, passages: Sequence[Passage]) -> tuple[Answer, ...]:
    """是 or 否 with the sentences that settle it, both where the sources disagree.

    Where a source says only a part, its sentence is the answer; where none does, there is none.
    """
    found = check_passages(sources, statement_of(question), passages)
    yes = _answer("是", found, "supports")
    no = _answer("否", found, "contradicts")
    if found.verdict == "supported":
        return yes
    if found.verdict == "contradicted":
        return no
    if found.reason == "disagree":
        return (*yes, *no)
    nearest = found.evidence[0] if found.verdict == "partially_supported" and found.evidence else None
    return (Answer(nearest.sentence, "text", None, nearest.sentence, (nearest.passage,), 1.0),) if nearest else ()


def _answer(text: str, found: ClaimCheck, stance: str) -> tuple[Answer, ...]:
    evidence = [item for item in found.evidence if item.stance == stance]
    if not evidence:
        return ()
    cited = tuple(dict.fromkeys(item.passage for item in evidence))
    return (Answer(text, "whether", {"yes": text == "是"}, evidence[0].sentence, cited, 1.0),)
