"""What is embedded for a passage: windows of its sentences, each with the context that gives it meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.sentences import split_sentences
from records import Document, Passage

__all__ = ["context_parts", "windows_of", "without_links"]

# A passage up to this length is one window; longer ones are also cut into windows of about this length.
_WINDOW = 110
_LONGEST = 400
_CALLER = 150  # of the passage that calls a note, beside the note
_LINK = re.compile(r"(?:https?://|www\.)[^\s，。；、）》]+")


def context_parts(passage: Passage, document: Document, parents: Mapping[str, Passage]) -> list[str]:
    """Title, headings and lead-in of a passage; for a table row its caption and headers, for a note its caller."""
    parts = [document.title, *passage.section]
    parent = parents.get(passage.parent or "")
    if parent is not None:
        parts.append(parent.text.split("\n", 1)[0] if parent.form == "table" else parent.text[-_WINDOW:])
    if passage.cells:
        parts += dict.fromkeys(name for cell in passage.cells for name in (*cell.column, *cell.row))
    parts += [caller[:_LONGEST] for caller in _callers(passage, parents)]
    # the words of a web address say what a note is about, but less surely than a sentence does
    if _may_link(passage.text):
        parts += _LINK.findall(passage.text)
    return parts


def windows_of(passage: Passage, document: Document, parents: Mapping[str, Passage]) -> tuple[str, ...]:
    """The texts to embed: the passage, and if it is long its windows of one or more sentences.

    Each window is preceded by the innermost heading and, for rows, the caption.
    """
    lead = _lead(passage, document, parents)
    text = without_links(passage.text) or _spoken_link(passage.text)
    if passage.form == "row" and passage.cells:
        text = _spoken_row(passage)
    whole = f"{lead} {text[:_LONGEST]}".strip()
    if len(text) <= _WINDOW:
        return (whole, *(f"{whole} {caller[:_CALLER]}" for caller in _callers(passage, parents)))
    return (whole, *(f"{lead} {piece}".strip() for piece in _pieces(text)))


def without_links(text: str) -> str:
    """A text without web addresses, whose words would be taken for its subject."""
    return _LINK.sub(" ", text).strip() if _may_link(text) else text.strip()


def _may_link(text: str) -> bool:
    """Most texts have no address: looking for two words is cheaper than for a pattern."""
    return "http" in text or "www." in text


def _spoken_link(text: str) -> str:
    """The words of the web addresses that are all a note has: …/?event=georgia-training-on-risk-assessment."""
    paths = (link.split("://")[-1].partition("/")[2] for link in _LINK.findall(text))
    return " ".join(re.sub(r"[^A-Za-z\u3400-\u9fff]+", " ", path) for path in paths).strip()


def _callers(passage: Passage, parents: Mapping[str, Passage]) -> list[str]:
    """What the first passage that calls a note says; often the note is a bare address, and this its subject."""
    if passage.form != "footnote":
        return []
    return [parents[caller].text for caller in passage.cited_by[:1] if caller in parents]


def _lead(passage: Passage, document: Document, parents: Mapping[str, Passage]) -> str:
    heading = passage.section[-1] if passage.section else document.title
    parent = parents.get(passage.parent or "")
    if parent is not None and parent.form == "table":
        return f"{heading} {parent.text.split(chr(10), 1)[0][:60]}"
    return heading


def _pieces(text: str) -> list[str]:
    """Sentences grouped up to the window length; each group starts with a new sentence."""
    pieces: list[str] = []
    current = ""
    for start, end in split_sentences(text):
        sentence = text[start:end].strip()
        if current and len(current) + len(sentence) > _WINDOW:
            pieces.append(current)
            current = ""
        current += sentence
    if current:
        pieces.append(current)
    return [piece[:_LONGEST] for piece in pieces]


def _spoken_row(passage: Passage) -> str:
    """A row as a reader would say it: 阿塞拜疆 商品出口 2019 0.8; …"""
    cells = (f"{' '.join(cell.column)} {cell.text}" for cell in passage.cells)
    rows = " ".join(passage.cells[0].row)
    return f"{rows} {'；'.join(cells)}"
