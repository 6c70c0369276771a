"""What stands on printed pages beside the text: heads that take turns, watermarks, pages set sideways, two columns."""

from __future__ import annotations

import pytest

from ingest.pdf import read_pdf
from tests.make_pdf import HEIGHT, LEFT, RIGHT, WIDTH, Pdf, joined
from tests.test_pdf import ROWS, A, B, C, nothing_lost

TEXTS = tuple(f"第{n}页。{text}" for n, text in enumerate((A, B, C, A, B, C, A), 1))


@pytest.mark.parametrize("pages", [3, 4, 7])
def test_running_heads_that_take_turns_are_no_text(tmp_path, pages):
    pdf = Pdf()
    for number, text in enumerate(TEXTS[:pages], 1):
        if number > 1:
            pdf.page()
        side = number % 2
        pdf.at(RIGHT - 110 if side else LEFT, HEIGHT - 50, "第一章　总体情况" if side else "区域合作进展报告", 9)
        pdf.at(RIGHT - 10 if side else LEFT, 45, str(number), 9)
        pdf.paragraph(text)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    assert joined(source.blocks) == list(TEXTS[:pages])
    assert [block.page_label for block in source.blocks] == [str(n) for n in range(1, pages + 1)]
    assert nothing_lost(source)


def level(pdf):
    pdf.at(180, HEIGHT - 140, "内部资料", 60)


def slanted(pdf):
    pdf.canvas.translate(300, 400)
    pdf.canvas.rotate(45)
    pdf.at(-100, 0, "内部资料", 60)


def turned(pdf):
    pdf.canvas.translate(30, 300)
    pdf.canvas.rotate(90)
    pdf.at(0, 0, "内部资料", 14)


def upright(pdf):
    for number, char in enumerate("内部资料"):
        pdf.at(30, 500 - 20 * number, char, 14)


@pytest.mark.parametrize("stamp", [level, slanted, turned, upright])
def test_watermarks_do_not_get_into_the_text(tmp_path, stamp):
    pdf = Pdf()
    for number, text in enumerate(TEXTS[:3]):
        if number:
            pdf.page()
        pdf.canvas.saveState()
        stamp(pdf)
        pdf.canvas.restoreState()
        pdf.paragraph(text)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    assert joined(source.blocks) == list(TEXTS[:3])
    assert source.ledger.counts()["running_head"] == 12
    assert nothing_lost(source)


