"""What pages share between visitors and reruns: nothing else in ``ui`` caches.

Pages write ``resources.open_kb()``. Everything that depends on the knowledge base is keyed by its folder and snapshot,
so an import shows at the next rerun, and nothing is computed again before.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

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
from ui.strings import translate

__all__ = [
    "answer",
    "brief",
    "commitments",
    "conflicts",
    "counts",
    "documents",
    "facets",
    "importer",
    "known",
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


_one_question = threading.Lock()  # what answering keeps in memory is not made for several threads at once


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


def documents(kb: KnowledgeBase) -> tuple[Document, ...]:
    """All documents of a snapshot."""
    return _documents(kb, *_version(kb))


def facets(kb: KnowledgeBase) -> FacetIndex:
    """What there is to filter by in a snapshot."""
    return _facets(kb, *_version(kb))


def counts(kb: KnowledgeBase, filters: Filters) -> FacetCounts:
    """Passages by each filter, under the others."""
    return _counts(kb, *_version(kb), filters)


def types_of_documents(kb: KnowledgeBase) -> tuple[tuple[str, PassageType, int], ...]:
    """(document, type, passages)."""
    return _types_of_documents(kb, *_version(kb))


def questions(kb: KnowledgeBase) -> tuple[tuple[str, str], ...]:
    """Questions that this knowledge base can answer, as (Chinese, English)."""
    return _questions(kb, *_version(kb))


def answer(kb: KnowledgeBase, question: str, filters: Filters) -> AskResponse:
    """:func:`answer.ask.ask`, remembered for a while."""
    return _answer(kb, *_version(kb), question, filters)


def search(kb: KnowledgeBase, query: str, filters: Filters, limit: int) -> SearchResponse:
    """:meth:`KnowledgeBase.search`, remembered for a while."""
    return _search(kb, *_version(kb), query, filters, limit)


def terms(kb: KnowledgeBase) -> tuple[Term, ...]:
    """The abbreviations of a snapshot."""
    return _terms(kb, *_version(kb))


def timeline(kb: KnowledgeBase) -> tuple[tuple[str, int], ...]:
    """Passages by quarter of the dates in them."""
    return _timeline(kb, *_version(kb))


def passages(kb: KnowledgeBase, document: str) -> tuple[Passage, ...]:
    """All passages of a document in reading order."""
    return _passages(kb, *_version(kb), document)


def select(kb: KnowledgeBase, filters: Filters) -> tuple[Passage, ...]:
    """:meth:`KnowledgeBase.select` without headings, remembered for a while."""
    return _select(kb, *_version(kb), filters)


def check(kb: KnowledgeBase, text: str) -> tuple[ClaimCheck, ...]:
    """The claims of a text, checked and remembered for a while; other visitors are let in between two of them."""
    return _check(kb, *_version(kb), text)


def conflicts(kb: KnowledgeBase) -> tuple[Conflict, ...]:
    """All statements of a snapshot that disagree."""
    return _conflicts(kb, *_version(kb))


def commitments(kb: KnowledgeBase) -> tuple[Commitment, ...]:
    """The register of a snapshot with its follow-up, in reading order."""
    return _commitments(kb, *_version(kb))


def brief(kb: KnowledgeBase, topic: str, basket: tuple[str, ...], edits: Edits) -> Brief:
    """:func:`answer.brief.make_brief`, remembered for a while."""
    return _brief(kb, *_version(kb), topic, basket, edits)


def known(kb: KnowledgeBase) -> Known:
    """What briefings draw on beside passages."""
    return _known(kb, *_version(kb))


def picture(kb: KnowledgeBase, document: Document, passage: Passage, page: int) -> PagePicture:
    """A page of the file of a passage, drawn in a guarded child process.

    :raises SourceError: the file has gone or changed since it was read, or the page cannot be drawn.
    """
    return _picture(kb, *_version(kb), document, passage, page)


def _version(kb: KnowledgeBase) -> tuple[Path, str, str]:
    return kb.layout.root, kb.snapshot, kb.manifest.built


@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(chosen: Settings, snapshot: str, built: str) -> KnowledgeBase:
    kb = KnowledgeBase.open(settings=chosen)
    threading.Thread(target=_warm, args=(kb,), name="yiju-warm", daemon=True).start()
    return kb


def _warm(kb: KnowledgeBase) -> None:
    """Load the model, the indexes and the names while the first visitor still types."""
    with _one_question, contextlib.suppress(YijuError):  # whoever asks is told what is wrong
        ask(kb, translate("search.title", "zh"))
    kb.close()


@st.cache_resource(show_spinner=False, max_entries=2)
def _importer(chosen: Settings) -> Importer:
    return Importer(chosen)


@st.cache_resource(show_spinner=False, max_entries=2)
def _documents(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[Document, ...]:
    return _kb.documents()


@st.cache_resource(show_spinner=False, max_entries=2)
def _facets(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> FacetIndex:
    return FacetIndex(_kb.db, _kb.manifest.generation)


@st.cache_resource(show_spinner=False, max_entries=200, ttl=3600)
def _counts(_kb: KnowledgeBase, root: Path, snapshot: str, built: str, filters: Filters) -> FacetCounts:
    return facets(_kb).count(filters)


@st.cache_resource(show_spinner=False, max_entries=2)
def _types_of_documents(
    _kb: KnowledgeBase, root: Path, snapshot: str, built: str
) -> tuple[tuple[str, PassageType, int], ...]:
    return types_by_document(_kb.db, _kb.manifest.generation)


@st.cache_resource(show_spinner=False, max_entries=2)
def _questions(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[tuple[str, str], ...]:
    return example_questions(most_named(facets(_kb)))


@st.cache_resource(show_spinner=False, max_entries=200, ttl=3600)
def _answer(_kb: KnowledgeBase, root: Path, snapshot: str, built: str, question: str, filters: Filters) -> AskResponse:
    with _one_question:
        return ask(_kb, question, filters)


@st.cache_resource(show_spinner=False, max_entries=200, ttl=3600)
def _search(
    _kb: KnowledgeBase, root: Path, snapshot: str, built: str, query: str, filters: Filters, limit: int
) -> SearchResponse:
    return _kb.search(query, filters, limit)


@st.cache_resource(show_spinner=False, max_entries=2)
def _terms(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[Term, ...]:
    return _kb.terms()


@st.cache_resource(show_spinner=False, max_entries=2)
def _timeline(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[tuple[str, int], ...]:
    return timeline_counts(facets(_kb).intervals)


@st.cache_resource(show_spinner=False, max_entries=8)
def _passages(_kb: KnowledgeBase, root: Path, snapshot: str, built: str, document: str) -> tuple[Passage, ...]:
    return tuple(_kb.passages(document))


@st.cache_resource(show_spinner=False, max_entries=20, ttl=3600)
def _select(_kb: KnowledgeBase, root: Path, snapshot: str, built: str, filters: Filters) -> tuple[Passage, ...]:
    return tuple(p for p in _kb.select(filters) if p.form != "heading")


@st.cache_resource(show_spinner=False, max_entries=2)
def _commitments(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[Commitment, ...]:
    return register(_kb)


@st.cache_resource(show_spinner=False, max_entries=2)
def _known(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> Known:
    return Known(commitments(_kb), conflicts(_kb))


@st.cache_resource(show_spinner=False, max_entries=50, ttl=3600)
def _brief(
    _kb: KnowledgeBase, root: Path, snapshot: str, built: str, topic: str, basket: tuple[str, ...], edits: Edits
) -> Brief:
    return make_brief(_kb, topic, basket=basket, edits=edits, known=known(_kb))


@st.cache_resource(
    show_spinner=False, max_entries=40, ttl=3600, hash_funcs={Document: lambda d: d.id, Passage: lambda p: p.id}
)
def _picture(
    _kb: KnowledgeBase, root: Path, snapshot: str, built: str, document: Document, passage: Passage, page: int
) -> PagePicture:
    chosen = settings()
    pieces = tuple(passage.text[s.start : s.end] for s in passage.segments) or (passage.text,)
    return guarded(
        draw_page,
        _kb.source_file(document),
        document.sha256,
        page,
        passage.page or page,
        pieces,
        chosen.password,
        seconds=chosen.read_seconds,
        memory=chosen.read_memory_bytes,
        name=document.file,
    )


@st.cache_resource(show_spinner=False, max_entries=30, ttl=3600)
def _check(_kb: KnowledgeBase, root: Path, snapshot: str, built: str, text: str) -> tuple[ClaimCheck, ...]:
    found = []
    for claim in split_claims(text):
        with _one_question:
            found.append(check_claim(sources_of(_kb), claim))
    return tuple(found)


@st.cache_resource(show_spinner=False, max_entries=2)
def _conflicts(_kb: KnowledgeBase, root: Path, snapshot: str, built: str) -> tuple[Conflict, ...]:
    with _one_question:
        return find_conflicts(_kb)
