"""PDFium reads the pages that pypdf could not, in a process of its own: where it hangs or crashes, one page is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2

from errors import UnreadableSource
from ingest.guard import guarded
from ingest.pdf.budget import Budget
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.runs import Layout

__all__ = ["LOCKED", "page_count", "read_pages"]

LOCKED = "the PDF is encrypted"
_BATCH = 20  # pages that go to the process at once
_MEMORY = 640 * 2**20
_SLACK = 0.5  # seconds before the end of the time after which it is not worth while to begin


def page_count(path: Path, password: str | None, budget: Budget) -> int:
    """How many pages PDFium finds.

    :raises UnreadableSource: it cannot open the file; its reason is ``LOCKED`` where only the password is wrong.
    """
    seconds = max(budget.left, _SLACK)
    return guarded(_count, path, password, seconds=seconds, memory=_MEMORY)


def read_pages(
    path: Path, password: str | None, indices: Sequence[int], budget: Budget, page_seconds: float
) -> Iterator[tuple[int, Layout | str]]:
    """The layout of each page (from 0), or why it has none; pages for which no time is left are not in the result.

    :param page_seconds: what one page may take.
    """
    waiting = [list(indices[i : i + _BATCH]) for i in range(0, len(indices), _BATCH)][::-1]
    while waiting:
        batch = waiting.pop()
        left = budget.left
        if left < _SLACK:
            return
        try:
            found = guarded(_read, path, password, batch, seconds=min(left, page_seconds), memory=_MEMORY)
        except UnreadableSource as error:
            if len(batch) > 1:  # one page of them hangs or crashes it: look for it
                middle = len(batch) // 2
                waiting += [batch[middle:], batch[:middle]]
            else:
                yield batch[0], error.reason
            continue
        yield from zip(batch, found, strict=True)


def _count(path: Path, password: str | None) -> int:
    with _opened(path, password) as file:
        return len(file)


def _read(path: Path, password: str | None, indices: Sequence[int]) -> list[Layout | str]:
    found: list[Layout | str] = []
    with _opened(path, password) as file:
        for index in indices:
            try:
                found.append(file.read(index))
            except (pypdfium2.PdfiumError, ValueError, OverflowError, IndexError) as error:
                found.append(f"is damaged ({type(error).__name__})")
    return found


def _opened(path: Path, password: str | None) -> PdfiumFile:
    try:
        return PdfiumFile(path, password)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource(str(path), LOCKED if "assword" in str(error) else str(error)) from error
