"""One thing, meeting or work that two passages date, place or number differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.actions import is_negated, stage
from answer.compare import dates_agree
from answer.conflict_names import alike, squeezed
from answer.conflict_tools import PROSE, candidates, sentence_around, side
from answer.records import Conflict
from answer.units import Unit
from index.tokens import fold_name
from ingest.numerals import parse_number
from records import DateMention, Passage

__all__ = ["event_conflicts", "things_of"]

_GROUPS: dict[str, str] = {
    "launch": r"启动|上线|开通|启用|开播|投入使用|投入运行|正式运行|通车|投产|首发",
    "publish": r"发布|出版(?!物|社)|首发|发表|公布",
    "hold": r"举行|举办|召开|开幕",
    "found": r"成立|设立|揭牌|创立|建立",
    "sign": r"签署|签订",
    "effect": r"生效",
    "approve": r"批准|通过|获批",
}
_VERB = {name: re.compile(pattern) for name, pattern in _GROUPS.items()}
_TITLE = re.compile(r"《([^《》\n]{4,60})》|“([^“”\n]{5,40})”")
_ISSUED = re.compile(r"\s?[（(]\s?$")
_ORDINAL = r"第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<kind>次|届|轮)\s?"
_BODY = r"(?P<body>[\u4e00-\u9fffA-Za-z0-9 /·\-（）()]{0,28}?(?:会议|论坛|峰会|大会|年会|博览会|对话会|理事会|部长会))"
_NTH = re.compile(_ORDINAL + _BODY)
_BODY_NTH = re.compile(
    r"(?P<body>[\u4e00-\u9fffA-Z][\u4e00-\u9fffA-Za-z ]{2,20}?)\s?(?:[（(][A-Za-z]+[)）])?\s?"
    + _ORDINAL
    + r"(?P<end>会议|全体会议)"
)
_HELD = re.compile(r"举行|举办|召开|开幕")
_PLACE = re.compile(r"在\s?(?P<place>[\u4e00-\u9fff·]{2,8}?)\s?(?:举行|举办|召开|开幕)")
_TRIM = re.compile(
    r"^(?:[，,、\s]|并|于|在|由|已|已经|也|还|又|正式|成功|首次|正在|共同|联合(?!国)|其中|此外|同时|目前|以及|和|及|与|该|此|为|将|了|的|"
    r"CAREC\s?机制|报告期内)+|(?:[，,、\s]|于|在|由|已|已经|也|正式|成功|共同|联合|将|计划|即将|预计|首次|先后|正在|尚未|有待|上|了|的)+$"
)
_PART = re.compile(r"[一二三四五六七八九十\d]{1,3}(?:期|批|阶段|轮|次|届|号线|标段)")
_JOINED = re.compile(r"、|以及|及|和|与")
_WHOLE = "\x01"  # stands for each character of a title, in which no mark counts
_LEAST, _MOST = 6, 40  # characters of a thing
_SAME, _LEAST_SHARE = 0.92, 0.5
_GENERIC = re.compile(r"^(?:会议|研讨会|培训|论坛|项目|协议|报告|系统|平台|网站|活动|工作|计划|网络研讨会)+$")


@dataclass(frozen=True, slots=True)
class _Told:
    """A thing, what happened to it and when, in one passage."""

    passage: Passage
    thing: str
    group: str
    when: DateMention
    sentence: str
    planned: bool
    listed: bool = False


def event_conflicts(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Dates of one thing, dates and places of one meeting, and numbers of meetings against their years."""
    told = [one for unit in units for one in _tellings(unit)]
    told += [one for passage in passages for one in _titled(passage)]
    for i, j in candidates([squeezed(one.thing) for one in told]):
        a, b = told[i], told[j]
        if a.group == b.group and a.passage.id != b.passage.id and _differ(a, b):
            text = f"“{_short(a.thing)}”的日期不同：{a.passage.citation.address}为“{a.when.text}”，"
            text += f"{b.passage.citation.address}为“{b.when.text}”"
            one, two = side(a.passage, a.sentence, a.when.text), side(b.passage, b.sentence, b.when.text)
            sure = alike(a.thing, b.thing) >= _SAME and not (a.listed or b.listed)
            yield Conflict("date", one, two, text, 0.62 if sure else 0.42)
    yield from _meetings(passages)


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


