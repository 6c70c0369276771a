"""Search results on the page: the line above them, the cards with what can be done with each, the empty states."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from index.store import KnowledgeBase
from records import Hit, Passage, SearchResponse
from ui import filters, nav, resources
from ui.cards import basket_button, context_html, copy_button, hit_html, legend_html
from ui.export import to_csv, to_markdown
from ui.state import PAGE_SIZE, SearchRequest
from ui.strings import Language, translate
from ui.tables import title_of

__all__ = ["as_hits", "show_hits", "show_nothing"]

_EXPORT_LIMIT = 200
_OPEN = "search_open"  # ids of the passages whose context is open


def as_hits(passages: Sequence[Passage]) -> tuple[Hit, ...]:
    """Passages that were chosen by filters alone, in reading order, as results."""
    return tuple(Hit(rank, 0.0, "related", passage) for rank, passage in enumerate(passages, start=1))


def show_hits(kb: KnowledgeBase, request: SearchRequest, hits: Sequence[Hit], head: str, language: Language) -> None:
    """All results of a request.

    :param head: how many there are, in words.
    """
    with st.container(horizontal=True, vertical_alignment="top", gap="small", key="search_bar"):
        _bar(kb, request.query, head, language)
        _exports(kb, request, language)
    for hit in hits:
        with st.container(key=f"card_{hit.rank}", gap="xsmall"):
            _card(kb, hit, language)
    if len(hits) == request.limit and request.can_grow:
        st.button(translate("search.more", language, n=PAGE_SIZE), key="search_more", on_click=filters.more)


def _bar(kb: KnowledgeBase, query: str, head: str, language: Language) -> None:
    manifest = kb.manifest
    searched = translate("search.searched", language, documents=manifest.documents, passages=manifest.passages)
    st.html(
        f'<p class="yj-paper">{escape(query)}</p><div class="yj-bar"><h2>{escape(head)}</h2>'
        f'<span class="yj-soft">{escape(searched)}</span>'
        f'<button type="button" class="yj-button yj-narrow" data-yj="open">{translate("filter.title", language)}'
        "</button>"
        f'<button type="button" class="yj-button" data-yj="link"><span data-yj-label '
        f'data-done="{translate("hit.copied", language)}">{translate("search.copy_link", language)}</span></button>'
        f'<button type="button" class="yj-button" data-yj="print">{translate("search.print", language)}</button></div>'
        f"{legend_html(language)}"
    )


def _exports(kb: KnowledgeBase, request: SearchRequest, language: Language) -> None:
    with st.popover(translate("search.export", language), icon=":material/download:"):
        st.caption(translate("search.export_help", language))
        st.download_button(
            translate("search.export_csv", language),
            lambda: to_csv(_everything(kb, request), language),
            file_name="yiju.csv",
            mime="text/csv",
            on_click="ignore",
        )
        st.download_button(
            translate("search.export_markdown", language),
            lambda: to_markdown(
                request.query or translate("filter.title", language), _everything(kb, request), language
            ),
            file_name="yiju.md",
            mime="text/markdown",
            on_click="ignore",
        )


def _everything(kb: KnowledgeBase, request: SearchRequest) -> Sequence[Hit]:
    """All results of a request, not only those on the page."""
    if not request.query:
        return as_hits(resources.select(kb, request.filters()))
    return resources.search(kb, request.query, request.filters(), _EXPORT_LIMIT).results


@st.fragment
def _card(kb: KnowledgeBase, hit: Hit, language: Language) -> None:
    """One result. A fragment: opening its context draws this card again and nothing else."""
    passage = hit.passage
    notes = [kb.passage(id_) for id_ in (*passage.footnotes, *passage.cited_by)]
    table = kb.passage(passage.parent) if passage.form == "row" and passage.parent else None
    st.html(hit_html(hit, notes, language, title_of(table) if table else ""))
    opened: set[str] = st.session_state.setdefault(_OPEN, set())
    is_open = passage.id in opened
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key=f"actions_{hit.rank}"):
        buttons = copy_button(passage.citation.text, language) + basket_button(passage.id, language)
        st.html(f'<div class="yj-actions">{buttons}</div>', width="content")
        words, icon = ("hit.context_close", "unfold_less") if is_open else ("hit.context", "unfold_more")
        st.button(
            translate(words, language),
            key=f"context_{passage.id}",
            icon=f":material/{icon}:",
            type="tertiary",
            on_click=_toggle,
            args=(passage.id,),
        )
        if st.button(
            translate("hit.read", language), key=f"read_{passage.id}", icon=":material/menu_book:", type="tertiary"
        ):
            _read(passage)
    if is_open:
        st.html(context_html(kb.context(passage), passage.id, language))


def _toggle(passage: str) -> None:
    st.session_state[_OPEN] = st.session_state.get(_OPEN, set()) ^ {passage}


def _read(passage: Passage) -> None:
    st.switch_page(nav.LIBRARY.file, query_params={"document": passage.document, "passage": passage.id})


def show_nothing(
    kb: KnowledgeBase, request: SearchRequest, response: SearchResponse | None, language: Language
) -> None:
    """Say plainly that nothing was found, and what was searched."""
    manifest = kb.manifest
    lines = []
    if response is not None:
        lines.append(
            translate(
                "search.none_body",
                language,
                documents=manifest.documents,
                passages=manifest.passages,
                query=request.query,
            )
        )
    if request.limited:
        left = len(resources.select(kb, request.filters()))
        key = "search.none_filters" if response is not None else "search.none_browse"
        lines.append(translate(key, language, passages=left))
    else:
        lines.append(translate("search.none_tips", language))
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    st.html(f'<section class="yj-none" role="status"><h2>{translate("search.none", language)}</h2>{body}</section>')
