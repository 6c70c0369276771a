"""A shelf of hundreds of documents: what somebody looks for is found by a word of its title, and a page is a page."""

from dataclasses import replace
from datetime import date

import pytest

from index.encoders import load_encoder
from index.prepared import prepare
from index.writer import Writer
from ingest.files import read_file
from ingest.gazetteer import Gazetteer
from records import Document
from settings import Settings
from tests.test_app import address, button, markup, open_page
from ui.charts import largest
from ui.figures import timeline_html, types_html
from ui.nav import LIBRARY, OVERVIEW, SEARCH
from ui.shelf import PAGE_DOCUMENTS, newest_first, sorted_documents, with_words

N = 300
REPORT = """# 港口报告

2024年3月1日

## 一、进展

1. 2023年第三季度，越南和老挝的港口改造项目已经完成。

2. 资金缺口仍然很大，项目面临风险。
"""


def document(id_, title="报告", day=None, **more):
    return Document(id_, title, f"{id_}.md", 1, day, None, None, more.pop("passages", 1), "", **more)


SOME = (
    document("a", "交通部门进展报告", date(2020, 5, 1), passages=9),
    document("b", "贸易白皮书", None, issuer="商务部"),
    document("c", "Trade Review", date(2022, 1, 1), passages=4),
)


def test_documents_stand_in_the_order_that_was_asked_for():
    for sort, order in (("newest", "cab"), ("oldest", "acb"), ("title", "cab"), ("largest", "acb")):
        assert "".join(d.id for d in sorted_documents(SOME, sort)) == order, sort
    assert newest_first(SOME) == sorted_documents(SOME, "newest")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", "abc"), ("贸易", "b"), ("TRADE", "c"), ("2020 进展", "a"), ("商务部", "b"), ("a.md", "a"), ("贸易 2020", "")],
)
def test_a_document_is_found_by_all_words_of_title_year_issuer_or_file(typed, found):
    assert "".join(d.id for d in with_words(SOME, typed)) == found


def test_the_chart_of_documents_and_its_table_hold_the_largest_only():
    many = tuple(document(f"d{n}", f"第{n}号", passages=n) for n in range(50))
    assert {d.id for d in largest(many)} == {f"d{n}" for n in range(30, 50)}
    table = types_html([(d.id, "context", d.passages) for d in many], many, "zh")
    assert table.count('<th scope="row"') == 20
    assert '<th scope="row" lang="zh">第49号</th><td>49</td>' in table


def test_the_table_of_a_timeline_leaves_out_what_is_empty_and_speaks_both_languages():
    counts = (("2021-Q3", 2), ("2021-Q4", 0), ("2022-Q1", 5))
    assert "2021年第3季度</th><td>2</td>" in timeline_html(counts, "zh")
    assert "第4季度" not in timeline_html(counts, "zh")
    assert "2022 Q1</th><td>5</td>" in timeline_html(counts, "en")


# -- the pages over three hundred documents -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A knowledge base of many small reports, which differ in title and date."""
    folder = tmp_path_factory.mktemp("shelf")
    file = folder / "report.md"
    file.write_text(REPORT, encoding="utf-8")
    read = read_file(file, Settings(), Gazetteer.base())
    with Writer(folder / "kb") as writer:
        for n in range(N):
            writer.put(f"/shelf/{n}.md", prepare(numbered(read, n)))
        writer.publish(load_encoder("fast"), "fast")
    return folder / "kb"


def numbered(read, n):
    """The same report as the ``n``-th of a series."""
    id_, title, day = f"report-{n}", f"港口报告第{n}期", date(2000 + n // 12, n % 12 + 1, 1)
    (issue,) = read.documents
    own = {p.id: f"{id_}:{p.id.partition(':')[2]}" for p in read.passages}
    passages = tuple(
        replace(
            p, id=own[p.id], document=id_, parent=own.get(p.parent or ""), citation=replace(p.citation, title=title)
        )
        for p in read.passages
    )
    sha = f"{n:064x}"
    return replace(
        read,
        documents=(replace(issue, id=id_, title=title, date=day, file=f"{n}.md", sha256=sha),),
        passages=passages,
        sha256=sha,
    )


@pytest.fixture
def served(shelf, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(shelf))


def titles(test):
    return [part.split("</h2>")[0] for part in markup(test).split('<h2 class="yj-cite" lang="zh">')[1:]]


@pytest.mark.usefixtures("served")
def test_a_page_holds_twenty_documents_the_newest_first_and_can_be_turned():
    test = open_page(LIBRARY)
    assert titles(test) == [f"港口报告第{n}期" for n in range(N - 1, N - 1 - PAGE_DOCUMENTS, -1)]
    button(test, "下一页").click().run()
    assert titles(test)[0] == f"港口报告第{N - 1 - PAGE_DOCUMENTS}期"
    assert any("第 2 / 15 页" in c.value for c in test.caption)


@pytest.mark.usefixtures("served")
def test_a_word_of_the_title_leaves_few_and_stands_in_the_address():
    test = open_page(LIBRARY)
    button(test, "下一页").click().run()
    test.text_input(key="library_find").input("第12期").run()
    assert titles(test) == ["港口报告第12期"]
    assert "1 份符合，共 300 份" in markup(test)
    assert address(test, "find") == ["第12期"]
    assert titles(open_page(LIBRARY, find="第12期")) == ["港口报告第12期"]
    test.text_input(key="library_find").input("没有这个").run()
    assert "没有标题、年份、部门或文件名含“没有这个”的文献" in markup(test)


@pytest.mark.usefixtures("served")
def test_a_document_of_a_long_shelf_is_opened_and_one_comes_back_to_the_same_place():
    test = open_page(LIBRARY, find="第12期")
    button(test, "阅读").click().run()
    assert "yj-reader" in markup(test)
    button(test, "全部文献").click().run()
    assert titles(test) == ["港口报告第12期"]


@pytest.mark.usefixtures("served")
def test_the_other_pages_stay_short_over_a_long_shelf():
    start = open_page(SEARCH)
    listed = [b.label for b in start.button if b.key and b.key.startswith("search_document_")]
    assert len(listed) == 5
    assert "第299期" in listed[0]
    assert "全部 300 份文献" in [b.label for b in start.button]
    overview = open_page(OVERVIEW)
    assert "只列段落最多的 20 份文献。" in [c.value for c in overview.caption]
    assert markup(overview).count('<th scope="row" lang="zh">港口报告第') == 20
