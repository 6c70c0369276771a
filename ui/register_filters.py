"""The filters beside the register; Streamlit keeps them in the address, so that a link shows the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from answer.commitment_records import COMMITMENT_KINDS, COMMITMENT_STATUSES, Commitment, CommitmentFilter
from answer.commitment_select import judged_at, select
from index.store import KnowledgeBase
from records import Document
from ui.link import Link
from ui.state import read_date
from ui.strings import Language, translate

__all__ = ["LINK", "chosen", "day", "sidebar", "today"]

_DAY = "commitments_day"
LINK = Link(
    "commitments",
    lists=("status", "kind", "country", "sector", "document"),
    texts=("since", "until", "day", "view", "sort"),
)


def sidebar(items: Sequence[Commitment], documents: Sequence[Document], language: Language) -> None:
    """Draw the filters, with the number of commitments that each has in the whole register."""
    titles = {d.id: f"{d.title}（{d.date.year}）" if d.date else d.title for d in documents}
    with st.sidebar:
        _pills("status", COMMITMENT_STATUSES, Counter(i.status for i in items), "status", language)
        _pills("kind", COMMITMENT_KINDS, Counter(i.kind for i in items), "kindof", language)
        _choose("country", Counter(c for i in items for c in {*i.countries}), {}, language)
        _choose("sector", Counter(i.sector for i in items if i.sector), {}, language)
        _choose("document", Counter(i.document for i in items), titles, language)
        _dates(language)
        st.session_state.setdefault(_DAY, today())
        st.text_input(
            translate("commitments.day", language),
            key=_DAY,
            help=translate("commitments.day_help", language),
        )
        st.toggle(translate("commitments.only_overdue", language), key="commitments_overdue")


def day() -> date | None:
    """The day for which somebody asks what is overdue.

    :raises UsageError: what they typed is no date.
    """
    return read_date(str(st.session_state.get(_DAY) or ""), "end")


def today() -> str:
    """The day for which nothing was asked yet."""
    return date.today().isoformat()


def chosen(kb: KnowledgeBase, items: Sequence[Commitment]) -> tuple[Commitment, ...]:
    """The commitments that the filters let through, with whether they are overdue.

    :raises UsageError: a date that cannot be read; the message is the text.
    """
    wanted = CommitmentFilter(
        documents=_list("document"),
        countries=_list("country"),
        sectors=_list("sector"),
        kinds=tuple(k for k in COMMITMENT_KINDS if k in _list("kind")),
        statuses=tuple(s for s in COMMITMENT_STATUSES if s in _list("status")),
        due_since=read_date(str(st.session_state.get("commitments_since") or ""), "start"),
        due_until=read_date(str(st.session_state.get("commitments_until") or ""), "end"),
    )
    found, at = select(kb, items, wanted), day()
    if at is None:
        return found
    judged = judged_at(found, at)
    return tuple(i for i in judged if i.overdue) if st.session_state.get("commitments_overdue") else judged


def _list(name: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(f"commitments_{name}") or ())


def _pills(name: str, options: Iterable[str], counts: Counter[str], words: str, language: Language) -> None:
    offered = [option for option in options if counts[option]]
    LINK.keep(name, offered)
    st.pills(
        translate(f"commitments.{name}", language),
        offered,
        selection_mode="multi",
        format_func=lambda option: f"{translate(f'{words}.{option}', language)} {counts[option]}",
        key=f"commitments_{name}",
    )


def _choose(name: str, counts: Counter[str], titles: dict[str, str], language: Language) -> None:
    LINK.keep(name, list(counts))
    if len(counts) < 2:
        return
    st.multiselect(
        translate(f"commitments.{name}", language),
        sorted(counts, key=lambda option: (-counts[option], option)),
        format_func=lambda option: f"{titles.get(option, option)} · {counts[option]}",
        key=f"commitments_{name}",
        placeholder=translate("filter.all", language),
    )


def _dates(language: Language) -> None:
    title = translate("commitments.due", language)
    with st.container(key="commitments_due_group", gap="xsmall"):
        st.html(f'<p class="yj-field">{title} <small>{translate("filter.date_hint", language)}</small></p>')
        row = st.container(horizontal=True, wrap=False, gap="small")
        for name, side in (("since", "filter.from"), ("until", "filter.to")):
            row.text_input(
                f"{title} {translate(side, language)}",
                key=f"commitments_{name}",
                placeholder=translate(side, language),
                label_visibility="collapsed",
            )
