"""Records as plain text for a terminal: the same citation object as everywhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from records import Document, Entity, Hit, Passage, PassageType, SearchResponse, Term

if TYPE_CHECKING:  # the doctor loads every reader: 1 s that a search must not wait for
    from index.doctor import Finding

__all__ = [
    "TYPE_NAMES",
    "document_line",
    "entity_line",
    "finding_line",
    "passage_block",
    "passage_line",
    "search_text",
    "term_line",
]

#: What the types are called in Chinese; screen and terminal use the same words.
TYPE_NAMES: dict[PassageType, str] = {
    "achievement": "成果",
    "challenge": "挑战",
    "deliverable": "可交付成果",
    "commitment": "承诺",
    "context": "背景",
    "footnote": "脚注",
    "table": "表格",
    "other": "其他",
}
BAND_NAMES = {"strong": "强相关", "related": "相关", "weak": "弱相关"}
_WIDTH = 96  # columns; a full-width character takes two
_BOLD, _PLAIN = "\033[1m", "\033[0m"


def document_line(document: Document) -> str:
    issued = document.date.isoformat() if document.date else "日期未知"
    return f"{document.id}\n  《{document.title}》 {issued}  {document.passages} passages  {document.file}"


def passage_line(passage: Passage) -> str:
    """One line: id, form, type, beginning of the text."""
    text = passage.text.replace("\n", " ⏎ ")
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return f"{passage.id}\t{passage.form}\t{TYPE_NAMES[passage.type]}\t{short}"


def search_text(response: SearchResponse, *, colour: bool = False) -> str:
    """A whole search response for reading."""
    notes = [f"（{note}）" for note in response.notes]
    if not response.results:
        return "\n".join([*notes, f"未找到与“{response.query}”有关的段落。{_searched(response)}No passage found."])
    return "\n\n".join([*notes, *(_hit(hit, colour) for hit in response.results)])


def _searched(response: SearchResponse) -> str:
    """How much was looked through, and what it was limited to."""
    limits = "、".join(
        f"{name}={','.join(value) if isinstance(value, list) else value}"
        for name, value in response.filters.to_dict().items()
    )
    return f"搜索了{response.searched}个段落{f'（限于 {limits}）' if limits else ''}。"


def _hit(hit: Hit, colour: bool) -> str:
    passage = hit.passage
    head = f"{hit.rank}. [{TYPE_NAMES[passage.type]}·{BAND_NAMES[hit.band]}] {passage.citation}"
    text = _marked(passage.text, hit.highlights) if colour else passage.text
    where = " › ".join(passage.section)
    lines = [head, *([f"   {where}"] if where else []), _wrapped(text), f"   {hit.why}", f"   {passage.id}"]
    return "\n".join(lines)


def passage_block(passage: Passage, context: Sequence[Passage], notes: Iterable[Passage]) -> str:
    """One passage with what stands around it and its footnotes."""
    lines = [f"{passage.citation}", f"{' › '.join(passage.section)}", f"{passage.id} · {TYPE_NAMES[passage.type]}", ""]
    for near in context:
        mark = "▶" if near.id == passage.id else " "
        lines += [f"{mark} [{near.citation.address}]", _wrapped(near.text), ""]
    for note in notes:
        lines += [f"  [{note.citation.address}]", _wrapped(note.text), ""]
    for name, values in _facts(passage):
        lines.append(f"{name}: {values}")
    if passage.reasons:
        lines.append(f"类型依据: {'；'.join(passage.reasons)}")
    return "\n".join(lines).rstrip()


def _facts(passage: Passage) -> Iterable[tuple[str, str]]:
    if passage.dates:
        yield "日期", "；".join(f"{d.text} = {d.start}…{d.end}" for d in passage.dates)
    if passage.entities:
        yield "实体", "；".join(dict.fromkeys(f"{e.text} = {e.name} ({e.kind})" for e in passage.entities))
    if passage.amounts:
        yield "数额", "；".join(f"{a.text} = {a.to_dict()['value']} {a.unit}" for a in passage.amounts)


def entity_line(entity: Entity) -> str:
    aliases = f"  又名 {'、'.join(entity.aliases)}" if entity.aliases else ""
    english = f" ({entity.name_en})" if entity.name_en else ""
    return f"{entity.kind}\t{entity.name}{english}\t{len(entity.passages)}{aliases}"


def term_line(term: Term) -> str:
    return "\t".join((term.abbreviation, term.zh or "", term.en or "", ", ".join(term.defined_in)))


def finding_line(finding: Finding) -> str:
    mark = "✓" if finding.ok else "✗"
    repair = f"  → {finding.repair}" if finding.repair else ""
    return f"{mark} {finding.check}: {finding.detail}{repair}"


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{_BOLD}{text[start:end]}{_PLAIN}{text[end:]}"
    return text


def _wrapped(text: str) -> str:
    """Lines of at most ``_WIDTH`` columns, broken between Han or at spaces, never inside a Latin word."""
    lines = [piece for line in text.split("\n") for piece in _broken(line)]
    return "\n".join(f"   {line}" for line in lines)


def _broken(line: str) -> list[str]:
    pieces, current, width = [], "", 0
    for unit in re.findall(r"[\x21-\x7e]+[，。；：、！？）》”]*|.[，。；：、！？）》”]*", line):
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in unit)
        if current and width + columns > _WIDTH:
            pieces.append(current)
            current, width = "", 0
            unit = unit.lstrip(" ")
        current += unit
        width += columns
    return [*pieces, current]
