"""Results as files: a CSV that Excel opens without running anything in it, and Markdown that stays plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from records import Hit, Passage
from ui.strings import Language, translate

__all__ = ["markdown_escape", "to_csv", "to_markdown"]

# What a spreadsheet may take for a formula or a command: OWASP, "CSV Injection".
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:])")
_HEADS = {
    "zh": ("序号", "引文", "文献", "日期", "位置", "标题路径", "类型", "相关程度", "原文", "段落编号"),
    "en": ("No.", "Citation", "Document", "Date", "Address", "Headings", "Type", "Strength", "Text", "Passage id"),
}


def to_csv(hits: Sequence[Hit], language: Language) -> bytes:
    """UTF-8 with byte order mark, as Excel wants it; cells that look like formulas begin with an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEADS[language])
    for hit in hits:
        writer.writerow([inert(cell) for cell in _row(hit, language)])
    return out.getvalue().encode("utf-8-sig")


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if _FORMULA.search(cell) else cell


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
