"""Tables of the two sample reports and of other genres: what a reader of a cell is told about it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.tables import RawCell, ResolvedTable, is_glossary, numeric_value, resolve_table, split_notes
from records import Cell


def table(text: str, caption: str = "", notes: dict[str, str] | None = None) -> ResolvedTable:
    """Resolve a table written with | between cells; ^a marks a note, and a row may be shorter than the others."""
    rows = []
    for line in text.strip("\n").split("\n"):
        cells = []
        for part in line.split("|"):
            body, _, mark = part.strip().partition("^")
            cells.append(RawCell(body, (mark,) if mark else ()))
        rows.append(cells)
    return resolve_table(rows, caption=caption, notes=notes)


def cell(resolved: ResolvedTable, text: str) -> Cell:
    """The one cell that prints ``text``."""
    found = [c for row in resolved.rows for c in row if c.text == text]
    assert len(found) == 1, f"{text!r} is printed {len(found)} times"
    return found[0]


GOODS = """
| 货物贸易 (百万美元) | 与 CAREC 进行的货物贸易 (%)
阿塞拜疆 | 24,465 | 11.4
CAREC 十国 | 261,772 | 8.1^a
"""

PROGRESS = """
贸易成果和产出 | 指标 | 2017 年基线数据 | 2019 年进展/^1 | 2020 年进展/^1 | 2023 年目标/^2 |
成果: 更加融入全球经济 | 贸易在 GDP 中的占比% | 燃料: | | | |
 | | CAREC 地区内: | 0.48 | 0.71 | 0.55 | 0.84
 | | 世界其他地区: | 31.52 | 13.65 | 9.54 | 14.87
 | | 非燃料: | | | |
 | | CAREC 地区内: | 1.65 | 2.5 | 2.41 | 4.17
产出 1: 多样化提升 | 服务贸易在 GDP 中的占比% | 10.51 | 11.00 | 8.07 | 13.72 |
 | 前五大出口份额 | 61.66 | 64.85 | 60.39 | 54.04 |
产出 2: 能力得到加强 | 受访者占比% | 93.0 (2018) | 90.5/^3 | 90.6/^3 | 95.0 |
其他 | | | 2020-2021/^4 | 2021-2022/^4 | |
产出 4: 支持政策对话 | 交付的知识产权数量 | 关键政策报告: 0 | 关键政策报告: (4 份即将发表) | 关键政策报告: 5 | |
 | | 区域活动: 7 | 区域活动: 11 | 区域活动: 16 | |
"""

GROWTH = """
国家 | 商品出口（每年占比） | | | 商品进口（每年占比） | |
 | 2019 | 2020 | 2021 | 2019 | 2020 | 2021
阿塞拜疆 | 0.8 | -30.1 | 61.7 | 19.2 | -21.5 | 9.1
土库曼斯坦 | -4.7 | ... | ... | 9.6 | ... | ...
"""


def test_money_is_given_in_base_units_and_a_share_in_percent():
    resolved = table(GOODS, caption="1a. CAREC 2020 年货物贸易")
    goods = cell(resolved, "24,465")
    assert (goods.value, goods.unit, goods.year) == (24_465_000_000, "USD", 2020)
    assert goods.row == ("阿塞拜疆",)
    assert goods.column == ("货物贸易 (百万美元)",)
    share = cell(resolved, "11.4")
    assert (share.value, share.unit) == (11.4, "percent")


@pytest.mark.parametrize(("first", "codes"), [("编号", ("R1", "R2", "R3")), ("序号", ("1", "2", "3"))])
def test_a_total_below_numbered_rows_is_not_the_last_of_them(first, codes):
    """Its name stands in the column of the numbers, and the place of the names is empty."""
    names = ("青石—白塔", "松岗—柳河", "北山—乌兰")
    rows = [f"{code} | {name} | {number}48" for number, (code, name) in enumerate(zip(codes, names, strict=True), 1)]
    resolved = table("\n".join([f"{first} | 区段 | 长度（公里）", *rows, "合计 | | 744"]))
    assert cell(resolved, "744").row == ("合计",)
    assert cell(resolved, "348").row[-1] == "北山—乌兰"


def test_a_mark_without_a_note_is_reported():
    assert table(GOODS).unresolved_marks == ("a",)
    assert table(GOODS, notes={"a": "不包括中国"}).unresolved_marks == ()
    assert cell(table(GOODS, notes={"a": "不包括中国"}), "8.1").notes == ("不包括中国",)


def test_a_spanning_header_covers_the_years_below_it():
    resolved = table(GROWTH, caption="表2：商品贸易，年增长率，2019-2021年")
    assert resolved.header_rows == (0, 1)
    assert resolved.labels == ("", "", "阿塞拜疆", "土库曼斯坦")
    fall = cell(resolved, "-30.1")
    assert (fall.column, fall.value, fall.unit, fall.year) == (("商品出口（每年占比）", "2020"), -30.1, "percent", 2020)
    assert cell(resolved, "-21.5").column == ("商品进口（每年占比）", "2020")


def test_dots_are_missing_and_not_zero():
    missing = [c for c in table(GROWTH).rows[3] if c.text == "..."]
    assert len(missing) == 4
    assert all(c.value is None and c.unit is None for c in missing)


def test_values_pushed_aside_by_a_sub_label_keep_their_columns():
    inside = cell(table(PROGRESS), "0.48")
    assert inside.row == ("成果: 更加融入全球经济", "贸易在 GDP 中的占比%", "燃料:", "CAREC 地区内:")
    assert (inside.column, inside.year, inside.unit) == (("2017 年基线数据",), 2017, "percent")
    assert cell(table(PROGRESS), "4.17").row[-2:] == ("非燃料:", "CAREC 地区内:")
    assert cell(table(PROGRESS), "4.17").year == 2023


def test_a_row_in_the_middle_names_the_columns_anew():
    resolved = table(PROGRESS)
    assert resolved.header_rows == (0, 9)
    report = cell(resolved, "关键政策报告: 5")
    assert (report.column, report.year, report.value, report.unit) == (("2021-2022",), None, 5, None)
    assert cell(resolved, "关键政策报告: 0").column == ("2017 年基线数据",)
    assert cell(resolved, "关键政策报告: (4 份即将发表)").value is None


def test_a_row_without_labels_belongs_to_the_row_above():
    resolved = table(PROGRESS)
    assert cell(resolved, "区域活动: 16").row == ("产出 4: 支持政策对话", "交付的知识产权数量")
    assert resolved.labels[11] == resolved.labels[10]


def test_the_year_beside_a_number_wins_over_its_column():
    assert cell(table(PROGRESS), "93.0 (2018)").year == 2018


def test_notes_of_the_cell_come_before_those_of_its_column():
    notes = {"1": "尚未公布", "2": "有待更新", "3": "回复率较低", "4": "报告期"}
    assert cell(table(PROGRESS, notes=notes), "90.6").notes == ("回复率较低", "尚未公布")


def test_a_table_of_words_is_read_like_one_of_numbers():
    resolved = table("""
