"""Reader of PDF files."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path

from errors import UnreadableSource
from ingest.blocks import Source
from ingest.ledger import Ledger
from ingest.pdf.blocks import BlockBuilder
from ingest.pdf.budget import Budget
from ingest.pdf.compose import arrange, compose
from ingest.pdf.ocr import recognise
from ingest.pdf.open import Pages, open_pages
from ingest.pdf.quality import fault

__all__ = ["read_pdf"]


def read_pdf(
    path: Path, *, password: str | None = None, ocr: bool = False, seconds: float = 60.0, whole: float = math.inf
) -> Source:
    """Read the text layer of a PDF.

    ``text`` of the result is the text layer in reading order, pages apart by form feeds. Pages that cannot be read are
    in its ``warnings`` with their number, and what there is of their text is in the ledger as ``unreadable``.

    Meant to run in a child process (:func:`ingest.guard.guarded`): a PDF can make any library hang.

    :param password: for encrypted files.
    :param ocr: have pages without a usable text layer recognised, where ``tesseract`` is installed.
    :param seconds: for the file by the clock; pages that there is no time for are reported, the others kept.
    :param whole: for the file and all that is made of it; pages whose text would leave no time for that are not read.
    :raises UnreadableSource: not a PDF, damaged, encrypted, or without any page that can be read.
    """
    name = str(path)
    with path.open("rb") as stream:
        start = stream.read(1024)
    if b"%PDF-" not in start and not start.lstrip().startswith(b"%!PS"):
        raise UnreadableSource(name, "is not a PDF (it does not begin with %PDF-)")
    deadline = time.monotonic() + seconds
    found = open_pages(path, password, Budget(seconds, whole))
    notes = _recognise(path, found, password, deadline) if ocr and found.faults else []
    pages = arrange(found.layouts, found.faults)
    text = compose(pages)
    ledger = Ledger(len(text.source))
    blocks = BlockBuilder(text, ledger).build(pages)
    if not blocks:
        raise UnreadableSource(name, _why_nothing(found.faults, len(pages), notes))
    return Source(
        text=text.source,
        blocks=tuple(blocks),
        ledger=ledger,
        pages=len(pages),
        warnings=(*(f"page {index + 1} {reason}" for index, reason in sorted(found.faults.items())), *notes),
    )


def _recognise(path: Path, found: Pages, password: str | None, deadline: float) -> list[str]:
    """Fill in pages by character recognition; returns what the user should know."""
    wanted = sorted(found.faults)
    recognised = []
    try:
        for index, layout in recognise(path, wanted, password, deadline):
            if isinstance(layout, str):
                found.faults[index] += f"; {layout}" if layout else ""
            elif fault(layout) is None and layout.runs:
                found.layouts[index] = layout
                del found.faults[index]
                recognised.append(str(index + 1))
    except FileNotFoundError as error:
        return [str(error)]
    notes = []
    if recognised:
        pages = f"page {recognised[0]} was" if len(recognised) == 1 else f"pages {', '.join(recognised)} were"
        notes.append(f"{pages} read by character recognition: check quotations against the image")
    if time.monotonic() > deadline - 1 and len(recognised) < len(wanted):
        notes.append("the time was not enough to recognise all pages; give more with --seconds")
    return notes


def _why_nothing(faults: dict[int, str], pages: int, notes: Sequence[str]) -> str:
    if not faults:
        return "the PDF holds no text"
    first = min(faults)
    advice = "recognise its text with --ocr, or put a .txt of the same name beside it"
    more = f" ({notes[0] if notes else advice})" if notes or "layer" in faults[first] else ""
    return f"no page can be read: page {first + 1} of {pages} {faults[first]}{more}"
