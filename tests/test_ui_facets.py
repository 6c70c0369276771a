"""What there is to filter by, and questions that the knowledge base can answer."""

from collections import Counter
from datetime import date

from records import DateMention, EntityMention
from tests.ui_parts import passage
from ui.charts import name_chart, timeline, timeline_counts, type_chart
from ui.facets import count_facets, example_questions


def mention(name, kind="country", english=None):
    return EntityMention(name, name, english, kind, (0, len(name)))


def dated(start, end):
    return DateMention("x", start, end, (0, 1))


def test_counts_are_those_of_the_knowledge_base(kb):
    passages = [p for p in kb.passages() if p.form != "heading"]
    facets = count_facets(kb.documents(), kb.passages())
    assert dict(facets.types) == Counter(p.type for p in passages)
    assert dict(facets.documents) == Counter(p.document for p in passages)
    assert sum(n for _, _, n in facets.by_document) == facets.passages == len(passages)
    georgia = next(n for n in facets.named("country") if n.name == "格鲁吉亚")
    assert georgia.passages == sum(any(e.name == "格鲁吉亚" for e in p.entities) for p in passages)
    assert georgia.shown("en") == "Georgia"


def test_a_passage_counts_once_for_a_name_that_it_repeats():
    facets = count_facets((), [passage(entities=(mention("蒙古"), mention("蒙古")))])
    assert [(n.name, n.passages) for n in facets.names] == [("蒙古", 1)]


def test_every_example_question_has_an_answer_of_its_type(kb):
    facets = count_facets(kb.documents(), kb.passages())
    assert len(facets.questions) >= 3
    for chinese, english in facets.questions:
        for question in (chinese, english):
            assert kb.search(question).results, question


def test_examples_come_from_the_documents_and_name_each_thing_once():
    passages = [
        passage(id=f"a:{i}", type=type_, entities=(mention(name, english=english),))
        for type_ in ("achievement", "challenge")
        for name, english in (("瓦努阿图", "Vanuatu"), ("汤加", "Tonga"))
        for i in range(3)
    ]
    assert example_questions(passages) == (
        ("汤加取得了哪些进展？", "What progress has Tonga made?"),
        ("瓦努阿图面临哪些困难和风险？", "What problems does Vanuatu face?"),
    )


def test_nothing_to_ask_about_gives_no_examples():
    assert example_questions([passage()]) == ()


def test_the_timeline_counts_a_passage_once_a_quarter_and_shows_empty_quarters():
    passages = [
        passage(dates=(dated(date(2021, 9, 1), date(2021, 9, 30)), dated(date(2021, 7, 1), date(2021, 7, 1)))),
        passage(dates=(dated(date(2022, 1, 1), date(2022, 3, 31)), dated(date(2021, 1, 1), date(2021, 12, 31)))),
        passage(dates=(dated(date(2022, 2, 1), None),)),
    ]
    assert timeline_counts(passages) == (("2021-Q3", 1), ("2021-Q4", 0), ("2022-Q1", 1))
    assert timeline_counts([passage()]) == ()


def test_charts_hold_the_counts_that_they_show(kb):
    facets, documents = count_facets(kb.documents(), kb.passages()), kb.documents()
    drawn = type_chart(facets, documents, "en").to_dict()
    values = [row for rows in drawn["datasets"].values() for row in rows if "n" in row]
    assert {(r["document"], r["type"], r["n"]) for r in values} == set(facets.by_document)
    names = name_chart(facets.named("country"), "en").to_dict()
    assert any(row["name"] == "Georgia" for rows in names["datasets"].values() for row in rows)
    quarters = timeline(timeline_counts(kb.passages()), "zh").to_dict()
    assert sum(r["n"] for rows in quarters["datasets"].values() for r in rows) > 0
