"""The briefing note: verbatim, numbered, the same bytes each time, with real footnotes in Word; the check of drafts."""

import io
import json
import re
import zipfile
from functools import cache, partial

import docx
import openpyxl
import pytest
from lxml import etree

from answer.brief import make_brief
from answer.brief_cite import bibliography, reference_text
from answer.brief_docx import brief_docx
from answer.brief_draft import Paragraph, read_draft
from answer.brief_edit import Edits, entry_key
from answer.brief_markdown import brief_markdown
from answer.brief_quotes import source_notes
from answer.brief_records import Quote
from answer.brief_verify import verify
from cli import main
from errors import NotFound, UsageError
from index.store import KnowledgeBase
from records import Filters
from settings import Settings

TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
TOPICS = ("数字贸易", "Kazakhstan", "经济走廊", "2022年5月", "牲畜识别与溯源")


@pytest.fixture(scope="module")
def note(kb):
    """The note on a topic, made once."""
    return cache(partial(make_brief, kb))


@pytest.fixture(scope="module", params=TOPICS)
def brief(request, note):
    return note(request.param)


def quotes(brief):
    for section in brief.sections:
        yield from section.all_quotes()


def part(brief, kind):
    return next(section for section in brief.sections if section.kind == kind)


def test_every_quotation_is_verbatim_and_cites_its_passage(kb, brief):
    references = {r.number: r for r in brief.references}
    for quote in quotes(brief):
        passage = kb.passage(quote.passage.id)
        assert passage.text[quote.at[0] : quote.at[1]] == quote.text
        assert references[quote.number].citation == passage.citation


def test_sources_are_numbered_in_reading_order(brief):
    called = [quote.number for quote in quotes(brief)]
    assert list(dict.fromkeys(called)) == list(range(1, len(brief.references) + 1))


@pytest.fixture(scope="module")
def opened_again(corpus_kb_folder):
    """The same snapshot, of which nothing is known yet."""
    with KnowledgeBase.open(corpus_kb_folder, Settings(kb=corpus_kb_folder)) as opened:
        yield opened


@pytest.mark.usefixtures("looked_for_again")
def test_the_same_snapshot_gives_the_same_bytes(opened_again, brief):
    again = make_brief(opened_again, brief.topic)
    assert brief_markdown(again) == brief_markdown(brief)
    assert brief_docx(again) == brief_docx(brief)


def test_markdown_calls_every_footnote_that_it_defines(brief):
    text = brief_markdown(brief)
    defined = set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    called = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert called == defined != set()


def test_the_word_file_has_real_footnotes(brief):
    with zipfile.ZipFile(io.BytesIO(brief_docx(brief))) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        body = etree.fromstring(package.read("word/document.xml"))
        types = package.read("[Content_Types].xml").decode()
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    ids = [note.get(f"{w}id") for note in notes]
    called = [mark.get(f"{w}id") for mark in body.iter(f"{w}footnoteReference")]
    assert ids == ["-1", "0", *called]
    assert called == [str(r.number) for r in brief.references]
    assert "footnotes+xml" in types
    assert brief.references[0].citation.text in "".join(notes.itertext())


def test_the_word_file_has_styles_page_numbers_and_chinese_fonts(brief):
    document = docx.Document(io.BytesIO(brief_docx(brief)))
    assert document.paragraphs[0].style.name == "Title"
    assert "PAGE" in "".join(document.sections[0].footer._element.itertext())
    assert "SimSun" in etree.tostring(document.styles["Normal"].element, encoding="unicode")


def test_a_place_that_is_quoted_twice_is_cited_under_one_number(note):
    brief = note("哈萨克斯坦")
    numbers = {}
    for quote in quotes(brief):
        numbers.setdefault(quote.passage.id, set()).add(quote.number)
    again = {r.number for r in brief.references if r.again}  # only where a note of the source travels later
    assert all(len(own - again) == 1 for own in numbers.values())
    body = zipfile.ZipFile(io.BytesIO(brief_docx(brief))).read("word/document.xml").decode()
    assert "NOTEREF" in body


