"""The review sheet on the page: one form for each commitment, and whole sheets out and in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from answer.commitment_records import Commitment
from answer.export_reviews import read_sheet, review_sheet
from answer.reviews import (
    PRESETS,
    Preset,
    Review,
    digest_of,
    load_reviews,
    state_of,
    store_reviews,
    withdraw_review,
)
from errors import UsageError
from index.store import KnowledgeBase
from ui import access
from ui.register import commitment_html
from ui.strings import Language, translate

__all__ = ["show"]

_PAGE = 8  # forms that are drawn at a time
_LIMIT = "review_limit"
_MEGABYTES = 10  # a filled-in sheet


def show(kb: KnowledgeBase, items: Sequence[Commitment], language: Language) -> None:
    """The reviews of the given commitments, on the scale that the reader chooses.

    :raises KnowledgeBaseDamaged: the stored reviews cannot be read.
    """
    st.html(f'<p class="yj-note-line">{escape(translate("review.lead", language))}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        preset: Preset = st.segmented_control(
            translate("review.scale", language),
            list(PRESETS),
            format_func=lambda p: translate(f"review.{p}", language),
            key="review_scale",
            default="ogp",
            required=True,
        )
        only_open = st.toggle(translate("review.only_open", language), key="review_only_open")
    stored = load_reviews(kb.layout.root)
    reviews = {r.commitment: r for r in stored if r.preset == preset}
    done = sum(item.id in reviews for item in items)
    st.caption(translate("review.done", language, n=done, all=len(items)))
    _sheets(kb, items, stored, preset, language)
    if not access.may_curate():
        access.curators_only(language)
    listed = [item for item in items if not (only_open and item.id in reviews)]
    limit = st.session_state.get(_LIMIT, _PAGE)
    for item in listed[:limit]:
        _entry(kb, item, reviews.get(item.id), preset, language)
    if len(listed) > limit:
        st.button(translate("commitments.more", language, n=_PAGE), key="review_more", on_click=_more)


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, _PAGE) + _PAGE


def _entry(kb: KnowledgeBase, item: Commitment, review: Review | None, preset: Preset, language: Language) -> None:
    with st.container(key=f"card_{item.id}", gap="xsmall"):
        st.html(commitment_html(item, language))
        st.html(_state_html(kb, review, language))
        if not access.may_curate():
            return
        with st.expander(translate("review.open", language), key=f"review_open_{preset}_{item.id}"):
            _form(item, review, preset, language)


def _state_html(kb: KnowledgeBase, review: Review | None, language: Language) -> str:
    if review is None:
        return f'<p class="yj-verdict yj-soft">{escape(translate("review.not_yet", language))}</p>'
    verdict = translate(f"step.{review.verdict}", language)
    words = translate("review.by", language, verdict=verdict, reviewer=review.reviewer, day=review.day)
    parts = [f"<b>{escape(words)}</b>", escape(review.reason)]
    if review.second_verdict:
        second = translate(f"step.{review.second_verdict}", language)
        parts.append(
            f"{escape(translate('review.second_reader', language))}: {escape(second)}（{escape(review.second_reader)}）"
        )
    for wrong, key in ((review.disputed, "disputed"), (state_of(kb, review) != "current", "changed")):
        if wrong:
            parts.append(f'<span class="yj-overdue">{escape(translate(f"review.{key}", language))}</span>')
    return f'<p class="yj-verdict">{"　".join(p for p in parts if p)}</p>'


def _form(item: Commitment, review: Review | None, preset: Preset, language: Language) -> None:
    key = f"{preset}_{item.id}"
    steps: list[str] = list(PRESETS[preset])
    someone = access.person()
    with st.form(f"review_form_{key}", border=False):
        _steps("verdict", steps, review.verdict if review else "", key, language)
        st.text_area(translate("review.reason", language), review.reason if review else "", key=f"review_reason_{key}")
        name = review.reviewer if review else someone.name if someone else ""
        st.text_input(translate("review.reviewer", language), name, key=f"review_reviewer_{key}")
        second = review.second_reader if review else ""
        st.text_input(translate("review.second_reader", language), second, key=f"review_second_reader_{key}")
        _steps("second_verdict", steps, review.second_verdict if review else "", key, language)
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                translate("review.save", language), type="primary", on_click=_save, args=(item, preset, language)
            )
            if review is not None:
                st.form_submit_button(
                    translate("review.withdraw", language), on_click=_withdraw, args=(item, preset, language)
                )


def _steps(name: str, steps: Sequence[str], current: str, key: str, language: Language) -> None:
    st.selectbox(
        translate(f"review.{name}", language),
        steps,
        index=steps.index(current) if current in steps else None,
        format_func=lambda step: translate(f"step.{step}", language),
        placeholder=translate("review.choose", language),
        key=f"review_{name}_{key}",
    )


def _save(item: Commitment, preset: Preset, language: Language) -> None:
    """Store what the form holds. Runs before the page is drawn again; who may review is asked again here."""
    if not access.may_curate():
        return
    from ui import resources

    kb, given = resources.open_kb(), _given(f"{preset}_{item.id}")
    try:
        review = Review(
            commitment=item.id,
            passage=item.passage,
            digest=digest_of(kb.passage(item.passage).text),
            preset=preset,
            verdict=given["verdict"],
            reason=given["reason"],
            reviewer=given["reviewer"],
            day=date.today().isoformat(),
            second_reader=given["second_reader"],
            second_verdict=given["second_verdict"],
        )
    except UsageError:
        st.toast(translate("review.needs", language), icon=":material/error:")
        return
    store_reviews(kb.layout.root, [review])
    st.toast(translate("review.saved", language), icon=":material/check:")


def _given(key: str) -> Mapping[str, str]:
    names = ("verdict", "reason", "reviewer", "second_reader", "second_verdict")
    return {name: str(st.session_state.get(f"review_{name}_{key}") or "").strip() for name in names}


def _withdraw(item: Commitment, preset: Preset, language: Language) -> None:
    if access.may_curate():
        from ui import resources

        withdraw_review(resources.open_kb().layout.root, item.id, preset)


def _sheets(
    kb: KnowledgeBase, items: Sequence[Commitment], stored: Sequence[Review], preset: Preset, language: Language
) -> None:
    """The sheet as a file to fill in elsewhere, and back."""
    with st.expander(translate("review.sheet", language), key="review_sheets"):
        st.caption(translate("review.sheet_help", language))
        with st.container(horizontal=True, gap="small"):
            for kind in ("xlsx", "csv"):
                name = f"yiju-review-{preset}.{kind}"
                st.download_button(
                    f"{translate('review.sheet', language)} {kind.upper()}",
                    partial(review_sheet, kb, items, stored, name, preset),
                    file_name=name,
                    key=f"review_out_{kind}",
                    on_click="ignore",
                )
        if access.may_curate():
            sheet = st.file_uploader(
                translate("review.upload", language), ["csv", "xlsx"], key="review_in", max_upload_size=_MEGABYTES
            )
            if sheet is not None and st.button(translate("review.take", language), key="review_take", type="primary"):
                _take(kb, sheet.name, sheet.getvalue(), language)


def _take(kb: KnowledgeBase, name: str, data: bytes, language: Language) -> None:
    try:
        taken = read_sheet(kb, name, data)
    except UsageError as error:
        st.error(translate("review.not_taken", language), icon=":material/error:")
        st.code(str(error), language=None, wrap_lines=True)
        return
    store_reviews(kb.layout.root, taken)
    st.success(translate("review.taken", language, n=len(taken)), icon=":material/check:")
