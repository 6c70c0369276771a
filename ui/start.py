"""The first start: the knowledge base is built from the shipped reports while people watch."""

from __future__ import annotations

import streamlit as st

from ui import resources
from ui.jobs import ImportState
from ui.strings import Language, translate

__all__ = ["build", "progress_words"]

_POLL_SECONDS = 0.5


def build(language: Language) -> None:
    """Build the knowledge base, showing how far it is; the page runs again when it is there."""
    importer = resources.importer()
    last = importer.state
    if last.error is None and (last.result is None or last.result.manifest is not None):
        importer.start([resources.settings().corpus])  # does nothing while one is running
    st.title(translate("start.title", language), anchor=False)
    st.write(translate("start.body", language))
    _watch(language)


@st.fragment(run_every=_POLL_SECONDS)
def _watch(language: Language) -> None:
    importer = resources.importer()
    state = importer.state
    if state.running:
        st.progress(state.share, text=progress_words(state, language))
        return
    if state.busy:
        st.info(translate("start.busy", language), icon=":material/hourglass_empty:")
        importer.start([resources.settings().corpus])
        return
    if state.error is None and state.result is not None and state.result.manifest is not None:
        st.rerun()
    _failed(state, language)


def _failed(state: ImportState, language: Language) -> None:
    if state.error is not None:
        st.error(translate("start.failed", language), icon=":material/error:")
        st.code(state.error, language=None, wrap_lines=True)
    else:
        folder = str(resources.settings().corpus)
        st.warning(translate("start.empty", language, folder=f"`{folder}`"), icon=":material/folder_open:")
        for report in state.result.reports if state.result else ():
            st.code(report.line, language=None, wrap_lines=True)
    if st.button(translate("start.retry", language), type="primary"):
        resources.importer().start([resources.settings().corpus])


def progress_words(state: ImportState, language: Language) -> str:
    """How far an import is, as a sentence. File names are shown as they are, not as Markdown."""
    if not state.stage:
        return translate("start.waiting", language)
    name = f"`{state.name.replace('`', '')}`" if state.name else ""
    return translate(f"start.{state.stage}", language, done=state.done, total=state.total, name=name)
