"""Lists that are dealt out (分别): who gets which value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from answer.in_turn import as_clauses
from answer.pair_dates import days_in
from answer.pair_figures import figures_in
from answer.pair_in_turn import dealt_otherwise
from index.store import KnowledgeBase
from tests.small_reports import opened_report

SOLD = "指阿富汗、吉尔吉斯斯坦和塔吉克斯坦，2024年分别为6.2亿、12.8亿和4.9亿美元。"
REPORT = """# 区域贸易公报

## 一、出口

其余三国的出口为23.9亿美元，即阿富汗、吉尔吉斯斯坦和塔吉克斯坦，2024年分别为6.2亿、12.8亿和4.9亿美元。
"""

JUDGED = """# 年度监测与判决情况

## 一、水质

长江、黄河流域分别有国控断面1017个和265个，水质优良比例分别为98.5%和87.4%。

## 二、案件

王某、李某分别被判处有期徒刑十年和五年，并处没收违法所得。
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with opened_report(tmp_path_factory.mktemp("lists"), JUDGED, model="default") as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "sentence", "told"),
    [
        ("2024年阿富汗、吉尔吉斯斯坦和塔吉克斯坦的出口分别为6.2亿、4.9亿和12.8亿美元。", SOLD, ("4.9亿", "12.8亿")),
        ("2021年和2022年分别完成3项和5项。", "2021年和2022年分别完成5项和3项。", ("完成3项", "完成5项")),
        ("2024年出口和进口分别为3亿和5亿元。", "全年出口和进口分别为5亿和3亿元。", ("3亿", "5亿")),
    ],
)
def test_a_value_given_to_another_thing_of_the_list_is_told(claim: str, sentence: str, told: tuple[str, str]) -> None:
    assert told in [*dealt_otherwise(claim, sentence)]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("塔吉克斯坦和阿富汗的出口分别为4.9亿和6.2亿美元。", SOLD),  # some of them, in another order
        ("进口和出口分别增长30.1%和27.1%。", "出口和进口分别增长27.1%和30.1%。"),
        ("甲、乙两省分别下降3.1%和2.4%。", "甲省和乙省分别下降3.1%和2.4%。"),
        ("两座站分别位于阿拉木图和塔什干。", "两座站分别位于塔什干和阿拉木图。"),
        ("会议于1月和5月举行。", "会议分别于1月和5月举行。"),
        ("中央本级收入、支出分别增长5%和3%。", "收入、支出分别增长3%和5%，其中中央本级收入、支出分别增长5%和3%。"),
    ],
)
def test_another_order_of_things_and_values_is_the_same(claim: str, sentence: str) -> None:
    assert [*dealt_otherwise(claim, sentence)] == []


def test_the_figures_of_a_list_share_the_unit_and_the_scale_behind_the_last() -> None:
    assert [(f.value, f.kind) for f in figures_in("分别为30、40和50万元")] == [(3e5, "元"), (4e5, "元"), (5e5, "元")]
    assert [f.kind for f in figures_in("30、40和50万元")] == ["", "", "元"]  # may be numbers of anything


def test_things_of_the_clause_before_get_their_values(tmp_path) -> None:
    with opened_report(tmp_path, REPORT, model="default") as kb:
        assert ask(kb, "2024年吉尔吉斯斯坦出口多少美元？").answers[0].text.startswith("12.8亿")
        exchanged = "2024年阿富汗、吉尔吉斯斯坦和塔吉克斯坦的出口分别为6.2亿、4.9亿和12.8亿美元。"
        (told,) = check(kb, exchanged).claims
        assert told.verdict == "contradicted"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲和乙分别为3项和5项。", "甲为3项，乙为5项。"),
        ("接种率城区和郊区分别为85%和78%。", "接种率城区为85%，接种率郊区为78%。"),
        ("高铁、普铁里程分别为4.5万公里和11.4万公里。", "高铁里程为4.5万公里，普铁里程为11.4万公里。"),
        ("王某、李某分别被判处有期徒刑十年和五年。", "王某被判处有期徒刑十年，李某被判处有期徒刑五年。"),
        ("主席和秘书长分别于5月12日和5月15日访问北京。", "主席于5月12日访问北京，秘书长于5月15日访问北京。"),
        (
            "产量和销量分别完成958万辆和949万辆，同比分别增长35.8%和37.9%。",
            "产量完成958万辆，销量完成949万辆，产量同比增长35.8%，销量同比增长37.9%。",
        ),
        ("贷款分别为30、40和50万元。", "贷款分别为30、40和50万元。"),  # of what, nobody tells
        ("两座站分别位于塔什干和阿拉木图。", "两座站分别位于塔什干和阿拉木图。"),
    ],
)
def test_a_list_that_is_dealt_out_is_told_as_clauses(text: str, told: str) -> None:
    assert as_clauses(text) == told


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("李某被判处有期徒刑五年。", "supported"),
        ("李某被判处有期徒刑十年。", "contradicted"),
        ("黄河流域有国控断面265个。", "supported"),
        ("长江流域的水质优良比例为87.4%。", "contradicted"),
    ],
)
def test_one_thing_of_a_list_has_its_own_value(lists: KnowledgeBase, claim: str, verdict: str) -> None:
    assert verdict_of(check(lists, claim)) == verdict


@pytest.mark.parametrize("text", ["比上年下降7.3%", "是农村的2.39倍", "为1.4万亿元"])
def test_a_decimal_is_no_month(text: str) -> None:
    assert days_in(text) == ()


def test_a_month_may_begin_a_text() -> None:
    assert [day.months for day in days_in("3月和11月")] == [frozenset({3}), frozenset({11})]
