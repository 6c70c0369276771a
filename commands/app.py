"""The web app: ``app``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
import webbrowser

from commands.options import Add
from settings import PROJECT, Settings

__all__ = ["register"]


def register(add: Add) -> None:
    app = add("app", _app, "Start the web app on this computer.")
    app.add_argument("--port", type=int, default=8501)
    app.add_argument(
        "--address",
        default="127.0.0.1",
        help="listen here; anything but this computer needs sign-in (see ui/access.py)",
    )
    app.add_argument("--no-browser", action="store_true", help="do not open a browser")


def _app(options: argparse.Namespace, settings: Settings) -> int:
    from streamlit.web import cli as streamlit

    os.environ["YIJU_HOME"] = str(settings.kb)
    address = f"http://127.0.0.1:{options.port}"
    print(f"依据 Yiju: {address}   (Ctrl+C 停止 to stop)", flush=True)
    if not options.no_browser:
        threading.Thread(target=_open_browser, args=(address, options.port), daemon=True).start()
    listen = ["--server.port", str(options.port), "--server.address", options.address]
    sys.argv = ["streamlit", "run", str(PROJECT / "app.py"), *listen]
    return int(streamlit.main(standalone_mode=False) or 0)


def _open_browser(address: str, port: int) -> None:
    """Open the app once it listens; after half a minute without it there is nothing to open."""
    for _ in range(60):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.5)
