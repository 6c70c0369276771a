"""What the app remembers: the language, and a search as it stands in the address bar.

A search is kept in the URL, so that a link shows somebody else the same thing and the back button works. Session state
holds only what widgets need; every key has the name of its page in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

import streamlit as st

from errors import UsageError
from ingest.dates import parse_date_argument
from records import PASSAGE_TYPES, Filters, PassageType
from ui.strings import Language

__all__ = ["PAGE_SIZE", "DateField", "SearchRequest", "language", "read_date", "switch_language"]

PAGE_SIZE = 10
_MOST = 200  # results on one page, at most
DateField = Literal["since", "until", "issued_since", "issued_until"]
_DATES: tuple[DateField, ...] = get_args(DateField)
_LANGUAGE = "app_language_chosen"


def language() -> Language:
    """The language of this visit: as chosen, else as the link says, else Chinese."""
    if _LANGUAGE not in st.session_state:
        st.session_state[_LANGUAGE] = "en" if st.query_params.get("lang") == "en" else "zh"
    chosen: Language = st.session_state[_LANGUAGE]
    return chosen


def switch_language() -> None:
    """Show the other language, and keep it when the page is loaded again."""
    st.session_state[_LANGUAGE] = "zh" if language() == "en" else "en"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a person asked for, as typed. Dates stay text until :meth:`filters` reads them.

    ``limit`` is the number of results to show; ``passage`` the one that a link points at.
    """

    query: str = ""
    documents: tuple[str, ...] = ()
    types: tuple[PassageType, ...] = ()
    countries: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    issued_since: str = ""
    issued_until: str = ""
    passage: str = ""
    limit: int = PAGE_SIZE

    @classmethod
    def from_params(cls, params: Mapping[str, list[str]]) -> SearchRequest:
        """Read query parameters; unknown ones, unknown types and impossible limits are ignored."""

        def one(name: str) -> str:
            return (params.get(name) or [""])[-1].strip()

        limit = one("n")[:4]
        return cls(
            query=one("q"),
            documents=tuple(params.get("document", ())),
            types=tuple(t for t in PASSAGE_TYPES if t in params.get("type", ())),
            countries=tuple(params.get("country", ())),
            entities=tuple(params.get("entity", ())),
            since=one("since"),
            until=one("until"),
            issued_since=one("issued_since"),
            issued_until=one("issued_until"),
            passage=one("passage"),
            limit=min(max(int(limit), PAGE_SIZE), _MOST) if limit.isascii() and limit.isdigit() else PAGE_SIZE,
        )

    def to_params(self) -> dict[str, list[str]]:
        """Query parameters of this request; what is not limited is left out."""
        values: dict[str, list[str]] = {
            "q": [self.query] if self.query else [],
            "document": list(self.documents),
            "type": list(self.types),
            "country": list(self.countries),
            "entity": list(self.entities),
            **{name: [text] if (text := getattr(self, name)) else [] for name in _DATES},
            "passage": [self.passage] if self.passage else [],
            "n": [str(self.limit)] if self.limit != PAGE_SIZE else [],
        }
        return {name: value for name, value in values.items() if value}

    @property
    def limited(self) -> bool:
        """Whether any filter is set."""
        return bool(replace(self, query="", passage="", limit=PAGE_SIZE).to_params())

    @property
    def can_grow(self) -> bool:
        return self.limit < _MOST

    def filters(self) -> Filters:
        """The filters as search takes them.

        :raises UsageError: a date that cannot be read; the message is the text.
        """
        return Filters(
            documents=self.documents,
            types=self.types,
            countries=self.countries,
            entities=self.entities,
            since=read_date(self.since, "start"),
            until=read_date(self.until, "end"),
            issued_since=read_date(self.issued_since, "start"),
            issued_until=read_date(self.issued_until, "end"),
        )


def read_date(text: str, side: Literal["start", "end"]) -> date | None:
    """The first or last day of a date as a person types it; ``None`` where they typed nothing.

    :raises UsageError: it cannot be read; the message is the text.
    """
    if not text:
        return None
    try:
        period = parse_date_argument(text)
    except ValueError as error:
        raise UsageError(text) from error
    return period.start if side == "start" else period.end
