"""Results as files: spreadsheets that run nothing, Markdown that stays plain text, and entries for a bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answer.export_cells import csv_bytes, xlsx_bytes
from records import Document, Hit, Passage
from ui.strings import Language, translate

__all__ = ["markdown_escape", "to_bibtex", "to_csv", "to_markdown", "to_xlsx"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:])")
_HEADS = {
    "zh": ("序号", "引文", "文献", "日期", "位置", "标题路径", "类型", "相关程度", "原文", "段落编号"),
    "en": ("No.", "Citation", "Document", "Date", "Address", "Headings", "Type", "Strength", "Text", "Passage id"),
}
_WIDTHS = (6, 34, 28, 12, 14, 30, 10, 10, 80, 24)
# Characters that TeX would read as commands; the backslash first, and in one pass.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, escaped or not
    "}": r"\textbraceright{}",
    "%": r"\%",
    "&": r"\&",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_SPECIAL = re.compile("[" + re.escape("".join(_TEX)) + "]")


def to_csv(hits: Sequence[Hit], language: Language) -> bytes:
    """UTF-8 with byte order mark, as Excel wants it; cells that look like formulas begin with an apostrophe."""
    return csv_bytes(_HEADS[language], (tuple(_row(hit, language)) for hit in hits))


def to_xlsx(hits: Sequence[Hit], language: Language) -> bytes:
    """A workbook of text cells only: nothing in it is a formula, whatever it begins with."""
    rows = (tuple(_row(hit, language)) for hit in hits)
    return xlsx_bytes(translate("nav.search", language), _HEADS[language], rows, _WIDTHS)


def _row(hit: Hit, language: Language) -> Iterable[str]:
    passage, citation = hit.passage, hit.passage.citation
    yield str(hit.rank)
    yield citation.text
    yield citation.title
    yield citation.date.isoformat() if citation.date else ""
    yield citation.address
    yield " › ".join(passage.section)
    yield translate(f"type.{passage.type}", language)
    yield translate(f"band.{hit.band}", language)
    yield passage.text
    yield passage.id


def to_markdown(title: str, hits: Sequence[Hit], language: Language) -> bytes:
    """Quotes with their citations. Document text is escaped: no link, image or tag in it comes alive."""
    lines = [f"# {markdown_escape(title)}", ""]
    for hit in hits:
        type_ = translate(f"type.{hit.passage.type}", language)
        lines += [f"{hit.rank}\\. **{markdown_escape(hit.passage.citation.text)}**（{type_}）", ""]
        lines += [f"> {line}" for line in _quoted(hit.passage)]
        lines.append("")
    return "\n".join(lines).encode()


def _quoted(passage: Passage) -> list[str]:
    """The lines of a passage, each a line of the quote; indented ones would be taken for code."""
    lines = (line.strip() for line in passage.text.splitlines())
    return [f"{markdown_escape(line)}  " if line else "" for line in lines]


def markdown_escape(text: str) -> str:
    """Text that every Markdown reader shows as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def to_bibtex(hits: Sequence[Hit], documents: Sequence[Document]) -> bytes:
    """An entry for each passage, in UTF-8 as BibLaTeX and reference managers read it; the quote is its annotation."""
    by_id = {document.id: document for document in documents}
    return "\n".join(_entry(hit.passage, by_id.get(hit.passage.document)) for hit in hits).encode()


def _entry(passage: Passage, document: Document | None) -> str:
    citation = passage.citation
    fields = {
        "title": citation.title,
        "institution": (document.issuer if document else None) or "",
        "date": citation.date.isoformat() if citation.date else "",
        "year": str(citation.date.year) if citation.date else "",
        "pages": str(citation.page or passage.page or ""),
        "note": citation.address,
        "annotation": passage.text,
        "keywords": passage.type,
    }
    lines = "".join(f"  {name} = {{{_tex(value)}}},\n" for name, value in fields.items() if value)
    return f"@report{{{_key(passage.id)},\n{lines}}}\n"


def _key(passage: str) -> str:
    """A key of letters and digits: others mean something to BibTeX or to TeX."""
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff.:-]", "-", passage)


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], " ".join(text.split()))
