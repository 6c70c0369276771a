"""Where the text of a document begins under its title: lines of prose, however short, and lines of a cover."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block
from ingest.dates import find_dates
from ingest.labels import read_label

__all__ = ["back_to_paragraph", "is_sentence", "opens_prose"]

_STOP = re.compile(r"[。！？；]|[.!?](?:\s|$)")
_ENDS_HAN = re.compile(r"[。；][”’\"』」]*$")
_ENDS_LATIN = re.compile(r"[a-z\d%)][.;][”\"]?$")
_ABBREVIATED = re.compile(r"\b(?:Ltd|Inc|Corp|Co|al|Jr|Sr|No|St|Dept|ed|eds|vol)\.$", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{2,8}[、，,]\s*)?各位|尊敬的|敬爱的|女士们|先生们|同志们|朋友们|Dear\s|Distinguished\s|Excellenc|Ladies\s|Mr\.\s|Madam\s).*[：:,，！!]\s*$"
)
_LEADS = re.compile(r"(?:如下|以下|下列|following\b).*[：:]\s*$")
# what a cover says of the document or the meeting, as 时间：2024年9月12日。
_FIELD = re.compile(
    r"(?:会议|报告|发布|编制|印发)?(?:时间|日期|地点|报告期|主持人?|主席|出席|列席|缺席|参加|记录|单位|机构|部门|版本|来源|电话|邮箱|网址|编号|文号|议题)"
    r"[\u4e00-\u9fff]{0,4}\s*[:：]\s*\S|(?:Date|Venue|Place|Time|Chair|Participants|Prepared by|Contact)\b[^.]{0,20}:",
    re.IGNORECASE,
)
_ASIDE = ("（", "(", "—", "–", "[", "【", "《")  # remarks and subtitles
_LONG_SENTENCE = 30
_LATIN_WORDS = 4
_WRAPPED = 12  # Han characters: narrower columns are not set for text
_RAGGED = 3  # how far the ends of wrapped lines lie apart


def is_sentence(text: str) -> bool:
    """Whether a text holds the end of a sentence."""
    return bool(_STOP.search(text))


def opens_prose(text: str) -> bool:
    """Whether a short line is text and not a line of a cover: it ends like a sentence, or addresses or leads to one."""
    if _FIELD.match(text):
        return is_sentence(text) and len(text) >= _LONG_SENTENCE
    if is_sentence(text) and len(text) >= _LONG_SENTENCE:
        return True
    if _ADDRESSED.match(text) or _LEADS.search(text):
        return True
    if text.startswith(_ASIDE):
        return False
    if _ENDS_HAN.search(text):
        return True
    return len(text.split()) >= _LATIN_WORDS and bool(_ENDS_LATIN.search(text)) and not _ABBREVIATED.search(text)


def back_to_paragraph(blocks: Sequence[Block], first: int, found: int) -> int:
    """Index of the block that begins the paragraph of which ``found`` is a line, not before ``first``.

    The lines of a wrapped paragraph stand without a gap and are about equally wide; only the last is short. Two lines
    alone tell too little: the first must then also hold a comma.
    """
    begin = found
    while begin > first and _goes_before(blocks[begin - 1], blocks[begin], last=begin == found):
        begin -= 1
    lines = [block.text.text for block in blocks[begin:found]]
    if len(lines) == 1 and not re.search(r"[，、,]", lines[0]):
        return found
    return begin


def _goes_before(line: Block, after: Block, *, last: bool) -> bool:
    """Whether ``line`` is a full line of a wrapped paragraph that goes on in ``after``."""
    text, rest = line.text.text, after.text.text
    if after.gap or line.kind != "text" or line.size != after.size or line.all_bold != after.all_bold:
        return False
    if read_label(rest) is not None:
        return False
    if re.search(r"[，、]$", text) and not _FIELD.match(text):
        return True
    if len(text) < _WRAPPED or text.startswith(_ASIDE) or _FIELD.match(text) or opens_prose(text):
        return False
    if any(m.start and m.at[1] - m.at[0] >= 0.6 * len(text) for m in find_dates(text)):
        return False
    shorter = len(rest) - len(text)
    return shorter <= _RAGGED and (last or shorter >= -_RAGGED)
