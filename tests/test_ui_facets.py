"""Questions that the knowledge base can answer, and the charts of the overview."""

import pytest

from index.facets import FacetIndex, NamedCount, types_by_document
from records import Filters
from ui.charts import name_chart, timeline, timeline_counts, type_chart
from ui.facets import example_questions, most_named, shown


@pytest.fixture(scope="module")
def index(kb):
    return FacetIndex(kb.db, kb.manifest.generation)


def named(name, english=None, n=3):
    return NamedCount(name, english, "country", n)


def test_a_name_is_shown_in_the_language_of_the_visitor():
    assert shown(named("格鲁吉亚", "Georgia"), "en") == "Georgia"
    assert shown(named("格鲁吉亚", "Georgia"), "zh") == "格鲁吉亚"
    assert shown(named("云川省"), "en") == "云川省"


def test_every_example_question_has_an_answer_of_its_type(kb, index):
    questions = example_questions(most_named(index))
    assert len(questions) >= 3
    for pair in questions:
        for question in pair:
            assert kb.search(question).results, question


def test_examples_come_from_the_documents_and_name_each_thing_once():
    both = (named("汤加", "Tonga"), named("瓦努阿图", "Vanuatu"))
    assert example_questions({"achievement": both, "challenge": both, "commitment": both}) == (
        ("汤加取得了哪些进展？", "What progress has Tonga made?"),
        ("瓦努阿图面临哪些困难和风险？", "What problems does Vanuatu face?"),
    )


def test_what_is_mentioned_once_is_no_example_and_nothing_gives_none():
    assert example_questions({"achievement": (named("汤加", n=1),)}) == ()
    assert example_questions({}) == ()


def test_the_timeline_counts_a_passage_once_a_quarter_and_shows_empty_quarters():
    intervals = [
        (0, "2021-09-01", "2021-09-30"),
        (0, "2021-07-01", "2021-07-01"),
        (1, "2022-01-01", "2022-03-31"),
        (1, "2021-01-01", "2021-12-31"),
    ]
    assert timeline_counts(intervals) == (("2021-Q3", 1), ("2021-Q4", 0), ("2022-Q1", 1))
    assert timeline_counts([]) == ()


def test_charts_hold_the_counts_that_they_show(kb, index):
    types = types_by_document(kb.db, kb.manifest.generation)
    assert sum(n for _, _, n in types) == index.size == sum(p.form != "heading" for p in kb.passages())
    drawn = type_chart(types, kb.documents(), "en").to_dict()
    values = [row for rows in drawn["datasets"].values() for row in rows if "n" in row]
    assert {(r["document"], r["type"], r["n"]) for r in values} == set(types)
    names = name_chart(index.count(Filters()).named("country"), "en").to_dict()
    assert any(row["name"] == "Georgia" for rows in names["datasets"].values() for row in rows)
    quarters = timeline(timeline_counts(index.intervals), "zh").to_dict()
    assert sum(r["n"] for rows in quarters["datasets"].values() for r in rows) > 0
