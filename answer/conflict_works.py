"""A work that one passage quotes or calls published and another calls still to come."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from answer.conflict_names import alike
from answer.conflict_tools import PROSE, sentences, side
from answer.records import Conflict
from records import Passage

__all__ = ["work_conflicts"]

_KIND = r"(?:报告|白皮书|研究|指南|评估|展望|年鉴|公报|手册)"
_QUOTED = re.compile(
    rf"(?:^|[。；，])\s?(?:根据|据|正如)?\s?(?P<name>《[^》]{{4,50}}》|(?:19|20)\d{{2}}\s?年?[^，。；《》]{{4,30}}?{_KIND})"
    rf"\s?(?:中[，,]|显示|指出|表明|发现|认为|称[，,]|的?(?:数据|结果)显示)"
)
_COMING = re.compile(
    rf"(?P<name>《[^》]{{4,50}}》|(?:19|20)\d{{2}}\s?年[^，。；《》]{{0,30}}?{_KIND})\s?(?:也|预计|目前|现|仍|还)?\s?"
    r"(?:即将|尚未|将于?|将要|拟于?|正在|有待)[^，。；]{0,12}?(?:出版|发布|公布|发表|印发|完成|编写|编制|起草|定稿)"
)
_TITLE = re.compile(r"《([^》]{4,60})》")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SAME, _LEAST_NAME, _SCORE = 0.75, 4, 0.5


@dataclass(frozen=True, slots=True)
class _Work:
    passage: Passage
    name: str
    year: str
    sentence: str
    shown: str


def work_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Findings of a report that, as the same document says, is not out yet."""
    quoted = [work for passage in passages for work in _works(passage, _QUOTED)]
    coming: dict[tuple[date | None, str], list[_Work]] = defaultdict(list)
    for passage in passages:
        for work in _works(passage, _COMING):
            coming[passage.citation.date, work.year].append(work)
    for here in quoted:
        for there in coming.get((here.passage.citation.date, here.year), ()):
            if here.passage.id != there.passage.id and alike(here.name, there.name) >= _SAME:
                told = f"一处引用“{here.shown}”，另一处说它还没有出版：“{there.shown}”"
                a, b = side(here.passage, here.sentence, here.shown), side(there.passage, there.sentence, there.shown)
                yield Conflict("status", a, b, told, _SCORE)


def _works(passage: Passage, pattern: re.Pattern[str]) -> Iterator[_Work]:
    if passage.form not in PROSE:
        return
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        for match in pattern.finditer(sentence):
            printed = match["name"].strip("《》")
            year = _YEAR.search(printed)
            name = _bare(printed)
            if len(name) < _LEAST_NAME:
                # 2021年的报告: the report of another year of the title before it
                titles = [_bare(title) for title in _TITLE.findall(sentence[: match.start()])]
                name = titles[-1] if titles else name
            if len(name) >= _LEAST_NAME:
                yield _Work(passage, name, year.group() if year else "", sentence, match.group().strip("，。；"))


def _bare(title: str) -> str:
    """A title without its year and the word for its kind."""
    return re.sub(rf"(?:19|20)\d{{2}}\s?年?(?:度|年度)?|年度|年年|{_KIND}|的", "", title).strip()
