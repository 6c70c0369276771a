"""Names found by their form: titles, numbered meetings, forums and corridors; bodies are in :mod:`ingest.bodies`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.bodies import find_bodies
from ingest.folding import Folded
from ingest.forms import BREAK, kind_of_name, kind_of_title
from ingest.gazetteer import Gazetteer
from ingest.meetings import find_meetings
from ingest.names import Found

__all__ = ["find_by_form"]

_TITLE = re.compile(r"《([^《》]{2,80})》")
# 《2022年亚洲发展展望：调动税收，促进发展》 is the 2022 edition; what follows the colon is its theme.
_EDITION = re.compile(r"\d{4}年[^:]*(?:展望|报告|年鉴)(?=:)|[^:]*(?:展望|报告|年鉴)\d{4}(?=:)")
_MERE_HEAD = re.compile(
    r"(?:本|该)?(?:纲要|规划|计划|方案|战略|协议|协定|条约|公约|备忘录|草案|通知|意见|办法|条例|决定|规定|报告|建议|声明|宣言|法){1,2}$"
)
_QUOTED = re.compile(r"“([^“”]{3,40})”")
_HELD = re.compile(
    r"(?:论坛|峰会|博览会|世博会|世园会|运动会|奥运会|冬奥会|残奥会|亚运会|锦标赛|(?:贸易|海关|能源|旅游|科技|文化|气候|投资)周)"
)
_CHAIN = r"(?:[\u3400-\u9fff]{2,6}-)+[\u3400-\u9fff]{2,6}?"
_CORRIDOR = re.compile(rf"({_CHAIN})(?:区域|国际|跨境)?(?:经济|运输|交通|铁路)?走廊")
_SIDE = "东部|西部|南部|北部|中部|东西|南北|跨里海|陆海"
_CORRIDOR_OF = re.compile(
    rf"(?:{_SIDE})(?:经济|运输|交通)?走廊(?: ?[1-9]\d?)?"
    r"|(?:国际)?(?:经济|运输|交通)?走廊 ?[1-9]\d?|第?[1-9一二三四五六]号?走廊"
)
_CONJUNCTION = re.compile(r"[和与及、]")


def find_by_form(folded: Folded, known: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Names that ``known`` (what the gazetteer matched, in order) does not have, or has only in part."""
    text = folded.text
    found: list[Found] = []
    if "《" in text:
        found += _titles(text, gazetteer)
    if "“" in text:
        found += _quoted(text, gazetteer)
    if "第" in text:
        found += _meetings(text, known, gazetteer)
    if "走廊" in text:
        found += _corridors(text, known, gazetteer)
    if _HELD.search(text):
        found += _held(text, known)
    found += find_bodies(text, known, gazetteer)
    return found


def _titles(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _TITLE.finditer(text):
        inner = match[1]
        name = re.sub(r" ?\([^()]*\)", "", inner).strip(" :")
        series = _EDITION.match(name)
        name = series.group() if series else name
        entry = gazetteer.find(name) or gazetteer.find(name.partition(":")[0])
        if entry:
            yield Found(match.start(), match.end(), entry.name, entry.name_en, entry.kind, rank=1)
        elif name and not _MERE_HEAD.match(name):
            yield Found(match.start(), match.end(), name, None, kind_of_title(inner), rank=1)


def _quoted(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _QUOTED.finditer(text):
        name = re.sub(r" ?\([^()]*\)", "", match[1])
        kind = kind_of_name(name)
        entry = gazetteer.find(name)
        phrase = kind == "publication" and BREAK.search(name[:2])
        if kind in ("programme", "event", "agreement", "publication") and not entry and not phrase:
            yield Found(match.start(1), match.end(1), name, None, kind)


def _meetings(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    for meeting in find_meetings(text, known):
        entry = gazetteer.find(meeting.name)
        name, name_en = (entry.name, entry.name_en) if entry else (meeting.name, None)
        # A body in the middle keeps its own mention: 第四次[区域贸易组]会议 says more about the body than the meeting.
        yield Found(meeting.start, meeting.end, name, name_en, "event", -1 if meeting.holds_body else 1)


def _held(text: str, known: Sequence[Found]) -> Iterator[Found]:
    """CAREC数字贸易论坛, 博鳌亚洲论坛: a forum, fair or week named after a known body, programme or place."""
    for match in _HELD.finditer(text):
        for k in known:
            between = text[k.end : match.start()]
            near = k.end <= match.start() and re.fullmatch(r"[\u3400-\u9fff-]{0,9}", between)
            while (
                near and (before := next((b for b in known if b.end == k.start - 1), None)) and text[before.end] == "-"
            ):
                k = before  # 中国-中亚峰会
            if near and not BREAK.search(between) and not _CONJUNCTION.search(between):
                yield Found(k.start, match.end(), text[k.start : match.end()], None, "event")
                break


def _corridors(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _CORRIDOR.finditer(text):
        if any(k.kind == "corridor" and k.end == match.end() for k in known):
            continue
        first = match.start() + match[1].index("-")
        start = next((k.start for k in known if match.start() <= k.start < first and k.end == first), None)
        start = match.start() if start is None else start
        name = text[start : match.end()]
        entry = gazetteer.find(name)
        yield Found(start, match.end(), entry.name if entry else name, entry.name_en if entry else None, "corridor", 1)
    for k in known:
        match_of = _CORRIDOR_OF.match(text, k.end)
        if match_of and k.kind in ("programme", "place", "country", "organisation"):
            yield Found(k.start, match_of.end(), text[k.start : match_of.end()], None, "corridor")
