"""Structure of kinds of reports that nobody prepared the program for: lists, boxes, notes and broken lines."""

import re

import pytest

from ingest.lines import width
from tests.structure_parts import listed, passages

# -- lists, boxes, notes ----------------------------------------------------------------------------------------


def test_items_after_a_long_dash_are_a_list_and_a_subtitle_is_none():
    text = """政府工作报告
——2026年1月20日在青河省人民代表大会上

各位代表：

一、目标

今后五年的主要目标是：

——经济实力迈上新台阶。年均增长5.5%以上。

——科技创新实现新突破。

——民生福祉达到新水平。

各位代表！让我们努力奋斗！
"""
    assert listed(text, "bullet") == [
        ("bullet", "一~1#1", "经济实力迈上新台阶。年均增长5.5%以上。"),
        ("bullet", "一~1#2", "科技创新实现新突破。"),
        ("bullet", "一~1#3", "民生福祉达到新水平。"),
    ]
    assert listed(text)[0][2].endswith("——2026年1月20日在青河省人民代表大会上")


def test_items_of_a_numbered_paragraph_are_its_items_whatever_their_label():
    text = """报告

2025年

一、计划

9. 项目将推进以下工作：

（一）安装检测仪；

（二）启动平台，包括：

①转诊；

②培训。

（三）提供支持。

10. 办公室请委员会批准预算。
"""
    assert [label for _, label, _ in listed(text, "bullet")] == ["9#1", "9#2", "9#2#1", "9#2#2", "9#3"]
    assert [label for _, label, _ in listed(text, "paragraph")] == ["9", "10"]


def test_a_list_ends_where_the_next_paragraph_of_the_report_counts_on():
    text = """报告

2025年

1. 背景如下。

2. 委员会建议：

1. 建立机制；

2. 完善办法。

3. 委员会感谢秘书处的工作。
"""
    assert [(form, label) for form, label, _ in listed(text, "paragraph", "bullet")] == [
        ("paragraph", "1"), ("paragraph", "2"), ("bullet", "2#1"), ("bullet", "2#2"), ("paragraph", "3"),
    ]  # fmt: skip


def test_a_label_that_stands_in_two_languages_is_one_item():
    text = """公报

2024年9月15日

3. 理事会欢迎：

(a) 债券发行；

(a) the first issue of bonds;

(b) 成员加入。

(b) the accession of members.
"""
    assert [label for _, label, _ in listed(text, "bullet")] == ["3#1", "3#1", "3#2", "3#2"]


def test_the_letter_after_h_is_no_roman_number():
    items = "\n\n".join(f"({letter}) item {letter} of the list;" for letter in "abcdefghijk")
    text = f"Report\n\nMarch 2024\n\n1. The bank will:\n\n{items}\n\n2. It will report.\n"
    assert [label for _, label, _ in listed(text, "bullet")] == [f"1#{n}" for n in range(1, 12)]


def test_boxes_are_cited_as_boxes():
    text = """规划

一、任务

1．加快建设。

专栏2 重大工程

1. 北引工程：投资86亿元。

2. 东线工程：投资43亿元。

二、指标

专栏3 主要指标

指标\t2025年\t2030年
供水能力（亿立方米）\t14\t20

Box 4: Lessons

Early planning saved two years of work.
"""
    found = {p.label: p for p in passages(text) if p.label}
    assert [label for label in found if label.startswith("box")] == [
        "box 2", "box 2#1", "box 2#2", "box 3", "box 3/r1", "box 4", "box 4~1",
    ]  # fmt: skip
    assert found["box 2#2"].citation.address == "专栏2第2项"
    assert found["box 3/r1"].citation.address == "专栏3第1行"
    assert found["box 3"].form == "table"


def test_a_caption_in_the_first_row_is_the_caption_of_its_table():
    text = "规划\n\n一、指标\n\n专栏3 主要指标\t\t\n指标\t2025年\t2030年\n供水能力（亿立方米）\t14\t20\n"
    (table,) = [p for p in passages(text) if p.form == "table"]
    assert table.label == "box 3"
    assert {(c.column, c.value) for c in table.cells} == {(("2025年",), 1.4e9), (("2030年",), 2e9)}