def test_a_series_is_drawn_by_word_with_the_figures_of_the_source(note):
    brief = note("哈萨克斯坦")
    with zipfile.ZipFile(io.BytesIO(brief_docx(brief))) as package:
        chart = package.read("word/charts/chart1.xml").decode()
        book = openpyxl.load_workbook(io.BytesIO(package.read("word/embeddings/chart1.xlsx")))
    assert "-18.7" in chart
    assert [cell.value for cell in book.active["B"]] == [
        "哈萨克斯坦 商品出口（每年占比）",
        -2.8,
        -18.7,
        27.2,
        38.2,
        0.7,
    ]


def test_sources_that_disagree_stand_side_by_side(note):
    table = part(note("土库曼斯坦"), "disagree").table
    row = next(r for r in table.rows if "8 月" in r[0].text)
    assert "2022 年 4 月加入" in row[1].text
    assert row[0].quote.passage.id != row[1].quote.passage.id


BASKET = (f"{TRADE}:34", f"{TRADE}:18", "carec-som-2022-06-28-trade-and-corridors.2:table-14", f"{TRADE}:fn21")


def test_a_basket_becomes_a_note_with_every_passage_in_it(kb):
    brief = make_brief(kb, "数字化", basket=BASKET)
    assert brief.title == "数字化：要点简报"
    cited = {quote.passage.parent if quote.passage.form == "row" else quote.passage.id for quote in quotes(brief)}
    assert set(BASKET) <= cited
    whole = part(brief, "achieved").quotes[0]
    assert whole.text == kb.passage(f"{TRADE}:18").text


def test_a_passage_of_a_basket_that_is_gone_is_named(kb):
    with pytest.raises(NotFound, match="no passage 'a:1'"):
        make_brief(kb, "", basket=("a:1",))


def test_entries_can_be_dropped_moved_and_remarked(kb, note):
    before = note("数字贸易")
    section = part(before, "achieved")
    first, second, third = (entry_key(section, quote) for quote in section.quotes[:3])
    edits = Edits("给部长的说明", frozenset({second}), (third, first), ((third, "请核实 <b>"),))
    brief = make_brief(kb, "数字贸易", edits=edits)
    kept = part(brief, "achieved").quotes
    assert [entry_key(section, quote) for quote in kept[:2]] == [third, first]
    assert len(kept) == len(section.quotes) - 1
    assert [quote.number for quote in kept[:1]] == [max(q.number for q in part(brief, "key").quotes) + 1]
    assert brief.title == "给部长的说明"
    assert "**按：请核实 \\<b\\>**" in brief_markdown(brief)
    text = "".join(p.text for p in docx.Document(io.BytesIO(brief_docx(brief))).paragraphs)
    assert "按：请核实 <b>" in text


def test_a_country_gets_its_row_of_the_longest_series(note):
    table = part(note("哈萨克斯坦"), "figures").table
    assert table.heads[1:] == ("2019", "2020", "2021", "2022", "2023")
    assert [cell.text for cell in table.rows[0]][1:] == ["-2.8", "-18.7", "27.2", "38.2", "0.7"]


def test_two_dates_of_one_approval_are_both_shown(note):
    table = part(note("经济走廊"), "promised").table
    row = next(r for r in table.rows if "边境服务改善项目可行性" in r[0].text)
    assert [cell.text for cell in row][-2:] == ["2022年底", "另述为2023年"]


def test_the_footnote_of_the_source_travels_with_the_quotation_that_calls_it_only(kb):
    passage = kb.passage(f"{TRADE}:2")
    document = kb.document(TRADE)
    at = passage.text.index("2021 年 3 月和 11 月")
    calling = passage.text[at : passage.text.index("。", at) + 1]
    (note,) = source_notes(kb, document, Quote(calling, passage, (at, at + len(calling))))
    assert "缔约方名单" in note
    first = passage.text.index("。") + 1
    assert source_notes(kb, document, Quote(passage.text[:first], passage, (0, first))) == ()


