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


def shown(text):
    return [(b.kind, b.label, b.text.text) for b in blocks(text)]


def test_links_and_images_by_name_are_no_notes():
    text = (
        '见[报告][1]和[附录][]。[2]\n\n![图][image1]\n\n[1]: https://example.org/a "题"\n[附录]: <./b.html>\n'
        "[image1]: <data:image/png;base64,iVBORw0KGgo=>\n\n[2] 世行，2022年。\n"
    )
    assert shown(text) == [("text", None, "见报告和附录。"), ("footnote", "2", "世行，2022年。")]
    counts = read_text(text).ledger.counts()
    assert counts["image"] == len("![图][image1]") + len("[image1]: <data:image/png;base64,iVBORw0KGgo=>")


def test_a_note_of_several_paragraphs_is_one_note():
    text = "正文[^1]。\n\n[^1]: 第一段。\n\n    第二段。\n\n[^note]: 文字注。\n"
    assert shown(text)[1:] == [("footnote", "1", "第一段。第二段。"), ("footnote", "note", "文字注。")]


def test_front_matter_gives_the_title_and_is_no_text():
    source = read_text('---\ntitle: "水务报告"\ntags:\n- 水\n---\n\n正文。\n')
    assert (source.title, [b.text.text for b in source.blocks]) == ("水务报告", ["正文。"])
    assert [b.text.text for b in blocks("---\n正文。\n---\n")] == ["正文。"]


def test_quotes_code_and_underlined_headings_are_read_without_their_marks():
    text = (
        "水务报告\n====\n\n一、背景\n---\n\n> 专栏1 调度\n>\n> 实行`统一`调度。\n\n```text\n水 = 1\n```\n\n> 5%的县\n"
    )
    assert shown(text) == [
        ("heading", None, "水务报告"),
        ("heading", None, "一、背景"),
        ("text", None, "专栏1 调度"),
        ("text", None, "实行统一调度。"),
        ("text", None, "水 = 1"),
        ("text", None, "> 5%的县"),
    ]


def test_a_table_without_outer_pipes_is_a_table():
    read = blocks("指标如下。\n\n国家 | 2020\n:--- | ---:\n蒙古 | 1\n中国 | 2\n\n甲 | 乙\n")
    rows = [[c.text.text for c in block.cells] for block in read if block.kind == "row"]
    assert rows == [["国家", "2020"], ["蒙古", "1"], ["中国", "2"]]


def test_task_lists_attributes_and_html_headings_lose_their_marks():
    text = "<h2 id=a>背景</h2>\n\n## **一、任务** {#rw}\n\n- [ ] 待办\n- [x] 完成\n"
    assert shown(text) == [
        ("heading", None, "背景"), ("heading", None, "一、任务"), ("item", None, "待办"), ("item", None, "完成"),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_blank_lines_are_seen_whatever_ends_the_lines(end):
    read = blocks(f"第一段。{end}{end}第二段。{end}第三段。\r\n\n第四段。")
    assert [(b.text.text, b.gap) for b in read] == [
        ("第一段。", True), ("第二段。", True), ("第三段。", False), ("第四段。", True),
    ]  # fmt: skip


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
