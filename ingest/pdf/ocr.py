"""Recognise the text of scanned pages with programs that the office has installed: ``ocrmypdf``, else ``tesseract``.

Both give a PDF whose invisible text lies over the image; it is read like any other.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pypdfium2
from pypdf import PdfReader

from ingest.pdf.fonts import Fonts
from ingest.pdf.glyphs import read_page
from ingest.pdf.runs import Layout

__all__ = ["NO_PROGRAM", "recognise"]

NO_PROGRAM = "--ocr needs ocrmypdf or tesseract with the language chi_sim: neither is installed"
_LANGUAGES = ("chi_sim", "chi_tra", "eng")
_DPI = 300  # what tesseract is trained for


def recognise(
    path: Path, pages: Sequence[int], password: str | None, deadline: float
) -> Iterator[tuple[int, Layout | None]]:
    """Layouts of the pages (from 0) as they are recognised; ``None`` for one that fails or has no time left.

    :param deadline: of :func:`time.monotonic`.
    :raises FileNotFoundError: when no program for it is installed.
    """
    languages = _installed_languages()
    if not languages:
        raise FileNotFoundError(NO_PROGRAM)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with tempfile.TemporaryDirectory() as folder:
        if shutil.which("ocrmypdf") and password is None:
            yield from _by_ocrmypdf(path, pages, languages, Path(folder), deadline)
        else:
            yield from _by_tesseract(path, pages, password, languages, Path(folder), deadline)


def _installed_languages() -> str:
    """The languages to recognise, as tesseract wants them; empty when there is no Chinese."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20).stdout
    found = [name for name in _LANGUAGES if name in listed.split()]
    return "+".join(found) if found and found[0].startswith("chi") else ""


def _by_ocrmypdf(
    path: Path, pages: Sequence[int], languages: str, folder: Path, deadline: float
) -> Iterator[tuple[int, Layout | None]]:
    out = folder / "out.pdf"
    numbers = ",".join(str(index + 1) for index in pages)
    command = ["ocrmypdf", "--force-ocr", "--pages", numbers, "-l", languages, "--output-type", "pdf", "--quiet"]
    if not _run([*command, str(path), str(out)], deadline):
        yield from ((index, None) for index in pages)
        return
    yield from zip(pages, _layouts(out, pages), strict=True)


def _by_tesseract(
    path: Path, pages: Sequence[int], password: str | None, languages: str, folder: Path, deadline: float
) -> Iterator[tuple[int, Layout | None]]:
    document = pypdfium2.PdfDocument(path, password=password)
    try:
        for index in pages:
            image, out = folder / "page.png", folder / "page"
            page = document[index]
            page.render(scale=_DPI / 72).to_pil().convert("L").save(image)
            page.close()
            command = ["tesseract", str(image), str(out), "-l", languages, "--dpi", str(_DPI)]
            done = _run([*command, "-c", "preserve_interword_spaces=1", "pdf"], deadline)
            yield index, next(_layouts(out.with_suffix(".pdf"), [0])) if done else None
    finally:
        document.close()


def _run(command: Sequence[str], deadline: float) -> bool:
    left = deadline - time.monotonic()
    if left <= 1:
        return False
    try:
        subprocess.run(command, check=True, timeout=left, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def _layouts(path: Path, pages: Iterable[int]) -> Iterator[Layout]:
    with path.open("rb") as stream:
        reader = PdfReader(stream)
        fonts = Fonts()
        for index in pages:
            layout = read_page(reader, reader.pages[index], fonts)
            # Recognition gives each word a size of its own; the lines of a page do not differ by so little.
            runs = [run._replace(size=max(round(run.size / 2) * 2.0, 2.0)) for run in layout.runs]
            yield layout._replace(runs=runs)
