"""Passages as HTML: a search result, a note under it, a neighbour in its context. No Streamlit here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from records import Band, Hit, Passage, PassageType
from ui.marks import marked, passage_marks
from ui.strings import Language, translate
from ui.tables import table_html

__all__ = [
    "badge",
    "basket_button",
    "context_html",
    "copy_button",
    "hit_html",
    "legend_html",
    "link_button",
    "passage_body",
    "read_link",
]


def badge(type_: PassageType, language: Language) -> str:
    """The type of a passage as a word on a tint; the word says it without the colour."""
    return f'<span class="yj-badge yj-is-{type_}">{escape(translate(f"type.{type_}", language))}</span>'


def passage_body(
    passage: Passage,
    language: Language,
    highlights: Sequence[tuple[int, int]] = (),
    words: Sequence[str] = (),
    caption: str = "",
) -> str:
    """The text of a passage with its marks; tables as tables.

    :param words: matched words, for cells, which have no offsets.
    :param caption: the title of the table that a row stands in.
    """
    marks = passage_marks(passage, language, highlights)
    if passage.form in ("table", "row", "glossary"):
        return table_html(passage, marks, words, caption)
    if passage.form == "heading":
        return f'<p class="yj-heading" lang="zh">{escape(passage.text)}</p>'
    return f'<div class="yj-text" lang="zh">{marked(passage.text, marks)}</div>'


def hit_html(
    hit: Hit,
    notes: Sequence[Passage],
    language: Language,
    caption: str = "",
    *,
    target: bool = False,
    context: Sequence[Passage] = (),
) -> str:
    """One search result: badge and strength, citation, headings, text, reason, notes folded under it, buttons.

    All of it is one element of the page, because each costs the browser milliseconds.

    :param notes: the footnotes that the passage calls, or the passages that call it where it is a note itself.
    :param caption: the title of the table, where the passage is a row of one.
    :param target: whether a link points at this one; the page scrolls there.
    :param context: the passages around it, where somebody has opened them.
    """
    passage = hit.passage
    aim = f' data-yj-target="{escape(passage.id)}"' if target else ""
    rank = escape(translate("hit.rank", language, n=hit.rank))
    return (
        f'<article class="yj-card yj-result" aria-label="{rank}" data-yj-card="{escape(passage.id)}"{aim}>'
        f'<p class="yj-head"><span class="yj-rank" aria-hidden="true">{hit.rank}</span>{badge(passage.type, language)}'
        f"{_also(passage, language)}{_band(hit.band, language)}</p>"
        f"{citation_html(passage)}"
        f"{passage_body(passage, language, hit.highlights, hit.matched, caption)}"
        f'<p class="yj-why"><span>{escape(translate("hit.why", language))}</span> {escape(why(hit, language))}'
        f"{_folded(hit, language)}</p>"
        f"{_notes(notes, passage, language)}"
        f'<div class="yj-actions">{_actions(passage, language, is_open=bool(context))}</div>'
        f"{context_html(context, passage.id, language) if context else ''}"
        "</article>"
    )


def _actions(passage: Passage, language: Language, *, is_open: bool) -> str:
    """The buttons under a result; ``script/results.js`` tells the server when one of the last two is pressed."""
    words, icon = ("hit.context_close", "unfold_less") if is_open else ("hit.context", "unfold_more")
    expanded = f' aria-expanded="{str(is_open).lower()}"'
    return (
        copy_button(passage.citation.text, language)
        + basket_button(passage.id, language)
        + link_button(passage.id, language)
        + _asking("context", passage.id, icon, translate(words, language), expanded)
        + _asking("read", passage.id, "menu_book", translate("hit.read", language))
    )


def _asking(what: str, passage: str, icon: str, words: str, more: str = "") -> str:
    return (
        f'<button type="button" class="yj-button yj-plain" data-yj-{what}="{escape(passage)}"{more}>'
        f'<span class="yj-icon" aria-hidden="true" translate="no">{icon}</span><span>{escape(words)}</span></button>'
    )


def citation_html(passage: Passage) -> str:
    """The citation as a heading, and the headings above the passage."""
    path = f'<p class="yj-path" lang="zh">{escape(" › ".join(passage.section))}</p>' if passage.section else ""
    return f'<h3 class="yj-cite" lang="zh">{escape(passage.citation.text)}</h3>{path}'


def copy_button(text: str, language: Language) -> str:
    """A button that copies a citation; ``script/page.js`` does it in the browser."""
    words, done = escape(translate("hit.copy", language)), escape(translate("hit.copied", language))
    return (
        f'<button type="button" class="yj-button yj-plain" data-yj="copy" data-text="{escape(text)}">'
        f'<span class="yj-icon" aria-hidden="true" translate="no">content_copy</span>'
        f'<span data-yj-label data-done="{done}">{words}</span></button>'
    )


def read_link(document: str, passage: str, language: Language) -> str:
    """A link to a passage in the reader; ``script/page.js`` opens it beside the page, which stays as it is."""
    where = urlencode({"document": document, "passage": passage, **({"lang": "en"} if language == "en" else {})})
    words = escape(translate("hit.read", language))
    return f'<a class="yj-link" href="library?{escape(where)}">{words}</a>'


def basket_button(passage: str, language: Language) -> str:
    """A button that puts a passage into the basket and takes it out again; see :mod:`ui.basket`."""
    off, on = escape(translate("basket.add", language)), escape(translate("basket.added", language))
    return (
        f'<button type="button" class="yj-button yj-plain" data-yj-basket="{escape(passage)}" data-off="{off}" '
        f'data-on="{on}" aria-pressed="false"><span class="yj-icon" aria-hidden="true" translate="no">add</span>'
        f"<span data-yj-label>{off}</span></button>"
    )


def link_button(passage: str, language: Language) -> str:
    """A button that copies a link to the search as it stands, with one passage of it marked."""
    words, done = escape(translate("hit.link", language)), escape(translate("hit.copied", language))
    return (
        f'<button type="button" class="yj-button yj-plain" data-yj="link" data-passage="{escape(passage)}">'
        f'<span class="yj-icon" aria-hidden="true" translate="no">link</span>'
        f'<span data-yj-label data-done="{done}">{words}</span></button>'
    )


def page_button(passage: str, language: Language) -> str:
    """A button that shows the printed page of a passage; see :mod:`ui.picture`."""
    words = escape(translate("picture.button", language))
    return (
        f'<button type="button" class="yj-button yj-plain" data-yj-page="{escape(passage)}">'
        f'<span class="yj-icon" aria-hidden="true" translate="no">image</span><span>{words}</span></button>'
    )


def why(hit: Hit, language: Language) -> str:
    """Why a passage was found, and what it lacks. The index says it in Chinese; in English it is put together again."""
    if language == "zh" and hit.why:
        return hit.why
    reason = translate("why.similar", language)
    if hit.matched:
        reason = translate("why.contains", language, words=", ".join(hit.matched[:6]))
    missing = hit.why.partition(translate("why.missing", "zh", words=""))[2]
    return reason + (translate("why.missing", language, words=missing.replace("、", ", ")) if missing else "")


def context_html(passages: Sequence[Passage], current: str, language: Language) -> str:
    """Neighbouring passages in reading order, the current one marked.

    :param current: id of the passage that was asked for.
    """
    items = []
    for passage in passages:
        here = passage.id == current
        state = ' aria-current="true"' if here else ""
        items.append(
            f'<li class="yj-near"{state}>{_label(passage, here, language)}{passage_body(passage, language)}</li>'
        )
    title = escape(translate("hit.context_title", language))
    return f'<ol class="yj-around" aria-label="{title}">{"".join(items)}</ol>'


def _label(passage: Passage, here: bool, language: Language) -> str:
    if passage.form == "heading":
        return ""
    where = f"（{escape(translate('hit.here', language))}）" if here else ""
    return f'<p class="yj-label">{escape(passage.citation.address)}{where} {badge(passage.type, language)}</p>'


def legend_html(language: Language) -> str:
    """What the marks in the text mean."""
    marks = "".join(
        f'<mark class="yj-{kind}">{escape(translate(f"legend.{kind}", language))}</mark>'
        for kind in ("hit", "date", "entity")
    )
    return f'<p class="yj-legend"><span>{escape(translate("legend.title", language))}</span>{marks}</p>'


def _band(band: Band, language: Language) -> str:
    return f'<span class="yj-band yj-{band}">{escape(translate(f"band.{band}", language))}</span>'


def _also(passage: Passage, language: Language) -> str:
    types = dict.fromkeys(span.type for span in passage.also if span.type != passage.type)
    if not types:
        return ""
    names = "、".join(translate(f"type.{type_}", language) for type_ in types)
    return f'<span class="yj-also">{escape(translate("hit.also", language, types=names))}</span>'


def _folded(hit: Hit, language: Language) -> str:
    return f" · {escape(translate('hit.folded', language, n=len(hit.folded)))}" if hit.folded else ""


def _notes(notes: Sequence[Passage], passage: Passage, language: Language) -> str:
    """The notes side by side; one that is opened takes the whole line."""
    return f'<div class="yj-notes">{"".join(_note(n, passage, language) for n in notes)}</div>' if notes else ""


def _note(note: Passage, passage: Passage, language: Language) -> str:
    """A note under the passage that calls it, or under a note the passage that it belongs to."""
    lead = f"{translate('hit.called_by', language)} " if note.id in passage.cited_by else ""
    address = f'{escape(lead)}<span lang="zh">{escape(note.citation.address)}</span>'
    return f'<details class="yj-note"><summary>{address}</summary>{passage_body(note, language)}</details>'
