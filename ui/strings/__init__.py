"""Every word of the interface, in Chinese and English. Pages name a string by its key, never write one themselves.

One module for each page; a new one is added to ``_TABLES``.
"""

from __future__ import annotations

from calendar import month_name
from datetime import date
from typing import Any

from ui.strings import briefing, check, commitments, conflicts, frame, library, overview, passage, search
from ui.strings.words import Language, Words

__all__ = ["STRINGS", "Language", "Words", "day_words", "translate"]

_PAGES = (frame, passage, search, check, commitments, conflicts, briefing, library, overview)
_TABLES = tuple(page.STRINGS for page in _PAGES)

STRINGS: dict[str, Words] = {key: words for table in _TABLES for key, words in table.items()}


def translate(key: str, language: Language, **values: Any) -> str:
    """The words for a key, with ``values`` filled in.

    :raises KeyError: no such string.
    """
    words = STRINGS[key]
    text = words.en if language == "en" else words.zh
    return text.format(**values) if values else text


def day_words(day: date, language: Language) -> str:
    """A day as people write it: 2021年11月17日, 17 November 2021."""
    month = month_name[day.month] if language == "en" else day.month
    return translate("day", language, year=day.year, month=month, day=day.day)
