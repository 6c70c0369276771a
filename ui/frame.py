"""What every page has: style, the small script, the language switch, and a knowledge base or the way to one."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from errors import KnowledgeBaseError, KnowledgeBaseMissing
from index.store import KnowledgeBase
from ui import resources, start, state
from ui.strings import Language, translate

__all__ = ["LOGO", "foot", "open_page"]

_FOLDER = Path(__file__).resolve().parent
LOGO = _FOLDER / "logo.svg"
_STYLE = _FOLDER / "theme.css"
_SCRIPT = _FOLDER / "theme.js"
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def open_page() -> tuple[KnowledgeBase, Language]:
    """Begin a page. Where there is no knowledge base yet, one is built, and the page stops here until it is there."""
    language = state.language()
    st.html(_STYLE)
    # Our own file and one of two constants: no text of a document or of a person ever goes through this call.
    script = f"document.documentElement.lang = '{_TAGS[language]}';\n{_SCRIPT.read_text(encoding='utf-8')}"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
    _language_switch(language)
    try:
        kb = resources.open_kb()
    except KnowledgeBaseMissing:
        start.build(language)
        st.stop()
    except KnowledgeBaseError as error:
        start.trouble(error, language)
        st.stop()
    return kb, language


def foot(kb: KnowledgeBase, language: Language) -> None:
    """One line about what was searched."""
    counts = {"documents": kb.manifest.documents, "passages": kb.manifest.passages}
    with st.container(key="app_foot"):
        st.caption(translate("app.foot", language, snapshot=kb.snapshot, **counts))


def _language_switch(language: Language) -> None:
    st.button(
        translate("app.other_language", language),
        key="app_language",
        help=translate("app.other_language_help", language),
        on_click=state.switch_language,
        type="tertiary",
    )
    if language == "en" and st.query_params.get("lang") != "en":
        st.query_params["lang"] = "en"
    elif language == "zh" and "lang" in st.query_params:
        del st.query_params["lang"]
