"""`yiju check`: how often, which report, which treaty."""

import pytest

from answer.check import check, verdict_of
from answer.frequency import frequencies
from tests.small_reports import opened_report

REPORT = """# 双边合作年度回顾

海豚保护论坛每两年举办一次，下一次由南岭承办。

访问期间，双方签署了《标准化合作协议》和关于海洋垃圾治理的谅解备忘录。

《走廊绩效监测2020年年度报告》已于2021年12月出版，2021年的报告即将出版。

双方在原则上对《南岭 2030 年数字战略》进行了签字背书。

尽管2021年公路过境时间从15.1小时下降至13.6小时，成本仍在上升。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("often"), REPORT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("海豚保护论坛每两年举办一次。", "supported"),
        ("海豚保护论坛每年举办一次。", "contradicted"),
        ("双方签署了标准化合作协议。", "supported"),
        ("2020年的走廊绩效监测年度报告于2021年12月出版。", "supported"),
        ("2019年的走廊绩效监测年度报告于2021年12月出版。", "contradicted"),
        ("双方原则上核可了南岭2030年数字战略。", "supported"),
        ("2021年公路过境时间由13.6小时延长到15.1小时。", "contradicted"),
    ],
)
def test_how_often_which_one_and_which_way(report, claim, verdict):
    assert verdict_of(check(report, claim)) == verdict


def test_another_treaty_of_the_same_parties_is_no_evidence(report):
    assert verdict_of(check(report, "双方签署了引渡条约。")) != "supported"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("每季度召开一次", [90]),
        ("每半年发布", [180]),
        ("held every two years", [720]),
        ("published annually", [360]),
        ("every 3 months", [90]),
        ("人均每年增长5%", []),
        ("每月15日前", []),
    ],
)
def test_frequencies_are_read(text, days):
    assert [*frequencies(text).values()] == days
