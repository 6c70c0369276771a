"""What stands beside the data of a table: the paragraph of its notes, and tables that only explain abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.tables.grid import RawCell
from ingest.tables.numbers import Kind, kind_of

__all__ = ["is_acronym", "is_glossary", "split_notes"]

_GLOSSARY = re.compile(
    r"缩略[语词]|缩写|简称(?:表|对照|一览|与全称)|术语|词汇表|名词解释|释\s*义|\babbreviations?\b|\bacronyms?\b|\bglossary\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Za-z][A-Za-z0-9&./+\-]{1,14}|e[A-Z][a-z]+")
_LEAD = re.compile(r"\s*(?:备注|附注|注释?|说明|notes?)\s*[:：]?\s*", re.IGNORECASE)
_AFTER_NOTES = re.compile(
    r"(?:(?<=[。；;.\n])|\n)\s*(?=[A-Z][A-Za-z0-9/&\-]{0,14}\s*[=＝])"
    r"|\s*(?=(?:资料来源|数据来源|来源|\bsources?)\s*[:：])",
    re.IGNORECASE,
)
_CHARACTER_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[ᵃᵇᶜᵈᵉ]|[①②③④⑤⑥⑦⑧⑨⑩]|\*{1,3}|[†‡]")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s。；;：:]))[(（\[]?([1-9]\d?|[a-z])(?:[)）\]]|[.．、](?!\d))\s*")


def split_notes(text: str, marks: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Split the paragraph of a table's notes into its notes.

    :param text: the paragraph without its marks (备注：…；…。).
    :param marks: label and offset in ``text`` of each mark. Without any, marks printed as characters (¹, *, ①) and
        running numbers (1. … 2. …) are looked for.
    :return: note text by label. What follows the last note (abbreviations, 资料来源) belongs to none.
    """
    starts = sorted((min(max(at, 0), len(text)), min(max(at, 0), len(text)), label) for label, at in marks)
    starts = starts or _printed_marks(text)
    found: dict[str, str] = {}
    ends = [*(start for start, _, _ in starts[1:]), len(text)]
    for (_, start, label), end in zip(starts, ends, strict=False):
        note = text[start:end]
        cut = _AFTER_NOTES.search(note)
        note = (note[: cut.start()] if cut else note).strip().rstrip("；;，,").strip()
        if note:
            found.setdefault(label, note)
    return found


def _printed_marks(text: str) -> list[tuple[int, int, str]]:
    """Start, end and label of the marks that stand in the text itself."""
    characters = [(m.start(), m.end(), unicodedata.normalize("NFKC", m[0])) for m in _CHARACTER_MARK.finditer(text)]
    if characters:
        return characters
    lead = _LEAD.match(text)
    numbered: list[tuple[int, int, str]] = []
    for match in _NUMBERED.finditer(text, lead.end() if lead else 0):
        expected = numbered[-1][2] if numbered else None
        if match[1] in ("1", "a") if expected is None else match[1] == _next(expected):
            numbered.append((match.start(), match.end(), match[1]))
    return numbered


def _next(label: str) -> str:
    return str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)


def is_acronym(text: str) -> bool:
    """Whether a text is one abbreviation: CAREC, COVID-19, ePhyto."""
    return bool(_ACRONYM.fullmatch(text.strip()))


def is_glossary(rows: Sequence[Sequence[RawCell]], caption: str) -> bool:
    """Whether a table explains abbreviations or terms: by its caption, or because its first column is acronyms."""
    filled = [[cell.text.strip() for cell in row if cell.text.strip()] for row in rows]
    body = [row for row in filled if row]
    if not body or any(len(row) > 4 for row in body):
        return False
    pairs = [row for row in body if len(row) >= 2]
    if any(kind_of(text) in (Kind.NUMBER, Kind.LABELLED) for row in pairs for text in row[1:]):
        return False
    if _GLOSSARY.search(caption):
        return 2 * len(pairs) >= len(body)
    if len(pairs) < 3 or any(len(row) not in (2, 4) for row in pairs):
        return False
    explained = [is_acronym(row[0]) and not is_acronym(row[1]) and kind_of(row[1]) is Kind.TEXT for row in pairs]
    return sum(explained) >= 0.8 * len(body)
