"""Exports open in a spreadsheet or an editor without anything in them coming alive."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import Citation, Hit
from tests.ui_parts import HOSTILE, passage
from ui.export import inert, markdown_escape, to_csv, to_markdown


def rows(data):
    assert data.startswith(b"\xef\xbb\xbf"), "Excel reads Chinese only with a byte order mark"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_row_carries_the_citation_and_the_text_as_they_are():
    one = passage("第一行\n“第二行”, 有逗号")
    head, row = rows(to_csv([Hit(1, 0.9, "strong", one)], "zh"))
    assert head[:2] == ["序号", "引文"]
    assert row[1] == one.citation.text
    assert row[8] == one.text
    assert row[6:8] == ["成果", "强相关"]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+86", "-2.5", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =cmd|' /C calc'!A0", "\n=1"]
)
def test_a_cell_that_looks_like_a_formula_is_made_inert(cell):
    hit = Hit(1, 0.9, "strong", passage(cell, citation=Citation(cell, None, cell)))
    row = rows(to_csv([hit], "en"))[1]
    assert row[8] == f"'{cell}"
    assert inert(cell) == f"'{cell}"


@given(st.text(max_size=30))
def test_no_exported_cell_begins_with_a_formula_sign(text):
    assert not inert(text).lstrip(" ").startswith(("=", "+", "-", "@"))
    assert inert(text).endswith(text)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "# 标题", "1. 列表", "* 点", "> 引", "    代码", "| a | b |", "https://example.org"]
)
def test_markdown_shows_document_text_and_runs_none_of_it(text):
    markdown_it = pytest.importorskip("markdown_it", reason="reads Markdown as others will")
    exported = to_markdown(text, [Hit(1, 0.9, "strong", passage(text))], "zh").decode()
    tokens = markdown_it.MarkdownIt("commonmark", {"html": True}).enable("table").parse(exported)
    inline = [child for token in tokens if token.children for child in token.children]
    kinds = {token.type for token in [*tokens, *inline]}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_block",
        "fence",
        "table_open",
        "list_item_open",
    }
    shown = "".join(child.content for child in inline if child.type in ("text", "text_special"))
    assert text.strip() in shown


def test_a_line_that_is_empty_stays_empty_in_markdown():
    exported = to_markdown("题", [Hit(1, 0.9, "strong", passage("甲\n\n乙"))], "zh").decode()
    assert "> 甲  \n> \n> 乙  " in exported


def test_markdown_escape_leaves_chinese_alone():
    assert markdown_escape("《报告》（2022年），第18段") == "《报告》（2022年），第18段"
