"""Search results on the page: the line above them, the cards with what can be done with each, the empty states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

import streamlit as st

from errors import NotFound
from index.store import KnowledgeBase
from records import Filters, Hit, Passage, SearchResponse
from ui import contexts, filters, resources
from ui.cards import hit_html, legend_html
from ui.export import to_bibtex, to_csv, to_markdown, to_xlsx
from ui.state import PAGE_SIZE, SearchRequest
from ui.strings import Language, translate
from ui.tables import title_of

__all__ = ["as_hits", "show_chosen", "show_hits", "show_nothing"]

_EXPORT_LIMIT = 200


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
    _linked(kb, request, hits, language)
    for hit in hits:
        _card(kb, hit, language, target=hit.passage.id == request.passage)
    if len(hits) == request.limit and request.can_grow:
        st.button(translate("search.more", language, n=PAGE_SIZE), key="search_more", on_click=filters.more)


def show_chosen(kb: KnowledgeBase, request: SearchRequest, chosen: Filters, language: Language) -> None:
    """What filters alone leave, in reading order; a link to a passage alone shows that one."""
    found = resources.select(kb, chosen) if request.limited else ()
    if found:
        head = translate("search.browsing", language, n=len(found))
        show_hits(kb, request, as_hits(found[: request.limit]), head, language)
    elif request.limited:
        show_nothing(kb, request, None, language)
    else:
        _linked(kb, request, (), language)


def _linked(kb: KnowledgeBase, request: SearchRequest, hits: Sequence[Hit], language: Language) -> None:
    """The passage that a link points at, above the others where it is not among them."""
    if not request.passage or any(hit.passage.id == request.passage for hit in hits):
        return
    try:
        passage = kb.passage(request.passage)
    except NotFound:
        st.warning(translate("search.linked_gone", language), icon=":material/search_off:")
        return
    st.html(f'<h2 class="yj-small">{translate("search.linked", language)}</h2>')
    _card(kb, as_hits([passage])[0], language, target=True)


def _bar(kb: KnowledgeBase, query: str, head: str, language: Language) -> None:
    manifest = kb.manifest
    searched = translate("search.searched", language, documents=manifest.documents, passages=manifest.passages)
    st.html(
        f'<div class="yj-bar" data-yj-query="{escape(query)}"><h2>{escape(head)}</h2>'
        f'<span class="yj-soft">{escape(searched)}</span>'
        f'<button type="button" class="yj-button yj-narrow" data-yj="open">{translate("filter.title", language)}'
        "</button>"
        f'<button type="button" class="yj-button" data-yj="link"><span data-yj-label '
        f'data-done="{translate("hit.copied", language)}">{translate("search.copy_link", language)}</span></button>'
        f'<button type="button" class="yj-button" data-yj="print">{translate("search.print", language)}</button></div>'
        f"{legend_html(language)}"
    )


def _exports(kb: KnowledgeBase, request: SearchRequest, language: Language) -> None:
    """Files are made when they are asked for, and the buttons for them when the list of them is opened."""
    opened = st.popover(
        translate("search.export", language), icon=":material/download:", key="search_export", on_change="rerun"
    )
    if not opened.open:
        return
    title = request.query or translate("filter.title", language)
    makers: dict[str, tuple[str, Callable[[Sequence[Hit]], bytes]]] = {
        "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", lambda h: to_xlsx(h, language)),
        "csv": ("text/csv", lambda h: to_csv(h, language)),
        "md": ("text/markdown", lambda h: to_markdown(title, h, language)),
        "bib": ("application/x-bibtex", lambda h: to_bibtex(h, resources.documents(kb))),
    }
    with opened:
        st.caption(translate("search.export_help", language, most=_EXPORT_LIMIT))
        for suffix, (mime, make) in makers.items():
            st.download_button(
                translate(f"export.{suffix}", language),
                partial(_file, kb, request, make),
                file_name=f"yiju.{suffix}",
                mime=mime,
                key=f"search_export_{suffix}",
                on_click="ignore",
                width="stretch",
            )


def _file(kb: KnowledgeBase, request: SearchRequest, make: Callable[[Sequence[Hit]], bytes]) -> bytes:
    return make(_everything(kb, request))


def _everything(kb: KnowledgeBase, request: SearchRequest) -> Sequence[Hit]:
    """All results of a request, not only those on the page."""
    if not request.query:
        return as_hits(resources.select(kb, request.filters()))
    return resources.search(kb, request.query, request.filters(), _EXPORT_LIMIT).results


def _card(kb: KnowledgeBase, hit: Hit, language: Language, *, target: bool = False) -> None:
    passage = hit.passage
    notes = [kb.passage(id_) for id_ in (*passage.footnotes, *passage.cited_by)]
    table = kb.passage(passage.parent) if passage.form == "row" and passage.parent else None
    context = kb.context(passage) if contexts.is_open(passage.id) else ()
    caption = title_of(table) if table else ""
    st.html(hit_html(hit, notes, language, caption, target=target, context=context))


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
