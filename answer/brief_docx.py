"""A briefing note as a Word document: styles, real footnotes, page numbers; the same note, the same bytes."""

from __future__ import annotations

import io
import re
from datetime import datetime, time

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import _Row

from answer.brief_cite import bibliography, nested, reference_text
from answer.brief_records import Brief, BriefTable, CitationStyle, Quote, Section
from answer.docx_chart import add_chart
from answer.docx_footnotes import Footnotes
from answer.docx_styles import add_page_number, apply_styles, rule_below, shade, table_borders
from answer.export_cells import same_bytes_zip

__all__ = ["brief_docx"]

_WIDTH = 16.2  # cm between the margins
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML does not allow


def brief_docx(brief: Brief, style: CitationStyle = "address") -> bytes:
    """The note as .docx."""
    document = docx.Document()
    apply_styles(document)
    writer = _Writer(document, brief, style)
    writer.head()
    for section in brief.sections:
        writer.section(section)
    writer.sources()
    writer.notes.close()
    _properties(document, brief)
    out = io.BytesIO()
    document.save(out)
    return same_bytes_zip(out.getvalue())


class _Writer:
    """Writes the parts of one note into one document, in reading order."""

    def __init__(self, document: WordDocument, brief: Brief, style: CitationStyle) -> None:
        self.document, self.brief, self.style = document, brief, style
        self.notes = Footnotes(document)
        self.charts = 0
        self.texts = {r.number: reference_text(r, style) for r in brief.references}

    def head(self) -> None:
        brief = self.brief
        self.document.add_paragraph(_clean(brief.title), style="Title")
        built = f"{brief.built.year}年{brief.built.month}月{brief.built.day}日"
        self.document.add_paragraph(_clean(f"范围：{brief.scope}"), style="Yiju Meta")
        searched = f"检索{brief.searched[0]}份文献、{brief.searched[1]}个段落；引号内及标明“原文”的文字均为原文"
        meta = self.document.add_paragraph(f"快照：{brief.snapshot}（{built}）；{searched}", style="Yiju Meta")
        rule_below(meta)
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.style = self.document.styles["Yiju Meta"]
        add_page_number(footer)

    def section(self, section: Section) -> None:
        self.document.add_paragraph(section.heading, style="Heading 1")
        for quote in section.quotes:
            paragraph = self.document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"“{_clean(nested(quote.text))}”")
            self._note(paragraph, quote)
            self._remark(paragraph, quote)
        for table in section.tables:
            self._table(table)
            if table.series:
                self._chart(table)
        if not section.quotes and not section.tables:
            self.document.add_paragraph(section.empty)
        if section.more_text:
            self.document.add_paragraph(section.more_text, style="Yiju Meta")

    def sources(self) -> None:
        self.document.add_paragraph("资料来源", style="Heading 1")
        for entry in bibliography(self.brief, self.style):
            self.document.add_paragraph(_clean(entry), style="Yiju Meta")

    def _note(self, paragraph: object, quote: Quote) -> None:
        self.notes.add(paragraph, quote.number, _clean(self.texts[quote.number]))  # type: ignore[arg-type]

    def _remark(self, paragraph: object, quote: Quote) -> None:
        """What the office says about a quotation, in bold after it."""
        if quote.comment:
            run = paragraph.add_run(_clean(f"　按：{quote.comment}"))  # type: ignore[attr-defined]
            run.bold = True

    def _chart(self, table: BriefTable) -> None:
        self.charts += 1
        paragraph = self.document.add_paragraph(style="Yiju Chart")
        add_chart(self.document, paragraph, table.series, _clean(table.caption), self.charts)

    def _table(self, source: BriefTable) -> None:
        if source.caption:
            caption = self.document.add_paragraph(_clean(source.caption), style="Caption")
            caption.paragraph_format.keep_with_next = True
            if source.quote:
                self._note(caption, source.quote)
        table = self.document.add_table(rows=1, cols=len(source.heads))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        table_borders(table)
        _repeat_head(table.rows[0])
        for place, (cell, head) in enumerate(zip(table.rows[0].cells, source.heads, strict=True)):
            cell.paragraphs[0].add_run(_clean(head))
            shade(cell, "E8EDF3")
            self._shape(cell.paragraphs[0], "Yiju Head", right=source.numbers and place > 0)
        for row in source.rows:
            added = table.add_row()
            _keep_whole(added)
            for place, (cell, content) in enumerate(zip(added.cells, row, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.add_run(_clean(content.text))
                self._shape(paragraph, "Yiju Cell", right=source.numbers and place > 0)
                if content.quote:
                    self._note(paragraph, content.quote)
                    self._remark(paragraph, content.quote)
        for row in table.rows:
            for cell, share in zip(row.cells, source.widths, strict=True):
                cell.width = Cm(_WIDTH * share)
        for column, share in zip(table.columns, source.widths, strict=True):
            column.width = Cm(_WIDTH * share)

    def _shape(self, paragraph: object, style: str, *, right: bool) -> None:
        paragraph.style = self.document.styles[style]  # type: ignore[attr-defined]
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT  # type: ignore[attr-defined]


def _repeat_head(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _properties(document: WordDocument, brief: Brief) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = _clean(brief.title), "Yiju", "zh-CN"
    properties.comments = f"snapshot {brief.snapshot}"
    properties.created = properties.modified = datetime.combine(brief.built, time())


def _clean(text: str) -> str:
    return _CONTROL.sub("", " ".join(text.split("\n")))
