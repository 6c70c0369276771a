"""A country that one passage calls a member of the programme and another one of the same time an observer; a meeting of
which one document names two chairs.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from answer.conflict_related import Matters
from answer.conflict_tools import PROSE, TELLING, sentence_around, sentences, side
from answer.records import Conflict
from records import EntityMention, Passage

__all__ = ["standing_conflicts"]

_OBSERVES = re.compile(
    r"非成员国|派观察员|以观察员身份|作为观察员|(?:是|为|系)[^，。；]{0,6}观察员|观察员(?:国|身份)?(?=[，。；]|$)|不享有表决权|没有表决权"
)
_BELONGS = re.compile(
    r"(?:正式|全权)成员|(?:\d{4}\s?年|已)(?:入会|加入)[^，。；]{0,6}的|成为[^，。；]{0,10}(?<!准)成员|投了?[^，。；]{0,4}(?:票|反对|赞成|弃权)|在内的(?:各|全体|所有|[一二三四五六七八九十]个)?成员国|作为成员国|(?:是|为)[^，。；]{0,8}成员国?"
)
_LISTED = re.compile(r"(?<!非)成员国(?:[^。；]{0,16}?(?:即|包括|分别是|为)[：:]?|[：:])(?P<list>[^。；]+)")
_NEVER = re.compile(
    r"(?:从未|尚未|没有|并未|未)(?:正式)?(?:取得|获得|享有|成为)[^，。；]{0,4}观察员|观察员[^，。；]{0,6}申请(?:有待|尚待|仍待)"
)
_ENJOYS = re.compile(r"(?:享有|取得了?|获得了?|给予)[^，。；]{0,8}观察员(?:地位|身份|资格)")
_MEMBER_OF = re.compile(
    r"是(?P<of>[\u4e00-\u9fff]{3,14}?(?:联盟|协会|组织|理事会|委员会|网络|联合会))的?(?:正式)?(?:会员|成员)"
)
_NOT_IN = re.compile(r"(?:尚未|仍未|还未|没有|未)(?:能)?(?:获准|获批|正式)?(?:加入|成为)(?P<of>[\u4e00-\u9fff]{3,16})")
_ELSEWHERE = re.compile(
    r"世界贸易组织|世贸组织|联合国|上海合作组织|欧盟|东盟|(?:出席|参加|列席)了?[^，。；]{0,16}(?:论坛|峰会|大会|组织)"
)
_SINCE = re.compile(r"(?P<year>(?:19|20)\d{2})\s?年[^，。；]{0,10}(?:创立|创始|发起|加入|入会|成为|成立)")
_OPEN = re.compile(
    r"申请|拟|将(?=[于在会成加])|争取|有意|候选|欢迎[^，。；]{0,8}(?:申请|意向)|此前|曾|原为|由观察员|从观察员|转为|升为|成为正式"
)
_CHAIRED = re.compile(
    r"会议由(?P<who>[^，。；]{2,24}?)(?:主持|担任主席)|(?:本[次届])?会议(?:的)?主席[、，]?(?P<chair>[^，。；]{2,20}?)(?:先生|女士|阁下|的|干练|$)"
)
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    country: str
    member: bool
    shown: str
    when: date | None


def standing_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of passages: a member by the day of a document, or of an earlier one, that sits in as an observer."""
    told: dict[str, list[_Told]] = defaultdict(list)
    for passage in passages:
        for one in _told(passage) if passage.form in TELLING else ():
            told[one.country].append(one)
    for country, same in told.items():
        for member in (one for one in same if one.member):
            other = next((one for one in same if not one.member and _clash(member, one, matters)), None)
            if other is not None:
                text = f"“{country}”的身份说法不同：一处为“{member.shown}”，另一处为“{other.shown}”"
                a, b = (side(x.passage, x.sentence, x.shown) for x in (member, other))
                yield Conflict("status", a, b, text, _SCORE)
    yield from _never(passages, matters)
    yield from _joined(passages)
    yield from _chairs(passages)


