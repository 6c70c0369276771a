"""Several people at once: everybody sees what they would see alone, and reads on while somebody imports."""

import os
import re
import time
from urllib.parse import urlencode

import pytest

from tests.browser import PARTS, app, ask, hand_in, settled, turn, until, visit, visitor
from ui.nav import PAGES

pytestmark = PARTS

TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
ADDRESSES: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {"q": "塔吉克斯坦何时启动国家单一窗口？"}),
    ("commitments", {}),
    ("conflicts", {}),
    ("briefing", {"topic": "格鲁吉亚"}),
    ("library", {"document": TRADE, "passage": f"{TRADE}:18"}),
    ("overview", {}),
    ("check", {}),
)
DRAFT = "巴基斯坦2021年通过了《单一窗口法》。塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。"
FILES = 13  # one more than are named without being asked for
REPORT = """# 第{n}号港口报告

2024年3月{day}日

## 一、进展

1. 第{n}号港口改造项目已经完成，2023年第三季度投入使用。

2. 第{n}号港口面临资金缺口。
"""


def shown(page):
    """All that a page says, without what is only for the eye."""
    page.wait_for_selector(".st-key-app_foot")
    settled(page)
    page.add_style_tag(content="svg { display: none !important }")  # charts come when they come
    return re.sub(r"\s+", " ", page.locator('[data-testid="stMainBlockContainer"]').inner_text())


def assert_alike(pages, path):
    """Whether all come to show the same: each piece of a page comes when it is ready, on a busy machine one by one."""
    end = time.monotonic() + 120
    while len(texts := {shown(page) for page in pages}) > 1:
        assert time.monotonic() < end, (path, texts)
        pages[0].wait_for_timeout(500)


@pytest.fixture
def fresh(kb_copy, tmp_path):
    """An app that has computed nothing yet, over a knowledge base of its own."""
    with app(kb_copy, tmp_path / "log") as address:
        yield address, tmp_path / "log"


def test_three_people_open_every_page_at_the_same_moment(desk, fresh, address):
    assert {path for path, _ in ADDRESSES} == {"" if p is PAGES[0] else p.stem for p in PAGES}
    new, log = fresh
    with visitor(desk) as one, visitor(desk) as two, visitor(desk) as alone:
        visit(alone, address)
        for path, params in ADDRESSES:
            for page in (one, two):
                page.goto(f"{new}/{path}?{urlencode(params)}", wait_until="commit")
            if path == "check":
                for page in (one, two):
                    page.get_by_role("textbox", name="要核查的文字").fill(DRAFT)
                for page in (one, two):
                    page.get_by_role("button", name="核查").click(no_wait_after=True)
                for page in (one, two):
                    page.locator("article.yj-claim").nth(1).wait_for()
                    assert [a.split(" ")[-1] for a in verdicts(page)] == ["有依据", "与来源不符"]
                continue
            turn(alone, path, **params)
            assert_alike((one, two, alone), path)
    assert "Traceback" not in log.read_text()


def verdicts(page):
    return page.locator("article.yj-claim .yj-head .yj-badge").all_inner_texts()


def test_one_imports_and_the_others_read_on_and_are_told(desk, fresh, tmp_path):
    address, log = fresh
    files = []
    for n in range(FILES):
        file = tmp_path / f"报告{n}.md"
        file.write_text(REPORT.format(n=n, day=n % 28 + 1), encoding="utf-8")
        files.append(str(file))
    with visitor(desk) as curator, visitor(desk) as other:
        for page in (curator, other):
            visit(page, address, "library")
            page.get_by_text("添加文献").click()
        hand_in(other, files[:1])
        hand_in(curator, files)
        held = hold(tmp_path / "kb")
        curator.get_by_role("button", name="导入").click()
        curator.get_by_text("正在导入").first.wait_for()
        other.get_by_role("button", name="导入").click()
        other.get_by_text("另一项导入正在进行，请稍后再试。").wait_for()
        other.get_by_text("另一位同事正在导入").wait_for()
        other.get_by_role("link", name="检索").click()
        other.get_by_role("searchbox").wait_for()
        ask(other, "国家单一窗口")
        assert "第18段" in other.locator("article.yj-card").first.inner_text()
        let_go(held)
        curator.get_by_text(f"{FILES} 份文件已读入").wait_for()
        curator.get_by_role("searchbox", name="查找文献").fill("第7号")
        curator.keyboard.press("Enter")
        curator.get_by_text("1 份符合").wait_for()
        ask(other, "第7号港口改造项目")
        assert "第7号港口报告" in other.locator("article.yj-card").first.inner_text()
    assert "Traceback" not in log.read_text()


def hold(kb):
    """Let an import wait for the names of the office, which it reads first, until it is let go."""
    names = kb / "aliases.yaml"
    names.rename(kb / "kept.yaml")
    os.mkfifo(names)
    return names


def let_go(names):
    with names.open("wb") as pipe:  # the import is there and reads
        kept = names.with_name("kept.yaml").replace(names)
        pipe.write(kept.read_bytes())


def test_what_is_chosen_before_the_page_is_whole_is_chosen(desk, address):
    """On a slow machine a passage is there seconds before the script that keeps the basket."""
    with visitor(desk) as page:
        held, whole = [], []
        page.route("**/BidiComponent*", lambda route: route.continue_() if whole else held.append(route))
        page.goto(f"{address}/?q=国家单一窗口")
        buttons = page.locator("article.yj-card [data-yj-basket]")
        buttons.nth(1).wait_for()
        until(page, lambda: held)
        # By name: while a page is drawn, a card may come above one that is there.
        for passage in buttons.evaluate_all("all => all.slice(0, 2).map((one) => one.dataset.yjBasket)"):
            page.locator(f'article.yj-card [data-yj-basket="{passage}"]').click()
        page.wait_for_timeout(300)
        assert page.locator(".st-key-app_basket").count() == 0
        whole.append(True)
        for route in held:
            route.continue_()
        page.locator(".st-key-app_basket", has_text="已选 2 段").wait_for()


def test_the_basket_does_not_wait_for_the_script_that_keeps_what_is_pressed_early(desk, address):
    """The two are loaded apart, and either may come first."""
    with visitor(desk) as page:
        page.add_init_script("Object.defineProperty(window, 'yijuEarly', { get: () => undefined, set: () => {} })")
        visit(page, address)
        page.wait_for_function("window.yijuBasket === true")
        assert "BidiComponent Error" not in shown(page)
