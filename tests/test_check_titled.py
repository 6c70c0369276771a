"""Claims that name the document they are about, by words that only its title has."""

import pytest

from answer.check import check
from answer.claim_titled import without_title
from answer.sources import sources_of
from tests.small_reports import opened_report

_LAW = """# 卢旺达共和国电子废弃物管理法（节译）

（2021年7月14日在基加利公布）

## 第二章 登记

进口商或者生产者应当在电子产品首次投放市场前60日向环境管理局登记，登记有效期3年。

## 第五章 处理

处理企业应当每季度向环境管理局报送台账，台账保存不少于5年。监督检查每年不少于两次，由环境管理局在布塔雷进行。
"""


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("titled"), _LAW) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("卢旺达电子废弃物管理法规定，进口商或者生产者应在电子产品首次投放市场前60日向环境管理局登记。", "supported"),
        ("根据卢旺达电子废弃物管理法，处理企业应当每季度向环境管理局报送台账。", "supported"),
        (
            "卢旺达电子废弃物管理法规定，进口商或者生产者应在电子产品首次投放市场前90日向环境管理局登记。",
            "contradicted",
        ),
    ],
)
def test_a_claim_that_names_the_law_is_looked_up_in_it(law, claim, verdict):
    (found,) = check(law, claim).claims
    assert found.verdict == verdict
    assert found.claim == claim
    assert found.evidence[0].sentence


def test_another_law_is_not_taken_for_this_one(law):
    (found,) = check(law, "乌干达森林保护条例规定，进口商或者生产者应在首次投放市场前60日向林业局登记。").claims
    assert found.verdict != "supported"


@pytest.mark.parametrize(
    ("claim", "rest"),
    [
        ("卢旺达电子废弃物管理法规定，台账保存不少于5年。", "台账保存不少于5年。"),
        ("2021年，卢旺达电子废弃物管理法要求处理企业每季度报送台账。", "2021年，处理企业每季度报送台账。"),
    ],
)
def test_only_what_the_title_tells_is_left_out(law, claim, rest):
    sources = sources_of(law)
    titled = without_title(sources, claim, sources.passages(claim, 5))
    assert titled is not None
    assert titled.claim == rest


@pytest.mark.parametrize(
    "claim",
    [
        "环境管理局每年在基加利检查两次电子废弃物处理企业。",  # where it came out is what a claim may be about
        "处理企业应当每季度向环境管理局报送台账。",
    ],
)
def test_a_claim_that_does_not_begin_with_the_title_stays_as_it_is(law, claim):
    sources = sources_of(law)
    assert without_title(sources, claim, sources.passages(claim, 5)) is None


@pytest.mark.parametrize(
    "claim",
    ["CAREC贸易信息门户网站2021年9月启动。", "CAREC走廊绩效衡量与监测数据库于2021年第四季度上线。"],
)
def test_a_name_that_begins_like_the_title_is_still_found(kb, claim):
    (found,) = check(kb, claim).claims
    assert found.verdict == "supported"
