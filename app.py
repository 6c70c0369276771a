"""The web app: page settings and the router. Pages are in ``ui/pages``; start it with ``yiju app``."""

from __future__ import annotations

import streamlit as st

from ui import nav, state
from ui.frame import LOGO
from ui.strings import translate


def main() -> None:
    # Before the navigation, which would fetch the picture of the page from the makers of the icons.
    st.set_page_config(page_title="依据 Yiju", page_icon=str(LOGO), layout="wide")
    language = state.language()
    st.logo(str(LOGO), size="large")
    pages = [
        st.Page(page.file, title=translate(page.title, language), icon=page.icon, default=page is nav.PAGES[0])
        for page in nav.PAGES
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · 依据 Yiju")
    page.run()


main()
