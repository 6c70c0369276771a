"""Plain text and Markdown as converters write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.ledger import Ledger
from ingest.text import read_text


def blocks(text):
    return read_text(text).blocks


def test_html_tables_inside_markdown_keep_their_spans():
    text = (
        "表1：贸易 <table><tr><th rowspan=\"2\">国家</th><th colspan='2'>出口</th></tr>\n"
        "<tr><th>2020</th><th>2021</th></tr>\n"
        "<tr><td>蒙古</td><td>-2.7</td><td>18.0<sup>a</sup></td></tr></table> 注：单位为%。\n"
    )
    read = blocks(text)
    rows = [b for b in read if b.kind == "row"]
    cells = [[c.text.text for c in row.cells] for row in rows]
    assert cells == [["国家", "出口"], ["2020", "2021"], ["蒙古", "-2.7", "18.0"]]
    assert [b.text.text for b in read if b.kind == "text"] == ["表1：贸易", "注：单位为%。"]
    assert (rows[0].cells[0].rowspan, rows[0].cells[1].colspan) == (2, 2)
    assert rows[2].cells[2].marks[0].label == "a"


def test_pipe_rows_keep_escaped_pipes_and_drop_the_ruled_line():
    rows = [b for b in blocks("| 甲 | 乙\\|丙 |\n| --- | ---: |\n| 1 | 2 |\n") if b.kind == "row"]
    assert [[c.text.text for c in row.cells] for row in rows] == [["甲", "乙|丙"], ["1", "2"]]


@pytest.mark.parametrize("mark", ["<sup>7</sup>", "[^7]", "$^{7}$", "$^7$"])
def test_note_marks_of_all_converters_are_calls_not_text(mark):
    (block,) = blocks(f"该协议已生效。{mark}其他国家也已加入。")
    assert block.text.text == "该协议已生效。其他国家也已加入。"
    assert [(m.label, m.at) for m in block.marks] == [("7", 7)]


@pytest.mark.parametrize(
    "line", ["<sup>7</sup>世贸组织，2022年。", "[^7]: 世贸组织，2022年。", "$^{7}$ 世贸组织，2022年。"]
)
def test_a_mark_at_the_start_of_a_line_begins_a_footnote(line):
    (block,) = blocks(line)
    assert (block.kind, block.label, block.text.text) == ("footnote", "7", "世贸组织，2022年。")


@pytest.mark.parametrize(
    "line", ["---", "* * *", "{3}------------------------", "<!-- page 4 -->", "- 12 -", "第 3 页 共 9 页"]
)
def test_page_furniture_is_no_text(line):
    assert [b.text.text for b in blocks(f"第一段。\n\n{line}\n\n第二段。\n")] == ["第一段。", "第二段。"]


def test_pages_of_a_text_are_counted_by_form_feeds():
    source = read_text("1. 第一页。\f2. 第二页。\f3. 第三页。")
    assert source.pages == 3
    assert [b.page for b in source.blocks] == [1, 2, 3]


def test_hard_wrapped_lines_are_joined_and_new_paragraphs_are_not():
    first = "　　各国政府同意在贸易便利化方面加强合作并定期交换数据"
    line = "共同推进海关程序的现代化和数字化同时扩大市场准入范围和"
    wrapped = "\n".join([first, *[line] * 9, "改善边境服务。"])
    text = f"{wrapped}\n　　第二段从这里开始。\n"
    assert [b.text.text[-8:] for b in blocks(text)] == ["和改善边境服务。", "第二段从这里开始。"[-8:]]


def test_a_lost_closing_mark_does_not_lose_text():
    (block,) = blocks("**各国采取措施，实现无纸化贸易。其他国家<sup>21 正在加入。")
    assert "无纸化贸易" in block.text.text
    assert "正在加入" in block.text.text


@given(st.text(alphabet="<table></trdh>1 甲|-#*\n\t[^]$", max_size=80))
def test_any_text_is_read_and_its_blocks_lead_back(text):
    source = read_text(text)
    assert isinstance(source.ledger, Ledger)
    for block in source.blocks:
        for s in (*block.text.segments, *(s for cell in block.cells for s in cell.text.segments)):
            assert block.kind == "row" or block.text.text[s.start : s.end] == text[s.source_start : s.source_end]
