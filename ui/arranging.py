"""What a person changes in a note: order, what is left out, remarks, the title. Kept in the session, for one note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from answer.brief_edit import Edits, entry_key, table_key
from answer.brief_records import Brief, Quote, Section
from ui.export import markdown_escape
from ui.note import quote_html, row_html
from ui.strings import Language, translate

__all__ = ["Entry", "current", "entries_of", "reset", "show", "show_title", "show_undo"]

_KEY = "briefing_edits"
_SHORT = 16  # characters of an entry in the name of its buttons


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a note that can be moved, dropped or remarked: a quotation, a row, or a table as a whole."""

    key: str
    html: str
    name: str
    comment: str = ""
    movable: bool = True


@dataclass(frozen=True, slots=True)
class _Kept:
    """The changes to the note about one subject."""

    subject: tuple[str, ...]
    edits: Edits = field(default_factory=Edits)


def current(subject: Sequence[str]) -> Edits:
    """The changes to the note about a subject; those to another note are forgotten."""
    kept = st.session_state.get(_KEY)
    if kept is None or kept.subject != tuple(subject):
        st.session_state[_KEY] = kept = _Kept(tuple(subject))
    edits: Edits = kept.edits
    return edits


def reset() -> None:
    """Forget all changes."""
    st.session_state.pop(_KEY, None)


def entries_of(section: Section, language: Language) -> list[Entry]:
    """The entries of a section in their order."""
    made = [Entry(entry_key(section, q), quote_html(q, language), _name(q.text), q.comment) for q in section.quotes]
    for table in section.tables:
        cited = [(row, quote) for row in table.rows if (quote := _first([cell.quote for cell in row]))]
        if len(cited) == len(table.rows):
            for row, quote in cited:
                html = row_html([cell.text for cell in row], quote, language)
                made.append(Entry(entry_key(section, quote), html, _name(row[0].text), quote.comment))
        else:
            html = row_html([table.caption], table.quote, language)
            made.append(Entry(table_key(section, table), html, _name(table.caption), movable=False))
    return made


def show(brief: Brief, language: Language) -> None:
    """The entries of a note, each with what can be done to it."""
    for section in brief.sections:
        entries = entries_of(section, language)
        st.html(f'<h3 class="yj-note-head" lang="zh">{section.heading}</h3>')
        for place, entry in enumerate(entries):
            with st.container(key=f"arrange_{section.kind}_{place}", gap="xsmall"):
                st.html(f'<div class="yj-arranged" lang="zh">{entry.html}</div>')
                _controls(entries, place, language)


def show_title(brief: Brief, language: Language) -> None:
    """The title of the note, to be written anew."""
    st.text_input(
        translate("briefing.title", language), brief.title, key="briefing_title", on_change=_retitle, max_chars=80
    )


def show_undo(language: Language) -> None:
    """How much was changed, and the way back."""
    edits: Edits = st.session_state[_KEY].edits
    if edits == Edits():
        return
    st.caption(translate("briefing.changed", language, dropped=len(edits.dropped), remarks=len(edits.comments)))
    st.button(translate("briefing.undo", language), key="briefing_undo", icon=":material/undo:", on_click=reset)


def _retitle() -> None:
    edits = st.session_state[_KEY].edits
    _change(replace(edits, title=str(st.session_state.get("briefing_title") or "").strip()))


def _controls(entries: Sequence[Entry], place: int, language: Language) -> None:
    entry, keys = entries[place], [e.key for e in entries if e.movable]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"arrange_do_{entry.key}"):
        if entry.movable:
            at = keys.index(entry.key)
            _button("up", "arrow_upward", entry, language, at == 0, _move, (keys, at, -1))
            _button("down", "arrow_downward", entry, language, at == len(keys) - 1, _move, (keys, at, 1))
        _button("drop", "close", entry, language, False, _drop, (entry.key,))
        if entry.movable:
            key = f"briefing_remark_{entry.key}"
            st.text_input(
                translate("briefing.remark", language),
                entry.comment,
                key=key,
                placeholder=translate("briefing.remark", language),
                label_visibility="collapsed",
                on_change=_remark,
                args=(entry.key, key),
            )


def _button(
    what: str, icon: str, entry: Entry, language: Language, disabled: bool, do: object, args: tuple[object, ...]
) -> None:
    st.button(
        "",
        key=f"briefing_{what}_{entry.key}",
        icon=f":material/{icon}:",
        help=translate(f"briefing.{what}", language, what=markdown_escape(entry.name)),
        disabled=disabled,
        on_click=do,  # type: ignore[arg-type]
        args=args,
    )


def _change(edits: Edits) -> None:
    st.session_state[_KEY] = replace(st.session_state[_KEY], edits=edits)


def _move(keys: Sequence[str], place: int, by: int) -> None:
    order, edits = list(keys), st.session_state[_KEY].edits
    order.insert(place + by, order.pop(place))
    others = [key for key in edits.order if key not in order]
    _change(replace(edits, order=(*others, *order)))


def _drop(key: str) -> None:
    edits = st.session_state[_KEY].edits
    _change(replace(edits, dropped=edits.dropped | {key}))


def _remark(key: str, widget: str) -> None:
    edits = st.session_state[_KEY].edits
    kept = [pair for pair in edits.comments if pair[0] != key]
    text = str(st.session_state.get(widget) or "").strip()
    _change(replace(edits, comments=(*kept, *([(key, text)] if text else []))))


def _first(quotes: Sequence[Quote | None]) -> Quote | None:
    return next((quote for quote in quotes if quote), None)


def _name(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHORT else f"{flat[:_SHORT]}…"
