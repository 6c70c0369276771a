"""The figures of a chart as a table under it: for screen readers, for paper, and to copy from."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from index.facets import NamedCount
from records import PASSAGE_TYPES, Document, PassageType
from ui.charts import largest
from ui.facets import shown
from ui.strings import Language, translate

__all__ = ["names_html", "quarter_words", "timeline_html", "types_html"]


def types_html(
    by_document: Sequence[tuple[str, PassageType, int]], documents: Sequence[Document], language: Language
) -> str:
    """Passages of the documents of the chart by type."""
    n = {(id_, type_): count for id_, type_, count in by_document}
    types = [t for t in PASSAGE_TYPES if any(type_ == t for _, type_, _ in by_document)]
    heads = [translate("filter.documents", language), *(translate(f"type.{t}", language) for t in types)]
    rows = [[d.title, *(str(n.get((d.id, t), 0)) for t in types)] for d in largest(documents)]
    return _table(translate("overview.types", language), heads, rows, language)


def timeline_html(counts: Sequence[tuple[str, int]], language: Language) -> str:
    """Passages by quarter; quarters that nothing mentions are left out."""
    heads = [translate("overview.quarter", language), translate("overview.passages", language)]
    rows = [[quarter_words(quarter, language), str(n)] for quarter, n in counts if n]
    return _table(translate("overview.timeline", language), heads, rows, language)


def names_html(title: str, names: Sequence[NamedCount], language: Language) -> str:
    """Names with the number of passages that mention them."""
    heads = [translate("overview.name", language), translate("overview.passages", language)]
    return _table(title, heads, [[shown(n, language), str(n.passages)] for n in names], language)


def quarter_words(quarter: str, language: Language) -> str:
    """``2021-Q3`` as people write it."""
    return translate("overview.quarter_value", language, year=quarter[:4], n=quarter[-1])


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], language: Language) -> str:
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    body = "".join(
        f'<tr><th scope="row" lang="zh">{escape(first)}</th>{"".join(f"<td>{escape(v)}</td>" for v in rest)}</tr>'
        for first, *rest in rows
    )
    words, name = escape(translate("overview.figures", language)), escape(title)
    return (
        f'<details class="yj-note yj-figures"><summary>{words}<span class="yj-sr">：{name}</span></summary>'
        f'<div class="yj-scroll" tabindex="0" role="region" aria-label="{name}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )
