"""What a document looks like as a whole, before it is read block by block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block
from ingest.contents import find_contents
from ingest.endings import is_terminated
from ingest.labels import Label, is_front_heading, is_standing_heading, read_label
from ingest.outline import RANKS

__all__ = ["Survey", "survey"]

_CHAPTER = re.compile(r"(?P<number>\d{1,2})\s+(?=[\u4e00-\u9fffA-Z])[^，。；：！？]{2,40}$")
_LONGEST_HEADING = 60
_SPACED = 0.1  # share of the lines of text after a gap from which gaps tell something
_NUMBERS_PARAGRAPHS = frozenset({"han", "article"})


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts about the blocks of a body.

    :ivar contents: indexes of the blocks of its tables of contents.
    :ivar top: rank (:data:`ingest.outline.RANKS`) of the labels of its highest parts.
    :ivar front_holds: whether the labels of that rank begin twice, first under 前言 or 摘要.
    :ivar spaced: whether blank lines stand between its paragraphs, or the format has paragraphs.
    :ivar chapters: how many chapters its decimal labels (2.1) tell of, and one that may have none; 0 without any.
    """

    contents: frozenset[int]
    top: int | None
    front_holds: bool
    spaced: bool
    chapters: int

    def chapter(self, text: str) -> Label | None:
        """The label of a chapter whose number has no point (2 建设方案), where 2.1 stands in the document."""
        match = _CHAPTER.match(text)
        if match is None or not 0 < int(match["number"]) <= self.chapters:
            return None
        return Label("number", match["number"], match.end("number"))


def survey(body: Sequence[Block]) -> Survey:
    """Look over the body of a document."""
    contents = find_contents(body)
    rest = [block for i, block in enumerate(body) if i not in contents]
    labels = list(_divisions(rest))
    top = min((RANKS[label.scheme] for label in labels), default=None)
    firsts = sum(RANKS[label.scheme] == top and label.ordinal == 1 for label in labels)
    lines = [block for block in rest if block.kind in ("text", "heading") and block.text.text]
    gaps = sum(block.gap for block in lines[1:])
    decimals = [label for block in lines if (label := read_label(block.text.text)) and label.scheme == "decimal"]
    chapters = max((int(label.text.split(".")[0]) + 1 for label in decimals), default=0)
    return Survey(contents, top, firsts > 1, gaps >= _SPACED * len(lines), chapters)


def _divisions(blocks: Sequence[Block]) -> list[Label]:
    """The labels that divide the report itself: of headings, and of paragraphs numbered 一、 and 第一条."""
    found: list[Label] = []
    for block in blocks:
        if block.kind not in ("text", "heading"):
            continue
        text = block.text.text
        if found and is_standing_heading(text) and not is_front_heading(text):
            break  # what is attached counts anew
        label = read_label(text)
        if label is None or label.scheme not in RANKS:
            continue
        short = len(text) <= _LONGEST_HEADING and not is_terminated(text)
        if short or label.scheme in _NUMBERS_PARAGRAPHS:
            found.append(label)
    return found
