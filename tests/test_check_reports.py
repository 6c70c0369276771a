"""Claims and questions on an invented progress report and a joint statement that nobody wrote rules from."""

from pathlib import Path

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

TEXTS = Path(__file__).parents[1] / "eval" / "cases" / "invented" / "texts"
REGION = """# 2025年临江区政府工作报告

2026年1月20日

## 一、2025年工作总结和“十四五”成就

1. 全年固定资产投资增长6%，居全省第四。税收收入增速居全省第二。
2. 常住人口由上年729万人增加到732万人。粮食补贴资金从2007年的639亿元增加到2012年的1923亿元。
3. 新能源汽车产销量占全省比重超过60%，公共充电桩达到18万个。
4. 湿地修复项目已完成412公顷，占2023—2025年三年总目标1200公顷的34.3%。
5. 有代表建议今后考虑设立青年奖学金，会议未作决定。会议决定启动旧港改造谈判，力争在2027年底前完成。

## 二、行动清单

| 编号 | 行动 | 责任单位 | 完成时间 |
|---|---|---|---|
| B1 | 更换9个老化监测设备 | 区环境局 | 2026年6月底 |
| B2 | 完成采购合同归档整改 | 区财政局 | 2026年11月15日 |
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    (folder / "region.md").write_text(REGION, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([TEXTS, folder / "region.md"], settings)
    with KnowledgeBase.open(settings=settings) as opened:
        yield opened


@pytest.mark.parametrize(
    "claim",
    [
        "Thailand trained 216 teachers in 2023.",  # what is counted, only the title of the table says
        "2021年至2023年，缅甸的培训教师人数逐年减少。",  # three cells of a row
        "2024年跨境实习名额将增加到300名。",  # the year stands in the lead-in of the list
        "岘港技能中心已获批准，定于2025年6月交付。",  # two cells
        "B2行动由区财政局负责，须于2026年11月15日前完成。",
        "临江区2025年固定资产投资增速居全省第四。",  # the year stands in the heading
        "2025年常住人口比上年增加3万人，达到732万人。",  # the difference of two figures
        "2012年粮食补贴资金为1923亿元。",
        "2025年，湿地修复项目已完成三年总目标的34.3%。",  # the years in the clause are those of the goal
        "会议决定启动旧港改造谈判，争取2027年底前完成。",
    ],
)
def test_true_sentences_about_reports_are_supported(reports, claim):
    assert verdict_of(check(reports, claim)) == "supported"


@pytest.mark.parametrize(
    "claim",
    [
        "2023年泰国培训教师231人。",  # Cambodia's
        "暹粒技能中心已于2023年竣工。",  # the other centre was
        "亚行资助了暹粒技能中心。",
        "2007年粮食补贴资金为1923亿元。",  # that of 2012
        "新能源汽车产销量占全省比重不到60%。",
        "临江区2025年固定资产投资增速居全省第二。",  # of tax revenue
        "会议决定设立青年奖学金。",
    ],
)
def test_sentences_with_one_thing_changed_are_not_supported(reports, claim):
    assert verdict_of(check(reports, claim)) in ("contradicted", "not_found")


def test_the_figure_that_stands_in_place_of_another_is_named(reports):
    found = check(reports, "新能源汽车产销量占全省比重不到60%。").claims[0]
    assert [(d.slot, d.claim, d.source) for d in found.differences] == [("number", "不到60%", "超过60%")]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("哪个国家2023年培训的教师最少？", "缅甸"),
        ("哪个国家2022年培训的教师最多？", "越南"),
        ("跨境实习平均持续多长时间？", "14周"),
        ("毕业生就业跟踪调查的结果何时公布？", "2025年第一季度"),
        ("《次区域旅游与酒店业技能标准》是哪一年通过的？", "2023年4月"),
    ],
)
def test_questions_about_reports(reports, question, answer):
    assert [a.text for a in ask(reports, question).answers][:1] == [answer]


AUDIT = """# 审计纪要

2024年9月12日

1. 审计师提交了2023年度财务审计报告,出具无保留意见,累计报告确诊病例83017例,累计治愈出院病例78307例。
2. 第九次会议于2024年3月5日在暹粒举行。各方将研究成立常设秘书处可行性。
3. 世界自然基金会的代表作为观察员列席会议。
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audit")
    (folder / "audit.md").write_text(AUDIT, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "audit.md"], settings)
    with KnowledgeBase.open(settings=settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("claim", "slot"),
    [
        ("审计师对2023年度财务报告出具了保留意见。", "polarity"),
        ("第九次会议于2024年3月5日在曼谷举行。", "place"),
        ("累计治愈出院病例83017例。", "number"),  # commas of half width part clauses too
    ],
)
def test_words_places_and_figures_of_the_clause_itself(audit, claim, slot):
    found = check(audit, claim).claims[0]
    assert (found.verdict, [d.slot for d in found.differences]) == ("contradicted", [slot])


def test_what_is_only_studied_is_not_there(audit):
    assert verdict_of(check(audit, "机制设有常设秘书处。")) != "supported"


def test_planted_contradictions_are_found_and_nothing_else(reports):
    found = [c for c in find_conflicts(reports) if c.a.passage.startswith("vecp")]
    assert {frozenset((c.a.value, c.b.value)) for c in found} == {
        frozenset(("3,650万美元", "3,560万美元")),
        frozenset(("186名学生", "168名学生")),
        frozenset(("2023年11月", "2023年10月")),
        frozenset(("泰国高等教育部", "越南教育与培训部")),
    }
