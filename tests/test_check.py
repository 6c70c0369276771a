"""`yiju check`: a verdict for each claim, and the slot in which it differs from its source."""

import json
import time

import pytest

import cli
from answer.check import check, verdict_of
from answer.claims import split_claims
from answer.compare import amounts_agree, dates_agree
from errors import UsageError
from ingest.amounts import find_amounts
from ingest.dates import DateContext, find_dates


def only(kb, text):
    claims = check(kb, text).claims
    assert len(claims) == 1, [claim.claim for claim in claims]
    return claims[0]


@pytest.mark.parametrize(
    ("claim", "verdict", "slot"),
    [
        ("塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。", "supported", None),
        ("塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。", "contradicted", "date"),
        ("巴基斯坦国家单一窗口联接54个政府机构。", "contradicted", "number"),
        ("2021年9月，阿塞拜疆和哈萨克斯坦签署了双边协议。", "contradicted", "actor"),
        ("现代农业批发市场开发项目已获亚行批准。", "contradicted", "status"),
        ("所有CAREC成员国都已完成对世贸组织贸易便利化协定的承诺。", "contradicted", "quantity"),
        ("2020年哈萨克斯坦商品出口增长18.7%。", "contradicted", "direction"),
        ("2022年6月，哈萨克斯坦在纽约共同主办了世贸组织第12届部长级会议。", "contradicted", "place"),
        ("2020年哈萨克斯坦商品出口下降18.7%。", "supported", None),
        ("蒙古的高速铁路于2023年通车。", "not_found", None),
        ("Tajikistan launched its national single window in September 2020.", "supported", None),
    ],
)
def test_the_verdict_names_the_slot_that_differs(kb, claim, verdict, slot):
    result = only(kb, claim)
    assert result.verdict == verdict, result.explanation
    assert slot is None or slot in {difference.slot for difference in result.differences}
    if verdict != "not_found":
        assert result.evidence[0].sentence in kb.passage(result.evidence[0].passage).text or "：" in (
            result.evidence[0].sentence
        )


def test_each_thing_keeps_its_own_date_where_a_sentence_pairs_them(kb):
    assert only(kb, "吉尔吉斯斯坦于2021年11月加入《修订版京都公约》。").verdict == "supported"
    assert only(kb, "2021年3月，吉尔吉斯斯坦加入了《修订版京都公约》。").verdict == "contradicted"


def test_sources_that_disagree_are_both_told(kb):
    result = only(kb, "土库曼斯坦于2022年4月加入了跨境无纸贸易框架协定。")
    assert result.verdict == "partially_supported"
    assert {item.stance for item in result.evidence} == {"supports", "contradicts"}
    assert "来源说法不一" in result.explanation


def test_a_numbered_heading_of_a_draft_is_no_claim_though_it_names_something_done():
    draft = "三、费用与采购\n\n项目共授予合同27份。\n\n四、审计建议\n\n市政府承诺整改。"
    assert split_claims(draft) == ("项目共授予合同27份。", "市政府承诺整改。")
    assert split_claims("一、亚行批准贷款\n二、哈萨克斯坦加入世贸组织") == (
        "一、亚行批准贷款",
        "二、哈萨克斯坦加入世贸组织",
    )


def test_a_sentence_of_two_events_is_two_claims():
    claims = split_claims("土库曼斯坦2021年11月正式申请加入世贸组织，2022年2月获得积极观察员国地位。")
    assert claims == ("土库曼斯坦2021年11月正式申请加入世贸组织", "土库曼斯坦2022年2月获得积极观察员国地位。")


def test_dates_nest_and_numbers_round():
    def dates(a, b):
        return dates_agree(find_dates(a, DateContext())[0], find_dates(b, DateContext())[0])

    def amounts(a, b):
        return amounts_agree(find_amounts(a)[0], find_amounts(b)[0])

    assert dates("2021年", "2021年9月")
    assert not dates("2021年9月", "2021年11月")
    assert amounts("9%", "9.4%")
    assert not amounts("9.4%", "9.6%")
    assert amounts("725000美元", "72.5万美元")


def test_a_checked_claim_comes_back_at_once(kb):
    check(kb, "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。")
    start = time.thread_time()
    check(kb, "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。")
    assert time.thread_time() - start < 0.3


def test_a_text_without_a_statement_is_refused(kb):
    with pytest.raises(UsageError, match="no statement"):
        check(kb, " \n ")


def test_the_command_reads_drafts_and_exits_with_1_on_findings(corpus_kb_folder, tmp_path, capsys):
    draft = tmp_path / "draft.md"
    draft.write_text(
        "# 进展\n\n- 巴基斯坦2021年通过了《单一窗口法》。\n- 巴基斯坦国家单一窗口联接54个政府机构。\n", encoding="utf-8"
    )
    assert cli.main(["check", "--kb", str(corpus_kb_folder), "--json", "--file", str(draft)]) == 1
    claims = json.loads(capsys.readouterr().out)["claims"]
    assert [claim["verdict"] for claim in claims] == ["supported", "contradicted"]
    assert set(claims[0]) == {"claim", "verdict", "evidence", "differences", "explanation"}
    assert cli.main(["check", "--kb", str(corpus_kb_folder), "巴基斯坦2021年通过了《单一窗口法》。"]) == 0


def test_the_verdict_on_a_text_is_its_worst(kb):
    response = check(kb, "巴基斯坦2021年通过了《单一窗口法》。巴基斯坦国家单一窗口联接54个政府机构。")
    assert verdict_of(response) == "contradicted"


def test_a_line_without_a_verb_is_still_checked(kb):
    assert [claim.verdict for claim in check(kb, "蒙古高铁").claims] == ["not_found"]
