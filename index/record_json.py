"""Passages as JSON: what the encoder makes of :meth:`records.Passage.to_store`, in a fraction of the time.

Writing records is most of what preparing a file costs; names, headings and citations come again and again, and are
written once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring as _quoted

from records import Amount, Citation, DateMention, EntityMention, Passage

__all__ = ["record_of"]

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_REMEMBERED = 4096


def record_of(passage: Passage) -> str:
    """The record that is stored of a passage; ``Passage.from_store`` reads it."""
    cells = ""
    if passage.form in ("table", "row", "glossary"):
        cells = f',"cells":{_compact([cell.to_dict() for cell in passage.cells])}'
    also = _compact([span.to_dict() for span in passage.also]) if passage.also else "[]"
    segments = ",".join([f"[{s.start},{s.end},{s.source_start},{s.source_end}]" for s in passage.segments])
    return (
        f'{{"id":{_quoted(passage.id)},"document":{_quoted(passage.document)},"label":{_text(passage.label)},'
        f'"section":{_texts(passage.section)},"page":{_number(passage.page)},"form":"{passage.form}",'
        f'"type":"{passage.type}","also":{also},"text":{_quoted(passage.text)},'
        f'"dates":[{",".join(map(_date, passage.dates))}],"entities":[{",".join(map(_entity, passage.entities))}],'
        f'"amounts":{_amounts(passage.amounts)},"footnotes":{_texts(passage.footnotes)},'
        f'"citation":{_citation(passage.citation)},"parent":{_text(passage.parent)},"position":{passage.position},'
        f'"source":[{segments}],"reasons":{_texts(passage.reasons)}{cells},"cited_by":{_texts(passage.cited_by)}}}'
    )


def _text(text: str | None) -> str:
    return "null" if text is None else _quoted(text)


def _number(number: int | None) -> str:
    return "null" if number is None else str(number)


@lru_cache(maxsize=_REMEMBERED)
def _texts(texts: tuple[str, ...]) -> str:
    return f"[{','.join(map(_quoted, texts))}]"


def _amounts(amounts: Sequence[Amount]) -> str:
    return _compact([amount.to_dict() for amount in amounts]) if amounts else "[]"


def _citation(citation: Citation) -> str:
    printed = f'"address":{_quoted(citation.address)},"page":{_number(citation.page)}'
    return f"{_titled(citation.title, citation.date)},{printed}}}"


@lru_cache(maxsize=_REMEMBERED)
def _titled(title: str, issued: date | None) -> str:
    return f'{{"title":{_quoted(title)},"date":{_day(issued)}'


@lru_cache(maxsize=_REMEMBERED)
def _day(day: date | None) -> str:
    return "null" if day is None else f'"{day.isoformat()}"'


def _date(mention: DateMention) -> str:
    start, end = mention.at
    approximate = ',"approximate":true' if mention.approximate else ""
    return (
        f'{{"text":{_quoted(mention.text)},"start":{_day(mention.start)},"end":{_day(mention.end)},'
        f'"at":[{start},{end}],"basis":"{mention.basis}"{approximate}}}'
    )


def _entity(mention: EntityMention) -> str:
    start, end = mention.at
    return f'{_named(mention.text, mention.name, mention.name_en, mention.kind)},"at":[{start},{end}]}}'


@lru_cache(maxsize=_REMEMBERED)
def _named(text: str, name: str, name_en: str | None, kind: str) -> str:
    return f'{{"text":{_quoted(text)},"name":{_quoted(name)},"name_en":{_text(name_en)},"kind":"{kind}"'
