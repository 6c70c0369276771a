"""One file can hold several documents: where each begins, and what its cover says.

A cover is the run of short lines before the first numbered, sentence-like or tabular content; a short sentence is text.
A new document begins inside a file where such a run with a date stands after body text and the numbering after it
starts again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.blocks import Block
from ingest.dates import find_dates, find_period
from ingest.labels import is_standing_heading, read_label
from ingest.opening import back_to_paragraph, is_sentence, opens_prose
from records import Period

__all__ = ["CoverFacts", "read_cover", "split_documents"]

_STRUCTURAL = frozenset({"roman", "han", "chapter", "part", "section", "number", "letter", "decimal", "han_paren"})
_FIRST_LABELS = frozenset({"1", "I", "A", "一", "1.1"})
_GENRE = re.compile(
    r"声明|报告|计划|公报|白皮书|战略|纲要|方案|意见|办法|通知|决定|决议|纪要|指南|手册|议程|评估|规划|宣言|协定|规定|条例|说明|展望|"
    r"Report|Statement|Plan|Strategy|Communiqu|White Paper|Review|Declaration|Programme|Program|Guidelines|Outlook",
    re.IGNORECASE,
)
_EVENT = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*[次届]")
_SECTOR = re.compile(r"(?P<sector>[\u4e00-\u9fff]{2,10})部门")
_LONGEST_COVER_LINE = 80
_SHORT_TITLE = 8


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a cover tells. ``date_precision`` is ``day``, ``month`` or ``None``."""

    title: str | None
    date: date | None
    period: Period | None
    sector: str | None
    date_precision: str | None = None


def split_documents(blocks: Sequence[Block]) -> list[tuple[list[Block], list[Block]]]:
    """The documents of a file as (cover blocks, body blocks). There is always at least one."""
    documents: list[tuple[list[Block], list[Block]]] = []
    start = 0
    while True:
        body = _body_start(blocks, start)
        end = _next_document(blocks, body)
        cover = [block for block in blocks[start:body] if block.kind != "footnote"]
        notes = [block for block in blocks[start:body] if block.kind == "footnote"]  # called on the cover
        documents.append((cover, [*notes, *blocks[body:end]]))
        if end >= len(blocks):
            return documents
        start = end


def _body_start(blocks: Sequence[Block], start: int) -> int:
    """Index of the first block after the cover that begins at ``start``."""
    for i in range(start, len(blocks)):
        block = blocks[i]
        text = block.text.text
        if block.kind == "footnote" and i > start:
            continue
        if block.kind in ("row", "footnote", "item", "caption") or len(text) > _LONGEST_COVER_LINE:
            return i
        if is_standing_heading(text):
            return i
        if opens_prose(text) or (i > start and _goes_on_apart(blocks, i)):
            return back_to_paragraph(blocks, start + 1, i) if i > start else i
        label = read_label(text)
        if (label and label.scheme in _STRUCTURAL) or _opens_chapter(blocks, i):
            return i
        if i > start and block.kind == "heading" and _opens_text(blocks, i):
            return i
    # only short lines: the first heading is the title, the rest is text
    return min(start + 1, len(blocks)) if start < len(blocks) and blocks[start].kind == "heading" else start


