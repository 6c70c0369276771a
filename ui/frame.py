"""What every page has: style, the small script, the language switch, and a knowledge base or the way to one."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import streamlit as st

from errors import KnowledgeBaseError, KnowledgeBaseMissing
from index.store import KnowledgeBase
from ui import access, basket, resources, start, state, trouble
from ui.strings import Language, day_words, translate
from ui.strings.streamlit import OWN, OWN_PATTERNS

__all__ = ["LOGO", "foot", "open_page"]

_FOLDER = Path(__file__).resolve().parent
LOGO = _FOLDER / "logo.svg"
_SCRIPT = _FOLDER / "script" / "page.js"
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def open_page() -> tuple[KnowledgeBase, Language]:
    """Begin a page. Where there is no knowledge base yet, one is built, and the page stops here until it is there."""
    language = state.language()
    # With an element before it the style is drawn in its place, ahead of what it is for; alone it would come last.
    st.html(f"<span hidden></span><style>{_style()}</style>")
    # Our own file and constants: no text of a document or of a person ever goes through this call.
    root, skip = "document.documentElement", translate("app.skip", language)
    own = json.dumps({"exact": OWN, "patterns": OWN_PATTERNS}) if language == "zh" else "null"
    words = f"{root}.lang = '{_TAGS[language]}'; {root}.dataset.yjSkip = '{skip}'; window.yijuWords = {own};"
    st.html(f"<script>{words}\n{_script()}</script>", unsafe_allow_javascript=True)
    _language_switch(language)
    access.require(language)
    access.show_person(language)
    try:
        kb = resources.open_kb()
    except KnowledgeBaseMissing:
        start.build(language)
        st.stop()
    except KnowledgeBaseError as error:
        trouble.page(error, language)
        st.stop()
    basket.mount(kb, language)
    return kb, language


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


@cache
def _style() -> str:
    """All style sheets, what is for paper last."""
    files = sorted((_FOLDER / "style").glob("*.css"), key=lambda file: (file.stem == "print", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def foot(kb: KnowledgeBase, language: Language) -> None:
    """One line about what was searched."""
    manifest = kb.manifest
    words = translate(
        "app.foot",
        language,
        documents=manifest.documents,
        passages=manifest.passages,
        day=day_words(date.fromisoformat(manifest.built[:10]), language),
        snapshot=manifest.generation,
    )
    with st.container(key="app_foot"):
        st.caption(f"{words} {access.whose(language)}".strip())


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
