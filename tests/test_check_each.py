"""`yiju check`: what is said of one thing of a sentence is not said of another: way, country, stage, all of them."""

import pytest

from answer.check import check, verdict_of
from tests.small_reports import opened_report

_TEXT = """# 南部山区交通与文旅合作进展报告（2023年12月）

3月，两项勘察设计的初步报告均已完成并送各方征求意见。

尽管2022年铁路货运时间从31小时缩短到26小时，但费用从410美元上涨到560美元。

区域银行一方面改造尼泊尔的山地步道，一方面还批准了小额赠款，对不丹的帕罗河漂流基地开展选址研究。

环保署和区域银行正在商议启动联合行动，支持边境站点的节能改造，并在沿线推广太阳能照明。

孟加拉国的电子舱单系统于2020年上线；斯里兰卡的系统于2021年上线。

第二次评审会于11月在尼科西亚举行。

南亚次区域的一条示范步道正在试行新的管护办法，以照顾亚洲各地的差异。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("each"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("两项勘察设计的初步报告均已完成，并送各方征求意见。", "supported"),
        ("2022年铁路货运时间缩短到26小时，费用也跟着下降。", "contradicted"),
        ("2022年铁路货运时间缩短到26小时，费用却上涨了。", "supported"),
        ("区域银行赠款所研究的帕罗河漂流基地位于尼泊尔。", "contradicted"),
        ("环保署和区域银行已经正式启动了支持边境站点节能改造的联合行动。", "contradicted"),
    ],
)
def test_what_is_said_of_one_thing_is_held_against_that_thing(report, claim, verdict):
    assert verdict_of(check(report, claim)) == verdict


def test_a_region_that_is_named_does_not_exclude_a_town_in_it(report):
    assert verdict_of(check(report, "南亚次区域的示范步道连接加德满都和廷布。")) == "not_found"


def test_a_town_whose_name_ends_like_that_of_a_region_excludes_another(report):
    (found,) = check(report, "第二次评审会于11月在加德满都举行。").claims
    assert [(d.claim, d.source) for d in found.differences] == [("加德满都", "尼科西亚")]


def test_another_country_in_another_year_is_another_fact(report):
    (found,) = check(report, "尼泊尔的电子舱单系统于2018年上线。").claims
    assert "actor" not in [difference.slot for difference in found.differences]
