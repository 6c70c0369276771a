"""What is asked of a body or a document itself: who its members are, when it was founded, who wrote it.

Such words are few and stand in many sentences about something else, so that here the sentence must say just that.
"""

from __future__ import annotations

import re

from answer.reading import Reading
from answer.units import Unit

__all__ = ["tells_of_itself"]

_NEAR = 8  # characters between a body and the verb that founds it
_MEMBERS_ASKED = re.compile(
    r"(?:有|包括|包含)(?:哪[些几]个?|几个?|多少个?)(?:成员国?|会员国?)\s*[？?]?\s*$|(?:哪些|几个|多少个?)国家?组成|(?:成员国?|会员国?)(?:有|是|包括)(?:哪|几|多少)"
    r"|\b(?:how many|which|what) (?:countries are |are the |are its )?members?\b(?! of)",
    re.IGNORECASE,
)
_MEMBERS_TOLD = re.compile(
    r"(?:成员国?|会员国?)(?:共|目前|现)?(?:有|为|是|包括|分别|：|（)|组成|(?:共|共有|现有)\s?[\d一二两三四五六七八九十]+\s?个?(?:成员|会员)"
    r"|\bmembers? (?:are|includes?|comprise)|\b\w+ members?\b",
    re.IGNORECASE,
)
_FOUNDED = re.compile(
    r"成立|创立|创建|创办|组建|诞生|始建|设立|\b(?:founded|established|set up|created)\b", re.IGNORECASE
)
_WRITTEN_ASKED = re.compile(
    r"谁(?:写|编|撰|起草)|作者|由谁[^，。？]{0,4}(?:写|编|撰|起草)|执笔"
    r"|\bwho (?:wrote|drafted|prepared|authored)\b|\bauthors?\b|\bwritten by\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"报告|手册|文件|声明|文章|教材|书|\b(?:report|document|handbook|manual|statement|paper)\b", re.IGNORECASE
)
_WRITTEN = re.compile(
    r"编[写制撰著]|撰写|执笔|作者|起草|主编|编者|\b(?:wr[io]tten|wrote|drafted|prepared|authored|authors?|compiled)\b",
    re.IGNORECASE,
)


def tells_of_itself(question: str, reading: Reading, unit: Unit) -> bool:
    """Whether a clause tells what is asked of a body or a document itself; yes where nothing like it is asked."""
    if _MEMBERS_ASKED.search(question) and not _MEMBERS_TOLD.search(unit.sentence):
        return False
    if _WRITTEN_ASKED.search(question) and _WORK.search(question) and not _WRITTEN.search(unit.sentence):
        return False
    names = [feature for feature in reading.features if feature.kind in ("organisation", "programme")]
    if _FOUNDED.search(question) and len(names) == 1 and len(reading.features) <= 2:
        return _is_founded(names[0].keys, unit)
    return True


def _is_founded(keys: frozenset[str], unit: Unit) -> bool:
    """Whether the body stands right before the verb, or right behind it."""
    start = unit.at[0]
    spots = [(e.at[0] - start, e.at[1] - start) for e in unit.entities if f"e:{e.name}" in keys]
    text = unit.passage.text[slice(*unit.at)]
    for verb in _FOUNDED.finditer(text):
        for left, right in spots:
            before, behind = verb.start() - right, left - verb.end()
            between = [e for e in unit.entities if right <= e.at[0] - start < verb.start()]
            if (0 <= before <= _NEAR and not between) or 0 <= behind <= 2:
                return True
    return False