def _never(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """A country that has been an observer since some day, and never was one."""
    told: dict[bool, list[tuple[Passage, str, str, str]]] = {True: [], False: []}
    for passage in passages:
        for start, end in sentences(passage) if passage.form in TELLING else ():
            sentence = passage.text[start:end]
            never = _NEVER.search(sentence)
            said = never or _ENJOYS.search(sentence)
            named = {e.name for e in passage.entities if e.kind == "country" and start <= e.at[0] < end}
            if said is not None and len(named) == 1:
                told[never is None].append((passage, named.pop(), sentence, said.group()))
    for a, country, first, shown in told[True]:
        for b, other, second, denied in told[False]:
            if country == other and a.id != b.id and matters.related(a.document, b.document, surely=True):
                text = f"“{country}”是否为观察员说法不同：一处为“{shown}”，另一处为“{denied}”"
                yield Conflict("status", side(a, first, shown), side(b, second, denied), text, _SCORE)


def _joined(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """本局是某联盟的正式会员 and 尚未获准加入某联盟 in one document."""
    members = [(p, m) for p in passages if p.form in PROSE for m in _MEMBER_OF.finditer(p.text)]
    outside = [(p, m) for p in passages if p.form in PROSE for m in _NOT_IN.finditer(p.text)]
    for a, x in members:
        for b, y in outside:
            if a.document == b.document and a.id != b.id and y["of"].startswith(x["of"]):
                text = f"是否已加入“{x['of']}”说法不同：一处为“{x.group()}”，另一处为“{y.group()}”"
                one, two = (
                    side(a, sentence_around(a.text, x.start()), x.group()),
                    side(b, sentence_around(b.text, y.start()), y.group()),
                )
                yield Conflict("status", one, two, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        listed = _LISTED.search(sentence)
        for country in passage.entities if listed is not None else ():
            inside = listed is not None and start + listed.start("list") <= country.at[0] < start + listed.end("list")
            if inside and country.kind == "country":
                yield _Told(passage, sentence, country.name, True, "成员国", passage.citation.date)
        if _OPEN.search(sentence) and not _OBSERVES.search(sentence):
            continue
        if _ELSEWHERE.search(sentence):
            continue  # of another body than the one that reports
        for member, pattern in ((True, _BELONGS), (False, _OBSERVES)):
            for match in itertools.islice(pattern.finditer(sentence), 1):
                for country in _countries(passage, start, sentence, match):
                    when = passage.citation.date
                    since = _SINCE.search(sentence) if member else None
                    if since is not None and when is not None:
                        when = min(when, date(int(since["year"]), 12, 31))
                    yield _Told(passage, sentence, country.name, member, match.group(), when)


def _countries(passage: Passage, offset: int, sentence: str, match: re.Match[str]) -> list[EntityMention]:
    """The countries of the clause, or of the one before, that a phrase is said of."""
    parts = [m.start() + 1 for m in re.finditer("[，；]", sentence[: match.start()])]
    start = parts[-1] if parts else 0
    # The one that begins where the phrase ends is meant too: 2022年入会的乌兹别克斯坦.
    named = [e for e in passage.entities if e.kind == "country" and offset + start <= e.at[0] <= offset + match.end()]
    if not named and len(parts) > 0:
        first = parts[-2] if len(parts) > 1 else 0
        named = [e for e in passage.entities if e.kind == "country" and offset + first <= e.at[0] < offset + start]
    return named


def _clash(member: _Told, observer: _Told, matters: Matters) -> bool:
    if member.passage.id == observer.passage.id or member.when is None or observer.when is None:
        return False
    return member.when <= observer.when and matters.related(
        member.passage.document, observer.passage.document, surely=True
    )


# -- chairs -----------------------------------------------------------------------------------------------------------


def _chairs(passages: Sequence[Passage]) -> Iterator[Conflict]:
    told: dict[str, list[tuple[Passage, str, re.Match[str]]]] = defaultdict(list)
    for passage in passages:
        for match in _CHAIRED.finditer(passage.text) if passage.form in PROSE else ():
            who = match["who"] or match["chair"] or ""
            named = {e.name for e in passage.entities if e.kind == "country" and e.text in who}
            if len(named) == 1:
                told[passage.document].append((passage, named.pop(), match))
    for same in told.values():
        first, other, said = same[0]
        for passage, country, shown in same[1:]:
            if country != other and passage.id != first.id:
                text = f"会议由谁主持说法不同：一处为“{other}”，另一处为“{country}”"
                one = side(first, sentence_around(first.text, said.start()), said.group())
                two = side(passage, sentence_around(passage.text, shown.start()), shown.group())
                yield Conflict("name", one, two, text, _SCORE)
