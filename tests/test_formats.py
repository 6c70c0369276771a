"""One report in four formats gives the same passages, labels and footnote links."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from eval import formats
from eval.formats_web import to_html, to_markdown
from ingest.blocks import Source
from ingest.gazetteer import Gazetteer
from ingest.names import shipped_entries
from ingest.passages import FileContent, build_documents
from ingest.pdf import read_pdf
from ingest.text import read_text
from ingest.web import read_html
from ingest.word import read_word
from settings import PROJECT

REPORTS = sorted((PROJECT / "corpus").glob("*.txt"))
DATA = Path(__file__).parent / "data"
GAZETTEER = Gazetteer(shipped_entries())


def documents(source: Source) -> FileContent:
    return build_documents(source, file="report", stem="report", sha256="0", gazetteer=GAZETTEER)


def folded(text: str) -> str:
    return re.sub(r"\s", "", text)


def passages(content: FileContent) -> Counter[tuple[str, str | None, str]]:
    return Counter((p.form, p.label, folded(p.text)) for group in content.passages for p in group)


def links(content: FileContent) -> Counter[tuple[str, tuple[str | None, ...]]]:
    """Each passage with the labels of the footnotes that it calls."""
    found: Counter[tuple[str, tuple[str | None, ...]]] = Counter()
    for group in content.passages:
        labels = {p.id: p.label for p in group}
        found.update((folded(p.text), tuple(labels[i] for i in p.footnotes)) for p in group if p.footnotes)
    return found


def read(path: Path, form: str, folder: Path) -> Source:
    if form == "pdf":  # as LibreOffice printed it: without its fonts (eval.formats)
        return read_pdf(DATA / f"{path.stem}.pdf")
    report = formats.load(path)
    if form == "md":
        return read_text(to_markdown(report))
    if form == "html":
        return read_html(to_html(report))
    word = folder / f"{path.stem}.docx"
    word.write_bytes(formats.to_word(report))
    return read_word(word) if form == "docx" else read_pdf(formats.to_pdf(word, folder))


@cache
def original(path: Path) -> FileContent:
    return documents(read_text(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "form",
    [
        "md",
        "docx",
        "html",
        "pdf",
        pytest.param(
            "printed now",
            marks=[
                pytest.mark.slow,
                pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
            ],
        ),
    ],
)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem[:10])
def test_a_report_reads_the_same_in_every_format(path, form, tmp_path):
    source = read(path, form, tmp_path)
    content = documents(source)
    expected, found = passages(original(path)), passages(content)
    assert (expected & found).total() >= 0.98 * max(expected.total(), found.total())
    assert links(content) == links(original(path))
    assert not source.ledger.unplaced()
