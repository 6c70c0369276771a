"""Claims of strangers: exchanged parts, dealt-out lists, numbers of a series, two sentences; yes-or-no questions."""

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from answer.claim_parts import dealt_out, without_frame
from answer.claim_parts import parts_of as clauses_of
from answer.likeness import likeness
from answer.ordinals import rival_ordinals
from answer.whether import statement_of


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # who does what to whom
        ("亚行出资200万英镑，由英国外交、联邦与发展办公室实施技术援助项目。", "contradicted"),
        ("蒙古海关官员向中国和格鲁吉亚海关分享了经验。", "contradicted"),
        ("中国是首个进行实时证书交换的CAREC国家。", "contradicted"),
        # what two sentences say together
        ("由英国资助的技术援助项目支持了巴基斯坦的经济走廊规划。", "supported"),
        # lists that deal out values
        ("吉尔吉斯斯坦2021年3月、土库曼斯坦2021年11月加入《修订版京都公约》。", "contradicted"),
        ("土库曼斯坦和吉尔吉斯斯坦分别于2021年3月和11月加入了《修订版京都公约》。", "supported"),
        # the number in a series, and classes with a letter
        ("《CAREC 2030成果框架》在第20届部长级会议上获得批准。", "contradicted"),
        ("其他六个成员国都在按计划履行B类承诺。", "contradicted"),
        # how far it is
        ("乌兹别克斯坦已经完成入世进程。", "contradicted"),
        ("CPMM线上门户仍在开发中。", "contradicted"),
        ("第20次部长级会议推迟举行。", "contradicted"),
        # rise and fall in two clauses
        ("2021年公路过境平均用时降到13.6小时，费用则升至357美元。", "supported"),
        # who says so is no part of what is said
        ("报告指出，塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。", "supported"),
    ],
)
def test_what_a_stranger_claims(kb, claim, verdict):
    assert verdict_of(check(kb, claim)) == verdict


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("阿塞拜疆是否已加入世贸组织？", {"否"}),
        ("中国是否完成了贸易便利化协定的承诺？", {"是"}),
        ("CATS双边协议是否向其他CAREC国家开放？", {"是"}),
        ("日本参加了首尔研讨会吗？", set()),
    ],
)
def test_yes_or_no_is_checked_like_a_claim(kb, question, answers):
    assert {answer.text.partition("：")[0] for answer in ask(kb, question).answers} == answers


def test_a_number_of_a_series_that_no_source_has_is_no_answer(kb):
    assert not ask(kb, "第22届CAREC部长级会议什么时候召开？").answered


def test_a_list_with_its_values_becomes_statements():
    assert dealt_out("甲国和乙国分别于2021年3月和11月加入公约") == (
        "甲国于2021年3月加入公约",
        "乙国于2021年11月加入公约",
    )
    assert dealt_out("甲国2021年3月、乙国2021年11月加入公约") == ("甲国2021年3月加入公约", "乙国2021年11月加入公约")
    assert dealt_out("甲国2021年3月加入公约") == ()


def test_a_clause_that_leaves_out_the_rest_is_completed():
    parts = clauses_of("吉尔吉斯斯坦2021年经济增长3.6%，2020年为下降8.4%")
    assert [part.text for part in parts] == ["吉尔吉斯斯坦2021年经济增长3.6%", "吉尔吉斯斯坦2020年经济下降8.4%"]


def test_the_frame_of_a_report_is_taken_off():
    assert without_frame("部长声明提到阿塞拜疆正在恢复。") == "阿塞拜疆正在恢复。"
    assert without_frame("亚行启动了项目。") == "亚行启动了项目。"


def test_ordinals_are_compared_within_their_series():
    (own, rivals), *_ = rival_ordinals("第21次海关合作委员会会议", "第二十次海关合作委员会（CCC）会议")
    assert (own.number, [rival.number for rival in rivals]) == (21, [20])
    assert not rival_ordinals("第21次海关合作委员会会议", "第4次区域贸易组会议")


def test_questions_become_statements():
    assert statement_of("三边协议签了吗？") == "三边协议签了"
    assert statement_of("Has the portal been developed?") == "the portal has been developed."


def test_words_of_one_meaning_are_near_and_others_are_not():
    assert likeness("冲击", "新冠疫情产生了严重影响") > 0.2
    assert likeness("失业率", "商品进口增长") < 0.1
