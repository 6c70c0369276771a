"""The filters beside a search. Each choice says how many passages it leaves under the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from index.facets import FacetCounts, NamedCount
from records import Document
from ui import filters
from ui.facets import shown
from ui.filters import PREFIX
from ui.state import DateField
from ui.strings import Language, translate

__all__ = ["draw"]

_OTHERS = ("organisation", "programme", "agreement", "corridor", "event", "publication", "place")
_MOST = 300  # names in one list; rarer ones are found by searching for them
_CUSTOM = "custom"


def draw(documents: Sequence[Document], whole: FacetCounts, left: FacetCounts, language: Language) -> None:
    """Draw the filters.

    :param whole: counts of the whole knowledge base, which say what there is at all.
    :param left: counts under the filters that are set.
    """
    titles = {d.id: f"{d.title}（{d.date.year}）" if d.date else d.title for d in documents}
    countries, others = whole.named("country"), whole.named(*_OTHERS)  # type: ignore[arg-type]
    gone = _drop_unknown("documents", {id_: id_ for id_ in titles})
    gone += _drop_unknown("types", {type_: type_ for type_, _ in whole.types})
    gone += _drop_unknown("countries", _spellings(countries))
    gone += _drop_unknown("entities", _spellings(others))
    if gone:
        st.session_state["search_gone"] = gone
    counts = {(n.name, n.kind): n.passages for n in left.names}
    with st.sidebar:
        _types(whole, left, language)
        _choose("documents", {id_: titles[id_] for id_, _ in whole.documents}, dict(left.documents), language)
        _choose_names("countries", countries, counts, language)
        _choose_names("entities", others, counts, language)
        _dates("filter.dates", ("since", "until"), left.years, language)
        _dates("filter.issued", ("issued_since", "issued_until"), left.issued, language)
        if filters.current().limited:
            st.button(
                translate("filter.clear", language), key="search_clear", on_click=filters.clear, icon=":material/close:"
            )


def _types(whole: FacetCounts, left: FacetCounts, language: Language) -> None:
    n = dict(left.types)
    _set_again("types")
    st.pills(
        translate("filter.types", language),
        [type_ for type_, _ in whole.types],
        selection_mode="multi",
        format_func=lambda type_: f"{translate(f'type.{type_}', language)} {n.get(type_, 0)}",
        key=f"{PREFIX}types",
        on_change=filters.restart,
    )


def _choose(name: str, options: Mapping[str, str], counts: Mapping[str, int], language: Language) -> None:
    """A list to choose from; what would leave nothing is not offered, unless it is chosen."""
    _set_again(name)
    chosen = st.session_state.get(PREFIX + name) or ()
    st.multiselect(
        translate(f"filter.{name}", language),
        [value for value in options if counts.get(value) or value in chosen],
        format_func=lambda value: f"{options.get(value, value)} · {counts.get(value, 0)}",
        key=PREFIX + name,
        placeholder=translate("filter.all", language),
        on_change=filters.restart,
    )


def _choose_names(
    name: str, named: Sequence[NamedCount], counts: Mapping[tuple[str, Any], int], language: Language
) -> None:
    chosen = st.session_state.get(PREFIX + name) or ()
    offered = [n for place, n in enumerate(named) if place < _MOST or n.name in chosen]
    options = {n.name: shown(n, language) for n in offered}
    _choose(name, options, {n.name: counts.get((n.name, n.kind), 0) for n in offered}, language)


def _set_again(name: str) -> None:
    """Give a widget its value again: the browser keeps choices by their words, and the counts in these have changed."""
    key = PREFIX + name
    if key in st.session_state:
        st.session_state[key] = list(st.session_state[key] or ())


# -- dates: a year with its count, or a time of one's own -------------------------------------------------------------


def _dates(
    title: str, fields: tuple[DateField, DateField], years: Sequence[tuple[int, int]], language: Language
) -> None:
    """Reports are dated by month or quarter, which a calendar cannot ask for: two fields of text."""
    key = f"{PREFIX}{fields[0]}_year"
    n = {str(year): passages for year, passages in years if passages}
    since, until = (str(st.session_state.get(PREFIX + field) or "") for field in fields)
    custom = bool(st.session_state.get(f"{key}_custom")) or (bool(since or until) and not (since == until in n))
    st.session_state[key] = _CUSTOM if custom else since
    words = {"": translate("filter.all", language), _CUSTOM: translate("filter.custom", language)}
    st.selectbox(
        translate(title, language),
        ["", *n, _CUSTOM],
        format_func=lambda value: words.get(value) or f"{value} · {n[value]}",
        key=key,
        on_change=_year_chosen,
        args=(key, fields),
    )
    if custom:
        _own_dates(title, fields, language)


def _own_dates(title: str, fields: tuple[DateField, DateField], language: Language) -> None:
    row = st.container(horizontal=True, wrap=False, gap="small")
    for field, side in zip(fields, ("filter.from", "filter.to"), strict=True):
        widget = f"{PREFIX}{field}_text"
        st.session_state[widget] = st.session_state.get(PREFIX + field) or ""
        row.text_input(
            f"{translate(title, language)} {translate(side, language)}",
            key=widget,
            placeholder=translate(side, language),
            label_visibility="collapsed",
            on_change=_date_typed,
            args=(field,),
        )
    st.caption(translate("filter.date_hint", language))


def _year_chosen(key: str, fields: tuple[DateField, DateField]) -> None:
    chosen = st.session_state[key]
    st.session_state[f"{key}_custom"] = chosen == _CUSTOM
    if chosen != _CUSTOM:
        for field in fields:
            st.session_state[PREFIX + field] = chosen
        filters.restart()


def _date_typed(field: DateField) -> None:
    st.session_state[PREFIX + field] = st.session_state[f"{PREFIX}{field}_text"]
    filters.restart()


# -- links from elsewhere ---------------------------------------------------------------------------------------------


def _spellings(named: Sequence[NamedCount]) -> dict[str, str]:
    """Canonical names by what a link may call them: themselves, or their English name."""
    return {n.name_en: n.name for n in named if n.name_en} | {n.name: n.name for n in named}


def _drop_unknown(name: str, known: Mapping[Any, str]) -> list[str]:
    """Put values of a filter into the words of this knowledge base, and take out those that it does not have.

    :returns: what was taken out.
    """
    key = PREFIX + name
    chosen = list(st.session_state.get(key) or ())
    kept = list(dict.fromkeys(known[value] for value in chosen if value in known))
    if kept != chosen:
        st.session_state[key] = kept
    return [value for value in chosen if value not in known]
