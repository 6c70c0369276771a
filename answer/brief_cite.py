"""The sources of a briefing in the style that the office uses."""

from __future__ import annotations

from collections.abc import Sequence

from answer.brief_records import Brief, CitationStyle, Reference
from records import Document

__all__ = ["bibliography", "bibtex_key", "nested", "reference_text"]


def reference_text(reference: Reference, style: CitationStyle) -> str:
    """One numbered source; where the place was cited before, it says under which number.

    ``address`` is the citation that all of Yiju prints; ``gbt7714`` follows GB/T 7714-2015 for reports (R/OL is left
    out: the program knows no address on the web); ``bibtex`` gives the key of the entry in the bibliography.
    """
    citation = reference.citation
    if reference.again is not None:
        text = f"同注{reference.again}"
    elif style == "gbt7714":
        text = f"{_gbt(reference.document)}: {citation.address}."
    elif style == "bibtex":
        text = f"[@{bibtex_key(reference.document)}, {citation.address}]"
    else:
        text = citation.text
    notes = "；".join(_one_line(note) for note in reference.notes)
    stop = "" if style == "gbt7714" and reference.again is None else "。"
    return f"{text}{stop}{' ' if notes and not stop else ''}{f'原注：{notes}' if notes else ''}"


def bibliography(brief: Brief, style: CitationStyle) -> list[str]:
    """The documents that a briefing cites, one line each (for BibTeX an entry of several lines)."""
    if style == "bibtex":
        return [_bibtex(document) for document in brief.documents]
    if style == "gbt7714":
        return [f"[{n}] {_gbt(document)}." for n, document in enumerate(brief.documents, start=1)]
    return [f"《{d.title}》{_issued(d)}，{d.issuer or '发布者未载明'}" for d in brief.documents]


def nested(text: str) -> str:
    """Words that are set between quotation marks: their own marks become single ones (GB/T 15834-2011, 4.8.3.3)."""
    return text.replace("“", "‘").replace("”", "’")


def bibtex_key(document: Document) -> str:
    """A key of letters, digits, dashes and dots, unique in a knowledge base because the id is."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-.") else "-" for c in document.id)


def _gbt(document: Document) -> str:
    issuer = f"{document.issuer}. " if document.issuer else ""
    issued = document.date.isoformat() if document.date else "日期不详"
    return f"{issuer}{document.title}[R]. {issued}"


def _bibtex(document: Document) -> str:
    fields: Sequence[tuple[str, str]] = (
        ("title", document.title),
        ("institution", document.issuer or ""),
        ("year", str(document.date.year) if document.date else ""),
        ("date", document.date.isoformat() if document.date else ""),
        ("language", "chinese" if document.language == "zh" else document.language or ""),
    )
    body = ",\n".join(f"  {name} = {{{_escaped(value)}}}" for name, value in fields if value)
    return f"@techreport{{{bibtex_key(document)},\n{body}\n}}"


def _escaped(value: str) -> str:
    return "".join(f"\\{c}" if c in "{}%&$#_" else c for c in value)


def _issued(document: Document) -> str:
    return f"（{document.date.year}年{document.date.month}月{document.date.day}日）" if document.date else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
