"""Yes or no where the clause that settles a question shares few words with it: it is found by reading both together."""

import pytest

from answer.ask import ask
from tests.small_reports import opened_report

_TEXT = """# 青柳博物馆2024年工作总结

## 一、库房与展厅

全年完成文物修复219件，其中“石舟一号”出水瓷器因胎釉剥离须脱盐满十八个月，仍有64件处于脱盐阶段。库房改造获省里补助520万元，恒湿柜采购已经完成，温湿度监测系统尚未招标。
陶艺厅扩建由市文旅局牵头，设计方案已获市自然资源局批复，计划2025年4月开工。

## 二、合作

与海丰银行洽谈的第二笔低息贷款8000万元正在谈判，尚未签约。全年争取社会捐赠1260万元，主要来自三家企业。
人工湿地的出水可供园区绿化，但不适于清洗展柜。北岸分馆因防汛形势暂不列入联票，其余四个分馆已经列入。
挪用展陈经费的两名工作人员受到处分，涉及的38万元现已全部追回。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("whether"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "yes", "clause"),
    [
        ("青柳博物馆库房的温湿度监测开始招标了吗？", False, "温湿度监测系统尚未招标"),
        ("海丰银行给青柳博物馆的第二笔贷款签了吗？", False, "尚未签约"),
        ("人工湿地的出水能用来洗展柜吗？", False, "不适于清洗展柜"),
    ],
)
def test_the_clause_that_settles_it_is_told_first(report, question, yes, clause):
    answers = ask(report, question).answers
    assert clause in answers[0].text
    assert answers[0].value == {"yes": yes}
    assert all(other.value in ({"yes": yes}, None) for other in answers)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("陶艺厅扩建的设计方案，自然资源部门放行了没有？", "已获市自然资源局批复"),
        ("青柳博物馆被挪走的展陈经费要回来了吗？", "现已全部追回"),
        ("Is the North Bank branch (北岸分馆) part of the joint ticket?", "暂不列入联票"),
    ],
)
def test_yes_or_no_is_never_told_against_the_words_of_the_clause(report, question, clause):
    first = ask(report, question).answers[0]
    assert clause in first.text
    assert first.value in (None, {"yes": "已" in clause})


@pytest.mark.parametrize("question", ["环境报告签署了吗", "气候报告签了没有", "大气污染协议签了吗"])
def test_what_is_told_of_something_else_does_not_say_how_far_it_has_come(kb, question):
    assert not ask(kb, question).answers


def test_what_hardly_answers_when_it_is_read_is_no_answer(report):
    assert not ask(report, "青柳博物馆加入国际博物馆协会了吗？").answers
    assert not ask(report, "青柳博物馆2026年的安保方案获批了吗？").answers


@pytest.mark.parametrize("question", ["财务报告签了吗", "图书馆贷款批准了吗"])
def test_what_is_told_of_another_thing_is_no_answer_by_what_was_learned_either(report, question):
    assert not ask(report, question).answers
