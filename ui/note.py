"""A briefing note as HTML, the way it will stand on paper. No Streamlit here."""

from __future__ import annotations

from html import escape

from answer.brief_cite import bibliography, nested, reference_text
from answer.brief_records import Brief, BriefTable, CitationStyle, Quote, Section
from ui.strings import Language, translate

__all__ = ["head_html", "quote_html", "row_html", "section_html", "sources_html", "table_html"]


def head_html(brief: Brief, language: Language) -> str:
    """The title, the scope, and the snapshot that the note is made from."""
    documents, passages = brief.searched
    snapshot = translate(
        "briefing.snapshot_value",
        language,
        snapshot=brief.snapshot,
        built=brief.built.isoformat(),
        documents=documents,
        passages=passages,
    )
    scope, shot = (escape(translate(f"briefing.{name}", language)) for name in ("scope", "snapshot"))
    return (
        f'<h2 class="yj-note-title" lang="zh">{escape(brief.title)}</h2>'
        f'<p class="yj-note-meta"><b>{scope}</b>　<span lang="zh">{escape(brief.scope)}</span></p>'
        f'<p class="yj-note-meta"><b>{shot}</b>　{escape(snapshot)}</p>'
    )


def section_html(section: Section, language: Language) -> str:
    """A section without its charts."""
    quotes = "".join(f"<li>{quote_html(quote, language)}</li>" for quote in section.quotes)
    body = f'<ul class="yj-note-quotes">{quotes}</ul>' if quotes else ""
    body += "".join(table_html(table, language) for table in section.tables)
    if not body:
        body = f"<p>{escape(section.empty)}</p>"
    more = f'<p class="yj-note-meta">{escape(section.more_text)}</p>' if section.more_text else ""
    return f'<section lang="zh"><h3 class="yj-note-head">{escape(section.heading)}</h3>{body}{more}</section>'


def quote_html(quote: Quote, language: Language) -> str:
    """A quotation with the number of its source and the remark on it."""
    return f"“{escape(nested(quote.text))}”{_call(quote)}{_remark(quote, language)}"


def row_html(texts: list[str], quote: Quote | None, language: Language) -> str:
    """A row of a table as one line."""
    return f"{'　'.join(escape(text) for text in texts if text)}{_call(quote)}{_remark(quote, language)}"


def table_html(table: BriefTable, language: Language) -> str:
    caption = f"<caption>{escape(table.caption)}{_call(table.quote)}</caption>" if table.caption else ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.heads)
    rows = []
    for row in table.rows:
        cells = "".join(
            f"<td{_align(table, n)}>{escape(cell.text)}{_call(cell.quote)}{_remark(cell.quote, language)}</td>"
            for n, cell in enumerate(row)
        )
        rows.append(f"<tr>{cells}</tr>")
    name = escape(table.caption or " ".join(table.heads))
    return (
        f'<div class="yj-scroll" tabindex="0" role="region" aria-label="{name}"><table class="yj-note-table">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def sources_html(brief: Brief, style: CitationStyle, language: Language) -> str:
    """The numbered citations, and the documents."""
    notes = "".join(f'<li value="{r.number}">{escape(reference_text(r, style))}</li>' for r in brief.references)
    entries = "".join(f"<li>{escape(entry)}</li>" for entry in bibliography(brief, style))
    references, sources = (escape(translate(f"briefing.{name}", language)) for name in ("references", "sources"))
    return (
        f'<section lang="zh"><h3 class="yj-note-head">{sources}</h3><ul class="yj-note-small">{entries}</ul>'
        f'<h3 class="yj-note-head">{references}</h3><ol class="yj-note-small">{notes}</ol></section>'
    )


def _align(table: BriefTable, column: int) -> str:
    return ' class="yj-number"' if table.numbers and column > 0 else ""


def _call(quote: Quote | None) -> str:
    return f'<sup class="yj-call">{quote.number}</sup>' if quote else ""


def _remark(quote: Quote | None, language: Language) -> str:
    if quote is None or not quote.comment:
        return ""
    words = translate("briefing.remark_mark", language, text=quote.comment)
    return f' <strong class="yj-remark">{escape(words)}</strong>'
