"""What Word shows is what is read: numbers, notes, merged cells, the text with all changes accepted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from errors import UnreadableSource, UnsupportedSource
from ingest.blocks import Block, Source
from ingest.word import read_word
from ingest.word.numbering import formatted

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(path: Path, body: str, **parts: str) -> Path:
    """A DOCX with nothing but a body and the parts named."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{RELATION}/{name}" Target="{name}.xml"/>' for n, name in enumerate(parts)
        )
        file.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for name, content in parts.items():
            root = {"header1": "hdr"}.get(name, name)
            file.writestr(f"word/{name}.xml", f'<w:{root} xmlns:w="{W}">{content}</w:{root}>')
    return path


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(number: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def listed(text: str, depth: int = 0, which: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{which}"/></w:numPr>')


def shown(source: Source) -> list[tuple[str, str | None, str]]:
    return [(b.kind, b.label, b.text.text) for b in source.blocks]


def accounted(source: Source) -> bool:
    placed = bytearray(len(source.text))
    for block in source.blocks:
        for text in (block.text, *(cell.text for cell in block.cells)):
            for start, end in text.sources():
                placed[start:end] = b"\1" * (end - start)
    return all(
        placed[i] or char.isspace() or source.ledger.kind_at(i) != "unplaced" for i, char in enumerate(source.text)
    )


def test_automatic_numbers_are_counted_as_word_prints_them(tmp_path):
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCountingThousand", "%1、")}'
        f"{level(1, 'decimal', '%2.')}{level(2, 'lowerRoman', '(%3)')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "•")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = (
        listed("总体要求")
        + listed("坚持稳中求进", 1)
        + listed("坚持改革开放", 1)
        + listed("甲", 2)
        + listed("乙", 2)
        + listed("重点任务")
        + listed("稳就业", 1)
        + listed("一项", 0, 2)
        + "<w:p/>"
    )
    source = read_word(package(tmp_path / "a.docx", body, numbering=numbering))
    assert shown(source) == [
        ("text", "一、", "总体要求"),
        ("text", "1.", "坚持稳中求进"),
        ("text", "2.", "坚持改革开放"),
        ("item", "(i)", "甲"),
        ("item", "(ii)", "乙"),
        ("text", "二、", "重点任务"),
        ("text", "1.", "稳就业"),
        ("item", None, "一项"),
    ]
    assert accounted(source)


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (27, "upperLetter", "AA"),
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "chineseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (7, "decimalZero", "07"),
        (21, "ideographDigital", "二一"),
        (5, "anything else", "5"),
    ],
)
def test_number_formats(value, form, printed):
    assert formatted(value, form) == printed


@given(st.integers(1, 9999))
def test_chinese_numbers_never_repeat(value):
    assert formatted(value, "chineseCounting") != formatted(value % 9999 + 1, "chineseCounting")


def test_footnotes_come_with_their_number_after_the_paragraph_that_calls_them(tmp_path):
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p><w:r><w:t>经济增长</w:t></w:r>{reference.format(7)}<w:r><w:t>，就业稳定。</w:t></w:r>{reference.format(2)}</w:p>"
        + p("下一段。")
    )
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("人力资源和社会保障部。")}</w:footnote>'
        f'<w:footnote w:id="7">{p("国家统计局，")}{p("2022年。")}</w:footnote>'
    )
    source = read_word(package(tmp_path / "a.docx", body, footnotes=footnotes))
    assert shown(source) == [
        ("text", None, "经济增长，就业稳定。"),
        ("footnote", "1", "国家统计局，2022年。"),
        ("footnote", "2", "人力资源和社会保障部。"),
        ("text", None, "下一段。"),
    ]
    assert [(m.label, m.at) for m in source.blocks[0].marks] == [("1", 4), ("2", 10)]
    assert accounted(source)


def test_endnotes_are_numbered_in_the_format_of_the_settings(tmp_path):
    body = '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:endnoteReference w:id="1"/></w:r></w:p>'
    settings = '<w:endnotePr><w:numFmt w:val="decimalEnclosedCircle"/></w:endnotePr>'
    endnotes = f'<w:endnote w:id="1">{p("来源")}</w:endnote>'
    source = read_word(package(tmp_path / "a.docx", body, endnotes=endnotes, settings=settings))
    assert shown(source) == [("text", None, "正文"), ("footnote", "①", "来源")]


def test_a_raised_number_is_a_mark_and_a_square_is_not(tmp_path):
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    body = f"<w:p><w:r><w:t>面积1200km</w:t></w:r>{raised.format(2)}<w:r><w:t>。</w:t></w:r>{raised.format(3)}</w:p>"
    (block,) = read_word(package(tmp_path / "a.docx", body)).blocks
    assert block.text.text == "面积1200km2。"
    assert [(m.label, m.at) for m in block.marks] == [("3", 10)]


