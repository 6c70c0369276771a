"""The whole app in a real browser: what a person sees, presses and takes away."""

from dataclasses import replace

from index.encoders import load_encoder
from index.prepared import prepare
from index.writer import Writer
from ingest.files import read_file
from ingest.gazetteer import Gazetteer
from records import EntityMention
from settings import Settings
from tests.browser import PARTS, app, ask, hand_in, settled, shows, turn, visit, visitor
from tests.make_pdf import LEFT, SONG, TOP, Pdf

pytestmark = PARTS

HOSTILE = (
    '<img src="http://192.0.2.1/p.png" onerror="window.pwned = 1">',
    "![图](http://192.0.2.1/p.png) [链接](javascript:window.pwned=2)",
    "</div></article><h1>假标题</h1><style>body{display:none}</style>",
    '"><script>window.pwned = 3</script>',
)
ON_SCREEN = """() => {
    const top = document.querySelector('[data-yj-target]')?.getBoundingClientRect().top;
    return 0 <= top && top < 400; }"""
TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
REPORT = """# 港口报告 <script>window.pwned = 1</script>

2024年3月1日

## 一、进展

1. 港口改造项目已经完成。

2. 港口改造项目仍在继续。

3. 港口改造项目将于2025年开始。

4. 港口改造项目推迟了。
"""


def test_from_a_question_to_the_cited_paragraph_its_context_and_the_document(page, address):
    visit(page, address)
    ask(page, "国家单一窗口")
    card = page.locator("article.yj-card").first
    citation = card.locator("h3").inner_text()
    assert citation == "《CAREC贸易部门 进展报告和工作计划》（2022年6月28日），第18段"
    assert card.locator("mark.yj-hit").first.is_visible()
    card.get_by_text("脚注21").click()
    assert card.locator("details[open]").count() == 1
    page.get_by_role("button", name="复制引文").first.click()
    page.get_by_text("已复制").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == citation
    page.get_by_role("button", name="上下文").first.click()
    page.locator(".yj-near[aria-current]").wait_for()
    assert "第17段" in page.locator("ol.yj-around").first.inner_text()
    assert card.locator("details[open]").count() == 1, "the note that was unfolded"
    page.wait_for_function("document.activeElement?.innerText?.endsWith('收起上下文')")
    page.keyboard.press("Enter")
    page.locator("ol.yj-around").first.wait_for(state="detached")
    page.get_by_role("button", name="在文献中阅读").first.click()
    page.locator("[data-yj-target]").wait_for()
    page.wait_for_function(ON_SCREEN)


def test_passages_are_chosen_for_a_briefing_and_a_reload_keeps_them(desk, address):
    with visitor(desk) as page:
        visit(page, address, q="国家单一窗口")
        # By name: while a page is drawn, a card may come above one that is there.
        first, second = page.locator("article.yj-card").evaluate_all(
            "all => all.slice(0, 2).map((c) => c.dataset.yjCard)"
        )
        assert page.locator("article.yj-card h3").first.inner_text().endswith("第18段")
        card(page, first).get_by_role("button", name="加入简报", exact=True).click()
        chosen(page, 1)
        # Streamlit draws a button that explains itself twice, once for telephones; one of them is there for people.
        assert page.get_by_role("button", name="已选 1 段").count() == 1
        card(page, first).get_by_role("button", name="已加入简报").wait_for()
        card(page, second).get_by_role("button", name="加入简报", exact=True).click()
        chosen(page, 2)
        page.reload()
        chosen(page, 2)
        card(page, first).get_by_role("button", name="在文献中阅读").click()
        page.locator(f'[data-yj-target^="{first}#"]').hover()
        page.locator("[data-yj-target]").get_by_role("button", name="已加入简报").click()
        chosen(page, 1)


def card(page, passage):
    return page.locator(f'article.yj-card[data-yj-card="{passage}"]')


def chosen(page, n):
    page.locator(".st-key-app_basket", has_text=f"已选 {n} 段").wait_for()


