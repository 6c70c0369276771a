"""Tables of contents: which blocks of a document only tell where its headings stand.

With page numbers a line shows that it belongs to one. Without them it is known by its headings standing again below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.blocks import Block
from ingest.labels import read_label

__all__ = ["find_contents", "has_leaders"]

_HEADING = re.compile(
    r"(?:图表?|表格?|插图|附图|附表|专栏|主)?\s*目\s*[录次](?:\s*[（(]?\s*Contents\s*[)）]?)?|(?:Table\s+of\s+)?Contents|List\s+of\s+(?:Tables|Figures|Boxes)(?:\s+and\s+Figures)?",
    re.IGNORECASE,
)
_PAGE = r"[\divxlIVXL]{1,4}"
_PAGED = re.compile(
    rf"(?:\.{{4,}}|…{{2,}}|·{{4,}}|(?:\.\s){{4,}}|\t)\s*{_PAGE}\s*$|\S\s+[（(]?\d{{1,4}}[)）]?\s*$|[（(]\d{{1,4}}[)）]\s*$"
)
_LEADERS = re.compile(rf"(?:\.{{5,}}|…{{3,}}|·{{5,}}|(?:\.\s){{5,}})\s*[（(]?{_PAGE}[)）]?\s*$")
_PAGE_WORD = re.compile(r"\s*(?:页\s*[码次]?|Page(?:\s+No\.?)?)\s*", re.IGNORECASE)
_TAIL = re.compile(rf"(?:[.…·\s]+|\s)[（(]?{_PAGE}[)）]?\s*$")
_FOLD = re.compile(r"[\s.．、,，:：·…\-–—（）()“”\"]+")
_STOP = re.compile(r"[。；！？;]|[：:，]\s*$")
_LONGEST = 90
_REST = 2  # blocks after the last sure entry that are no text, either


def has_leaders(text: str) -> bool:
    """Dots that lead to a page number, as only tables of contents have."""
    return bool(_LEADERS.search(text))


def find_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """Indexes of the blocks that belong to a table of contents, its heading with them.

    A table begins with its heading (目录, Contents). It ends before the first of its entries stands a second time, or
    after the last line that has a page number or whose heading comes again further down.
    """
    found: set[int] = set()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if block.kind != "row" and _HEADING.fullmatch(block.text.text.strip()):
            end = _end(blocks, index + 1)
            found.update(range(index, end))
            index = end
        else:
            index += 1
    leading = (i for i, b in enumerate(blocks) if b.kind not in ("row", "footnote") and has_leaders(b.text.text))
    return frozenset(found.union(leading))


def _end(blocks: Sequence[Block], start: int) -> int:
    """Index after the last entry of the table of contents whose entries begin at ``start``."""
    stop = start
    while stop < len(blocks) and _may_be_entry(blocks[stop]):
        stop += 1
    keys = [_key(block) for block in blocks[start:stop]]
    again = _begins_again(keys, blocks[stop:])
    if again is not None:
        stop = start + again
    below = set(_headings_below(blocks[stop:]))
    end = start
    for index in range(start, stop):
        if _is_paged(blocks[index]) or keys[index - start] in below:
            end = index + 1
    # what stands between the last sure entry and the first heading belongs to it: ends of long lines, other wordings
    while again is not None and end < stop and (_is_labelled(blocks[end]) or stop - end <= _REST):
        end += 1
    return end


def _begins_again(keys: Sequence[str], rest: Sequence[Block]) -> int | None:
    """Index in ``keys`` where the first entry that comes again does so; ``None`` where that is further down."""
    below = set(_headings_below(rest))
    for index, key in enumerate(keys):
        if key and key in keys[index + 1 :]:
            return keys.index(key, index + 1)
        if key and key in below:
            return None
    return None


def _headings_below(blocks: Sequence[Block]) -> Iterator[str]:
    """What short blocks say, each alone and with the next (附件1 above its title)."""
    keys = [_key(block) if len(block.text) <= _LONGEST else "" for block in blocks]
    yield from filter(None, keys)
    yield from (a + b for a, b in pairwise(keys) if a and b and len(a) <= 12)


def _may_be_entry(block: Block) -> bool:
    text = _text(block)
    if block.kind == "footnote" or len(text) > _LONGEST:
        return False
    if block.kind == "row":
        return _is_paged(block) or read_label(f"{block.cells[0].text.text.strip()} ") is not None
    return _is_paged(block) or not _STOP.search(text)


def _is_paged(block: Block) -> bool:
    if block.kind == "row":
        filled = [cell.text.text.strip() for cell in block.cells if cell.text.text.strip()]
        return bool(filled) and bool(re.fullmatch(_PAGE, filled[-1]) or _PAGE_WORD.fullmatch(filled[-1]))
    return bool(_PAGED.search(block.text.text) or _PAGE_WORD.fullmatch(block.text.text))


def _is_labelled(block: Block) -> bool:
    return bool(block.label) or read_label(_text(block), named=True) is not None


def _text(block: Block) -> str:
    if block.kind != "row":
        return block.text.text
    return " ".join(cell.text.text.strip() for cell in block.cells if cell.text.text.strip())


def _key(block: Block) -> str:
    """A line as its heading would say it: without page number, spaces and punctuation."""
    text = f"{block.label or ''} {_text(block)}"
    return _FOLD.sub("", _TAIL.sub("", text) if _is_paged(block) else text).casefold()
