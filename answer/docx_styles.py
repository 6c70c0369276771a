"""The look of a briefing note in Word: fonts for Chinese and Latin, headings, tables, page numbers."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

__all__ = ["INK", "add_page_number", "apply_styles", "rule_below", "shade", "table_borders"]

INK = RGBColor(0x1F, 0x3A, 0x5F)
_LATIN = "Times New Roman"
_BODY, _HEAD, _NOTE = "仿宋", "黑体", "宋体"


def apply_styles(document: WordDocument) -> None:
    """A4, margins, and the styles that the note uses; every font has its Chinese and its Latin name."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    styles = document.styles
    _language(document)
    _font(styles["Normal"], _BODY, 10.5)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    styles["Normal"].paragraph_format.line_spacing = Pt(15.5)  # exact: Chinese fonts differ in height
    _font(styles["Title"], _HEAD, 18, INK, bold=True)
    styles["Title"].paragraph_format.space_after = Pt(6)
    styles["Title"].paragraph_format.line_spacing = 1.0
    _font(styles["Heading 1"], _HEAD, 12, INK, bold=True)
    styles["Heading 1"].paragraph_format.space_before = Pt(9)
    styles["Heading 1"].paragraph_format.space_after = Pt(3)
    styles["Heading 1"].paragraph_format.keep_with_next = True
    _font(styles["List Bullet"], _BODY, 10.5)
    styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _font(styles["Caption"], _HEAD, 9.5, bold=False)
    note = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    _font(note, _NOTE, 8.5)
    note.paragraph_format.space_after = Pt(0)
    note.paragraph_format.line_spacing = Pt(10.5)
    mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    small = styles.add_style("Yiju Meta", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    _font(small, _NOTE, 9, RGBColor(0x44, 0x44, 0x44))
    small.paragraph_format.space_after = Pt(1)
    small.paragraph_format.line_spacing = Pt(12)
    cell = styles.add_style("Yiju Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    _font(cell, _BODY, 9.5)
    cell.paragraph_format.space_after = Pt(1)
    cell.paragraph_format.line_spacing = Pt(12.5)


def add_page_number(paragraph: Paragraph) -> None:
    """第 n 页，共 m 页, as fields that Word counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("第 ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" 页，共 ")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(" 页")


def rule_below(paragraph: Paragraph) -> None:
    """A thin line under a paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", 8))
    paragraph._p.get_or_add_pPr().append(borders)


def table_borders(table: Table) -> None:
    """Lines above, below and between rows, none at the sides: the three-line table, with hair lines."""
    borders = OxmlElement("w:tblBorders")
    for name, size in (("w:top", 8), ("w:bottom", 8), ("w:insideH", 2)):
        borders.append(_border(name, size))
    table._tbl.tblPr.append(borders)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour (RRGGBB)."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def _border(name: str, size: int) -> OxmlElement:  # type: ignore[valid-type]
    border = OxmlElement(name)
    for key, value in (("w:val", "single"), ("w:sz", str(size)), ("w:space", "1"), ("w:color", "1F3A5F")):
        border.set(qn(key), value)
    return border


def _font(
    style: object, chinese: str, size: float, colour: RGBColor | None = None, *, bold: bool | None = None
) -> None:
    font = style.font  # type: ignore[attr-defined]
    font.name, font.size = _LATIN, Pt(size)
    font.italic = False
    if bold is not None:
        font.bold = bold
    font.color.rgb = colour or RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _language(document: WordDocument) -> None:
    """Chinese as the language of Chinese text: it decides the shapes of punctuation and of shared characters."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text or ""
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)
        else:
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            run._r.append(character)
