"""The pages as a person works with them, without a browser: what is typed, pressed and shown."""

import pytest
from streamlit.testing.v1 import AppTest

from records import Filters
from settings import PROJECT
from ui import contexts
from ui.export import markdown_escape
from ui.nav import LIBRARY, OVERVIEW, PAGES, SEARCH
from ui.strings import translate

SEARCH_FILTERS = Filters()
TRADE = "carec-som-2022-06-28-trade-and-corridors.1"


@pytest.fixture
def served(corpus_kb_folder, monkeypatch):
    """The app would serve the knowledge base of the shipped corpus."""
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))


def open_page(page, **params):
    test = AppTest.from_file(str(page.file), default_timeout=300)
    for name, value in params.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, test.exception
    return test


def markup(test):
    """All HTML of a page but its style and script."""
    bodies = [element.proto.body for element in test.get("html")]
    return "\n".join(body for body in bodies if not body.startswith(("<span hidden></span><style", "<script")))


def address(test, name):
    """The values of a query parameter."""
    value = test.query_params[name]
    return [value] if isinstance(value, str) else value


def button(test, label):
    return next(b for b in test.button if b.label == label)


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_opens_in_both_languages(page, language):
    test = open_page(page, lang=language)
    assert test.title[0].value
    assert translate("app.other_language", language) in [b.label for b in test.button]


@pytest.mark.usefixtures("served")
def test_a_question_gives_cited_passages():
    test = open_page(SEARCH)
    test.text_input(key="search_query").input("国家单一窗口")
    button(test, "检索").click().run()
    assert "《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段" in markup(test)
    assert '<mark class="yj-hit">国家单一窗口</mark>' in markup(test)
    assert address(test, "q") == ["国家单一窗口"]


@pytest.mark.usefixtures("served")
def test_a_link_restores_question_and_filters():
    test = open_page(SEARCH, q="世贸组织", country=["格鲁吉亚"], type=["achievement", "commitment"])
    assert test.text_input(key="search_query").value == "世贸组织"
    assert test.multiselect(key="search_countries").value == ["格鲁吉亚"]
    assert address(test, "type") == ["achievement", "commitment"]
    assert "格鲁吉亚" in markup(test)


@pytest.mark.usefixtures("served")
def test_a_filter_narrows_the_results_and_can_be_cleared():
    test = open_page(SEARCH, q="海关")
    test.multiselect(key="search_countries").select("蒙古").run()
    assert address(test, "country") == ["蒙古"]
    cards = [body for body in markup(test).split("<article")[1:]]
    assert cards
    assert all("蒙古" in card for card in cards)
    button(test, "清除筛选").click().run()
    assert "country" not in test.query_params
    assert address(test, "q") == ["海关"]


@pytest.mark.usefixtures("served")
def test_filters_alone_list_the_passages_in_reading_order(kb):
    test = open_page(SEARCH, type="challenge", document=TRADE)
    expected = [p for p in kb.passages(TRADE) if p.type == "challenge" or any(s.type == "challenge" for s in p.also)]
    shown = markup(test)
    places = [shown.index(p.citation.text) for p in expected]
    assert places == sorted(places)
    assert f"符合筛选的 {len(expected)} 段" in shown


@pytest.mark.usefixtures("served")
def test_nothing_found_says_what_was_searched(kb):
    test = open_page(SEARCH, q="qzxv wkjh 9999")
    shown = markup(test)
    assert "未找到" in shown
    assert f"在 {kb.manifest.documents} 份文献、{kb.manifest.passages} 段中检索了“qzxv wkjh 9999”" in shown


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(("language", "words"), [("zh", "没有 2019"), ("en", "without 2019")])
def test_a_result_without_the_year_asked_for_says_so_in_both_languages(language, words):
    assert words in markup(open_page(SEARCH, q="2019年国家单一窗口", lang=language))


@pytest.mark.usefixtures("served")
def test_a_date_that_cannot_be_read_is_explained():
    test = open_page(SEARCH, q="海关")
    test.selectbox(key="search_since_year").select("custom").run()
    test.text_input(key="search_since_text").input("昨天").run()
    assert "看不懂日期“昨天”" in test.warning[0].value


@pytest.mark.usefixtures("served")
def test_filters_of_a_link_that_are_not_there_are_named_and_ignored():
    test = open_page(SEARCH, q="海关", country="亚特兰蒂斯", document="gone")
    assert "亚特兰蒂斯" in markup(test)
    assert "<article" in markup(test)


@pytest.mark.usefixtures("served")
def test_an_example_question_is_asked_by_pressing_it():
    test = open_page(SEARCH)
    examples = [b for b in test.button if b.key and b.key.startswith("search_example_")]
    assert len(examples) >= 3
    examples[0].click().run()
    assert address(test, "q")
    assert "<article" in markup(test)


@pytest.mark.usefixtures("served")
def test_more_results_can_be_asked_for_and_the_link_keeps_them():
    test = open_page(SEARCH, q="贸易")
    assert markup(test).count("<article") == 10
    button(test, "再显示 10 段").click().run()
    assert markup(test).count("<article") == 20
    assert address(test, "n") == ["20"]
    test.text_input(key="search_query").input("海关")
    button(test, "检索").click().run()
    assert "n" not in test.query_params


@pytest.mark.usefixtures("served")
def test_context_opens_and_closes_under_its_result():
    test = open_page(SEARCH, q="国家单一窗口")
    test.session_state[contexts.OPEN] = {f"{TRADE}:18"}
    (card,) = [c for c in markup(test.run()).split("<article") if 'aria-current="true"' in c]
    assert "收起上下文" in card
    assert "第17段" in card
    assert f'data-yj-card="{TRADE}:18"' in card
    test.session_state[contexts.OPEN] = set()
    assert 'aria-current="true"' not in markup(test.run())


