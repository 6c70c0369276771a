"""The direct answer above the passages: what a source says in answer to a question, or that none was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from itertools import groupby

import streamlit as st

from answer.on_cover import asks_for_number
from answer.questions import QuestionKind, read_question
from answer.records import Answer, AskResponse, Conflict, ConflictSide
from index.store import KnowledgeBase
from records import Filters, Passage
from ui import resources
from ui.cards import basket_button, copy_button
from ui.marks import Mark, marked
from ui.strings import Language, translate

__all__ = ["above", "asks_for_a_fact", "show"]

# Questions with one right answer. To what or which or how, the passages are the answer.
_FACTS: frozenset[QuestionKind] = frozenset(
    {"date", "countries", "who", "count", "money", "percent", "figure", "place", "whether"}
)
_SHOWN = "search_answered"  # the question and the filters whose answer stands on the page
_AS_GOOD = 0.05  # how close in fit another answer must be to stand beside the first


def asks_for_a_fact(query: str) -> bool:
    """Whether a query asks for something that a sentence can answer: when, who, how many, where, whether."""
    return read_question(query).kind in _FACTS or asks_for_number(query)


@contextmanager
def above(kb: KnowledgeBase, query: str, filters: Filters, language: Language) -> Iterator[None]:
    """Put the answer of a question above what is drawn inside, which does not wait for it. No question, no answer."""
    if not asks_for_a_fact(query):
        yield
        return
    slot = st.empty()
    is_known = st.session_state.get(_SHOWN) == (query, filters)  # drawn again, not asked again
    if not is_known:
        words = escape(translate("answer.waiting", language))
        slot.html(f'<section class="yj-answer yj-waiting" role="status"><p>{words}</p></section>')
        yield
    with slot:
        show(kb, resources.answer(kb, query, filters), language)
    st.session_state[_SHOWN] = query, filters
    if is_known:
        yield


def show(kb: KnowledgeBase, response: AskResponse, language: Language) -> None:
    """The answer of a question, or what was searched in vain; nothing in between."""
    if response.conflicts:
        st.html(conflict_html(kb, response.conflicts[0], language))
    elif response.answered:
        st.html(answer_html(kb, response.answers, language))
    else:
        st.html(nothing_html(response, language))


def answer_html(kb: KnowledgeBase, answers: Sequence[Answer], language: Language) -> str:
    """The first answer large, others that fit as well under it; each with its sentence and citation."""
    best = [a for a in answers if a.fit >= answers[0].fit - _AS_GOOD and a.kind == answers[0].kind]
    if best[0].kind == "whether":
        best = best[:1]
    by_sentence = [list(group) for _, group in groupby(best, key=lambda a: (a.sentence, a.citations))]
    parts = "".join(_answer(kb, group, first=not number, language=language) for number, group in enumerate(by_sentence))
    title = escape(translate("answer.title" if len(by_sentence) == 1 else "answer.title_many", language))
    return f'<section class="yj-answer" aria-label="{title}"><h2 class="yj-small">{title}</h2>{parts}</section>'


def _answer(kb: KnowledgeBase, answers: Sequence[Answer], *, first: bool, language: Language) -> str:
    """The answers in one sentence."""
    passages = [kb.passage(id_) for id_ in answers[0].citations]
    values = [answer.text for answer in answers]
    # Yes and no are for the reader to say: the sentence is what the source says. Nor is a sentence told twice.
    whole = values == [answers[0].sentence]
    is_open = answers[0].kind == "whether" or whole
    value = "" if is_open else f'<p class="yj-value" lang="zh">{escape("；".join(values))}</p>'
    buttons = copy_button(passages[0].citation.text, language) + basket_button(passages[0].id, language)
    sentence = _with_values(answers[0].sentence.strip(), [] if whole else values)
    return (
        f'{value}<blockquote class="yj-said{" yj-alone" if is_open else ""}" lang="zh">'
        f"{sentence}</blockquote>{_sources(passages, language)}"
        f"{_actions(buttons) if first else ''}"
    )


def _actions(buttons: str) -> str:
    return f'<div class="yj-actions">{buttons}</div>'


def _with_values(sentence: str, values: Sequence[str]) -> str:
    """A sentence with what was asked for marked in it, where it stands there in these words."""
    found = [(sentence.find(value), len(value)) for value in values if value]
    return marked(sentence, [Mark("hit", at, at + length) for at, length in found if at >= 0])


def _sources(passages: Sequence[Passage], language: Language) -> str:
    lines = [f'<p class="yj-source" lang="zh">— {escape(passages[0].citation.text)}</p>']
    if len(passages) > 1:
        others = "；".join(p.citation.text for p in passages[1:])
        lines.append(f'<p class="yj-path">{escape(translate("answer.also_in", language, sources=others))}</p>')
    return "".join(lines)


def conflict_html(kb: KnowledgeBase, conflict: Conflict, language: Language) -> str:
    """Two sources that disagree, side by side. Neither is called right."""
    title = escape(translate("answer.conflict", language))
    sides = "".join(_side(kb, side, language) for side in (conflict.a, conflict.b))
    return (
        f'<section class="yj-answer yj-differ" aria-label="{title}"><h2 class="yj-small">{title}</h2>'
        f'<p class="yj-path">{escape(translate("answer.conflict_body", language))}</p>'
        f'<div class="yj-sides">{sides}</div></section>'
    )


def _side(kb: KnowledgeBase, side: ConflictSide, language: Language) -> str:
    passage = kb.passage(side.passage)
    buttons = copy_button(passage.citation.text, language) + basket_button(passage.id, language)
    return (
        f'<div><p class="yj-value" lang="zh">{escape(side.value)}</p>'
        f'<blockquote class="yj-said" lang="zh">{_with_values(side.text.strip(), [side.value])}</blockquote>'
        f"{_sources([passage], language)}{_actions(buttons)}</div>"
    )


def nothing_html(response: AskResponse, language: Language) -> str:
    """That no sentence answers the question, and where one was looked for."""
    title = escape(translate("answer.none", language))
    body = translate("answer.none_body", language, documents=response.documents, passages=response.searched)
    near = f"<p>{escape(translate('answer.nearest', language))}</p>" if response.passages else ""
    return f'<section class="yj-none" role="status"><h2>{title}</h2><p>{escape(body)}</p>{near}</section>'
