"""Places by their form in a clause: lists of towns (东安、西宁两市), what follows a country, where roads lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.placed import tagged

__all__ = ["listed_places", "localities"]

_SITE = re.compile(
    r"(?:[省市州县区镇乡村岛港湾]|断面|园区|口岸|码头|机场|车站|泵站|电站|水库|大厦|广场|校区|片区|流域|河口|海域|会议厅|礼堂|基地|产业园|开发区)$"
)
_PARTS = ("nr", "nrt", "ns", "nt", "nz", "n", "vn", "b", "j", "eng", "a", "f", "ng", "s", "x", "nrfg")
_LISTED = re.compile(
    r"((?:[\u4e00-\u9fff]{2,4}?、)+[\u4e00-\u9fff]{2,4}?|[\u4e00-\u9fff]{2,4}?[和与][\u4e00-\u9fff]{2,4}?)"
    r"(?=[两二三四五六七八九十]\s?个?(?:省|市|州|县|区|镇|乡|村|地)(?!级))"
)
_BEFORE = re.compile(r".*(?:[将把由在于对向给到至为是从入含]|包括|以及|其中|覆盖|惠及|涉及|,|，)")
_WHERE_TO = re.compile(
    r"(?:通[至往]|[迁搬改移转]至|[改移]在|[迁搬开飞驶发]往|设在|位于|坐落于|落户)([\u4e00-\u9fff、和]{2,24})"
)
_END = re.compile(r"[两二三四五六七八九十]\s?[条个座处]|的|等|召开|举[行办]|[，。；]")
_SHORTEST = 3


def listed_places(text: str) -> Iterator[str]:
    """Places that are told together with what they are: 东安、西宁 of 将东安、西宁两市纳入."""
    for found in _LISTED.finditer(text):
        yield _BEFORE.sub("", found[1])


def localities(text: str, countries: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Places of a clause, with how well each is told to be one.

    :param countries: names that a place may follow (塔吉克斯坦苏格德州).
    """
    yield from ((name, 0.12) for name in listed_places(text) if len(name) > 1)
    for found in _WHERE_TO.finditer(text):
        yield _END.split(found[1])[0], 0.1
    for country in countries:
        behind = re.search(rf"{re.escape(country)}([\u4e00-\u9fff]{{2,6}}?[省市州县区港岛])", text)
        if behind is not None:
            yield behind[1], 0.1
    yield from ((name, 0.0) for name in _sites(text))


def _sites(text: str) -> Iterator[str]:
    """Runs of words that name something and end like a place (青石河口断面)."""
    run = ""
    for word, tag in (*tagged(text), ("，", "x")):
        if (tag in _PARTS and word not in "，。、；：（）()\u201c\u201d《》 ,;:") or (run and _SITE.fullmatch(word)):
            run += word
            continue
        if len(run) >= _SHORTEST and _SITE.search(run):
            yield run
        run = ""
