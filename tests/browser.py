"""The app in a real browser, for the tests of the pages: a server, a screen, a visitor.

Needs Chromium (``YIJU_CHROMIUM``, else the one on the path) and Playwright for Python, which drives it.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress

import pytest

from settings import PROJECT
from ui.nav import PAGES
from ui.strings import translate

__all__ = ["PARTS", "app", "ask", "free_port", "hand_in", "settled", "shows", "turn", "until", "visit", "visitor"]

CHROMIUM = os.environ.get("YIJU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PARTS = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium fonts-noto-cjk)"
    ),
]
"""The marks of every module that uses a browser."""

WITHOUT = [
    # What drops down from the address bar: two pages of Chromium itself, loaded for every new window.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What Playwright switches off, which a list of one's own replaces.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
]
"""Features of Chromium that no test needs."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(WITHOUT),
    # Pages that are open for seconds do not earn back what it costs to make their scripts faster.
    "--js-flags=--no-opt --no-maglev",
    "--process-per-site",  # what one page has compiled, the next need not
]


def free_port():
    """A port below those that systems give to outgoing connections: none of these takes it before the app does."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@contextmanager
def app(folder, log, *options, port=None):
    """The app on a free port, as ``yiju app`` starts it."""
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
    environment = {**os.environ, "YIJU_HOME": str(folder), "YIJU_MODEL": "fast", "NO_PROXY": "127.0.0.1"}
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(120)


def wait_for(address, server, log):
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=20):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(corpus_kb_folder, tmp_path_factory):
    """An app over the shipped reports that nobody changes."""
    with app(corpus_kb_folder, tmp_path_factory.mktemp("log") / "app.log") as url:
        yield url


@pytest.fixture(scope="module")
def desk(chromium, address):
    """A screen in an office. Its pages share what the browser has downloaded and compiled, and nothing else."""
    yield from screen(chromium, address, 1366, 768)


@pytest.fixture(scope="module")
def hand(chromium, address):
    """A telephone."""
    yield from screen(chromium, address, 390, 844)


def screen(chromium, address, width, height):
    permissions = ["clipboard-read", "clipboard-write"]
    viewport = {"width": width, "height": height}
    context = chromium.new_context(viewport=viewport, permissions=permissions, reduced_motion="reduce")
    context.new_page().goto(f"{address}/_stcore/health")  # keeps the window and the process of the pages
    yield context
    context.close()


@contextmanager
def visitor(context):
    """A page of its own, which notices every error on it and every request to another machine."""
    page = context.new_page()
    page.set_default_timeout(120_000)  # a busy machine is no bug
    strangers, faults = [], []
    page.on("request", lambda r: None if local(r.url) else strangers.append(r.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    yield page
    page.close()
    assert faults == []
    assert strangers == [], "the app must not talk to other machines"


def local(url):
    return urllib.parse.urlsplit(url).hostname in ("127.0.0.1", None) or url.startswith(("data:", "blob:"))


@pytest.fixture
def page(desk):
    with visitor(desk) as one:
        yield one


@pytest.fixture
def phone(hand):
    with visitor(hand) as one:
        yield one


# Turns of the page and not time is what is counted: on a busy machine each comes when what was due before it is drawn.
AT_REST = """async () => {
    let still = 0;
    const watch = new MutationObserver(() => { still = 0; });
    watch.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    const state = () => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState;
    for (; still < 8; still += 1) {
        await new Promise((go) => setTimeout(go, 25));
        if (state() !== 'notRunning') still = -1;
    }
    watch.disconnect();
    return true; }"""


def settled(page):
    """Wait until the script of the page has run and all that it gave is drawn."""
    page.wait_for_function(AT_REST)


def until(page, holds, what=""):
    """Wait until something holds that the page alone does not tell."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, what
        page.wait_for_timeout(100)


def shows(page, query):
    """Wait until the results of a query are there, and nothing else."""
    page.wait_for_function("q => document.querySelector('.yj-bar')?.dataset.yjQuery === q", arg=query)
    page.wait_for_selector("article.yj-card")
    settled(page)


def visit(page, address, path="", **params):
    page.goto(f"{address}/{path}?{urllib.parse.urlencode(params, doseq=True)}")
    page.wait_for_selector(".st-key-app_foot")  # the last thing on every page
    settled(page)
    if params.get("q"):  # a page may rest for a moment before it searches
        shows(page, params["q"])


# As the back button does; the address is new, the app and the session are those that are there.
TURN = "to => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate', {state: {}})); }"


def turn(page, path="", **params):
    """What ``visit`` shows, without loading the app anew, which costs more than any page of it."""
    page.evaluate(TURN, f"/{path}?{urllib.parse.urlencode(params, doseq=True)}")
    page.wait_for_selector(".st-key-app_foot")
    settled(page)
    spec = next((spec for spec in PAGES if spec.stem == path), PAGES[0])
    assert page.title().partition(" · ")[0] in {translate(spec.title, "zh"), translate(spec.title, "en")}
    if params.get("q"):
        shows(page, params["q"])


def ask(page, question):
    page.get_by_role("searchbox").fill(question)
    page.keyboard.press("Enter")
    shows(page, question)


def hand_in(page, files):
    """Choose files and wait until the app has them: their names are there before, and the button can be pressed."""
    arrived = []

    def note(response):
        if response.request.method == "PUT" and "/upload_file/" in response.url:
            arrived.append(response.url)

    page.on("response", note)
    page.locator("input[type=file]").set_input_files(files)
    until(page, lambda: len(arrived) == len(files), (files, arrived))
    page.remove_listener("response", note)
    settled(page)
