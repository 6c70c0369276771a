"""`yiju check`: what is reckoned from the figures of one sentence, or said in other words, is found there."""

import pytest

from answer.check import check, verdict_of
from tests.small_reports import opened_report

_TEXT = """# 南岭县校车服务检查报告

2024年，全县共有校车312辆，其中94辆未通过年度检验；随车照管员由上年的180人增至245人。家长投诉217件，办结203件。

因桥梁维修，石湾线停运六周，改由两条临时线路接送。县教育局与运输公司的续约协议文本已经商定，尚未签署。由县公安局牵头、县教育局参与的夜间巡查4月开始。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("reckoned"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("大约三成校车没有通过年度检验。", "supported"),
        ("随车照管员比上年增加了65人。", "supported"),
        ("随车照管员增加了245人。", "contradicted"),
        ("石湾线因为桥梁维修停了六个星期。", "supported"),
        ("还有14件家长投诉没有办结。", "supported"),
        ("县教育局与运输公司已经签署续约协议。", "contradicted"),
        ("全部校车都通过了年度检验。", "contradicted"),
        ("牵头夜间巡查的是县教育局。", "contradicted"),
        ("牵头夜间巡查的是县公安局。", "supported"),
    ],
)
def test_what_follows_from_one_sentence_is_held_against_it(report, claim, verdict):
    found = check(report, claim)
    assert verdict_of(found) == verdict, found.claims[0].explanation


def test_what_contradicts_is_shown_with_its_sentence(report):
    (found,) = check(report, "全部校车都通过了年度检验。").claims
    assert found.differences
    assert "94辆未通过年度检验" in found.evidence[0].sentence