# -- things -----------------------------------------------------------------------------------------------------------


def _tellings(unit: Unit) -> Iterator[_Told]:
    """What a clause of one date and one verb is about: the words that are left."""
    dates = [d for d in unit.dates if d.start and d.end]
    own = [d for d in dates if unit.at[0] <= d.at[0] < unit.at[1]]
    inherited = not own and len(dates) == 1  # 在3月15日举行的会议上，发布了《甲》
    own = dates if inherited else own
    if unit.cell is not None or unit.joint or len(own) != 1 or unit.passage.form not in PROSE:
        return
    text = unit.passage.text[slice(*unit.at)]
    if is_negated(unit.text) or "周年" in text:
        return
    for group, pattern in _VERB.items():
        verbs = list(pattern.finditer(text))
        if len(verbs) != 1:
            continue
        when = (0, 0) if inherited else (own[0].at[0] - unit.at[0], own[0].at[1] - unit.at[0])
        for thing in things_of(text, when, verbs[0].span()):
            if inherited and f"《{thing}》" not in text:
                continue
            planned = stage(unit.text) == "planned"
            yield _Told(unit.passage, thing, group, own[0], unit.sentence, planned)


def things_of(text: str, when: tuple[int, int], verb: tuple[int, int]) -> Iterator[str]:
    """The phrases right before the verb (or the date before it), and right after it; what stands in marks is one."""
    flat = _TITLE.sub(lambda match: _WHOLE * len(match.group()), text)
    (a, b), (c, d) = sorted((when, verb))
    for start, end in (_last_phrase(flat, 0, a), _last_phrase(flat, b, c), _first_phrase(flat, d, len(flat))):
        left = start
        for piece in [*_JOINED.finditer(flat, start, end), None]:
            right = piece.start() if piece else end
            phrase = text[left:right]
            marked = _TITLE.search(phrase)
            thing = (marked[1] or marked[2]) if marked else _TRIM.sub("", phrase.strip(" ，,"))
            if _LEAST <= len(fold_name(thing)) <= _MOST and not _GENERIC.match(thing):
                yield thing
            left = piece.end() if piece else end


def _last_phrase(flat: str, start: int, end: int) -> tuple[int, int]:
    cut = max(flat.rfind(mark, start, end) for mark in "，,。；：:（(")
    return (max(cut + 1, start), end)


def _first_phrase(flat: str, start: int, end: int) -> tuple[int, int]:
    return (
        start,
        min((at for at in (flat.find(mark, start, end) for mark in "，,。；：:（(") if at >= 0), default=end),
    )


def _titled(passage: Passage) -> Iterator[_Told]:
    """《甲》（2021年12月） in a list of what has been published."""
    if passage.form not in PROSE or not _VERB["publish"].search(passage.text):
        return
    for match in _TITLE.finditer(passage.text):
        when = next((d for d in passage.dates if d.at[0] >= match.end()), None)
        if when and match[1] and _ISSUED.fullmatch(passage.text[match.end() : when.at[0]]) and when.start and when.end:
            here = sentence_around(passage.text, match.start())
            yield _Told(passage, match[1], "publish", when, here, False, listed=True)


def _differ(a: _Told, b: _Told) -> bool:
    """Whether two tellings are of one thing at two times, and none is a plan that the other, later one overtakes."""
    first, second = fold_name(a.thing), fold_name(b.thing)
    if dates_agree(a.when, b.when) is not False or (
        a.planned != b.planned and a.passage.document != b.passage.document
    ):
        return False
    if a.planned and b.planned and a.passage.citation.date != b.passage.citation.date:
        return False
    if _PART.findall(first) != _PART.findall(second):
        return False
    if sorted(re.findall(r"\d+", first)) != sorted(re.findall(r"\d+", second)):
        return False
    shorter, longer = sorted((len(first), len(second)))
    same = alike(first, second)
    return shorter >= _LEAST_SHARE * longer and (same >= _SAME or _one_work(a, b, same))


