"""What went wrong, in a sentence for the person at the screen, with the next step; technical words are folded away.

An index that another version of the program or another model has made is built again at the press of a button, by
whoever may import, under the same lock as an import.
"""

from __future__ import annotations

import streamlit as st

from errors import (
    KnowledgeBaseBusy,
    KnowledgeBaseDamaged,
    KnowledgeBaseError,
    KnowledgeBaseMismatch,
    KnowledgeBaseUnwritable,
    ModelError,
    OptionalDependencyError,
    StoreUnreachable,
    YijuError,
)
from ui import access, resources
from ui.start import progress_words
from ui.strings import Language, translate

__all__ = ["page", "show", "trouble_words"]

_POLL_SECONDS = 1.0
_REBUILD = "yiju rebuild"  # the step that messages name where it is the remedy; see index
_WORDS: tuple[tuple[type[YijuError], str], ...] = (
    (KnowledgeBaseMismatch, "trouble.mismatch"),
    (KnowledgeBaseDamaged, "trouble.damaged"),
    (KnowledgeBaseBusy, "trouble.busy"),
    (KnowledgeBaseUnwritable, "trouble.unwritable"),
    (StoreUnreachable, "trouble.unreachable"),
    (ModelError, "trouble.model"),
    (OptionalDependencyError, "trouble.package"),
    (YijuError, "trouble.other"),
)


def trouble_words(error: YijuError, language: Language) -> str:
    """What an error means for a person, and the next step."""
    if isinstance(error, KnowledgeBaseMismatch) and _REBUILD in str(error):
        return translate("trouble.outdated", language)
    return translate(next(key for kind, key in _WORDS if isinstance(error, kind)), language)


def page(error: KnowledgeBaseError, language: Language) -> None:
    """A knowledge base that is there but cannot be opened: the whole page."""
    st.title(translate("trouble.title", language), anchor=False)
    show(error, language)


def show(error: YijuError, language: Language) -> None:
    """Something that a page could not do."""
    if resources.importer().state.running:
        _watch(language)
        return
    st.error(trouble_words(error, language), icon=":material/error:")
    if isinstance(error, KnowledgeBaseMismatch) and _REBUILD in str(error):
        _remedy(embed_only=f"{_REBUILD} --embed-only" in str(error), language=language)
    with st.expander(translate("trouble.detail", language)):
        st.code(str(error), language=None, wrap_lines=True)


def _remedy(*, embed_only: bool, language: Language) -> None:
    if not access.may_curate():
        st.caption(translate("trouble.curator", language))
        return
    last = resources.importer().state
    if last.error is not None:
        st.warning(translate("adding.busy" if last.busy else "trouble.failed", language), icon=":material/error:")
    words = translate("trouble.rebuild", language)
    if st.button(words, key="trouble_rebuild", type="primary", icon=":material/build:") and access.may_curate():
        resources.importer().rebuild(embed_only=embed_only)
        st.rerun()


@st.fragment(run_every=_POLL_SECONDS)
def _watch(language: Language) -> None:
    state = resources.importer().state
    if not state.running:
        st.rerun()
    st.progress(state.share, text=progress_words(state, language))
