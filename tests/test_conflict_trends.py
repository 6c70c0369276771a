"""What all rows of a table are said to have done: in three fields a row that did not, and twins in order."""

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# {} 年度报告\n\n2023年3月20日\n\n"
_CARE = (
    "表1：护理质量指标\n\n| 指标 | 2020年基线 | 2021年 | 2022年 | 2025年目标 |\n|---|---|---|---|---|\n"
    "| 院内感染率（%） | 3.1 | 2.8 | {infection} | 2.0 |\n| 患者满意度（%） | 86 | 88 | 91 | 95 |\n"
    "| 平均住院日（天） | 9.0 | 8.6 | {stay} | 7.0 |\n"
)
_SEEDS = (
    "表2：种子检验合格率（%）\n\n| 作物 | 2021年 | 2022年 |\n|---|---|---|\n| 水稻 | 96.1 | 97.0 |\n"
    "| 小麦 | 95.0 | {wheat} |\n| 玉米 | 94.2 | 95.8 |\n"
)
_PORTS = (
    "\n\n| 港区 | 集装箱吞吐量 2021年 | 集装箱吞吐量 2022年 | 干散货吞吐量 2021年 | 干散货吞吐量 2022年 |\n"
    "|---|---|---|---|---|\n| 东港 | 120 | 135 | 300 | 280 |\n| 西港 | 90 | {west} | 210 | 205 |\n"
    "| 南港 | 60 | 70 | 80 | 76 |\n"
)
_BETTER = "1. 与2021年相比，2022年各项指标均有所改善（表1）。\n\n"
_RISEN = "1. 除小麦外，与2021年相比，2022年各作物合格率均提高（表2）。\n\n"
_BUT_RICE = "1. 除水稻外，与2021年相比，2022年各作物合格率均提高（表2）。\n\n"
_BOXES = "1. 与上年相比，各港区集装箱吞吐量均增长，见下表。"

#: name, the report with a row that goes the other way, what is told of it
_WRONG = [
    ("target", _BETTER + _CARE.format(infection="3.3", stay="8.1"), "院内感染率"),
    ("equal", _BETTER + _CARE.format(infection="2.5", stay="8.6"), "平均住院日"),
    ("other exception", _BUT_RICE + _SEEDS.format(wheat="93.2"), "小麦"),
    ("group of columns", _BOXES + _PORTS.format(west=84), "西港"),
]
_RIGHT = [
    ("target", _BETTER + _CARE.format(infection="2.5", stay="8.1")),
    ("exception", _RISEN + _SEEDS.format(wheat="93.2")),
    ("group of columns", _BOXES + _PORTS.format(west=97)),
    # what is left out is none of the rows, so nobody can say which row is meant
    ("unknown exception", _RISEN.replace("小麦", "杂粮") + _SEEDS.format(wheat="93.2")),
    # most of them, two of them, and a hope
    ("most", _RISEN.replace("除小麦外，", "").replace("各作物", "几乎所有作物") + _SEEDS.format(wheat="93.2")),
    (
        "two",
        _RISEN.replace("除小麦外，", "").replace("各作物合格率", "水稻和玉米的合格率") + _SEEDS.format(wheat="93.2"),
    ),
    ("hope", _RISEN.replace("除小麦外，", "预计").replace("提高", "会提高") + _SEEDS.format(wheat="93.2")),
    # below the target already: nobody can say whether more of it is better
    ("beyond", _BETTER + _CARE.format(infection="2.5", stay="8.1").replace("| 2.8 |", "| 1.6 |")),
    # of two measures in one sentence each is that of its own columns; another thing than the table's
    (
        "two measures",
        "1. 与上年相比，各港区集装箱吞吐量均增长，干散货吞吐量全面下降，见下表。" + _PORTS.format(west=97),
    ),
    ("another thing", _BOXES.replace("集装箱吞吐量", "引航员") + _PORTS.format(west=84)),
    # growth that slows down is growth
    (
        "growth",
        "1. 与2021年相比，2022年各市产值均增长（表3）。\n\n表3：产值增长率（%）\n\n"
        "| 市 | 2021年 | 2022年 |\n|---|---|---|\n"
        "| 甲市 | 6.0 | 5.1 |\n| 乙市 | 4.0 | 4.4 |\n| 丙市 | 5.0 | 3.9 |\n",
    ),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [("wrong", name, _HEAD.format(name) + text) for name, text, _ in _WRONG]
    reports += [("right", name, _HEAD.format(name) + text) for name, text in _RIGHT]
    return conflicts_listed(tmp_path_factory.mktemp("trends"), reports)


@pytest.mark.parametrize(("name", "told"), [(name, told) for name, _, told in _WRONG])
def test_a_row_that_does_not_do_what_all_are_said_to_do_is_listed(listed, name, told):
    ((kind, explanation),) = listed["wrong", name]
    assert kind == "number"
    assert told in explanation


@pytest.mark.parametrize("name", [name for name, _ in _RIGHT])
def test_nothing_is_listed_where_all_rows_do_so_or_not_all_are_meant(listed, name):
    assert ("right", name) not in listed
