"""Charts in Word that Word draws itself: sharp in print, editable, and no picture or font to ship.

The parts follow ECMA-376, part 1, 21.2 (DrawingML charts). The numbers stand in the chart and, for editing, in a
workbook inside the document.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml import etree

from answer.brief_records import Series
from answer.docx_styles import BODY, LATIN
from answer.export_cells import same_bytes_zip

__all__ = ["add_chart"]

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_COLUMNS = 2  # series that still read well as columns beside each other; more become lines
# dark to light and back, so that a black and white print tells them apart; lines differ by dash and mark too
_COLOURS = ("1F3A5F", "B5832F", "2F7D6B", "8A4B4B", "6B6F8F")
_DASHES = ("solid", "dash", "sysDot", "lgDash", "dashDot")
_MARKS = ("circle", "square", "triangle", "diamond", "x")


def add_chart(document: WordDocument, paragraph: Paragraph, series: Sequence[Series], title: str, number: int) -> None:
    """Set a chart into a paragraph.

    :param series: lines over the same heads.
    :param title: what a screen reader says; the caption stands in the text.
    :param number: counts the charts of a document from 1.
    """
    package = document.part.package
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), CONTENT_TYPE.SML_SHEET, _workbook(series), package)
    data = chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    chart._blob = etree.tostring(_chart(series, data), xml_declaration=True, encoding="UTF-8", standalone=True)
    shown = document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(_inline(shown, title, number))


def _inline(relation: str, title: str, number: int) -> etree._Element:
    drawing = parse_xml(
        f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="{_WP}" '
        f'xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_R}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{Cm(15.6)}" cy="{Cm(4.2)}"/><wp:docPr id="{100 + number}" name="Chart {number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    next(drawing.iter(f"{{{_WP}}}docPr")).set("descr", title)
    return drawing


def _chart(series: Sequence[Series], data: str) -> etree._Element:
    """The chart part: columns for one or two series, lines for more."""
    root = etree.Element(f"{{{_C}}}chartSpace", nsmap={"c": _C, "a": _A, "r": _R})
    _add(root, "roundedCorners", "0")
    chart = _add(root, "chart")
    _add(chart, "autoTitleDeleted", "1")
    plot = _add(chart, "plotArea")
    _add(plot, "layout")
    lines = len(series) > _COLUMNS
    body = _add(plot, "lineChart" if lines else "barChart")
    if not lines:
        _add(body, "barDir", "col")
    _add(body, "grouping", "standard" if lines else "clustered")
    _add(body, "varyColors", "0")
    for place, one in enumerate(series):
        _series(body, one, place, lines=lines)
    if lines:
        _add(body, "marker", "1")
    else:
        _add(body, "gapWidth", "80")
    for axis in ("1", "2"):
        _add(body, "axId", axis)
    lowest = min((value for one in series for _, value in one.points if value is not None), default=0.0)
    _axes(plot, from_zero=not lines and lowest >= 0)  # columns that do not begin at zero mislead
    if len(series) > 1:
        legend = _add(chart, "legend")
        _add(legend, "legendPos", "b")
        _add(legend, "overlay", "0")
    _add(chart, "plotVisOnly", "1")
    _add(chart, "dispBlanksAs", "gap")
    frame = etree.SubElement(_add(root, "spPr"), f"{{{_A}}}ln")
    etree.SubElement(frame, f"{{{_A}}}noFill")
    _letters(root)
    external = _add(root, "externalData")
    external.set(f"{{{_R}}}id", data)
    _add(external, "autoUpdate", "0")
    return root


def _series(body: etree._Element, series: Series, place: int, *, lines: bool) -> None:
    own, colour = _add(body, "ser"), _COLOURS[place % len(_COLOURS)]
    _add(own, "idx", str(place))
    _add(own, "order", str(place))
    column = chr(ord("B") + place)
    _reference(_add(own, "tx"), "str", f"Sheet1!${column}$1", [series.name])
    look = _add(own, "spPr")
    if lines:
        line = etree.SubElement(look, f"{{{_A}}}ln", w="22225")
        _fill(line, colour)
        etree.SubElement(line, f"{{{_A}}}prstDash", val=_DASHES[place % len(_DASHES)])
        mark = _add(own, "marker")
        _add(mark, "symbol", _MARKS[place % len(_MARKS)])
        _add(mark, "size", "5")
        _fill(_add(mark, "spPr"), colour)
    else:
        _fill(look, colour)
        _add(own, "invertIfNegative", "0")
        _labels(own)
    last = len(series.points) + 1
    _reference(_add(own, "cat"), "str", f"Sheet1!$A$2:$A${last}", [head for head, _ in series.points])
    values = [None if value is None else f"{value:g}" for _, value in series.points]
    _reference(_add(own, "val"), "num", f"Sheet1!${column}$2:${column}${last}", values)
    if lines:
        _add(own, "smooth", "0")


def _labels(series: etree._Element) -> None:
    """The value over each column: a reader need not go back to the table."""
    labels = _add(series, "dLbls")
    for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize"):
        _add(labels, name, "1" if name == "showVal" else "0")


def _reference(parent: etree._Element, kind: str, formula: str, values: Sequence[str | None]) -> None:
    reference = _add(parent, f"{kind}Ref")
    _add(reference, "f").text = formula
    cache = _add(reference, f"{kind}Cache")
    if kind == "num":
        _add(cache, "formatCode").text = "General"
    _add(cache, "ptCount", str(len(values)))
    for place, value in enumerate(values):
        if value is not None:
            point = _add(cache, "pt")
            point.set("idx", str(place))
            _add(point, "v").text = value


def _axes(plot: etree._Element, *, from_zero: bool) -> None:
    for kind, own, other, side in (("catAx", "1", "2", "b"), ("valAx", "2", "1", "l")):
        axis = _add(plot, kind)
        _add(axis, "axId", own)
        scale = _add(axis, "scaling")
        _add(scale, "orientation", "minMax")
        if kind == "valAx" and from_zero:
            _add(scale, "min", "0")
        _add(axis, "delete", "0")
        _add(axis, "axPos", side)
        if kind == "valAx":
            grid = etree.SubElement(_add(_add(axis, "majorGridlines"), "spPr"), f"{{{_A}}}ln", w="6350")
            _fill(grid, "D9DEE4")
        number = _add(axis, "numFmt")
        number.set("formatCode", "General")
        number.set("sourceLinked", "0")
        _add(axis, "majorTickMark", "none")
        _add(axis, "minorTickMark", "none")
        _add(axis, "tickLblPos", "low" if kind == "catAx" else "nextTo")  # below the columns that go down
        _fill(etree.SubElement(_add(axis, "spPr"), f"{{{_A}}}ln", w="6350"), "8B95A1")
        _add(axis, "crossAx", other)
        _add(axis, "crosses", "autoZero")


def _letters(root: etree._Element) -> None:
    text = _add(root, "txPr")
    etree.SubElement(text, f"{{{_A}}}bodyPr")
    properties = etree.SubElement(etree.SubElement(text, f"{{{_A}}}p"), f"{{{_A}}}pPr")
    default = etree.SubElement(properties, f"{{{_A}}}defRPr", sz="900")
    etree.SubElement(default, f"{{{_A}}}latin", typeface=LATIN)
    etree.SubElement(default, f"{{{_A}}}ea", typeface=BODY)


def _fill(parent: etree._Element, colour: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=colour)


def _add(parent: etree._Element, name: str, value: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_C}}}{name}")
    if value is not None:
        element.set("val", value)
    return element


def _workbook(series: Sequence[Series]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    heads = [head for head, _ in series[0].points]
    rows: list[list[str | float | None]] = [["", *(one.name for one in series)]]
    rows += [[head, *(one.points[n][1] for one in series)] for n, head in enumerate(heads)]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, whatever it begins with
    out = io.BytesIO()
    book.save(out)
    return same_bytes_zip(out.getvalue())
