"""Amounts in report text: money, percentages, physical quantities and counts, in base units."""

from __future__ import annotations

from ingest.amounts.scan import find_amounts

__all__ = ["find_amounts"]
