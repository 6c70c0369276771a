"""Lines become paragraphs: where one ends is told by what would still have fitted on its last line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.glyphs import plain_glyph
from ingest.labels import ITEM_SCHEMES, Label, is_caption, read_label, starts_with_dash
from ingest.pdf.lines import Line, is_han, segments
from ingest.pdf.runs import Run

__all__ = ["BULLET", "Column", "goes_on_after_break", "indents_first_lines", "measure", "paragraphs"]

_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
BULLET = re.compile(r"\s*(?:□(?=\s*\S)(?!.*[□√☑])|[•●○▪■◆◇►▶➢➤✓✔◦∙⚫\uf000-\uf0ff](?=\s*\S)|[·–—*\-](?=\s+\S))\s*")
# A full stop after a letter, a number or a closing mark; after a single letter it is likelier an initial.
_STOP = r"(?:(?<=[a-z\d)\]%”’\"]{2})|(?<=[a-z\d]\)))\.(?<!\b(?:No|Mr|Dr|St|vs|cf|al)\.)"
_END = re.compile(rf"(?:[。！？!?；;：:…]|{_STOP})[”’\"』」）)》\]】]*\s*$")
_SENTENCE = re.compile(rf"(?:[。！？!?：:…]|{_STOP})[”’\"』」）)》\]】]*\s*$")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|(?:[.·]\s){4,})\s*[\divxlIVXL]{1,5}\s*$")
# What a line break may not part: opening marks, a Han or a Latin word, closing marks.
_OPENING, _CLOSING = r"（〔【《〈「『“‘(\[", r"，。、；：！？）〕】》〉」』”’%％…—·)\],.;:!?"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[!-~\u00c0-\u024f]+|.)[{_CLOSING}]*(?:[{_OPENING}]+.)?")
_NOTE = re.compile(r"(?:备注|附注|注释|注|说明|数据来源|资料来源|来源|Notes?|Sources?)\s*\d{0,2}\s*[:：]")
_ASKED = 12  # columns
_RAGGED = 5.0  # em
_NARROWEST = 10.0  # em: where all lines of a page are shorter, they are no prose that goes on
_LITTLE_WIDER = 1.18  # the same, where a sentence ends, too
_WIDER = 1.4  # times the usual distance of lines: a new paragraph


@dataclass(frozen=True, slots=True)
class Column:
    """The measure that lines of a region are set to."""

    left: float
    right: float
    leading: float


def measure(lines: Sequence[Line], leading: dict[int, float]) -> Column:
    """The column of a region.

    :param leading: usual distance of baselines by rounded font size, for the whole report.
    """
    lefts = Counter(round(line.x0) for line in lines)
    common = [x for x, count in lefts.items() if count >= max(1, 0.15 * len(lines))]
    size = Counter(round(line.size) for line in lines).most_common(1)[0][0]
    return Column(min(common or lefts), max(_right(line) for line in lines), leading.get(size, size * 1.5))


def _right(line: Line) -> float:
    """The end of a line, without a punctuation mark that may hang in the margin."""
    last = line.text.rstrip()[-1:]
    if last in "，。、；：！？）》】」』〉〕”’％":
        return line.x1 - line.size
    return line.x1 - 0.5 * line.size if last in "%,.;:!?)" else line.x1


def paragraphs(lines: Sequence[Line], column: Column, leading: dict[int, float]) -> list[list[Line]]:
    """Group the lines of a column, from top to bottom, into paragraphs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, column, leading):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(paragraph: Sequence[Line], line: Line, column: Column, leading: dict[int, float]) -> bool:
    last, first = paragraph[-1], paragraph[0]
    if abs(last.size - line.size) > 0.08 * max(last.size, line.size):
        return False
    em = line.size
    step = last.y - line.y
    usual = leading.get(round(em), column.leading)
    if step > max(_WIDER * usual, 1.15 * em) or step <= 0:
        return False
    if BULLET.match(line.text) or _LEADERS.search(last.text):
        return False
    if starts_with_dash(line.text) and _END.search(last.ending):
        return False
    if _changes_weight(paragraph, line):
        return False
    ended = bool(_END.search(last.ending))
    if ended and step > _LITTLE_WIDER * usual:
        return False
    if _would_fit(last, line, column):
        # Programs that break lines between words leave some room in the middle of a sentence, too.
        room = column.right - last.x1
        if ended or room > _RAGGED * em or room > 0.3 * (column.right - column.left):
            return False
    if _starts_label(line.text):
        opens = _opens_after(last.ending, line.text) or _counts_on(first.text, line.text)
        if opens and not _is_flush_item(first, line, column):
            return False
    return not _is_indented(paragraph, line, column, ended)


def goes_on_after_break(
    before: Sequence[Line], column: Column, line: Line, next_column: Column, indented: bool
) -> bool:
    """Whether a paragraph goes on at the top of the next column or page.

    :param before: its lines so far.
    :param line: the first line of the next column.
    :param indented: whether the report sets in the first lines of its paragraphs.
    """
    last, em = before[-1], line.size
    if abs(last.size - em) > 0.08 * max(last.size, em) or BULLET.match(line.text) or _starts_label(line.text):
        return False
    room = column.right - last.x1
    if room > _RAGGED * em or _changes_weight(before, line) or column.right - column.left < _NARROWEST * em:
        return False
    if not _END.search(last.ending):
        return True
    if _would_fit(last, line, column):
        return False
    # A sentence and the page end at once: only the way the line is set can tell.
    inset = line.x0 - next_column.left
    hanging = _text_left(before[0]) - column.left
    if hanging > 0.7 * em and before[0].x0 < _text_left(before[0]) - 0.7 * em:
        return abs(inset - hanging) < 0.7 * em
    return indented and inset < 0.7 * em


