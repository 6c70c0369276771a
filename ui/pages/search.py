"""检索: one field, filters, results that can be cited."""

from __future__ import annotations

from html import escape

import streamlit as st

from errors import UsageError, YijuError
from index.store import KnowledgeBase
from records import Filters
from ui import answers, contexts, filters, nav, resources, results, sidebar, trouble
from ui.export import markdown_escape
from ui.frame import foot, open_page
from ui.shelf import newest_first
from ui.state import SearchRequest
from ui.strings import Language, translate

_SHELF = 5  # documents on the start page


def page() -> None:
    kb, language = open_page()
    filters.adopt()
    _sidebar(kb, language)
    _search(kb, language)
    foot(kb, language)


@st.fragment
def _search(kb: KnowledgeBase, language: Language) -> None:
    """The field and what it finds. A new question draws this again and nothing else: the filters depend on none."""
    if resources.open_kb() is not kb:
        st.rerun()  # something has been imported since the page was drawn
    contexts.mount(kb)
    _ask(kb, language)
    request = filters.current()
    filters.publish(request)
    _gone(language)
    try:
        _answer(kb, request, language)
    except YijuError as error:
        trouble.show(error, language)


def _sidebar(kb: KnowledgeBase, language: Language) -> None:
    whole = resources.counts(kb, Filters())
    try:
        left = resources.counts(kb, filters.current().filters())
    except UsageError:  # a date that cannot be read: the page says so
        left = whole
    sidebar.draw(resources.documents(kb), whole, left, language)


def _ask(kb: KnowledgeBase, language: Language) -> None:
    """The field. Large and with an explanation as long as nothing has been asked."""
    if not (filters.current().query or filters.current().limited):
        st.title(translate("search.title", language), anchor=False)
        st.html(f'<p class="yj-lead">{escape(translate("search.lead", language))}</p>')
    else:
        asked = escape(filters.current().query)
        st.html(f'<h1 class="yj-sr">{translate("nav.search", language)}</h1><p class="yj-paper">{asked}</p>')
    questions = resources.questions(kb)
    example = questions[0][language == "en"] if questions else ""
    with st.form("search_ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            translate("search.field", language),
            key="search_query",
            type="search",
            placeholder=translate("search.placeholder", language, example=example) if example else "",
            label_visibility="collapsed",
        )
        st.form_submit_button(
            translate("search.button", language), type="primary", icon=":material/search:", on_click=filters.restart
        )


def _answer(kb: KnowledgeBase, request: SearchRequest, language: Language) -> None:
    try:
        chosen = request.filters()
    except UsageError as error:
        st.warning(translate("filter.bad_date", language, text=markdown_escape(str(error))), icon=":material/event:")
        return
    if request.query:
        _found(kb, request, chosen, language)
    elif request.limited or request.passage:
        results.show_chosen(kb, request, chosen, language)
    else:
        _examples(kb, language)
        _documents(kb, language)


def _found(kb: KnowledgeBase, request: SearchRequest, chosen: Filters, language: Language) -> None:
    """The passages, and above them the answer to a question."""
    response = resources.search(kb, request.query, chosen, request.limit)
    if response.notes:
        note = "；".join(response.notes)
        st.html(f'<p class="yj-note-line">{escape(translate("search.note", language, note=note))}</p>')
    if not response.results:
        results.show_nothing(kb, request, response, language)
        return
    with answers.above(kb, request.query, chosen, language):
        n = len(response.results)
        head = translate("search.found_first" if n == request.limit else "search.found", language, n=n)
        results.show_hits(kb, request, response.results, head, language)


def _examples(kb: KnowledgeBase, language: Language) -> None:
    """Questions that this knowledge base can answer, as buttons."""
    questions = resources.questions(kb)
    if not questions:
        return
    st.html(f'<h2 class="yj-small">{translate("search.examples", language)}</h2>')
    for number, pair in enumerate(questions):
        question = pair[language == "en"]
        st.button(
            markdown_escape(question),
            key=f"search_example_{number}",
            on_click=filters.ask_for,
            args=(SearchRequest(query=question),),
        )


def _documents(kb: KnowledgeBase, language: Language) -> None:
    """What is in the knowledge base: the first documents, each a way into the reader."""
    documents = resources.documents(kb)
    st.html(f'<h2 class="yj-small">{translate("search.documents", language)}</h2>')
    with st.container(key="search_start", gap=None):
        for document in newest_first(documents)[:_SHELF]:
            year = f"（{document.date.year}）" if document.date else ""
            label = markdown_escape(f"《{document.title}》{year}")
            if st.button(label, key=f"search_document_{document.id}", type="tertiary"):
                st.switch_page(nav.LIBRARY.file, query_params={"document": document.id})
        if len(documents) > _SHELF:
            label = translate("search.all_documents", language, n=len(documents))
            if st.button(label, key="search_all_documents", type="tertiary", icon=":material/arrow_forward:"):
                st.switch_page(nav.LIBRARY.file)


def _gone(language: Language) -> None:
    names = st.session_state.pop("search_gone", None)
    if names:
        st.html(f'<p class="yj-note-line">{escape(translate("filter.gone", language, names="、".join(names)))}</p>')


page()
