"""Forecasts of a table that its text tells as facts: reports of three fields, with twins that are in order."""

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# {} 年度报告\n\n2023年3月20日\n\n1. 下面给出主要数据。\n\n"
_POWER = (
    "表1：用电量增长（%）\n\n| 行业 | 2021年 | 2022年 | 2023年 |\n|---|---|---|---|\n| 工业 | 5.1 | 4.3 | 6.4 |\n"
    "| 农业 | 2.2 | 1.9 | 2.7 |\n| 服务业 | 7.5 | 3.8 | 8.2 |\n\n注：{}\n"
)
_TOURISTS = (
    "表2：入境游客（万人次）\n\n| 口岸 | 2021年 | 2022年 | 2023年（{}） |\n|---|---|---|---|\n"
    "| 东门 | 31 | 45 | 72 |\n| 西门 | 12 | 20 | 34 |\n| 北门 | 8 | 11 | 19 |\n"
)
_LOANS = (
    "表3：贷款余额增长（%）\n\n| 银行 | 2020年 | 2021年 | 2022年 |\n|---|---|---|---|\n| 甲行 | 3.0 | 9.1 | 8.0 |\n"
    "| 乙行 | 2.1 | 7.7 | 6.9 |\n| 丙行 | 4.4 | 8.8 | 7.3 |\n\n注：2021年和2022年数据为{}。\n"
)
_NOTE = "2023年为预测值。"
_ROSE = "2. 2023年服务业用电量增长8.2%（表1），为近年最快。\n\n"
_CAME = "2. 2023年从东门入境游客72万人次（表2）。\n\n"
_LENT = "2. 各行贷款余额增势强劲，增长9.4%，与2020年的低速形成对比（表3）。\n\n"

#: name, the report that tells a forecast as a fact, what is told
_WRONG = [
    ("note", _ROSE + _POWER.format(_NOTE), "2023年的“8.2%”"),
    ("header", _CAME + _TOURISTS.format("预测"), "2023年的“72万人次”"),
    ("compared", _LENT + _LOANS.format("预测值"), "与2020年相比的“9.4%”"),
]
_RIGHT = [
    ("note", _ROSE.replace("2023年服务业", "预计2023年服务业") + _POWER.format(_NOTE)),
    ("header", _CAME + _TOURISTS.format("全年")),
    ("compared", _LENT + _LOANS.format("审定数")),
    # what was estimated of a year that is over, a year before, a lead that covers what follows, a figure of its own
    ("estimated", _LENT + _LOANS.format("估计值")),
    ("year before", _ROSE.replace("2023年", "2022年").replace("8.2", "3.8") + _POWER.format(_NOTE)),
    ("lead", _ROSE.replace("2. ", "2. 据电网公司预测，需求继续回升。") + _POWER.format(_NOTE)),
    ("own figure", _ROSE.replace("服务业用电量增长8.2%", "服务业用电客户新增12万户") + _POWER.format(_NOTE)),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [("wrong", name, _HEAD.format(name) + text) for name, text, _ in _WRONG]
    reports += [("right", name, _HEAD.format(name) + text) for name, text in _RIGHT]
    return conflicts_listed(tmp_path_factory.mktemp("forecasts"), reports)


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, _, said in _WRONG])
def test_a_forecast_that_is_told_as_a_fact_is_listed(listed, name, said):
    ((kind, explanation),) = listed["wrong", name]
    assert kind == "status"
    assert said in explanation


@pytest.mark.parametrize("name", [name for name, _ in _RIGHT])
def test_a_figure_told_as_a_forecast_or_known_is_not(listed, name):
    assert ("right", name) not in listed
