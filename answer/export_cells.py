"""Tables for spreadsheets: UTF-8 CSV with byte order mark, and XLSX; no cell of a document is ever run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

__all__ = ["csv_bytes", "inert", "same_bytes_zip", "xlsx_bytes"]

# What a spreadsheet may take for a formula or a command: OWASP, "CSV Injection".
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MOST = 32767  # characters that a cell of a spreadsheet holds
_EPOCH = (1980, 1, 1, 0, 0, 0)


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs: one that looks like a formula begins with an apostrophe."""
    return f"'{cell}" if _FORMULA.search(cell) else cell


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as CSV with a byte order mark, as Excel wants it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow([inert(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> bytes:
    """Rows as a workbook of one sheet: text cells only, first row frozen, filterable. Same rows, same bytes.

    :param widths: of the columns, in characters.
    """
    from openpyxl import Workbook  # 0.3 s that a search must not wait for
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = title
    for number, row in enumerate([heads, *rows], start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            cell.value = _CONTROL.sub("", text)[:_MOST]
            cell.data_type = "s"  # a text, whatever it begins with
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", fgColor="DDE5EE")
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.properties.created = book.properties.modified = datetime(*_EPOCH)
    out = io.BytesIO()
    book.save(out)
    return same_bytes_zip(out.getvalue())


def same_bytes_zip(data: bytes) -> bytes:
    """An Office file with its parts in one order and without the time of day, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()
