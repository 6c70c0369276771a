"""Notes that stand as a numbered list at the end of a document, in formats that do not mark them as notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.aligned import Aligned
from ingest.blocks import Block, NoteMark
from ingest.ledger import Ledger
from ingest.lines import separator_between

__all__ = ["with_endnotes"]

_NUMBER = re.compile(
    r"\s*(?:[\[［〔（(]\s*(?P<framed>\d{1,3})\s*[\]］〕）)]|(?P<plain>\d{1,3})(?:[.．、:：]|(?=\s)))\s*(?=\S)"
)
_HEADING = re.compile(
    r"(?:注\s*释|附\s*注|尾\s*注|脚\s*注|参考文献|资料来源|注)\s*[:：]?|(?:End|Foot)?[Nn]otes?:?|References:?"
)
_BACK = re.compile(r"\s*(?:↩\ufe0e?|↑|\^)+\s*$")  # links back to the call, as web pages have them
_AFTER = 3  # short lines that may follow: a colophon
_COVERED = 0.6  # share of the calls without a note that a list must answer
_SHORT = 40

Part = tuple[list[Block], list[Block]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Note ``number`` in ``count`` blocks from ``start``; the label takes ``cut`` characters of the first."""

    number: int
    start: int
    count: int
    cut: int


def with_endnotes(parts: Sequence[Part], ledger: Ledger) -> list[Part]:
    """The documents of a file, as (cover, body), with the lists of endnotes as footnote blocks.

    A list counts as notes when it counts on from the first mark that has no note, all of its marks are called before
    it, and it ends the document or stands under a heading like 注释. The last list of a file may be that of an
    earlier document in it.
    """
    found = [(list(cover), _own(cover, body, body, ledger) or list(body)) for cover, body in parts]
    for cover, body in found[:-1]:
        last = found[-1][1]
        both = _own(cover, body, [*body, *last], ledger)
        if both:
            known = {id(block) for block in (*body, *last)}
            last[:] = [block for block in both[len(body) :] if id(block) in known]
            body += [block for block in both if id(block) not in known]
        body += _left_behind((cover, body), found[-1])
    return found


def _left_behind(part: Part, last: Part) -> list[Block]:
    """Notes that only this part calls and that stand at the end of the file; they are taken out of the last part."""
    noted = {block.label for block in part[1] if block.kind == "footnote"}
    wanted = {label for label, _ in _calls(*part)} - noted - {label for label, _ in _calls(*last)}
    taken = [block for block in last[1] if block.kind == "footnote" and block.label in wanted]
    last[1][:] = [block for block in last[1] if not any(block is other for other in taken)]
    return taken


def _own(cover: Sequence[Block], calling: Sequence[Block], body: Sequence[Block], ledger: Ledger) -> list[Block] | None:
    """``body`` with the endnotes that ``cover`` and ``calling`` call; ``None`` where there are none."""
    noted = {block.label for block in calling if block.kind == "footnote"}
    calls = {label: index for label, index in _calls(cover, calling) if label not in noted}
    if not calls:
        return None
    first = min(map(int, calls))
    for start, block in enumerate(body):
        number = _number(block)
        if number is not None and number[0] == first:
            entries = _entries(body, start)
            if _is_list(entries, calls, body):
                return _replaced(body, entries, ledger)
    return None


def _calls(cover: Sequence[Block], body: Sequence[Block]) -> Iterator[tuple[str, int]]:
    """The numbers called as notes, each with the last block that calls it."""
    for block in cover:
        yield from ((mark.label, -1) for mark in block.marks if mark.label.isdecimal())
    for index, block in enumerate(body):
        if block.kind != "row":  # the notes of tables are their own
            yield from ((mark.label, index) for mark in block.marks if mark.label.isdecimal())


def _number(block: Block) -> tuple[int, int] | None:
    """The number that a block begins with, or that its format gives, and the length of the printed one."""
    if block.kind not in ("text", "item", "heading"):
        return None
    given = (block.label or "").strip(" .、．)）(（[]")
    if given.isdecimal():
        return int(given), 0
    match = _NUMBER.match(block.text.text)
    return (int(match["framed"] or match["plain"]), match.end()) if match else None


def _entries(body: Sequence[Block], start: int) -> list[_Entry]:
    """The notes of a list that begins at ``start``; a paragraph between two numbers belongs to the first."""
    entries: list[_Entry] = []
    index = start
    while index < len(body):
        found = _number(body[index])
        if found is None or (entries and found[0] != entries[-1].number + 1):
            break
        count = 1
        while index + count + 1 < len(body) and body[index + count].kind == "text":
            after = _number(body[index + count + 1])
            if _number(body[index + count]) is not None or after is None or after[0] != found[0] + 1:
                break
            count += 1
        entries.append(_Entry(found[0], index, count, found[1]))
        index += count
    return entries


def _is_list(entries: Sequence[_Entry], calls: dict[str, int], body: Sequence[Block]) -> bool:
    start, end = entries[0].start, entries[-1].start + entries[-1].count
    numbers = {str(entry.number) for entry in entries}
    if any(calls[label] >= start for label in numbers & calls.keys()):
        return False
    if len(numbers & calls.keys()) < max(_COVERED * len(calls), 0.5 * len(numbers)):
        return False
    headed = start > 0 and bool(_HEADING.fullmatch(body[start - 1].text.text.strip()))
    rest = body[end:]
    ends = len(rest) <= _AFTER and all(len(block.text) <= _SHORT and block.kind != "row" for block in rest)
    linked = bool(_BACK.search(body[end - 1].text.text))
    return headed or (ends and (len(entries) > 1 or linked))


def _replaced(body: Sequence[Block], entries: Sequence[_Entry], ledger: Ledger) -> list[Block]:
    out = list(body[: entries[0].start])
    for entry in entries:
        first, *rest = body[entry.start : entry.start + entry.count]
        ledger.claim_all(first.text.slice(0, entry.cut).sources(), "label")
        text = first.text.slice(entry.cut)
        marks = [NoteMark(m.label, m.at - entry.cut) for m in first.marks if m.at >= entry.cut]
        for block in rest:
            separator = separator_between(text.text, block.text.text)
            marks += [NoteMark(m.label, m.at + len(text) + len(separator)) for m in block.marks]
            text = Aligned.join((text, block.text), separator)
        back = _BACK.search(text.text)
        if back:
            ledger.claim_all(text.slice(back.start()).sources(), "note_mark")
            text = text.slice(0, back.start())
        out.append(replace(first, kind="footnote", text=text, label=str(entry.number), marks=tuple(marks), bold=()))
    return [*out, *body[entries[-1].start + entries[-1].count :]]
