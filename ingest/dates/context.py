"""What a passage's surroundings say about the dates in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records import Period

__all__ = ["DateContext"]


@dataclass(frozen=True, slots=True)
class DateContext:
    """``issued`` is the date of the document, ``period`` its reporting period, ``year`` the year that a column
    header, a section title or a lead-in carries over to the passage. Unknown is ``None``.
    """

    issued: date | None = None
    period: Period | None = None
    year: int | None = None
