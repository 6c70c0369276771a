"""Document text as HTML: everything escaped; matched words, dates and names marked where they stand.

Text of a document is never given to a Markdown or HTML interpreter. The only tags in what these functions return are
the ones written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Literal

from records import DateMention, EntityMention, Passage
from ui.strings import Language, translate

__all__ = ["Mark", "MarkKind", "marked", "passage_marks"]

MarkKind = Literal["hit", "date", "entity"]
_ORDER: tuple[MarkKind, ...] = ("hit", "date", "entity")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``text[start:end]`` to mark, and what to say about it."""

    kind: MarkKind
    start: int
    end: int
    title: str = ""


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> str:
    """HTML of ``text[start:end]`` with overlapping marks resolved into side-by-side stretches.

    :param marks: offsets in the whole ``text``, in any order; they may overlap and reach outside of it.
    """
    end = len(text) if end is None else end
    chosen = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    edges = sorted({start, end, *(e for m in chosen for e in (m.start, m.end) if start < e < end)})
    parts = []
    for left, right in pairwise(edges):
        over = [m for m in chosen if m.start <= left and m.end >= right]
        parts.append(_stretch(text[left:right], over))
    return "".join(parts)


def _stretch(text: str, over: Sequence[Mark]) -> str:
    if not over:
        return escape(text)
    kinds = {m.kind for m in over}
    classes = " ".join(f"yj-{kind}" for kind in _ORDER if kind in kinds)
    title = "；".join(dict.fromkeys(m.title for m in over if m.title))
    note = f' title="{escape(title)}"' if title else ""
    return f'<mark class="{classes}"{note}>{escape(text)}</mark>'


def passage_marks(passage: Passage, language: Language, highlights: Sequence[tuple[int, int]] = ()) -> tuple[Mark, ...]:
    """The marks of a passage: words of the query, dates with the interval they mean, names with what they name."""
    return (
        *(Mark("hit", start, end) for start, end in highlights),
        *(Mark("date", *d.at, translate("mark.date", language, value=_interval(d, language))) for d in passage.dates),
        *(Mark("entity", *e.at, _named(e, language)) for e in passage.entities),
    )


def _interval(mention: DateMention, language: Language) -> str:
    unknown = translate("mark.open", language)
    start = mention.start.isoformat() if mention.start else unknown
    end = mention.end.isoformat() if mention.end else unknown
    return start if start == end else f"{start} – {end}"


def _named(mention: EntityMention, language: Language) -> str:
    name = mention.name_en if language == "en" and mention.name_en else mention.name
    return f"{translate(f'kind.{mention.kind}', language)}：{name}"
