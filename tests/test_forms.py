"""Names in a query: found by their beginnings, they are those that trying every stretch of it finds."""

import random

import pytest

from index.concepts import concepts
from index.expand import KnownForms, named_things
from index.forms import Forms, query_pieces
from index.names import all_forms

QUERIES = (
    "蒙古和亚行的海关合作委员会2022年会议",
    "CAREC 2030与WTO",
    "paperless trade in Mongolia",
    "adbi 2021adb a",
    "",
)


@pytest.fixture(scope="module")
def names(kb):
    return all_forms(kb.db, kb.manifest.generation)


@pytest.mark.parametrize("shipped", [False, True])
def test_names_are_those_of_all_stretches_of_a_query(names, shipped):
    table = sorted(concepts()) if shipped else names
    forms, chosen = Forms(table), random.Random(4)
    parts = [*table, " ", "，", "a", "12", "的", "第", "\0"]
    made = ["".join(chosen.choice(parts) for _ in range(chosen.randint(1, 6))) for _ in range(300)]
    found = [forms.whole(query) for query in (*QUERIES, *made)]
    assert found == [query_pieces(query) & set(table) for query in (*QUERIES, *made)]
    assert sum(map(len, found)) > 300


def test_what_a_process_asks_later_is_expanded_as_what_it_asks_first(kb, names):
    db, generation = kb.db, kb.manifest.generation
    known = KnownForms(lambda _: names)
    for query in QUERIES:
        assert named_things(db, generation, query, known) == named_things(db, generation, query)
    assert named_things(db, generation, QUERIES[0], known)
