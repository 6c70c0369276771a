"""The pages of commitments and briefings, as a person works with them, without a browser."""

import json

import pytest

from answer.brief_edit import Edits
from answer.commitments import register
from answer.export_commitments import register_json
from answer.reviews import load_reviews
from tests.test_app import button, markup, open_page
from ui.nav import BRIEFING, COMMITMENTS
from ui.register import sorted_items, table_html
from ui.strings import translate

CORRIDORS = "carec-som-2022-06-28-trade-and-corridors.2"
TRADE = "carec-som-2022-06-28-trade-and-corridors.1"


@pytest.fixture
def served(corpus_kb_folder, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))


@pytest.fixture
def kept(kb_copy, monkeypatch):
    """A knowledge base that reviews may be stored beside."""
    monkeypatch.setenv("YIJU_HOME", str(kb_copy))
    return kb_copy


def rows(test):
    return markup(test).count('<p class="yj-promise"')


@pytest.mark.usefixtures("served")
def test_the_register_says_who_what_by_when_and_what_came_of_it(kb):
    test = open_page(COMMITMENTS)
    shown = markup(test)
    assert f"{len(register(kb))} 项承诺" in shown
    assert rows(test) == 25
    test.session_state["commitments_limit"] = 500
    test.run()
    shown = markup(test)
    assert "该项目计划于2023年获得亚行批准。" in shown
    assert "另处为 2022年底（第11段第1项）" in shown
    assert "有段落报告已完成" in shown


@pytest.mark.usefixtures("served")
def test_filters_narrow_the_register_and_a_link_restores_them(kb):
    test = open_page(COMMITMENTS, country="巴基斯坦")
    assert test.multiselect(key="commitments_country").value == ["巴基斯坦"]
    wanted = [i for i in register(kb) if "巴基斯坦" in i.countries]
    assert rows(test) == len(wanted)
    test.multiselect(key="commitments_country").set_value([]).run()
    test.text_input(key="commitments_since").input("2022年10月").run()
    test.text_input(key="commitments_until").input("2022年10月").run()
    assert "CAREC 数字贸易论坛" in markup(test)
    test.text_input(key="commitments_until").input("某日").run()
    assert "看不懂日期“某日”" in test.warning[0].value


@pytest.mark.usefixtures("served")
def test_overdue_depends_on_the_day(kb):
    test = open_page(COMMITMENTS)
    test.toggle(key="commitments_overdue").set_value(True)
    test.text_input(key="commitments_day").input("2022-04-01").run()
    shown = markup(test)
    assert "2021年第三季度至第四季度" in shown
    assert "发布巴基斯坦经济走廊开发旗舰报告" not in shown  # reported as done
    assert rows(test) == 1


def test_the_register_can_be_sorted(kb):
    items = register(kb)
    due = [i.due.end for i in sorted_items(items, "due") if i.due]
    assert due == sorted(due)
    assert sorted_items(items, "status")[0].status == "reported_done"
    assert sorted_items(items, "country")[0].countries
    assert sorted_items(items, "reading") == items


@pytest.mark.usefixtures("served")
def test_the_timeline_is_a_picture_with_words_for_those_who_do_not_see_it():
    test = open_page(COMMITMENTS, view="timeline")
    assert 'alt="承诺时间线：' in markup(test)
    assert any("项没有期限" in caption.value for caption in test.caption)


def test_document_text_is_inert_in_the_register(kb):
    item = register(kb)[0]
    from dataclasses import replace

    hostile = replace(item, text="<script>alert(1)</script>", actors=('<img onerror="x">',))
    html = table_html([hostile], "zh")
    assert "<script" not in html
    assert "<img" not in html


def test_every_row_is_exported_as_json(kb):
    items = register(kb)
    data = json.loads(register_json(items))
    assert [row["id"] for row in data["commitments"]] == [item.id for item in items]
    assert data["commitments"][0]["citation"]


def test_a_review_is_kept_shown_and_withdrawn(kept):
    test = open_page(COMMITMENTS, view="review", kind="request")
    key = f"ogp_{TRADE}:37/c1"
    test.selectbox(key=f"review_verdict_{key}").set_value("limited")
    test.text_area(key=f"review_reason_{key}").input("会议尚未召开")
    button(test, "保存").click().run()
    assert load_reviews(kept) == ()  # no reviewer
    test.text_input(key=f"review_reviewer_{key}").input("张三")
    button(test, "保存").click().run()
    (review,) = load_reviews(kept)
    assert (review.verdict, review.reviewer, review.reason) == ("limited", "张三", "会议尚未召开")
    assert "有限（张三" in markup(test)
    button(test, "撤回评审").click().run()
    assert load_reviews(kept) == ()
    assert not test.exception


@pytest.mark.usefixtures("served")
def test_a_topic_becomes_a_note():
    test = open_page(BRIEFING, topic="哈萨克斯坦")
    shown = markup(test)
    assert "哈萨克斯坦：要点简报" in shown
    assert "一、核心信息" in shown
    assert "《CAREC经济走廊部门 进展报告与工作计划》（2022年6月28日），第2段第3项" in shown
    assert len(test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")) == 1


@pytest.mark.usefixtures("served")
def test_an_unknown_topic_is_said_to_be_unknown():
    assert "没有段落与“1987年3月”有关" in markup(open_page(BRIEFING, topic="1987年3月"))


@pytest.mark.usefixtures("served")
def test_a_basket_becomes_a_note_in_its_order():
    test = open_page(BRIEFING)
    test.session_state["basket_passages"] = (f"{TRADE}:34", f"{TRADE}:18", "gone:1")
    test.segmented_control(key="briefing_source").set_value("basket").run()
    assert "1 段不在当前知识库中" in test.warning[0].value
    shown = markup(test)
    assert "人工选定的2个段落" in shown
    assert "各国采取措施，实现无纸化贸易" in shown
    button_key = f"basket_take_out_{TRADE}:34"
    test.button(key=button_key).click().run()
    assert test.session_state["basket_passages"] == (f"{TRADE}:18",)
    assert "人工选定的1个段落" in markup(test)


@pytest.mark.usefixtures("served")
def test_a_note_is_arranged_remarked_and_put_back(kb):
    test = open_page(BRIEFING, topic="数字贸易")
    test.segmented_control(key="briefing_view").set_value("edit").run()
    drops = [b for b in test.button if b.key and b.key.startswith("briefing_drop_achieved")]
    assert all("![" not in b.help and "](" not in b.help for b in drops)
    assert r"21\-23" in drops[0].help  # words of a document are no Markdown
    first, second = (b.key.removeprefix("briefing_drop_") for b in drops[:2])
    test.button(key=f"briefing_drop_{first}").click().run()
    test.text_input(key=f"briefing_remark_{second}").input("请核实").run()
    test.text_input(key="briefing_title").input("给部长的说明").run()
    test.segmented_control(key="briefing_view").set_value("read").run()
    shown = markup(test)
    assert "给部长的说明" in shown
    assert "按：请核实" in shown
    test.segmented_control(key="briefing_view").set_value("edit").run()
    assert not any(b.key == f"briefing_drop_{first}" for b in test.button)
    button(test, "恢复原样").click().run()
    assert any(b.key == f"briefing_drop_{first}" for b in test.button)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_steps_of_both_scales_have_words(language):
    from answer.reviews import PRESETS

    assert all(translate(f"step.{step}", language) for steps in PRESETS.values() for step in steps)


def test_no_edits_are_no_edits():
    assert Edits() == Edits()
