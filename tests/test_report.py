"""The ingest report as people read it."""

from __future__ import annotations

from ingest.files import read_file
from ingest.report import FileReport
from settings import Settings
from tests.make_pdf import Pdf
from tests.test_pdf import A, B, C


def test_the_report_says_what_became_of_pages_passages_and_characters(tmp_path, gazetteer):
    pdf = Pdf()
    for number, text in enumerate((A, B, C), 1):
        pdf.head("政府工作报告", f"— {number} —")
        pdf.paragraph(f"{text}^{number}^" if number < 3 else text)
        if number == 1:
            pdf.notes(("1", "按不变价格计算。"))
        pdf.page()
    pdf.picture()
    pdf.page()
    pdf.picture()
    report = read_file(pdf.save(tmp_path / "报告.pdf"), Settings(), gazetteer).report
    passages, rest, marks, *warnings = report.details
    assert passages.startswith("5 pages; 3 paragraph, 1 footnote; by type ")
    assert rest.startswith("not in passages: ")
    assert "18 running head" in rest
    assert marks == "! footnote marks without a note: 1"
    assert "! pages 4-5 have no text layer (a scanned image)" in warnings
    assert report.characters == report.kept + sum(n for _, n in report.remainders)
    assert FileReport.from_dict(report.to_dict()) == report


def test_pages_with_the_same_fault_are_told_in_one_line():
    pages = ("page 2 is damaged (ValueError)", *(f"page {n} has no text layer (a scanned image)" for n in (3, 9, 4, 5)))
    report = FileReport("a.pdf", "added", pages=9, warnings=(*pages, "表注 a 没有对应的注释"))
    assert report.details[1:] == (
        "! page 2 is damaged (ValueError)",
        "! pages 3-5, 9 have no text layer (a scanned image)",
        "! 表注 a 没有对应的注释",
    )
    assert FileReport("a.pdf", "unchanged", warnings=pages).details == ()
