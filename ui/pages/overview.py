"""概览: what the knowledge base holds, in charts that lead to the passages behind them."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from index.facets import NamedCount
from index.store import KnowledgeBase
from records import Filters
from ui import charts, figures, nav, resources
from ui.export import markdown_escape
from ui.facets import shown
from ui.frame import foot, open_page
from ui.state import SearchRequest
from ui.strings import Language, translate

_NAMES = 15  # bars of a chart of names
_TERMS = 200  # lines of the table of abbreviations


def page() -> None:
    kb, language = open_page()
    counts = resources.counts(kb, Filters())
    st.title(translate("nav.overview", language), anchor=False)
    st.html(f'<p class="yj-lead">{escape(translate("overview.lead", language))}</p>')
    _types(kb, language)
    _timeline(kb, language)
    left, right = st.columns(2, gap="large")
    with left:
        _names("countries", counts.named("country")[:_NAMES], language)
    with right:
        _names("entities", counts.named("organisation", "programme", "agreement", "corridor")[:_NAMES], language)
    _terms(kb, language)
    foot(kb, language)


def _terms(kb: KnowledgeBase, language: Language) -> None:
    """Abbreviations with what they stand for, as the documents explain them."""
    terms = resources.terms(kb)
    if not terms:
        return
    st.header(translate("overview.terms", language), anchor=False)
    heads = "".join(f'<th scope="col">{escape(translate(f"term.{h}", language))}</th>' for h in ("short", "zh", "en"))
    rows = "".join(
        f'<tr><th scope="row">{escape(t.abbreviation)}</th><td lang="zh">{escape(t.zh or "")}</td>'
        f'<td lang="en">{escape(t.en or "")}</td></tr>'
        for t in terms[:_TERMS]
    )
    name = escape(translate("overview.terms", language))
    st.html(
        f'<div class="yj-scroll" tabindex="0" role="region" aria-label="{name}"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _types(kb: KnowledgeBase, language: Language) -> None:
    types, documents = resources.types_of_documents(kb), resources.documents(kb)
    title = translate("overview.types", language)
    st.header(title, anchor=False)
    if len(charts.largest(documents)) < len(documents):
        st.caption(translate("overview.largest", language, n=len(charts.largest(documents))))
    rows = _chart(charts.type_chart(types, documents, language), "types", title)
    for row in rows[:1]:
        titles = {d.id: d.title for d in documents}
        n = next((n for id_, t, n in types if (id_, t) == (row["document"], row["type"])), 0)
        type_ = translate(f"type.{row['type']}", language)
        what = f"{titles.get(row['document'], '')} · {type_}"
        _lead(what, n, SearchRequest(documents=(row["document"],), types=(row["type"],)), "types", language)
    st.html(figures.types_html(types, documents, language))


def _timeline(kb: KnowledgeBase, language: Language) -> None:
    counts = resources.timeline(kb)
    if not counts:
        return
    title = translate("overview.timeline", language)
    st.header(title, anchor=False)
    st.caption(translate("overview.timeline_note", language))
    for row in _chart(charts.timeline(counts, language), "timeline", title)[:1]:
        year, quarter = row["quarter"][:4], int(row["quarter"][-1])
        request = SearchRequest(since=f"{year}-{quarter * 3 - 2:02}", until=f"{year}-{quarter * 3:02}")
        _lead(figures.quarter_words(row["quarter"], language), None, request, "timeline", language)
    st.html(figures.timeline_html(counts, language))


def _names(filter_: str, names: tuple[NamedCount, ...], language: Language) -> None:
    if not names:
        return
    title = translate(f"filter.{filter_}", language)
    st.header(title, anchor=False)
    for row in _chart(charts.name_chart(names, language), filter_, title)[:1]:
        chosen = next((n for n in names if n.name == row["key"]), None)
        if chosen is not None:
            request = SearchRequest(**{filter_: (chosen.name,)})  # type: ignore[arg-type]
            _lead(shown(chosen, language), chosen.passages, request, filter_, language)
    st.html(figures.names_html(title, names, language))


def _chart(chart: Any, key: str, title: str) -> list[dict[str, Any]]:
    """Show a chart.

    :returns: the data of what was clicked, none where nothing is.
    """
    described = chart.properties(description=title)  # what a screen reader says
    event = st.altair_chart(described, key=f"overview_{key}", on_select="rerun")
    return list(event["selection"].get(charts.SELECTION, []))


def _lead(what: str, n: int | None, request: SearchRequest, key: str, language: Language) -> None:
    """The way from a chart to the passages behind it."""
    words = markdown_escape(what)
    text = (
        translate("overview.show", language, what=words)
        if n is None
        else translate("overview.show_n", language, what=words, n=n)
    )
    if st.button(text, key=f"overview_go_{key}", icon=":material/arrow_forward:"):
        st.switch_page(nav.SEARCH.file, query_params=request.to_params())


page()
