"""Whoever cannot see the pages or cannot use a mouse can use them all the same."""

from itertools import pairwise

import pytest

from tests.browser import PARTS, settled, shows, turn, until, visit

pytestmark = PARTS

TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("", {"q": "塔吉克斯坦何时启动国家单一窗口？"}),
    ("check", {}),
    ("commitments", {}),
    ("commitments", {"view": "timeline"}),
    ("commitments", {"view": "review"}),
    ("conflicts", {}),
    ("briefing", {"topic": "格鲁吉亚"}),
    ("library", {}),
    ("library", {"document": TRADE}),
    ("overview", {}),
)
DRAFT = "巴基斯坦2021年通过了《单一窗口法》。塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。"
NAMELESS = """[...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
    .filter(e => e.offsetParent)
    .filter(e => !(e.textContent || e.ariaLabel || e.title || e.labels?.[0]?.textContent
        || document.getElementById(e.getAttribute('aria-labelledby')?.split(' ')[0])?.textContent || '').trim())
    .map(e => e.outerHTML.slice(0, 160))"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    const around = e.closest('[data-testid$=RootElement], [data-testid=stMultiSelect], label') ?? e;
    const ring = [e, around, e.parentElement, ...e.parentElement.children].map(x => getComputedStyle(x)).some(c =>
        c.boxShadow !== 'none' || (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0));
    if (e === document.body) return {name: 'end of the page', ring: true};
    return {name: (e.innerText || e.ariaLabel || e.labels?.[0]?.innerText || e.tagName).trim(), ring}; }"""


def test_only_the_keyboard_is_enough_to_search_and_open_the_context(page, address):
    visit(page, address)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("国家单一窗口")
    page.keyboard.press("Enter")
    shows(page, "国家单一窗口")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''"))
        if "上下文" in reached[-1]:
            break
    assert "上下文" in reached[-1], reached
    assert any("复制链接" in name for name in reached)
    assert any("脚注" in name for name in reached)
    page.keyboard.press("Enter")
    page.locator("ol.yj-around").wait_for()


def test_the_first_tab_leads_past_the_navigation(page, address):
    visit(page, address, "library")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.wait_for_function(  # it shows itself when it is reached
        "document.querySelector('[data-testid=stSkipToContent]')?.getBoundingClientRect().y >= 0"
    )
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.dataset.testid !== 'stSkipToContent'")
    page.keyboard.press("Tab")
    page.wait_for_function("!!document.activeElement?.closest('[data-testid=stMain]')")
    page.get_by_role("button", name="English").click()
    page.get_by_text("Skip to the content").wait_for(state="attached")


@pytest.mark.parametrize(("path", "params"), [("", {"q": "国家单一窗口"}), ("commitments", {}), ("library", {})])
def test_what_the_keyboard_has_reached_can_be_seen(page, address, path, params):
    visit(page, address, path, **params)
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if not focused["ring"]:  # some rings fade in
            until(page, lambda: page.evaluate(FOCUSED)["ring"], focused["name"])


def serious_faults(axe, page):
    found = [v for v in axe.run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in found]


@pytest.mark.parametrize(("screen", "language"), [("phone", "zh"), ("page", "en")])
def test_no_page_has_a_serious_fault_of_accessibility(request, address, screen, language):
    """Also: every control has a name, and headings descend in order."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    page = request.getfixturevalue(screen)
    visit(page, address, lang=language)
    for path, params in PAGES:
        turn(page, path, **params)
        if path == "check":
            page.get_by_role("textbox").first.fill(DRAFT)
            page.get_by_test_id("stFormSubmitButton").first.get_by_role("button").click()
            page.locator("article.yj-claim").nth(1).wait_for()
            settled(page)
        where = f"{path} {params} {language}"
        faults = serious_faults(axe, page)
        for _ in range(30):  # what is drawn again is pale for a moment, on a busy machine for a longer one
            if not faults:
                break
            page.wait_for_timeout(1000)
            faults = serious_faults(axe, page)
        assert faults == [], where
        assert page.evaluate(NAMELESS) == [], where
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(e => +e.tagName[1])")
        assert levels[0] == 1, where
        assert levels.count(1) == 1, where
        assert all(b <= a + 1 for a, b in pairwise(levels)), (where, levels)
