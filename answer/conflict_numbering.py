"""Headings of one level whose numbers skip one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from answer.conflict_tools import side
from answer.records import Conflict
from ingest.labels import Label, read_label
from records import Passage

__all__ = ["numbering_conflicts"]

_LEAST_HEADINGS = 3  # from which a gap in their numbers is one
_START = re.compile(r"[\n。；：]\s?")
_LETTER = re.compile(r"([A-Z])\s?[.．、]")
_MOST_LABEL = 24  # characters that a number with its mark may take


def numbering_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """B., then D.: each document by the numbers of its headings."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in sorted(passages, key=lambda one: one.position):
        by_document[passage.document].append(passage)
    for own in by_document.values():
        yield from _skipped(own, by_document)


def _skipped(own: Sequence[Passage], by_document: Mapping[str, Sequence[Passage]]) -> Iterator[Conflict]:
    """B., then D. under one heading, and nothing in between that is C."""
    series: dict[tuple[tuple[str, ...], str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, heading in enumerate(own):
        read = _numbered(heading.text) if heading.form == "heading" else None
        if read is not None:
            series[heading.section, read[0], read[1]].append((read[2], index))
    for (section, scheme, prefix), members in series.items():
        numbers = [number for number, _ in members]
        steps = [b - a for a, b in pairwise(numbers)]
        if numbers[0] != 1 or len(numbers) < _LEAST_HEADINGS or sorted(steps) != [1] * (len(steps) - 1) + [2]:
            continue
        (one, first), (_, last) = members[steps.index(2)], members[steps.index(2) + 1]
        missing = (scheme, prefix, one + 1)
        between = own[first + 1 : last]
        if not between or any(_may_be(passage, missing, section) for passage in between):
            continue
        if any(_begins(other, missing) for key, other in by_document.items() if _one_file(key, own[0].document)):
            continue
        a, b = own[first], own[last]
        labels = [(read_label(p.text) or Label("", p.text, 0)).text for p in (a, b)]
        text = f"同一级标题的编号由“{labels[0]}”跳到“{labels[1]}”，中间缺一个"
        yield Conflict("count", side(a, a.text, labels[0]), side(b, b.text, labels[1]), text, 0.3)


def _numbered(text: str) -> tuple[str, str, int] | None:
    """Scheme, what stands before the last part (2 of 2.3), and the number; goals and articles may be a choice."""
    label = read_label(text)
    if label is None or label.scheme == "article":
        return None
    if label.scheme == "decimal":
        prefix, _, last = label.text.rpartition(".")
        return label.scheme, prefix, int(last)
    return (label.scheme, "", label.ordinal) if label.ordinal is not None else None


def _may_be(passage: Passage, missing: tuple[str, str, int], section: tuple[str, ...]) -> bool:
    """Whether a passage has the missing number at its beginning or that of a line or sentence, or may have lost it."""
    if passage.form == "heading" and passage.section == section and _numbered(passage.text) is None:
        return True
    starts = [0, *(match.end() for match in _START.finditer(passage.text))]
    printed = f"{passage.label}. {passage.text[:1]}"  # 三、 before a paragraph is its label, not in its text
    return _is(printed, missing) or any(_is(passage.text[start : start + _MOST_LABEL], missing) for start in starts)


def _is(text: str, missing: tuple[str, str, int]) -> bool:
    read, (scheme, _, number) = _numbered(text), missing
    # the letter I reads as a Roman number
    letter = _LETTER.match(text) if scheme == "letter" else None
    return read == missing or (letter is not None and ord(letter[1]) - ord("A") + 1 == number)


def _one_file(document: str, other: str) -> bool:
    return document != other and re.sub(r"\.\d+$", "", document) == re.sub(r"\.\d+$", "", other)


def _begins(document: Sequence[Passage], missing: tuple[str, str, int]) -> bool:
    """Whether the headings of another part of the file begin their count with the missing number."""
    read = (_numbered(passage.text) for passage in document if passage.form == "heading")
    first = next((one for one in read if one is not None and one[:2] == missing[:2]), None)
    return first is not None and first[2] == missing[2]