def _opens_chapter(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line heads chapter 1 without a point (1 总论), with 1.1 after it."""
    after = read_label(blocks[i + 1].text.text) if i + 1 < len(blocks) else None
    return after is not None and after.text == "1.1" and re.match(r"1\s+\S", blocks[i].text.text) is not None


def _goes_on_apart(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line ends in a comma before a line that stands apart: a clause of a resolution, a whole paragraph."""
    text = blocks[i].text.text
    return text.endswith(("，", "；")) and i + 1 < len(blocks) and blocks[i + 1].gap and blocks[i].kind == "text"


def _opens_text(blocks: Sequence[Block], i: int) -> bool:
    """Whether body text follows directly on the heading at ``i``."""
    if i + 1 >= len(blocks):
        return False
    after = blocks[i + 1]
    text = after.text.text
    return after.kind in ("row", "item", "caption") or (after.kind == "text" and opens_prose(text))


def _next_document(blocks: Sequence[Block], body: int) -> int:
    """Index where the next document's cover begins, or the end."""
    for i in range(body + 1, len(blocks)):
        if _is_title(blocks[i]) and _is_cover(blocks, i):
            return i
    return len(blocks)


def _is_title(block: Block) -> bool:
    text = block.text.text
    if block.kind not in ("heading", "text") or not text or len(text) > _LONGEST_COVER_LINE or is_sentence(text):
        return False
    if read_label(text) or is_standing_heading(text):
        return False
    return (block.kind == "heading" and block.level == 1) or block.all_bold or (block.gap and bool(_GENRE.search(text)))


def _is_cover(blocks: Sequence[Block], start: int) -> bool:
    """Whether the short lines from ``start`` are a cover: dated, and the numbering begins again after them."""
    body = _body_start(blocks, start)
    lines = [block.text.text for block in blocks[start:body]]
    if not 2 <= len(lines) <= 20 or not any(_dated(line) for line in lines):
        return False
    for block in blocks[body : body + 6]:
        text = block.text.text
        if is_standing_heading(text):
            return True
        label = read_label(text)
        if label and label.scheme in _STRUCTURAL | {"chapter"}:
            return label.text in _FIRST_LABELS or label.text in ("第一章", "第一部分", "第1章")
    return False


def _dated(line: str) -> bool:
    """Whether a line is (mostly) a date or a period."""
    mentions = find_dates(line)
    return bool(mentions) and len(line) <= 40 and any(m.start and m.end for m in mentions)


def read_cover(blocks: Sequence[Block], fallback_title: str | None = None) -> CoverFacts:
    """Title, date, period and sector from the lines of a cover."""
    lines = [block.text.text for block in blocks]
    issued, precision = _cover_date(lines)
    period = next((p for p in map(find_period, lines) if p), None)
    title = _title(blocks) or fallback_title
    sector = None
    if title:
        match = _SECTOR.search(title)
        sector = match["sector"] if match else None
    return CoverFacts(title, issued, period, sector, precision)


def _cover_date(lines: Sequence[str]) -> tuple[date | None, str | None]:
    """The last full date of the cover (covers end with the date of issue), else the last month."""
    days: list[date] = []
    months: list[date] = []
    for line in lines:
        for mention in find_dates(line):
            if mention.start is None or mention.end is None or mention.basis != "printed":
                continue
            if mention.start == mention.end:
                days.append(mention.start)
            elif (mention.end - mention.start).days <= 30:
                months.append(mention.start)
    if days:
        return days[-1], "day"
    return (months[-1], "month") if months else (None, None)


def _title(blocks: Sequence[Block]) -> str | None:
    """The title among the lines of a cover: the last top heading; else the line that names a genre of document."""
    lines = [block for block in blocks if block.text.text and not _only_date(block.text.text)]
    if not lines:
        return None
    headings = [block for block in lines if block.kind == "heading"]
    top = [b for b in headings if (b.level or 1) == min(h.level or 1 for h in headings)]
    sized = [b for b in lines if b.size is not None]
    if not headings and sized:
        largest = max(b.size or 0 for b in sized)
        top = [b for b in sized if (b.size or 0) >= 0.95 * largest]
    candidates = [b.text.text for b in (top or lines)]
    named = [text for text in candidates if _GENRE.search(text)]
    chosen = (named or candidates)[-1] if top else (named or candidates)[0]
    title = _without_period(chosen)
    if not top and candidates.index(chosen) == 1 and title.isascii():
        title = f"{candidates[0]}: {title}"  # Regional Power Trade Project / Completion Report
    if len(title) <= _SHORT_TITLE:
        event = next((b.text.text for b in lines if _names_event(b.text.text) and b.text.text != chosen), None)
        if event:
            title = f"{_event_name(event)} {title}"
    return title


def _names_event(line: str) -> bool:
    """Whether a line names the meeting that a report was given at, and not the one that passed a law."""
    return bool(_EVENT.search(line)) and not re.search(r"通过|修[订正改]|批准", line)


def _event_name(line: str) -> str:
    """The meeting that a cover line names: ——2023年1月15日在某省第十四届人民代表大会第一次会议上."""
    name = " ".join(line.split()).strip("—-–（()） ")
    for mention in find_dates(name)[:1]:
        name = name[mention.at[1] :] if mention.at[0] == 0 else name
    match = re.fullmatch(r"在(.+)上", name.strip())
    return match[1] if match else name.strip()


def _only_date(text: str) -> bool:
    covered = sum(m.at[1] - m.at[0] for m in find_dates(text))
    return covered >= 0.7 * len(text.replace(" ", "")) and covered > 0


def _without_period(text: str) -> str:
    """A title without the dates that trail it (CAREC贸易部门 进展报告 2021年7月——2022年6月)."""
    for mention in reversed(find_dates(text)):
        if mention.at[1] == len(text.rstrip()) and mention.at[0] > 0:
            text = text[: mention.at[0]].rstrip(" ,，、-–—(（:：")
    return text.strip()
