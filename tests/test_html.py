"""The main text of a page, with its tables and notes, and without its menus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Source
from ingest.files import read_file
from ingest.web import read_html
from settings import Settings

LONG = (
    "面对复杂严峻的国内外形势和诸多风险挑战，全国上下共同努力，全年主要目标任务较好完成，我国发展又取得新的重大成就。"
)


def shown(source: Source) -> list[tuple[str, str | None, str]]:
    return [(b.kind, b.label, b.text.text) for b in source.blocks]


def texts(html: str) -> list[str]:
    return [b.text.text for b in read_html(html).blocks]


def accounted(source: Source) -> bool:
    placed = bytearray(len(source.text))
    for block in source.blocks:
        for text in (block.text, *(cell.text for cell in block.cells)):
            for start, end in text.sources():
                placed[start:end] = b"\1" * (end - start)
    return all(
        placed[i] or char.isspace() or source.ledger.kind_at(i) != "unplaced" for i, char in enumerate(source.text)
    )


def test_menus_headers_and_footers_are_navigation():
    source = read_html(
        f"""<html><head><title>政府工作报告_中国政府网</title><script>var x = "不是文字";</script></head><body>
        <div class="header"><a href="/">首页</a> <a href="/zc">政策</a></div>
        <div id="nav"><ul><li><a href="/1">要闻</a></li><li><a href="/2">专题</a></li></ul></div>
        <div class="crumb">首页 &gt; 新闻 &gt; 正文</div>
        <div class="article"><h1>政府工作报告</h1><p>{LONG}</p><p>{LONG}</p></div>
        <div class="related"><a href="/a">相关链接一</a><a href="/b">相关链接二</a></div>
        <footer>版权所有：国务院办公厅</footer></body></html>"""
    )
    assert shown(source) == [("heading", None, "政府工作报告"), ("text", None, LONG), ("text", None, LONG)]
    navigation = "".join(c for i, c in enumerate(source.text) if source.ledger.kind_at(i) == "navigation")
    for words in ("首页", "要闻", "新闻", "相关链接二", "版权所有"):
        assert words in navigation
    assert "不是文字" not in source.text
    assert accounted(source)


def test_the_main_text_is_found_in_a_page_laid_out_with_tables():
    page = (
        "<table><tr><td><a href='/'>首页</a><br><a href='/x'>概况</a></td><td><table><tr><td>"
        f"<p>{LONG}</p><p>{LONG}</p></td></tr></table></td></tr><tr><td colspan=2>地址：北京</td></tr></table>"
    )
    assert texts(page) == [LONG, LONG]


def test_a_title_outside_the_text_is_kept():
    page = (
        "<title>2021年统计公报 - 国家统计局</title><div><div class='xxgk-title'>2021年统计公报</div>"
        f"<div class='x'>打印</div><div class='TRS_Editor'><p>{LONG}</p><p>{LONG}</p></div></div>"
    )
    assert shown(read_html(page))[0] == ("heading", None, "2021年统计公报")


@pytest.mark.parametrize(
    ("call", "note"),
    [
        ('<sup><a id="r1" href="#f1">1</a></sup>', '<ol><li id="f1">国家统计局。<a href="#r1">↩</a></li></ol>'),
        (
            '<a href="#_ftn1" name="_ftnref1">[1]</a>',
            '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> 国家统计局。</p></div>',
        ),
        ("<sup>1</sup>", "<p><sup>1</sup>国家统计局。</p>"),
        ('<a href="#f1"><sup>[1]</sup></a>', '<p><a name="f1"></a>[1] 国家统计局。</p>'),
    ],
    ids=["list", "word", "raised", "anchor"],
)
def test_notes_are_linked_whatever_made_the_page(call, note):
    source = read_html(f"<body><p>经济增长8.1%{call}，就业稳定。</p><p>{LONG}</p>{note}</body>")
    block = source.blocks[0]
    assert block.text.text == "经济增长8.1%，就业稳定。"
    assert [(m.label, m.at) for m in block.marks] == [("1", 8)]
    assert ("footnote", "1", "国家统计局。") in shown(source)
    assert accounted(source)


def test_notes_come_where_they_are_called():
    source = read_html(
        '<p>甲<a href="#a">[1]</a></p><p>乙<a href="#b">[2]</a></p><p>丙</p><p id="a">[1] 一</p><p id="b">[2] 二</p>'
    )
    assert [b.text.text for b in source.blocks] == ["甲", "一", "乙", "二", "丙"]


def test_cells_keep_spans_and_heads():
    source = read_html(
        f"""<p>{LONG}</p><table><caption>表1 贸易</caption>
        <thead><tr><th rowspan=2>国家</th><th colspan="2">出口</th></tr>
        <tr><th>2020</th><th>2021</th></tr></thead><tr><td>蒙古<td>1.4<sup>a</sup><td>2.3</table><p>{LONG}</p>"""
    )
    rows = [b for b in source.blocks if b.kind == "row"]
    assert [[(c.text.text, c.colspan, c.rowspan, c.header) for c in row.cells] for row in rows] == [
        [("国家", 1, 2, True), ("出口", 2, 1, True)],
        [("2020", 1, 1, True), ("2021", 1, 1, True)],
        [("蒙古", 1, 1, False), ("1.4", 1, 1, False), ("2.3", 1, 1, False)],
    ]
    assert rows[2].cells[1].marks[0].label == "a"
    assert ("caption", None, "表1 贸易") in shown(source)
    assert {row.table for row in rows} == {1}
    assert accounted(source)


def test_lists_keep_their_depth_and_numbers():
    source = read_html(
        f"<p>{LONG}</p><ul><li>甲<ul><li>乙</li></ul></li></ul><ol start=3><li>丙<li>丁</ol><ol type=i><li>戊</ol>"
    )
    assert [(b.kind, b.level, b.label, b.text.text) for b in source.blocks[1:]] == [
        ("item", 0, None, "甲"),
        ("item", 1, None, "乙"),
        ("text", None, "3.", "丙"),
        ("text", None, "4.", "丁"),
        ("item", 0, "i.", "戊"),
    ]


def test_line_breaks_end_a_paragraph_only_after_a_sentence():
    page = f"<div>　　{LONG}<br>　　{LONG}<br><br>中亚区域<br>经济合作</div>"
    assert texts(page) == [LONG, LONG, "中亚区域经济合作"]


def test_line_breaks_between_paragraphs_set_headings_apart():
    page = f"<div>一、形势<br>　　{LONG}<br/>二、任务<br>做好以下工作。<br>（一）稳就业<br>{LONG}<br></div>"
    assert texts(page) == ["一、形势", LONG, "二、任务", "做好以下工作。", "（一）稳就业", LONG]


def test_a_table_inside_a_cell_is_part_of_the_cell_and_a_note_has_all_its_paragraphs():
    inner = "<table><tr><td>货运</td><td>3列</td></tr><tr><td>客运</td><td>2列</td></tr></table>"
    cells = (f"<td>甲线</td><td>每周{inner}以上</td>", "<td>乙线</td><td>无</td>")
    rows = "".join(f"<tr>{row}</tr>" for row in ("<th>线路</th><th>班次</th>", *cells))
    note = '<ol><li id="n1"><p>国铁集团。<a href="#c1">↩</a></p><p>2024年。</p></li></ol>'
    page = f'<p>{LONG}<sup><a id="c1" href="#n1">1</a></sup></p><table>{rows}</table><p>{LONG}</p>{note}'
    source = read_html(page)
    assert [[c.text.text for c in b.cells] for b in source.blocks if b.kind == "row"] == [
        ["线路", "班次"], ["甲线", "每周 货运 3列 客运 2列 以上"], ["乙线", "无"],
    ]  # fmt: skip
    assert [(b.label, b.text.text) for b in source.blocks if b.kind == "footnote"] == [("1", "国铁集团。2024年。")]
    assert accounted(source)


def test_a_page_in_gb18030_that_calls_itself_gb2312_is_read(tmp_path, gazetteer):
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><h1>朱镕基的报告</h1><p>{LONG}</p>'
    (tmp_path / "a.html").write_bytes(page.encode("gb18030"))
    found = read_file(tmp_path / "a.html", Settings(), gazetteer).passages
    assert [(p.form, p.text) for p in found] == [("cover", "朱镕基的报告"), ("paragraph", LONG)]


def test_cookie_banners_asides_and_dialogs_are_furniture():
    page = (
        f'<div class="cookie-notice">本网站使用Cookie。<button>接受</button></div><h1>工作报告</h1><p>{LONG}</p>'
        f'<aside>相关阅读：往年报告</aside><p>{LONG}</p><p>{LONG}</p><div role="dialog">订阅我们的新闻</div>'
    )
    assert texts(page) == ["工作报告", LONG, LONG, LONG]


def test_entities_bold_and_spaces():
    (block,) = read_html(
        "<p>\n  A&amp;B&nbsp;公司 <b>增长\n 8%</b>&#x3002;<span style='font-weight: bold'>完</span></p>"
    ).blocks
    assert block.text.text == "A&B 公司增长 8%。完" or block.text.text == "A&B 公司 增长 8%。完"
    assert [block.text.text[a:b] for a, b in block.bold] == ["增长 8%", "完"]


def test_hidden_text_is_not_read():
    assert texts(f"<p>{LONG}</p><p style='display: none'>隐藏</p><p hidden>隐藏</p><template>模板</template>") == [LONG]


@pytest.mark.parametrize("page", ["", "   ", "<!-- nothing -->", "<html></html>", "<script>x</script>"])
def test_an_empty_page_has_no_blocks(page):
    assert read_html(page).blocks == ()


def test_a_declared_encoding_no_longer_counts():
    assert texts('<?xml version="1.0" encoding="gb2312"?><html><meta charset="gbk"><p>贸易报告</p></html>') == [
        "贸易报告"
    ]


@pytest.mark.parametrize("tag", ["div", "b", "table", "li", "sup", "a href='#x'"])
def test_any_depth_of_elements_is_read(tag):
    source = read_html(f"<{tag}>" * 3000 + "深处的文字" + f"</{tag.split()[0]}>" * 3000)
    assert "深处的文字" in source.text
    assert accounted(source)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<td>",
                "<table>",
                "<tr>",
                "<li>",
                "<sup>",
                "1",
                "文字。",
                "<br>",
                "</",
                "&#",
                "<a href='#1'>",
                "<a id='1'>",
                "\0",
            ]
        )
    )
)
def test_any_markup_is_read_and_accounted_for(parts):
    assert accounted(read_html("".join(parts)))
