"""The structure of reports: labels as printed, headings, whole paragraphs, footnotes, tables."""

import pytest

from ingest.files import read_file
from settings import Settings
from tests.conftest import GENRES, REPORTS, STATEMENT

TRADE, CORRIDORS = f"{REPORTS.stem}.1", f"{REPORTS.stem}.2"


@pytest.fixture(scope="module")
def trade(corpus_files):
    return [p for p in corpus_files[REPORTS.name].passages if p.document == TRADE]


@pytest.fixture(scope="module")
def corridors(corpus_files):
    return [p for p in corpus_files[REPORTS.name].passages if p.document == CORRIDORS]


@pytest.fixture(scope="module")
def statement(corpus_files):
    return list(corpus_files[STATEMENT.name].passages)


@pytest.fixture(scope="module")
def genre(gazetteer):
    def read(name):
        return read_file(GENRES / name, Settings(), gazetteer)

    return read


def by_label(passages, label):
    (found,) = [p for p in passages if p.label == label and p.form != "heading"]
    return found


def labels(passages, form):
    return [p.label for p in passages if p.form == form]


def test_one_file_gives_two_dated_documents_with_sector_and_period(corpus_files):
    first, second = corpus_files[REPORTS.name].documents
    assert (first.title, first.sector) == ("CAREC贸易部门 进展报告和工作计划", "贸易")
    assert (second.title, second.sector) == ("CAREC经济走廊部门 进展报告与工作计划", "经济走廊")
    for document in (first, second):
        assert document.date.isoformat() == "2022-06-28"
        assert (document.period.start.isoformat(), document.period.end.isoformat()) == ("2021-07-01", "2022-06-30")


def test_all_numbered_paragraphs_are_there_once_and_in_order(trade, corridors, statement):
    assert [label for label in labels(trade, "paragraph") if label] == [str(n) for n in range(1, 38)]
    assert [label for label in labels(corridors, "paragraph") if label] == [str(n) for n in range(1, 15)]
    numbered = [p.label for p in statement if p.label and p.label.isdigit()]
    assert numbered == ["1", "2", "3", "4", "5", "6", "7"]


def test_bullets_count_within_their_paragraph(trade, corridors, statement):
    assert labels(trade, "bullet") == [f"35#{n}" for n in range(1, 9)] + [f"36#{n}" for n in range(1, 4)]
    counts = {"2": 6, "3": 4, "5": 3, "11": 7, "12": 4, "13": 3}
    assert labels(corridors, "bullet") == [f"{item}#{n}" for item, count in counts.items() for n in range(1, count + 1)]
    assert labels(statement, "bullet") == ["3#1", "3#2", "3#3", "4#1", "4#2"]


def test_unnumbered_paragraphs_are_labelled_after_the_item_or_part_they_follow(statement):
    assert [p.label for p in statement if p.label and "~" in p.label] == ["3~1", "III~1", "IV~1", "V~1"]


def test_paragraphs_broken_by_pages_and_footnotes_are_whole(trade, corridors, statement):
    assert "乌兹别克斯坦）向中国出口牲畜和牲畜产品。" in by_label(trade, "15").text
    assert by_label(trade, "24").text.endswith("会议，目前正在最后定稿。")
    assert "4月召开的巴基斯坦动植物卫生检疫措施研讨会" in by_label(trade, "28").text
    assert "行业受到的影响最为严重" in by_label(corridors, "8").text
    assert by_label(corridors, "13").text.endswith("实施技术援助项目。")
    assert "扩大成员国间的贸易关系" in by_label(statement, "3#1").text


def test_a_paragraph_that_begins_with_a_year_keeps_it(trade):
    assert by_label(trade, "22").text.startswith("2022年5月，亚行")
    assert by_label(trade, "8").text.startswith("随着旅行限制")


def test_every_footnote_is_a_passage_linked_to_the_paragraph_that_calls_it(trade):
    notes = {p.label: p for p in trade if p.form == "footnote"}
    assert list(notes) == [f"fn{n}" for n in range(1, 33)]
    ids = {p.id: p for p in trade}
    for note in notes.values():
        (caller,) = note.cited_by
        assert note.id in ids[caller].footnotes
        assert ids[caller].form == "paragraph"
    callers = {label: ids[note.cited_by[0]].label for label, note in notes.items()}
    assert (callers["fn1"], callers["fn14"], callers["fn20"], callers["fn31"]) == ("1", "13", "15", "30")
    assert not any("<sup>" in p.text or "carecprogram.org" in p.text for p in trade if p.form == "paragraph")


def test_a_footnote_keeps_the_link_on_its_next_line_but_not_the_error_of_a_word_processor(trade):
    assert "virtual-country-consultation-meeting" in by_label(trade, "fn14").text
    note = by_label(trade, "fn31").text
    assert note.endswith("https://www.adb.org/ru/publications/carec-cpmm-annual-report-2020")
    assert "Hyperlink reference" not in note