def test_a_link_and_the_back_button_show_the_same_search_again(page, address):
    visit(page, address)
    ask(page, "海关合作")
    first = page.locator("article.yj-card h3").all_inner_texts()
    page.get_by_role("button", name="复制链接").first.click()
    page.get_by_text("已复制").first.wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    ask(page, "电子商务")
    page.go_back()
    page.wait_for_function("document.querySelector('input[type=search]')?.value === '海关合作'")
    shows(page, "海关合作")
    assert page.locator("article.yj-card h3").all_inner_texts() == first
    page.goto(link)
    shows(page, "海关合作")
    assert page.locator("article.yj-card h3").all_inner_texts() == first


def test_a_search_waits_when_another_page_is_looked_at(page, address):
    visit(page, address)
    ask(page, "国家单一窗口")
    page.get_by_role("link", name="概览").click()
    page.get_by_role("heading", name="概览", exact=True).wait_for()
    page.get_by_role("link", name="检索").click()
    shows(page, "国家单一窗口")
    assert page.get_by_role("searchbox").input_value() == "国家单一窗口"


def test_results_are_exported_with_their_citations(page, address):
    visit(page, address, q="国家单一窗口")
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="表格（CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("序号,引文")
    assert "（2022年6月28日），第18段" in text


def test_the_language_switch_turns_every_page_into_english(page, address):
    visit(page, address, q="customs cooperation")
    page.locator('[aria-label="收起侧栏"]').wait_for(state="attached")  # what Streamlit itself writes, in English only
    assert page.title() == "检索 · 依据 Yiju"
    page.get_by_role("combobox", name="国家").click()
    page.get_by_text("全选").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Copy citation").first.wait_for()
    page.locator('[aria-label="Collapse sidebar"]').wait_for(state="attached")
    page.wait_for_function("document.documentElement.lang === 'en'")
    for name in ("Library", "Overview"):
        page.get_by_role("link", name=name).click()
        page.get_by_role("heading", name=name, exact=True).wait_for()
    page.reload()
    page.get_by_role("heading", name="Overview", exact=True).wait_for()


def test_the_bars_of_the_overview_lead_to_their_passages(page, address):
    visit(page, address, "overview")
    chart = page.get_by_test_id("stVegaLiteChart").nth(2)
    chart.scroll_into_view_if_needed()
    chart.locator("canvas, svg").first.wait_for()
    settled(page)
    box = chart.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + 24)
    page.get_by_role("button", name="查看").click()
    page.wait_for_selector("article.yj-card")
    assert "country=" in page.url
    assert "符合筛选的" in page.locator(".yj-bar h2").inner_text()


def test_a_telephone_shows_every_page_without_sideways_scrolling(phone, address):
    address_asked = "马传染病实验室技术培训的网页是什么？"  # answered with an address longer than the line
    searches = ({"q": "贸易增长 阿塞拜疆"}, {"q": address_asked})
    visit(phone, address)
    for path, params in (("library", {}), ("overview", {}), *(("", search) for search in searches)):
        turn(phone, path, **params)
        wide = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
        assert wide <= 0, path
    phone.locator("button[data-yj=open]").click()
    phone.get_by_text("文中提到的日期").first.wait_for()


def test_a_telephone_reads_a_document_with_the_notes_under_their_paragraph(phone, address):
    visit(phone, address, "library", document=TRADE, passage=f"{TRADE}:18")
    # both at one moment: the page is still brought to the passage
    text, note = phone.locator("[data-yj-target]").evaluate(
        """e => [e.querySelector('.yj-main').getBoundingClientRect().bottom,
            e.querySelector('aside').getBoundingClientRect().top]"""
    )
    assert note >= text - 1


def test_two_people_have_searches_of_their_own(desk, address):
    with visitor(desk) as one, visitor(desk) as two:
        visit(one, address)
        visit(two, address)
        ask(one, "国家单一窗口")
        ask(two, "电子商务")
        one.get_by_role("button", name="上下文").first.click()
        one.locator("ol.yj-around").first.wait_for()
        assert two.locator("ol.yj-around").count() == 0
        assert one.get_by_role("searchbox").input_value() == "国家单一窗口"


