"""How soon the web app shows what was asked for, in a real browser.

``python -m eval.app_speed --kb DIR --passages 10000`` makes a knowledge base of that size in DIR unless there is one,
starts the app on it, types the queries of the benchmark one after the other, and opens every page twice. Times are in
milliseconds, from the key press to the picture that has the first result of *this* query on it; ``server`` is the mean
processor time that a search costs the app, which a busy machine changes little.

Needs Chromium (``YIJU_CHROMIUM``, else the one on the path) and Playwright for Python.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from eval.bench_asked import queries
from eval.bench_data import make_files
from index.encoders import load_encoder
from index.layout import Layout
from index.prepared import prepare
from index.writer import Writer
from settings import PROJECT
from ui.nav import PAGES
from ui.strings import translate

__all__ = ["FLAGS", "build", "chromium", "idle", "measure", "served"]

FLAGS = ["--no-sandbox", "--disable-gpu"]
_WAIT = 900_000  # milliseconds for one page
# Resolves with the milliseconds from now until the results of a query are painted: the line above them carries it, and
# the first card is not one of those that stood there before.
_TIMER = """query => { const start = performance.now();
  document.querySelectorAll("article.yj-card, .yj-none").forEach((card) => { card.dataset.before = "1"; });
  window.shown = new Promise((done) => { const look = () => {
    const said = document.querySelector(".yj-bar")?.dataset.yjQuery, card = document.querySelector("article.yj-card");
    const none = document.querySelector(".yj-none");
    if ((said === query && card && !card.dataset.before) || (none && !none.dataset.before)) {
      requestAnimationFrame(() => done(performance.now() - start));
    } else requestAnimationFrame(look);
  }; look(); }); }"""


def build(folder: Path, passages: int, model: str = "fast") -> None:
    """A knowledge base of the benchmark's passages, unless there is one."""
    if Layout(folder).current.exists():
        return
    with Writer(folder) as writer:
        for read in make_files(passages):
            writer.put(f"/bench/{read.file}", prepare(read))
        writer.publish(load_encoder(model), model)


def measure(folder: Path, count: int, *, pages: bool = True) -> dict[str, Any]:
    """Times of searches and of pages over one knowledge base, in milliseconds.

    :param count: how many queries are typed.
    :param pages: open every page as well; the first time the register and the conflicts are computed.
    """
    from playwright.sync_api import sync_playwright

    with served(folder) as (address, server), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(_WAIT)
        page.goto(address)
        page.wait_for_selector(".st-key-app_foot")
        asked = queries()[: count + 2]
        times = [_search(page, query) for query in asked[:2]]
        before = _processor(server)
        times += [_search(page, query) for query in asked[2:]]
        after = _processor(server)
        opened = {spec.stem: [_open(page, translate(spec.title, "zh")) for _ in range(2)] for spec in PAGES if pages}
        browser.close()
    return {
        "server": round((after - before) / len(times[2:])) if before is not None and after is not None else None,
        "first_search": round(times[0]),  # with the indexes just loaded
        "search": _spread(times[2:]),
        "pages": {name: [round(t) for t in pair] for name, pair in opened.items()},
    }


def _processor(process: subprocess.Popen[bytes]) -> float | None:
    """Milliseconds of processor time that a process has used so far; only Linux tells."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        return None
    user, system = stat.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * 1000 / os.sysconf("SC_CLK_TCK")


def _search(page: Any, query: str) -> float:
    field = page.get_by_role("searchbox")
    field.fill(query)
    page.evaluate(_TIMER, query)
    field.press("Enter")
    took = float(page.evaluate("window.shown"))
    idle(page)
    return took


def _open(page: Any, name: str) -> float:
    start = time.perf_counter()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_function("name => document.title.includes(name)", arg=name)
    page.wait_for_selector(".st-key-app_foot")
    idle(page)
    return (time.perf_counter() - start) * 1000


def idle(page: Any) -> None:
    """Wait until the app has nothing more to send."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def _spread(times: Sequence[float]) -> dict[str, int]:
    cuts = quantiles(times, n=20, method="inclusive")
    return {"n": len(times), "median": round(cuts[9]), "p95": round(cuts[18]), "worst": round(max(times))}


def chromium() -> str:
    """The browser to use.

    :raises SystemExit: there is none.
    """
    found = os.environ.get("YIJU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("no Chromium here: install it, or name one in YIJU_CHROMIUM")
    return found


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The app on a free port, as ``yiju app`` starts it: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cli", "app", "--kb", str(folder), "--port", str(port), "--no-browser"]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=PROJECT, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", server)
            yield address, server
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(health: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the app did not start; run `yiju app` to see why")
        try:
            with urllib.request.urlopen(health, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the app did not answer within a minute")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, required=True, help="folder of the knowledge base")
    parser.add_argument("--passages", type=int, default=10_000, help="size of the one that is made")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--no-pages", action="store_true", help="time the searches only")
    options = parser.parse_args()
    build(options.kb, options.passages)
    measured = measure(options.kb, options.queries, pages=not options.no_pages)
    sys.stdout.write(json.dumps(measured, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
