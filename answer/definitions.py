"""What an abbreviation stands for, and what the abbreviation of a name is, from where the sources explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.records import Answer
from answer.sources import Sources, squeezed
from ingest.sentences import split_sentences
from records import Filters, Term

__all__ = ["define"]

_SEARCHED = 50  # passages among which an explanation must be where a filter is set
_MEANING = re.compile(
    r"缩写|全称|全名|简称|什么意思|的?意思|含义|指的?是?什么|代表什么|是什么|是啥"
    r"|\bstands? for\b|\babbreviations?\b|\bacronym\b|\bfull name\b|\bmeans?\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"缩写|简称|\babbreviat|\bacronym\b", re.IGNORECASE)
# what a question about nothing but the name may have besides
_FILLING = re.compile(
    r"请问|报告|文件|这个|那个|一个|英文|中文|机构|组织|什么|哪个|里|中|的|是|个|指|叫|[\s？?。，,“”\"'（）()]"
    r"|\b(?:what|which|does|do|is|are|the|an?|of|for|in|report|name|it|organi[sz]ation)\b",
    re.IGNORECASE,
)


def define(sources: Sources, question: str, filters: Filters | None, limit: int) -> tuple[Answer, ...]:
    """The expansions of the abbreviation that a question is about, or the abbreviation of a name; else nothing."""
    if _MEANING.search(question) is None:
        return ()
    found = [answer for term in sources.terms for answer in _answer(sources, term, question)]
    if filters is not None and found:
        allowed = {passage.id for passage in sources.passages(question, _SEARCHED, filters)}
        found = [answer for answer in found if allowed.issuperset(answer.citations)]
    return tuple(found[:limit])


def _answer(sources: Sources, term: Term, question: str) -> Iterator[Answer]:
    name = term.zh or term.en
    if name is None or not term.defined_in:
        return
    plain, whole = squeezed(question), squeezed(name)
    printed = re.search(rf"(?<![A-Za-z0-9]){re.escape(term.abbreviation)}(?![A-Za-z0-9])", question)
    if printed is not None and _is_all(question.replace(term.abbreviation, " ")):
        value = {"names": [name], "names_en": [term.en]}
        yield Answer(name, "entity", value, _sentence(sources, term), term.defined_in, 1.0)
    elif _SHORT.search(question) and whole in plain and _is_all(plain.replace(whole, " ")):
        yield Answer(term.abbreviation, "text", None, _sentence(sources, term), term.defined_in, 1.0)


def _is_all(rest: str) -> bool:
    """Whether a question asks for nothing but the name."""
    return not _FILLING.sub("", _MEANING.sub(" ", rest))


def _sentence(sources: Sources, term: Term) -> str:
    """The sentence of the first passage that explains a term in which its abbreviation stands."""
    text = sources.kb.passage(term.defined_in[0]).text
    spans = split_sentences(text)
    return next((text[a:b] for a, b in spans if term.abbreviation in text[a:b]), text)
