"""Tables on the page are tables: every cell under its own heads, in its own row."""

import re
from html.parser import HTMLParser

from records import Cell
from tests.ui_parts import passage, words
from ui.tables import grid_of, table_html, title_of

TWO_LEVELS = [
    Cell(("中国",), ("出口", "2019"), "-1.3"),
    Cell(("中国",), ("出口", "2020"), "4.6"),
    Cell(("中国",), ("进口", "2019"), "-2.1"),
    Cell(("蒙古",), ("出口", "2019"), "9.6"),
    Cell(("蒙古",), ("进口", "2019"), "..."),
]


class Rows(HTMLParser):
    """The rows of a table as lists of (tag, text, colspan)."""

    def __init__(self, markup):
        super().__init__()
        self.rows = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append([tag, "", int(dict(attrs).get("colspan", 1))])

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1][1] += data


def test_a_grid_puts_each_value_under_its_column_and_leaves_gaps_empty():
    grid = grid_of(TWO_LEVELS)
    assert grid.columns == (("出口", "2019"), ("出口", "2020"), ("进口", "2019"))
    assert grid.rows == ((("中国",), ("-1.3", "4.6", "-2.1")), (("蒙古",), ("9.6", "", "...")))


def test_rows_with_the_same_head_stay_apart():
    grid = grid_of([Cell(("合计",), ("2020",), "1"), Cell(("合计",), ("2020",), "2")])
    assert [values for _, values in grid.rows] == [("1",), ("2",)]


def test_heads_of_several_levels_span_what_they_stand_over():
    rows = Rows(table_html(passage("表", form="table", type="table", cells=tuple(TWO_LEVELS)), ())).rows
    assert rows[0] == [["td", "", 1], ["th", "出口", 2], ["th", "进口", 1]]
    assert [text for _, text, _ in rows[1]] == ["2019", "2020", "2019"]
    assert [text for _, text, _ in rows[2]] == ["中国", "-1.3", "4.6", "-2.1"]


def test_a_table_without_resolved_cells_is_shown_as_printed():
    table = passage("表 1: 贸易\n国家 | 2020\n中国 | 4.6", form="table", type="table")
    markup = table_html(table, ())
    assert title_of(table) == "表 1: 贸易"
    assert "<caption>表 1: 贸易</caption>" in markup
    assert [[text for _, text, _ in row] for row in Rows(markup).rows] == [["国家", "2020"], ["中国", "4.6"]]


def test_matched_words_are_marked_in_cells():
    table = passage("表", form="row", type="table", cells=tuple(TWO_LEVELS))
    assert '<mark class="yj-hit">中国</mark>' in table_html(table, (), ("中国",))


def test_cells_of_a_document_are_escaped():
    cells = (Cell(("<script>",), ("<b>",), "<img src=x>"),)
    markup = table_html(passage("x", form="table", type="table", cells=cells), (), ("<script>",))
    assert set(re.findall(r"</?(\w+)", markup)) <= set(
        ["div", "table", "thead", "tbody", "tr", "th", "td", "mark", "span"]
    )
    assert "<img src=x>" in words(markup)


def test_every_cell_of_the_shipped_tables_is_on_the_page(corpus_files):
    for read in corpus_files.values():
        for table in (p for p in read.passages if p.cells):
            shown = words(table_html(table, ()))
            assert all(cell.text in shown for cell in table.cells), table.id


def test_an_outer_head_reaches_down_over_the_rows_under_it():
    rows = [("成果", "出口", "中国"), ("成果", "出口", "蒙古"), ("成果", "进口"), ("产出",)]
    cells = tuple(Cell(row, ("2020",), str(i)) for i, row in enumerate(rows))
    markup = table_html(passage("表", form="table", type="table", cells=cells), ())
    body = [re.findall(r"<t[hd]([^>]*)>(.*?)</t", row) for row in markup.split("<tbody>")[1].split("<tr>")[1:]]
    assert body == [
        [
            (' scope="row" rowspan="3"', "成果"),
            (' scope="row" rowspan="2"', "出口"),
            (' scope="row"', "中国"),
            ("", "0"),
        ],
        [(' scope="row"', "蒙古"), ("", "1")],
        [(' scope="row" colspan="2"', "进口"), ("", "2")],
        [(' scope="row" colspan="3"', "产出"), ("", "3")],
    ]


def test_a_number_is_marked_only_where_it_stands_alone():
    cells = (Cell(("表1",), ("2021",), "0.71"), Cell(("2021年",), ("2021",), "1 (1.5)"))
    markup = table_html(passage("表", form="table", type="table", cells=cells), (), ("1",))
    assert markup.count("<mark") == 2
    assert "<td>0.71</td>" in markup
    assert '<mark class="yj-hit">1</mark> (1.5)' in markup


def test_every_row_of_a_shipped_table_is_as_wide_as_its_head(corpus_files):
    """Spans included: no value can slip under another head."""
    for read in corpus_files.values():
        for table in (p for p in read.passages if p.cells):
            widths, reach = [], {}
            for number, row in enumerate(re.findall(r"<tr>(.*?)</tr>", table_html(table, ()))):
                width = reach.pop(number, 0)
                for attributes in re.findall(r"<t[hd]([^>]*)>", row):
                    across = int((re.search(r'colspan="(\d+)"', attributes) or [0, 1])[1])
                    down = int((re.search(r'rowspan="(\d+)"', attributes) or [0, 1])[1])
                    width += across
                    for below in range(number + 1, number + down):
                        reach[below] = reach.get(below, 0) + across
                widths.append(width)
            assert len(set(widths)) == 1, (table.id, widths)
