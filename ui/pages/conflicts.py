"""矛盾: statements that disagree, side by side; what has been looked at is set aside with a reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from html import escape

import streamlit as st

from answer.dismissals import Dismissal, Sorted, dismiss, restore, sort_dismissed
from answer.records import Conflict
from errors import UsageError, YijuError
from index.store import KnowledgeBase
from ui import access, resources, trouble
from ui.frame import foot, open_page
from ui.link import Link
from ui.pairs import pair_html
from ui.strings import Language, translate

_PAGE = 20  # pairs that are drawn at a time
_LIMIT = "conflicts_limit"
_MISSING = "conflicts_missing"  # the pair that was to be set aside without a reason
_LINK = Link("conflicts", texts=("kind", "view"))
_ALL = "all"


def page() -> None:
    kb, language = open_page()
    st.title(translate("nav.conflicts", language), anchor=False)
    st.html(f'<p class="yj-lead">{escape(translate("conflicts.lead", language))}</p>')
    try:
        with st.spinner(translate("conflicts.looking", language)):
            found = resources.conflicts(kb)
        _show(kb, sort_dismissed(kb, found), language)
    except YijuError as error:
        trouble.show(error, language)
    foot(kb, language)


def _show(kb: KnowledgeBase, sorted_: Sorted, language: Language) -> None:
    if not sorted_.open and not sorted_.dismissed:
        st.html(f'<p class="yj-none" role="status">{escape(translate("conflicts.none", language))}</p>')
        return
    said = dict(sorted_.reopened) | {conflict.id: why for conflict, why in sorted_.dismissed}
    listed = _chosen(sorted_, language)
    if not listed:
        st.html(f'<p class="yj-none" role="status">{escape(translate("conflicts.none_kind", language))}</p>')
    limit = st.session_state.get(_LIMIT, _PAGE)
    for number, conflict in enumerate(listed[:limit], start=1):
        _pair(kb, conflict, number, said.get(conflict.id), sorted_, language)
    if len(listed) > limit:
        st.button(translate("conflicts.more", language, n=_PAGE), key="conflicts_more", on_click=_more)


def _chosen(sorted_: Sorted, language: Language) -> list[Conflict]:
    """The pairs of the kind and state that the reader chooses; what is set aside is shown on request."""
    _LINK.adopt()
    aside = tuple(conflict for conflict, _ in sorted_.dismissed)
    views = {
        "open": translate("conflicts.count", language, n=len(sorted_.open)),
        "dismissed": translate("conflicts.dismissed_count", language, n=len(aside)),
    }
    if st.session_state.get("conflicts_view") not in views:
        st.session_state["conflicts_view"] = "open"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="conflicts_bar"):
        view = st.segmented_control(
            translate("nav.conflicts", language),
            list(views),
            format_func=lambda v: views[v],
            key="conflicts_view",
            required=True,
            label_visibility="collapsed",
        )
        listed = sorted_.open if view == "open" else aside
        counts: Counter[str] = Counter(conflict.kind for conflict in listed)
        kinds = [_ALL, *sorted(counts)]
        if st.session_state.get("conflicts_kind") not in kinds:
            st.session_state["conflicts_kind"] = _ALL
        kind = st.selectbox(
            translate("conflicts.kind", language),
            kinds,
            format_func=lambda k: _kind_words(k, counts, language),
            key="conflicts_kind",
            width=240,
        )
    _LINK.publish({"kind": _ALL, "view": "open"})
    return [conflict for conflict in listed if kind in (_ALL, conflict.kind)]


def _kind_words(kind: str, counts: Counter[str], language: Language) -> str:
    if kind == _ALL:
        return f"{translate('conflicts.all', language)} · {sum(counts.values())}"
    return f"{translate(f'conflictkind.{kind}', language)} · {counts[kind]}"


def _pair(
    kb: KnowledgeBase, conflict: Conflict, number: int, said: Dismissal | None, sorted_: Sorted, language: Language
) -> None:
    reopened = conflict.id in sorted_.reopened
    with st.container(key=f"card_{conflict.id}", gap="xsmall"):
        st.html(pair_html(kb, conflict, number, language, said, reopened=reopened))
        if not access.may_curate():
            return
        if said is not None and not reopened:
            st.button(
                translate("conflicts.restore", language),
                key=f"conflicts_restore_{conflict.id}",
                icon=":material/undo:",
                type="tertiary",
                on_click=_restore,
                args=(kb, conflict.id),
            )
            return
        with st.expander(translate("conflicts.dismiss", language), key=f"conflicts_open_{conflict.id}"):
            _form(kb, conflict, language)


def _form(kb: KnowledgeBase, conflict: Conflict, language: Language) -> None:
    someone = access.person()
    with st.form(f"conflicts_form_{conflict.id}", border=False):
        st.text_input(translate("conflicts.reason", language), key=f"conflicts_reason_{conflict.id}")
        name = someone.name if someone else ""
        st.text_input(translate("conflicts.by", language), name, key=f"conflicts_by_{conflict.id}")
        st.form_submit_button(translate("conflicts.dismiss", language), on_click=_dismiss, args=(kb, conflict))
    if st.session_state.get(_MISSING) == conflict.id:
        st.warning(translate("conflicts.no_reason", language), icon=":material/edit:")


def _dismiss(kb: KnowledgeBase, conflict: Conflict) -> None:
    if not access.may_curate():
        return
    reason = st.session_state.get(f"conflicts_reason_{conflict.id}", "")
    by = st.session_state.get(f"conflicts_by_{conflict.id}", "")
    st.session_state.pop(_MISSING, None)
    try:
        dismiss(kb, conflict, reason, by, datetime.now(UTC).date().isoformat())
    except UsageError:
        st.session_state[_MISSING] = conflict.id


def _restore(kb: KnowledgeBase, conflict: str) -> None:
    if access.may_curate():
        restore(kb, conflict)


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, _PAGE) + _PAGE


page()
