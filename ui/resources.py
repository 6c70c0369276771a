"""What pages share between visitors and reruns: nothing else in ``ui`` caches.

Pages write ``resources.open_kb()``. Everything that depends on the knowledge base is keyed by its folder and snapshot,
so an import shows at the next rerun, and nothing is computed again before.
"""

from __future__ import annotations

import contextlib
import threading

import streamlit as st

from answer.ask import ask
from answer.brief import make_brief
from answer.brief_edit import Edits
from answer.brief_known import Known
from answer.brief_records import Brief
from answer.check import check_claim
from answer.claims import split_claims
from answer.commitment_records import Commitment
from answer.commitments import register
from answer.conflicts import find_conflicts
from answer.records import AskResponse, ClaimCheck, Conflict
from answer.sources import sources_of
from errors import YijuError
from index.facets import FacetCounts, FacetIndex, types_by_document
from index.layout import Layout
from index.store import KnowledgeBase
from ingest.guard import guarded
from ingest.pdf.picture import PagePicture, draw_page
from records import Document, Filters, Passage, PassageType, SearchResponse, Term
from settings import Settings
from ui.charts import timeline_counts
from ui.facets import example_questions, most_named
from ui.jobs import Importer
from ui.later import Later
from ui.memory import settle
from ui.snapshots import remembered
from ui.strings import translate

__all__ = [
    "answer",
    "brief",
    "check",
    "commitments",
    "conflicts",
    "counts",
    "documents",
    "facets",
    "has_conflicts",
    "importer",
    "open_kb",
    "passages",
    "picture",
    "questions",
    "search",
    "select",
    "settings",
    "terms",
    "timeline",
    "types_of_documents",
]

_SOON = 8.0  # seconds that a note waits for what it can do without


def settings() -> Settings:
    """The settings of this process."""
    return Settings.from_environment()


def open_kb() -> KnowledgeBase:
    """The current snapshot, opened once for all.

    :raises KnowledgeBaseError: there is none, or it cannot be opened.
    """
    manifest = Layout(settings().kb).read_manifest()
    return _opened(settings(), manifest.snapshot, manifest.built)


def importer() -> Importer:
    """The one importer of this process."""
    return _importer(settings())


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs={Settings: repr})
def _opened(chosen: Settings, snapshot: str, built: str) -> KnowledgeBase:
    kb = KnowledgeBase.open(settings=chosen)
    threading.Thread(target=_warm, args=(kb,), name="yiju-warm", daemon=True).start()
    return kb


def _warm(kb: KnowledgeBase) -> None:
    """Load the model, the indexes and the names while the first visitor still types."""
    with contextlib.suppress(YijuError):  # whoever asks is told what is wrong
        ask(kb, translate("search.title", "zh"))
    kb.close()
    settle()


@st.cache_resource(show_spinner=False, max_entries=2, hash_funcs={Settings: repr})
def _importer(chosen: Settings) -> Importer:
    return Importer(chosen)


# -- what there is ------------------------------------------------------------------------------------------------


@remembered(2)
def documents(kb: KnowledgeBase) -> tuple[Document, ...]:
    """All documents of a snapshot."""
    return kb.documents()


@remembered(2)
def types_of_documents(kb: KnowledgeBase) -> tuple[tuple[str, PassageType, int], ...]:
    """(document, type, passages)."""
    return types_by_document(kb.db, kb.manifest.generation)


@remembered(8)
def passages(kb: KnowledgeBase, document: str) -> tuple[Passage, ...]:
    """All passages of a document in reading order."""
    return tuple(kb.passages(document))


@remembered(2)
def terms(kb: KnowledgeBase) -> tuple[Term, ...]:
    """The abbreviations of a snapshot."""
    return kb.terms()


@remembered(2)
def timeline(kb: KnowledgeBase) -> tuple[tuple[str, int], ...]:
    """Passages by quarter of the dates in them."""
    return timeline_counts(facets(kb).intervals)