@pytest.mark.usefixtures("served")
def test_what_a_person_types_is_never_markup():
    test = open_page(SEARCH, q="<img src=x onerror=alert(1)> ![x](http://e.example/p.png)")
    assert "<img" not in markup(test)
    assert not any("![x]" in m.value for m in test.markdown)


@pytest.mark.usefixtures("served")
def test_the_language_switch_changes_the_words_and_keeps_the_search():
    test = open_page(SEARCH, q="国家单一窗口")
    button(test, "English").click().run()
    assert button(test, "Search")
    assert "Achievement" in markup(test)
    assert address(test, "lang") == ["en"]
    assert address(test, "q") == ["国家单一窗口"]
    button(test, "中文").click().run()
    assert "lang" not in test.query_params
    assert "成果" in markup(test)


@pytest.mark.usefixtures("served")
def test_the_library_lists_every_document(kb):
    shown = markup(open_page(LIBRARY))
    for document in kb.documents():
        assert document.title in shown


@pytest.mark.usefixtures("served")
def test_the_reader_shows_every_passage_once_with_its_notes_beside(kb):
    shown = markup(open_page(LIBRARY, document=TRADE)) + markup(
        open_page(LIBRARY, document=TRADE, passage=f"{TRADE}:fn9")
    )
    for passage in kb.passages(TRADE):
        if passage.form == "paragraph" and passage.position < 100:
            assert shown.count(f'data-text="{passage.citation.text}"') == 2, passage.id
    first_page = markup(open_page(LIBRARY, document=TRADE))
    section = next(s for s in first_page.split("<section") if "第18段" in s)
    assert "脚注21" in section.split("<aside", 1)[1]


@pytest.mark.usefixtures("served")
def test_a_link_to_a_passage_marks_it_in_the_reader():
    test = open_page(LIBRARY, document=TRADE, passage=f"{TRADE}:18")
    (section,) = [s for s in markup(test).split("<section") if "data-yj-target" in s]
    assert "第18段" in section
    again = button(test, markdown_escape("I. 执行摘要")).click().run()
    assert "执行摘要" in next(s for s in markup(again).split("<h") if "data-yj-target" in s)


@pytest.mark.usefixtures("served")
def test_importing_before_any_file_has_come_says_so():
    """The name of a file is on the page a moment before its content has come, and the button can be pressed."""
    test = open_page(LIBRARY)
    button(test, translate("adding.button", "zh")).click().run()
    assert [w.value for w in test.warning] == [translate("adding.none", "zh")]


@pytest.mark.usefixtures("served")
def test_links_to_what_is_gone_are_explained():
    assert "已被移除" in open_page(LIBRARY, document="gone").warning[0].value
    assert "不存在" in open_page(LIBRARY, document=TRADE, passage="gone").warning[0].value


def test_a_document_is_removed_after_asking_and_gone_from_every_search(kb_copy, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(kb_copy))
    test = open_page(LIBRARY, document=TRADE)
    button(test, "确认移除").click().run()
    assert not test.exception
    assert "document" not in test.query_params
    assert "CAREC贸易部门" not in markup(test)
    assert "《CAREC贸易部门" not in markup(open_page(SEARCH, q="CAREC贸易部门 国家单一窗口"))


@pytest.mark.usefixtures("served")
def test_the_overview_shows_its_charts():
    test = open_page(OVERVIEW)
    assert len(test.get("vega_lite_chart")) == 4
    assert '<tr><th scope="row">CCC</th><td lang="zh">海关合作委员会</td>' in markup(test)


def test_the_first_start_builds_the_knowledge_base(tmp_path, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(tmp_path / "kb"))
    monkeypatch.setenv("YIJU_MODEL", "fast")
    test = open_page(SEARCH)
    assert test.title[0].value == "正在建立知识库"
    from ui import resources

    resources.importer().wait(300)
    test.run()
    assert test.title[0].value == translate("search.title", "zh")


def test_an_empty_corpus_says_where_to_put_reports(tmp_path, monkeypatch):
    (tmp_path / "reports").mkdir()
    monkeypatch.setenv("YIJU_HOME", str(tmp_path / "kb"))
    monkeypatch.setenv("YIJU_CORPUS", str(tmp_path / "reports"))
    test = open_page(SEARCH)
    from ui import resources

    resources.importer().wait(60)
    test.run()
    assert "没有可读的文献" in test.warning[0].value
    assert "重试" in [b.label for b in test.button]


def test_a_damaged_knowledge_base_is_explained_and_not_overwritten(kb_copy, monkeypatch):
    (kb_copy / "current.json").write_text("{", encoding="utf-8")
    monkeypatch.setenv("YIJU_HOME", str(kb_copy))
    test = open_page(SEARCH)
    assert test.title[0].value == "知识库无法打开"
    assert "yiju doctor" in test.error[0].value
    assert "yiju doctor" in test.code[0].value
    assert (kb_copy / "current.json").read_text(encoding="utf-8") == "{"


@pytest.mark.usefixtures("served")
def test_the_router_knows_every_page_and_stays_small():
    test = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=300).run()
    assert not test.exception
    assert len((PROJECT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.usefixtures("served")
def test_a_rerun_that_changes_nothing_searches_nothing_again(corpus_kb_folder):
    from ui import resources

    test = open_page(SEARCH, q="国家单一窗口")
    kb = resources.open_kb()
    first = resources.search(kb, "国家单一窗口", SEARCH_FILTERS, 10)
    test.run()
    assert resources.open_kb() is kb
    assert resources.search(kb, "国家单一窗口", SEARCH_FILTERS, 10) is first
