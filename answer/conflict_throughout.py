"""What the text says of every row of a table between two years, against the row that went the other way:
与2022年相比，六个口岸的候检时间无一例外地缩短.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.conflict_cited import years_of
from answer.conflict_tools import sentences, side
from answer.grid import Grid, Line, coverage, reading_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["throughout_conflicts"]

_UP = "上升|增长|增加|提高|上涨|升高|延长|扩大"
_DOWN = "下降|减少|降低|下滑|回落|缩短|缩小"
_EVERY = re.compile(
    r"(?:(?P<count>\d{1,2}|[两三四五六七八九十]{1,3})\s?(?:个|条|国|项|家|处)|所有|全部|各|每一?[个条处])(?P<what>[^，。；]{0,24}?)"
    rf"(?:无一例外地?|均有?|都有?|全部|全都|普遍)(?:有所)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"
)
_UNSURE = re.compile(r"预计|预期|目标|计划(?=于|在|到)|力争|除|大多|多数|基本|几乎|未|没有")
_RATE = re.compile(r"增长率|增速|增幅|变化|涨幅|降幅")
_LEAST_LINES, _NAMED = 3, 0.34
_SCORE = 0.58


def throughout_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences on all rows of a table, each with the first row that went the other way."""
    for passage, grids, cited in reading_of(passages):
        for span in sentences(passage) if grids else ():
            sentence = passage.text[slice(*span)]
            said = _EVERY.search(sentence)
            if said is None or _UNSURE.search(sentence):
                continue
            for grid in cited or grids:
                other = _other(said, sentence, grid, years_of(passage, span), bool(cited))
                if other is not None:
                    first, last = other.figures[-2:]
                    shown = f"由“{first.cell.text}”到“{last.cell.text}”"
                    text = f"正文说“{said.group()}”，表中“{other.names[0]}”却{shown}"
                    b = side(last.row, last.row.text, f"{first.cell.text} → {last.cell.text}")
                    yield Conflict("number", side(passage, sentence, said.group()), b, text, _SCORE)
                    break


def _other(said: re.Match[str], sentence: str, grid: Grid, years: set[int], cited: bool) -> Line | None:
    """The line of a table of as many rows that went the other way in its last two years, or those that are named."""
    lines = [line for line in grid.lines if line.names and not line.sums_up]
    count = parse_number(said["count"]) if said["count"] else None
    if len(lines) < _LEAST_LINES or (count is not None and count != len(lines)):
        return None
    if _RATE.search(f"{grid.caption} {' '.join(lines[0].names)}") and not _RATE.search(sentence):
        return None  # growth that slows down is growth
    if coverage(grid.caption, sentence) < (_NAMED / 2 if cited else _NAMED):
        return None
    sign = 1 if said["up"] else -1
    for line in lines:
        picked = tuple(f for f in line.figures if not years or len(years) < 2 or f.year in years)
        if len(picked) > 1 and (picked[-1].value - picked[-2].value) * sign < 0:
            return Line(line.grid, line.names, picked)
    return None
