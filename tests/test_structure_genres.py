"""Structure of kinds of reports that nobody prepared the program for: contents and headings."""

import pytest

from tests.structure_parts import headings, listed, passages, section_of

# -- tables of contents -----------------------------------------------------------------------------------------

PLAN = """青河省水网建设规划

2026年3月

目  录

前言
第一章 规划背景
第一节 发展基础
第二章 重点任务
专栏1 重大工程
附件1 重点项目清单

前言

水网是国家基础设施网络的重要组成部分。

第一章 规划背景

第一节 发展基础

全省累计完成水利投资1280亿元。

第二章 重点任务

加快建设骨干网络。

附件1

重点项目清单

序号\t项目
1\t北引工程
"""


def test_a_table_of_contents_without_page_numbers_is_no_text():
    assert headings(PLAN) == [
        "前言",
        "第一章 规划背景",
        "第一章 规划背景›第一节 发展基础",
        "第二章 重点任务",
        "附件1 重点项目清单",
    ]
    assert not any("专栏1" in p.text for p in passages(PLAN))


@pytest.mark.parametrize(
    "line",
    ["{} ......... {}", "{}…………{}", "{}\t{}", "{} {}", "{}（{}）", "- {} {}", "[{}](#page{})", "| {} | {} |"],
)
def test_a_table_of_contents_with_page_numbers_in_any_form_is_no_text(line):
    contents = "\n".join(line.format(title, page) for title, page in (("前言", 1), ("一、成效", 3), ("二、展望", 12)))
    body = "前言\n\n青河全长821公里。\n\n一、成效\n\n水质改善。\n\n二、展望\n\n前景广阔。\n"
    text = f"水务白皮书\n2025年8月\n\n目录\n\n{contents}\n\n{body}"
    assert headings(text) == ["前言", "一、成效", "二、展望"]
    assert len(passages(text)) == 7


def test_contents_with_like_entries_under_each_part_end_where_the_first_part_begins():
    contents = "一、省级情况\n（一）成效\n（二）问题\n二、市县情况\n（一）成效\n（二）问题\n"
    body = """一、省级情况
（一）成效
普及率提高。
（二）问题
经费不足。
二、市县情况
（一）成效
水质改善。
（二）问题
人手不足。
"""
    found = headings(f"供水评估报告\n2025年\n目录\n{contents}{body}")
    assert found == [
        "一、省级情况",
        "一、省级情况›（一）成效",
        "一、省级情况›（二）问题",
        "二、市县情况",
        "二、市县情况›（一）成效",
        "二、市县情况›（二）问题",
    ]


def test_the_end_of_a_long_entry_belongs_to_the_contents():
    contents = "Contents\n\nOverview\t1\nDesign and Monitoring\t12\nFramework\n"
    text = f"Completion Report\n\nMay 2024\n\n{contents}\nOverview\n\nThe project was approved in 2016.\n"
    assert listed(text)[1:] == [("heading", None, "Overview"), ("paragraph", None, "The project was approved in 2016.")]


def test_a_list_below_the_word_contents_that_is_no_table_of_contents_stays_text():
    text = "会议文件\n\n目录\n\n本次会议共印发三份文件，请查收。\n\n一、议程\n\n会议于上午召开。\n"
    assert ("paragraph", None, "本次会议共印发三份文件，请查收。") in listed(text)


# -- headings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("front", ["前言", "摘 要", "执行摘要", "序言", "编制说明", "缩略语"])
def test_the_parts_of_a_report_do_not_stand_under_its_foreword(front):
    text = f"""水务报告

2025年

{front}

本报告评估条例实施情况。

一、背景

条例已经实施三年。

二、建议

完善水价机制。
"""
    assert section_of(text, "条例已经") == ("一、背景",)
    assert section_of(text, "完善水价") == ("二、建议",)


