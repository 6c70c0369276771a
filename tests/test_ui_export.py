"""Exports open in a spreadsheet or an editor without anything in them coming alive."""

import csv
import io
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answer.export_cells import inert
from records import Citation, Document, Hit
from tests.ui_parts import HOSTILE, passage
from ui.export import markdown_escape, to_bibtex, to_csv, to_markdown, to_xlsx


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


@pytest.mark.parametrize("cell", ["=1+1", "+86", "@SUM(A1)", '=HYPERLINK("http://e.example")', "正文"])
def test_a_workbook_holds_text_and_no_formula(cell):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Hit(1, 0.9, "strong", passage(cell))], "zh")))
    head, row = book.active.iter_rows()
    assert [c.value for c in head][:2] == ["序号", "引文"]
    assert row[8].value == cell
    assert {c.data_type for c in row if c.value is not None} == {"s"}
    assert not any(c.hyperlink for c in row)


def test_a_bibliography_entry_says_what_is_cited_and_where():
    issued = Document("a", "报告", "a.pdf", 1, None, None, None, 1, "", issuer="某秘书处")
    one = passage("增长 5%", id="a:1", page=3, citation=Citation("报告", date(2022, 6, 28), "第1段"))
    (entry,) = entries(to_bibtex([Hit(1, 0.9, "strong", one)], [issued]))
    assert entry["key"] == "a:1"
    assert entry["title"] == "报告"
    assert entry["institution"] == "某秘书处"
    assert (entry["date"], entry["note"], entry["pages"]) == ("2022-06-28", "第1段", "3")
    assert entry["annotation"] == r"增长 5\%"


@given(st.text(max_size=40), st.text(max_size=12))
def test_no_text_of_a_document_ends_its_entry_or_is_a_command_of_tex(text, name):
    hit = Hit(1, 0.9, "strong", passage(f"{text}}} @evil{{x", id=f"a:{name},"))
    (entry,) = entries(to_bibtex([hit, hit][:1], []))
    allowed = r"\\(textbackslash|textbraceleft|textbraceright|textasciitilde|textasciicircum)\{\}|\\[%&$#_]"
    assert not re.search(r"[\\{}%&$#_~^]", re.sub(allowed, "", entry["annotation"]))


def entries(data):
    """The entries of a bibliography, as BibTeX finds them: by counting braces."""
    text, found = data.decode(), []
    while text.strip():
        head = re.match(r"\s*@report\{([^,{}\s]+),", text)
        assert head, text
        depth, end = 1, head.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        fields = re.findall(r"^  (\w+) = \{(.*)\},$", text[head.end() : end - 1], re.MULTILINE)
        found.append({"key": head[1], **dict(fields)})
        text = text[end:]
    return found


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
