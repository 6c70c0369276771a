"""Raised note marks in the lines of a page, and the footnotes below them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from ingest.pdf.lines import Line
from ingest.pdf.runs import Rule

__all__ = ["Mark", "Note", "marks_of", "note_labels", "split_notes"]

_LABEL = re.compile(
    r"[\[(（〔]?\s*(?P<labels>\d{1,3}(?:\s*[,，、]\s*\d{1,3})*|[a-z]|[*＊†‡§]{1,3}|[①-⑳])\s*[\])）〕]?$"
)
_FIRST = re.compile(r"\s*[\[(（〔]?(?P<label>\d{1,3}(?!\d)|[*＊†‡§]{1,3}|[①-⑳])[\])）〕]?[.、．]?\s*(?=\S)")
_CIRCLED = re.compile("[①-⑳]")
_LISTED = re.compile(r"(?:^|[：:；;、])\s*$")  # what stands before the circled number of an item
_POWERS = re.compile(r"[¹²³⁰⁴⁵⁶⁷⁸⁹]+")
_PLAIN = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
# Square metres and powers of ten are not notes.
_UNIT = re.compile(r"(?:(?:^|[^A-Za-z])(?:[kcdmh]?m|s|in|ft)|[×xX*]\s*10|[A-Za-zα-ω]\()$")
_SMALLER = 0.9  # of the size of the line: a mark
_NOTE_SIZE = 0.94  # of the size of the body: a footnote


@dataclass(frozen=True, slots=True)
class Mark:
    """A note mark at ``start:end`` of the source, with one label or several."""

    start: int
    end: int
    labels: tuple[str, ...]


@dataclass(slots=True)
class Note:
    """A footnote on a page; ``label`` is ``None`` for the rest of one that began on the page before."""

    label: str | None
    lines: list[Line] = field(default_factory=list)
    cut: int = 0  # characters of the first line that are the label


def marks_of(line: Line) -> list[Mark]:
    """The note marks in a composed line: what is raised, or small, or not even that but has a note on its page."""
    found: list[Mark] = []
    groups: list[tuple[int, int, str]] = []
    for run, (start, end) in zip(line.runs, line.spans, strict=True):
        small = run.size <= _SMALLER * line.size and run.text.strip() in line.notes
        if small or _is_raised(run.size, run.y, line):
            if groups and groups[-1][1] == start:
                groups[-1] = (groups[-1][0], end, groups[-1][2] + run.text)
            else:
                groups.append((start, end, run.text))
    text = line.text
    for start, end, label in groups:
        match = _LABEL.match(label.strip())
        if match and not _UNIT.search(text[: start - line.start].rstrip()):
            found.append(Mark(start, end, tuple(re.split(r"\s*[,，、]\s*", match.group("labels")))))
    for power in _POWERS.finditer(text):
        if not _UNIT.search(text[: power.start()]):
            found.append(Mark(line.start + power.start(), line.start + power.end(), (power.group().translate(_PLAIN),)))
    for circled in _CIRCLED.finditer(text) if line.notes else ():
        start = line.start + circled.start()
        known = circled.group() in line.notes and not _LISTED.search(text[: circled.start()])
        if known and all(start < m.start or start >= m.end for m in found):
            found.append(Mark(start, start + 1, (circled.group(),)))
    return sorted(found, key=lambda m: m.start)


def note_labels(lines: Sequence[Line], body: float) -> frozenset[str]:
    """The labels that lines of small type at the end of a column begin with, where the text above has them just once.

    Their marks in the text may be set like the text, or hardly smaller.
    """
    start = len(lines)
    while start and lines[start - 1].size <= _NOTE_SIZE * body:
        start -= 1
    found = {m.group("label") for line in lines[start:] if (m := _FIRST.match(line.text))}
    above = "".join(line.text for line in lines[:start])
    return frozenset(label for label in found if label.isdecimal() or above.count(label) == 1)


def _is_raised(size: float, y: float, line: Line) -> bool:
    if size > _SMALLER * line.size:
        return False
    rise = (y - line.y) / line.size
    # Lowered characters are indices (CO2). Some printers only shrink the mark.
    return rise > 0.1 or (rise > -0.04 and size < 0.75 * line.size)


def split_notes(
    lines: Sequence[Line], rules: Sequence[Rule], body: float, called: Collection[str], width: float
) -> tuple[list[Line], list[Note]]:
    """Part a column into its text and its footnotes.

    :param lines: composed lines of the column, from top to bottom.
    :param rules: the drawn lines of the page.
    :param body: font size of the body of the report.
    :param called: labels of the marks on this page.
    :param width: width of the page.
    """
    separator = _separator(lines, rules, width, body)
    start = len(lines)
    while start and lines[start - 1].size <= _NOTE_SIZE * body:
        start -= 1
    if separator is not None:
        below = next(i for i, line in enumerate(lines) if line.top < separator + 2)
        if all(line.size <= 1.02 * body for line in lines[below:]):
            return list(lines[:below]), _notes(lines[below:], called)
    for first in range(start, len(lines)):
        label = _label(lines[first], called, None)
        if label is not None and (label[0] in called or not called):
            if label[0] not in called and not label[2]:
                continue
            return list(lines[:first]), _notes(lines[first:], called)
    return list(lines), []


def _separator(lines: Sequence[Line], rules: Sequence[Rule], width: float, body: float) -> float | None:
    """The y of the short line that printers draw above footnotes."""
    if not lines:
        return None
    left = min(line.x0 for line in lines)
    for rule in sorted((r for r in rules if r.y0 == r.y1), key=lambda r: r.y0):
        if not (30 < rule.x1 - rule.x0 < 0.55 * width and abs(rule.x0 - left) < 20):
            continue
        below = [line for line in lines if line.top < rule.y0 + 2]
        above = [line for line in lines if line.top >= rule.y0 + 2]
        crossing = any(line.bottom < rule.y0 - 2 < line.top for line in lines)
        if below and above and not crossing and _looks_like_note(below[0], body):
            return rule.y0
    return None


def _looks_like_note(line: Line, body: float) -> bool:
    raised = _is_raised(line.runs[0].size, line.runs[0].y, line)
    return line.size <= _NOTE_SIZE * body or raised


def _notes(lines: Sequence[Line], called: Collection[str]) -> list[Note]:
    notes: list[Note] = []
    for line in lines:
        previous = next((n.label for n in reversed(notes) if n.label), None)
        found = _label(line, called, previous)
        if found is not None:
            notes.append(Note(found[0], [line], found[1]))
        elif notes:
            notes[-1].lines.append(line)
        else:
            notes.append(Note(None, [line]))
    return notes


def _label(line: Line, called: Collection[str], previous: str | None) -> tuple[str, int, bool] | None:
    """Label at the start of a footnote, how many characters it takes, and whether it is raised."""
    text = line.text
    marks = marks_of(line)
    skip = len(text) - len(text.lstrip())
    if marks and marks[0].start - line.start <= skip:
        end = marks[0].end - line.start
        return marks[0].labels[0], end, True
    first = next((r for r in line.runs if r.text.strip()), line.runs[0])
    if abs(first.size - line.size) > 0.1 * line.size and (own := _LABEL.match(first.text.strip())):
        return own.group("labels"), skip + len(first.text.lstrip()), True  # a mark of another size, though not raised
    match = _FIRST.match(text)
    if match is None:
        return None
    label = match.group("label")
    follows = previous is not None and previous.isdecimal() and label.isdecimal() and int(label) == int(previous) + 1
    if label in called or follows or not label.isdecimal():
        return label, match.end(), False
    return None
