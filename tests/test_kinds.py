"""The type of a passage by what it does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.facts_types import LABELS, labelled_passages, score_types
from ingest.dates import DateContext, find_dates
from ingest.kinds import KindContext, decide_type

ISSUED = date(2022, 6, 28)


def decide(text, form="paragraph", section=(), lead_in="", title="", issued=ISSUED):
    context = KindContext(form, tuple(section), lead_in, title, issued)
    return decide_type(text, context, find_dates(text, DateContext(issued, None, None)))


@pytest.mark.parametrize(
    ("text", "section", "kind"),
    [
        ("2020 年 9 月，塔吉克斯坦启动了国家单一窗口信息系统（NSW）。", ["主要进展"], "achievement"),
        ("专家正在就如何进一步完善框架和指南开展讨论。", ["主要进展"], "achievement"),
        ("亚行将于2022年底前完成详细设计。", [], "commitment"),
        ("请求批准第 21 届 CAREC 部长级会议的主要可交付成果。", ["需要高官会予以指导的关键问题"], "commitment"),
        ("难以获得国家级的数据也制约了深度技术分析的开展。", ["挑战和关键问题"], "challenge"),
        ("到 2023 年底要实现的可交付成果见下表。", ["2022 年部长级会议的可交付成果"], "deliverable"),
        ("全年货物进出口总额39.1万亿元，比上年增长21.4%。", ["对外经济"], "context"),
        ("预计2022年增长将放缓至3.6%。", [], "context"),
        ("我们欢迎能源部门协调委员会召开线上会议并落实一系列措施。", ["推行战略的进展"], "achievement"),
    ],
)
def test_function_decides(text, section, kind):
    assert decide(text, section=section).type == kind


def test_a_bare_list_item_takes_its_type_from_the_heading_and_the_lead_in():
    item = "对已确定的过境点的实验室和边境检查设施开展投资勘察和升级。"
    assert decide(item, form="bullet", section=["未来工作计划"]).type == "commitment"
    assert decide("《绿色低碳发展行动计划》", form="bullet", lead_in="会议的主要可交付成果包括：").type == "deliverable"


def test_a_heading_without_function_passes_on_the_one_above():
    section = ["三、工作计划", "阿拉木图-比什凯克经济走廊"]
    assert decide("在阿拉木图市部署50台空气质量监测设备。", form="bullet", section=section).type == "commitment"


def test_the_heading_is_not_the_only_evidence():
    text = "该项目计划于2023年获批，咨询公司将马上完成可行性研究。"
    assert decide(text, section=["主要进展和成果"]).type == "commitment"


def test_a_conceded_or_mastered_problem_is_no_challenge():
    text = "尽管面临地缘政治挑战，成员国仍然按计划履行了承诺。"
    assert decide(text).type == "achievement"
    assert decide("各方采取措施应对气候变化挑战，建成了12座监测站。").type == "achievement"


def test_a_promise_inside_a_report_is_marked_with_its_sentence():
    text = "已为三个过境点制定了流程和设计概念。该项目计划于2023年获批。"
    decision = decide(text, section=["主要成就"])
    assert decision.type == "achievement"
    assert [(s.type, text[s.start : s.end]) for s in decision.also] == [("commitment", "该项目计划于2023年获批。")]


def test_an_expected_effect_is_no_promise():
    text = "我们完成了对《数字战略》的签字背书。该战略将提高数字联通性。"
    assert decide(text).also == ()


def test_a_statistic_beside_a_report_illustrates_it_and_alone_describes():
    report = "城镇供水得到明显改善。管网漏损率为9.8%，比上年下降2.1个百分点。供水企业服务水平不断提高。"
    assert decide(report).type == "achievement"
    assert decide("管网漏损率为9.8%，比上年下降2.1个百分点。").type == "context"


def test_figures_of_a_plan_do_not_hide_that_it_is_one():
    plan = "优化支出结构。压减一般性开支。今年预算拟安排120亿元，比去年增加5%。政府要带头过紧日子。完善绩效管理。"
    assert decide(plan, issued=date(2022, 3, 1)).type == "commitment"


def test_latin_marks_in_chinese_text_end_clauses_too():
    assert decide("这项安排令人满意,这将造福沿线居民。").type == decide("这项安排令人满意，这将造福沿线居民。").type


def test_an_effect_named_in_passing_does_not_outweigh_the_report():
    assert decide("两国海关签署了旨在便利通关的四项协议，这将造福边境居民。").type == "achievement"


def test_what_a_report_says_of_itself_is_no_challenge():
    assert decide("这份报告概括回顾了过去一年的成绩和遇到的挑战。").type == "context"


@pytest.mark.parametrize(
    ("form", "kind"),
    [("footnote", "footnote"), ("table", "table"), ("row", "table"), ("note", "table"), ("glossary", "other"),
     ("cover", "other"), ("heading", "other")],
)  # fmt: skip
def test_other_forms_go_by_their_form(form, kind):
    assert decide("亚行将于2023年批准该项目。", form=form).type == kind


def test_rows_of_a_table_of_promises_are_deliverables():
    row = "ABEC联合住宿分类系统 | 第一季度 | 旅游住宿统一标准"
    assert decide(row, form="row", lead_in="可交付成果 时间 (2022) 描述").type == "deliverable"
    assert decide(row, form="row", section=["四、部长级会议的可交付成果"]).type == "deliverable"
    assert decide(row, form="row", lead_in="国家 出口 进口").type == "table"


def test_reasons_are_words_that_a_reader_can_check():
    reasons = decide("亚行计划于2023年批准该项目。").reasons
    assert any("计划于" in reason and "表示计划" in reason for reason in reasons)
    assert all(reason.strip() for reason in reasons)
    assert decide("无。").reasons


def test_labelled_passages_keep_their_score():
    """The measured state: clear passages of the sample reports and of other genres, each half by itself."""
    for name, least in (("types_corpus", 0.95), ("types_other", 0.85)):
        passages = list(labelled_passages(LABELS / f"{name}.jsonl"))
        for half in ("work", "report"):
            score = score_types([p for p in passages if p.half == half])
            assert score.clear_right / score.clear >= least, (name, half, score.faults)


@given(
    st.text(alphabet="亚行将于已完成了计划挑战。，；！？ （）2023年%A\n", max_size=100),
    st.sampled_from(["paragraph", "bullet"]),
)
def test_marked_sentences_lie_inside_and_differ_from_the_dominant_type(text, form):
    decision = decide_type(text, KindContext(form, ()))
    for span in decision.also:
        assert 0 <= span.start < span.end <= len(text)
        assert span.type != decision.type
        assert span.type in ("achievement", "challenge", "deliverable", "commitment")