def indents_first_lines(regions: Iterable[Sequence[Line]], leading: dict[int, float]) -> bool:
    """Whether paragraphs of several lines mostly begin set in, as Chinese ones do.

    Of a long report a selection of its columns is asked.
    """
    inset = flush = 0
    asked = [region for region in regions if region]
    for region in asked[:: 1 + len(asked) // _ASKED]:
        column = measure(region, leading)
        for group in paragraphs(region, column, leading):
            if len(group) > 1 and not BULLET.match(group[0].text):
                if group[0].x0 > group[1].x0 + 1.2 * group[0].size:
                    inset += 1
                else:
                    flush += 1
    return inset > flush


def _is_indented(paragraph: Sequence[Line], line: Line, column: Column, ended: bool) -> bool:
    """Whether the line is set in as first lines are."""
    em, last, first = line.size, paragraph[-1], paragraph[0]
    if line.x0 <= column.left + 1.2 * em:
        return False
    after_label = _text_left(first)
    if after_label > first.x0 + 0.5 * em and abs(line.x0 - after_label) < 0.7 * em:
        return False  # hangs below the text after a label
    if len(paragraph) > 1 and abs(line.x0 - last.x0) < 0.5 * em:
        return False  # the whole paragraph is set in
    if abs(line.x0 - last.x0) < 0.5 * em:
        return ended
    return line.x0 > last.x0 + 0.5 * em


def _text_left(line: Line) -> float:
    """Where the text after a bullet or number begins."""
    parts = segments(line)
    match = BULLET.match(line.text)
    if match or len(parts) > 1:
        runs = [r for r in line.runs if r.text.strip()]
        if len(runs) > 1 and len(runs[0].text.strip()) <= 5:
            return runs[1].x0
    label = _label(line.text)
    if label is not None:
        covered, length = 0, len(line.text[: label.length].strip())
        for run in line.runs:
            if not run.text.strip():
                continue
            if covered >= length:
                return run.x0
            if covered + len(run.text) > length:
                return _place_in(run, length - covered)
            covered += len(run.text)
    return line.x0


def _place_in(run: Run, count: int) -> float:
    """About where the text after the first ``count`` characters and their space begins in a run."""
    after = len(run.text) - len(run.text[count:].lstrip())
    widths = [0.55 if char < "\u0250" else 1.0 for char in run.text]
    return run.x0 + (run.x1 - run.x0) * sum(widths[:after]) / sum(widths)


def _would_fit(last: Line, line: Line, column: Column) -> bool:
    """Whether the first unbreakable piece of ``line`` had room at the end of ``last``: then that end was meant."""
    text = line.text.lstrip()
    match = _PIECE.match(text)
    piece = match.group() if match else text[:1]
    ems = sum(0.55 if char < "\u0250" else 1.0 for char in piece)
    slack = 0.6 if is_han(text[:1]) else 1.2
    return column.right - last.x1 > (ems + slack) * line.size


@lru_cache(maxsize=1024)
def _label(text: str) -> Label | None:
    """The label of a raw line, in which numbers may be radicals (⼆ for 二)."""
    return read_label(_RADICAL.sub(lambda match: plain_glyph(match[0]), text))


@lru_cache(maxsize=1024)
def _starts_label(text: str) -> bool:
    text = text.lstrip()
    return _label(text) is not None or bool(_NOTE.match(text)) or is_caption(text) is not None


def _is_flush_item(first: Line, line: Line, column: Column) -> bool:
    """Whether (i) or ① begins a line that is not set in, in a paragraph whose first line is: it is in mid-sentence."""
    label = _label(line.text.lstrip())
    inset = first.x0 > column.left + 1.2 * line.size and line.x0 < column.left + 0.5 * line.size
    return inset and label is not None and label.scheme in ITEM_SCHEMES


def _opens_after(last: str, text: str) -> bool:
    """Whether a label after a full line begins a paragraph; (ii) after a semicolon goes on with an enumeration."""
    label = _label(text.lstrip())
    if label is not None and label.scheme in ITEM_SCHEMES:
        return bool(_SENTENCE.search(last))
    return bool(_END.search(last)) or bool(_NOTE.match(text))


def _counts_on(first: str, text: str) -> bool:
    """Whether a label follows that of the paragraph: without it a number at the start of a line is in mid-sentence."""
    one, two = _label(first.lstrip()), _label(text.lstrip())
    if one is None or two is None or one.scheme != two.scheme:
        return False
    return one.number is None or two.number is None or two.number == one.number + 1


def _changes_weight(paragraph: Sequence[Line], line: Line) -> bool:
    """A heading in bold is over where the light text begins, and the other way round."""
    if line.bold_share() <= 0.95 and paragraph[-1].bold_share() <= 0.95:
        return False
    shares = [item.bold_share() for item in paragraph]
    if min(shares) > 0.95:
        return line.bold_share() < 0.05 and not _runs_in(paragraph, line)
    opens = bool(_END.search(paragraph[-1].ending)) or _starts_label(line.text)
    return max(shares) < 0.05 and line.bold_share() > 0.95 and opens


def _runs_in(paragraph: Sequence[Line], line: Line) -> bool:
    """A bold first line whose sentence goes on in the next: an opening sentence in bold, not a heading."""
    return (
        not _END.search(paragraph[-1].ending)
        and len("".join(p.text for p in paragraph)) > 15
        and not _starts_label(line.text)
    )
