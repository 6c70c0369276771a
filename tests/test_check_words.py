"""Claims in other words than the source's: what still agrees, what is only half said, what is another event."""

import re

import pytest

from answer.actions import action_spans, find_actions
from answer.check import check, verdict_of
from answer.claim_parts import parts_of
from answer.compare import Hedge, hedge_of, within
from answer.english import english_words
from answer.shares import shares_in
from answer.synonyms import groups_in
from ingest.amounts import find_amounts
from settings import PROJECT


def verdict(kb, claim):
    response = check(kb, claim)
    return verdict_of(response), {difference.slot for found in response.claims for difference in found.differences}


@pytest.mark.parametrize(
    "claim",
    [
        "土库曼斯坦2021年11月递交了加入世贸组织的申请。",
        "中国和格鲁吉亚已全部兑现《贸易便利化协定》的承诺。",
        "2020年中国经济增长2.2%。",
        "2001年至2020年，哈萨克斯坦累计吸收外国直接投资约1439亿美元。",
        "2021年公路跨境时间缩短到不足14小时。",
        "The inception reports of the two STKEC pre-feasibility studies have been completed.",
    ],
)
def test_other_words_for_the_same_are_supported(kb, claim):
    assert verdict(kb, claim)[0] == "supported"


@pytest.mark.parametrize(
    ("claim", "slot"),
    [
        ("2021年公路跨境时间缩短到不足13小时。", "number"),
        ("The fourth RTG meeting rejected the rolling strategic action plan for 2021-2023.", "action"),
        ("阿塞拜疆已加入世贸组织。", "status"),
    ],
)
def test_other_words_for_something_else_are_not(kb, claim, slot):
    assert verdict(kb, claim) == ("contradicted", {slot})


@pytest.mark.parametrize(
    "claim",
    [
        "比什凯克市部署了50台空气质量监测仪，市内污染物浓度因此下降20%。",
        "亚行于2021年10月结束对CFCFA的援助，累计支出300万美元。",
        "The Pakistan corridor report was published in February 2022 and has been translated into Urdu.",
    ],
)
def test_what_is_added_to_a_true_clause_makes_it_half_true(kb, claim):
    assert verdict(kb, claim) == ("partially_supported", set())


@pytest.mark.parametrize(
    "claim",
    ["蒙古的国家单一窗口于2022年投入运行。", "格鲁吉亚2021年的通货膨胀率达到9.6%。", "亚行向阿富汗提供了5亿美元贷款。"],
)
def test_the_same_deed_of_somebody_else_or_the_same_figure_of_something_else_is_no_evidence(kb, claim):
    assert verdict(kb, claim)[0] == "not_found"


def test_asking_to_join_is_not_joining_in_either_order():
    assert set(find_actions("正式递交了加入世贸组织的申请")) == {"apply"}
    assert set(find_actions("申请加入世贸组织后")) == {"apply"}
    assert set(find_actions("申请获批后，加入世贸组织")) == {"apply", "approve", "join"}
    assert set(find_actions("为加入世贸组织做准备")) == {"acceding"}


def test_the_economy_grows_but_a_corridor_is_none():
    assert "国内生产总值" in set(groups_in("2021年全球经济估计增长6.1%"))
    assert "国内生产总值" not in set(groups_in("经济走廊的贸易增长"))


@pytest.mark.parametrize(
    ("text", "hedge", "true", "false"),
    [
        ("不足14小时", Hedge.UNDER, "13.6小时", "14.1小时"),
        ("近50%", Hedge.NEARLY, "49.8%", "50.9%"),
        ("超过2000人", Hedge.OVER, "2300人", "1900人"),
        ("约1439亿美元", Hedge.ABOUT, "1450亿美元", "1500亿美元"),
    ],
)
def test_a_hedged_figure_has_a_side_and_a_reach(text, hedge, true, false):
    (amount,) = find_amounts(text)
    assert hedge_of(text, amount) is hedge
    assert within(amount, find_amounts(true)[0], hedge)
    assert not within(amount, find_amounts(false)[0], hedge)


def parts(claim):
    return tuple(part.text for part in parts_of(claim))


def test_clauses_keep_their_subject():
    assert parts("土库曼斯坦2021年11月申请加入世贸组织，并计划在2025年前完成谈判。") == (
        "土库曼斯坦2021年11月申请加入世贸组织",
        "土库曼斯坦计划在2025年前完成谈判",
    )
    assert parts("2021年9月，阿塞拜疆和格鲁吉亚签署了双边协议。") == ("2021年9月，阿塞拜疆和格鲁吉亚签署了双边协议。",)


def test_english_phrases_are_found_before_their_words():
    assert english_words("two pre-feasibility studies of the zorbs") == (
        [("two", ("两", "二", "2")), ("pre-feasibility studies", ("初步可行性研究",))],
        "of the zorbs",
    )


def test_a_text_without_latin_letters_says_what_it_says_beside_english():
    """Patterns without their English part are used where there is none: they must find the same."""
    sentences = [
        sentence
        for path in sorted((PROJECT / "corpus").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for sentence in re.split("[。；]", line)
        if sentence and not re.search("[A-Za-z]", sentence)
    ]
    assert len(sentences) > 200
    for sentence in sentences:
        beside = f"X\n{sentence}"  # a letter calls for the whole patterns
        assert dict(find_actions(sentence)) == {name: (a - 2, b - 2) for name, (a, b) in find_actions(beside).items()}
        assert action_spans(sentence) == [(a - 2, b - 2) for a, b in action_spans(beside)]


def test_what_is_said_of_one_alone_is_not_said_of_two(kb):
    assert verdict(kb, "贸易便利化协定只有中国一国落实率达到100%。") == ("contradicted", {"quantity"})


def test_exports_are_not_imports_in_english_either(kb):
    assert verdict(kb, "Tajikistan’s merchandise exports declined in 2020.")[0] != "supported"


def test_a_rise_is_not_supported_by_a_negative_rate(kb):
    assert verdict(kb, "2020年哈萨克斯坦商品出口增长。")[0] != "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "ADB mobilised a further USD 1 million of technical assistance for STKEC in November 2020.",  # further
        "The ECD framework and operational guidelines were still being reviewed.",  # under way, not done
    ],
)
def test_words_that_say_how_do_not_make_a_claim_unfounded(kb, claim):
    assert verdict(kb, claim)[0] == "supported"


@pytest.mark.parametrize(
    ("text", "share"), [("近八成的学生", 80.0), ("七成五的企业", 75.0), ("约三成", 30.0), ("八成立的公司", None)]
)
def test_tenths_are_shares(text, share):
    assert [amount.value for amount in shares_in(text)] == ([share] if share else [])
