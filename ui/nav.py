"""The pages of the app: one list that the router, the pages and the tests share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "BRIEFING",
    "CHECK",
    "COMMITMENTS",
    "CONFLICTS",
    "LIBRARY",
    "OVERVIEW",
    "PAGES",
    "SEARCH",
    "PageSpec",
]

_FOLDER = Path(__file__).resolve().parent / "pages"


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its script, the key of its title in :mod:`ui.strings`, and its icon."""

    stem: str
    title: str
    icon: str

    @property
    def file(self) -> Path:
        return _FOLDER / f"{self.stem}.py"


SEARCH = PageSpec("search", "nav.search", ":material/search:")
CHECK = PageSpec("check", "nav.check", ":material/fact_check:")
COMMITMENTS = PageSpec("commitments", "nav.commitments", ":material/event_available:")
CONFLICTS = PageSpec("conflicts", "nav.conflicts", ":material/compare_arrows:")
BRIEFING = PageSpec("briefing", "nav.briefing", ":material/description:")
LIBRARY = PageSpec("library", "nav.library", ":material/menu_book:")
OVERVIEW = PageSpec("overview", "nav.overview", ":material/bar_chart:")

PAGES = (SEARCH, CHECK, COMMITMENTS, CONFLICTS, BRIEFING, LIBRARY, OVERVIEW)
"""In the order of the navigation; the first is the start page."""
