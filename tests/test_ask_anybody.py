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
    "question",
    [
        "ADTA 有多少个走廊？",
        "乌兹别克斯坦何时加入TIR？",
        "电子TIR系统在哪些国家试行？",
        "吉尔吉斯斯坦是在哪一年成为世贸组织成员的？",
    ],
)
def test_what_is_written_in_capitals_and_what_is_joined_must_be_said(kb, question):
    """Both countries joined other agreements at the dates that stand there."""
    assert not ask(kb, question).answered


@pytest.mark.parametrize(
    "question",
    [
        "下一次高官会是哪一天？",
        "When will the next Senior Officials' Meeting be held?",
        "第21届部长级会议是在哪一天召开的？",
    ],
)
def test_neither_the_last_meeting_nor_a_year_is_the_day_of_the_next(kb, question):
    assert not ask(kb, question).answered


def test_a_generic_word_of_the_question_and_a_country_are_no_firm_and_no_body(kb):
    assert not ask(kb, "哪家咨询公司在做吉尔吉斯斯坦批发市场和贸易物流中心的可行性研究？").answered
    asked = ask(kb, "Which organisation supplied the data on exports and imports of commercial services for 2018-2020?")
    assert not any(answer.text == "阿塞拜疆" for answer in asked.answers)


def test_a_list_is_whole_where_a_table_knows_only_its_ends(kb):
    answer = ask(kb, "部长们因对 CAREC 机制的大力支持而感谢了哪几个机构？").answers[0]
    assert "".join(answer.text.split()) == "CAREC秘书处、行业协调委员会和CAREC学院"


def test_the_place_of_the_level_asked_for_is_found_inside_another_name(kb):
    assert ask(kb, "拟建的塔吉克斯坦贸易和物流中心选在哪个州？").answers[0].text == "苏格德州"


def test_a_reference_says_when_something_was_published(kb):
    answer = ask(kb, "《CAREC 2030 年综合贸易议程》是亚行哪一年发布的？").answers[0]
    assert "".join(answer.text.split()) == "2019年"
    assert answer.citations[0].endswith(":fn1")


def test_people_are_not_counted_by_meetings(kb):
    asked = ask(kb, "How many people attended the CAREC seminar on free trade agreements on 19 April 2022?")
    assert not asked.answered


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("中国2020年经济增长率", "percent"),
        ("经济增长率", "what"),  # in a search: words, no question
        ("区域内贸易占比最高的国家是哪个？", "countries"),
        ("比什凯克到阿拉木图有多远？", "figure"),
        ("CAREC总部在哪", "place"),
        ("报告涵盖哪段时间", "date"),
        ("里海有多深", "figure"),
    ],
)
def test_how_far_and_where_are_read_as_such(question, kind):
    assert read_question(question).kind == kind
