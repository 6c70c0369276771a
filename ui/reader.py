"""A whole document as HTML: passages with their labels in reading order, each note beside the passage that calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from records import Passage
from ui.cards import badge, basket_button, copy_button, page_button, passage_body
from ui.strings import Language, translate
from ui.tables import title_of

__all__ = ["PAGE_PASSAGES", "Outline", "outline_of", "page_of", "reader_html"]

PAGE_PASSAGES = 150
"""Passages on one page of the reader: about thirty printed pages."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading of a document; ``level`` is 0 for the outermost."""

    passage: str
    text: str
    level: int


def outline_of(passages: Sequence[Passage]) -> tuple[Outline, ...]:
    """The headings of a document in order."""
    return tuple(Outline(p.id, " ".join(p.text.split()), len(p.section)) for p in passages if p.form == "heading")


def page_of(passages: Sequence[Passage], passage: str | None) -> int:
    """The page of the reader, from 0, that a passage stands on; 0 for one that is not in the document."""
    place = next((i for i, p in enumerate(passages) if p.id == passage), 0)
    return place // PAGE_PASSAGES


def reader_html(
    passages: Sequence[Passage],
    page: int,
    by_id: Mapping[str, Passage],
    language: Language,
    target: tuple[str, int] | None = None,
    *,
    pictures: bool = False,
) -> str:
    """One page of a document.

    Notes stand beside the passage that calls them and nowhere else; rows are shown inside of their table.

    :param by_id: all passages of the document.
    :param pictures: whether the printed pages can be shown.
    :param target: id of the passage to scroll to, and a number that is new each time somebody asks for it.
    """
    aim = target[0] if target else ""
    parts = []
    for passage in passages[page * PAGE_PASSAGES : (page + 1) * PAGE_PASSAGES]:
        if passage.id == aim or not _inside_another(passage, by_id):
            anchor = f' data-yj-target="{escape(aim)}#{target[1]}"' if target and passage.id == aim else ""
            parts.append(_entry(passage, by_id, language, anchor, pictures=pictures))
    return f'<div class="yj-reader">{"".join(parts)}</div>'


def _inside_another(passage: Passage, by_id: Mapping[str, Passage]) -> bool:
    """Whether a passage is shown with another one: a note that is called, a row of a table."""
    if passage.form == "row":
        return passage.parent in by_id
    return passage.form == "footnote" and any(id_ in by_id for id_ in passage.cited_by)


def _entry(passage: Passage, by_id: Mapping[str, Passage], language: Language, anchor: str, *, pictures: bool) -> str:
    parent = by_id.get(passage.parent or "") if passage.form == "row" else None
    body = passage_body(passage, language, caption=title_of(parent) if parent else "")
    if passage.form == "heading":
        level = min(len(passage.section) + 2, 6)
        return f'<h{level} class="yj-heading" lang="zh"{anchor}>{escape(passage.text)}</h{level}>'
    notes = [by_id[id_] for id_ in passage.footnotes if id_ in by_id]
    label = _label(passage, language, pictures=pictures)
    return (
        f'<section class="yj-entry"{anchor}><div class="yj-main">{label}{body}</div>{_aside(notes, language)}</section>'
    )


def _label(passage: Passage, language: Language, *, pictures: bool) -> str:
    buttons = copy_button(passage.citation.text, language) + basket_button(passage.id, language)
    if pictures and passage.page is not None:
        buttons += page_button(passage.id, language)
    return (
        f'<p class="yj-label"><span lang="zh">{escape(passage.citation.address)}</span> '
        f"{badge(passage.type, language)}{buttons}</p>"
    )


def _aside(notes: Sequence[Passage], language: Language) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<div class="yj-side"><p class="yj-label" lang="zh">{escape(note.citation.address)}</p>'
        f"{passage_body(note, language)}</div>"
        for note in notes
    )
    name = f"{translate('type.footnote', language)} {'、'.join(note.citation.address for note in notes)}"
    return f'<aside aria-label="{escape(name)}">{items}</aside>'