def test_citation_styles(note):
    brief = note("数字贸易")
    first = brief.references[0]
    assert reference_text(first, "address").startswith("《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第4段")
    assert "[R]. 2022-06-28: 第4段." in reference_text(first, "gbt7714")
    assert bibliography(brief, "bibtex")[0].startswith("@techreport{carec-som-2022-06-28-trade-and-corridors.1,")


def test_filters_limit_the_note(kb):
    brief = make_brief(kb, "数字", Filters(documents=(TRADE,)))
    assert {d.id for d in brief.documents} == {TRADE}


def test_no_topic_and_no_passage_are_told_apart(kb):
    with pytest.raises(UsageError, match="what should the note be about"):
        make_brief(kb, "  ")
    with pytest.raises(NotFound, match="no passage is about"):
        make_brief(kb, "1987年3月")


def test_the_command_takes_passages_from_a_file(corpus_kb_folder, tmp_path, capsys):
    basket = tmp_path / "basket.txt"
    basket.write_text("\n".join(BASKET), encoding="utf-8")
    assert main(["brief", "--passages", str(basket), "--kb", str(corpus_kb_folder), "--json"]) == 0
    assert "人工选定的4个段落" in json.loads(capsys.readouterr().out)["scope"]


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_a_note_holds_when_it_is_verified(corpus_kb_folder, tmp_path, capsys, kind):
    file = str(tmp_path / f"note.{kind}")
    assert main(["brief", "哈萨克斯坦", "--kb", str(corpus_kb_folder), "--output", file]) == 0
    assert main(["brief", "--verify", file, "--kb", str(corpus_kb_folder)]) == 0
    assert "不符 0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("draft", "kind", "text"),
    [
        ("亚行提供了300万英镑的技术援助，支持巴基斯坦经济走廊规划。", "number", "300万英镑"),
        ("报告称“该项目计划于2024年获得亚行批准”。", "quotation", "该项目计划于2024年获得亚行批准"),
        ("土库曼斯坦于2021年9月加入了《修订版京都公约》。", "date", "2021年9月"),
        ("日本参加了希姆肯特走廊的讨论。", "name", "日本"),
    ],
)
def test_what_does_not_hold_is_found(kb, draft, kind, text):
    assert (kind, text) in {(f.kind, f.text) for f in verify(kb, [Paragraph(0, draft)]).faults}


@pytest.mark.parametrize(
    "draft",
    [
        "亚行完成了200万英镑的技术援助项目，支持巴基斯坦经济走廊规划。",
        "报告称“该项目计划于2023年获得亚行批准”。",
        "2021年公路运输跨境时间下降了9.4%至13.6小时。",
        "哈萨克斯坦和吉尔吉斯斯坦于2021年签署了医疗参考实验室发展行动计划。",
    ],
)
def test_what_holds_is_left_alone(kb, draft):
    assert verify(kb, [Paragraph(0, draft)]).faults == ()


def test_a_wrong_quotation_comes_with_the_nearest_source(kb):
    (fault,) = verify(kb, [Paragraph(0, "“该项目计划于2024年获得亚行批准”")]).faults
    assert fault.nearest_text == "该项目计划于2023年获得亚行批准。"


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_the_marked_copy_names_the_fault_and_the_exit_code_is_one(corpus_kb_folder, tmp_path, capsys, kind):
    draft, copy = tmp_path / f"draft.{kind}", tmp_path / f"copy.{kind}"
    sentence = "亚行提供了300万英镑的技术援助，支持巴基斯坦经济走廊规划。"
    if kind == "txt":
        draft.write_text(sentence, encoding="utf-8")
    else:
        document = docx.Document()
        document.add_paragraph(sentence)
        document.save(str(draft))
    code = main(["brief", "--verify", str(draft), "--output", str(copy), "--kb", str(corpus_kb_folder), "--json"])
    assert code == 1
    assert json.loads(capsys.readouterr().out)["holds"] is False
    assert "【✗ 数字“300万英镑”" in "".join(p.text for p in read_draft(str(copy)))


def test_drafts_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_draft(str(tmp_path / "none.md"))
    (tmp_path / "a.docx").write_bytes(b"not a zip")
    with pytest.raises(UsageError, match="no Word document"):
        read_draft(str(tmp_path / "a.docx"))
