"""What a reader of a printed Chinese report would expect the PDF reader to see."""

from __future__ import annotations

import re
import shutil
import time
from difflib import SequenceMatcher

import pypdfium2
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from errors import UnreadableSource
from ingest.blocks import Source
from ingest.files import find_sources
from ingest.pdf import read_pdf
from tests.make_pdf import LEFT, RIGHT, Pdf, joined

A = (
    "2021年是党和国家历史上具有里程碑意义的一年。面对复杂严峻的国内外形势和诸多风险挑战，全国上下共同努力，统筹疫情防控和"
    "经济社会发展，全年主要目标任务较好完成，“十四五”实现良好开局，我国发展又取得新的重大成就。"
)
B = (
    "国内生产总值达到114万亿元，增长8.1%。全国财政收入突破20万亿元，增长10.7%。城镇新增就业1269万人，城镇调查失业率平均为"
    "5.1%。居民消费价格上涨0.9%。国际收支基本平衡。"
)
C = (
    "各类市场主体总量超过1.5亿户。居民人均可支配收入实际增长8.1%。脱贫攻坚成果得到巩固和拓展。"
    "基本养老、基本医疗、社会救助等保障力度加大。"
)


def nothing_lost(source: Source) -> bool:
    """Whether every visible character is in a block or claimed."""
    placed = bytearray(len(source.text))
    for block in source.blocks:
        for text in (block.text, *(cell.text for cell in block.cells)):
            for start, end in text.sources():
                placed[start:end] = b"\1" * (end - start)
    return all(
        placed[i] or char.isspace() or source.ledger.kind_at(i) != "unplaced" for i, char in enumerate(source.text)
    )


def test_paragraphs_that_are_only_set_in_are_told_apart_and_joined_over_the_page(tmp_path):
    pdf = Pdf()
    pdf.head("政府工作报告", "— 1 —")
    for text in (A, B):
        pdf.paragraph(text)
    rest = pdf.paragraph(A + B + C + A, stop=pdf.y - 5 * 19.2)
    pdf.page()
    pdf.head("政府工作报告", "— 2 —")
    pdf.paragraph(rest, indent=0)
    pdf.paragraph(C)
    pdf.page()
    pdf.head("政府工作报告", "— 3 —")
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    assert joined(source.blocks) == [A, B, A + B + C + A, C, B]
    assert [block.page_label for block in source.blocks] == ["1", "1", "1", "2", "3"]
    assert source.ledger.counts()["running_head"] == 18
    assert nothing_lost(source)


def test_a_sentence_that_ends_with_the_page_goes_on_where_the_next_line_is_not_set_in(tmp_path):
    pdf = Pdf()
    line = "经济运行保持在合理区间经济结构和区域布局继续优化粮食产量创了历史新高。"
    assert len(line) + 2 == int((RIGHT - LEFT) / 12)  # with its indent just one full line
    pdf.paragraph(A)
    pdf.paragraph(B)
    pdf.paragraph(line)
    pdf.page()
    pdf.paragraph(C, indent=0)
    pdf.paragraph(A)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    assert joined(source.blocks) == [A, B, line + C, A]


def test_a_note_mark_after_the_full_stop_does_not_keep_the_sentence_open_over_the_page(tmp_path):
    pdf = Pdf()
    pdf.paragraph(f"{A}^1^")
    pdf.notes(("1", "按不变价格计算。"))
    pdf.page()
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    assert joined(source.blocks) == [A, B]


def test_two_columns_are_read_one_after_the_other(tmp_path):
    pdf = Pdf()
    middle = (LEFT + RIGHT) / 2
    pdf.paragraph("本期要目：" + A, indent=0)
    top = pdf.y
    for text in (A, B):
        pdf.paragraph(text, right=middle - 12, size=10.5)
    pdf.y = top
    for text in (C, A):
        pdf.paragraph(text, left=middle + 12, size=10.5)
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    assert joined(source.blocks) == ["本期要目：" + A, A, B, C, A]
    assert nothing_lost(source)


