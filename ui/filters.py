"""How a request gets from the address bar into the widgets of the search page and back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.state import PAGE_SIZE, SearchRequest

__all__ = ["LISTS", "PREFIX", "adopt", "ask_for", "clear", "current", "more", "publish", "restart"]

PREFIX = "search_"
LISTS = ("documents", "types", "countries", "entities")
_TEXTS = ("query", "since", "until", "issued_since", "issued_until", "passage")
_ADDRESS = "search_address"  # the parameters that this page wrote last
_LIMIT = "search_limit"


def adopt() -> None:
    """Take over what the address bar says, when it is not what this page wrote itself.

    That is a link, a chart that leads here, or the back button. Whoever comes back from another page finds the search
    as it was left.
    """
    params = _params()
    arrived = f"{PREFIX}query" not in st.session_state
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
    fields: dict[str, Any] = {name: str(st.session_state.get(PREFIX + name) or "").strip() for name in _TEXTS}
    fields |= {name: tuple(st.session_state.get(PREFIX + name) or ()) for name in LISTS}
    return SearchRequest(**fields, limit=st.session_state.get(_LIMIT, PAGE_SIZE))


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
    st.session_state[f"{PREFIX}passage"] = ""


def clear() -> None:
    """Clear all filters, keep the question."""
    _fill(SearchRequest(query=current().query))


def _fill(request: SearchRequest) -> None:
    for name in _TEXTS:
        st.session_state[PREFIX + name] = getattr(request, name)
    for name in LISTS:
        st.session_state[PREFIX + name] = list(getattr(request, name))
    st.session_state[_LIMIT] = request.limit


def _params() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != "lang"}
