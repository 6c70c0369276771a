"""Tables of genres that the sample reports do not have: communiques, budgets, yearbooks, merged cells."""

from __future__ import annotations

import time

import pytest

from eval.facts_tables import LABELS, labelled_tables, score_table
from ingest.tables import RawCell, ResolvedTable, resolve_table
from records import Cell


def table(text: str, caption: str = "") -> ResolvedTable:
    """Resolve a table written with | between cells, one row a line."""
    rows = [[RawCell(part.strip()) for part in line.split("|")] for line in text.strip("\n").split("\n")]
    return resolve_table(rows, caption=caption)


def cell(resolved: ResolvedTable, text: str) -> Cell:
    """The one cell that prints ``text``."""
    found = [c for row in resolved.rows for c in row if c.text == text]
    assert len(found) == 1, f"{text!r} is printed {len(found)} times"
    return found[0]


def test_a_part_belongs_to_the_whole_that_its_neighbours_add_up_to():
    resolved = table("""
指标 | 年末数（万人） | 比重（%）
全国人口 | 141260 | 100.0
其中：城镇 | 91425 | 64.7
乡村 | 49835 | 35.3
其中：0-15岁 | 26302 | 18.6
""")
    assert cell(resolved, "91425").row == ("全国人口", "其中：城镇")
    assert cell(resolved, "26302").row == ("全国人口", "其中：0-15岁")


def test_a_part_of_the_next_whole_is_told_from_a_part_of_the_last():
    resolved = table("""
指标 | 金额（亿元） | 比上年增长（%）
货物出口额 | 217348 | 21.2
其中：一般贸易 | 132445 | 24.4
加工贸易 | 53378 | 9.9
货物进口额 | 173661 | 21.5
其中：初级产品 | 62837 | 30.4
""")
    assert cell(resolved, "62837").row == ("货物进口额", "其中：初级产品")
    assert (cell(resolved, "62837").value, cell(resolved, "62837").unit) == (6_283_700_000_000, "CNY")


def test_where_the_numbers_cannot_tell_no_whole_is_claimed():
    resolved = table("""
指标 | 涨跌幅度（%）
居民消费价格 | 0.9
其中：食品烟酒 | -0.3
居住 | 0.8
其中：租赁房房租 | 0.3
""")
    assert cell(resolved, "0.3").row == ("其中：租赁房房租",)


def test_a_header_repeated_after_a_page_break_is_no_data():
    resolved = table("""
国家 | 公路里程 | | 铁路里程 |
--- | ---: | ---: | ---: | ---:
 | 2015 | 2020 | 2015 | 2020
蒙古 | 49,249 | 49,250 | 1,815 | 1,816
国家 | 公路里程 | | 铁路里程 |
 | 2015 | 2020 | 2015 | 2020
巴基斯坦 | 263,942 | 501,375 | 9,255 | 7,791
""", "表5 公路和铁路里程（公里）")  # fmt: skip
    assert resolved.header_rows == (0, 2, 4, 5)
    assert cell(resolved, "7,791") == Cell(("巴基斯坦",), ("铁路里程", "2020"), "7,791", 7791, "km", 2020)


def test_header_years_that_lost_their_corner_are_put_back_over_their_columns():
    resolved = table("2019 | 2020 | 2021\n阿塞拜疆 | 2.5 | -4.3 | 5.6\n蒙古 | 5.6 | -4.4 | 1.6", "GDP 增长率（%）")
    assert cell(resolved, "-4.3").year == 2020
    assert cell(resolved, "1.6").column == ("2021",)


def test_merged_cells_name_the_rows_and_columns_that_they_span():
    rows = [
        [RawCell("地区", rowspan=2), RawCell("国家", rowspan=2), RawCell("出口（亿美元）", colspan=2)],
        [RawCell("2020年"), RawCell("2021年")],
        [RawCell("高加索", rowspan=2), RawCell("格鲁吉亚"), RawCell("33.4"), RawCell("42.4")],
        [RawCell("阿塞拜疆"), RawCell("137.3"), RawCell("222.1")],
    ]
    last = cell(resolve_table(rows), "222.1")
    assert last == Cell(("高加索", "阿塞拜疆"), ("出口（亿美元）", "2021年"), "222.1", 22_210_000_000, "USD", 2021)


