"""A search in the address bar comes back as the same search, and a strange address does no harm."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import UsageError
from records import PASSAGE_TYPES
from ui.state import PAGE_SIZE, SearchRequest

text = st.text(max_size=12).map(str.strip)
names = st.lists(text.filter(bool), max_size=3, unique=True).map(tuple)
types = st.sets(st.sampled_from(PASSAGE_TYPES)).map(lambda chosen: tuple(t for t in PASSAGE_TYPES if t in chosen))
requests = st.builds(
    SearchRequest,
    query=text,
    documents=names,
    types=types,
    countries=names,
    entities=names,
    since=text,
    until=text,
    issued_since=text,
    issued_until=text,
    limit=st.sampled_from([10, 20, 200]),
)
params = st.dictionaries(
    st.sampled_from(["q", "type", "n", "since", "document", "lang", "x"]), st.lists(st.text(max_size=8))
)


@given(requests)
def test_a_link_shows_somebody_else_the_same_search(request):
    assert SearchRequest.from_params(request.to_params()) == request


@given(params)
def test_any_address_gives_a_search_within_bounds(found):
    request = SearchRequest.from_params(found)
    assert PAGE_SIZE <= request.limit <= 200
    assert set(request.types) <= set(PASSAGE_TYPES)


@pytest.mark.parametrize("limit", ["-5", "0", "1e9", "١٢", "999999999999", "x", ""])
def test_an_impossible_number_of_results_is_ignored_or_bounded(limit):
    assert PAGE_SIZE <= SearchRequest.from_params({"n": [limit]}).limit <= 200


def test_an_empty_search_leaves_a_clean_address():
    assert SearchRequest().to_params() == {}
    assert not SearchRequest(query="海关").limited
    assert SearchRequest(countries=("蒙古",)).limited


def test_dates_are_read_as_on_the_command_line():
    filters = SearchRequest(since="2021年第三季度", until="2022-06", issued_since="2021").filters()
    assert (filters.since, filters.until) == (date(2021, 7, 1), date(2022, 6, 30))
    assert filters.issued_since == date(2021, 1, 1)


def test_a_date_that_cannot_be_read_is_named():
    with pytest.raises(UsageError, match="昨天下午"):
        SearchRequest(until="昨天下午").filters()