def test_columns_drawn_line_by_line_across_the_page_are_read_one_after_the_other(tmp_path):
    pdf = Pdf()
    middle = (LEFT + RIGHT) / 2
    left = [(A + B + C)[i : i + 18] for i in range(0, 180, 18)]
    right = [(C + B + A)[i : i + 18] for i in range(0, 180, 18)]
    for one, two in zip(left, right, strict=True):
        pdf.at(LEFT, pdf.y, one, 10.5)
        pdf.at(middle + 12, pdf.y, two, 10.5)
        pdf.y -= 17
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    assert "".join(joined(source.blocks)) == (A + B + C)[:180] + (C + B + A)[:180]


@pytest.mark.parametrize("labels", [("1", "2"), ("①", "②"), ("*", "**")])
def test_raised_marks_lead_to_the_notes_below_the_rule(tmp_path, labels):
    pdf = Pdf()
    one, two = labels
    pdf.paragraph(f"{A}^{one}^")
    pdf.paragraph(f"{B[:40]}^{two}^{B[40:]}")
    pdf.notes((one, "数据来源于国家统计局。"), (two, "按不变价格计算。"))
    source = read_pdf(pdf.save(tmp_path / "报告.pdf"))
    text = [block for block in source.blocks if block.kind == "text"]
    assert [block.text.text for block in text] == [A, B]
    assert [(m.label, m.at) for m in text[0].marks] == [(one, len(A))]
    assert [(m.label, m.at) for m in text[1].marks] == [(two, 40)]
    notes = [block for block in source.blocks if block.kind == "footnote"]
    assert [(n.label, n.text.text) for n in notes] == [(one, "数据来源于国家统计局。"), (two, "按不变价格计算。")]
    assert nothing_lost(source)


def test_square_metres_are_not_notes(tmp_path):
    pdf = Pdf()
    pdf.paragraph("全市建成区面积为1200km^2^，人均住房面积为41m^2^，比上年增加1m^2^。" + A)
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    assert source.blocks[0].marks == ()
    assert source.blocks[0].text.text.startswith("全市建成区面积为1200km2，人均住房面积为41m2")


ROWS = [
    ["指标", "2020年", "2021年", "增长（%）"],
    ["国内生产总值", "1013567", "1143670", "8.1"],
    ["第一产业", "77754", "83086", "7.1"],
    ["第二产业", "384255", "450904", "8.2"],
    ["第三产业", "553977", "609680", "8.2"],
]


@pytest.mark.parametrize("ruled", [True, False], ids=["grid", "three lines"])
def test_tables_are_found_by_their_lines(tmp_path, ruled):
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.centre(pdf.y - 10, "表1 国内生产总值（亿元）", 10.5)
    pdf.y -= 40
    pdf.grid(ROWS, [120, 90, 90, 90], ruled=ruled)
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    rows = [[cell.text.text for cell in block.cells] for block in source.blocks if block.kind == "row"]
    assert rows == ROWS
    assert len({block.table for block in source.blocks if block.kind == "row"}) == 1
    assert joined(source.blocks) == [A, "表1 国内生产总值（亿元）", B]
    assert nothing_lost(source)


