"""Claims in their source's own words that say it of another: of the other side, another figure, or the contrary."""

import pytest

from answer.check import check, verdict_of
from answer.quoted import quoted
from answer.sides import sides
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

NOTES = """# 各地工作情况汇编

2025年1月

边防部门通报，保方已向土耳其边界增派1200人，罗方计划四季度补足500人。

煤矿甲烷排查中，卫星识别点十四处，矿业公司自查确认九处，环境署复核十一处。

仲裁员认定罢工自1月9日起，而订舱义务于5日已届，故罢工不构成不可抗力。

德国、法国相继收紧电动滑板车管理，后者2024年10月吊销三家许可。

三方商定每半月遣返一次，由航空公司包机，费用归原籍国。

港务局2019年3月在章程中写明，两座码头2021年底前夜间开放。

如果汛期推迟，疏浚工程分三批于2022年完工。

按省里的计划，北线隧道于2022年6月贯通。

南线隧道于2022年9月贯通，前提是设备按时到货。

The board hopes for this much: the line opens in May 2022.
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terse")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "notes.md"], settings)
    with KnowledgeBase.open(settings=settings) as opened:
        yield opened


@pytest.mark.parametrize(
    "claim",
    [
        "保方已向土耳其边界增派1200人。",
        "矿业公司自查确认九处。",
        "仲裁员认定罢工不构成不可抗力。",
        "法国2024年10月吊销三家许可。",
    ],
)
def test_what_the_source_says_is_supported(notes, claim):
    assert verdict_of(check(notes, claim)) == "supported"


def test_what_stands_in_the_source_word_for_word_is_supported(notes):
    """Two dates of one sentence are no difference of it from itself."""
    (claim,) = check(notes, "港务局2019年3月在章程中写明， 两座码头2021年底前夜间开放").claims
    assert (claim.verdict, claim.differences) == ("supported", ())
    assert claim.evidence[0].sentence == "港务局2019年3月在章程中写明，两座码头2021年底前夜间开放。"
    assert verdict_of(check(notes, "港务局2019年4月在章程中写明，两座码头2021年底前夜间开放。")) == "contradicted"


def test_a_quotation_is_whole_clauses_and_not_what_hangs_on_a_condition(notes):
    passages = list(notes.passages())
    assert quoted("两座码头2021年底前夜间开放", passages) is not None
    assert quoted("码头2021年底前夜间开放", passages) is None
    assert quoted("疏浚工程分三批于2022年完工", passages) is None
    assert quoted("北线隧道于2022年6月贯通", passages) is None
    assert quoted("南线隧道于2022年9月贯通", passages) is None
    assert quoted("the line opens in May 2022", passages) is None
    assert quoted("The board hopes for this much: the line opens in May 2022.", passages) is not None


@pytest.mark.parametrize(
    ("claim", "slot"),
    [
        ("矿业公司自查确认十二处。", "number"),
        ("仲裁员认定罢工构成不可抗力。", "polarity"),
        ("德国2024年10月吊销三家许可。", "actor"),
    ],
)
def test_the_same_of_the_other_side_or_the_contrary_is_contradicted(notes, claim, slot):
    response = check(notes, claim)
    assert verdict_of(response) == "contradicted"
    assert slot in {difference.slot for found in response.claims for difference in found.differences}


def test_what_one_side_did_is_not_said_of_the_other(notes):
    assert verdict_of(check(notes, "罗方已向土耳其边界增派1200人。")) != "supported"


def test_a_side_is_a_party_and_no_part_of_another_word():
    assert sides("保方已增派，由罗方补足；一审支持，二审改判") == {"保方", "罗方", "一审", "二审"}
    assert sides("甲方与乙方签约") == {"甲方", "乙方"}
    assert sides("理事会审议新方案，双方同意，法院将审理，对方法的审查") == set()


def test_what_is_claimed_to_be_done_must_be_said(notes):
    (found,) = check(notes, "遣返费用由航空公司承担。").claims
    assert found.verdict != "supported"
    assert "承担" in found.lacking
