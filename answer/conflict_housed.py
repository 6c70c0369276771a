"""Where a centre, office or the like has its seat, told in two ways: 设在毛里求斯路易港 and 驻地是维多利亚."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_related import Matters
from answer.conflict_things import Things, pairs_within
from answer.conflict_tools import PROSE, sentences, side
from answer.records import Conflict
from records import Passage

__all__ = ["housed_conflicts"]

_SEATED = re.compile(
    r"(?:设在|设于|设立在|建在|建于|位于|坐落(?:于|在)|落户(?:于|在)?|选址(?:于|在|为)?|驻地[^，。；]{0,4}?(?:是|为|在|定在)|总部[^，。；]{0,3}?(?:在|设在|位于|迁至))\s?(?P<place>[\u4e00-\u9fff·（）()]{2,16})"
)
_OPENED = re.compile(
    r"在(?P<place>[\u4e00-\u9fff·]{2,12}?)(?:正式|顺利)?(?:揭牌|挂牌|落成|投入(?:使用|运行)|启用|开馆|开工|奠基)"
)
_HOSTED = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,10}?)(?:自[^，。；]{1,10}?起)?(?:在(?:本国|其)境内)(?:承接|接纳|承办|主办|接待|设立)"
)
_SEAT = re.compile(
    r"中心|总部|秘书处|办公室|实验室|学院|机房|基地|总站|仓库|站点|枢纽|平台|办事处|园区|医院|学校|机构|设施|库|厅|馆|研究所"
)
_OPEN = re.compile(
    r"拟|建议|提议|考虑|候选|备选|竞争|申办|或者|迁|原设|曾设|之一|分别|各[国地个设]|轮流|分中心|分站|分部"
)
_PLACES = ("place", "country")
_LONGEST_UNKNOWN, _SCORE = 6, 0.6


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    place: str
    named: frozenset[tuple[str, str]]


def housed_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences that name one thing and seat it in two places."""
    told = [one for p in passages if p.form in (*PROSE, "footnote", "row") for one in _told(p)]
    things = Things(passages)
    for i, j in pairs_within([one.sentence for one in told]):
        a, b = told[i], told[j]
        if a.passage.id == b.passage.id or not _elsewhere(a, b):
            continue
        thing = things.shared(_without(a), _without(b))
        if _SEAT.search(thing) and matters.related(a.passage.document, b.passage.document):
            text = f"“{thing}”的所在地说法不同：一处为“{a.place}”，另一处为“{b.place}”"
            one, two = (side(x.passage, x.sentence, x.place) for x in (a, b))
            yield Conflict("name", one, two, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        if _OPEN.search(sentence) or not _SEAT.search(sentence):
            continue
        for match in (*_SEATED.finditer(sentence), *_OPENED.finditer(sentence), *_HOSTED.finditer(sentence)):
            span = (start + match.start("place"), start + match.end("place"))
            named = [e for e in passage.entities if e.kind in _PLACES and span[0] <= e.at[0] < span[1]]
            bare = re.split(r"[的（()）]", match["place"])[0]
            if named:
                place = passage.text[named[0].at[0] : named[-1].at[1]]
                yield _Told(passage, sentence, place, frozenset((e.kind, e.name) for e in named))
            elif len(bare) <= _LONGEST_UNKNOWN:  # a town that no list has
                yield _Told(passage, sentence, bare, frozenset({("place", bare)}))


def _elsewhere(a: _Told, b: _Told) -> bool:
    """Whether two places are of one kind and differ; a city and a country may be one in the other."""
    kinds = {kind for kind, _ in a.named} & {kind for kind, _ in b.named}
    if a.place in b.place or b.place in a.place:
        return False
    for kind in ("place", "country"):
        if kind in kinds:
            mine, other = ({name for k, name in x.named if k == kind} for x in (a, b))
            return mine.isdisjoint(other)
    return False


def _without(told: _Told) -> str:
    return told.sentence.replace(told.place, "，")
