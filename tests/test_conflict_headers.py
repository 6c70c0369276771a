"""Headers that speak of another thing than the title of their table: reports of three fields, with twins in order."""

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# {} 年度报告\n\n2023年3月20日\n\n1. 下面给出主要数据。\n\n"
_FREIGHT = (
    "## 表3 {title}\n\n| 地区 | {way}客运量（万人） | {way}货运量（万吨） | 增长（%） |\n|---|---|---|---|\n"
    "| 北区 | 210 | 340 | 3.1 |\n| 南区 | 180 | 290 | 2.4 |\n| 西区 | 75 | 120 | 1.9 |\n"
)
_FEES = (
    "表1：{title}\n\n| 医院 | {kind}费用 2021年（元） | {kind}费用 2022年（元） |\n|---|---|---|\n"
    "| 一院 | 310 | 325 |\n| 二院 | 280 | 291 |\n| 三院 | 265 | 270 |\n"
)
_CROPS = (
    "表1：水稻种植面积\n\n| 县 | 水稻早季 | 水稻晚季 |\n|---|---|---|\n| 甲县 | 12 | 11 |\n| 乙县 | 9 | 8 |\n\n"
    "表2：棉花种植面积\n\n| 县 | {crop}早季 | {crop}晚季 |\n|---|---|---|\n| 甲县 | 5 | 4 |\n| 乙县 | 3 | 3 |\n"
)

#: name, the report whose headers speak of something else, what title and headers say
_WRONG = [
    ("heading", _FREIGHT.format(title="公路客运量和货运量", way="铁路"), ("公路", "铁路")),
    ("caption", _FEES.format(title="住院病人次均费用", kind="门诊次均"), ("住院", "门诊")),
    ("title of another table", _CROPS.format(crop="水稻"), ("棉花", "水稻")),
]
_RIGHT = [
    ("heading", _FREIGHT.format(title="铁路客运量和货运量", way="铁路")),
    ("caption", _FEES.format(title="门诊病人次均费用", kind="门诊次均")),
    ("title of another table", _CROPS.format(crop="棉花")),
    # the title names both classes, or another thing of the kind, and a plan of which the table tells what was done
    ("both", _FREIGHT.format(title="公铁联运中公路和铁路的客运量和货运量", way="铁路")),
    ("all trade", _FEES.format(title="医院物资进出口费用", kind="进口")),
    ("another thing", _FREIGHT.format(title="港口服务情况", way="货物")),
    ("plan", _FEES.format(title="费用控制计划", kind="实际")),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [("wrong", name, _HEAD.format(name) + text) for name, text, _ in _WRONG]
    reports += [("right", name, _HEAD.format(name) + text) for name, text in _RIGHT]
    return conflicts_listed(tmp_path_factory.mktemp("headers"), reports)


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, _, said in _WRONG])
def test_headers_of_another_thing_than_the_title_are_listed(listed, name, said):
    ((kind, explanation),) = listed["wrong", name]
    assert kind == "unit"
    assert explanation.startswith(f"表题说的是“{said[0]}”，各列却是“{said[1]}”")


@pytest.mark.parametrize("name", [name for name, _ in _RIGHT])
def test_headers_of_what_the_title_names_are_not_listed(listed, name):
    assert ("right", name) not in listed
