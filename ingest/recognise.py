"""What a block is: heading, caption, continuation, table of contents. Questions about blocks, without any state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.labels import ITEM_SCHEMES, Label, is_caption, read_label
from ingest.nodes import Node

__all__ = [
    "begins_contents",
    "continues_footnote",
    "continues_paragraph",
    "has_inner_stop",
    "has_leaders",
    "is_attachment_heading",
    "is_bold_heading",
    "is_contents_line",
    "is_heading",
    "is_plain_heading",
    "is_terminated",
    "is_unit_line",
    "is_url",
    "own_label",
    "stands_as_caption",
]

_TERMINAL = re.compile(
    r"[。！？!?；;：:…．](?:[”’\"』」）)》\]】]|\s)*$|(?<![A-Z\d])\.(?:[”’\"』」）)\]]|\s)*$|https?://\S+$"
)
_INNER_STOP = re.compile(r"[。；！？]")
_URL = re.compile(r"(?:<?https?://|www\.)\S")
_CONTENTS_LINE = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:\.\s){4,}|\t)\s*[\divxlIVXL]{1,4}\s*$|\S\s+\d{1,4}\s*$")
_LEADERS = re.compile(r"(?:\.{5,}|…{3,}|·{5,}|(?:\.\s){5,})\s*[\divxlIVXL]{1,4}\s*$")
_CONTENTS_HEADING = re.compile(r"目\s*[录次]|(?:Table of )?Contents|CONTENTS|TABLE OF CONTENTS")
_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]|[（(](?:in\s|%|Unit)")
_ATTACHMENT = re.compile(r"附[件录表]\s*[\d一二三四五六七八九十]{1,3}\s*[\u4e00-\u9fff《“]")
_LONGEST_HEADING = 60


def is_terminated(text: str) -> bool:
    """Whether a text ends like a sentence or a link, so that nothing of it can have been cut off."""
    return bool(_TERMINAL.search(text.rstrip()))


def has_inner_stop(text: str) -> bool:
    """Whether a text holds the end of a sentence."""
    return bool(_INNER_STOP.search(text))


def is_url(text: str) -> bool:
    return bool(_URL.match(text))


def is_unit_line(text: str) -> bool:
    """单位：亿元 between the caption and the rows of a table."""
    return bool(_UNIT_LINE.match(text))


def begins_contents(text: str) -> bool:
    return bool(_CONTENTS_HEADING.fullmatch(text.strip()))


def is_contents_line(text: str) -> bool:
    """A line of a table of contents: it ends with a page number."""
    return bool(_CONTENTS_LINE.search(text))


def has_leaders(text: str) -> bool:
    """Dots that lead to a page number, as only tables of contents have."""
    return bool(_LEADERS.search(text))


def own_label(block: Block) -> Label | None:
    """The label printed in the text, or given by the format."""
    if not block.label:
        return read_label(block.text.text)
    given = read_label(block.label.strip() + " ")
    return Label(given.scheme, given.text, 0) if given else Label("number", block.label.strip(" .、)）("), 0)


def stands_as_caption(block: Block, ahead: Sequence[Block]) -> bool:
    """A caption of a figure, or of a table whose rows follow, perhaps after a line with the unit."""
    label = is_caption(block.text.text)
    if label is None:
        return False
    rows = bool(ahead) and ahead[0].kind == "row"
    unit = len(ahead) > 1 and ahead[1].kind == "row" and is_unit_line(ahead[0].text.text)
    return rows or unit or label.scheme == "figure" or block.kind == "caption"


def is_heading(block: Block, label: Label, following: Block | None) -> bool:
    """Whether a labelled line is a heading and not a numbered paragraph."""
    rest = block.text.text[label.length :].strip()
    if not rest or label.scheme in ITEM_SCHEMES:
        return label.scheme in ("chapter", "part")
    if block.all_bold:
        return len(rest) <= 80 and (label.scheme != "number" or not re.search(r"。.", rest))
    if len(rest) > _LONGEST_HEADING or is_terminated(rest) or has_inner_stop(rest):
        return False
    if label.scheme in ("number", "decimal", "han_paren"):
        return len(rest) <= 40 and _opens_section(label, following)
    return True


def _opens_section(label: Label, following: Block | None) -> bool:
    """A short numbered line is a heading where text follows it, an enumeration where its like follows."""
    if following is None or following.kind in ("heading", "footnote"):
        return False
    if following.kind in ("row", "item", "caption"):
        return True
    after = own_label(following)
    if after is not None and after.scheme == label.scheme:
        return False
    return len(following.text) > 30 or after is not None or is_terminated(following.text.text)


def is_bold_heading(block: Block, following: Block | None) -> bool:
    """A short line that is bold from end to end, before something else."""
    text = block.text.text
    short = block.all_bold and len(text) <= _LONGEST_HEADING and not has_inner_stop(text)
    return short and following is not None and following.kind != "footnote"


def is_attachment_heading(block: Block, following: Block | None) -> bool:
    """附件1 重点项目表 on a line of its own, before what is attached; in a list of attachments its like follows."""
    text = block.text.text
    if not _ATTACHMENT.match(text) or len(text) > _LONGEST_HEADING or following is None or block.marks:
        return False
    return not _ATTACHMENT.match(following.text.text) and not re.search(r"[，。；：！？,;:]", text)


def is_plain_heading(block: Block, following: Block | None) -> bool:
    """A short unmarked line before text, in formats that do not mark headings."""
    text = block.text.text
    if block.joined or block.size is not None or not block.gap or len(text) > 30 or following is None:
        return False
    if re.search(r"[，。；：！？,;:!?、]", text) or re.fullmatch(r"[\d\s.,%/-]+", text) or block.marks:
        return False
    if following.kind in ("item", "row"):
        return True
    return following.kind == "text" and following.gap and len(following.text) >= 40


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


def continues_paragraph(block: Block, before: Node | None) -> bool:
    """Whether an unlabelled block is the rest of a paragraph or bullet that a page end broke."""
    if before is None or is_terminated(before.text.text) or block.all_bold:
        return False
    shortest = 60 if before.form == "bullet" else 20
    return has_inner_stop(before.text.text) or len(before.text) >= shortest