def test_the_first_day_the_shipped_reports_are_read_then_ones_own(desk, tmp_path):
    file = tmp_path / "<b>报告.md"
    file.write_text(REPORT, encoding="utf-8")
    broken = tmp_path / "坏文件.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing in here")
    printed = tmp_path / "铁路.pdf"
    printed.write_bytes(railway_pdf())
    with app(tmp_path / "kb", tmp_path / "log") as address, visitor(desk) as page:
        page.goto(address)
        page.get_by_role("heading", name="在报告原文中找依据").wait_for()
        page.wait_for_selector(".st-key-app_foot")
        settled(page)
        ask(page, "国家单一窗口")
        assert "第18段" in page.locator("article.yj-card").first.inner_text()
        page.get_by_role("link", name="文献").click()
        page.get_by_text("添加文献").click()
        hand_in(page, [str(file), str(broken), str(printed)])
        page.get_by_role("button", name="导入").click()
        page.locator("ul.yj-report li").nth(2).wait_for()
        report = page.locator("ul.yj-report").inner_text()
        assert "<b>报告.md：已导入 1 份文献" in report
        assert "坏文件.pdf：未能导入" in report
        page.locator("article.yj-card", has_text="港口报告").wait_for()
        page.get_by_role("link", name="检索").click()
        shows(page, "国家单一窗口")
        ask(page, "港口改造项目")
        page.locator("article.yj-card h3", has_text="港口报告 <script>").first.wait_for()
        assert page.evaluate("window.pwned") is None
        ask(page, "铁路口岸扩建")
        page.get_by_role("button", name="在文献中阅读").first.click()
        page.locator("[data-yj-target]").hover()
        page.locator("[data-yj-target]").get_by_role("button", name="原页").click()
        picture = page.locator("img.yj-page")
        assert picture.get_attribute("alt").startswith("《铁路口岸报告》（2024年3月1日），第1段")
        page.keyboard.press("Escape")
        picture.wait_for(state="detached")


def railway_pdf():
    pdf = Pdf()
    lines = ("铁路口岸报告", "2024年3月1日", "一、进展", "1. 铁路口岸扩建已经完成，2023年第三季度投入使用。")
    for place, line in enumerate(lines):
        pdf.canvas.setFont(SONG, 12 if place else 18)
        pdf.canvas.drawString(LEFT, TOP - 30 * place, line)
    pdf.canvas.save()
    return pdf.buffer.getvalue()


def test_hostile_text_in_a_document_stays_text_on_every_page(desk, tmp_path):
    """The readers drop most markup; this is about what the pages do with any that comes through."""
    folder = hostile_kb(tmp_path)
    with app(folder, tmp_path / "log") as address, visitor(desk) as page:
        visit(page, address, q="港口改造项目")
        page.get_by_role("button", name="上下文").first.click()
        page.locator("ol.yj-around").wait_for()
        settled(page)
        shown = page.locator("article.yj-card").all_inner_texts()
        for text in HOSTILE:
            assert any(text in card for card in shown), text
        turn(page, "library", document="report", passage="report:1")
        reader = page.locator(".yj-reader").inner_text()
        assert all(text in reader for text in HOSTILE)
        turn(page, "overview")
        inside = "article, .yj-reader, ol.yj-around"
        assert page.locator(inside).locator("img, a, script, style, iframe").count() == 0
        assert page.evaluate("window.pwned") is None
        assert page.get_by_role("heading", name="假标题").count() == 0


def hostile_kb(tmp_path):
    """A knowledge base whose passages, names and headings are attacks."""
    file = tmp_path / "report.md"
    file.write_text(REPORT, encoding="utf-8")
    read = read_file(file, Settings(), Gazetteer.base())
    attacks = iter(HOSTILE)
    passages = tuple(attacked(p, next(attacks)) if p.form == "paragraph" else p for p in read.passages)
    with Writer(tmp_path / "kb") as writer:
        writer.put(str(file), prepare(replace(read, passages=passages)))
        writer.publish(load_encoder("fast"), "fast")
    return tmp_path / "kb"


def attacked(passage, text):
    name = EntityMention(text, text, text, "country", (0, len(text)))
    return replace(passage, text=f"{text} {passage.text}", section=(text,), entities=(name,), dates=(), segments=())


def test_what_is_printed_is_the_results(page, address):
    visit(page, address, q="国家单一窗口")
    page.emulate_media(media="print")
    page.locator("article.yj-card").first.wait_for()
    for gone in ('[data-testid="stSidebar"]', '[data-testid="stHeader"]', '[data-testid="stForm"]', ".yj-button"):
        assert not page.locator(gone).first.is_visible(), gone
