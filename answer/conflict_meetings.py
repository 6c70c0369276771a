"""One meeting at two times, in two places or under two hosts; a later one that is told for an earlier time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.compare import dates_agree
from answer.conflict_tools import PROSE, TELLING, clause_span, sentence_around, side
from answer.records import Conflict
from index.tokens import fold_name
from ingest.numerals import parse_number
from records import DateMention, Passage

__all__ = ["BODY_NTH", "NTH", "meeting_conflicts"]

_ORDINAL = r"第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<kind>次|届|轮)\s?"
_BODY = r"(?P<body>[\u4e00-\u9fffA-Za-z0-9 /·\-（）()]{0,28}?(?:会议|论坛|峰会|大会|年会|博览会|对话会|理事会|部长会))"
NTH = re.compile(_ORDINAL + _BODY)
BODY_NTH = re.compile(
    r"(?P<body>[\u4e00-\u9fffA-Z][\u4e00-\u9fffA-Za-z ]{2,20}?)\s?(?:[（(][A-Za-z]+[)）])?\s?"
    + _ORDINAL
    + r"(?P<end>会议|全体会议)"
)
_NEXT = re.compile(r"(?:^|[。；，\n])\s?(?:理事会|委员会|指导委员会)?下(?:一)?[次届](?P<body>会议|例会)")
_TITLE_NTH = re.compile(r"第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?[次届]\s?(?:会议|例会)")
_DATED = re.compile(r"\s?[（(]\s?$")
_ORDINAL_NEXT = re.compile(r"\s?第")
_DATE_OF = re.compile(r"\s?的?\s?")
_HELD = re.compile(r"举行|举办|召开|开幕")
_PLACE = re.compile(r"在\s?(?P<place>[\u4e00-\u9fff·]{2,8}?)\s?(?:举行|举办|召开|开幕)")
_LEAST_BODY, _PLAIN = 4, ("会议", "例会")
_HOST = re.compile(r"由\s?(?P<host>[^，。；]{2,30}?)(?:主办|承办|联合主办|共同主办)")
_FROM = re.compile(r"[从自][^，。；]{0,6}$")
_OF_WHAT = re.compile(r"(?:上)?(?:所)?(?:给出|确定|设定|提出|规定|要求|商定|批准|通过|交办|部署|明确|约定|同意)的?")
_BARE = re.compile(r"(?:^|[。；，、\n]|[了过于的由供在])\s?$")  # before a meeting that is named by its number only


@dataclass(frozen=True, slots=True)
class _Meeting:
    passage: Passage
    body: str
    number: int
    when: DateMention | None
    place: str | None
    hosts: frozenset[str]
    text: str
    sentence: str


def meeting_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """第二十次…会议 at two times or places; a later one that is told for an earlier time."""
    found = [meeting for passage in passages if passage.form in TELLING for meeting in _meetings_of(passage)]
    found += _next_meetings(passages)
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
    elif a.place and b.place and a.place not in b.place and b.place not in a.place and _of_one_kind(a, b):
        text = f"“{a.text}”的地点不同：“{a.place}”与“{b.place}”"
        yield Conflict("event", side(a.passage, a.sentence, a.place), side(b.passage, b.sentence, b.place), text, 0.6)
    elif a.hosts and b.hosts and a.hosts.isdisjoint(b.hosts):
        hosts = "、".join(sorted(a.hosts)), "、".join(sorted(b.hosts))
        text = f"“{a.text}”的主办方不同：“{hosts[0]}”与“{hosts[1]}”"
        yield Conflict("event", side(a.passage, a.sentence, hosts[0]), side(b.passage, b.sentence, hosts[1]), text, 0.5)


def _of_one_kind(a: _Meeting, b: _Meeting) -> bool:
    """Whether both places are countries, or neither is: a city may be in the country."""
    countries = [any(e.text == x.place and e.kind == "country" for e in x.passage.entities) for x in (a, b)]
    return countries[0] == countries[1]


def _meetings_of(passage: Passage) -> Iterator[_Meeting]:
    text = passage.text
    for match in [*NTH.finditer(text), *BODY_NTH.finditer(text)]:
        number = parse_number(match["n"])
        body = _body(match)
        if number is not None and body in _PLAIN and _BARE.search(text[: match.start()]):
            body = f"{passage.document} {body}"
        if number is None or len(body) < _LEAST_BODY:
            continue
        yield _meeting(passage, match, body, int(number))


def _next_meetings(passages: Sequence[Passage]) -> Iterator[_Meeting]:
    """下次会议定于5月举行 in the minutes of the seventh: that is the eighth."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for passage in passages:
        if passage.form in ("cover", "heading"):
            found = (parse_number(match["n"]) for match in _TITLE_NTH.finditer(passage.text))
            numbers[passage.document] |= {int(number) for number in found if number is not None}
    for passage in passages:
        own = numbers.get(passage.document, set())
        for match in _NEXT.finditer(passage.text) if len(own) == 1 and passage.form in PROSE else ():
            yield _meeting(passage, match, f"{passage.document} {match['body']}", min(own) + 1)


def _meeting(passage: Passage, match: re.Match[str], body: str, number: int) -> _Meeting:
    """A meeting with what its clause, or the bracket after it, says of time, place and hosts."""
    text = passage.text
    start, stop = clause_span(text, match.start() + 1, match.end(), "。；，、")
    clause = text[start:stop]
    held = _HELD.search(clause)
    dates = [d for d in passage.dates if start <= d.at[0] < stop and d.start and d.end and d.basis != "relative"]
    if _FROM.search(text[start : match.start()]) or _OF_WHAT.match(text, match.end()):
        dates = []  # 从第七次会议到2023年底; 第六次会议给出的期限是2026年6月底
    bracketed = [d for d in dates if _DATED.fullmatch(text[match.end() : d.at[0]])]
    sessions = _ORDINAL_NEXT.match(text, match.end())  # 1955年第一届大会第二次会议: the date is that of the session
    before = [d for d in dates if not sessions and _DATE_OF.fullmatch(text[d.at[1] : match.start()])]
    when = dates[0] if len(dates) == 1 and (held or bracketed or before) else None
    place = _PLACE.search(clause)
    where = place["place"] if place and _is_place(passage, start + place.start("place")) else None
    host = _HOST.search(clause)
    span = (start + host.start("host"), start + host.end("host")) if host else (0, 0)
    hosts = frozenset(e.name for e in passage.entities if span[0] <= e.at[0] and e.at[1] <= span[1])
    shown = match.group().strip(" \n。；，")
    return _Meeting(passage, body, number, when, where, hosts, shown, sentence_around(text, match.end() - 1))


def _body(match: re.Match[str]) -> str:
    """Whose meeting it is, without brackets and spaces: 海关合作委员会会议."""
    body = re.sub(r"[（(][^)）]*[)）]|\s", "", match["body"])
    return fold_name(body if "end" not in match.re.groupindex else f"{body}{match['end']}")


def _is_place(passage: Passage, at: int) -> bool:
    return any(e.kind in ("place", "country") and e.at[0] == at for e in passage.entities)
