"""Charts of the overview, as Altair specifications. Each names what a click on it selects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from answer.brief_records import Series
from index.facets import NamedCount
from records import PASSAGE_TYPES, Document, PassageType
from ui.facets import shown
from ui.strings import Language, translate

__all__ = ["SELECTION", "largest", "name_chart", "series_chart", "timeline", "timeline_counts", "type_chart"]

SELECTION = "chosen"
"""The name of the selection in every chart; its rows have the fields of the chart's data."""

# The colours of the badges, in their order. The legend and the labels say the same in words.
_COLOURS = ("#2f7d4c", "#b5482f", "#7d58a8", "#2f78b0", "#8f8a78", "#8b95a1", "#b98a2a", "#b9bdc2")
_COLUMNS = 2  # series that are drawn as columns
_BARS = {"light": "#1d4f63", "dark": "#6fa9bf"}
_INKS = {"light": "#3f484f", "dark": "#c3cace"}
_AXIS_AND_LEGEND = 105  # pixels
_DOCUMENTS = 20  # bars of the chart of documents
_FADED = 0.35  # opacity of what is not selected
_LONGEST_DAYS = 92  # a quarter: longer intervals say too little about a point in time


def type_chart(
    by_document: Sequence[tuple[str, PassageType, int]], documents: Sequence[Document], language: Language
) -> alt.LayerChart:
    """Passages of the largest documents by type, stacked, with the title above the bar: that fits a telephone too."""
    titles = {d.id: d.title for d in largest(documents)}
    names = {t: translate(f"type.{t}", language) for t in PASSAGE_TYPES}
    data = pd.DataFrame(
        [
            {"document": id_, "title": titles[id_], "type": type_, "name": names[type_], "n": n, "order": _rank(type_)}
            for id_, type_, n in by_document
            if id_ in titles
        ]
    )
    chosen = alt.selection_point(name=SELECTION, fields=["document", "type"])
    scale = alt.Scale(domain=list(names.values()), range=list(_COLOURS))
    place = alt.Y("document:N", title=None, sort=list(titles), axis=None)
    bars = (
        alt.Chart(data)
        .mark_bar(cursor="pointer", height=20)
        .encode(
            x=alt.X("n:Q", title=translate("overview.passages", language)),
            y=place,
            color=alt.Color("name:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", columns=4)),
            order=alt.Order("order:Q"),
            opacity=alt.condition(chosen, alt.value(1.0), alt.value(_FADED)),
            tooltip=[
                alt.Tooltip("title:N", title=translate("filter.documents", language)),
                alt.Tooltip("name:N", title=translate("filter.types", language)),
                alt.Tooltip("n:Q", title=translate("overview.passages", language)),
            ],
        )
        .add_params(chosen)
    )
    heads = pd.DataFrame([{"document": id_, "title": title} for id_, title in titles.items()])
    labels = (
        alt.Chart(heads)
        .mark_text(align="left", baseline="bottom", dy=-14, fontSize=13, color=_ink())
        .encode(x=alt.value(0), y=place, text="title:N")
    )
    return _layered(bars, labels, height=58 * len(titles) + _AXIS_AND_LEGEND)


