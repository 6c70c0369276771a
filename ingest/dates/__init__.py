"""Dates in report text: ``find_dates`` reads them, with the interval of days that each means.

``scan`` finds what is printed (``patterns``, ``english``), ``resolve`` joins ranges and lists, ``anchors`` finds
missing years, ``calendar`` turns the result into days.
"""

from __future__ import annotations

from ingest.dates.arguments import find_period, parse_date_argument
from ingest.dates.context import DateContext
from ingest.dates.resolve import find_dates
from ingest.dates.scan import date_spans

__all__ = ["DateContext", "date_spans", "find_dates", "find_period", "parse_date_argument"]