def test_the_parts_of_a_summary_stay_under_it_where_the_report_counts_anew():
    text = (
        "水务报告\n\n2025年\n\n执行摘要\n\n一、主要发现\n\n普及率提高。\n\n二、主要建议\n\n完善水价。\n\n"
        "一、背景\n\n条例已经实施三年。\n\n二、结论\n\n成效明显。\n"
    )
    assert section_of(text, "普及率") == ("执行摘要", "一、主要发现")
    assert section_of(text, "条例已经") == ("一、背景",)


def test_a_part_stands_above_finer_labels_whichever_came_first():
    text = """Completion Report

March 2024

ABBREVIATIONS

ADB\tAsian Development Bank

BASIC DATA

A. Loan Identification

The loan was approved in 2016 and closed in 2023.

I. PROJECT DESCRIPTION

1. The project was designed to improve water security.

A. Outputs

2. Dikes were rebuilt.
"""
    assert section_of(text, "The loan") == ("BASIC DATA", "A. Loan Identification")
    assert section_of(text, "Dikes") == ("I. PROJECT DESCRIPTION", "A. Outputs")


def test_headings_without_marks_in_a_text_without_blank_lines_are_headings():
    text = """供水评估报告
2025年
一、方法
评估采用问卷和座谈相结合的方法。
样本选择
样本县按照地形和收入水平分层抽取，覆盖三类地区。
问卷设计
问卷共三十二题，分为四个部分，由村委会协助发放。
二、发现
普及率提高。
评估组组长：李敏
2025年10月20日
"""
    assert headings(text) == ["一、方法", "一、方法›样本选择", "一、方法›问卷设计", "二、发现"]
    assert [p.label for p in passages(text) if p.form == "paragraph"][:3] == ["一~1", "一~2", "一~3"]


def test_a_line_between_numbered_paragraphs_that_does_not_count_on_is_a_heading():
    text = """Report

March 2024

I. OUTPUTS

3. The project was aligned with the strategy.

1. Dike Rehabilitation

4. The project rebuilt 42 km of dikes by June 2022.

2. Wastewater Treatment

5. Two plants were built.

a. Sludge Management

6. Sludge is composted at a central facility.
"""
    assert [p.label for p in passages(text) if p.form == "paragraph"] == ["3", "4", "5", "6"]
    assert section_of(text, "42 km") == ("I. OUTPUTS", "1. Dike Rehabilitation")
    assert section_of(text, "Sludge is") == ("I. OUTPUTS", "2. Wastewater Treatment", "a. Sludge Management")


def test_bracketed_and_circled_headings_head_the_text_below_them():
    text = """年度报告

第一节 经营

一、分析

1、利润表

营业收入增长5.35%。

（1）利息净收入

利息净收入增长3.1%。

（2）非利息净收入

非利息净收入50.28亿元。

2、风险

①信用风险

不良贷款率1.12%。

②流动性风险

覆盖率168.3%。
"""
    path = ("第一节 经营", "一、分析", "1、利润表", "（2）非利息净收入")
    assert section_of(text, "50.28") == path
    assert section_of(text, "168.3") == ("第一节 经营", "一、分析", "2、风险", "②流动性风险")
    assert next(p.citation.address for p in passages(text) if "50.28" in p.text) == "（2）后第1段"


def test_a_list_of_short_items_is_no_run_of_headings():
    text = """报告

一、单位

参加单位有：

（1）财政厅

（2）水利厅

（3）林草局

此外，各市也派员参加了会议。
"""
    assert [label for _, label, _ in listed(text, "bullet")] == ["一~1#1", "一~1#2", "一~1#3"]


def test_components_and_annexes_with_a_colon_are_headings():
    text = """项目文件

2023年5月4日

一、描述

6. 项目包括两个部分。

组成部分1：流域规划（1800万美元）

7. 该部分支持编制流域规划。

附件1：结果框架

1. 指标由第三方核实。

Annex II: Support Plan

1. Two missions a year are planned by the bank.
"""
    assert section_of(text, "该部分") == ("一、描述", "组成部分1：流域规划（1800万美元）")
    assert section_of(text, "第三方") == ("附件1：结果框架",)
    assert section_of(text, "Two missions") == ("Annex II: Support Plan",)


