"""The register of commitments as HTML: who, what, by when, what came of it. No Streamlit here."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from html import escape

from answer.commitment_records import COMMITMENT_STATUSES, Commitment, Due, Evidence
from answer.timeline_svg import SIGNS, timeline_svg
from ui.cards import basket_button, copy_button, read_link
from ui.strings import Language, translate

__all__ = ["SORTS", "commitment_html", "sorted_items", "table_html", "timeline_html"]

#: The orders in which the register can be shown.
SORTS = ("reading", "due", "status", "country", "silent")
_REPORTS = 2  # later passages that are shown before one has to ask
_LAST = date.max


def sorted_items(items: Sequence[Commitment], sort: str) -> tuple[Commitment, ...]:
    """The commitments in another order; what has no date or country comes last, else the order of reading holds."""
    if sort == "due":
        return tuple(sorted(items, key=lambda i: i.due.end or _LAST if i.due else _LAST))
    if sort == "status":
        return tuple(sorted(items, key=lambda i: COMMITMENT_STATUSES.index(i.status)))
    if sort == "country":
        return tuple(sorted(items, key=lambda i: (not i.countries, i.countries)))
    if sort == "silent":
        return tuple(sorted(items, key=lambda i: i.silent_since or _LAST))
    return tuple(items)


def table_html(items: Sequence[Commitment], language: Language) -> str:
    """A table with a row for each commitment; on a narrow screen a block for each."""
    names = ("what", "who", "by_when", "outcome")
    heads = [escape(translate(f"commitments.{name}", language)) for name in names]
    head = "".join(f'<th scope="col" class="yj-c-{name}">{word}</th>' for name, word in zip(names, heads, strict=True))
    rows = "".join(_row(item, heads, language) for item in items)
    return f'<table class="yj-register"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(item: Commitment, heads: Sequence[str], language: Language) -> str:
    cells = (_what(item, language), _who(item, language), _when(item, language), _outcome(item, language))
    return "<tr>" + "".join(f'<td data-label="{h}">{cell}</td>' for h, cell in zip(heads, cells, strict=True)) + "</tr>"


def commitment_html(item: Commitment, language: Language) -> str:
    """One commitment above its review: words, source, due date, what came of it."""
    who, when = (escape(translate(f"commitments.{name}", language)) for name in ("who", "by_when"))
    return (
        f'<div class="yj-judged">{_what(item, language)}<p><b>{who}</b> {_who(item, language)}</p>'
        f"<p><b>{when}</b> {_when(item, language)}</p>{_outcome(item, language)}</div>"
    )


def _what(item: Commitment, language: Language) -> str:
    kind = escape(translate(f"kindof.{item.kind}", language))
    sector = f' · <span lang="zh">{escape(item.sector)}</span>' if item.sector else ""
    return (
        f'<p class="yj-promise" lang="zh">{escape(item.text)}</p>'
        f'<p class="yj-source"><span lang="zh">{escape(item.citation.text)}</span> · {kind}{sector}</p>'
        f'<p class="yj-doing">{copy_button(item.citation.text, language)}{basket_button(item.passage, language)}'
        f"{read_link(item.document, item.passage, language)}</p>"
    )


def _who(item: Commitment, language: Language) -> str:
    actors = "、".join(item.actors)
    who = f'<span lang="zh">{escape(actors)}</span>' if actors else _soft(translate("commitments.nobody", language))
    countries = "、".join(c for c in item.countries if c not in item.actors)
    return f'{who}<br><span class="yj-soft" lang="zh">{escape(countries)}</span>' if countries else who


def _when(item: Commitment, language: Language) -> str:
    if item.due is None:
        return _soft(translate("commitments.undated", language))
    parts = [f'<span class="yj-due" lang="zh">{escape(item.due.text)}</span>']
    if item.overdue:
        parts.append(f'<span class="yj-overdue">{escape(translate("commitments.overdue", language))}</span>')
    parts.append(_soft(_interval(item.due, language)))
    if item.due.basis != "printed":
        parts.append(_soft(translate(f"commitments.{item.due.basis}", language)))
    for other in item.other_dues:
        due = other.due.text if other.due else ""
        words = translate("commitments.other_due", language, due=due, where=other.citation.address)
        parts.append(f'<span class="yj-other">{SIGNS["rescheduled"]} {escape(words)}</span>')
    return "<br>".join(parts)


def _interval(due: Due, language: Language) -> str:
    start, end = (day.isoformat() if day else "…" for day in (due.start, due.end))
    return start if start == end else translate("commitments.interval", language, start=start, end=end)


def _outcome(item: Commitment, language: Language) -> str:
    status = escape(translate(f"status.{item.status}", language))
    sign = f'<span aria-hidden="true">{SIGNS[item.status]}</span>'
    head = f'<span class="yj-status yj-status-{item.status}">{sign} {status}</span>'
    shown = "".join(_report(one, language) for one in item.evidence[:_REPORTS])
    left = item.evidence[_REPORTS:]
    if left:
        words = escape(translate("commitments.reports", language, n=len(item.evidence)))
        rest = "".join(_report(one, language) for one in left)
        shown += f'<li><details class="yj-note"><summary>{words}</summary><ul>{rest}</ul></details></li>'
    silent = translate("commitments.silent", language, day=item.silent_since.isoformat()) if item.silent_since else ""
    reports = f'<ul class="yj-reports">{shown}</ul>' if shown else ""
    return f"{head}{reports or '<br>'}{_soft(silent)}"


def _report(one: Evidence, language: Language) -> str:
    relation = escape(translate(f"relation.{one.relation}", language))
    return (
        f'<li><b>{relation}</b> <span lang="zh">“{escape(one.text)}”</span> '
        f'<span class="yj-soft" lang="zh">{escape(one.citation.text)}</span></li>'
    )


def _soft(text: str) -> str:
    return f'<span class="yj-soft">{escape(text)}</span>' if text else ""


def timeline_html(items: Sequence[Commitment], day: date | None, language: Language) -> str:
    """The picture of the register; on a narrow screen it scrolls sideways. What it shows is in the table as text."""
    words = {status: translate(f"status.{status}", language) for status in COMMITMENT_STATUSES}
    dated = [item for item in items if item.due and item.due.end]
    data = base64.b64encode(timeline_svg(dated, day, words)).decode("ascii")
    name = escape(translate("commitments.picture", language, n=len(dated)))
    return (
        f'<div class="yj-scroll" tabindex="0" role="region" aria-label="{name}">'
        f'<img class="yj-timeline" alt="{name}" src="data:image/svg+xml;base64,{data}"></div>'
    )
