"""Open a PDF and get the layout of each page, whatever is wrong with the file or with one of its pages.

pypdf reads first. What it raises, and the time it takes, are bounded page by page; PDFium is asked for the pages that
pypdf cannot read, reads as gibberish, or has no time for. All limits are by the clock.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from pypdf import PasswordType, PdfReader

from errors import UnreadableSource
from ingest.pdf.budget import Budget
from ingest.pdf.fallback import LOCKED, page_count, read_pages
from ingest.pdf.fonts import Fonts
from ingest.pdf.glyphs import read_page
from ingest.pdf.quality import fault
from ingest.pdf.runs import Layout

__all__ = ["Pages", "open_pages"]

_PAGE_SHARE = 0.15  # of the time for the file: what may be spent on one page
_PAGE_LEAST = 1.0  # seconds that any page may take: a computer that halts for a moment costs no page
_PYPDF_SHARE = 0.7  # and by pypdf on the whole
_PDFIUM_PAGE = 0.03  # seconds that PDFium needs for a page: kept back for the pages that pypdf will not come to
_PAGES = 20_000
_LATE = "takes too long"


@dataclass(slots=True)
class Pages:
    """Layouts by page; ``None`` where nothing could be read, with the reason in ``faults`` (pages from 0)."""

    layouts: list[Layout | None] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    labels: list[str] | None = None


class _OutOfTime(BaseException):
    """pypdf takes too long. Not an ``Exception``: libraries swallow those."""


def open_pages(path: Path, password: str | None, budget: Budget) -> Pages:
    """Read all pages.

    :param budget: what was read in its time is kept, and pages that are out of time are reported as such.
    :raises UnreadableSource: not a PDF, damaged beyond reading, or locked with a password.
    """
    with _silence():
        try:
            pages = _by_pypdf(path, password, budget)
        except UnreadableSource:
            raise
        except (Exception, _OutOfTime) as error:  # pypdf raises almost anything for a damaged file
            reason = str(error) if isinstance(error, _OutOfTime) else f"{type(error).__name__}: {error}"
            pages = _unread(path, password, budget, reason)
    if pages.faults:
        _improve(path, password, pages, budget)
    return pages


def _by_pypdf(path: Path, password: str | None, budget: Budget) -> Pages:
    pages, seconds = Pages(), budget.seconds
    with path.open("rb") as stream:
        with _time_limit(seconds * _PYPDF_SHARE / 2):
            reader = PdfReader(stream)
            if reader.is_encrypted and not _decrypt(reader, password):
                raise _locked(path, password)
            count = len(reader.pages)
        if count == 0 or count > _PAGES:
            raise ValueError(f"{count} pages")
        fonts = Fonts()
        for index in range(count):
            kept_back = min((1 - _PYPDF_SHARE) * seconds, 1.0 + (count - index) * _PDFIUM_PAGE)
            if budget.left <= kept_back:
                pages.faults.update(dict.fromkeys(range(index, count), _LATE))
                break
            try:
                with _time_limit(min(budget.left - kept_back, _page_seconds(budget))):
                    layout: Layout | None = read_page(reader, reader.pages[index], fonts)
            except (Exception, _OutOfTime) as error:
                layout = None
                pages.faults[index] = _brief(error)
            if layout is not None and (reason := fault(layout)):
                pages.faults[index] = reason
            elif layout is not None:
                budget.add(layout)
            budget.keep_pace()
            pages.layouts.append(layout)
        pages.layouts += [None] * (count - len(pages.layouts))
        with contextlib.suppress(Exception, _OutOfTime), _time_limit(1.0):
            pages.labels = list(reader.page_labels)
    return pages


def _decrypt(reader: PdfReader, password: str | None) -> bool:
    for attempt in ("", password):
        if attempt is not None and reader.decrypt(attempt) != PasswordType.NOT_DECRYPTED:
            return True
    return False


def _locked(path: Path, password: str | None) -> UnreadableSource:
    if password is None:
        return UnreadableSource(str(path), "the PDF is encrypted; give its password with --password")
    return UnreadableSource(str(path), "the PDF is encrypted and the password given does not open it")


def _unread(path: Path, password: str | None, budget: Budget, reason: str) -> Pages:
    """The pages of a file that pypdf cannot open, none of them read yet.

    :raises UnreadableSource: PDFium cannot open it, either.
    """
    try:
        count = page_count(path, password, budget)
    except UnreadableSource as error:
        if error.reason == LOCKED:
            raise _locked(path, password) from error
        raise UnreadableSource(
            str(path), f"the PDF is damaged: neither reader can open it ({reason or error.reason})"
        ) from error
    return Pages([None] * count, dict.fromkeys(range(count), reason))


def _improve(path: Path, password: str | None, pages: Pages, budget: Budget) -> None:
    """Have PDFium read the pages with faults; a page that it cannot read, either, keeps its fault."""
    for index, layout in read_pages(path, password, sorted(pages.faults), budget, _page_seconds(budget)):
        if isinstance(layout, str):
            pages.faults[index] = pages.faults[index] or layout
            continue
        reason = fault(layout)
        if reason is None or pages.layouts[index] is None:
            pages.layouts[index] = layout
            if reason is None:
                budget.add(layout)
                del pages.faults[index]
            else:
                pages.faults[index] = reason


def _page_seconds(budget: Budget) -> float:
    return max(budget.seconds * _PAGE_SHARE, _PAGE_LEAST)


def _brief(error: BaseException) -> str:
    if isinstance(error, _OutOfTime):
        return _LATE
    if isinstance(error, MemoryError):
        return "takes too much memory"
    return f"is damaged ({type(error).__name__})"


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise after so many seconds by the clock, where the platform has timers that interrupt; at once for none.

    On Windows, and outside the main thread, the limit of the whole process is what counts (:mod:`ingest.guard`).
    """
    if seconds <= 0:
        raise _OutOfTime(_LATE)
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def expire(signum: int, frame: FrameType | None) -> None:
        raise _OutOfTime(_LATE)

    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01), 0.5)  # again, where a library swallows the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Pypdf logs a line for each oddity of a file; the report of the import says what matters."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