@pytest.mark.parametrize("title", ["附件一 成员名单", "附件一成员名单", "附件一：成员名单"])
def test_an_attachment_has_its_number_with_or_without_a_space(title):
    found = passages(f"报告\n\n一、概况\n\n成员国由10个增加到11个。\n\n{title}\n\n1. 东海共和国\n\n2. 西岭共和国\n")
    assert [p.label for p in found if p.form == "heading"] == ["一", "一"]
    assert found[-1].section == (title,)


def test_the_title_below_the_number_of_a_chapter_or_annex_belongs_to_it():
    text = """规划

第一章

总则

本规划期为五年。

Appendix 2

DESIGN FRAMEWORK

1. It was updated.

附件：

名词解释

1. 水网：指河湖水系。
"""
    assert headings(text) == ["第一章 总则", "Appendix 2 DESIGN FRAMEWORK", "附件：名词解释"]


def test_articles_count_through_the_sections_of_a_law():
    text = """青河保护条例
（2024年11月28日青河省第十四届人民代表大会常务委员会第十三次会议通过）

第一章 总则

第一节 目的

第一条 为了加强保护，制定本条例。

第二条 省人民政府应当采取下列措施：

（一）制定分配方案；

（二）建立控制制度。

县级人民政府应当公布执行情况。

第三条 本条例自2025年3月1日起施行。
"""
    found = passages(text)
    assert [p.label for p in found if p.form in ("paragraph", "bullet")] == [
        "第一条", "第二条", "第二条#1", "第二条#2", "第二条~1", "第三条",
    ]  # fmt: skip
    assert section_of(text, "施行") == ("第一章 总则", "第一节 目的")
    assert next(p for p in found if p.label == "第二条#2").citation.text.endswith("第二条第2项")
    assert found[0].citation.text.startswith("《青河保护条例》")


def test_chapters_without_a_point_head_their_decimal_sections():
    text = """可行性研究报告

2024年11月

1 总论

1.1 背景

1.1.1 现状

日均过桥车流量8.6万辆。

2 方案

2.1 桥位

推荐方案桥长1.86公里。

3 结论

项目建设是必要的。
"""
    assert section_of(text, "车流量") == ("1 总论", "1.1 背景", "1.1.1 现状")
    assert section_of(text, "桥长") == ("2 方案", "2.1 桥位")
    assert section_of(text, "必要") == ("3 结论",)


def test_formal_numerals_and_numbers_of_one_glyph_are_labels():
    text = """水利报告

壹、概况

全省现有水库3200座。

貳、措施

㈠ 加强管理。每座水库都要明确责任人。

㈡ 落实经费。安排维修经费2.3亿元。

⒈ 省级承担六成。

２．市县承担四成。
"""
    assert headings(text) == ["壹、概况", "貳、措施"]
    assert [label for _, label, _ in listed(text, "paragraph")] == ["壹~1", "（一）", "（二）", "1", "2"]


def test_headings_in_capitals_stand_on_one_level():
    text = """STAFF REPORT

August 12, 2024

Growth recovered to 4.2 percent in 2023, and inflation fell.

CONTEXT

1. Growth has been strong. The deficit reached 5.6 percent of GDP.

RECENT DEVELOPMENTS

A. Fiscal Policy

2. Revenue reached 24.1 percent of output in 2023, reflecting

•\thigher receipts;
•\tbetter administration.

STAFF APPRAISAL

3. Staff welcomes the progress made.
"""
    assert headings(text) == [
        "CONTEXT",
        "RECENT DEVELOPMENTS",
        "RECENT DEVELOPMENTS›A. Fiscal Policy",
        "STAFF APPRAISAL",
    ]
    assert [label for _, label, _ in listed(text, "bullet")] == ["2#1", "2#2"]


def test_the_clauses_of_a_resolution_are_no_cover():
    text = "大会\n\n2023年12月19日决议\n\n回顾其以往各项决议，\n\n深为关切饥饿人数上升，\n\n1. 注意到报告；\n"
    assert [form for form, _, _ in listed(text)] == ["cover", "paragraph", "paragraph"]
    assert "决议，" not in listed(text)[0][2]
