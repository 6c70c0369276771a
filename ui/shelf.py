"""The shelf: all documents of the knowledge base, to be found by title, in an order of one's choice, page by page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

import streamlit as st

from index.store import KnowledgeBase
from index.tokens import fold_name
from records import Document, PassageType
from ui import nav, resources
from ui.link import Link
from ui.strings import Language, day_words, translate

__all__ = ["PAGE_DOCUMENTS", "SORTS", "newest_first", "show", "sorted_documents", "with_words"]

PAGE_DOCUMENTS = 20
_FEW = 8  # documents that nobody needs to search
_PAGE = "library_shelf_page"
_LINK = Link("library", texts=("find", "sort"))
SORTS = ("newest", "oldest", "title", "largest")
"""The orders in which documents can be listed."""

Open = Callable[[str], None]


def newest_first(documents: Sequence[Document]) -> tuple[Document, ...]:
    """By date, the latest first and those without one last; else by title."""
    return tuple(sorted(documents, key=lambda d: (-d.date.toordinal() if d.date else 0, d.title)))


def sorted_documents(documents: Sequence[Document], sort: str) -> tuple[Document, ...]:
    """Documents in one of the orders of :data:`SORTS`."""
    if sort == "oldest":
        return tuple(sorted(documents, key=lambda d: (d.date or date.max, d.title)))
    if sort == "title":
        return tuple(sorted(documents, key=lambda d: (d.title, d.id)))
    if sort == "largest":
        return tuple(sorted(documents, key=lambda d: (-d.passages, d.title)))
    return newest_first(documents)


def with_words(documents: Sequence[Document], typed: str) -> tuple[Document, ...]:
    """The documents whose title, issuer, sector, year or file name has all the words that somebody typed."""
    words = [fold_name(word) for word in typed.split()]
    return tuple(d for d in documents if all(word in _said(d) for word in words))


def _said(document: Document) -> str:
    day = document.date.isoformat() if document.date else ""
    said = (document.title, document.issuer or "", document.sector or "", day, document.file)
    return "\n".join(fold_name(text) for text in said)


def show(kb: KnowledgeBase, open_: Open, language: Language) -> None:
    """The documents that the field leaves, a page of them at a time.

    :param open_: what a button to read a document does, with its id.
    """
    documents, types = resources.documents(kb), resources.types_of_documents(kb)
    found = documents
    if len(documents) > _FEW:
        found = _chosen(documents, language)
    last = max((len(found) - 1) // PAGE_DOCUMENTS, 0)
    page = min(int(st.session_state.get(_PAGE, 0)), last)
    by_document: dict[str, dict[PassageType, int]] = {}
    for id_, type_, n in types:
        by_document.setdefault(id_, {})[type_] = n
    for number, document in enumerate(found[page * PAGE_DOCUMENTS : (page + 1) * PAGE_DOCUMENTS]):
        with st.container(key=f"card_{number}", gap="xsmall"):
            st.html(_entry(document, by_document.get(document.id, {}), language))
            _doing(document, number, open_, language)
    if last:
        turn(page, last, _turn_to, language)


def _chosen(documents: Sequence[Document], language: Language) -> tuple[Document, ...]:
    _LINK.adopt()
    if st.session_state.get("library_sort") not in SORTS:
        st.session_state["library_sort"] = SORTS[0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="library_bar"):
        typed = st.text_input(
            translate("library.find", language),
            key="library_find",
            type="search",
            placeholder=translate("library.find_hint", language),
            on_change=_turn_to,
            args=(0,),
        )
        sort = st.selectbox(
            translate("library.sort", language),
            SORTS,
            format_func=lambda s: translate(f"shelfby.{s}", language),
            key="library_sort",
            on_change=_turn_to,
            args=(0,),
            width=200,
        )
    _LINK.publish({"sort": SORTS[0]})
    found = with_words(sorted_documents(documents, sort), typed or "")
    if not found:
        words = escape(translate("library.none", language, words=typed))
        st.html(f'<p class="yj-none" role="status">{words}</p>')
    elif len(found) < len(documents):
        words = escape(translate("library.found", language, n=len(found), all=len(documents)))
        st.html(f'<p class="yj-soft" role="status">{words}</p>')
    return found


def _doing(document: Document, number: int, open_: Open, language: Language) -> None:
    with st.container(horizontal=True, gap="medium", key=f"actions_{number}"):
        st.button(
            translate("library.open", language),
            key=f"library_open_{document.id}",
            icon=":material/menu_book:",
            type="tertiary",
            on_click=open_,
            args=(document.id,),
        )
        if st.button(
            translate("library.search_in", language),
            key=f"library_search_{document.id}",
            icon=":material/search:",
            type="tertiary",
        ):
            st.switch_page(nav.SEARCH.file, query_params={"document": document.id})


def _entry(document: Document, counts: Mapping[PassageType, int], language: Language) -> str:
    issued = day_words(document.date, language) if document.date else translate("library.undated", language)
    types = " · ".join(f"{translate(f'type.{type_}', language)} {n}" for type_, n in counts.items())
    facts = [issued]
    if document.period:
        start, end = day_words(document.period.start, language), day_words(document.period.end, language)
        facts.append(translate("library.period", language, start=start, end=end))
    if document.sector:
        facts.append(translate("library.sector", language, sector=document.sector))
    facts.append(translate("library.passages", language, n=document.passages))
    lines = "".join(
        f'<p class="yj-path">{escape(line)}</p>' for line in (" · ".join(facts), types, Path(document.file).name)
    )
    return f'<article class="yj-card"><h2 class="yj-cite" lang="zh">{escape(document.title)}</h2>{lines}</article>'


def turn(current: int, last: int, to: Callable[[int], None], language: Language) -> None:
    """Buttons to the previous and the next page.

    :param to: what they do, with the number of the page from 0.
    """
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        for words, icon, page in (
            ("library.previous", "arrow_back", current - 1),
            ("library.next", "arrow_forward", current + 1),
        ):
            st.button(
                translate(words, language),
                key=words.replace(".", "_"),
                icon=f":material/{icon}:",
                disabled=not 0 <= page <= last,
                on_click=to,
                args=(page,),
            )
        st.caption(translate("library.page", language, page=current + 1, pages=last + 1))


def _turn_to(page: int) -> None:
    st.session_state[_PAGE] = page
