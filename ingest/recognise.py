"""What a block is: heading, caption, continuation, table of contents. Questions about blocks, without any state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.endings import has_inner_stop, is_signature, is_terminated
from ingest.labels import ITEM_SCHEMES, PARAGRAPH_SCHEMES, Label, is_caption, read_label, starts_with_dash
from ingest.nodes import Node

__all__ = [
    "dash_of_item",
    "is_attachment_heading",
    "is_bold_heading",
    "is_heading",
    "is_item_heading",
    "is_plain_heading",
    "is_unit_line",
    "names_heading",
    "own_label",
    "stands_as_caption",
]

_UNIT_LINE = re.compile(r"[（(]?\s*(?:计量)?单位\s*[:：]|[（(](?:in\s|%|Unit)")
_ATTACHMENT = re.compile(
    r"附[件录表]\s*[\d一二三四五六七八九十]{1,3}\s*(?:[:：、.．—–-]\s*)?(?=[\u4e00-\u9fffA-Z《“])"
    r"|(?i:annex|appendix)\s+(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4})\s*[:.–—-]\s*(?=[A-Z])"
)
_BARE = re.compile(
    r"(?:第\s*[\d一二三四五六七八九十]+\s*(?:部分|[编篇章节])|附[件录表]\s*(?:[\d一二三四五六七八九十]{1,3}|[A-Z]|[:：])"
    r"|(?i:annex|appendix|chapter|part)\s+(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4}))\s*[:：.]?$"
)
_TITLE_CASE = re.compile(r"[A-Z][\w’'&/()\-]*(?:\s+[\w’'&/()\-,:–]+){0,11}$")
_LONGEST_HEADING = 60
_LONGEST_PLAIN = 30
_ITEM_HEADING = 30


def is_unit_line(text: str) -> bool:
    """单位：亿元 between the caption and the rows of a table."""
    return bool(_UNIT_LINE.match(text))


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
    return rows or unit or label.scheme != "table" or block.kind == "caption"


def dash_of_item(block: Block, before: Node | None, following: Block | None) -> int:
    """Length of the dash before an item of a list (——坚持…); 0 where a dash sets off a subtitle or a source."""
    text = block.text.text
    length = starts_with_dash(text)
    if not length:
        return 0
    like = following is not None and bool(starts_with_dash(following.text.text))
    listed = like or (before is not None and before.form == "bullet")
    return length if listed or is_terminated(text) or len(text) >= _LONGEST_PLAIN else 0


def is_heading(block: Block, label: Label, following: Block | None, last: int | None = None) -> bool:
    """Whether a labelled line is a heading and not a numbered paragraph.

    :param last: the number of the last numbered paragraph of the document.
    """
    rest = block.text.text[label.length :].strip()
    if not rest or label.scheme in ITEM_SCHEMES:
        return label.scheme in ("chapter", "part", "section")
    if block.all_bold:
        return len(rest) <= 80 and (label.scheme != "number" or not re.search(r"。.", rest))
    if len(rest) > _LONGEST_HEADING or is_terminated(rest) or has_inner_stop(rest):
        return False
    if label.scheme == "number" and _stands_between(label, following, last):
        return True
    if label.scheme in ("number", "decimal", "han_paren"):
        return len(rest) <= 40 and _opens_section(label, following)
    return True


def _stands_between(label: Label, following: Block | None, last: int | None) -> bool:
    """Whether paragraph 4 follows on "1." after paragraph 3: the line is not counted with the paragraphs."""
    after = own_label(following) if following is not None and following.kind == "text" else None
    if after is None or after.scheme != label.scheme or last is None:
        return False
    return after.number == last + 1 != label.number


def _opens_section(label: Label, following: Block | None) -> bool:
    """A short numbered line is a heading where text follows it, an enumeration where its like follows."""
    if following is None or following.kind in ("heading", "footnote"):
        return False
    if following.kind in ("row", "item", "caption"):
        return True
    after = own_label(following)
    if after is not None and (after.scheme, after.text.count(".")) == (label.scheme, label.text.count(".")):
        return False
    return len(following.text) > 30 or after is not None or is_terminated(following.text.text)


def is_item_heading(block: Block, label: Label, following: Block | None, last: int | None, *, kin: bool) -> bool:
    """Whether a line with the label of an item, （1） or ①, heads text of its own.

    :param last: the number of the last numbered paragraph of the document.
    :param kin: whether headings of its scheme are open: the first of them decides for the others.
    """
    rest = block.text.text[label.length :].strip()
    if not rest or len(rest) > _ITEM_HEADING or re.search(r"[，。；：！？,;:!?]|\.$", rest) or following is None:
        return False
    if label.scheme not in ITEM_SCHEMES or not (kin or label.ordinal == 1):
        return False
    if following.kind != "text":
        return following.kind in ("row", "caption")
    after = own_label(following)
    if after is not None:
        counted = last is not None and after.number == last + 1
        return after.scheme != label.scheme and (kin or counted or after.scheme in ITEM_SCHEMES)
    text = following.text.text
    return len(text) >= _ITEM_HEADING or is_terminated(text)


def is_bold_heading(block: Block, following: Block | None) -> bool:
    """A short line that is bold from end to end, before something else."""
    text = block.text.text
    short = block.all_bold and len(text) <= _LONGEST_HEADING and not has_inner_stop(text)
    return short and following is not None and following.kind != "footnote"


def is_attachment_heading(block: Block, following: Block | None) -> bool:
    """附件1 重点项目表 on a line of its own, before what is attached; in a list of attachments its like follows."""
    text = block.text.text
    match = _ATTACHMENT.match(text)
    if match is None or len(text) > _LONGEST_HEADING or following is None or block.marks:
        return False
    return not _ATTACHMENT.match(following.text.text) and not re.search(r"[，。；：！？;:]", text[match.end() :])


def names_heading(block: Block, heading: str, following: Block | None) -> bool:
    """Whether a block is the title of a heading whose line holds only its number: 附件1, 第一章, Appendix 2."""
    text = block.text.text
    if following is None or len(text) > _LONGEST_HEADING or is_terminated(text) or has_inner_stop(text):
        return False
    bare = _BARE.match(heading.strip())
    return bare is not None and own_label(block) is None and not is_caption(text) and not starts_with_dash(text)


def is_plain_heading(block: Block, following: Block | None, before: Node | None, *, spaced: bool) -> bool:
    """A short unmarked line before text, where the format marks no headings.

    :param before: the paragraph before it.
    :param spaced: whether blank lines stand between paragraphs; where none do, only the paragraphs tell.
    """
    text = block.text.text
    if following is None or block.marks or is_signature(text) or not re.match(r"[\w《“]", text):
        return False
    if before is not None and not is_terminated(before.text.text):
        return False
    if block.size is not None and following.size is not None and block.size < following.size - 0.5:
        return False
    if text.isascii():
        return _is_latin_heading(text) and (text.isupper() or _is_headed(following, spaced=spaced))
    named = read_label(text, named=True)
    rest = text[named.length :] if named is not None and named.scheme.startswith("named") else text
    if len(text) > _LONGEST_PLAIN or not rest or re.search(r"[，。；：！？,;:!?、]", rest):
        return False
    return (block.gap or not spaced) and _is_headed(following, spaced=spaced)


def _is_latin_heading(text: str) -> bool:
    if len(text) > _LONGEST_HEADING + 20 or text.endswith((".", ":", ";", ",")):
        return False
    return bool(_TITLE_CASE.match(text)) and len(text) >= 4 and (text.isupper() or len(text.split()) <= 8)


def _is_headed(following: Block, *, spaced: bool) -> bool:
    """Whether a block can be the first under a heading."""
    if following.kind in ("item", "row"):
        return True
    if following.kind != "text" or (spaced and not following.gap):
        return False
    text = following.text.text
    label = own_label(following)
    if label is not None and (label.scheme in ITEM_SCHEMES or label.scheme not in PARAGRAPH_SCHEMES):
        return False
    return len(text) >= 40 or (len(text) >= 12 and is_terminated(text))
