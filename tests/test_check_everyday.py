"""Claims in the words of people who write drafts, and near misses of them, over the reports and an invented review."""

import pytest

from answer.check import check, verdict_of
from answer.claims import split_claims
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

REVIEW = """# 南岭边贸便利化计划评价

2025年3月

## 一、效果

1. 单一窗口：秘鲁已接入31个机构，智利18个，巴西12个；三国企业平均少交四份单证。

2. 管理成本占比达19%，高于同类计划12%的平均水平。

3. 服务业增加值比重达到46.1%，首次超过第二产业。

4. 经费：五年总预算6500万元，其中银行贷款62%、财政拨款23%、企业自筹15%。

5. 丙州报告，绿色转型计划为430家企业补贴太阳能设备，平均电费下降31%。

6. 加强生态保护与建设，全省森林覆盖率上升到21.6%。

7. 边区死亡率降幅主要来自甲州和乙州，丙州停滞。

8. 平台登记求职者21万人，44%的岗位信息已过期未下架。

9. 第四代移动通信正式商用。

10. 西班牙国际合作署资助150万欧元用于移民健康站。

11. 认证：2021年通过认证的实验室5家，2023年为8家。

## 二、规则

12. 市口岸服务部门应当组织编制口岸发展年度报告，并向社会公布。

13. 未办理开通手续擅自接靠运输工具的，没收违法所得，并处二万元以上十万元以下罚款。
"""


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    (folder / "in").mkdir()
    (folder / "in" / "review.md").write_text(REVIEW, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "in"], settings)
    with KnowledgeBase.open(settings=settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("秘鲁的单一窗口接入了31个机构。", "supported"),
        ("智利的单一窗口接入了31个机构。", "contradicted"),  # each with its own figure
        ("这个计划的管理成本比同类计划的平均水平高。", "supported"),
        ("这个计划的管理成本比同类计划的平均水平低。", "contradicted"),
        ("服务业增加值比重首次超过第二产业。", "supported"),
        ("第二产业比重首次超过服务业。", "contradicted"),
        ("财政拨款占总预算的23%。", "supported"),
        ("企业自筹占总预算的23%。", "contradicted"),
        ("丙州给430家企业补贴了太阳能设备。", "supported"),  # what is reported is no promise
        ("全省森林覆盖率提高到21.6%。", "supported"),  # what is measured is no promise
        ("口岸发展年度报告由市口岸服务部门组织编制。", "supported"),
        ("口岸发展年度报告由市交通部门组织编制。", "contradicted"),
        ("2023年通过认证的实验室有8家。", "supported"),
    ],
)
def test_what_a_clause_says_of_one_it_does_not_say_of_another(review, claim, verdict):
    assert verdict_of(check(review, claim)) == verdict


@pytest.mark.parametrize(
    "claim",
    [
        "丙州的死亡率下降最多。",  # nothing in the sentence is set above all others
        "第四代移动通信正式商用，用户已经超过一亿。",  # a large number that the source lacks
        "管理成本是同类计划中最低的。",
    ],
)
def test_what_is_set_above_all_or_counted_must_be_said(review, claim):
    assert verdict_of(check(review, claim)) != "supported"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("2020年塔吉克斯坦的货物贸易里将近一半是和CAREC成员做的。", "supported"),
        ("Georgia's economy grew 10.6% in 2021.", "supported"),
        ("吉尔吉斯斯坦2021年经济增长3.6%，2020年为下降8.4%。", "supported"),
        ("因为没法面对面开会，讨论和培训的效果打了折扣。", "supported"),
        ("公路过境的时间缩短了，可是花的钱多了。", "supported"),
        ("《CAREC走廊绩效测量和监测2020年年度报告》于2021年10月出版。", "contradicted"),  # a nearer date than its year
        ("海关周安排在2022年8月举行。", "contradicted"),
        ("塔吉克斯坦的苏格德州物流中心将雇用500人。", "not_found"),  # how far it is says nothing of that
        ("阿塞拜疆将在2025年承办下一届CAREC数字贸易论坛。", "not_found"),  # another event at another time
    ],
)
def test_everyday_words_over_the_reports(kb, claim, verdict):
    assert verdict_of(check(kb, claim)) == verdict


def test_a_second_value_with_its_own_year_is_told_whole():
    assert split_claims("吉尔吉斯斯坦2021年经济增长3.6%，2020年为下降8.4%。") == (
        "吉尔吉斯斯坦2021年经济增长3.6%",
        "吉尔吉斯斯坦2020年经济下降8.4%",
    )
