"""Which figure, body or person of a sentence is asked for, and what a sentence about something else does not answer."""

import pytest

from answer.ask import ask
from tests.small_reports import opened_report

REPORT = """# 河湾供水改造项目（HWS）

## 2023年度进展报告

供水管网改造涉及2460户居民，到年底已接通2210户，余下的250户将在汛期前接通。

水厂扩建投资由各方分担，其中业主自筹占62%，其余由地方财政和银行借款解决。

水质监测点建成74处，其中科摩罗31处。马达加斯加与科摩罗共同参加本项目。

监理组由组长陆怀瑾和三名成员组成，于3月赴现场检查。

财务报表由外部审计师审查，海川会计师事务所对2022年度账目出具了无保留意见。

各分公司应在第三次例会前各自指定一名水质联络人，目前只有南岸分公司已指定。

泵房设备原定4月到货，因船期延误，滞留在蒙巴萨港两个月。

芬兰合作署将追加90万欧元用于漏损检测。

| 工程 | 原预算（万元） | 牵头单位 |
|---|---|---|
| 东岸泵站 | 310 | 省水利厅 |
| 西岸水塔 | 145 | 省住建局 |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("parts"), REPORT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("管网改造还剩多少户居民？", "250户"),
        ("监理组的组长是谁？", "陆怀瑾"),
        ("2022年度账目是哪家事务所审查的？", "海川会计师事务所"),
        ("东岸泵站工程由哪个厅牵头？", "省水利厅"),
        ("业主自筹占多少？", "62%"),
    ],
)
def test_the_part_that_is_asked_for_answers(report, question, text):
    answer = next(iter(ask(report, question).answers), None)
    assert answer is not None
    assert text in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "水厂扩建投资中银行借款占百分之几？",
        "马达加斯加建成的水质监测点有多少处？",
        "水质联络人是谁？",
        "芬兰合作署最初出资多少？",
        "2022年度账目是哪所学校审查的？",
    ],
)
def test_what_is_told_of_another_part_is_no_answer(report, question):
    assert ask(report, question).answers == ()


def test_a_budget_does_not_say_that_work_has_begun(report):
    assert not any(answer.text.startswith("是") for answer in ask(report, "东岸泵站已经动工了吗？").answers)


def test_a_row_of_the_opposite_of_what_is_asked_is_no_answer(tmp_path):
    text = """# 跨境贸易统计

| 指标 | 2020年 | 2021年 |
| --- | --- | --- |
| 燃料贸易占比（%） | 9.5 | 10.2 |
| 非燃料贸易占比（%） | 29.5 | 30.1 |
"""
    with opened_report(tmp_path, text) as kb:
        answers = ask(kb, "2020年燃料贸易占比是多少？").answers
    assert answers[0].text == "9.5"
    assert "29.5" not in [answer.text for answer in answers]


def test_a_forecast_of_growth_asked_for_is_a_share(tmp_path):
    text = """# 区域经济数据

## 国内生产总值

| 国家 | 2021 (%) | 2022 (%) |
| --- | --- | --- |
| 不丹 | 4.1 | 4.8 |
| 尼泊尔 | 3.9 | 5.6 |
"""
    with opened_report(tmp_path, text) as kb:
        assert ask(kb, "对尼泊尔2022年GDP增长的预测值是多少？").answers[0].text == "5.6"
