"""Footnotes as printers set them: raised by any means, only smaller, in circles, going on over the page."""

from __future__ import annotations

import pytest

from ingest.pdf import read_pdf
from tests.make_pdf import LEFT, SONG, Pdf, joined
from tests.test_pdf import A, B, nothing_lost

BEFORE, AFTER = "全国财政收入突破20万亿元", "，城镇新增就业1269万人，居民消费价格上涨。"
NOTE = "数据来源于国家统计局。"


def by_rise(pdf, x):
    text = pdf.canvas.beginText(x, pdf.y)
    text.setFont(SONG, 7)
    text.setRise(5)
    text.textOut("1")
    text.setRise(0)
    text.setFont(SONG, 12)
    text.textOut(AFTER)
    pdf.canvas.drawText(text)


def by_matrix(pdf, x):
    pdf.canvas.saveState()
    pdf.canvas.transform(0.6, 0, 0, 0.6, x, pdf.y + 4)
    pdf.at(0, 0, "1")
    pdf.canvas.restoreState()
    pdf.at(x + 4, pdf.y, AFTER)


def by_text_matrix(pdf, x):
    text = pdf.canvas.beginText()
    text.setTextTransform(0.6, 0, 0, 0.6, x, pdf.y + 4)
    text.setFont(SONG, 12)
    text.textOut("1")
    pdf.canvas.drawText(text)
    pdf.at(x + 4, pdf.y, AFTER)


def only_smaller(size, label="1"):
    return lambda pdf, x: pdf.at(pdf.at(x, pdf.y, label, size), pdf.y, AFTER)


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        (by_rise, "1"),
        (by_matrix, "1"),
        (by_text_matrix, "1"),
        (only_smaller(7), "1"),
        (only_smaller(9), "1"),
        (only_smaller(12, "¹"), "1"),
        (only_smaller(12, "①"), "①"),
    ],
    ids=["rise", "matrix", "text matrix", "small", "hardly smaller", "superscript character", "circled"],
)
def test_a_mark_leads_to_its_note_however_it_is_set(tmp_path, mark, label):
    pdf = Pdf()
    pdf.paragraph(A, indent=0)
    mark(pdf, pdf.at(LEFT, pdf.y, BEFORE))
    pdf.notes((label, NOTE))
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    text = source.blocks[1]
    assert (text.text.text, [(m.label, m.at) for m in text.marks]) == (BEFORE + AFTER, [(label, len(BEFORE))])
    assert [(b.label, b.text.text) for b in source.blocks if b.kind == "footnote"] == [(label, NOTE)]
    assert nothing_lost(source)


def test_circled_notes_that_are_not_raised_are_told_apart(tmp_path):
    pdf = Pdf()
    pdf.paragraph(f"{A}①")
    pdf.paragraph(f"主要有：①{B}")  # the number of an item, though there is a note of this number
    pdf.rule(LEFT, LEFT + 140, 114)
    pdf.at(LEFT, 100, f"①{NOTE}", 9)
    pdf.at(LEFT, 86, "②按不变价格计算。", 9)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    notes = [(b.label, b.text.text) for b in source.blocks if b.kind == "footnote"]
    assert notes == [("①", NOTE), ("②", "按不变价格计算。")]
    assert joined(source.blocks)[-1] == f"主要有：①{B}"


def test_a_note_that_goes_on_below_the_next_page_stays_one(tmp_path):
    rest = "其中，2021年的数据为初步核算数，最终核实数将于次年公布。"
    pdf = Pdf()
    pdf.paragraph(f"{A}^1^")
    pdf.notes(("1", NOTE[:-1] + "，"))
    pdf.page()
    pdf.paragraph(f"{B}^2^")
    pdf.rule(LEFT, LEFT + 140, 114)
    pdf.at(LEFT, 100, rest, 9)
    pdf.raised(LEFT, 86, "2", 9)
    pdf.at(LEFT + 5, 86, "按不变价格计算。", 9)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    notes = [(b.label, b.text.text) for b in source.blocks if b.kind == "footnote"]
    assert notes == [("1", NOTE[:-1] + "，" + rest), ("2", "按不变价格计算。")]
    assert nothing_lost(source)
