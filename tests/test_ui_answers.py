"""A question is answered in the words of a source, or it is said that nothing was found, and where."""

import pytest
from streamlit.testing.v1 import AppTest

from answer.records import Answer, AskResponse, Conflict, ConflictSide
from tests.test_app import markup
from tests.ui_parts import HOSTILE, words
from ui.answers import answer_html, asks_for_a_fact, conflict_html, nothing_html
from ui.nav import SEARCH

TRADE = "carec-som-2022-06-28-trade-and-corridors.1"


def shown(corpus_kb_folder, monkeypatch, **params):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))
    test = AppTest.from_file(str(SEARCH.file), default_timeout=300)
    for name, value in params.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return markup(test)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("关于粮库检查情况的函，文号是什么？", True),
        ("编号 规定", False),
        ("塔吉克斯坦何时启动国家单一窗口？", True),
        ("How many countries joined?", True),
        ("吉尔吉斯斯坦2020年GDP下降了多少", True),
        ("国家单一窗口", False),
        ("蒙古取得了哪些进展？", False),
        ("如何推动电子商务？", False),
        ("customs cooperation", False),
    ],
)
def test_only_questions_with_one_right_answer_are_answered_directly(query, expected):
    assert asks_for_a_fact(query) is expected


def test_a_question_shows_its_answer_with_sentence_and_citation_above_the_passages(corpus_kb_folder, monkeypatch):
    html = shown(corpus_kb_folder, monkeypatch, q="塔吉克斯坦何时启动国家单一窗口？")
    answer = html[html.index("yj-answer") : html.index("<article")]
    assert '<p class="yj-value" lang="zh">2020 年 9 月</p>' in answer
    assert '<mark class="yj-hit">2020 年 9 月</mark>，塔吉克斯坦启动了国家单一窗口信息系统（NSW）。' in answer
    assert "— 《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段" in answer


@pytest.mark.parametrize(("language", "none"), [("zh", "未找到直接回答"), ("en", "No direct answer found")])
def test_a_question_without_an_answer_says_what_was_searched(corpus_kb_folder, monkeypatch, kb, language, none):
    html = shown(corpus_kb_folder, monkeypatch, q="哈萨克斯坦2025年GDP增长多少？", lang=language)
    assert none in html
    assert str(kb.manifest.passages) in html
    assert html.index(none) < html.index("<article"), "the nearest passages follow"


def test_a_filter_limits_what_may_answer(corpus_kb_folder, monkeypatch):
    html = shown(corpus_kb_folder, monkeypatch, q="塔吉克斯坦何时启动国家单一窗口？", issued_until="2021")
    assert "yj-value" not in html


def test_whether_something_is_so_is_left_to_the_reader(kb):
    answer = Answer("是", "whether", None, "各国采取措施，实现无纸化贸易。", (f"{TRADE}:18",), 1.0)
    html = answer_html(kb, [answer], "zh")
    assert "yj-value" not in html
    assert "各国采取措施，实现无纸化贸易。" in html


def test_answers_in_one_sentence_are_shown_once(kb):
    first, second = (
        Answer(name, "country", None, "中国和蒙古加入。", (f"{TRADE}:18",), 0.9) for name in ("中国", "蒙古")
    )
    html = answer_html(kb, [first, second], "zh")
    assert html.count("<blockquote") == 1
    assert "中国；蒙古</p>" in html


def test_sources_that_disagree_stand_side_by_side_and_none_is_called_right(kb):
    sides = [
        ConflictSide(f"{TRADE}:{n}", f"协议于{year}年签署。", f"{year}年") for n, year in (("18", 2020), ("17", 2021))
    ]
    html = conflict_html(kb, Conflict("date", *sides, "两处不同", 0.9), "zh")
    assert "来源说法不一致" in html
    for year, address in ((2020, "第18段"), (2021, "第17段")):
        assert f'<mark class="yj-hit">{year}年</mark>' in html
        assert address in html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_source_says_is_never_markup(kb, text):
    html = answer_html(kb, [Answer(text, "who", None, f"甲 {text} 乙", (f"{TRADE}:18",), 1.0)], "zh")
    assert text in words(html)
    for alive in ("<script", "<img", "<a ", 'onmouseover="alert'):
        assert alive not in html
    assert text not in words(nothing_html(AskResponse(text, (), (), (), 1, 1), "zh"))
