"""承诺: the register as a table and as a timeline, its filters, the review sheet, exports."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from answer.commitment_records import Commitment
from answer.export_commitments import register_csv, register_json, register_xlsx
from answer.timeline_svg import timeline_svg
from errors import UsageError, YijuError
from index.store import KnowledgeBase
from ui import register, register_filters, resources, reviewing, trouble
from ui.export import markdown_escape
from ui.frame import foot, open_page
from ui.strings import Language, translate

_PAGE = 25  # rows that are drawn at a time
_LIMIT = "commitments_limit"
_BARS = 60  # of the timeline that are drawn at a time
_BARS_LIMIT = "commitments_bars"
_VIEWS = ("table", "timeline", "review")


def page() -> None:
    kb, language = open_page()
    st.title(translate("nav.commitments", language), anchor=False)
    try:
        with st.spinner(translate("commitments.gathering", language)):
            items = resources.commitments(kb)
        _register(kb, items, language)
    except YijuError as error:
        trouble.show(error, language)
    foot(kb, language)


def _register(kb: KnowledgeBase, items: tuple[Commitment, ...], language: Language) -> None:
    if not items:
        st.info(translate("commitments.empty", language), icon=":material/search_off:")
    else:
        st.html(f'<p class="yj-lead">{escape(translate("commitments.lead", language))}</p>')
        register_filters.LINK.adopt()
        register_filters.sidebar(items, resources.documents(kb), language)
        try:
            _show(kb, items, language)
        except UsageError as error:
            words = translate("filter.bad_date", language, text=markdown_escape(str(error)))
            st.warning(words, icon=":material/event:")


def _show(kb: KnowledgeBase, items: Sequence[Commitment], language: Language) -> None:
    found = register_filters.chosen(kb, items)
    view, sort = _bar(language)
    register_filters.LINK.publish({"view": _VIEWS[0], "sort": register.SORTS[0], "day": register_filters.today()})
    rows = register.sorted_items(found, sort)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="commitments_bar"):
        st.html(_count(len(found), len(items), language))
        _exports(rows, language)
    if not rows:
        st.html(f'<p class="yj-none" role="status">{escape(translate("commitments.none", language))}</p>')
    elif view == "timeline":
        _timeline(rows, language)
    elif view == "review":
        reviewing.show(kb, rows, language)
    else:
        limit = st.session_state.get(_LIMIT, _PAGE)
        st.html(register.table_html(rows[:limit], language))
        if len(rows) > limit:
            st.button(translate("commitments.more", language, n=_PAGE), key="commitments_more", on_click=_more)


def _bar(language: Language) -> tuple[str, str]:
    """How the register is shown: the view and the order."""
    if st.session_state.get("commitments_view") not in _VIEWS:
        st.session_state["commitments_view"] = _VIEWS[0]
    if st.session_state.get("commitments_sort") not in register.SORTS:
        st.session_state["commitments_sort"] = register.SORTS[0]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="commitments_views"):
        view = st.segmented_control(
            translate("commitments.view", language),
            _VIEWS,
            format_func=lambda v: translate(f"registerview.{v}", language),
            key="commitments_view",
            required=True,
        )
        if view == "timeline":  # time is its order
            return "timeline", register.SORTS[0]
        sort = st.selectbox(
            translate("commitments.sort", language),
            register.SORTS,
            format_func=lambda s: translate(f"sortby.{s}", language),
            key="commitments_sort",
            width=220,
        )
    return str(view), str(sort)


def _count(n: int, total: int, language: Language) -> str:
    words = escape(translate("commitments.count", language, n=n))
    of = (
        f' <span class="yj-soft">{escape(translate("commitments.of", language, all=total))}</span>' if n < total else ""
    )
    print_ = escape(translate("search.print", language))
    return (
        f'<div class="yj-bar"><h2>{words}</h2>{of}'
        f'<button type="button" class="yj-button" data-yj="print">{print_}</button></div>'
    )


def _exports(rows: Sequence[Commitment], language: Language) -> None:
    """All rows of the selection as files, whatever part of them the page shows."""
    day = register_filters.day()
    with st.popover(translate("commitments.export", language), icon=":material/download:"):
        st.caption(translate("commitments.export_help", language, n=len(rows)))
        for kind, made in (
            ("csv", lambda: register_csv(rows)),
            ("xlsx", lambda: register_xlsx(rows)),
            ("json", lambda: register_json(rows)),
            ("svg", lambda: timeline_svg(rows, day)),
        ):
            st.download_button(
                translate(f"exportas.{kind}", language),
                made,
                file_name=f"yiju-commitments.{kind}",
                key=f"commitments_export_{kind}",
                on_click="ignore",
            )


def _timeline(rows: Sequence[Commitment], language: Language) -> None:
    dated = register.sorted_items([item for item in rows if item.due and item.due.end], "due")
    limit = st.session_state.get(_BARS_LIMIT, _BARS)
    if dated:
        st.html(register.timeline_html(dated[:limit], register_filters.day(), language))
    if len(dated) > limit:
        left = len(dated) - limit
        st.button(translate("commitments.later", language, n=left), key="commitments_later", on_click=_later)
    if len(dated) < len(rows):
        st.caption(translate("commitments.undated_left", language, n=len(rows) - len(dated)))


def _later() -> None:
    st.session_state[_BARS_LIMIT] = st.session_state.get(_BARS_LIMIT, _BARS) + _BARS


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, _PAGE) + _PAGE


page()
