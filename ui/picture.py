"""The printed page behind a passage, as a picture over the reader, with the passage marked where that is certain."""

from __future__ import annotations

import base64
from html import escape

import streamlit as st

from errors import SourceError
from index.store import KnowledgeBase
from records import Document, Passage
from ui import resources
from ui.reasons import reason_words
from ui.strings import Language, translate

__all__ = ["ASKED", "has_pages", "show_asked"]

ASKED = "picture_passage"
"""Key in the session of the passage whose page somebody has asked for."""

_PAGE = "picture_page"


def has_pages(document: Document) -> bool:
    """Whether a document comes from a file with pages that can be drawn."""
    return document.file.lower().endswith(".pdf")


def show_asked(kb: KnowledgeBase, document: Document, language: Language) -> None:
    """Open the page that somebody has just asked for."""
    id_ = st.session_state.pop(ASKED, None)
    if not isinstance(id_, str) or not kb.has_passage(id_):
        return
    passage = kb.passage(id_)
    if passage.document == document.id and passage.page is not None:
        st.session_state[_PAGE] = passage.page
        opened = st.dialog(translate("picture.title", language), width="large")(_show)
        opened(kb, document, passage, language)


def _show(kb: KnowledgeBase, document: Document, passage: Passage, language: Language) -> None:
    number = int(st.session_state.get(_PAGE, passage.page or 1))
    try:
        drawn = resources.picture(kb, document, passage, number)
    except SourceError as error:
        st.warning(translate("picture.failed", language), icon=":material/image_not_supported:")
        st.caption(reason_words(error.reason, language))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for words, step, icon in (("library.previous", -1, "arrow_back"), ("library.next", 1, "arrow_forward")):
            st.button(
                translate(words, language),
                key=f"picture_{icon}",
                icon=f":material/{icon}:",
                disabled=not 1 <= number + step <= drawn.pages,
                on_click=_turn_to,
                args=(number + step,),
            )
        st.caption(translate("library.page", language, page=number, pages=drawn.pages))
    key = "picture.marked" if drawn.marked else "picture.elsewhere" if drawn.found else "picture.unknown"
    name = f"{passage.citation.text}：{translate(key, language)}"
    data = base64.b64encode(drawn.png).decode()
    st.html(
        f'<p class="yj-path">{escape(name)}</p>'
        f'<img class="yj-page" alt="{escape(name)}" src="data:image/png;base64,{data}">'
    )


def _turn_to(number: int) -> None:
    st.session_state[_PAGE] = number
