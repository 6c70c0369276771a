"""Where, when and by how many a programme or body was founded, told in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.compare import dates_agree
from answer.conflict_related import Matters
from answer.conflict_tools import TELLING, sentences, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import DateMention, EntityMention, Passage

__all__ = ["origin_conflicts"]

_FOUNDED = re.compile(r"宣告成立|宣布成立|正式成立|(?<!新)成立(?!以来|后|的|大会)|创立|创建|诞生|发起(?!人)|组建|问世")
_ITSELF = re.compile(
    r"本(?:计划|机制|方案|组织|基金|联盟|倡议|银行|中心|论坛|项目|合作)|(?:这[一项]|该)(?:项)?(?:合作|计划|机制|方案|组织|基金|联盟|倡议)"
)
_NAMED = re.compile(r"(?P<name>[\u4e00-\u9fff]{0,14}?(?:计划|机制|方案|组织|基金|联盟|倡议|银行|中心|论坛|学院|网络))")
_FOUNDERS = re.compile(
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?[个家所国名](?:创始|发起|成员|国家|院校|国|机构)?[^，。；]{0,4}(?:创始|发起)"
    r"|(?:创始|发起)(?:成员|院校|国|机构|单位)?(?:国)?(?:共|为|有)?\s?(?P<m>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?[个家所国名]"
    r"|(?:签字|加入|参加)[^，。；]{0,4}的?(?:成员|院校|国|机构|单位)(?:共|为|有)\s?(?P<k>\d{1,3})\s?[个家所国名]"
)
_OPEN = re.compile(r"将(?=[于在会要])|拟(?=[于在])|(?<![本该])计划于|预计|建议|提议|筹备|周年|设想")
_NEAR = 400  # days: what was founded at two times further apart are two things
_LEAST_NAME = 4
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _Told:
    """:ivar name: of what was founded; "" for what the document is about."""

    passage: Passage
    sentence: str
    name: str
    when: DateMention | None
    place: EntityMention | None
    founders: int | None


def origin_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of passages on one founding that differ in the day, the place or the number of founders."""
    told = [one for passage in passages if passage.form in TELLING for one in _told(passage)]
    for a, b in combinations(told, 2):
        if a.passage.id == b.passage.id or not _one_thing(a, b):
            continue
        if not matters.related(a.passage.document, b.passage.document, surely=True):
            continue
        values = _differ(a, b)
        if values is not None:
            kind, one, two = values
            text = f"成立的{kind}说法不同：一处为“{one}”，另一处为“{two}”"
            x, y = side(a.passage, a.sentence, one), side(b.passage, b.sentence, two)
            yield Conflict("date" if kind == "日期" else "event" if kind == "地点" else "count", x, y, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        founded = _FOUNDED.search(sentence)
        if founded is None or _OPEN.search(sentence[: founded.end()]):
            continue
        until = start + founded.end()
        itself = _ITSELF.search(sentence)
        named = None if itself else _NAMED.search(sentence[: founded.start()])
        if itself is None and named is None:
            continue
        dates = [d for d in passage.dates if start <= d.at[0] < until and d.start and d.end]
        places = [
            e for e in passage.entities if start <= e.at[0] < until and e.kind in ("place", "country")
            and passage.text[max(0, e.at[0] - 1) : e.at[0]] in ("在", "于")
        ]  # fmt: skip
        places = places or [
            EntityMention(m["place"], m["place"], None, "place", m.span("place"))
            for m in re.finditer(
                r"在(?P<place>[\u4e00-\u9fff]{2,5}?)(?:宣告|宣布|正式|聚首|召开|举行|成立|发起)", sentence
            )
        ]
        counted = _FOUNDERS.search(sentence)
        number = parse_number(next(filter(None, counted.groups()))) if counted else None
        yield _Told(
            passage, sentence, named["name"] if named else "", dates[0] if len(dates) == 1 else None,
            places[0] if len(places) == 1 else None, int(number) if number is not None else None,
        )  # fmt: skip


def _one_thing(a: _Told, b: _Told) -> bool:
    if a.when is None or b.when is None or a.when.start is None or b.when.start is None:
        return False
    if abs((a.when.start - b.when.start).days) > _NEAR:
        return False
    if not a.name or not b.name:
        return a.name == b.name
    shorter, longer = sorted((a.name, b.name), key=len)
    sure = len(shorter) >= _LEAST_NAME or a.passage.document == b.passage.document
    return longer.endswith(shorter) and (sure or (a.founders is not None and b.founders is not None))


def _differ(a: _Told, b: _Told) -> tuple[str, str, str] | None:
    if a.place and b.place and a.place.name != b.place.name and a.place.kind == b.place.kind:
        return "地点", a.place.text, b.place.text
    if a.when and b.when and dates_agree(a.when, b.when) is False and dates_agree(b.when, a.when) is False:
        return "日期", a.when.text, b.when.text
    if a.founders and b.founders and a.founders != b.founders:
        return "创始者数目", str(a.founders), str(b.founders)
    return None
