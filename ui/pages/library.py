"""文献: what is in the knowledge base, a reader for each document, and adding more."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from errors import NotFound
from index.store import KnowledgeBase
from records import Document
from ui import access, adding, picture, resources, shelf
from ui.export import markdown_escape
from ui.frame import foot, open_page
from ui.reader import PAGE_PASSAGES, outline_of, page_of, reader_html
from ui.strings import Language, day_words, translate

_SHOWN = "library_shown"  # (document, passage) as the address bar had it last
_PAGE = "library_page"
_ASKED = "library_asked"  # counts how often somebody asked for a passage, so that asking again scrolls again


def page() -> None:
    kb, language = open_page()
    try:
        document = kb.document(st.query_params["document"]) if "document" in st.query_params else None
    except NotFound:
        if not resources.importer().state.running:
            st.warning(translate("library.gone", language), icon=":material/search_off:")
        document = None
    if document is None:
        _shelf(kb, language)
    else:
        _reader(kb, document, language)
    foot(kb, language)


# -- all documents ----------------------------------------------------------------------------------------------


def _shelf(kb: KnowledgeBase, language: Language) -> None:
    st.title(translate("nav.library", language), anchor=False)
    lead = translate("library.lead", language, documents=kb.manifest.documents, passages=kb.manifest.passages)
    st.html(f'<p class="yj-lead">{escape(lead)}</p>')
    if access.may_curate():
        adding.show(language)
    else:
        adding.watch(language)
        access.curators_only(language)
    shelf.show(kb, _go, language)


def _go(document: str | None, passage: str | None = None) -> None:
    """Open a document, at a passage where one is named; no document goes back to the list."""
    for name, value in (("document", document), ("passage", passage)):
        if value is not None:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
    st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1


# -- one document -----------------------------------------------------------------------------------------------


def _reader(kb: KnowledgeBase, document: Document, language: Language) -> None:
    passages = resources.passages(kb, document.id)
    aim = st.query_params.get("passage")
    if st.session_state.get(_SHOWN) != (document.id, aim, st.session_state.get(_ASKED)):
        st.session_state[_SHOWN] = (document.id, aim, st.session_state.get(_ASKED))
        st.session_state[_PAGE] = page_of(passages, aim)
    with st.sidebar:
        st.button(
            translate("library.back", language),
            key="library_back",
            icon=":material/arrow_back:",
            on_click=_go,
            args=(None,),
        )
        _outline(document, language, kb)
        if access.may_curate():
            parts = [d for d in resources.documents(kb) if d.file == document.file and d.sha256 == document.sha256]
            adding.show_replacement(document, parts, language)
            if adding.show_removal(document, language):
                _go(None)
                st.rerun()
    adding.watch(language, document.id)
    facts = [day_words(document.date, language)] if document.date else []
    facts.append(Path(document.file).name)
    st.html(
        f'<h1 class="yj-title" lang="zh">{escape(document.title)}</h1>'
        f'<p class="yj-path">{escape(" · ".join(facts))}</p>'
    )
    last = (len(passages) - 1) // PAGE_PASSAGES
    current = min(st.session_state[_PAGE], last)
    by_id = {p.id: p for p in passages}
    target = (aim, st.session_state.get(_ASKED, 0)) if aim in by_id else None
    if aim is not None and target is None:
        st.warning(translate("library.no_passage", language), icon=":material/search_off:")
    pictures = picture.has_pages(document)
    st.html(reader_html(passages, current, by_id, language, target if target else None, pictures=pictures))
    if pictures:
        picture.show_asked(kb, document, language)
    if last:
        shelf.turn(current, last, _turn_to, language)


def _outline(document: Document, language: Language, kb: KnowledgeBase) -> None:
    headings = outline_of(resources.passages(kb, document.id))
    if headings:
        st.html(f'<p class="yj-field">{translate("library.outline", language)}</p>')
    with st.container(key="library_outline", gap=None):
        for number, heading in enumerate(headings):
            st.button(
                markdown_escape(heading.text),
                key=f"outline_{min(heading.level, 3)}_{number}",
                type="tertiary",
                on_click=_go,
                args=(document.id, heading.passage),
            )


def _turn_to(page_number: int) -> None:
    st.session_state[_PAGE] = page_number


page()
