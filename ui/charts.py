"""Charts of the overview, as Altair specifications. Each names what a click on it selects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from records import PASSAGE_TYPES, DateMention, Document, Passage
from ui.facets import Facets, NamedCount
from ui.strings import Language, translate

__all__ = ["SELECTION", "name_chart", "timeline", "timeline_counts", "type_chart"]

SELECTION = "chosen"
"""The name of the selection in every chart; its rows have the fields of the chart's data."""

# The colours of the badges, in their order. The legend and the labels say the same in words.
_COLOURS = ("#2f7d4c", "#b5482f", "#7d58a8", "#2f78b0", "#8f8a78", "#8b95a1", "#b98a2a", "#b9bdc2")
_BAR = "#1d4f63"
_LONGEST_DAYS = 366  # a mention of a longer interval (2021-2030) says little about a point in time


def type_chart(facets: Facets, documents: Sequence[Document], language: Language) -> alt.Chart:
    """Passages of each document by type, stacked."""
    titles = {d.id: d.title for d in documents}
    names = {t: translate(f"type.{t}", language) for t in PASSAGE_TYPES}
    data = pd.DataFrame(
        [
            {"document": id_, "title": titles[id_], "type": type_, "name": names[type_], "n": n, "order": _rank(type_)}
            for id_, type_, n in facets.by_document
        ]
    )
    chosen = alt.selection_point(name=SELECTION, fields=["document", "type"])
    scale = alt.Scale(domain=list(names.values()), range=list(_COLOURS))
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("n:Q", title=translate("overview.passages", language)),
            y=alt.Y("title:N", title=None, sort=list(titles.values()), axis=alt.Axis(labelLimit=320)),
            color=alt.Color("name:N", scale=scale, legend=alt.Legend(title=None, orient="bottom", columns=4)),
            order=alt.Order("order:Q"),
            opacity=alt.condition(chosen, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("title:N", title=translate("filter.documents", language)),
                alt.Tooltip("name:N", title=translate("filter.types", language)),
                alt.Tooltip("n:Q", title=translate("overview.passages", language)),
            ],
        )
        .add_params(chosen)
        .properties(height=alt.Step(44))
    )
    return chart


def _rank(type_: str) -> int:
    return PASSAGE_TYPES.index(type_)


def timeline_counts(passages: Iterable[Passage]) -> tuple[tuple[str, int], ...]:
    """Passages by quarter of the dates that they mention: (``2021-Q3``, passages), with empty quarters in between.

    A date of up to three months counts in the quarter where it begins, a whole year in its first; a passage once in
    each quarter.
    """
    counts: Counter[tuple[int, int]] = Counter()
    for passage in passages:
        counts.update({quarter for mention in passage.dates if (quarter := _quarter(mention))})
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    span = (last[0] - first[0]) * 4 + last[1] - first[1] + 1
    quarters = [(first[0] + (first[1] - 1 + i) // 4, (first[1] - 1 + i) % 4 + 1) for i in range(span)]
    return tuple((f"{year}-Q{quarter}", counts[year, quarter]) for year, quarter in quarters)


def _quarter(mention: DateMention) -> tuple[int, int] | None:
    start, end = mention.start, mention.end
    if start is None or end is None or (end - start).days > _LONGEST_DAYS:
        return None
    return start.year, (start.month + 2) // 3


def timeline(counts: Sequence[tuple[str, int]], language: Language) -> alt.Chart:
    """Bars over time; each is a quarter."""
    data = pd.DataFrame([{"quarter": q, "start": _start(q).isoformat(), "n": n} for q, n in counts])
    chosen = alt.selection_point(name=SELECTION, fields=["quarter"])
    years = [q for q, _ in counts if q.endswith("Q1")]
    chart: alt.Chart = (
        alt.Chart(data)
        .mark_bar(color=_BAR, cursor="pointer")
        .encode(
            x=alt.X(
                "quarter:O",
                title=None,
                axis=alt.Axis(values=years, labelExpr="slice(datum.value, 0, 4)", labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y("n:Q", title=translate("overview.passages", language)),
            opacity=alt.condition(chosen, alt.value(1.0), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("quarter:O", title=translate("overview.quarter", language)),
                alt.Tooltip("n:Q", title=translate("overview.passages", language)),
            ],
        )
        .add_params(chosen)
        .properties(height=220)
    )
    return chart


def _start(quarter: str) -> date:
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


def name_chart(names: Sequence[NamedCount], language: Language) -> alt.LayerChart:
    """Names with the number of passages that mention them."""
    rows: list[dict[str, Any]] = [{"key": n.name, "name": n.shown(language), "n": n.passages} for n in names]
    chosen = alt.selection_point(name=SELECTION, fields=["key"])
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("n:Q", title=None, axis=None),
        y=alt.Y("name:N", title=None, sort=[r["name"] for r in rows], axis=alt.Axis(labelLimit=220)),
        opacity=alt.condition(chosen, alt.value(1.0), alt.value(0.35)),
        tooltip=[
            alt.Tooltip("name:N", title=translate("overview.name", language)),
            alt.Tooltip("n:Q", title=translate("overview.passages", language)),
        ],
    )
    bars = base.mark_bar(color=_BAR, cursor="pointer").add_params(chosen)
    labels = base.mark_text(align="left", dx=4, color="#57606a").encode(text="n:Q")
    layered: alt.LayerChart = alt.layer(bars, labels).properties(height=alt.Step(26))  # type: ignore[assignment]
    return layered
