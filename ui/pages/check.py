"""核查: a text or a draft, claim by claim: what the sources support, and in which word they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from answer.checked_draft import checked_docx, checked_markdown
from answer.records import ClaimCheck
from errors import SourceError, YijuError
from index.store import KnowledgeBase
from records import Citation
from ui import resources, trouble
from ui.drafts import SUFFIXES, draft_text
from ui.frame import foot, open_page
from ui.strings import Language, translate
from ui.verdicts import claim_html, counts_html

_TEXT = "check_text"
_CHECKED = "check_checked"  # the text that was last checked; it outlives the widgets when another page is opened
_TROUBLE = "check_trouble"
_FILES = "check_files"  # how many drafts were taken in: the field for the next one is a new, empty one
_MOST = 30_000  # characters of one check: about a minute
_TALL, _LOW = 200, 110  # pixels of the field before and after a check, whose result follows it


def page() -> None:
    kb, language = open_page()
    st.title(translate("nav.check", language), anchor=False)
    st.html(f'<p class="yj-lead">{escape(translate("check.lead", language))}</p>')
    _ask(language)
    _tell_trouble(language)
    text = st.session_state.get(_CHECKED, "")
    if text:
        try:
            with st.spinner(translate("check.running", language)):
                claims = resources.check(kb, text)
        except YijuError as error:
            trouble.show(error, language)
        else:
            _show(kb, claims, language)
    foot(kb, language)


def _ask(language: Language) -> None:
    """The field and the draft; a draft that is handed in takes the place of what stands in the field."""
    if _TEXT not in st.session_state:
        st.session_state[_TEXT] = st.session_state.get(_CHECKED, "")
    with st.form("check_form", border=False):
        st.text_area(
            translate("check.text", language),
            key=_TEXT,
            height=_LOW if st.session_state.get(_CHECKED) else _TALL,
            placeholder=translate("check.placeholder", language),
        )
        st.file_uploader(
            translate("check.file", language), type=[s.removeprefix(".") for s in SUFFIXES], key=_file_key()
        )
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                translate("check.button", language), type="primary", icon=":material/fact_check:", on_click=_take
            )
            st.form_submit_button(translate("check.clear", language), on_click=_clear)


def _take() -> None:
    """Keep what is to be checked."""
    text, file = st.session_state.get(_TEXT, ""), st.session_state.get(_file_key())
    if file is not None:
        try:
            text = draft_text(file.name, file.getvalue(), resources.settings())
        except SourceError as error:
            st.session_state[_TROUBLE] = ("check.unreadable", {}, str(error))
            return
        st.session_state[_TEXT] = text
        _forget_file()
    if not text.strip():
        st.session_state[_TROUBLE] = ("check.empty", {}, "")
    elif len(text) > _MOST:
        st.session_state[_TROUBLE] = ("check.too_long", {"n": len(text), "most": _MOST}, "")
    else:
        st.session_state[_CHECKED] = text


def _tell_trouble(language: Language) -> None:
    """What was wrong with the text or the file that was just handed in."""
    if _TROUBLE in st.session_state:
        key, values, detail = st.session_state.pop(_TROUBLE)
        st.warning(translate(key, language, **values), icon=":material/error:")
        if detail:
            st.code(detail, language=None, wrap_lines=True)


def _clear() -> None:
    st.session_state[_TEXT] = st.session_state[_CHECKED] = ""
    _forget_file()


def _file_key() -> str:
    return f"check_file_{st.session_state.get(_FILES, 0)}"


def _forget_file() -> None:
    """Let go of the draft: what is corrected in the field is what is checked next."""
    st.session_state[_FILES] = st.session_state.get(_FILES, 0) + 1


def _show(kb: KnowledgeBase, claims: Sequence[ClaimCheck], language: Language) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="check_bar"):
        st.html(counts_html(claims, language))
        only = st.toggle(translate("check.only_faults", language), key="check_only_faults")
        _exports(kb, claims, language)
    shown = [(n, claim) for n, claim in enumerate(claims, start=1) if not (only and claim.verdict == "supported")]
    if not shown:
        st.html(f'<p class="yj-lead" role="status">{escape(translate("check.no_faults", language))}</p>')
    for number, claim in shown:
        with st.container(key=f"claim_{number}"):
            st.html(claim_html(kb, claim, number, language))


def _exports(kb: KnowledgeBase, claims: Sequence[ClaimCheck], language: Language) -> None:
    built = date.fromisoformat(kb.manifest.built[:10])
    with st.popover(translate("check.export", language), icon=":material/download:"):
        st.download_button(
            translate("check.export_word", language),
            lambda: checked_docx(claims, _citations(kb, claims), built),
            file_name="yiju-check.docx",
            key="check_export_docx",
            on_click="ignore",
        )
        st.download_button(
            translate("check.export_markdown", language),
            lambda: checked_markdown(claims, _citations(kb, claims)),
            file_name="yiju-check.md",
            key="check_export_md",
            on_click="ignore",
        )


def _citations(kb: KnowledgeBase, claims: Sequence[ClaimCheck]) -> dict[str, Citation]:
    return {item.passage: kb.passage(item.passage).citation for claim in claims for item in claim.evidence}


page()
