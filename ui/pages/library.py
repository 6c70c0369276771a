"""文献: what is in the knowledge base, a reader for each document, and adding more."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from errors import NotFound
from index.store import KnowledgeBase
from records import Document, PassageType
from ui import access, adding, nav, picture, resources
from ui.export import markdown_escape
from ui.frame import foot, open_page
from ui.reader import PAGE_PASSAGES, outline_of, page_of, reader_html
from ui.strings import Language, translate

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
    documents, types = resources.documents(kb), resources.types_of_documents(kb)
    st.title(translate("nav.library", language), anchor=False)
    lead = translate("library.lead", language, documents=len(documents), passages=kb.manifest.passages)
    st.html(f'<p class="yj-lead">{escape(lead)}</p>')
    for number, document in enumerate(documents):
        with st.container(key=f"card_{number}", gap="xsmall"):
            st.html(_entry(document, types, language))
            with st.container(horizontal=True, gap="medium", key=f"actions_{number}"):
                st.button(
                    translate("library.open", language),
                    key=f"library_open_{document.id}",
                    icon=":material/menu_book:",
                    type="tertiary",
                    on_click=_go,
                    args=(document.id,),
                )
                if st.button(
                    translate("library.search_in", language),
                    key=f"library_search_{document.id}",
                    icon=":material/search:",
                    type="tertiary",
                ):
                    st.switch_page(nav.SEARCH.file, query_params={"document": document.id})
    if access.may_curate():
        adding.show(language)
    else:
        adding.watch(language)
        access.curators_only(language)


def _entry(document: Document, types_: Sequence[tuple[str, PassageType, int]], language: Language) -> str:
    issued = document.date.isoformat() if document.date else translate("library.undated", language)
    counts = {type_: n for id_, type_, n in types_ if id_ == document.id}
    types = " · ".join(f"{translate(f'type.{type_}', language)} {n}" for type_, n in counts.items())
    facts = [issued]
    if document.period:
        start, end = document.period.start.isoformat(), document.period.end.isoformat()
        facts.append(translate("library.period", language, start=start, end=end))
    if document.sector:
        facts.append(translate("library.sector", language, sector=document.sector))
    facts.append(translate("library.passages", language, n=document.passages))
    lines = "".join(f'<p class="yj-path">{escape(line)}</p>' for line in (" · ".join(facts), types, document.file))
    return f'<article class="yj-card"><h2 class="yj-cite" lang="zh">{escape(document.title)}</h2>{lines}</article>'


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
    adding.watch(language)
    st.html(
        f'<h1 class="yj-title" lang="zh">{escape(document.title)}</h1>'
        f'<p class="yj-path">{document.date.isoformat() if document.date else ""} {escape(document.file)}</p>'
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
        _turn(current, last, language)


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


def _turn(current: int, last: int, language: Language) -> None:
    """Buttons to the previous and the next page of a long document."""
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        for words, icon, to in (
            ("library.previous", "arrow_back", current - 1),
            ("library.next", "arrow_forward", current + 1),
        ):
            st.button(
                translate(words, language),
                key=words.replace(".", "_"),
                icon=f":material/{icon}:",
                disabled=not 0 <= to <= last,
                on_click=_turn_to,
                args=(to,),
            )
        st.caption(translate("library.page", language, page=current + 1, pages=last + 1))


def _turn_to(page_number: int) -> None:
    st.session_state[_PAGE] = page_number


page()
