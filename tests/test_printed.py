"""What browsers and word processors print: drawn bullets, lists of endnotes, tight brackets, shared glyphs."""

from __future__ import annotations

import pytest

from ingest.aligned import Aligned
from ingest.files import build_file
from ingest.glyphs import clean
from ingest.ledger import Ledger
from ingest.pdf import read_pdf
from ingest.text import read_text
from tests.make_pdf import LEFT, Pdf, joined
from tests.test_pdf import A, B, C, nothing_lost

NOTES = "“十四五”是2021年至2025年。", "按不变价格计算。"


def read(path, source, gazetteer):
    return build_file(path, source, "0", gazetteer).passages


def test_bullets_that_a_browser_draws_as_discs_make_items(tmp_path):
    pdf = Pdf()
    pdf.paragraph("主要做法是：", indent=0)
    for text in (A, B):
        pdf.canvas.circle(LEFT + 8, pdf.y + 4.4, 2, stroke=0, fill=1)
        pdf.paragraph(text, left=LEFT + 20, indent=0)
    pdf.canvas.circle(LEFT + 200, pdf.y + 4, 2, stroke=0, fill=1)  # a mark in the middle of a line is no bullet
    pdf.paragraph(C, indent=0)
    source = read_pdf(pdf.save(tmp_path / "网页.pdf"))
    assert joined(source.blocks, "item") == [A, B]
    assert joined(source.blocks) == ["主要做法是：", C]
    assert nothing_lost(source)


@pytest.mark.parametrize("heading", ["注释：", None], ids=["under a heading", "at the end"])
def test_a_numbered_list_that_answers_the_marks_is_the_endnotes(tmp_path, gazetteer, heading):
    pdf = Pdf()
    pdf.paragraph("1. " + A.replace("“十四五”", "“十四五”^1^"), indent=0)
    pdf.paragraph("2. " + B.replace("8.1%。", "8.1%^2^。"), indent=0)
    if heading:
        pdf.paragraph(heading, indent=0)
    for number, text in enumerate(NOTES, 1):
        pdf.paragraph(f"{number}. {text} ↩", indent=0)
    source = read_pdf(pdf.save(tmp_path / "网页.pdf"))
    passages = read(tmp_path / "网页.pdf", source, gazetteer)
    notes = [p for p in passages if p.form == "footnote"]
    assert [(p.label, p.text) for p in notes] == [("fn1", NOTES[0]), ("fn2", NOTES[1])]
    assert [(p.label, p.footnotes) for p in passages if p.form == "paragraph"] == [
        ("1", (notes[0].id,)),
        ("2", (notes[1].id,)),
    ]
    assert not source.ledger.unplaced()


def test_numbered_paragraphs_stay_paragraphs_where_a_note_is_missing(tmp_path, gazetteer):
    text = f"1. {A}<sup>1</sup>\n\n2. {B}\n\n3. {C}\n"
    passages = read(tmp_path / "a.md", read_text(text), gazetteer)
    assert [(p.form, p.label) for p in passages] == [("paragraph", "1"), ("paragraph", "2"), ("paragraph", "3")]


def test_a_list_that_is_set_in_further_than_others_is_not_one_under_its_first_item(tmp_path, gazetteer):
    text = f"1. {A}\n\n- 甲项。\n- 乙项。\n\n2. 包括：\n\n    - 丙项。\n    - 丁项。\n        - 戊项。\n"
    passages = read(tmp_path / "a.md", read_text(text), gazetteer)
    assert [p.label for p in passages if p.form == "bullet"] == ["1#1", "1#2", "2#1", "2#2", "2#2#1"]


def test_a_bracket_set_closer_to_the_one_before_keeps_its_place(tmp_path):
    pdf = Pdf()
    x = pdf.at(LEFT, pdf.y, "产出")
    x = pdf.at(x, pdf.y, "(")
    pdf.at(x - 6, pdf.y, "《2030战略》)进展良好。")  # half of the opening mark is white
    (text,) = joined(read_pdf(pdf.save(tmp_path / "括号.pdf")).blocks)
    assert text == "产出(《2030战略》)进展良好。"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("门⼾网站和⼾籍制度", "门户网站和户籍制度"),
        ("門⼾網站與國際貿易", "門戶網站與國際貿易"),
        ("2001‒2020年―至今⋯", "2001–2020年—至今…"),
    ],
)
def test_a_glyph_that_stands_for_several_characters_is_read_as_the_text_around_it(printed, meant):
    assert clean(Aligned.verbatim(printed, 0, len(printed)), Ledger(len(printed))).text == meant


def test_what_is_filled_into_a_form_is_read(tmp_path):
    pdf = Pdf()
    pdf.at(LEFT, pdf.y, "2022年目标：")
    form = pdf.canvas.acroForm
    form.textfield(name="target", value="GDP growth of 5.8%", x=LEFT + 90, y=pdf.y - 5, width=250, height=20)
    form.textfield(name="empty", value="", x=LEFT + 90, y=pdf.y - 45, width=250, height=20)
    source = read_pdf(pdf.save(tmp_path / "表格.pdf"))
    assert "GDP growth of 5.8%" in " ".join(joined(source.blocks))
    assert nothing_lost(source)


def test_a_file_with_only_a_few_words_on_each_page_is_not_all_running_heads(tmp_path):
    pdf = Pdf()
    for number in range(1, 4):
        if number > 1:
            pdf.page()
        pdf.at(LEFT, pdf.y + 50, f"会议卡片 {number}")
    source = read_pdf(pdf.save(tmp_path / "卡片.pdf"))
    assert [block.text.text for block in source.blocks] == ["会议卡片 1", "会议卡片 2", "会议卡片 3"]


def test_an_attachment_with_its_title_is_a_heading(tmp_path, gazetteer):
    text = f"一、总体要求\n\n{A}\n\n附件1 重点项目表\n\n{B}\n\n附件：1. 名单\n"
    passages = read(tmp_path / "a.txt", read_text(text), gazetteer)
    assert [(p.form, p.text) for p in passages if p.text.startswith("附件")] == [
        ("heading", "附件1 重点项目表"),
        ("paragraph", "附件：1. 名单"),
    ]


def test_a_note_to_the_title_does_not_end_the_cover(tmp_path, gazetteer):
    text = f"# 东岭市2022年统计公报<sup>1</sup>\n\n<sup>1</sup> {NOTES[1]}\n\n东岭市统计局\n\n2023年3月20日\n\n{A}\n"
    cover, note, body = read(tmp_path / "a.md", read_text(text), gazetteer)
    assert (cover.form, cover.text) == ("cover", "东岭市2022年统计公报\n东岭市统计局\n2023年3月20日")
    assert (note.form, note.label, cover.footnotes) == ("footnote", "fn1", (note.id,))
    assert body.text == A