def test_changes_are_read_as_accepted(tmp_path):
    gone = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    come = '<w:ins w:id="2"><w:r><w:t>新</w:t></w:r></w:ins>'
    moved = (
        '<w:moveFrom w:id="3"><w:r><w:t>搬走</w:t></w:r></w:moveFrom>'
        '<w:moveTo w:id="4"><w:r><w:t>搬来</w:t></w:r></w:moveTo>'
    )
    cut = '<w:rPr><w:del w:id="5"/></w:rPr>'
    body = f"<w:p>{gone}{come}{moved}</w:p>" + p("上半句，", cut) + p("下半句。")
    assert shown(read_word(package(tmp_path / "a.docx", body))) == [
        ("text", None, "新搬来"),
        ("text", None, "上半句，下半句。"),
    ]


def test_merged_cells_keep_their_spans(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for r, row in enumerate([["国家", "出口", ""], ["", "2020", "2021"], ["蒙古", "1.4", "2.3"]]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f'<w:tblHeader xmlns:w="{W}"/>'))
    document.save(tmp_path / "a.docx")
    rows = [
        [(c.text.text, c.colspan, c.rowspan, c.header) for c in b.cells] for b in read_word(tmp_path / "a.docx").blocks
    ]
    assert rows == [
        [("国家", 1, 2, True), ("出口", 2, 1, True)],
        [("2020", 1, 1, False), ("2021", 1, 1, False)],
        [("蒙古", 1, 1, False), ("1.4", 1, 1, False), ("2.3", 1, 1, False)],
    ]


def test_headings_captions_and_bullets_come_from_their_styles(tmp_path):
    document = docx.Document()
    document.add_heading("报告", 0)
    document.add_heading("一、形势", 1)
    document.add_paragraph("正文。")
    document.add_paragraph("要点", style="List Bullet")
    document.add_paragraph("次要点", style="List Bullet 2")
    document.add_paragraph("表1 数据", style="Caption")
    document.save(tmp_path / "a.docx")
    blocks = read_word(tmp_path / "a.docx").blocks
    assert [(b.kind, b.text.text) for b in blocks] == [
        ("heading", "报告"),
        ("heading", "一、形势"),
        ("text", "正文。"),
        ("item", "要点"),
        ("item", "次要点"),
        ("caption", "表1 数据"),
    ]
    assert [b.level for b in blocks[:2]] == [1, 1]


def test_bold_and_hei_are_strong(tmp_path):
    strong = "<w:r><w:rPr><w:b/></w:rPr><w:t>重点。</w:t></w:r>"
    hei = '<w:r><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr><w:t>一、标题</w:t></w:r>'
    first, second = read_word(
        package(tmp_path / "a.docx", f"<w:p>{strong}<w:r><w:t>正文</w:t></w:r></w:p><w:p>{hei}</w:p>")
    ).blocks
    assert first.bold == ((0, 3),)
    assert second.all_bold


def test_contents_headers_and_page_numbers_are_no_text(tmp_path):
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    contents = (
        f"<w:p>{field.format('begin')}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{field.format('separate')}"
        f"<w:r><w:t>一、形势 3</w:t></w:r></w:p><w:p><w:r><w:t>二、任务 5</w:t></w:r>{field.format('end')}</w:p>"
    )
    source = read_word(package(tmp_path / "a.docx", contents + p("正文"), header=p("内部资料"), footer=p("- 3 -")))
    assert shown(source) == [("text", None, "正文")]
    assert source.ledger.counts()["contents"] == 12
    assert source.ledger.counts()["running_head"] == 4
    assert source.ledger.counts()["page_number"] == 5


def test_text_boxes_controls_links_and_breaks_are_read_hidden_text_is_not(tmp_path):
    box = f"<w:r><w:pict><w:txbxContent>{p('框中文字')}</w:txbxContent></w:pict></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    link = "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
    body = (
        f"<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>{link}{hidden}{box}</w:p>"
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    )
    assert [b.text.text for b in read_word(package(tmp_path / "a.docx", body)).blocks] == [
        "上下链接",
        "框中文字",
        "控件",
    ]


