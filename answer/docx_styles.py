"""The look of a briefing note in Word: fonts for Chinese and Latin, headings, tables, page numbers."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

__all__ = [
    "BODY",
    "INK",
    "LATIN",
    "add_field",
    "add_page_number",
    "apply_styles",
    "rule_below",
    "shade",
    "table_borders",
]

INK = RGBColor(0x1F, 0x3A, 0x5F)
# Latin letters and figures in Times New Roman, by way of a name: where Times is not there, free systems would mix in
# a wide typeface, while this one goes with their Chinese; Word follows the second name (ECMA-376, part 1, 17.8.3.1).
LATIN, _LATIN_IN_WORD = "Noto Serif CJK SC", "Times New Roman"
# The English names of 宋体 and 黑体: Word, WPS and LibreOffice all resolve them, and where they are not installed
# the system takes a serif and a sans-serif of its own for them; of 仿宋 it makes a sans-serif.
BODY = _NOTE = "SimSun"
_HEAD = "SimHei"


def apply_styles(document: WordDocument) -> None:
    """A4, margins, and the styles that the note uses; every font has its Chinese and its Latin name."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.9)
    section.footer_distance = Cm(1.1)
    styles = document.styles
    _language(document)
    _second_name(document)
    _font(styles["Normal"], BODY, 10.5)
    styles["Normal"].paragraph_format.space_after = Pt(3)
    styles["Normal"].paragraph_format.line_spacing = Pt(15.5)  # exact: Chinese fonts differ in height
    _headings(document)
    _font(styles["List Bullet"], BODY, 10.5)
    bullet = styles["List Bullet"].paragraph_format
    bullet.space_after, bullet.left_indent, bullet.first_line_indent = Pt(2), Cm(0.55), Cm(-0.55)
    bullet.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    bullet.tab_stops.add_tab_stop(Cm(0.55))
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
    chart = styles.add_style("Yiju Chart", WD_STYLE_TYPE.PARAGRAPH)
    chart.base_style = styles["Normal"]
    chart.paragraph_format.line_spacing = 1.0  # an exact height would cut it off
    chart.paragraph_format.space_before = Pt(4)
    chart.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    cell = styles.add_style("Yiju Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    _font(cell, BODY, 9.5)
    cell.paragraph_format.space_after = Pt(0)
    cell.paragraph_format.line_spacing = Pt(12.5)
    head = styles.add_style("Yiju Head", WD_STYLE_TYPE.PARAGRAPH)
    head.base_style = cell
    _font(head, _HEAD, 9.5, INK)


def _headings(document: WordDocument) -> None:
    styles = document.styles
    title = styles["Title"]
    _font(title, _HEAD, 20, INK, bold=True)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(8)
    title.paragraph_format.line_spacing = 1.0
    for border in list(title.element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    _font(styles["Heading 1"], _HEAD, 12, INK, bold=True)
    heading = styles["Heading 1"].paragraph_format
    heading.space_before, heading.space_after, heading.keep_with_next = Pt(8), Pt(3), True
    _font(styles["Caption"], _HEAD, 9.5, bold=False)
    caption = styles["Caption"].paragraph_format
    caption.space_before, caption.space_after = Pt(4), Pt(2)


def add_page_number(paragraph: Paragraph) -> None:
    """第 n 页，共 m 页, as fields that Word counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("第 ")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(" 页，共 ")
    add_field(paragraph, "NUMPAGES", "1")
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
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("w:top", 35), ("w:left", 85), ("w:bottom", 35), ("w:right", 85)):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


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
    font.name, font.size = LATIN, Pt(size)
    font.italic = False
    if bold is not None:
        font.bold = bold
    font.color.rgb = colour or RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()  # type: ignore[attr-defined]
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:hAnsi"), LATIN)


def _language(document: WordDocument) -> None:
    """Chinese as the language of Chinese text: it decides the shapes of punctuation and of shared characters."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")


def _second_name(document: WordDocument) -> None:
    """Say in the table of fonts under which other name a font may be found."""
    part = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    table = etree.fromstring(part.blob)
    w = f"{{{table.nsmap['w']}}}"
    font = etree.SubElement(table, f"{w}font", {f"{w}name": LATIN})
    for name, value in (("altName", _LATIN_IN_WORD), ("family", "roman"), ("pitch", "variable")):
        etree.SubElement(font, f"{w}{name}", {f"{w}val": value})
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def add_field(paragraph: Paragraph, code: str, shown: str, style: CharacterStyle | None = None) -> None:
    """A field that Word computes, with what it shows until then."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("text", shown), ("end", None)):
        run = paragraph.add_run(style=style)
        if kind == "text":
            run.text = text or ""
        elif kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
        else:
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            run._r.append(character)