成果 | 指标 | 2017 | 2021
加强经济合作 | 纳入国家发展战略 | 四个国家 | 七个国家
产出 | 指标 | 2017 | 2021
实施相关项目 | 纳入部门发展概念 | 五个国家 | 1项技术援助（175万美元）
""")
    assert resolved.header_rows == (0, 2)
    seven = cell(resolved, "七个国家")
    assert seven == Cell(("加强经济合作", "纳入国家发展战略"), ("2021",), "七个国家", None, None, 2021)
    assert cell(resolved, "纳入部门发展概念").row == ("实施相关项目",)


def test_the_note_paragraph_is_split_at_its_marks():
    text = "备注：2021年数据尚未公布；有待更新；2020年为100%。计划于第三季度发布。CCC=海关合作委员会，MC=部长级会议"
    marks = [("1", 3), ("2", text.index("有待")), ("3", text.index("2020年为")), ("4", text.index("计划"))]
    assert split_notes(text, marks) == {
        "1": "2021年数据尚未公布",
        "2": "有待更新",
        "3": "2020年为100%。",
        "4": "计划于第三季度发布。",
    }


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("24,465", 24465), ("-30.1", -30.1), ("−5.3", -5.3), ("（1.2）", -1.2), ("1 234,5", 1234.5),
        ("１２．３％", 12.3), ("93.0 (2018)", 93), ("90.5/", 90.5), ("90.5³", 90.5), ("已发表关键政策报告: 5", 5),
        ("...", None), ("…", None), ("-", None), ("—", None), ("n.a.", None), ("", None), ("10-15", None),
        ("<0.1", None), ("2021-03-04", None), ("已发表: (4 份即将发表)", None), ("四个国家", None),
        ("1项技术援助（175万美元）", None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_numbers_as_reports_print_them(printed, value):
    assert numeric_value(printed) == value


def test_a_table_of_abbreviations_is_recognised_by_its_form():
    rows = [
        [RawCell(a), RawCell(b)] for a, b in [("ADB", "亚洲开发银行"), ("COVID-19", "新冠疫情"), ("TA", "技术援助")]
    ]
    assert is_glossary(rows, "")
    assert resolve_table(rows).rows[0] == (Cell(("ADB",), (), "亚洲开发银行"),)
    assert not is_glossary([[RawCell("ADB"), RawCell("12.5")]] * 3, "")


CELLS = st.builds(
    RawCell,
    text=st.one_of(
        st.sampled_from(
            ["", "2019", "2020", "1.5", "...", "国家", "燃料:", "(%)", "2020-2021", "单位：亿元", "--", "合计"]
        ),
        st.text(max_size=12),
    ),
    marks=st.lists(st.sampled_from(["1", "a"]), max_size=1).map(tuple),
    colspan=st.integers(-1, 4),
    rowspan=st.integers(-1, 4),
    header=st.booleans(),
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=9), st.text(max_size=15))
@settings(deadline=None, max_examples=150)
def test_any_grid_is_read_row_by_row(rows, caption):
    resolved = resolve_table(rows, caption=caption, notes={"a": "注"})
    assert len(resolved.rows) == len(resolved.labels) == len(rows)
    for row, cells in zip(rows, resolved.rows, strict=True):
        printed = [raw.text for raw in row]
        assert all(any(found.text in text for text in printed) for found in cells)
    for index in resolved.header_rows:
        assert not resolved.rows[index]


@given(st.text(max_size=30), st.lists(st.tuples(st.sampled_from("123ab"), st.integers(-2, 40)), max_size=4))
def test_notes_are_parts_of_their_paragraph(text, marks):
    assert all(note in text for note in split_notes(text, marks).values())