def test_a_wide_table_set_sideways_is_read_as_one(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.page()
    pdf.canvas.translate(WIDTH, 0)
    pdf.canvas.rotate(90)
    pdf.y = WIDTH - 120
    pdf.at(LEFT, WIDTH - 90, "表1 国内生产总值（亿元）", 10.5)
    pdf.grid(ROWS, [120, 90, 90, 90])
    pdf.page()
    pdf.paragraph(C)
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    assert [[cell.text.text for cell in b.cells] for b in source.blocks if b.kind == "row"] == ROWS
    assert joined(source.blocks) == [A, "表1 国内生产总值（亿元）", C]
    assert nothing_lost(source)


def columns(pdf, *texts, size=10.5):
    """Set texts in the left and right column, both from here down; goes on below the longer one."""
    middle, top, ends = (LEFT + RIGHT) / 2, pdf.y, []
    for side, group in enumerate(texts):
        pdf.y = top
        for text in group:
            left = LEFT if not side else middle + 12
            pdf.paragraph(text, left=left, right=middle - 12 if not side else RIGHT, size=size)
        ends.append(pdf.y)
    pdf.y = min(ends)


def heading(pdf):
    pdf.y -= 14
    pdf.at(LEFT, pdf.y, "二、重点工作", 14)
    pdf.y -= 28
    return ["二、重点工作"]


def table(pdf):
    pdf.y -= 10
    pdf.grid(ROWS, [120, 110, 110, 110])
    return []


@pytest.mark.parametrize("between", [heading, table])
def test_columns_above_what_goes_across_are_read_before_those_below(tmp_path, between):
    pdf = Pdf()
    columns(pdf, (A, B), (B, C, C))
    middle = between(pdf)
    columns(pdf, (C, A), (B, A))
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    texts = [b.text.text for b in source.blocks if b.kind in ("text", "heading")]
    assert texts == [A, B, B, C, C, *middle, C, A, B, A]
    assert nothing_lost(source)


def test_wide_gaps_between_the_words_of_justified_lines_are_no_columns(tmp_path):
    rows = [
        ("Participants", "acknowledged", "that"),
        ("macroeconomic", "vulnerabilities", "remain,"),
        ("particularly", "for", "commodity-dependent"),
        ("countries,", "and", "encouraged", "international"),
    ]
    pdf = Pdf()
    pdf.paragraph("1. The Ministers welcomed the steady progress of the programme.", indent=0)
    pdf.y -= 10
    for row in rows:
        gap = (230 - sum(pdf.canvas.stringWidth(word, "Times-Roman", 12) for word in row)) / (len(row) - 1)
        x = LEFT
        for word in row:
            x = pdf.at(x, pdf.y, word, 12, "Times-Roman") + gap
        pdf.y -= 16
    (_, text) = joined(read_pdf(pdf.save(tmp_path / "Report.pdf")).blocks)
    assert text == " ".join(word for row in rows for word in row)


def test_a_hyphen_between_two_words_stays_where_the_line_ends_and_others_go(tmp_path):
    lines = (
        "Knowledge is shared: capacity and building are words",
        "of this report. The delegates discussed the capacity-",
        "building measures of the programme and their imple-",
        "mentation.",
    )
    pdf = Pdf()
    for line in lines:
        pdf.at(LEFT, pdf.y, line)
        pdf.y -= 19
    (text,) = joined(read_pdf(pdf.save(tmp_path / "Report.pdf")).blocks)
    assert text.endswith("discussed the capacity-building measures of the programme and their implementation.")


@pytest.mark.parametrize("head", [[], [["序号", "任务", "牵头单位", "时限"]]], ids=["no head", "head repeated"])
def test_a_row_whose_number_alone_fitted_on_the_page_is_one_row(tmp_path, head):
    widths = [60, 120, 120, 120]
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.y = 160
    pdf.grid(
        [["序号", "任务", "牵头单位", "时限"], ["1", "铁路通关试点", "海关总署", "2022年"], ["2", "", "", ""]], widths
    )
    pdf.page()
    pdf.grid(
        [*head, ["", "电子证书互认", "农业农村部", "2023年"], ["3", "口岸信息交换", "交通运输部", "2023年"]], widths
    )
    source = read_pdf(pdf.save(tmp_path / "清单.pdf"))
    rows = [[cell.text.text for cell in block.cells] for block in source.blocks if block.kind == "row"]
    assert rows == [
        ["序号", "任务", "牵头单位", "时限"],
        ["1", "铁路通关试点", "海关总署", "2022年"],
        ["2", "电子证书互认", "农业农村部", "2023年"],
        ["3", "口岸信息交换", "交通运输部", "2023年"],
    ]
    assert nothing_lost(source)


def test_words_parted_by_shifts_only_are_parted_also_in_a_wide_font(tmp_path):
    pdf = Pdf()
    pdf.canvas.setFont("Courier", 10)  # its space is as wide as its letters
    name = pdf.canvas._doc.getInternalFontName("Courier")
    pdf.canvas._code.append(
        f"BT {name} 10 Tf 1 0 0 1 {LEFT} {pdf.y} Tm [(Request) -250 (for) -250 (A) 60 (doption)] TJ ET"
    )
    (text,) = joined(read_pdf(pdf.save(tmp_path / "Report.pdf")).blocks)
    assert text == "Request for Adoption"
