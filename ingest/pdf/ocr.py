"""Recognise the text of scanned pages with ``tesseract``, where the office has it installed.

It gives a PDF of each page whose invisible text lies over the image; that is read like any other.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pypdfium2
from pypdf import PdfReader

from ingest.pdf.fonts import Fonts
from ingest.pdf.glyphs import read_page
from ingest.pdf.pdfium import open_document
from ingest.pdf.runs import Layout

__all__ = ["NO_LANGUAGE", "NO_PROGRAM", "recognise"]

NO_PROGRAM = "--ocr needs tesseract, which is not installed (Debian, Ubuntu: tesseract-ocr tesseract-ocr-chi-sim)"
NO_LANGUAGE = "--ocr needs Chinese for tesseract, chi_sim or chi_tra (Debian, Ubuntu: tesseract-ocr-chi-sim)"
_LANGUAGES = ("chi_sim", "chi_tra", "eng")
_DPI = 300  # what tesseract is trained for
_PIXELS = 20e6  # of a page: A3; larger ones are drawn coarser
_AT_ONCE = 2  # pages
_SURE = 65.0  # per cent: legible pages were at 90 and more, pages of accidental shapes at 43
_FAILED = "recognition failed"
_LEAST = 1.0  # seconds that must be left to begin a page


def recognise(
    path: Path, pages: Sequence[int], password: str | None, deadline: float
) -> Iterator[tuple[int, Layout | str]]:
    """Layouts of the pages (from 0) as they are recognised; else why not, empty where no time was left.

    :param deadline: of :func:`time.monotonic`.
    :raises FileNotFoundError: when the program or its Chinese is not installed; the message says which.
    """
    languages = _installed_languages()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    document = open_document(path, password)
    running: deque[tuple[int, Future[Path | str]]] = deque()
    try:
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
            for index in pages:
                image = _drawn(document, index, Path(folder)) if deadline - time.monotonic() > _LEAST else None
                if image is None:
                    yield index, _FAILED if deadline - time.monotonic() > _LEAST else ""
                    continue
                running.append((index, pool.submit(_recognised, image, languages, deadline)))
                if len(running) > _AT_ONCE:
                    yield _finished(running)
            while running:
                yield _finished(running)
    finally:
        document.close()


def _finished(running: deque[tuple[int, Future[Path | str]]]) -> tuple[int, Layout | str]:
    index, future = running.popleft()
    path = future.result()
    if isinstance(path, str):
        return index, path
    sure = _confidence(path.with_suffix(".tsv").read_text(encoding="utf-8"))
    return index, _layout(path) if sure >= _SURE else f"recognition was unsure of its characters ({sure:.0f} %)"


def _confidence(table: str) -> float:
    """What tesseract says of its words (0 to 100), by their length; its table has a row for each in level 5."""
    rows = [row.split("\t") for row in table.splitlines()[1:]]
    words = [(float(row[10]), len(row[11].strip())) for row in rows if len(row) > 11 and row[0] == "5"]
    letters = sum(length for _, length in words)
    return sum(sure * length for sure, length in words) / letters if letters else 0.0


def _installed_languages() -> str:
    """The languages to recognise, as tesseract wants them."""
    program = shutil.which("tesseract")
    if program is None:
        raise FileNotFoundError(NO_PROGRAM)
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20).stdout
    found = [name for name in _LANGUAGES if name in listed.split()]
    if not found or not found[0].startswith("chi"):
        raise FileNotFoundError(NO_LANGUAGE)
    return "+".join(found)


def _drawn(document: pypdfium2.PdfDocument, index: int, folder: Path) -> Path | None:
    """An image of the page, or ``None`` where PDFium cannot draw it."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        scale = min(_DPI / 72, (_PIXELS / max(width * height, 1.0)) ** 0.5)
        image = folder / f"{index}.png"
        page.render(scale=scale, grayscale=True).to_pil().convert("L").save(image, dpi=(scale * 72, scale * 72))
    finally:
        page.close()
    return image


def _recognised(image: Path, languages: str, deadline: float) -> Path | str:
    """The PDF that tesseract makes of an image, with a table of its words beside it; or why there is none."""
    left = deadline - time.monotonic()
    if left <= _LEAST:
        return ""
    command = ["tesseract", str(image), str(image.with_suffix("")), "-l", languages]
    command += ["-c", "preserve_interword_spaces=1", "-c", "textonly_pdf=1", "pdf", "tsv"]
    # Its own threads win little and take the place of another page.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    quiet = subprocess.DEVNULL
    try:
        subprocess.run(command, check=True, timeout=left, stdout=quiet, stderr=quiet, env=environment)
    except subprocess.TimeoutExpired:
        return ""
    except (subprocess.SubprocessError, OSError):
        return _FAILED
    return image.with_suffix(".pdf")


def _layout(path: Path) -> Layout:
    with path.open("rb") as stream:
        reader = PdfReader(stream)
        layout = read_page(reader, reader.pages[0], Fonts())
    # Recognition gives each word a size of its own; the lines of a page do not differ by so little.
    runs = [run._replace(size=max(round(run.size / 2) * 2.0, 2.0)) for run in layout.runs]
    return layout._replace(runs=runs)
