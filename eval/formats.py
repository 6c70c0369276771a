"""Write a report that was read from text as DOCX and PDF, with real footnotes, running heads and page numbers."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfWriter

from ingest.aligned import Aligned
from ingest.blocks import Block, CellText, NoteMark
from ingest.text import read_text

__all__ = ["Report", "load", "pieces", "to_pdf", "to_word", "without_fonts"]

_ENDS = re.compile(r"[。！？!?；;：:.…）)][”’\"』」）)》]*$")
_ADDRESS = re.compile(r"\S{0,8}\s*https?://")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


@dataclass(slots=True)
class Report:
    """A report as a writer of any format needs it: blocks without footnotes, and the footnotes by label."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Block] = field(default_factory=dict)


def load(path: Path) -> Report:
    """The report in a text file, with paragraphs that page breaks cut in two joined again."""
    report = Report(path.stem)
    last: Block | None = None
    for block in read_text(path.read_text("utf-8")).blocks:
        before, last = last, block
        if block.kind == "footnote" and block.label:
            report.notes[block.label] = block
        elif before is not None and before.kind == "footnote" and _ADDRESS.match(block.text.text):
            last = report.notes[before.label or ""] = _joined(before, block)
        elif before is not None and before.kind == "row" and block.kind == "text" and _cut(before, block):
            last = report.blocks[-1] = _with_rest(before, block)
        elif block.kind in ("text", "item") and report.blocks and _goes_on(report.blocks[-1], block):
            report.blocks[-1] = _joined(report.blocks[-1], block)
        else:
            # Rows that follow rows are one table, even where a page end left a blank line in the text.
            same = block.kind == "row" and bool(report.blocks) and len(report.blocks[-1].cells) == len(block.cells)
            report.blocks.append(replace(block, gap=block.gap and not same))
    return report


def _cut(row: Block, block: Block) -> bool:
    """Whether the text is the end of a cell that a page break cut off."""
    longest = max(row.cells, key=lambda cell: len(cell.text.text)).text.text
    return len(longest) > 80 and not _ENDS.search(longest) and not re.match(r"备?注|资料来源|\d", block.text.text)


def _with_rest(row: Block, block: Block) -> Block:
    longest = max(row.cells, key=lambda cell: len(cell.text.text))
    text = Aligned(longest.text.text + block.text.text)
    return replace(row, cells=tuple(replace(c, text=text) if c is longest else c for c in row.cells))


def _goes_on(before: Block, block: Block) -> bool:
    long_enough = len(before.text.text) > 80 and before.kind in ("text", "item") and block.kind == "text"
    opens = re.match(r"\d|[（(]|表|图|资料来源|备?注", block.text.text)
    return long_enough and not _ENDS.search(before.text.text) and not opens


def _joined(a: Block, b: Block) -> Block:
    shift = len(a.text.text)
    marks = a.marks + tuple(NoteMark(m.label, m.at + shift) for m in b.marks)
    bold = a.bold + tuple((s + shift, e + shift) for s, e in b.bold)
    return replace(a, text=type(a.text)(a.text.text + b.text.text), marks=marks, bold=bold)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one look, or a footnote mark."""

    text: str
    bold: bool = False
    mark: bool = False


def pieces(block: Block | CellText) -> list[Piece]:
    text = block.text.text
    bold = getattr(block, "bold", ())
    edges = sorted({0, len(text), *(m.at for m in block.marks), *(e for span in bold for e in span)})
    found = [Piece(m.label, mark=True) for m in block.marks if m.at == 0]
    for start, end in pairwise(edges):
        found.append(Piece(text[start:end], any(a <= start and end <= b for a, b in bold)))
        found += [Piece(m.label, mark=True) for m in block.marks if m.at == end]
    return found


class Word:
    """Writes a report with python-docx and a footnotes part of its own."""

    def __init__(self, report: Report, *, size: float = 12, head: bool = True) -> None:
        self.report = report
        self.document = docx.Document()
        self.ids: dict[str, int] = {}
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(size)
        normal.font.name = "Noto Serif CJK SC"
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
        if head:
            self._head()

    def build(self) -> bytes:
        table: list[Block] = []
        for block in self.report.blocks:
            if block.kind == "row" and (not table or not block.gap):
                table.append(block)
                continue
            self._table(table)
            table = [block] if block.kind == "row" else []
            if block.kind != "row":
                self._paragraph(block)
        self._table(table)
        self._footnotes()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _head(self) -> None:
        section = self.document.sections[0]
        section.header.paragraphs[0].text = f"{self.report.title} 参考文件"
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()._r
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run.append(element)

    def _paragraph(self, block: Block) -> None:
        if block.kind == "heading":
            paragraph = self.document.add_heading("", level=min(block.level or 1, 9))
        elif block.kind == "item":
            paragraph = self.document.add_paragraph("", style="List Bullet" if not block.level else "List Bullet 2")
        else:
            paragraph = self.document.add_paragraph("")
        self._runs(paragraph, block)

    def _runs(self, paragraph: Any, block: Block | CellText, *, notes: bool = True) -> None:
        for piece in pieces(block):
            # A second call of a number is the note of a table: Word has no footnote for it, only a raised number.
            called = piece.mark and notes and piece.text in self.report.notes and piece.text not in self.ids
            run = paragraph.add_run("" if called else piece.text)
            run.bold = piece.bold or None
            run.font.superscript = piece.mark or None
            if called:
                self.ids[piece.text] = len(self.ids) + 1
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), str(self.ids[piece.text]))
                run._r.append(reference)

    def _table(self, rows: list[Block]) -> None:
        if not rows:
            return
        columns = max(len(row.cells) for row in rows)
        table = self.document.add_table(rows=0, cols=columns)
        table.style = "Table Grid"
        for row in rows:
            cells = table.add_row().cells
            for cell, target in zip(row.cells, cells, strict=False):
                self._runs(target.paragraphs[0], cell, notes=False)

    def _footnotes(self) -> None:
        if not self.ids:
            return
        notes = [
            f'<w:footnote {_W} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>',
            f'<w:footnote {_W} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>",
        ]
        mark = '<w:r><w:rPr><w:sz w:val="18"/><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        for label, number in sorted(self.ids.items(), key=lambda pair: pair[1]):
            text = html.escape(self.report.notes[label].text.text, quote=False)
            run = f'<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
            notes.append(f'<w:footnote {_W} w:id="{number}"><w:p>{mark}{run}</w:p></w:footnote>')
        blob = f"<w:footnotes {_W}>{''.join(notes)}</w:footnotes>".encode()
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, blob, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        parse_xml(blob)


def to_word(report: Report, **look: Any) -> bytes:
    return Word(report, **look).build()


def to_pdf(word: Path, folder: Path) -> Path:
    """Print a DOCX to PDF with LibreOffice.

    :raises FileNotFoundError: when LibreOffice is not installed.
    """
    office = shutil.which("soffice")
    if office is None:
        raise FileNotFoundError("soffice: install LibreOffice")
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"  # of its own: two can print at once
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{word.stem}.pdf"


def without_fonts(path: Path) -> bytes:
    """A PDF without the shapes of its letters: a tenth of the size, and all that reading needs."""
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object().get("/FontDescriptor")
            for key in ("/FontFile", "/FontFile2", "/FontFile3") if descriptor is not None else ():
                descriptor.get_object().pop(key, None)
    writer.compress_identical_objects(remove_unreferenced=True)
    for page in writer.pages:
        page.compress_content_streams()
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