def test_two_tables_side_by_side_are_read_apart():
    resolved = table("""
收入 | | 支出 |
项目 | 决算数 | 项目 | 决算数
一、财政拨款收入 | 5,320.10 | 一、外交支出 | 1,200.00
二、事业收入 | 210.00 | 二、教育支出 | 4,100.30
""", "2022年收入支出决算总表 金额单位：万元")  # fmt: skip
    spent = cell(resolved, "1,200.00")
    assert spent == Cell(("一、外交支出",), ("支出", "决算数"), "1,200.00", 12_000_000, "CNY", 2022)


def test_a_number_keeps_the_unit_of_its_own_row():
    resolved = table("""
产品名称 | 单位 | 产量 | 比上年增长（%）
原煤 | 亿吨 | 41.3 | 5.7
彩色电视机 | 万台 | 18496.5 | -5.8
""", "2021年主要工业产品产量")  # fmt: skip
    assert (cell(resolved, "41.3").value, cell(resolved, "41.3").unit) == (4_130_000_000, "tonnes")
    assert cell(resolved, "18496.5").unit == "count:台"
    assert (cell(resolved, "-5.8").unit, cell(resolved, "-5.8").year) == ("percent", 2021)


def test_months_take_the_year_of_the_header_before_them():
    resolved = table("口岸 | 2021年11月 | 12月 | 2022年1月 | 2月\n霍尔果斯 | 512 | 498 | 530 | 441")
    assert [c.year for c in resolved.rows[1]] == [2021, 2021, 2022, 2022]


def test_ranks_and_indexes_take_no_unit_from_the_caption():
    resolved = table("地区 | 出口额 | 位次 | 物价指数（上年=100）\n阿拉木图 | 52.3 | 1 | 108.4", "2021年出口（亿美元）")
    assert [c.unit for c in resolved.rows[1]] == ["USD", None, None]


def test_the_unit_line_may_name_its_currency_apart():
    text = "项目 | 附注 | 本期金额\n一、营业收入 | 1 | 5,000.00\n减：营业成本 | 2 | 3,000.00"
    resolved = table(text, "利润表 2021年度 单位：万元 币种：美元")
    assert (cell(resolved, "5,000.00").value, cell(resolved, "5,000.00").unit) == (50_000_000, "USD")
    assert cell(resolved, "1").unit is None


def test_the_column_of_the_year_before_does_not_take_the_year_of_the_caption():
    text = "项目 | 本期金额 | 上期金额 | 比上年增减%\n营业收入 | 5,000.00 | 4,000.00 | 25.0"
    resolved = table(text, "利润表 2021年度 单位：元")
    assert [c.year for c in resolved.rows[1]] == [2021, 2020, 2021]


def test_names_and_values_without_a_header_have_none():
    resolved = table("项目名称： | 中吉乌铁路\n总投资： | 3.5亿元\n工期： | 36个月")
    assert resolved.header_rows == ()
    assert cell(resolved, "3.5亿元") == Cell(("总投资：",), (), "3.5亿元", 350_000_000, "CNY", None)


def test_amounts_that_look_like_years_do_not_become_headers():
    resolved = table("项目 | 2019 | 2020 | 2021\n产量（万吨） | 1,850 | 2,100 | 2,300\n企业数 | 1950 | 2015 | 2080")
    assert resolved.header_rows == (0,)
    assert cell(resolved, "2015").value == 2015
    assert cell(resolved, "2015").year == 2020


@pytest.mark.parametrize(
    ("name", "least"), [("tables_corpus", 0.99), ("tables_other", 0.95), ("tables_held_out", 0.95)]
)
def test_labelled_cells_are_right_in_every_aspect(name, least):
    scores = [score_table(labelled) for labelled in labelled_tables(LABELS / f"{name}.jsonl")]
    assert sum(score.right for score in scores) >= least * sum(score.labelled for score in scores)


def test_a_long_table_is_read_in_reasonable_time():
    rows = [[RawCell("国家"), RawCell("2020"), RawCell("2021")]]
    rows += [
        [RawCell(f"第{i}组")] if i % 3 == 0 else [RawCell(f"其中：{i}"), RawCell("1.5"), RawCell("2")]
        for i in range(3000)
    ]
    started = time.process_time()
    assert len(resolve_table(rows).rows) == 3001
    assert time.process_time() - started < 10
