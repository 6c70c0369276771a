"""Names in a query: found by their beginnings, they are those that trying every stretch of it finds."""

import random

import pytest

from index.concepts import concepts, everyday
from index.expand import KnownForms, named_things
from index.forms import Forms, query_pieces
from index.names import all_forms
from index.tokens import fold_name
from settings import PROJECT

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


@pytest.mark.parametrize("most", [1, 4096])
def test_what_a_process_asks_later_is_expanded_as_what_it_asks_first(kb, names, monkeypatch, most):
    """However many names it remembers."""
    monkeypatch.setattr("index.expand._REMEMBERED", most)
    db, generation = kb.db, kb.manifest.generation
    known = KnownForms(lambda _: names)
    for query in 3 * QUERIES:
        assert named_things(db, generation, query, known) == named_things(db, generation, query)
    assert named_things(db, generation, QUERIES[0], known)


def test_word_lists_are_read_as_form_by_form():
    """Folded as a whole they give what folding each form gives."""
    expected = {}
    for line in (PROJECT / "models" / "everyday.tsv").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            official, plain = (
                [fold_name(form) for form in column.split("|") if form.strip()] for column in line.split("\t")
            )
            for form in plain:
                expected.setdefault(form, {}).update(dict.fromkeys(official))
    assert everyday() == {form: tuple(official) for form, official in expected.items()}
    lines = (PROJECT / "models" / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t")[:2] for line in lines if line.strip() and not line.startswith("#")]
    forms = {fold_name(form) for pair in columns for column in pair for form in column.split("|") if form.strip()}
    assert concepts().keys() == forms
