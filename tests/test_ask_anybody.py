"""Questions that anybody would try first: about the reports as such, and about what no report tells."""

import pytest

from answer.ask import ask
from answer.questions import read_question


@pytest.mark.parametrize(
    "question",
    [
        "哈萨克斯坦的首都在哪里？",
        "哈萨克斯坦的首都是哪个城市",
        "阿拉木图是哪个国家的首都",
        "世贸组织总部设在哪个城市",
        "CAREC总部在哪",
        "CAREC学院在哪个城市",
        "阿塞拜疆在哪个洲",
        "巴基斯坦有几个省",
        "亚行有多少员工",
        "亚行行长是谁",
        "今天天气怎么样",
        "你是谁",
        "怎么去阿拉木图",
        "比什凯克到阿拉木图有多远？",
        "明年的会议在哪个国家开？",
        "疫情是什么时候开始的",
        "What is the capital of Uzbekistan?",
        "Where is the CAREC Institute located?",
    ],
)
def test_what_no_report_tells_is_not_answered_with_what_they_tell_of_the_same_place(kb, question):
    assert not ask(kb, question).answered


@pytest.mark.parametrize(
    "question",
    [
        "谁编写了《CAREC道路安全工程手册》？",
        "由谁编写了道路安全手册",
        "这份报告的作者是谁？",
        "Who wrote this report?",
        "谁创立了CAREC",
        "CAREC什么时候成立的",
        "CAREC有几个成员国",
    ],
)
def test_a_name_in_a_title_or_beside_another_body_tells_nothing_of_itself(kb, question):
    """《CAREC道路安全工程手册》 was written by somebody; 海关合作委员会成立20周年 is not the year of CAREC."""
    assert not ask(kb, question).answered


@pytest.mark.parametrize("question", ["报告讲了什么", "这份报告的主要内容是什么？", "What is this report about?"])
def test_a_question_about_the_report_as_such_gets_what_it_says_of_itself(kb, question):
    answer = ask(kb, question).answers[0]
    assert answer.text.startswith("本报告介绍了")
    assert answer.text in kb.passage(answer.citations[0]).text


def test_a_question_about_one_subject_of_a_report_is_not_taken_for_one_about_the_report(kb):
    assert not any(a.text.startswith("本报告介绍了") for a in ask(kb, "报告说旅游业受了什么影响？").answers)


def test_what_was_held_online_was_held_nowhere_else(kb):
    assert ask(kb, "第20次部长级会议在哪里举行").answers[0].text == "线上"


def test_a_span_of_time_is_asked_for_by_its_words(kb):
    answer = ask(kb, "报告涵盖哪段时间").answers[0]
    assert "".join(answer.text.split()) in ("2021年7月至2022年6月", "2020年6月至2021年6月")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("中国2020年经济增长率", "percent"),
        ("经济增长率", "what"),  # in a search: words, no question
        ("比什凯克到阿拉木图有多远？", "figure"),
        ("CAREC总部在哪", "place"),
        ("报告涵盖哪段时间", "date"),
        ("里海有多深", "figure"),
    ],
)
def test_how_far_and_where_are_read_as_such(question, kind):
    assert read_question(question).kind == kind
