"""A work that one document tells as published and a later one dates after that document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answer.actions import is_negated, stage
from answer.conflict_names import squeezed
from answer.conflict_tools import PROSE, sentence_around, sentences, side
from answer.records import Conflict
from records import DateMention, Passage

__all__ = ["early_conflicts"]

_OUT = r"(?<!待)(?:出版|发布|刊发|发表)(?:了|的)?"
_TITLE = re.compile(rf"{_OUT}《(?P<title>[^《》\n]{{6,60}})》")
_ABOUT = re.compile(
    rf"{_OUT}(?:与|关于)(?P<topics>[^，。；《》]{{6,40}}?)(?:(?:有|相)关)?的[^，。；《》]{{0,4}}(?:产品|报告|出版物|研究|书)"
)
_DATED = re.compile(r"《(?P<title>[^《》\n]{6,60})》\s?[（(]\s?$")
_AND = re.compile(r"以及|[和及与、]")
_PARTS = re.compile(r"[：:—]+")
_LEAST, _SUBJECT = 6, 4  # characters of a title without filling, and of the noun at the end of its first part
_SCORE = 0.44


@dataclass(frozen=True, slots=True)
class _Dated:
    passage: Passage
    title: str
    when: DateMention


def early_conflicts(passages: Sequence[Passage], issued: Mapping[str, date | None]) -> Iterator[Conflict]:
    """出版了《甲》 in November, where a report of the next year has 《甲》（2022年3月）."""
    works = [work for passage in passages if passage.form in PROSE for work in _dated(passage)]
    for passage in passages if works else ():
        day = issued.get(passage.document)
        if day is None or passage.form not in PROSE:
            continue
        for start, end in sentences(passage):
            sentence = passage.text[start:end]
            for told, work in _told_as_out(sentence, works):
                later = issued.get(work.passage.document)
                if later is not None and later > day and work.when.start is not None and work.when.start > day:
                    text = f"{day.isoformat()} 的文件已说“{told}”，《{work.title}》却到“{work.when.text}”才出版"
                    there = sentence_around(work.passage.text, work.when.at[0])
                    yield Conflict(
                        "date", side(passage, sentence, told), side(work.passage, there, work.when.text), text, _SCORE
                    )


def _dated(passage: Passage) -> Iterator[_Dated]:
    """《甲》（2022年3月） in a sentence of what has come out."""
    for when in passage.dates:
        title = _DATED.search(passage.text, max(0, when.at[0] - 70), when.at[0])
        if title and when.start and re.search(_OUT, sentence_around(passage.text, when.at[0])):
            yield _Dated(passage, title["title"], when)


def _told_as_out(sentence: str, works: Sequence[_Dated]) -> Iterator[tuple[str, _Dated]]:
    """Works that a sentence names by their title, or by all that tells them apart: 关于法律和市场的报告."""
    if is_negated(sentence):
        return
    for found in _TITLE.finditer(sentence):
        if stage(_before(sentence, found)) != "planned":
            name = squeezed(found["title"])
            yield from ((found.group(), work) for work in works if len(name) >= _LEAST and squeezed(work.title) == name)
    for found in _ABOUT.finditer(sentence):
        topics = {squeezed(topic) for topic in _AND.split(found["topics"])}
        topics.discard("")
        of_topic = {topic: work for work in works for topic in topics if _is_part(work.title, topic, sentence)}
        if len(topics) > 1 and set(of_topic) == topics and stage(_before(sentence, found)) != "planned":
            yield from ((found.group(), work) for work in of_topic.values())


def _before(sentence: str, found: re.Match[str]) -> str:
    return re.split(r"[，。；]", sentence[: found.end()])[-1]


def _is_part(title: str, topic: str, sentence: str) -> bool:
    """Whether a title is of two parts, the second a topic, the first ending in what the sentence is about."""
    first, _, second = _PARTS.sub("\n", title, count=1).partition("\n")
    return squeezed(second) == topic and first.strip()[-_SUBJECT:] in sentence
