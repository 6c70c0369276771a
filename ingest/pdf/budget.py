"""The time for a PDF: no more pages are read than what follows has time for, so that a long file is not lost whole."""

from __future__ import annotations

import math
import time

from ingest.pdf.runs import Layout

__all__ = ["Budget"]

# Processor seconds for each character until it is what the store keeps: blocks, structure, facts, tokens.
# 29 microseconds were measured on 1000 pages of prose (eval/hazards.py), 25 to 35 on two reports.
_REST = 35e-6
_SHARE = 0.95  # of the time for the whole file: what may be planned


class Budget:
    """Until when pages may be read, by the clock.

    :param seconds: for the pages.
    :param whole: for all that is made of the file, its facts included; the text of its pages must leave time for them.
    """

    def __init__(self, seconds: float, whole: float = math.inf) -> None:
        self.seconds, self._whole = seconds, whole
        self._start, self._processor = time.monotonic(), time.process_time()
        self._characters = 0
        self._pace = 1.0

    @property
    def left(self) -> float:
        """Seconds in which pages may still be read; fewer with each page that was."""
        end = min(self.seconds, _SHARE * self._whole - _REST * self._pace * self._characters)
        return self._start + end - time.monotonic()

    def add(self, layout: Layout) -> None:
        """Count in what is still to be done with a page that was read."""
        self._characters += sum(len(run.text) for run in layout.runs)

    def keep_pace(self) -> None:
        """Take the computer to stay as busy as it was; to be called where this process itself did all the work."""
        used = time.process_time() - self._processor
        self._pace = max((time.monotonic() - self._start) / max(used, 0.01), 1.0)
