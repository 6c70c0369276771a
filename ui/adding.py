"""Adding documents: choose files, watch the import, read what became of each file. And taking documents out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from errors import SourceError, YijuError
from index.build import remove
from ingest.files import SUFFIXES
from ingest.report import FileReport
from records import Document
from ui import resources, uploads
from ui.jobs import ImportState
from ui.start import progress_words
from ui.strings import Language, translate

__all__ = ["report_words", "show", "show_removal"]

_POLL_SECONDS = 0.5
_REFUSED = "adding_refused"
_NAMES = "adding_names"  # hash name -> the name that the person knows
_SEEN = "adding_seen"


def show(language: Language) -> None:
    """The form, and below it the running or the last import."""
    with st.container(key="adding"):
        st.header(translate("adding.title", language), anchor=False)
        limit = resources.settings().max_binary_bytes // 2**20
        with st.form("adding_form", border=False, clear_on_submit=True):
            files = st.file_uploader(
                translate("adding.field", language, limit=limit),
                type=sorted(s.removeprefix(".") for s in SUFFIXES),
                accept_multiple_files=True,
                key="adding_files",
            )
            if st.form_submit_button(translate("adding.button", language), icon=":material/upload:"):
                _take(files, language)
        _watch(language)


def _take(files: Sequence[Any], language: Language) -> None:
    """Keep the files and start the import."""
    names: dict[str, str] = {}
    refused: list[str] = []
    for file in files:
        try:
            names[str(uploads.keep(file.name, file.getvalue(), resources.settings()))] = file.name
        except SourceError as error:
            refused.append(str(error))
    st.session_state[_NAMES], st.session_state[_REFUSED] = names, refused
    if names and not resources.importer().start([Path(path) for path in names]):
        st.warning(translate("adding.busy", language), icon=":material/hourglass_empty:")


def show_removal(document: Document, language: Language) -> bool:
    """A button that takes a document out, after asking.

    :returns: whether it has been taken out just now.
    """
    with st.popover(translate("removing.title", language), icon=":material/delete:"):
        st.write(translate("removing.body", language))
        if not st.button(translate("removing.button", language), type="primary", key="removing_confirm"):
            return False
        try:
            with st.spinner(translate("removing.running", language)):
                remove([document.id], resources.settings())
        except YijuError as error:
            st.error(translate("removing.failed", language), icon=":material/error:")
            st.code(str(error), language=None, wrap_lines=True)
            return False
    return True


@st.fragment(run_every=_POLL_SECONDS)
def _watch(language: Language) -> None:
    state = resources.importer().state
    if state.running:
        st.progress(state.share, text=progress_words(state, language))
        st.session_state[_SEEN] = "running"
        return
    if st.session_state.get(_SEEN) == "running":  # it has just ended: the list above is out of date
        st.session_state[_SEEN] = "ended"
        st.rerun()
    _report(state, language)


def _report(state: ImportState, language: Language) -> None:
    names: dict[str, str] = st.session_state.get(_NAMES, {})
    lines = [(False, line) for line in st.session_state.get(_REFUSED, [])]
    if names and state.error is not None:
        lines.append((False, state.error))
    for report in state.result.reports if names and state.result else ():
        lines.append((report.error is None, report_words(report, names, language)))
    items = "".join(
        f'<li class="yj-{"done" if good else "failed"}">{"✓" if good else "✗"} {escape(line)}</li>'
        for good, line in lines
    )
    if items:
        st.html(f'<ul class="yj-report" role="status">{items}</ul>')


def report_words(report: FileReport, names: dict[str, str], language: Language) -> str:
    """What became of a file, under the name that the person knows it by."""
    name = next((shown for path, shown in names.items() if path.endswith(report.file.rsplit("/", 1)[-1])), report.file)
    if report.error is not None:
        reason = report.error.partition(": ")[2] or report.error
        return translate("adding.failed", language, name=name, reason=reason)
    key = f"adding.{report.status}" if report.status in ("unchanged", "duplicate") else "adding.added"
    text = translate(key, language, name=name, documents=len(report.documents), passages=report.passages)
    left = report.characters - report.kept
    if report.characters:
        text += translate("adding.characters", language, read=report.characters, kept=report.kept, left=left)
    return "；".join((text, *report.warnings)) if report.status in ("added", "replaced") else text