def test_a_table_without_any_line_is_found_by_its_columns(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    for row in ROWS:
        for text, x in zip(row, (LEFT, LEFT + 130, LEFT + 220, LEFT + 310), strict=True):
            pdf.at(x, pdf.y - 10, text, 10.5)
        pdf.y -= 18
    pdf.y -= 30
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    assert [[cell.text.text for cell in b.cells] for b in source.blocks if b.kind == "row"] == ROWS
    assert joined(source.blocks) == [A, B]


def test_a_table_goes_on_over_the_page_without_its_repeated_head(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.y = 200
    pdf.grid(ROWS[:3], [120, 90, 90, 90])
    pdf.page()
    pdf.grid([ROWS[0], *ROWS[3:]], [120, 90, 90, 90])
    source = read_pdf(pdf.save(tmp_path / "公报.pdf"))
    rows = [block for block in source.blocks if block.kind == "row"]
    assert [[cell.text.text for cell in row.cells] for row in rows] == ROWS
    assert {row.table for row in rows} == {1}
    assert [row.page for row in rows] == [1, 1, 1, 2, 2]
    assert nothing_lost(source)


def test_a_table_of_contents_is_no_text(tmp_path):
    pdf = Pdf()
    pdf.centre(pdf.y, "目　录", 16)
    for number, title in enumerate(("总体要求", "重点任务", "保障措施"), 1):
        pdf.y -= 24
        pdf.at(LEFT, pdf.y, f"{'一二三'[number - 1]}、{title}" + "." * 60 + str(number * 3))
    pdf.page()
    pdf.paragraph(A)
    source = read_pdf(pdf.save(tmp_path / "规划.pdf"))
    assert joined(source.blocks) == [A]
    assert source.ledger.counts()["contents"] > 180
    assert nothing_lost(source)


def test_headings_are_larger_and_levels_follow_their_size(tmp_path):
    pdf = Pdf()
    pdf.centre(pdf.y, "关于经济社会发展的报告", 22)
    pdf.y -= 50
    pdf.paragraph("一、总体情况", size=16)
    pdf.paragraph(A)
    pdf.paragraph("（一）主要指标", size=14)
    pdf.paragraph(B)
    blocks = read_pdf(pdf.save(tmp_path / "报告.pdf")).blocks
    assert [(b.kind, b.level, b.size, b.text.text) for b in blocks if b.kind == "heading"] == [
        ("heading", 1, 22.0, "关于经济社会发展的报告"),
        ("heading", 2, 16.0, "一、总体情况"),
        ("heading", 3, 14.0, "（一）主要指标"),
    ]


def test_text_drawn_twice_is_read_once(tmp_path):
    pdf = Pdf()
    pdf.at(LEFT, pdf.y, "重要通知", 20)
    pdf.at(LEFT + 0.4, pdf.y, "重要通知", 20)
    pdf.y -= 40
    pdf.paragraph(A)
    assert [b.text.text for b in read_pdf(pdf.save(tmp_path / "通知.pdf")).blocks] == ["重要通知", A]


def test_a_scanned_page_is_reported_with_its_number_and_the_others_are_read(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.page()
    pdf.picture()
    pdf.page()
    pdf.paragraph(B)
    source = read_pdf(pdf.save(tmp_path / "扫描.pdf"))
    assert joined(source.blocks) == [A, B]
    assert source.warnings == ("page 2 has no text layer (a scanned image)",)


def test_a_garbled_page_is_reported_and_kept_out(tmp_path):
    pdf = Pdf()
    pdf.paragraph(A)
    pdf.page()
    pdf.paragraph("".join(chr(0x4E00 + 37 * i % 0x51A0) for i in range(300)))
    source = read_pdf(pdf.save(tmp_path / "乱码.pdf"))
    assert joined(source.blocks) == [A]
    assert source.warnings == ("page 2 has a garbled text layer (rare characters only)",)
    assert source.ledger.counts()["unreadable"] == 300
    assert nothing_lost(source)


@pytest.mark.parametrize("named", [False, True], ids=["in a folder", "named"])
def test_a_text_of_the_same_name_is_taken_instead_of_a_pdf(tmp_path, named):
    (tmp_path / "扫描.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "扫描.md").write_text(A, encoding="utf-8")
    paths = [tmp_path / "扫描.pdf"] if named else [tmp_path]
    assert list(find_sources(paths)) == [tmp_path / "扫描.md"]


def test_a_file_of_scanned_pages_only_is_refused_with_what_to_do(tmp_path):
    pdf = Pdf()
    pdf.picture()
    with pytest.raises(
        UnreadableSource, match=r"扫描\.pdf: no page can be read: page 1 of 1 has no text layer .*--ocr"
    ):
        read_pdf(pdf.save(tmp_path / "扫描.pdf"))


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_file_asks_for_its_password(tmp_path, algorithm):
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    pdf = Pdf()
    pdf.paragraph(A)
    writer = PdfWriter(clone_from=pdf.save(tmp_path / "文.pdf"))
    writer.encrypt("秘密" if algorithm == "AES-256" else "geheim", "Besitzer", algorithm=algorithm)
    path = tmp_path / "密.pdf"
    writer.write(path)
    with pytest.raises(UnreadableSource, match=r"密\.pdf: the PDF is encrypted; give its password with --password"):
        read_pdf(path)
    with pytest.raises(UnreadableSource, match="the password given does not open it"):
        read_pdf(path, password="falsch")
    for password in ("秘密" if algorithm == "AES-256" else "geheim", "Besitzer"):
        assert joined(read_pdf(path, password=password).blocks) == [A]


@pytest.mark.parametrize("password", [None, "of another file"])
def test_a_file_that_is_locked_for_changes_only_is_read(tmp_path, password):
    pdf = Pdf()
    pdf.paragraph(A)
    writer = PdfWriter(clone_from=pdf.save(tmp_path / "文.pdf"))
    writer.encrypt("", "Besitzer", algorithm="RC4-128")
    writer.write(tmp_path / "锁.pdf")
    assert joined(read_pdf(tmp_path / "锁.pdf", password=password).blocks) == [A]


def test_without_a_program_for_it_recognition_says_what_to_install(tmp_path, monkeypatch):
    pdf = Pdf()
    pdf.picture()
    path = pdf.save(tmp_path / "扫描.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        UnreadableSource, match=r"page 1 of 1 has no text layer .* \(--ocr needs tesseract, which is not"
    ):
        read_pdf(path, ocr=True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scanned_page_is_recognised_when_asked_for(tmp_path):
    typed = Pdf()
    typed.paragraph(A, size=16)
    typed.paragraph(B, size=16)
    with pypdfium2.PdfDocument(typed.save(tmp_path / "文.pdf")) as document:
        image = document[0].render(scale=200 / 72).to_pil()
    pdf = Pdf()
    pdf.paragraph(C)
    pdf.page()
    pdf.picture(image)
    pdf.page()
    pdf.picture(image.rotate(180).resize((200, 280)))
    path = pdf.save(tmp_path / "扫描.pdf")
    assert joined(read_pdf(path).blocks) == [C]
    source = read_pdf(path, ocr=True, seconds=300)
    if "--ocr needs" in source.warnings[-1]:
        pytest.skip("tesseract has no Chinese")
    illegible, recognised = source.warnings
    assert illegible.startswith("page 3 has no text layer (a scanned image); recognition ")
    assert recognised == "page 2 was read by character recognition: check quotations against the image"
    read = "".join(block.text.text for block in source.blocks[1:])
    assert SequenceMatcher(None, read, A + B, autojunk=False).ratio() > 0.9


def test_a_damaged_page_costs_one_page(tmp_path):
    pdf = Pdf()
    for text in (A, B, C):
        pdf.paragraph(text)
        pdf.page()
    path = pdf.save(tmp_path / "坏.pdf")
    data = path.read_bytes()
    second = [m.start() for m in re.finditer(rb"/Contents \d+ 0 R", data)][1]
    path.write_bytes(data[:second] + data[second:].replace(b"/Contents", b"/Contempt", 1))
    source = read_pdf(path)
    assert joined(source.blocks) == [A, C]
    assert source.pages == 4


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the clock may strike inside a callback
def test_a_page_that_hangs_costs_one_page_and_no_more_than_its_time(tmp_path):
    pdf = Pdf()
    pdf.canvas.beginForm("chart")
    pdf.canvas._code.append("0 0 m 1 1 l S\n" * 20_000)
    pdf.canvas.endForm()
    for text in (A, B, C):
        pdf.paragraph(text)
        for _ in range(1500 if text is B else 0):  # minutes in any reader
            pdf.canvas.doForm("chart")
        pdf.page()
    path = pdf.save(tmp_path / "图.pdf")
    for seconds in (2, 8, 32):  # a busy machine may not come to the third page in two
        start = time.monotonic()
        source = read_pdf(path, seconds=seconds)
        took = time.monotonic() - start
        if joined(source.blocks) == [A, C] and took < 1.125 * seconds:
            break
    assert took < 1.125 * seconds
    assert joined(source.blocks) == [A, C]
    assert source.warnings == ("page 2 takes too long",)


def test_a_long_file_gives_the_pages_whose_structure_there_is_time_for(tmp_path):
    pdf = Pdf()
    for _ in range(120):
        for text in (A, B, C, A, B, C):
            pdf.paragraph(text)
        pdf.page()
    path = pdf.save(tmp_path / "长.pdf")
    for whole in (3.0, 2.2, 1.6, 1.2, 0.9):  # a fast machine that nobody else uses has time for all of it
        source = read_pdf(path, seconds=0.7 * whole, whole=whole)
        read = sorted({block.page for block in source.blocks})
        if len(read) < 120:
            break
    assert read == list(range(1, len(read) + 1))
    assert 1 <= len(read) < 120
    assert source.warnings == tuple(f"page {page} takes too long" for page in range(len(read) + 1, 122))
    assert nothing_lost(source)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.99])
def test_a_file_cut_short_is_read_as_far_as_possible_or_refused_in_one_line(tmp_path, share):
    pdf = Pdf()
    for text in (A, B, C):
        pdf.paragraph(text)
        pdf.page()
    path = pdf.save(tmp_path / "断.pdf")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    try:
        assert nothing_lost(read_pdf(path))
    except UnreadableSource as error:
        message = str(error)
        assert message.startswith(str(path)), message
        assert "\n" not in message


WORDS = [
    "贸易",
    "合作",
    "国家",
    "发展",
    "政府",
    "经济",
    "项目",
    "部门",
    "建设",
    "政策",
    "投资",
    "组织",
    "运输",
    "能源",
    "市场",
    "管理",
    "会议",
    "改革",
    "增长",
    "边境",
    "口岸",
]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    st.lists(
        # lines that stand alike on every page are running heads, and characters without words are garbled: rightly so
        st.lists(st.sampled_from(WORDS), min_size=40, max_size=150)
        .map("".join)
        .filter(lambda text: len({text[i : i + 8] for i in range(len(text))}) > 0.8 * len(text)),
        max_size=4,
        min_size=1,
    ),
    st.sampled_from([9.0, 10.5, 12.0, 16.0]),
    st.floats(30, 180),
)
def test_paragraphs_of_any_length_and_measure_come_back(tmp_path, texts, size, margin):
    pdf = Pdf()
    whole = [f"{text}。" for text in texts]
    for text in whole:
        pdf.paragraph(text, size=size, right=RIGHT - margin)
    assume(pdf.y > 20)  # the last line is still on the paper
    source = read_pdf(pdf.save(tmp_path / "段.pdf"))
    assert joined(source.blocks) == whole
    assert nothing_lost(source)
    for block in source.blocks:
        for s in block.text.segments:
            if s.end - s.start == s.source_end - s.source_start:
                assert block.text.text[s.start : s.end] == source.text[s.source_start : s.source_end]


def test_short_paragraphs_that_fill_their_line_stay_apart(tmp_path):
    """What browsers print: most lines are a paragraph, and numbers are radicals (⼆)."""
    pdf = Pdf()
    body = "水网是国家基础设施网络的重要组成部分，根据国家有关要求制定本规划，规划期为五年，由省水利厅会同各部门实施。"
    rest = "组织领导由省水利厅牵头建立联席会议制度每年召开两次会议"
    texts = [
        "一、重点",
        body,
        f"（⼀）加强{rest}。",
        f"（⼆）强化{rest}。",
        f"——健全水{rest}。",
        f"——完善水{rest}。",
        body,
    ]
    for text in (*texts, "二、保障", "三、监督", "四、附则"):
        pdf.paragraph(text, size=12.0, right=LEFT + 32 * 12, indent=0, space=12)
    found = joined(read_pdf(pdf.save(tmp_path / "段.pdf")).blocks)
    assert [text[:4] for text in found[:7]] == [
        "一、重点",
        "水网是国",
        "（一）加",
        "（二）强",
        "——健全",
        "——完善",
        "水网是国",
    ]