def _one_work(a: _Told, b: _Told, same: float) -> bool:
    """Whether two long titles in marks say the same in two translations."""
    quoted = all(f"《{one.thing}》" in one.passage.text for one in (a, b))
    return quoted and min(len(a.thing), len(b.thing)) >= 12 and same >= 0.7


# -- meetings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meeting:
    passage: Passage
    body: str
    number: int
    when: DateMention | None
    place: str | None
    text: str
    sentence: str


def _meetings(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """第二十次…会议 at two times or places; a later one that is told for an earlier time."""
    found = [
        meeting for passage in passages if passage.form in (*PROSE, "footnote") for meeting in _meetings_of(passage)
    ]
    by_body: dict[str, list[_Meeting]] = defaultdict(list)
    for meeting in found:
        by_body[meeting.body].append(meeting)
    for a, b in (pair for same in by_body.values() for pair in combinations(same, 2)):
        if a.passage.id == b.passage.id:
            continue
        if a.number == b.number:
            yield from _same_meeting(a, b)
        elif a.when and b.when and a.when.end and b.when.end and a.when.start and b.when.start:
            early, late = (a, b) if a.number < b.number else (b, a)
            if early.when and late.when and early.when.start and late.when.end and late.when.end < early.when.start:
                text = f"“{early.text}”在“{early.when.text}”，“{late.text}”却更早，在“{late.when.text}”"
                one = side(early.passage, early.sentence, early.when.text)
                yield Conflict("date", one, side(late.passage, late.sentence, late.when.text), text, 0.6)


def _same_meeting(a: _Meeting, b: _Meeting) -> Iterator[Conflict]:
    if a.when and b.when and dates_agree(a.when, b.when) is False:
        text = f"“{a.text}”的日期不同：“{a.when.text}”与“{b.when.text}”"
        one, two = side(a.passage, a.sentence, a.when.text), side(b.passage, b.sentence, b.when.text)
        yield Conflict("date", one, two, text, 0.66)
    elif a.place and b.place and a.place not in b.place and b.place not in a.place:
        text = f"“{a.text}”的地点不同：“{a.place}”与“{b.place}”"
        yield Conflict("event", side(a.passage, a.sentence, a.place), side(b.passage, b.sentence, b.place), text, 0.6)


def _meetings_of(passage: Passage) -> Iterator[_Meeting]:
    text = passage.text
    for match in [*_NTH.finditer(text), *_BODY_NTH.finditer(text)]:
        number = parse_number(match["n"])
        body = _body(match)
        if number is None or len(body) < 4:
            continue
        start = max(text.rfind(stop, 0, match.start()) for stop in "。；，、") + 1
        stop = min((at for at in (text.find(mark, match.end()) for mark in "。；，、") if at >= 0), default=len(text))
        clause = text[start:stop]
        held = _HELD.search(clause)
        dates = [d for d in passage.dates if start <= d.at[0] < stop and d.start and d.end and d.basis != "relative"]
        when = dates[0] if len(dates) == 1 and held else None
        place = _PLACE.search(clause)
        where = place["place"] if place and _is_place(passage, start + place.start("place")) else None
        yield _Meeting(
            passage, body, int(number), when, where, match.group().strip(), sentence_around(text, match.start())
        )


def _body(match: re.Match[str]) -> str:
    """Whose meeting it is, without brackets and spaces: 海关合作委员会会议."""
    body = re.sub(r"[（(][^)）]*[)）]|\s", "", match["body"])
    return fold_name(body if "end" not in match.re.groupindex else f"{body}{match['end']}")


def _is_place(passage: Passage, at: int) -> bool:
    return any(e.kind in ("place", "country") and e.at[0] == at for e in passage.entities)
