"""The pictures of the pages in ``docs/images``, taken from the app over the shipped reports.

``python -m eval.pictures`` reads the reports into a folder of its own with the default model, starts the app on it and
takes every picture anew, 1366 by 768. Look at each before it is committed.

Needs Chromium (``YIJU_CHROMIUM``, else the one on the path) and Playwright for Python.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from eval.app_speed import FLAGS, chromium, idle, served
from index.build import ingest
from settings import PROJECT, Settings

__all__ = ["PICTURES", "take"]

_TRADE = "carec-som-2022-06-28-trade-and-corridors.1"
_DRAFT = (
    "2021年9月，阿塞拜疆和格鲁吉亚签署了三边协议。巴基斯坦2021年通过了《单一窗口法》。"
    "塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。"
)


def _check(page: Any) -> None:
    page.get_by_role("textbox", name="要核查的文字").fill(_DRAFT)
    page.get_by_role("button", name="核查", exact=True).click()
    page.locator("article.yj-claim").nth(2).wait_for()


def _as_it_opens(page: Any) -> None:
    """Nothing to press."""


PICTURES: dict[str, tuple[str, dict[str, str], Callable[[Any], None]]] = {
    "search": ("", {"q": "塔吉克斯坦何时启动国家单一窗口？"}, _as_it_opens),
    "check": ("check", {}, _check),
    "reader": ("library", {"document": _TRADE, "passage": f"{_TRADE}:18"}, _as_it_opens),
    "commitments": ("commitments", {}, _as_it_opens),
}
"""By name: the page, its parameters, and what a person does there first."""


def take(folder: Path, out: Path) -> list[Path]:
    """Take every picture from the app over a knowledge base; gives the files."""
    from playwright.sync_api import sync_playwright

    taken = []
    with served(folder) as (address, _), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(120_000)
        for name, (path, params, do) in PICTURES.items():
            page.goto(f"{address}/{path}?{urlencode(params)}")
            page.wait_for_selector(".st-key-app_foot")
            do(page)
            idle(page)
            page.wait_for_timeout(4000)  # fonts have come, and the reader has stopped at its passage
            taken.append(out / f"{name}.png")
            page.screenshot(path=str(taken[-1]))
        browser.close()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_environment(), kb=Path(folder))
        ingest([settings.corpus], settings)
        for file in take(settings.kb, PROJECT / "docs" / "images"):
            sys.stdout.write(f"{file.relative_to(PROJECT)}\n")


if __name__ == "__main__":
    main()