def test_lettered_and_numbered_lines_under_a_table_are_its_notes():
    text = """项目概况

一、贷款

行业\t金额
农业\t31
能源\t44

a包括主权和非主权贷款。

b由于四舍五入，相加之和可能不等于总数。

资料来源：亚行。

二、投资

行业\t金额
农业\t3

注：1. 农业包括林业；

2. 数据为初步数。

投资有所增长。
"""
    assert [(label, words[:2]) for _, label, words in listed(text, "note")] == [
        ("table 一~1", "a包"), ("table 一~2", "b由"), ("table 一~3", "资料"),
        ("table 二~1", "注："), ("table 二~2", "2."),
    ]  # fmt: skip
    assert listed(text, "paragraph") == [("paragraph", "二~1", "投资有所增长。")]


def test_a_unit_line_without_a_caption_belongs_to_the_table():
    text = "年报\n\n一、数据\n\n单位：百万元\n\n项目\t2024年\n营业收入\t18,246\n"
    (table,) = [p for p in passages(text) if p.form == "table"]
    assert {(c.value, c.unit) for c in table.cells} == {(18246000000.0, "CNY")}


def test_signatures_and_dates_below_a_statement_stand_apart():
    text = """联合声明

一、双方认为访问圆满成功。

甲国主席　　　　　　乙国总统
　　（签字）　　　　　（签字）

2025年4月11日于北京
"""
    assert [words for _, _, words in listed(text, "paragraph")][1:] == [
        "甲国主席　　　　　　乙国总统",
        "（签字）　　　　　（签字）",
        "2025年4月11日于北京",
    ]
    assert {p.type for p in passages(text) if p.form == "paragraph" and p.label != "一"} == {"other"}


def test_a_statement_in_a_list_of_promises_is_no_promise():
    text = """联合声明

2019年7月23日

双方一致同意继续开展交流合作，并在下阶段重点推进以下工作：

——双方强调应积极维护海上通道安全，谴责破坏行动。

——深化能源合作，扩大双向投资。
"""
    assert [p.type for p in passages(text) if p.form == "bullet"] == ["context", "commitment"]


# -- broken lines -----------------------------------------------------------------------------------------------


def test_a_short_first_line_goes_on_in_the_next():
    text = "公报\n\n2024年\n\n双方商定，\n建立投资委员会。\n\n双方同意\n于2025年开通直航。\n\n联系人：李敏\n电话：123\n"
    assert [words for _, _, words in listed(text, "paragraph")] == [
        "双方商定，建立投资委员会。",
        "双方同意于2025年开通直航。",
        "联系人：李敏",
        "电话：123",
    ]


def wrapped(text, columns):
    """Lines of at most ``columns`` half-width columns, broken as an editor breaks them."""
    lines = [""]
    for piece in re.findall(r"[!-~]+|.", text):
        if width(lines[-1] + piece) > columns and piece not in "。，；：）":
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


@pytest.mark.parametrize("columns", [30, 44, 60, 80])
@pytest.mark.parametrize("between", ["\n\n", "\n　　"])
def test_a_text_that_is_hard_wrapped_at_any_width_has_whole_paragraphs(columns, between):
    paragraphs = [
        "全省地区生产总值年均增长5.8%，总量由1.6万亿元增加到2.4万亿元，一般公共预算收入突破2000亿元大关，税收占比稳步提高。",
        "改革开放不断深化，中欧班列累计开行3200列，与中亚五国进出口额增长41.2%，营商环境进入全国前列，企业满意度持续上升。",
        "脱贫攻坚成果持续巩固，农村居民人均可支配收入达到21000元，年均增长8.9%，城乡收入差距进一步缩小，返贫风险有效防范。",
        "生态环境质量明显改善，优良天数比例达到86.5%，黄河干流水质连续六年保持二类，森林覆盖率提高到11.3%，沙化土地减少。",
    ]
    text = "".join(f"{between}{wrapped(paragraph, columns)}" for paragraph in paragraphs)
    found = [words for _, _, words in listed(f"工作总结\n\n2023年\n{text}\n", "paragraph")]
    assert found == paragraphs
