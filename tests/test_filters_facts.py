"""Filters on what passages say in figures and abbreviations."""

import argparse

import pytest

from commands.options import quantity
from errors import UsageError
from index.store import KnowledgeBase
from records import Filters


@pytest.fixture(scope="module")
def kb(corpus_kb_folder):
    with KnowledgeBase.open(corpus_kb_folder) as opened:
        yield opened


def test_amounts_of_a_unit(kb):
    found = list(kb.select(Filters(units=("GBP",))))
    assert found
    assert all(any(a.unit == "GBP" for a in p.amounts) for p in found)


def test_amounts_within_bounds_count_for_the_same_amount(kb):
    found = list(kb.select(Filters(units=("USD",), amount_from=1_000_000, amount_to=20_000_000)))

    def fits(amount):
        low, high = amount.value if isinstance(amount.value, tuple) else (amount.value, amount.value)
        return amount.unit == "USD" and high >= 1_000_000 and low <= 20_000_000

    expected = [p.id for p in kb.passages() if any(fits(a) for a in p.amounts)]
    assert [p.id for p in found] == expected != []


def test_every_count_is_a_count(kb):
    found = list(kb.select(Filters(units=("count",), documents=("carec-som-2022-06-28-trade-and-corridors",))))
    assert found
    assert all(any(a.unit.startswith("count:") for a in p.amounts) for p in found)


def test_a_term_stands_for_all_its_forms(kb):
    by_abbreviation = [p.id for p in kb.select(Filters(terms=("CCC",)))]
    assert by_abbreviation == [p.id for p in kb.select(Filters(terms=("海关合作委员会",)))]
    texts = [p.text.replace(" ", "") for p in kb.select(Filters(terms=("CCC",)))]
    assert any("CCC" not in text for text in texts)
    assert all("CCC" in text or "海关合作委员会" in text for text in texts)


def test_an_unknown_term_says_so(kb):
    with pytest.raises(UsageError, match="no document explains the term 'ZZZ'"):
        list(kb.select(Filters(terms=("ZZZ",))))


def test_the_limits_of_a_search_are_shown():
    limits = Filters(units=("USD",), amount_from=0, terms=("CCC",))
    assert limits.to_dict() == {"units": ["USD"], "terms": ["CCC"], "amount_from": 0}


@pytest.mark.parametrize(
    ("text", "value"), [("2000000", 2e6), ("2,000,000", 2e6), ("200万", 2e6), ("1.5亿", 1.5e8), ("二百万", 2e6)]
)
def test_bounds_as_people_type_them(text, value):
    assert quantity(text) == value


def test_a_bound_that_is_no_number():
    with pytest.raises(argparse.ArgumentTypeError, match="write 2000000, 200万"):
        quantity("viel")
