"""The number beside a filter is the number of passages that choosing it gives."""

from dataclasses import replace
from datetime import date

import pytest

from index.facets import FacetIndex
from records import Filters

TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
FILTERS = [
    Filters(),
    Filters(types=("commitment",)),
    Filters(countries=("蒙古",), since=date(2021, 1, 1)),
    Filters(documents=(TRADE,), issued_since=date(2022, 1, 1), entities=("亚洲开发银行",)),
    Filters(since=date(2022, 7, 1), until=date(2022, 9, 30), types=("commitment", "deliverable")),
    Filters(issued_until=date(2021, 12, 31)),
]


@pytest.fixture(scope="module")
def index(kb):
    return FacetIndex(kb.db, kb.manifest.generation)


def found(kb, filters):
    return sum(p.form != "heading" for p in kb.select(filters))


@pytest.mark.parametrize("filters", FILTERS)
def test_every_count_is_what_the_search_would_be_left_with(kb, index, filters):
    counts = index.count(filters)
    assert counts.passages == found(kb, filters)
    for type_, n in counts.types:
        assert n == found(kb, replace(filters, types=(type_,)))
    for document, n in counts.documents:
        assert n == found(kb, replace(filters, documents=(document,)))
    for year, n in counts.issued:
        assert n == found(kb, replace(filters, issued_since=date(year, 1, 1), issued_until=date(year, 12, 31)))
    for year, n in counts.years[:6]:
        assert n == found(kb, replace(filters, since=date(year, 1, 1), until=date(year, 12, 31)))
    for named in counts.named("country")[:6]:
        assert named.passages == found(kb, replace(filters, countries=(named.name,)))
    for named in counts.named("organisation", "agreement")[:6]:
        assert named.passages >= found(kb, replace(filters, entities=(named.name,))) >= 0


def test_names_keep_their_order_whatever_is_filtered(index):
    names = [n.name for n in index.count(Filters()).names]
    assert names == [n.name for n in index.count(Filters(types=("challenge",))).names]
    counts = [n.passages for n in index.count(Filters()).names]
    assert counts == sorted(counts, reverse=True)


def test_a_knowledge_base_without_facts_has_nothing_to_filter_by(kb):
    empty = FacetIndex(kb.db, 0).count(Filters(types=("commitment",), since=date(2021, 1, 1)))
    assert (empty.passages, empty.types, empty.names, empty.years) == (0, (), (), ())
