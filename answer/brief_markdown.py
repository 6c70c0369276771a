"""A briefing note as Markdown with footnotes. Text of documents is escaped: nothing in it comes alive."""

from __future__ import annotations

import re

from answer.brief_cite import bibliography, nested, reference_text
from answer.brief_records import Brief, BriefTable, CitationStyle, Quote, Section

__all__ = ["brief_markdown"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")


def brief_markdown(brief: Brief, style: CitationStyle = "address") -> str:
    """The note with ``[^n]`` footnotes numbered in reading order."""
    lines = [
        f"# {_escaped(brief.title)}",
        "",
        f"**范围**　{_escaped(brief.scope)}",
        "",
        f"**快照**　{brief.snapshot}（{_day(brief)}）；检索{brief.searched[0]}份文献、{brief.searched[1]}个段落",
        "",
    ]
    for section in brief.sections:
        lines += _section(section)
    lines += ["## 资料来源", ""]
    entries = bibliography(brief, style)
    if style == "bibtex":
        lines += ["```bibtex", "\n\n".join(entries), "```", ""]
    else:
        lines += [*(f"- {_escaped(entry)}" for entry in entries), ""]
    for reference in brief.references:
        text = reference_text(reference, style)
        lines.append(f"[^{reference.number}]: {text if style == 'bibtex' else _escaped(text)}")
    return "\n".join(lines) + "\n"


def _section(section: Section) -> list[str]:
    lines = [f"## {section.heading}", ""]
    lines += [f"- {_quoted(quote)}" for quote in section.quotes]
    if section.quotes:
        lines.append("")
    for table in section.tables:
        lines += [*_table(table), ""]
    if not section.quotes and not section.tables:
        lines += [section.empty, ""]
    if section.more_text:
        lines += [section.more_text, ""]
    return lines


def _quoted(quote: Quote) -> str:
    return f"“{_escaped(_flat(nested(quote.text)))}”[^{quote.number}]{_remark(quote)}"


def _remark(quote: Quote | None) -> str:
    """What the office says about a quotation, told apart from it."""
    return f" **按：{_escaped(_flat(quote.comment))}**" if quote and quote.comment else ""


def _table(table: BriefTable) -> list[str]:
    lines = [f"**{_escaped(table.caption)}**{_call(table.quote)}", ""] if table.caption else []
    lines.append("| " + " | ".join(_escaped(head) for head in table.heads) + " |")
    lines.append("|" + "|".join("---" if n == 0 or not table.numbers else "--:" for n in range(len(table.heads))) + "|")
    for row in table.rows:
        cells = [_escaped(_flat(c.text)) + _call(c.quote) + _remark(c.quote) for c in row]
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _call(quote: Quote | None) -> str:
    return f"[^{quote.number}]" if quote else ""


def _flat(text: str) -> str:
    return " ".join(text.split("\n"))


def _day(brief: Brief) -> str:
    return f"{brief.built.year}年{brief.built.month}月{brief.built.day}日"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