def largest(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents that the chart shows, in the order of the library."""
    chosen = {d.id for d in sorted(documents, key=lambda d: (-d.passages, d.id))[:_DOCUMENTS]}
    return tuple(d for d in documents if d.id in chosen)


def _layered(*layers: alt.Chart, height: int) -> alt.LayerChart:
    sized = alt.layer(*layers).properties(height=height, padding={"top": 12, "left": 0, "right": 0, "bottom": 0})
    chart: alt.LayerChart = sized.configure_axis(labelColor=_ink(), titleColor=_ink()).configure_legend(
        labelColor=_ink()
    )
    return chart


def _ink() -> str:
    """The colour of words in a chart, which styles of the page do not reach."""
    return _INKS[st.context.theme.type or "light"]


def _bar() -> str:
    return _BARS[st.context.theme.type or "light"]


def _rank(type_: str) -> int:
    return PASSAGE_TYPES.index(type_)


def timeline_counts(intervals: Iterable[tuple[int, str, str]]) -> tuple[tuple[str, int], ...]:
    """Passages by quarter of the dates that they mention: (``2021-Q3``, passages), with empty quarters in between.

    A passage counts once in each quarter. Dates count that are exact to the quarter or better; years and longer
    spans would all fall into the first quarter and are left out.

    :param intervals: (passage, first day, last day), ISO.
    """
    counts = Counter(quarter for _, quarter in {(p, _quarter(s, e)) for p, s, e in intervals} if quarter)
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    span = (last[0] - first[0]) * 4 + last[1] - first[1] + 1
    quarters = [(first[0] + (first[1] - 1 + i) // 4, (first[1] - 1 + i) % 4 + 1) for i in range(span)]
    return tuple((f"{year}-Q{quarter}", counts[year, quarter]) for year, quarter in quarters)


def _quarter(start: str, end: str) -> tuple[int, int] | None:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return (first.year, (first.month + 2) // 3) if (last - first).days <= _LONGEST_DAYS else None


def timeline(counts: Sequence[tuple[str, int]], language: Language) -> alt.LayerChart:
    """Bars over time; each is a quarter."""
    data = pd.DataFrame([{"quarter": q, "start": _start(q).isoformat(), "n": n} for q, n in counts])
    chosen = alt.selection_point(name=SELECTION, fields=["quarter"])
    years = [q for q, _ in counts if q.endswith("Q1")]
    bars = (
        alt.Chart(data)
        .mark_bar(color=_bar(), cursor="pointer")
        .encode(
            x=alt.X(
                "quarter:O",
                title=None,
                axis=alt.Axis(values=years, labelExpr="slice(datum.value, 0, 4)", labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y("n:Q", title=translate("overview.passages", language)),
            opacity=alt.condition(chosen, alt.value(1.0), alt.value(_FADED)),
            tooltip=[
                alt.Tooltip("quarter:O", title=translate("overview.quarter", language)),
                alt.Tooltip("n:Q", title=translate("overview.passages", language)),
            ],
        )
        .add_params(chosen)
    )
    return _layered(bars, height=220)


def _start(quarter: str) -> date:
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


def series_chart(series: Sequence[Series], title: str) -> alt.LayerChart:
    """Figures by year, as the Word file draws them: columns for one or two series, lines for more.

    :param title: what a screen reader says.
    """
    order = [head for head, _ in series[0].points]
    names = [one.name for one in series]
    rows = [{"name": s.name, "head": h, "value": v} for s in series for h, v in s.points if v is not None]
    several = len(series) > 1
    colour = alt.Color(
        "name:N",
        title=None,
        sort=names,
        legend=alt.Legend(orient="bottom", labelLimit=0, columns=2) if several else None,
    )
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("head:N", title=None, sort=order, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title=None),
        tooltip=[alt.Tooltip("name:N"), alt.Tooltip("head:N"), alt.Tooltip("value:Q")],
    )
    if len(series) > _COLUMNS:
        drawn = base.mark_line(point=True).encode(color=colour, strokeDash=alt.StrokeDash("name:N", legend=None))
    else:
        drawn = base.mark_bar().encode(color=colour, xOffset=alt.XOffset("name:N", sort=names))
    return _layered(drawn, height=230).properties(description=title)


def name_chart(names: Sequence[NamedCount], language: Language) -> alt.LayerChart:
    """Names with the number of passages that mention them."""
    rows: list[dict[str, Any]] = [{"key": n.name, "name": shown(n, language), "n": n.passages} for n in names]
    chosen = alt.selection_point(name=SELECTION, fields=["key"])
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("n:Q", title=None, axis=None),
        y=alt.Y("name:N", title=None, sort=[r["name"] for r in rows], axis=alt.Axis(labelLimit=220)),
        opacity=alt.condition(chosen, alt.value(1.0), alt.value(_FADED)),
        tooltip=[
            alt.Tooltip("name:N", title=translate("overview.name", language)),
            alt.Tooltip("n:Q", title=translate("overview.passages", language)),
        ],
    )
    bars = base.mark_bar(color=_bar(), cursor="pointer").add_params(chosen)
    labels = base.mark_text(align="left", dx=4, color=_ink()).encode(text="n:Q")
    return _layered(bars, labels, height=26 * len(names))
