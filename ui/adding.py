"""Adding documents: choose files, watch the import, read what became of each. Replacing one, and taking one out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from errors import KnowledgeBaseBusy, SourceError, YijuError
from index.build import remove
from index.handed_in import HandedIn
from ingest.files import SUFFIXES
from ingest.report import FileReport
from records import Document
from ui import access, resources, uploads
from ui.jobs import ImportState
from ui.reasons import reason_words
from ui.start import progress_words
from ui.strings import Language, translate

__all__ = ["report_words", "show", "show_removal", "show_replacement", "watch"]

_POLL_SECONDS = 0.5
_REFUSED = "adding_refused"
_MINE = "adding_mine"  # whether the last import was started here
_WHERE = "adding_where"  # the document that the last import was to replace
_MOST_FILES = 300  # in one go
_SHOWN_FILES = 12  # that went well; of more the names are folded
_SHOWN_WARNINGS = 20


def show(language: Language) -> None:
    """The form, folded away, and below it the running or the last import."""
    with st.container(key="adding"):
        title = translate("adding.title", language)
        with (
            st.expander(title, icon=":material/upload_file:", key="adding_open"),
            st.form("adding_form", border=False, clear_on_submit=True),
        ):
            files = _uploader("adding_files", language, several=True)
            if st.form_submit_button(translate("adding.button", language), icon=":material/upload:", type="primary"):
                _take(files, (), language)
                st.session_state[_WHERE] = ""
        watch(language)


def show_replacement(document: Document, parts: Sequence[Document], language: Language) -> None:
    """A form for a newer version of a file.

    :param parts: all documents of the file; they go together.
    """
    with st.popover(translate("replacing.title", language), icon=":material/sync:"):
        st.write(translate("replacing.body", language))
        if len(parts) > 1:
            st.write(translate("replacing.parts", language, n=len(parts)))
        with st.form("replacing_form", border=False, clear_on_submit=True):
            file = _uploader("replacing_file", language, several=False)
            if st.form_submit_button(translate("replacing.button", language), type="primary"):
                _take([file] if file else [], tuple(part.id for part in parts), language)
                st.session_state[_WHERE] = document.id


def _uploader(key: str, language: Language, *, several: bool) -> Any:
    limit = resources.settings().max_binary_bytes // 2**20
    return st.file_uploader(
        translate("adding.field", language, limit=limit),
        type=sorted(s.removeprefix(".") for s in SUFFIXES),
        accept_multiple_files=several,
        key=key,
    )


def _take(files: Sequence[Any], replaces: tuple[str, ...], language: Language) -> None:
    """Keep the files and start the import."""
    if not access.may_curate():
        access.curators_only(language)
        return
    if not files:  # also pressed in the moment between the name of a file and its content
        st.warning(translate("adding.none", language), icon=":material/upload_file:")
        return
    if resources.importer().state.running:  # before anything is kept
        st.warning(translate("adding.busy", language), icon=":material/hourglass_empty:")
        return
    names: dict[Path, str] = {}
    refused: list[str] = []
    for file in files[:_MOST_FILES]:
        name = uploads.own_name(file.name)
        try:
            names[uploads.keep(name, file.getvalue(), resources.settings())] = name
        except SourceError as error:
            refused.append(translate("adding.failed", language, name=name, reason=reason_words(error.reason, language)))
    if len(files) > _MOST_FILES:
        refused.append(translate("adding.too_many", language, most=_MOST_FILES))
    st.session_state[_REFUSED] = refused
    st.session_state[_MINE] = bool(names) and resources.importer().start(list(names), HandedIn(names, replaces))
    if names and not st.session_state[_MINE]:
        st.warning(translate("adding.busy", language), icon=":material/hourglass_empty:")


def show_removal(document: Document, language: Language) -> bool:
    """A button that takes a document out, after asking.

    :returns: whether it has been taken out just now.
    """
    with st.popover(translate("removing.title", language), icon=":material/delete:"):
        st.write(translate("removing.body", language))
        if not st.button(translate("removing.button", language), type="primary", key="removing_confirm"):
            return False
        if not access.may_curate():
            access.curators_only(language)
            return False
        try:
            with st.spinner(translate("removing.running", language)):
                remove([document.id], resources.settings())
        except KnowledgeBaseBusy:
            st.warning(translate("adding.busy", language), icon=":material/hourglass_empty:")
            return False
        except YijuError as error:
            st.error(translate("removing.failed", language), icon=":material/error:")
            st.code(str(error), language=None, wrap_lines=True)
            return False
    return True


@st.fragment(run_every=_POLL_SECONDS)
def _watch_running(language: Language) -> None:
    state = resources.importer().state
    if state.running:
        key = "adding.running" if st.session_state.get(_MINE) else "adding.running_other"
        st.progress(state.share, text=f"{translate(key, language)} {progress_words(state, language)}")
        return
    st.rerun()  # it has just ended: the page is out of date


def watch(language: Language, document: str = "") -> None:
    """How far the running import is, whoever started it; else what became of the last one of this visitor.

    :param document: the one that is being read; what became of other imports is told on the shelf.
    """
    state = resources.importer().state
    if state.running:
        _watch_running(language)
    elif st.session_state.get(_WHERE, "") == document and _report(state, language):
        st.button(translate("adding.close", language), key="adding_close", type="tertiary", on_click=_close)


def _close() -> None:
    for name in (_MINE, _REFUSED):
        st.session_state.pop(name, None)


def _report(state: ImportState, language: Language) -> bool:
    """What became of each file: what went wrong first; many that went well are counted, and named on request.

    :returns: whether there is anything to tell.
    """
    bad = [_line(line, language, good=False) for line in st.session_state.get(_REFUSED, [])]
    fine: list[str] = []
    if st.session_state.get(_MINE):
        if state.busy:
            bad.append(_line(translate("adding.busy", language), language, good=False))
        elif state.error is not None:
            bad.append(_line(state.error, language, good=False))
        for report in state.result.reports if state.result else ():
            warnings = report.warnings if report.status in ("added", "replaced") else ()
            good = report.error is None
            (fine if good else bad).append(
                _line(report_words(report, state.names, language), language, warnings, good=good)
            )
    if len(fine) > _SHOWN_FILES:
        words = escape(translate("adding.went_well", language, n=len(fine)))
        fine = [
            f'<li class="yj-done"><details class="yj-note"><summary>✓ {words}</summary>'
            f'<ul class="yj-report">{"".join(fine)}</ul></details></li>'
        ]
    if bad or fine:
        st.html(f'<ul class="yj-report" role="status">{"".join((*bad, *fine))}</ul>')
    return bool(bad or fine)


def _line(words: str, language: Language, warnings: Sequence[str] = (), *, good: bool) -> str:
    more = ""
    if warnings:
        shown = "".join(f"<li>{escape(w)}</li>" for w in warnings[:_SHOWN_WARNINGS])
        title = escape(translate("adding.warnings", language, n=len(warnings)))
        more = f'<details class="yj-note"><summary>{title}</summary><ul>{shown}</ul></details>'
    return f'<li class="yj-{"done" if good else "failed"}">{"✓" if good else "✗"} {escape(words)}{more}</li>'


def report_words(report: FileReport, names: Mapping[Path, str], language: Language) -> str:
    """What became of a file, as a sentence, under the name that the person knows it by."""
    name = next((own for path, own in names.items() if path.name == Path(report.file).name), report.file)
    if report.error is not None:
        name = next((own for path, own in names.items() if path.name in report.error), Path(report.file).name)
        reason = report.error.partition(": ")[2] or report.error
        return translate("adding.failed", language, name=name, reason=reason_words(reason, language))
    known = ("unchanged", "duplicate", "replaced")
    key = f"adding.{report.status}" if report.status in known else "adding.added"
    text = translate(key, language, name=name, documents=len(report.documents), passages=report.passages)
    if report.status not in ("added", "replaced") or not report.characters:
        return text
    left = report.characters - report.kept
    return text + translate("adding.characters", language, read=report.characters, kept=report.kept, left=left)
