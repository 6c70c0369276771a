"""One fact told twice in other words, in any two documents; figures that arithmetic refutes, in any unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer.conflict_alike import FEATURES
from answer.conflict_arithmetic import arithmetic_conflicts
from answer.conflict_printed import common_unit, printed_numbers
from answer.conflict_statements import Statements
from answer.conflict_values import says_how_long, tells_the_same_figure
from answer.conflict_weighed import read_score
from answer.conflicts import find_conflicts
from answer.records import Conflict
from answer.sources import sources_of
from index.build import ingest
from index.encoders import load_encoder
from index.segmenter import share_of_words
from index.store import KnowledgeBase
from models.conflicts import learned, lessons_of
from settings import Settings
from tests.small_reports import opened_report

_REPORT = """# 青石河流域治理年度报告

2023年1月20日

一、工程

1. 截至2022年12月31日，流域内共建成雨量站214座，其中自动站占九成。
2. 上游护岸工程由省水利厅下属的河道管理局负责实施，全长17公里。
3. 《流域水量分配协议》于2022年9月由三省水利厅在临川市签署，自签署之日起执行。

二、管理

流域委员会第六次会议于2022年11月在临川市召开，来自三省的代表出席。
"""
_MINUTES = """# 流域委员会秘书处工作简报

2023年3月15日

秘书处通报了有关情况：到2022年底，全流域已建成的雨量站为186座，自动站的比例还在提高。

流域水量分配协议的文本仍待三省敲定，签署时间未定。
"""


def _listed(folder: Path, texts: dict[str, str]) -> tuple[Conflict, ...]:
    (folder / "in").mkdir()
    for name, text in texts.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([folder / "in"], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        return find_conflicts(kb)


def test_what_another_document_tells_otherwise_is_listed(tmp_path: Path) -> None:
    listed = _listed(tmp_path, {"report.md": _REPORT, "brief.md": _MINUTES})
    values = [{c.a.value, c.b.value} for c in listed]
    assert any({"214座", "186座"} <= pair for pair in values)
    assert {"签署", "敲定"} in values


def test_progress_in_a_later_document_is_none(tmp_path: Path) -> None:
    before = "# 青石河流域治理工作计划\n\n2022年3月1日\n\n《流域水量分配协议》的文本仍待三省敲定，拟于年内签署。\n"
    after = "# 青石河流域治理进展情况\n\n2023年3月1日\n\n《流域水量分配协议》已于2022年9月由三省签署，协议生效。\n"
    assert not _listed(tmp_path, {"plan.md": before, "report.md": after})


def test_reports_of_two_years_tell_of_two_years(tmp_path: Path) -> None:
    texts = {
        f"{year}.md": f"# {year}年流域治理年度报告\n\n{year}年12月31日\n\n全流域建成雨量站{stations}座。\n"
        for year, stations in ((2021, 214), (2022, 236))
    }
    assert not _listed(tmp_path, texts)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("全年投入48.6亿塔镑，由公路27.3亿塔镑、铁路12.4亿塔镑和港航6.5亿塔镑三项构成。", "相加却不是"),
        ("到位的帐篷合计4,800顶，均已运出。其来源有三：红会2,100顶，政府1,500顶，企业900顶。", "相加却不是"),
        ("培训补贴占46%，贷款贴息占38%，行政费用占21%，三者即为全部支出。", "105%"),
        ("出院患者31,200人次，其中好转28,080人次，好转率为93.5%。", "算不出“93.5%”"),
        ("七个成员方出席，分别来自海桑、默里克、蓬塔、伊莱和苏多。", "后面却列了 5 个"),
        ("委员会由六个单位组成。这些单位分别是水利局、环保局、农业局和林业局。", "后面却列了 4 个"),
    ],
)
def test_figures_that_arithmetic_refutes(tmp_path: Path, sentence: str, told: str) -> None:
    with opened_report(tmp_path, f"# 报告\n\n2023年5月4日\n\n{sentence}\n") as kb:
        found = list(arithmetic_conflicts(list(kb.passages())))
    assert [told in conflict.explanation for conflict in found] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年投入46.2亿塔镑，由公路27.3亿塔镑、铁路12.4亿塔镑和港航6.5亿塔镑三项构成。",
        "全年投入48.6亿塔镑，其中公路27.3亿塔镑、铁路12.4亿塔镑。",
        "出院患者31,200人次，其中好转28,080人次，好转率为90%。",
        "受访者中女性占46%，青年占38%，农村居民占51%。",
        "七个成员方出席，分别来自海桑、默里克、蓬塔、伊莱、苏多等。",
        "约4,800顶帐篷运抵：红会2,100顶，政府1,500顶，企业900顶。",
    ],
)
def test_figures_that_may_be_right(tmp_path: Path, sentence: str) -> None:
    with opened_report(tmp_path, f"# 报告\n\n2023年5月4日\n\n{sentence}\n") as kb:
        assert not list(arithmetic_conflicts(list(kb.passages())))


def test_figures_have_whatever_follows_them_for_a_unit() -> None:
    text = "储能60兆瓦时，帐篷1 284顶、2,100顶，2023年5月4日14:30到货约3.5万件"
    figures = printed_numbers(text, 0, len(text))
    assert [(figure.value, figure.sure) for figure in figures] == [
        (60.0, True), (1284.0, True), (2100.0, True), (35000.0, False),
    ]  # fmt: skip
    assert common_unit(figures[1:3]) == "顶"


def test_a_rounded_figure_is_the_same_one(tmp_path: Path) -> None:
    text = "# 报告\n\n2023年5月4日\n\n总支出为2,384.6万美元。\n\n花费约2,400万美元。\n\n工期历时三个月。\n"
    with opened_report(tmp_path, text) as kb:
        statements = Statements(sources_of(kb).all_units(), load_encoder("fast")).all
    fine, rough, lasting = (next(s for s in statements if word in s.unit.text) for word in ("总支出", "花费", "历时"))
    assert tells_the_same_figure(fine, rough)
    assert says_how_long(lasting)
    assert not says_how_long(fine)


def test_common_words_weigh_less_in_a_small_knowledge_base(tmp_path: Path) -> None:
    with opened_report(tmp_path, _REPORT) as kb:
        statements = Statements(sources_of(kb).all_units(), load_encoder("fast"))
    assert statements.weight("w:雨量站") > statements.weight("w:管理") > 0
    assert share_of_words("管理") > share_of_words("雨量") > share_of_words("青石河") == 0.0


def test_a_score_with_an_unknown_number_is_refused() -> None:
    text = "# weight bias 0\n# base 0.0\n0\t0\tcolour\t1\tright\t1\t2\t\n0\t1\t\t\t\t\t\t1\n0\t2\t\t\t\t\t\t2\n"
    with pytest.raises(ValueError, match=r"conflict_trees\.tsv: colour not known"):
        read_score(text)


def test_lessons_teach_a_score_that_reads_back(tmp_path: Path) -> None:
    case = {
        "kind": "number", "severity": "high", "a": "共建成雨量站214座", "a_file": "a.md",
        "b": "全流域已建成的雨量站为186座", "b_file": "b.md",
    }  # fmt: skip
    lessons = list(lessons_of({"base": "x", "files": {"a.md": _REPORT, "b.md": _MINUTES}, "cases": [case]}, tmp_path))
    assert any(lesson.case == 0 for lesson in lessons)
    score = read_score(learned(lessons * 12, trees=3))
    assert len(score.weights) == len(FEATURES)
