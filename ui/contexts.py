"""What the buttons of a result do on the server: its context opens under it, or it opens in the reader.

Results write the buttons as HTML (:func:`ui.cards.hit_html`); ``script/results.js`` and :func:`mount` do the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from index.store import KnowledgeBase
from ui import nav

__all__ = ["OPEN", "is_open", "mount"]

OPEN = "search_open"
"""Key in the session of the passages whose context is open."""

_READ = "search_read"
_COMPONENT = "results_bridge"
_SCRIPT = Path(__file__).resolve().parent / "script" / "results.js"


def is_open(passage: str) -> bool:
    """Whether the context of a passage is shown."""
    return passage in st.session_state.get(OPEN, ())


def mount(kb: KnowledgeBase) -> None:
    """Let the buttons of the results work; inside the fragment that draws them, which is all that is drawn again."""

    def toggled() -> None:
        passage = st.session_state[_COMPONENT].context
        if _is_there(kb, passage):
            st.session_state[OPEN] = st.session_state.get(OPEN, set()) ^ {passage}

    def read() -> None:
        st.session_state[_READ] = st.session_state[_COMPONENT].read

    with st.container(key="results"):
        _bridge()(key=_COMPONENT, height=1, on_context_change=toggled, on_read_change=read)
    asked = st.session_state.pop(_READ, None)
    if _is_there(kb, asked):
        document = kb.passage(asked).document
        st.switch_page(nav.LIBRARY.file, query_params={"document": document, "passage": asked})


def _is_there(kb: KnowledgeBase, passage: Any) -> bool:
    return isinstance(passage, str) and kb.has_passage(passage)


@cache
def _bridge() -> Callable[..., Any]:
    bridge: Callable[..., Any] = st.components.v2.component("yiju_results", js=_SCRIPT.read_text(encoding="utf-8"))
    return bridge
