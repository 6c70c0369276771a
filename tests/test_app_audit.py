"""The pages that check drafts and list conflicts, as a person works with them, without a browser."""

import io

import docx
import pytest
from markdown_it import MarkdownIt

from answer.check import check
from answer.checked_draft import checked_docx, checked_markdown
from tests.test_app import button, markup, open_page
from tests.ui_parts import HOSTILE, words
from ui.drafts import draft_text
from ui.nav import CHECK, CONFLICTS
from ui.verdicts import claim_html

FALSE = "塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。"
TRUE = "塔吉克斯坦于2020年9月启动了国家单一窗口信息系统。"
DRAFT = f"# 进展\n\n巴基斯坦2021年通过了《单一窗口法》。\n\n{FALSE}\n\n蒙古的高速铁路于2023年通车。\n"


@pytest.fixture
def served(corpus_kb_folder, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))


def checked(text, **params):
    test = open_page(CHECK, **params)
    test.text_area(key="check_text").input(text)
    button(test, "Check" if params else "核查").click().run()
    assert not test.exception, test.exception
    return test


@pytest.mark.usefixtures("served")
def test_each_claim_has_its_verdict_in_a_word_and_a_sign_with_the_difference_and_the_evidence():
    shown = markup(checked(DRAFT))
    assert [shown.count(f'class="yj-claim yj-v-{v}"') for v in ("supported", "contradicted", "not_found")] == [1, 1, 1]
    for sign, word in (("✓", "有依据"), ("✗", "与来源不符"), ("?", "未找到依据")):
        assert f'<span aria-hidden="true">{sign}</span> {word}' in shown
    assert '<del lang="zh">2020年11月</del>' in shown
    assert '<ins lang="zh">2020 年 9 月</ins>' in shown
    assert '<mark class="yj-hit">2020年11月</mark>' in shown
    assert "《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段" in shown
    assert "library?document=carec-som-2022-06-28-trade-and-corridors.1&amp;passage=" in shown


@pytest.mark.usefixtures("served")
def test_in_english_the_page_explains_in_english():
    shown = words(markup(checked(FALSE, lang="en")))
    assert "Contradicted" in shown
    assert "The source says otherwise" in shown
    assert "date here 2020年11月 source 2020 年 9 月" in " ".join(shown.split())


@pytest.mark.usefixtures("served")
def test_only_those_with_a_problem_can_be_shown():
    test = checked(DRAFT)
    test.toggle(key="check_only_faults").set_value(True).run()
    assert "yj-claim yj-v-supported" not in markup(test)
    assert "yj-claim yj-v-contradicted" in markup(test)


@pytest.mark.usefixtures("served")
def test_a_draft_that_is_handed_in_is_checked_and_its_text_shown():
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(FALSE)
    document.save(file)
    test = open_page(CHECK)
    test.file_uploader(key="check_file_0").set_value([("draft.docx", file.getvalue(), "application/octet-stream")])
    button(test, "核查").click().run()
    assert test.text_area(key="check_text").value == FALSE
    assert "yj-claim yj-v-contradicted" in markup(test)
    test.text_area(key="check_text").set_value(TRUE)  # corrected in the field: the file does not come back
    button(test, "核查").click().run()
    assert test.text_area(key="check_text").value == TRUE
    assert "yj-claim yj-v-contradicted" not in markup(test)


@pytest.mark.usefixtures("served")
def test_what_cannot_be_checked_is_explained():
    assert "还没有要核查的文字" in checked(" ").warning[0].value
    test = open_page(CHECK)
    test.file_uploader(key="check_file_0").set_value([("draft.docx", b"no word file", "application/octet-stream")])
    button(test, "核查").click().run()
    assert "这份草稿不能读取" in test.warning[0].value
    assert "draft.docx" in test.code[0].value
    assert "一次最多核查" in checked("会议举行了。" * 6000).warning[0].value


def test_a_draft_of_another_kind_is_refused(tmp_path):
    from errors import UnsupportedSource
    from settings import Settings

    with pytest.raises(UnsupportedSource, match=r"no draft of this kind.*\.docx"):
        draft_text("../../evil.exe", b"x", Settings(kb=tmp_path))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_draft_never_comes_alive(kb, text):
    claims = check(kb, f"{text} 塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。").claims
    for number, claim in enumerate(claims, start=1):
        shown = claim_html(kb, claim, number, "zh")
        assert claim.claim in words(shown)
        assert "<script" not in shown
        assert "<img" not in shown
    citations = {e.passage: kb.passage(e.passage).citation for claim in claims for e in claim.evidence}
    rendered = MarkdownIt("commonmark", {"html": True}).render(checked_markdown(claims, citations).decode())
    for tag in ("<script", "<img", "<a ", "<h1>假"):
        assert tag not in rendered


def test_the_checked_draft_is_a_word_file_with_the_evidence_in_notes_and_always_the_same(kb):
    from datetime import date

    claims = check(kb, DRAFT).claims
    citations = {e.passage: kb.passage(e.passage).citation for claim in claims for e in claim.evidence}
    data = checked_docx(claims, citations, date(2026, 11, 25))
    assert data == checked_docx(claims, citations, date(2026, 11, 25))
    document = docx.Document(io.BytesIO(data))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "共 3 条：✓ 有依据 1 条，✗ 与来源不符 1 条，? 未找到依据 1 条" in text
    struck = [run.text for p in document.paragraphs for run in p.runs if run.font.strike]
    assert struck == ["2020年11月"]
    assert "（来源的日期：2020 年 9 月）" in text
    notes = next(part for part in document.part.package.parts if part.partname == "/word/footnotes.xml")
    assert "第18段" in notes.blob.decode()


# -- conflicts --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(("language", "line"), [("zh", "同一件事的日期不同"), ("en", "The dates differ")])
def test_conflicts_stand_side_by_side_with_what_differs_marked(language, line):
    test = open_page(CONFLICTS, lang=language)
    shown = markup(test)
    assert line in shown
    assert shown.count('class="yj-pair"') >= 5
    assert shown.count('role="group"') == 2 * shown.count('class="yj-pair"')
    assert '<mark class="yj-hit">2022 年 8 月</mark>' in shown


@pytest.mark.usefixtures("served")
def test_a_kind_can_be_chosen_and_stands_in_the_address():
    test = open_page(CONFLICTS)
    test.selectbox(key="conflicts_kind").select("tense").run()
    assert set(test.query_params["kind"]) == {"tense"} or test.query_params["kind"] == "tense"
    assert "≠ 时态与日期" in markup(test)
    assert "≠ 日期" not in markup(test)


def _listed(test):
    """Ids of the pairs on the page; one page does not hold all of them."""
    return {i.key.removeprefix("conflicts_reason_") for i in test.text_input if i.key.startswith("conflicts_reason_")}


def test_a_conflict_is_set_aside_with_a_reason_and_can_be_listed_again(kb_copy, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(kb_copy))
    test = open_page(CONFLICTS)
    first = next(i.key for i in test.text_input if i.key.startswith("conflicts_reason_")).removeprefix(
        "conflicts_reason_"
    )
    form = next(b for b in test.button if b.label == "搁置")
    form.click().run()
    assert "请写明理由" in test.warning[0].value
    test.text_input(key=f"conflicts_reason_{first}").input("两个不同的项目")
    next(b for b in test.button if b.label == "搁置").click().run()
    assert first not in _listed(test)
    again = open_page(CONFLICTS, view="dismissed")
    assert "两个不同的项目" in markup(again)
    again.button(key=f"conflicts_restore_{first}").click().run()
    assert first in _listed(open_page(CONFLICTS))
