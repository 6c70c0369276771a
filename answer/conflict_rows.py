"""Rows of tables as what is told of one thing each, and the sentences that name that thing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answer.conflict_tools import PROSE, sentences
from answer.grid import coverage, grids_of
from records import Cell, EntityMention, Passage

__all__ = ["IN_BRACKETS", "NUMBERED", "PLANNED", "Row", "Said", "named_rows"]

IN_BRACKETS = re.compile(r"[（(\[][^）)\]]*[）)\]]")
NUMBERED = re.compile(r"第?[\d一二三四五六七八九十]+|[一二三四五六七八九十]+期")
#: What tells of something to come, or once thought of.
PLANNED = re.compile(
    r"预计|计划(?!完)|拟|将[于在会由]|争取|力争|目标|原定|原计划|最初|曾|建议|希望|应当?|可能|考虑|供[^，。；]{1,10}(?:签署|审议|批准|通过)"
)
_A_DATE = re.compile(r"[\d年月日至到—\-–季度第一二三四上下半前后旬底末初\s]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LIKE, _LEAST, _MOST_ROWS = 0.7, 5, 200  # of a name that a sentence must have; characters of one; rows that share two
_PLACES, _REGION = ("country", "place"), re.compile(r"(?![城上超股都])[\u4e00-\u9fff]{2,4}?[州省市县]")
_NAME_REACH = 10  # characters
_ROUGHLY = 0.9  # of these pairs of characters: a first look


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that is about one thing, or one country.

    ``name`` is without what stands in brackets, ``caption`` is the title of the table.
    """

    passage: Passage
    name: str
    cells: tuple[Cell, ...]
    country: bool
    caption: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that names the thing of a row."""

    passage: Passage
    span: tuple[int, int]
    text: str


def named_rows(passages: Sequence[Passage]) -> Iterator[tuple[Said, Row]]:
    """Each sentence of prose with each row whose thing it names, of any document."""
    captions = {g.table.id: g.caption for own in grids_of(passages).values() for g in own}
    rows = [row for passage in passages if (row := _row(passage, captions)) is not None]
    index = _index(rows)
    for passage in passages:
        for span in sentences(passage) if passage.form in PROSE else ():
            said = Said(passage, span, passage.text[slice(*span)])
            for row in _about(said, rows, index):
                yield said, row


def _row(passage: Passage, captions: Mapping[str, str]) -> Row | None:
    if passage.form != "row" or not passage.cells or not passage.cells[0].row:
        return None
    name = IN_BRACKETS.sub("", passage.cells[0].row[-1]).strip(" ：:*")
    if not _HAN.search(name):  # H1, C3: a number, and the thing in the next column
        name = next((IN_BRACKETS.sub("", c.text).strip() for c in passage.cells if _HAN.search(c.text)), "")
    country = any(e.text == name and e.kind == "country" for e in passage.entities)
    if not _HAN.search(name) or _A_DATE.fullmatch(name) or (len(name) < _LEAST and not country):
        return None
    return Row(passage, name, passage.cells, country, captions.get(passage.parent or "", ""))


def _index(rows: Sequence[Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for pair in {row.name[i : i + 2] for i in range(len(row.name) - 1)}:
            found[pair].append(number)
    return found


def _about(said: Said, rows: Sequence[Row], index: dict[str, list[int]]) -> list[Row]:
    """The rows whose name a sentence has nearly whole: the fullest, and the longest of these."""
    pairs = {said.text[i : i + 2] for i in range(len(said.text) - 1)}
    shared = Counter(n for pair in pairs for n in index.get(pair, ()) if len(index[pair]) <= _MOST_ROWS)
    found = [
        rows[n]
        for n, count in sorted(shared.items())
        if count >= _LIKE * (len(rows[n].name) - 1) * _ROUGHLY
        and coverage(rows[n].name, said.text) >= _LIKE
        and _same_numbers(rows[n].name, said.text)
        and not _of_other_place(rows[n], said)
    ]
    longest = max((len(row.name) for row in found), default=0)
    return [
        row for row in found if len(row.name) == longest or (row.name in said.text and not _inside(row, said, found))
    ]


def _same_numbers(name: str, text: str) -> bool:
    """二期 is not 一期."""
    return all(number in text for number in NUMBERED.findall(name))


def _of_other_place(row: Row, said: Said) -> bool:
    """Whether a name begins with a place that a sentence lacks, which has another one before the rest of the name."""
    begins = {e.text for e in row.passage.entities if row.name.startswith(e.text) and e.kind in _PLACES}
    if (match := _REGION.match(row.name)) is not None:
        begins.add(match.group())
    for place in begins:
        rest = row.name.removeprefix(place)
        at = said.text.find(rest)
        if place.rstrip("州省市县") in said.text or at <= 0 or len(rest) < _LEAST:
            continue
        others = (said.text[e.at[0] - said.span[0] : e.at[1] - said.span[0]] for e in _named_before(said, at))
        if any(other and other not in row.name for other in others):
            return True
    return False


def _named_before(said: Said, at: int) -> list[EntityMention]:
    """The places that a sentence names in the few characters before a place of it."""
    end = said.span[0] + at
    return [e for e in said.passage.entities if e.kind in _PLACES and end - _NAME_REACH <= e.at[0] < e.at[1] <= end]


def _inside(row: Row, said: Said, others: Sequence[Row]) -> bool:
    """Whether what a sentence has of a name is part of a longer one that it has."""
    return any(row.name in other.name and row.name != other.name and other.name in said.text for other in others)