@remembered(40, hour=True, by_id=(Document, Passage))
def picture(kb: KnowledgeBase, document: Document, passage: Passage, page: int) -> PagePicture:
    """A page of the file of a passage, drawn in a guarded child process.

    :raises SourceError: the file has gone or changed since it was read, or the page cannot be drawn.
    """
    chosen = settings()
    pieces = tuple(passage.text[s.start : s.end] for s in passage.segments) or (passage.text,)
    return guarded(
        draw_page,
        kb.source_file(document),
        document.sha256,
        page,
        passage.page or page,
        pieces,
        chosen.password,
        seconds=chosen.read_seconds,
        memory=chosen.read_memory_bytes,
        name=document.file,
    )


# -- what was asked for -------------------------------------------------------------------------------------------


@remembered(2)
def facets(kb: KnowledgeBase) -> FacetIndex:
    """What there is to filter by in a snapshot."""
    return FacetIndex(kb.db, kb.manifest.generation)


@remembered(200, hour=True)
def counts(kb: KnowledgeBase, filters: Filters) -> FacetCounts:
    """Passages by each filter, under the others."""
    return facets(kb).count(filters)


@remembered(2)
def questions(kb: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """Questions that this knowledge base can answer, as (Chinese, English)."""
    return example_questions(most_named(facets(kb)))


@remembered(200, hour=True)
def search(kb: KnowledgeBase, query: str, filters: Filters, limit: int) -> SearchResponse:
    """:meth:`KnowledgeBase.search`, remembered for a while."""
    return kb.search(query, filters, limit)


@remembered(20, hour=True)
def select(kb: KnowledgeBase, filters: Filters) -> tuple[Passage, ...]:
    """:meth:`KnowledgeBase.select` without headings, remembered for a while."""
    return tuple(p for p in kb.select(filters) if p.form != "heading")


@remembered(200, hour=True)
def answer(kb: KnowledgeBase, question: str, filters: Filters) -> AskResponse:
    """:func:`answer.ask.ask`, remembered for a while."""
    return ask(kb, question, filters)


# -- what is made of it -------------------------------------------------------------------------------------------


@remembered(30, hour=True)
def check(kb: KnowledgeBase, text: str) -> tuple[ClaimCheck, ...]:
    """The claims of a text, checked and remembered for a while."""
    sources = sources_of(kb)
    return tuple(check_claim(sources, claim) for claim in split_claims(text))


@remembered(2)
def _conflicts(kb: KnowledgeBase) -> Later[tuple[Conflict, ...]]:
    def find() -> tuple[Conflict, ...]:
        try:
            return find_conflicts(kb)
        finally:
            kb.close()  # the connection of this thread
            settle()

    return Later(find)


def conflicts(kb: KnowledgeBase) -> tuple[Conflict, ...]:
    """All statements of a snapshot that disagree; the first time it takes minutes where there are many thousands."""
    return _conflicts(kb).wait()


def has_conflicts(kb: KnowledgeBase, seconds: float = 0.0) -> bool:
    """Whether :func:`conflicts` answers at once, or will within so many seconds; from then on they are looked for."""
    return _conflicts(kb).soon(seconds) is not None


@remembered(2)
def commitments(kb: KnowledgeBase) -> tuple[Commitment, ...]:
    """The register of a snapshot with its follow-up, in reading order."""
    return register(kb)


def brief(kb: KnowledgeBase, topic: str, basket: tuple[str, ...], edits: Edits) -> tuple[Brief, bool]:
    """:func:`answer.brief.make_brief`, remembered for a while, and whether it is whole.

    The conflicts of a large knowledge base take minutes: a note does not wait for them.
    """
    whole = has_conflicts(kb, _SOON)
    return _brief(kb, topic, basket, edits, whole), whole


@remembered(50, hour=True)
def _brief(kb: KnowledgeBase, topic: str, basket: tuple[str, ...], edits: Edits, whole: bool) -> Brief:
    known = Known(commitments(kb), conflicts(kb) if whole else None)
    return make_brief(kb, topic, basket=basket, edits=edits, known=known)
