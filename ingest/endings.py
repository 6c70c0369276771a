"""How lines end, and whether the next one goes on with what they say."""

from __future__ import annotations

import re

from ingest.blocks import Block
from ingest.labels import read_label
from ingest.nodes import Node

__all__ = ["continues_footnote", "continues_paragraph", "has_inner_stop", "is_signature", "is_terminated", "is_url"]

_TERMINAL = re.compile(
    r"[。！？!?；;：:…．](?:[”’\"』」）)》\]】]|\s)*(?:(?<=[。！？；])\d{1,2})?$|(?:(?<![A-Z\d])|(?<=[A-Z]{2})|(?<=\s\d{4})|(?<=[a-z]\s\d{2}))\.(?:[”’\"』」）)\]]|\s)*$|https?://\S+$"
)
_INNER_STOP = re.compile(r"[。；！？]")
_URL = re.compile(r"(?:<?https?://|www\.)\S")
_SET_APART = re.compile(r"\S(?:\u3000{2,}| {3,}|\u3000 +)\S")  # columns made with spaces, as signatures are set
_SIGNED = re.compile(
    r"[（(]?\s*(?:[12]\d{3}|[二〇○零一]{4})\s*年\s*\S{1,3}\s*月(?:\s*\S{1,3}\s*日)?\s*(?:于\s*\S{2,8})?\s*[）)]?$|[（(][签盖]\s*[字章]"
)
_FIELD = re.compile(r"[\w（）()]{2,10}\s*[：:]")


def is_terminated(text: str) -> bool:
    """Whether a text ends like a sentence or a link, so that nothing of it can have been cut off."""
    return bool(_TERMINAL.search(text.rstrip()))


def has_inner_stop(text: str) -> bool:
    """Whether a text holds the end of a sentence."""
    return bool(_INNER_STOP.search(text))


def is_url(text: str) -> bool:
    return bool(_URL.match(text))


def is_signature(text: str) -> bool:
    """Lines below a text: columns made with spaces, a date, （签字）, a number."""
    return bool(_SET_APART.search(text) or _SIGNED.match(text) or re.fullmatch(r"[\d\s.,%/-]+", text))


def continues_footnote(block: Block, note: Node, paragraph: Node | None) -> bool:
    """Whether a block goes on with the footnote before it, and not with the ``paragraph`` that notes broke."""
    text = block.text.text
    if not block.gap and not block.joined and block.size is None:
        return True
    if is_url(text):
        return True
    if paragraph is not None and not is_terminated(paragraph.text.text):
        return False
    return bool(re.search(r"[，,、]\s*$", note.text.text)) and read_label(text) is None


def continues_paragraph(block: Block, before: Node | None, *, spaced: bool) -> bool:
    """Whether an unlabelled block is the rest of a paragraph or bullet that a page or line end broke.

    :param spaced: whether blank lines stand between paragraphs: then a line without one goes on with the line before.
    """
    if before is None or is_terminated(before.text.text) or block.all_bold:
        return False
    text = before.text.text
    if block.text.text.isupper() and block.text.text.isascii():
        return False
    if not text or re.search(r"[，、,（(“《—]\s*$", text):
        return True
    if is_signature(block.text.text) or is_signature(text):
        return False
    if spaced and not block.gap and not block.joined and block.size is None:
        return not _FIELD.match(block.text.text)
    shortest = 60 if before.form == "bullet" else 20
    return has_inner_stop(text) or len(text) >= shortest
