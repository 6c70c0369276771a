"""The filters beside a search, and how a request gets into the widgets and the address bar and back."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import streamlit as st

from records import Document
from ui.facets import Facets, NamedCount
from ui.state import PAGE_SIZE, DateField, SearchRequest
from ui.strings import Language, translate

__all__ = ["adopt", "ask_for", "current", "publish", "sidebar"]

_PREFIX = "search_"
_TEXTS = ("query", "since", "until", "issued_since", "issued_until")
_LISTS = ("documents", "types", "countries", "entities")
_ADDRESS = "search_address"  # the parameters that this page wrote last
_LIMIT = "search_limit"


def adopt() -> None:
    """Take over what the address bar says, when it is not what this page wrote itself.

    That is a link, a chart that leads here, or the back button. Whoever comes back from another page finds the search
    as it was left.
    """
    params = _params()
    arrived = f"{_PREFIX}query" not in st.session_state
    last: dict[str, list[str]] | None = st.session_state.get(_ADDRESS)
    if arrived and not params and last:
        params = last
    if arrived or params != last:
        _fill(SearchRequest.from_params(params))
        st.session_state[_ADDRESS] = params


def ask_for(request: SearchRequest) -> None:
    """Put a request into the widgets; for callbacks of buttons."""
    _fill(request)


def current() -> SearchRequest:
    """The request that the widgets hold now."""
    texts = {name: str(st.session_state.get(_PREFIX + name) or "") for name in _TEXTS}
    lists = {name: tuple(st.session_state.get(_PREFIX + name) or ()) for name in _LISTS}
    return SearchRequest(
        query=texts["query"].strip(),
        documents=lists["documents"],
        types=lists["types"],
        countries=lists["countries"],
        entities=lists["entities"],
        since=texts["since"].strip(),
        until=texts["until"].strip(),
        issued_since=texts["issued_since"].strip(),
        issued_until=texts["issued_until"].strip(),
        limit=st.session_state.get(_LIMIT, PAGE_SIZE),
    )


def publish(request: SearchRequest) -> None:
    """Write a request into the address bar."""
    params = request.to_params()
    if params != _params():
        language = st.query_params.get_all("lang")
        st.query_params.from_dict({**params, **({"lang": language} if language else {})})
    st.session_state[_ADDRESS] = params


def more() -> None:
    """Show another page of results."""
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE_SIZE) + PAGE_SIZE


def restart() -> None:
    """Begin again with the first results: the question or a filter has changed."""
    st.session_state[_LIMIT] = PAGE_SIZE


def clear() -> None:
    """Clear all filters, keep the question."""
    _fill(SearchRequest(query=current().query))


def sidebar(documents: Sequence[Document], facets: Facets, language: Language) -> None:
    """Draw the filters, with the number of passages that each has in the whole knowledge base."""
    titles = {d.id: f"{d.title}（{d.date.year}）" if d.date else d.title for d in documents}
    per_document = dict(facets.documents)
    per_type = dict(facets.types)
    countries = facets.named("country")
    others = facets.named("organisation", "programme", "agreement", "corridor", "event", "publication", "place")
    gone = _drop_unknown("documents", titles) + _drop_unknown("types", per_type)
    gone += _drop_unknown("countries", {n.name: n for n in countries})
    gone += _drop_unknown("entities", {n.name: n for n in others})
    with st.sidebar:
        st.pills(
            translate("filter.types", language),
            list(per_type),
            selection_mode="multi",
            format_func=lambda t: f"{translate(f'type.{t}', language)} {per_type[t]}",
            key=f"{_PREFIX}types",
            on_change=restart,
        )
        _choose("documents", list(titles), lambda id_: f"{titles[id_]} · {per_document[id_]}", language)
        _choose_names("countries", countries, language)
        _choose_names("entities", others, language)
        _dates("filter.dates", ("since", "until"), language)
        _dates("filter.issued", ("issued_since", "issued_until"), language)
        request = current()
        if request.limited:
            st.button(translate("filter.clear", language), key="search_clear", on_click=clear, icon=":material/close:")
    if gone:
        st.session_state["search_gone"] = gone


def _choose(name: str, options: list[str], label: Callable[[str], str], language: Language) -> None:
    st.multiselect(
        translate(f"filter.{name}", language),
        options,
        format_func=label,
        key=f"{_PREFIX}{name}",
        placeholder=translate("filter.all", language),
        on_change=restart,
    )


def _choose_names(name: str, counted: Sequence[NamedCount], language: Language) -> None:
    by_name = {n.name: n for n in counted}
    _choose(name, list(by_name), lambda k: f"{by_name[k].shown(language)} · {by_name[k].passages}", language)


def _dates(title: str, fields: tuple[DateField, DateField], language: Language) -> None:
    """Two text fields: reports are dated by month or quarter, which a calendar can not ask for."""
    hint = translate("filter.date_hint", language)
    with st.container(key=f"{_PREFIX}{fields[0]}_group", gap="xsmall"):
        st.html(f'<p class="yj-field">{translate(title, language)} <small>{hint}</small></p>')
        row = st.container(horizontal=True, wrap=False, gap="small")
        for field, side in zip(fields, ("filter.from", "filter.to"), strict=True):
            row.text_input(
                f"{translate(title, language)} {translate(side, language)}",
                key=f"{_PREFIX}{field}",
                placeholder=translate(side, language),
                label_visibility="collapsed",
                on_change=restart,
            )


def _drop_unknown(name: str, known: Container[object]) -> list[str]:
    """Take values out of a filter that this knowledge base does not have.

    :returns: what was taken out.
    """
    key = _PREFIX + name
    chosen = list(st.session_state.get(key) or ())
    gone = [value for value in chosen if value not in known]
    if gone:
        st.session_state[key] = [value for value in chosen if value in known]
    return gone


def _fill(request: SearchRequest) -> None:
    for name in _TEXTS:
        st.session_state[_PREFIX + name] = getattr(request, name)
    for name in _LISTS:
        st.session_state[_PREFIX + name] = list(getattr(request, name))
    st.session_state[_LIMIT] = request.limit


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != "lang"}
