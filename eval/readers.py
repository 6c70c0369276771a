"""The readers in numbers: one report in several formats must give the same passages, and reading must not be slow.

Reports that lie as text are written as Markdown, Word and web pages, printed by LibreOffice and by Chromium where
these are installed, read back, and compared with the text. Times are processor time in one process, beside the time
that pypdf alone needs to extract the text of the same file.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PdfReader

from eval.formats import load, to_pdf, to_word
from eval.formats_web import print_page, to_html, to_markdown, to_print
from eval.measurement import Measurement, Row
from ingest.blocks import Source
from ingest.gazetteer import Gazetteer
from ingest.passages import FileContent, build_documents
from ingest.pdf import read_pdf
from ingest.text import read_text
from ingest.web import read_html
from ingest.word import read_word
from settings import PROJECT

__all__ = ["Agreement", "ReaderResults", "Speed", "agreement", "evaluate_readers", "forms_of", "speed"]

REPORTS = (PROJECT / "corpus", PROJECT / "tests" / "data")
_ROUNDS = 3  # of each timing; the least counts


@dataclass(frozen=True, slots=True)
class Agreement(Row):
    """How far a report read from ``form`` is the same as from text: shares of its passages (0..1)."""

    report: str
    form: str
    passages: int
    paragraphs_same: float
    labels_same: float
    links_same: bool


@dataclass(frozen=True, slots=True)
class Speed(Row):
    """Processor seconds to read a PDF, and for pypdf alone to extract its text."""

    file: str
    pages: int
    seconds: float
    library: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.library if self.library else 0.0

    def to_dict(self) -> dict[str, Any]:
        return {**Row.to_dict(self), "ratio": round(self.ratio, 3)}


@dataclass(frozen=True, slots=True)
class ReaderResults(Measurement):
    """What was measured."""

    agreements: tuple[Agreement, ...]
    speeds: tuple[Speed, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            **Measurement.to_dict(self),
            "agreements": [a.to_dict() for a in self.agreements],
            "speeds": [s.to_dict() for s in self.speeds],
        }

    def text(self) -> str:
        """The results as tables for people."""
        lines = ["report                          form      passages  paragraphs  with labels  links"]
        for a in self.agreements:
            links = "same" if a.links_same else "DIFFER"
            lines.append(
                f"{a.report[:30]:<30}  {a.form:<9} {a.passages:>8}  {a.paragraphs_same:>10.3f}  "
                f"{a.labels_same:>11.3f}  {links}"
            )
        lines += ["", "PDF file                        pages  seconds  pypdf  ratio"]
        lines += [
            f"{s.file[:30]:<30}  {s.pages:>5}  {s.seconds:>7.2f}  {s.library:>5.2f}  {s.ratio:>5.2f}"
            for s in self.speeds
        ]
        if self.speeds:
            total = sum(s.seconds for s in self.speeds) / sum(s.library for s in self.speeds)
            lines.append(f"median ratio {median(s.ratio for s in self.speeds):.2f}, of all pages together {total:.2f}")
        return "\n".join(lines)


def evaluate_readers(files: Sequence[Path] = ()) -> ReaderResults:
    """Measure agreement on the reports of this project, and speed on what was printed of them and on ``files``."""
    sources = [p for folder in REPORTS for p in sorted(folder.iterdir()) if p.suffix in (".txt", ".md")]
    agreements: list[Agreement] = []
    with TemporaryDirectory() as name:
        printed: list[Path] = []
        for path in sources:
            original = _documents(read_text(path.read_text("utf-8")))
            for form, source in forms_of(path, Path(name)):
                agreements.append(agreement(path.stem, form, original, _documents(source)))
            printed += sorted((Path(name) / path.stem).glob("*.pdf"))
        speeds = [speed(path) for path in (*printed, *files) if _pages(path) > 2]
    return ReaderResults(*Measurement.head(), tuple(agreements), tuple(speeds))


def forms_of(path: Path, folder: Path) -> Iterator[tuple[str, Source]]:
    """The report in the text file ``path`` in every other format that can be made here, as read back.

    The files stay in a folder of their own below ``folder``.
    """
    report = load(path)
    folder = folder / path.stem
    folder.mkdir(parents=True)
    yield "markdown", read_text(to_markdown(report))
    yield "html", read_html(to_html(report))
    word = folder / "word.docx"
    word.write_bytes(to_word(report, head=len(report.blocks) > 40))  # the head of a single page cannot repeat
    yield "word", read_word(word)
    page = folder / "page.html"
    page.write_text(to_print(report), "utf-8")
    printers: tuple[tuple[str, Callable[[], Path]], ...] = (
        ("office", lambda: to_pdf(word, folder)),
        ("browser", lambda: print_page(page, folder / "page.pdf")),
    )
    for form, printer in printers:
        try:
            yield form, read_pdf(printer())
        except FileNotFoundError:  # not installed here
            continue


def agreement(report: str, form: str, original: FileContent, other: FileContent) -> Agreement:
    """Compare what two formats of a report gave; white space does not count."""
    one, two = _labelled(original), _labelled(other)
    texts = [Counter(text for _, _, text in found.elements()) for found in (one, two)]
    return Agreement(
        report,
        form,
        one.total(),
        (texts[0] & texts[1]).total() / max(texts[0].total(), texts[1].total()),
        (one & two).total() / max(one.total(), two.total()),
        _links(original) == _links(other),
    )


def speed(path: Path) -> Speed:
    """Time the reader and pypdf on one file."""
    library = min(_timed(lambda: [page.extract_text() for page in PdfReader(path).pages]) for _ in range(_ROUNDS))
    seconds = min(_timed(lambda: read_pdf(path, seconds=600)) for _ in range(_ROUNDS))
    return Speed(f"{path.parent.name}/{path.name}", _pages(path), round(seconds, 3), round(library, 3))


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _pages(path: Path) -> int:
    return len(PdfReader(path).pages)


def _documents(source: Source) -> FileContent:
    return build_documents(source, file="report", stem="report", sha256="0", gazetteer=Gazetteer.base())


def _folded(text: str) -> str:
    return re.sub(r"\s", "", text)


def _labelled(content: FileContent) -> Counter[tuple[str, str | None, str]]:
    return Counter((p.form, p.label, _folded(p.text)) for group in content.passages for p in group)


def _links(content: FileContent) -> Counter[tuple[str, tuple[str | None, ...]]]:
    """Each passage with the labels of the footnotes that it calls."""
    found: Counter[tuple[str, tuple[str | None, ...]]] = Counter()
    for group in content.passages:
        labels = {p.id: p.label for p in group}
        found.update((_folded(p.text), tuple(labels[i] for i in p.footnotes)) for p in group if p.footnotes)
    return found
