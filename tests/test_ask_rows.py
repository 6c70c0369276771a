"""Questions about rows of tables without a number, and about what is named between quotation marks."""

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from answer.sources import sources_of
from tests.small_reports import opened_report

TEXT = """# “春苗计划”乡村教师进修终期评估

## 1 概况

进修历时两年，由省教育厅主办，经费来自一家基金会。

## 2 学员与成绩

下表列出三县学员的人数和成绩。

| 县 | 参训（人） | 结业（人） | 结业考核平均分 |
|---|---|---|---|
| 柳坪 | 412 | 388 | 71.2 |
| 石堰 | 365 | 301 | 80.6 |
| 金寨 | 298 | 277 | 66.9 |

## 3 建议

建议把考核改在学期末进行。
"""


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("evaluation"), TEXT, model="default") as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("“春苗计划”在石堰有多少学员结业？", "301"),
        ("“春苗计划”在金寨有多少学员结业？", "277"),
        ("「春苗计划」里金寨参训的有几人？", "298"),
    ],
)
def test_a_passage_need_not_repeat_the_name_that_a_question_has_between_quotation_marks(evaluation, question, told):
    assert ask(evaluation, question).answers[0].text.startswith(told)


def test_nor_need_it_repeat_that_of_a_claim(evaluation):
    assert verdict_of(check(evaluation, "“春苗计划”在石堰有301名学员结业。")) == "supported"
    assert verdict_of(check(evaluation, "“春苗计划”在石堰有388名学员结业。")) == "contradicted"


def test_the_highest_row_of_a_table_without_a_number_is_found(evaluation):
    (answer,) = ask(evaluation, "结业考核平均分最高的是哪个县？").answers
    assert answer.text == "石堰"
    (row,) = answer.citations
    assert evaluation.passage(row).text == "石堰 | 365 | 301 | 80.6"


def test_the_rows_of_a_table_are_told_however_they_are_called(evaluation):
    (table,) = (passage for passage in evaluation.passages() if passage.form == "table")
    assert [row.text.split(" | ")[0] for row in evaluation.rows(table)] == ["柳坪", "石堰", "金寨"]
    assert {unit.cell.row for unit in sources_of(evaluation).units([table])} == {("柳坪",), ("石堰",), ("金寨",)}
    assert all(not evaluation.rows(passage) for passage in evaluation.passages() if passage.form != "table")