def test_sections_come_from_labels_not_from_markdown_depth(trade, corridors, statement):
    path = ("II. 主要进展和成果", "B. 优先领域实施进度", "战略支柱 3：加强贸易制度建设")
    assert by_label(trade, "25").section == path
    assert by_label(trade, "33").section == ("II. 主要进展和成果", "D. 挑战和关键问题")
    assert by_label(corridors, "11").section[0].startswith("三、")
    assert by_label(corridors, "6").section == ("一、 主要发展和成果", "B. 《CAREC 2030机制成果框架》：经济走廊部门")
    assert by_label(statement, "5").section == ("II. 推行《CAREC 2030 战略》的进展",)


def test_tables_carry_their_rows_with_resolved_headers_and_their_notes(trade, corridors):
    assert [p.label for p in trade if p.form == "table"] == [
        "table 1", "table 2", "appendix 1a", "appendix 1b", "appendix 1c", "appendix 1d",
    ]  # fmt: skip
    row = next(p for p in trade if p.form == "row" and p.text.startswith("阿塞拜疆") and "table 2" in p.label)
    first = row.cells[0]
    assert (first.row, first.column, first.value, first.year) == (
        ("阿塞拜疆",),
        ("商品出口（每年占比）", "2019"),
        0.8,
        2019,
    )
    missing = next(p for p in trade if p.form == "row" and p.text.startswith("土库曼斯坦") and "table 2" in p.label)
    assert [c.value for c in missing.cells[:2]] == [-4.7, None]
    notes = [p for p in trade if p.form == "note" and p.label.startswith("table 1~")]
    assert [n.parent for n in notes] == [f"{TRADE}:table-1"] * 2
    (deliverables,) = [p for p in corridors if p.label == "table 14"]
    assert deliverables.citation.address == "第14段的表"


def test_a_quarter_takes_its_year_from_the_header_of_its_table(corridors):
    row = next(p for p in corridors if p.label == "table 14/r1")
    (quarter,) = row.dates
    assert (quarter.text, quarter.basis) == ("第三季度", "inherited")
    assert (quarter.start.isoformat(), quarter.end.isoformat()) == ("2022-07-01", "2022-09-30")


def test_abbreviation_tables_are_glossaries(corridors):
    (glossary,) = [p for p in corridors if p.form == "glossary"]
    assert "STKEC | 奇姆肯特-塔什干-苦盏经济走廊" in glossary.text


def test_citations_are_exact(trade, corridors):
    assert by_label(trade, "18").citation.text == "《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段"
    assert by_label(corridors, "2#3").citation.address == "第2段第3项"
    assert by_label(trade, "fn21").citation.address == "脚注21"
    assert by_label(trade, "table 1/r3").citation.address == "表1第3行"


def test_ids_are_unique_and_do_not_depend_on_the_run(corpus_files, gazetteer):
    again = read_file(REPORTS, Settings(), gazetteer)
    ids = [p.id for p in again.passages]
    assert len(set(ids)) == len(ids)
    assert ids == [p.id for p in corpus_files[REPORTS.name].passages]


# -- other kinds of reports -------------------------------------------------------------------------------------


def test_a_government_work_report_keeps_bracketed_numbers_apart_from_parts(genre):
    read = genre("work-report.txt")
    assert read.documents[0].title == "云川省第十四届人民代表大会第一次会议 政府工作报告"
    paragraph = by_label(read.passages, "1")
    assert paragraph.section == ("二、2023年重点工作", "（一）着力扩大国内需求")
    assert by_label(read.passages, "（一）").text.startswith("经济实力稳步提升。")


def test_a_table_of_contents_is_a_remainder_not_text(genre):
    read = genre("white-paper.md")
    assert not any("……" in p.text for p in read.passages)
    assert dict(read.report.remainders)["contents"] > 30


def test_a_numbered_list_under_a_colon_is_a_list(genre):
    read = genre("white-paper.md")
    assert [p.label for p in read.passages if p.form == "bullet"] == ["（一）~2#1", "（一）~2#2", "（一）~2#3"]


def test_bracket_notes_are_footnotes_where_they_are_explained(genre):
    read = genre("communique.txt")
    (paragraph,) = [p for p in read.passages if p.label == "一~1"]
    assert [n.split(":")[1] for n in paragraph.footnotes] == ["fn2"]
    assert "[2]" not in paragraph.text


def test_a_unit_line_belongs_to_the_caption_of_its_table(genre):
    read = genre("communique.txt")
    (table,) = [p for p in read.passages if p.form == "table"]
    assert table.label == "table 1"
    assert {c.unit for c in table.cells} == {"percent"}


def test_hard_wrapped_english_paragraphs_are_whole(genre):
    read = genre("adb-style.txt")
    assert by_label(read.passages, "1").text.startswith("The project was approved on 14 December 2015")
    assert [p.label for p in read.passages if p.form == "bullet"] == ["4#1", "4#2", "4#3"]
    assert by_label(read.passages, "6").section == ("II. EVALUATION OF DESIGN AND IMPLEMENTATION", "B. Lessons")


def test_chapters_sections_and_decimals_nest(genre):
    read = genre("plan.txt")
    assert by_label(read.passages, "1.1~1").section == ("第二章 主要任务", "1.1 夯实基础设施")
    assert by_label(read.passages, "第一节~1").section == ("第一章 发展基础", "第一节 取得的成效")
    assert by_label(read.passages, "appendix 1").form == "table"