def table(*rows: tuple[str, ...]) -> str:
    """A table whose cells hold the given XML."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def test_numbers_of_several_levels_start_again_where_the_document_says_so(tmp_path):
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    gone = listed("删去").replace("<w:r>", '<w:del w:id="1"><w:r>').replace("</w:r>", "</w:r></w:del>")
    gone = gone.replace("w:t>", "w:delText>").replace("</w:numPr>", '</w:numPr><w:rPr><w:del w:id="2"/></w:rPr>')
    body = (
        listed("甲") + listed("子", 1) + listed("次子", 1) + gone + listed("乙") + listed("丙", 1) + listed("丁", 0, 2)
    )
    source = read_word(package(tmp_path / "a.docx", body, numbering=numbering))
    assert [b.label for b in source.blocks] == ["1.", "1.1", "1.2", "2.", "2.1", "1."]


def test_styles_based_on_styles_give_headings_their_level_and_number(tmp_path):
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:pStyle w:val="1"/><w:lvlText w:val="第%1章"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文标题"/>'
        '<w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="note"><w:name w:val="编者按"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    style = '<w:pStyle w:val="{}"/>'
    body = p("总则", style.format("own")) + p("编者隐去", style.format("note")) + p("任务", style.format("1"))
    source = read_word(package(tmp_path / "a.docx", body, numbering=numbering, styles=styles))
    assert [(b.kind, b.level, b.label, b.text.text) for b in source.blocks] == [
        ("heading", 1, "第一章", "总则"),
        ("heading", 1, "第二章", "任务"),
    ]


def test_moved_paragraphs_are_read_where_they_were_moved_to(tmp_path):
    def moved(kind: str) -> str:
        mark = f'<w:rPr><w:{kind} w:id="2"/></w:rPr>'
        return p("甲段。", mark).replace("<w:r>", f'<w:{kind} w:id="1"><w:r>').replace("</w:r>", f"</w:r></w:{kind}>")

    body = moved("moveFrom") + p("乙段。") + moved("moveTo") + p("丙段。")
    assert [b.text.text for b in read_word(package(tmp_path / "a.docx", body)).blocks] == ["乙段。", "甲段。", "丙段。"]


def test_a_frame_of_one_column_holds_paragraphs_and_a_table_in_a_cell_is_part_of_the_cell(tmp_path):
    inner = table((p("货运"), p("3列")))
    body = table((p("专栏1 水量调度"),), (p("实行统一调度。") + p("1. 北引工程"),)) + table(
        (p("甲"), p("乙")), (p("丙"), p("每周") + inner + p("以上"))
    )
    source = read_word(package(tmp_path / "a.docx", body))
    assert [(b.kind, b.text.text) for b in source.blocks[:3]] == [
        ("text", "专栏1 水量调度"), ("text", "实行统一调度。"), ("text", "1. 北引工程"),
    ]  # fmt: skip
    assert [[c.text.text for c in b.cells] for b in source.blocks[3:]] == [["甲", "乙"], ["丙", "每周 货运 3列 以上"]]
    assert accounted(source)


def test_cross_references_are_text_and_comments_are_not(tmp_path):
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    reference = (
        f"{field.format('begin')}<w:r><w:instrText> REF _Ref1 \\h </w:instrText></w:r>{field.format('separate')}"
        f"<w:r><w:t>表1</w:t></w:r>{field.format('end')}"
    )
    body = (
        f'<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>见</w:t></w:r>{reference}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        '<w:fldSimple w:instr="SEQ x"><w:r><w:t>。</w:t></w:r></w:fldSimple></w:p>'
    )
    comments = '<w:comment w:id="0"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'
    source = read_word(package(tmp_path / "a.docx", body, comments=comments))
    assert source.text == "见表1。\n"


def test_a_strict_document_is_read(tmp_path):
    path = package(tmp_path / "a.docx", p("正文"))
    data = path.read_bytes()
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(name, text)
    path.write_bytes(strict.getvalue())
    assert shown(read_word(path)) == [("text", None, "正文")]


def damaged_part(path: Path) -> None:
    package(path, p("正文"))
    path.write_bytes(path.read_bytes().replace("正文".encode(), b"\0\0\0\0\0\0"))


@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        (b"PK\x03\x04 cut short", UnreadableSource, "damaged or not a .docx"),
        (b"plain text", UnreadableSource, "damaged or not a .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnsupportedSource, r"old Word file \(\.doc\)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            UnsupportedSource,
            "locked with a password",
        ),
    ],
)
def test_what_is_no_word_file_is_refused_with_its_reason(tmp_path, content, error, reason):
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    with pytest.raises(error, match=rf"坏\.docx: .*{reason}"):
        read_word(path)


def test_a_damaged_text_is_refused_and_a_damaged_style_is_not(tmp_path):
    damaged_part(tmp_path / "坏.docx")
    with pytest.raises(UnreadableSource, match=r"坏\.docx: the Word file is damaged: word/document\.xml"):
        read_word(tmp_path / "坏.docx")
    path = package(tmp_path / "好.docx", p("正文"), styles="<w:style/>")
    path.write_bytes(path.read_bytes().replace(b"<w:style/>", b"<w:styleX>"))
    source = read_word(path)
    assert shown(source) == [("text", None, "正文")]
    assert source.warnings == ("word/styles.xml is damaged: read as far as possible",)


def test_an_empty_document_is_refused(tmp_path):
    docx.Document().save(tmp_path / "空.docx")
    with pytest.raises(UnreadableSource, match=r"空\.docx: the Word file holds no text"):
        read_word(tmp_path / "空.docx")


def test_blocks_are_aligned_with_the_text(tmp_path):
    document = docx.Document()
    for text in ("⼀、总则", "（ﬁ）第 1 条", "贸易\u200b报告"):
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    source = read_word(tmp_path / "a.docx")
    texts: list[Block] = list(source.blocks)
    assert [b.text.text for b in texts] == ["一、总则", "（fi）第 1 条", "贸易报告"]
    for block in texts:
        for s in block.text.segments:
            if s.end - s.start == s.source_end - s.source_start > 1:
                assert block.text.text[s.start + 1 : s.end] == source.text[s.source_start + 1 : s.source_end]
