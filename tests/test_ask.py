"""`yiju ask`: a span of the right kind from the right passage, or an honest "not found"."""

import json

import pytest

import cli
from answer.ask import ask
from answer.questions import read_question
from errors import UsageError


def first(kb, question):
    response = ask(kb, question)
    assert response.answered, question
    return response.answers[0]


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [
        ("塔吉克斯坦的国家单一窗口信息系统是什么时候启动的？", "2020 年 9 月", "18"),
        ("首尔的贸易便利化政策研讨会有哪些国家的官员参加？", "格鲁吉亚、哈萨克斯坦", "27"),
        ("巴基斯坦国家单一窗口联接了多少个政府机构？", "44 个政府机构", "18"),
        ("2020年哈萨克斯坦商品出口的增长率是多少？", "-18.7", "table-2.r4"),
        ("Which countries signed the bilateral CATS agreement?", "阿塞拜疆和格鲁吉亚", "17"),
        ("What was Azerbaijan's GDP growth in 2021?", "5.6", "appendix-1c.r1"),
    ],
)
def test_the_answer_is_a_span_of_the_passage_that_says_so(kb, question, text, label):
    answer = first(kb, question)
    assert answer.text.startswith(text)
    assert answer.citations[0].endswith(f":{label}")
    assert answer.text in kb.passage(answer.citations[0]).text


@pytest.mark.parametrize(
    "question",
    [
        "日本什么时候加入CAREC？",
        "2025年哈萨克斯坦商品出口增长率是多少？",
        "土库曼斯坦2020年的国内生产总值增长率是多少？",
        "CAREC秘书处的年度预算是多少？",
        "When will Tajikistan host the Olympic Games?",
    ],
)
def test_what_the_reports_do_not_say_is_not_answered(kb, question):
    response = ask(kb, question)
    assert not response.answered
    assert response.to_dict()["searched"] == {"documents": 3, "passages": sum(d.passages for d in kb.documents())}


def test_passages_that_disagree_are_shown_as_a_conflict(kb):
    response = ask(kb, "现代农业批发市场开发项目计划何时获得批准？")
    assert {answer.text for answer in response.answers[:2]} == {"2022年底", "2023年"}
    assert response.conflicts
    assert response.conflicts[0].kind == "date"


def test_the_kind_of_a_question_is_read_off_its_words():
    kinds = {
        "何时生效？": "date", "哪些国家加入了？": "countries", "有多少名专家？": "count", "占比是多少？": "percent",
        "募集到多少资金？": "money", "是否加入？": "whether", "在哪里举行？": "place", "由谁资助？": "who",
        "When did it start?": "date", "How many people came?": "count", "Who funded it?": "who", "目的是什么？": "what",
    }  # fmt: skip
    assert {text: read_question(text).kind for text in kinds} == kinds


def test_an_empty_question_is_refused(kb):
    with pytest.raises(UsageError, match="empty"):
        ask(kb, "  ")


def test_the_command_says_not_found_and_exits_with_1(corpus_kb_folder, capsys):
    assert cli.main(["ask", "--kb", str(corpus_kb_folder), "日本什么时候加入CAREC？"]) == 1
    out = capsys.readouterr().out
    assert "未找到答案" in out
    assert "不是答案" in out
    assert cli.main(["ask", "--kb", str(corpus_kb_folder), "--json", "巴基斯坦哪一年通过了《单一窗口法》？"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["answers"][0]["text"] == "2021 年"
    assert set(data) == {"question", "answered", "answers", "passages", "conflicts", "searched"}


def test_the_english_number_of_a_meeting_is_that_of_the_chinese_one(kb):
    assert first(kb, "Who hosted the 20th Ministerial Conference?").text == "阿塞拜疆共和国"


def test_the_most_that_something_fell_is_the_least_figure(kb):
    assert first(kb, "2020年哪个国家的GDP降得最多？").text == "吉尔吉斯斯坦"


@pytest.mark.parametrize(
    "question",
    [
        "图尔根滑雪场可研的结论是什么？",  # the study is told of, no conclusion
        "亚行2021年总共提供了多少贷款？",  # two seminars are no loan
        "贸易单一窗口每年的运行维护费是多少？",  # 44 agencies are no cost
        "CAREC为什么选择在阿塞拜疆开会？",  # nothing says why
    ],
)
def test_what_another_kind_of_thing_says_is_no_answer(kb, question):
    assert not ask(kb, question).answered
